"""Questions that other regimes, other jurisdictions or plans have to answer: what is missing is said, not guessed."""

from __future__ import annotations

from usufruct.outlook.answers.answer import Answer
from usufruct.outlook.answers.view import View
from usufruct.outlook.answers.wording import billion, cell, percent
from usufruct.waterfall.payments import payment_numbers
from usufruct.waterfall.tables import Table

NEEDS = (
    "external-need.total.2026",
    "external-need.total.2027",
    "external-need.military.2026-01-01..2027-12-31",
    "external-need.macro-financial.2026-01-01..2027-12-31",
)
"""Needs printed in euro, with how many years each of them is about."""
_YEARS = {"external-need.total.2026": 1, "external-need.total.2027": 1}


def share_of_needs(view: View, _: str) -> Answer:
    """Q22."""
    found = {each.id: each for each in view.published}
    flows = {flow.year: flow.mean for flow in view.projection.yearly_flow}
    rows = []
    for name in NEEDS:
        need = found.get(name)
        if need is None or not need.value:
            continue
        years = _YEARS.get(name, 2)
        first = int(need.period[:4])
        flow = sum(flows.get(year, 0.0) for year in range(first, first + years))
        needed = need.amount * 100
        rows.append((need.address, need.period, cell(needed), cell(flow), percent(flow / float(needed))))
    if not rows:
        return Answer("No need in euro was published by then.", missing=("needs in euro: Commission, IMF",))
    return Answer(
        f"Payments cover {rows[0][4]} of the external need of {rows[0][1]} as the Commission printed it.",
        Table(("need", "period", "needed", "called in it", "covered"), tuple(rows)),
        (
            "payments from the third on serve loans that Ukraine has had already: they meet no new need twice",
            "needs in dollars (reconstruction, IMF programme) are left out: no exchange rate makes them one figure",
        ),
        ("usufruct facts external_need", "usufruct facts reconstruction_need"),
        view.projection.run_id,
    )


def by_purpose(view: View, _: str) -> Answer:
    """Q23."""
    law = view.replay.law
    number = max(payment_numbers(view.published), default=3)
    row = law.row(law.resolve("budget_key"), number)
    flows = [flow for flow in view.projection.yearly_flow if flow.year > view.scenario.known.year][:5]
    mechanism = view.projection.fan("to-mechanism")
    parts = {each.period: each.mean for each in mechanism.rows}
    rows = []
    for flow in flows:
        to_loans = _part(parts, flow.year)
        rows.append((str(flow.year), cell(flow.mean), cell(to_loans), cell(flow.mean - to_loans)))
    first = flows[0].mean - _part(parts, flows[0].year)
    rule = f"{row.figure}, {row.cite}" if row is not None else "no split in force"
    return Answer(
        f"Defence, by law: what goes to the European Peace Facility, {billion(first)} in {flows[0].year}; the rest "
        "serves loans whose money Ukraine may use for its budget, arms or rebuilding.",
        Table(("year", "payments", "to the loan mechanism", "to the Peace Facility"), tuple(rows)),
        (f"split of payment {number} on: {rule}", "no act earmarks anything for reconstruction"),
        ("usufruct answer one-euro",),
        view.projection.run_id,
    )


def _part(parts: dict[str, float], year: int) -> float:
    return parts.get(f"{year}-H1", 0.0) + parts.get(f"{year - 1}-H2", 0.0)
