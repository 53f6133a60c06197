"""Questions that another law, jurisdiction or loan answers: figures with ranges, and what they assume."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from usufruct.assets.joined_total import totals
from usufruct.assets.joining import Joined, join
from usufruct.assets.partners import partners
from usufruct.calendar import HalfYear
from usufruct.errors import UsufructError, refuse
from usufruct.law.supposed.higher_yield import VEHICLE
from usufruct.money import read_figure, round_to_integer
from usufruct.outlook.answers.answer import Answer
from usufruct.outlook.answers.view import View
from usufruct.outlook.answers.wording import billion, cell, moved, percent
from usufruct.outlook.projection import project
from usufruct.outlook.regime_case import RegimeCase, cases
from usufruct.outlook.regime_flows import flows
from usufruct.outlook.regime_losses import TAIL
from usufruct.outlook.scenario_regime import read_term
from usufruct.outlook.support_loan import Cost, costs, disbursements, shared
from usufruct.regimes import regime
from usufruct.regimes.guarantees import guarantees_printed
from usufruct.regimes.terms import TERMS
from usufruct.waterfall.tables import Table

_EVERY = "all"
_MEASURE = "levy"
_YEARS = 5
_SIZES = ("90", "140", "165", "210")
_ORDERS = ("preserved", "repaid first")
_DEVIATIONS = ("3 %", "6 %", "15 %")


def partner_joins(view: View, subject: str) -> Answer:
    """Q16: what each partner would add in its first year, under the levy of the Union carried over."""
    known = view.scenario.known
    first = date(known.year + 1, 1, 1)
    names = [each.name for each in partners(known, view.published)]
    if subject != _EVERY:
        names = [subject]
    rows, found = [], []
    for name in names:
        joined = join(name, first, _MEASURE, known, years=1, published=view.published)
        found.append(joined)
        rows.append((joined.partner.name, _stock(joined), *_flow(joined), joined.partner.switch))
    (added,) = totals(found) or (None,)
    if added is None or added.in_euro.value is None:
        sentence = f"What {', '.join(names)} would add is not known: no stock was published."
    else:
        low, middle, high = (billion(each) for each in (added.in_euro.low, added.in_euro.value, added.in_euro.high))
        whole = [each.partner.name for each in found if each.partner.name not in added.unknown]
        sentence = f"{middle} in {first.year} ({low} to {high}), where a stock was published: {', '.join(whole)}."
        if added.unknown:
            sentence += f" What is held is not published for {', '.join(added.unknown)}."
    limits = tuple(f"{each.name}: {each.why}" for each in found[0].assumptions)
    questions = tuple(dict.fromkeys(question for each in found for question in each.questions))
    return Answer(
        sentence,
        Table(
            ("partner", "stock", "least a year, EUR", "central, EUR", "most, EUR", "what its law lacks"), tuple(rows)
        ),
        (*limits, *(f"open: {question}" for question in questions[:4])),
        tuple(f"usufruct partners '{name}' --since {first} --measure {_MEASURE}" for name in names[:2]),
    )


def _stock(joined: Joined) -> str:
    stock = joined.stock
    if stock is None:
        return "not published"
    high = float(stock.high) / 1e9
    return f"{stock.currency} {float(stock.low) / 1e9:.4g} to {high:.4g}bn"


def _flow(joined: Joined) -> tuple[str | None, str | None, str | None]:
    if not joined.years:
        return None, None, None
    flow = joined.years[0].in_currency("EUR")
    return cell(flow.low), None if flow.value is None else cell(flow.value), cell(flow.high)


def more_risk(view: View, subject: str) -> Answer:
    """Q17: a tenth of the balances in a vehicle that earns more, and loses more."""
    spread = _figure("vehicle_spread", subject)
    tier = view.tier
    (found,) = cases(view.scenario, "G", tier=tier)
    if spread != TERMS["vehicle_spread"].assumed.value:
        found = _again(view, found, {"vehicle_spread": spread})
    gain = _a_year(found)
    share = TERMS["vehicle_share"].assumed
    held = found.projection.ready.cash.held_in_all(found.projection.ready.halves[0])
    rows, losses = [], []
    for deviation in _DEVIATIONS:
        bad = spread + TAIL * read_figure(deviation)
        loss = max(Fraction(0), -bad) * share.value * held
        losses.append(loss)
        rows.append((f"{deviation} a year", cell(float(share.value * held)), cell(gain), cell(loss)))
    moved_to = moved(found.in_force.repaid, found.projection.repaid)
    bearers = ", ".join(f"'{option}'" for option in VEHICLE.readings[0].options)
    return Answer(
        f"A tenth of the balances at {percent(spread)} a year more adds {billion(gain, 3)} a year to the payments in "
        f"the mean (repayment {moved_to}); in the worst year of twenty it loses {billion(losses[0])} to "
        f"{billion(losses[-1])}, by how far a year's result scatters.",
        Table(("scatter", "moved", "mean gain of payments a year", "lost in the worst year of twenty"), tuple(rows)),
        (
            f"{share.name}: {percent(share.value)}, of {percent(share.low)} to {percent(share.high)}; {share.why}",
            f"{TERMS['vehicle_spread'].assumed.name}: {TERMS['vehicle_spread'].assumed.why}",
            f"{TERMS['vehicle_deviation'].assumed.name}: {TERMS['vehicle_deviation'].assumed.why}",
            f"who bears a loss is contested: bearer_of_the_loss is one of {bearers}; under the last, Ukraine pays",
            "results of years are taken as normal and independent; tails of real portfolios are fatter",
        ),
        ("usufruct regimes G", "usufruct compare --regimes DG"),
        found.projection.run_id,
    )


def _again(view: View, found: RegimeCase, given: dict[str, Fraction]) -> RegimeCase:
    scenario = found.projection.scenario.but(given=given)
    return replace(found, projection=project(scenario, tier=view.tier))


def _figure(name: str, text: str) -> Fraction:
    try:
        return read_term(name, text)
    except UsufructError as error:
        raise refuse(
            "X141", f"{text!r:.40} is no spread", "answer", error.faults[0].what, "write 1 %, or 50 bp"
        ) from None


def _a_year(found: RegimeCase) -> float:
    """Mean difference of payments a year over the first five whole years."""
    first = found.projection.scenario.known.year + 2
    return sum(amount for year, amount in found.windfall if first <= year < first + _YEARS) / _YEARS


def reparations_loan(view: View, subject: str) -> Answer:
    """Q18: each size that was reported, in one order of repayment."""
    if subject not in _ORDERS:
        raise refuse("X141", f"{subject!r:.40} is no order", "answer", "", f"one of: {', '.join(_ORDERS)}")
    first, base = view.scenario.known.year + 1, view.scenario
    in_force = project(base, tier="arrays")
    rows, found = [], []
    for size in _SIZES:
        scenario = base.but(regime="F", reading={"size_of_the_loan": size, "era_under_the_loan": subject})
        each = RegimeCase(regime("F"), project(scenario, tier="arrays"), in_force)
        found.append(each)
        rows.append(
            (
                f"EUR {size}bn",
                cell(each.loan),
                *(cell(_lent(each, year)) for year in (first, first + 1)),
                cell(-each.windfall_in_all),
                each.projection.repaid.median or "not half of the paths",
                percent(each.projection.repaid.never, 0),
            )
        )
    printed = "; ".join(f"{each.state} {billion(each.amount, 0)}" for each in guarantees_printed())
    return Answer(
        f"A loan of EUR 90bn would bring Ukraine {billion(_lent(found[0], first), 1)} in each of two years and cost "
        f"{billion(-found[0].windfall_in_all, 1)} of windfall up to {base.horizon.year}; of EUR 210bn, within what is "
        f"held, {billion(-found[-1].windfall_in_all, 1)}. The loans of the G7 are {subject}.",
        Table(
            ("size", "swapped", f"lent in {first}", f"lent in {first + 1}", "windfall lost", "repaid by", "never"),
            tuple(rows),
        ),
        (
            "proposed in December 2025, not adopted; sizes as reported; the yield of what is swapped ends",
            "paid out evenly over two years, as it was meant for 2026 and 2027",
            f"guarantees in all: the size of the loan; by state only drafts were printed: {printed}",
            "the key of gross national income in figures was not found; purposes were reported for EUR 165bn only",
            "256 paths, through numpy",
        ),
        ("usufruct regimes F", "usufruct compare --regimes DF"),
    )


def _lent(found: RegimeCase, year: int) -> float:
    return sum(flow.amount for flow in flows(found) if flow.year == year and flow.purpose.startswith("new loan"))


def support_loan(view: View, subject: str) -> Answer:
    """Q19: the cost of the loan to the Union's budget, and its share of reparations."""
    amount, half = _reparations(subject, view)
    known, projection = view.published, view.projection
    if not disbursements(known):
        return Answer("The plan of the loan was not published by then.", missing=("the plan by year: the Commission",))
    year = view.scenario.known.year
    found = costs(projection, known, range(year, year + 6))
    debts = {row.period: row for row in projection.fan("owed-in-all").rows}
    owed = debts[half.label]
    splits = [shared(known, half, amount, round(each)) for each in (owed.mean, owed.low, owed.high)]
    rows = [(str(each.year), cell(each.low), cell(each.mean), cell(each.high)) for each in found]
    parts = sorted(own for own, _ in splits)
    return Answer(
        f"{_range(found[1])} of interest in {found[1].year}, borne by the Union's budget. Of {billion(amount, 0)} of "
        f"reparations in {half.label} this loan would take {billion(splits[0][0], 1)} ({billion(parts[0], 1)} to "
        f"{billion(parts[-1], 1)}) and the loans of the G7, of which {billion(owed.mean, 1)} are then owed, the rest.",
        Table(("year", "interest, one path in ten below", "mean", "one in ten above"), tuple(rows)),
        (
            "paid out as planned: EUR 45bn in 2026, its first half-year as reported, and 45 in 2027, in even halves",
            "the Union borrows at the policy rate and the margin of its other loan; its real terms are longer",
            "pro rata: Regulation (EU) 2026/467 Art. 20(2)(k)(i); interest: Art. 22, within appropriations",
            "printed: EUR 3 to 4bn a year (usufruct facts support_loan_interest), which long terms would explain",
        ),
        ("usufruct regimes E", "usufruct answer owed-to-whom"),
        projection.run_id,
    )


def _range(cost: Cost) -> str:
    return f"{billion(cost.mean)} ({billion(cost.low)} to {billion(cost.high)})"


def _reparations(subject: str, view: View) -> tuple[int, HalfYear]:
    text, _, label = (part.strip() for part in subject.partition("@"))
    try:
        amount = round_to_integer(read_figure(text) * 10**11, "half up")
        half = HalfYear.read(label)
    except UsufructError:
        raise refuse(
            "X141", f"{subject!r:.40} is no reparations", "answer", "", "write 50 @ 2030-H1, in EUR billion"
        ) from None
    if half not in view.projection.ready.halves or amount < 0:
        first = view.projection.ready.halves[0].label
        raise refuse("X141", f"no reparations of {text} in {half.label}", "answer", "", f"a half-year from {first} on")
    return amount, half
