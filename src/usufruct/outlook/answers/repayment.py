"""Questions about the loans: when they are repaid, at which rate, to whom, and who bears what is left."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from usufruct.calendar import HalfYear
from usufruct.errors import refuse
from usufruct.facts.collection import read_day
from usufruct.outlook.addresses import ProjectedFigure
from usufruct.outlook.answers.answer import Answer
from usufruct.outlook.answers.view import View
from usufruct.outlook.answers.wording import billion, cell, percent, when
from usufruct.outlook.projection import Projection
from usufruct.outlook.scenario_fields import read_number
from usufruct.outlook.solving import debt_capacity, present_value
from usufruct.waterfall.tables import Table

POLITICS = "ranges are those of interest and exchange rates; renewals, peace and courts are scenarios, not chances"


def repaid_when(view: View, _: str) -> Answer:
    """Q1."""
    found, horizon = view.projection, view.projection.ready.halves[-1].label
    all_loans, rate = found.repaid, found.break_even_rate
    rows = [("all loans", all_loans.early, all_loans.median, all_loans.late, percent(all_loans.never))]
    for lender in found.lenders():
        each = found.repaid_to(lender)
        rows.append((lender, each.early, each.median, each.late, percent(each.never)))
    below = "no constant deposit rate from -5 % to 20 % repays them on half of the paths"
    if rate is not None:
        below = f"the break-even is a constant deposit rate of {percent(rate, 2)}: below it fewer than half are"
    return Answer(
        f"All loans are repaid {when(all_loans)} (to the horizon {horizon}); {below}.",
        Table(("loan", "one path in ten", "half", "nine in ten", "never by the horizon"), tuple(rows)),
        (_assumed(found), POLITICS),
        ("usufruct project", f"usufruct explain {ProjectedFigure('owed-in-all', '', horizon).address}"),
        found.run_id,
    )


def break_even(view: View, _: str) -> Answer:
    """Q2."""
    found = view.projection
    rate = found.break_even_rate
    sentence = (
        f"At a constant deposit rate of {percent(rate, 2)} half of the paths repay all loans by "
        f"{found.ready.halves[-1].label}; the other currencies keep their expected rates and their uncertainty."
        if rate is not None
        else "No constant deposit rate from -5 % to 20 % repays all loans on half of the paths."
    )
    rows = tuple((str(year), f"{ratio:.2f}") for year, ratio in found.coverage()[:10])
    return Answer(
        sentence,
        Table(("year", "mean payments over mean interest, as expected"), rows),
        (_assumed(found),),
        ("usufruct solve break-even", "usufruct solve flat --such-that 'coverage>=1'"),
        found.run_id,
    )


def owed_to_whom(view: View, _: str) -> Answer:
    """Q8."""
    found = view.projection
    last = found.ready.lead_in.halves[-1].half_year.label
    rows = []
    for plan in found.ready.plans:
        each, now = found.repaid_to(plan.lender), found.fan("owed-to", plan.lender).at(last)
        ends = (each.early, each.median, each.late, percent(each.never))
        own = f"{plan.terms.currency} {plan.principal // 100 if plan.terms.currency != 'JPY' else plan.principal}"
        rows.append((plan.lender, own, cell(now.mean), *ends))
    whole = found.fan("owed-in-all").at(last).mean
    columns = ("lender", "principal, own currency", f"owed after {last}, euro", "1 in 10", "half", "9 in 10", "never")
    return Answer(
        f"After the call on {last} the five lenders are owed {billion(whole)} in all; each by its initial principal at "
        "the frozen rates shares what the mechanism pays.",
        Table(columns, tuple(rows)),
        (_assumed(found), "what each lender was in fact paid is not published; debts follow from the law"),
        tuple(f"usufruct explain 'lender:{lender}'" for lender in found.lenders()[:1]),
        found.run_id,
    )


def coverage(view: View, _: str) -> Answer:
    """Q10."""
    found = view.projection
    ratios = found.coverage()
    below = [year for year, ratio in ratios if ratio < 1]
    first = f"{ratios[0][1]:.2f} in {ratios[0][0]}" if ratios else "without loans"
    sentence = f"Mean payments to the mechanism over mean interest of the loans: {first}, " + (
        f"below one in {', '.join(map(str, below[:5]))}." if below else "above one in every year, so the debts shrink."
    )
    rows = tuple((str(year), f"{ratio:.2f}") for year, ratio in ratios)
    return Answer(sentence, Table(("year", "coverage"), rows), (_assumed(found),), ("usufruct project",), found.run_id)


def released_on(view: View, subject: str) -> Answer:
    """Q9."""
    day = _day(subject)
    found = view.but(released=day)
    losses = found.loss_by_bearer()
    hole = sum(loss.mean for loss in losses)
    rows = tuple((loss.lender, loss.bearer, cell(loss.low), cell(loss.mean), cell(loss.high)) for loss in losses)
    return Answer(
        f"If the assets go back on {day}, debts of {billion(hole)} are left after the last payment, which carries what "
        f"was retained; borne by {', '.join(dict.fromkeys(loss.bearer for loss in losses))}.",
        Table(("loan of", "borne by", "one path in ten below", "mean", "one path in ten above"), rows),
        (
            "bilateral lenders bear theirs, Regulation (EU) 2024/2773 Art. 5(6)-(7); the Union's: see union_shortfall",
            POLITICS,
        ),
        (f"usufruct project 'released={day}'",),
        found.run_id,
    )


def loan_carried(view: View, subject: str) -> Answer:
    """Q11."""
    cover, _, rate_text = subject.partition("@")
    wanted = read_number("cover", cover.strip())
    rate = read_number("discount", rate_text.strip()) if rate_text.strip() else None
    found = view.projection
    rows = []
    for each in dict.fromkeys((rate, None, Fraction(2, 100), Fraction(4, 100))):
        name = "expected policy rates" if each is None else percent(each)
        worth = present_value(found, "to-mechanism", each)
        rows.append((name, cell(worth), cell(debt_capacity(found, wanted, each))))
    return Answer(
        f"With a cover of {float(wanted):g} the payments to the mechanism up to {found.ready.halves[-1].label} carry "
        f"{billion(debt_capacity(found, wanted, rate), 1)} of debt; they are worth "
        f"{billion(present_value(found, 'to-mechanism', rate), 1)} today.",
        Table(("discounted at", "present value", "debt carried"), tuple(rows)),
        (_assumed(found), "a mean over the paths: many of them carry less"),
        ("usufruct solve debt-capacity --cover 1.2 --discount '3 %'",),
        found.run_id,
    )


def _assumed(found: Projection) -> str:
    share = found.repaid.never
    return (
        f"{found.outcome.paths} paths of the scenario '{found.scenario.key}'; {percent(share)} do not repay by the "
        "horizon; every assumption and what its range does: usufruct project"
    )


def _day(subject: str) -> date:
    try:
        return HalfYear.read(subject).start if "H" in subject else read_day(subject)
    except ValueError:
        raise refuse("X141", f"{subject!r:.40} is no day", "answer", "", "write it as 2030-01-01") from None
