"""Questions about the stream: the next payment, one euro of interest, and what would change the flow."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from usufruct.engine import Rulebook
from usufruct.money import read_figure
from usufruct.outlook.answers.answer import Answer
from usufruct.outlook.answers.view import View
from usufruct.outlook.answers.wording import billion, cell, moved, percent
from usufruct.outlook.projection import Projection
from usufruct.outlook.scenario_presets import EARLIER_PROFITS
from usufruct.outlook.sensitivity import sensitivity
from usufruct.waterfall.horizon import FIRST_TO_MECHANISM
from usufruct.waterfall.payments import payment_numbers
from usufruct.waterfall.tables import Table

FIRST_YEARS = 5


def next_payment(view: View, _: str) -> Answer:
    """Q3."""
    found = view.projection
    payment = found.next_payment
    when = (
        f"the call was expected on {payment.due} and no receipt is in the facts"
        if payment.overdue
        else (f"the call is expected on {payment.due}")
    )
    rows = (
        (f"payment:{payment.number}", payment.period, cell(payment.low), cell(payment.central), cell(payment.high)),
    )
    return Answer(
        f"Payment {payment.number}, on the profits of {payment.period}: {billion(payment.low)} to "
        f"{billion(payment.high)}, central {billion(payment.central)}; {when}.",
        Table(("figure", "on profits of", "low", "central", "high"), rows),
        ("8 of 10 outcomes lie inside if rates and named assumptions miss independently of each other",),
        ("usufruct score-card",),
        found.run_id,
    )


def one_euro(view: View, _: str) -> Answer:
    """Q4."""
    law, day = view.replay.law, view.scenario.known
    number = max(payment_numbers(view.published), default=3)
    shares = euro_shares(law, day, number)
    rows = tuple((name, f"{float(part):.6f}", text) for name, part, text in shares)
    said = {name: percent(part, 2) for name, part, _ in shares}
    return Answer(
        f"Of one euro of net interest on the central bank's cash, tax takes {said['Belgian corporate tax']}, the "
        f"custodian keeps {said['kept by the custodian']}, {said['retained, owed to the Union']} is retained and "
        f"{said['called and paid']} is called; the parts add up to one.",
        Table(("where", "share of a euro", "rule"), rows),
        (
            "interest after related expenses; other sanctioned clients' interest pays tax and nothing more",
            f"figures of the law in force on {day}, split as for payment {number}",
        ),
        ("usufruct law at " + str(day),),
    )


def euro_shares(law: Rulebook, day: date, number: int) -> list[tuple[str, Fraction, str]]:
    """Exact shares of a euro of net interest; the last two are parts of what is called.

    Example:
        >>> from usufruct.law import rulebook
        >>> shares = euro_shares(rulebook(), date(2026, 1, 1), 4)
        >>> sum(part for _, part, _ in shares[:4]), shares[3][1]
        (Fraction(1, 1), Fraction(26919, 40000))
    """

    def figure(name: str, key: date | int) -> tuple[Fraction, str]:
        row = law.row(law.resolve(name), key)
        return (read_figure(row.figure), f"{row.figure}, {row.cite}") if row else (Fraction(0), "not in force")

    tax, tax_rule = figure("tax_rate", day)
    owed, owed_rule = figure("contribution_rate", day)
    kept, kept_rule = figure("retention_rate", day)
    budget, budget_rule = figure("budget_key", number)
    fund = "loan mechanism" if number >= FIRST_TO_MECHANISM else "Ukraine Facility"
    contribution = (1 - tax) * owed
    called = contribution * (1 - kept)
    return [
        ("Belgian corporate tax", tax, tax_rule),
        ("kept by the custodian", (1 - tax) * (1 - owed), f"the rest of {owed_rule}"),
        ("retained, owed to the Union", contribution * kept, kept_rule),
        ("called and paid", called, "contribution less retention"),
        (f"of it to the {fund}", called * budget, budget_rule),
        ("of it to the European Peace Facility", called * (1 - budget), f"the rest of {budget_rule}"),
    ]


def tax_passed_on(view: View, subject: str) -> Answer:
    """Q12."""
    found = view.but(tax_passed_on=subject)
    extra = _contributed(found) - _contributed(view.projection)
    return _changed(
        view,
        found,
        f"If Belgium passed on {subject} of its tax on the yields, {billion(extra)} a year more would reach the loan "
        f"mechanism over the next {FIRST_YEARS} years",
        ("the tax is on the central bank's interest alone; a share of one is all of it",),
    )


def retention(view: View, subject: str) -> Answer:
    """Q14."""
    day = f"{view.scenario.known.year + 1}-01-01"
    found = view.but(law={"retention_rate": f"{subject} @ {day}"})
    extra = _flow(found) - _flow(view.projection)
    held = view.projection.fan("retained").rows[0]
    return _changed(
        view,
        found,
        f"With a retention of {subject} from {day} the yearly payments change by {billion(extra)} over the next "
        f"{FIRST_YEARS} years; releasing all that is retained today would pay {billion(_retained(view))} once",
        ("retained amounts come due after five years unless the supervisor still needs them: Art. 5a(10)(e)",)
        if held
        else (),
    )


def earlier_profits(view: View, _: str) -> Answer:
    """Q15."""
    found = view.but(earlier_profits=EARLIER_PROFITS)
    return _changed(
        view,
        found,
        f"Profits from before 15 February 2024 would bring {billion(Fraction(EARLIER_PROFITS) * 100)} once",
        (
            "net result on all sanctioned assets from 24 February 2022 to the end of 2023; no act reaches it",
            "the central bank's part of it is not published",
        ),
    )


def rules_of_thumb(view: View, _: str) -> Answer:
    """Q20."""
    found = view.projection
    bars = sensitivity(found).bars
    rows = tuple(
        (bar.name, bar.step, cell(bar.down.flow), cell(bar.up.flow), f"{bar.down.years:+.2f}", f"{bar.up.years:+.2f}")
        for bar in bars
    )
    spread = next(bar for bar in bars if bar.name == "yield over the policy rates")
    cash = next(bar for bar in bars if bar.name == "cash in EUR")
    return Answer(
        f"Ten basis points more on all cash are worth {billion(spread.up.flow, 3)} a year, one billion more of cash in "
        f"euro {billion(cash.up.flow, 3)}.",
        Table(("moved", "by", "flow a year, down", "up", "years to repay, down", "up"), rows),
        ("mean over the first five years of the paths; one thing moved at a time, on the same draws",),
        ("usufruct sensitivity",),
        found.run_id,
    )


def _changed(view: View, found: Projection, sentence: str, limits: tuple[str, ...]) -> Answer:
    base = view.projection
    rows = (
        ("payments a year", cell(_flow(base)), cell(_flow(found))),
        ("to the loan mechanism a year", cell(_contributed(base)), cell(_contributed(found))),
        ("half of the paths repaid by", base.repaid.median or "-", found.repaid.median or "-"),
        ("never by the horizon", percent(base.repaid.never), percent(found.repaid.never)),
    )
    return Answer(
        f"{sentence}; half of the paths repaid: {moved(base.repaid, found.repaid)}.",
        Table(("answer", str(base.scenario), "changed"), rows),
        limits,
        (f"usufruct compare '{base.scenario.key}' '{found.scenario.key}'",),
        found.run_id,
    )


def _years(found: Projection) -> list[str]:
    known = found.scenario.known.year
    return [half.label for half in found.ready.halves if known < half.year <= known + FIRST_YEARS]


def _flow(found: Projection) -> float:
    flows = [flow.mean for flow in found.yearly_flow if flow.year > found.scenario.known.year][:FIRST_YEARS]
    return sum(flows) / max(len(flows), 1)


def _contributed(found: Projection) -> float:
    """Mean a year of all that the mechanism receives: what lenders are paid, and what waits in it."""
    labels = _years(found)
    paid = sum(found.fan("paid-to", lender).at(label).mean for lender in found.lenders() for label in labels)
    waiting = found.fan("undistributed")
    return (paid + waiting.at(labels[-1]).mean) / (len(labels) / 2) if labels else 0.0


def _retained(view: View) -> float:
    return view.projection.fan("retained").at(view.projection.ready.lead_in.halves[-1].half_year.label).mean
