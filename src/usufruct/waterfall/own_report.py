"""A custodian's own report through the law, to the cent, for any number of custodians and currencies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from usufruct.engine import Explanation, Result, Rulebook, Step, Timeline, World
from usufruct.waterfall.addresses import unknown_address
from usufruct.waterfall.tables import Table, euro

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from usufruct.assets import Filing

HALF_YEAR_LINES: Mapping[str, str] = {
    "revenue": "eu.revenue_in_euro",
    "expenses": "eu.expenses_in_euro",
    "tax": "be.corporate_tax",
    "net profit": "eu.net_profit",
    "in scope": "eu.in_scope",
    "contribution": "eu.contribution",
    "distributable": "eu.distributable",
    "retention": "eu.retention",
    "due": "eu.interim_due",
}
CALL_LINES: Mapping[str, str] = {
    "released": "eu.released",
    "retention used": "eu.retention_used",
    "true-up": "eu.true_up",
    "netted": "eu.netted",
    "called": "eu.called",
    "overpayment carried": "eu.overpayment",
    "retained": "eu.retained",
    "default interest": "eu.default_interest",
}
YEAR_LINES: Mapping[str, str] = {
    "audited net profit": "eu.audited_net_profit",
    "definitive contribution": "eu.definitive_contribution",
    "retention of the year": "eu.retention_of_year",
    "true-up": "eu.true_up",
}
PAYMENT_LINES: Mapping[str, str] = {
    "payment": "eu.payment",
    "European Peace Facility": "eu.peace_facility_part",
    "Ukraine Facility": "eu.ukraine_facility_part",
    "defence programmes": "eu.defence_programmes_part",
    "Ukraine Loan Cooperation Mechanism": "eu.mechanism_part",
}


Filed = set[tuple[str, str]]
"""Custodian and period of everything that was filed."""
CONDITIONS = frozenset({"in scope"})
"""Lines that are true or false."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One figure of the statement.

    Attributes:
        step: "2025-H1", "2025", "call 3" or "debit note 1".
        custodian: whose; empty for a figure of all.
        quantity: name of the line.
        amount: cents; 0 or 1 for a condition.
    """

    step: str
    custodian: str
    quantity: str
    amount: int

    @property
    def address(self) -> str:
        """How every output names the figure."""
        return ":".join(part for part in (self.step, self.custodian, self.quantity) if part)

    @property
    def is_condition(self) -> bool:
        """Whether the line is a yes or a no, not an amount."""
        return self.quantity in CONDITIONS

    @property
    def text(self) -> str:
        """The amount in euro as decimal text; yes or no for a condition."""
        return ("yes" if self.amount else "no") if self.is_condition else euro(self.amount)


@dataclass(frozen=True)
class OwnReport:
    """The law run over a filing.

    Attributes:
        filing: what was read.
        result: the exact run.
        lines: every figure of the statement, by step, in the order of the money. A custodian that reports nothing for
            a half-year has none there, and none for a year without an audit: unknown is not zero.
        notes: where the law gave less than was asked, where more or less was paid than was called, and what a reader
            must know of a year that is in scope in part.
    """

    filing: Filing
    result: Result
    lines: tuple[ReportLine, ...]
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        steps = self.result.world.timeline.steps
        return f"<OwnReport by {self.filing.filed_by}: {len(steps['half-year'])} half-years, {len(self.lines)} figures>"

    def _repr_html_(self) -> str:
        return self.table().html(repr(self))

    def table(self) -> Table:
        """Every line, one row each; amounts in euro, as decimal text."""
        return Table.of_report(self.lines)

    def to_polars(self) -> pl.DataFrame:
        """:meth:`table` for Polars.

        Raises:
            UsufructError: ``W222`` when Polars is not installed.
        """
        return self.table().to_polars()

    def to_pandas(self) -> pd.DataFrame:
        """:meth:`table` for pandas.

        Raises:
            UsufructError: ``W222`` when pandas is not installed.
        """
        return self.table().to_pandas()

    def explain(self, address: str) -> Explanation:
        """The tree behind a line.

        Raises:
            UsufructError: ``W220`` for an address that no line has, with the nearest.
        """
        found = next((line for line in self.lines if line.address == address), None)
        if found is None:
            raise unknown_address(address, [line.address for line in self.lines])
        cadence, names = next((c, n) for c, n in _sections(found.custodian) if self._is_step(c, found.step))
        name = self.result.law.resolve(names[found.quantity])
        if found.quantity == "true-up" and cadence == "call":
            return self._linked_true_up(found)
        member = (found.custodian,) if found.custodian else ()
        return self.result.explain(name, found.step, *member, cadence=cadence)

    def _is_step(self, cadence: str, label: str) -> bool:
        return any(step.label == label for step in self.result.world.timeline.steps[cadence])

    def _linked_true_up(self, line: ReportLine) -> Explanation:
        steps = self.result.world.timeline.steps
        call = next(step for step in steps["call"] if step.label == line.step)
        covered = call.covers["financial-year"]
        return self.result.explain("eu.true_up", steps["financial-year"][covered[-1]].label, line.custodian)


def _sections(custodian: str) -> list[tuple[str, Mapping[str, str]]]:
    if not custodian:
        return [("call", PAYMENT_LINES)]
    return [("half-year", HALF_YEAR_LINES), ("call", CALL_LINES), ("financial-year", YEAR_LINES)]


def run_filing(filing: Filing, law: Rulebook | None = None) -> OwnReport:
    """Run the law over a filing.

    Args:
        filing: as read by :func:`usufruct.assets.read_filing`.
        law: another law or another reading; the law in force if left out.

    Raises:
        UsufructError: ``W211`` if tax is stated for some currencies of a period only, ``W212`` if a rate of exchange is
            neither given nor published, ``W213`` if a call was paid late and the refinancing rate is not known.
    """
    if law is None:
        from usufruct.law import rulebook

        law = rulebook()
    from usufruct.waterfall.filed_notes import filed_notes
    from usufruct.waterfall.filed_world import filed_world, with_late_payments

    if filing.exchange_rates and "conversion_source" not in law.choices:
        # Whoever states rates means them to be used; the reading says so wherever the law is shown.
        law = law.choose(conversion_source="own rates")
    first = _run(law, filed_world(filing, law))
    late = with_late_payments(filing, first)
    result = first if late is None else _run(law, late)
    return OwnReport(filing, result, tuple(_lines(filing, result)), filed_notes(filing, result))


def _run(law: Rulebook, world: World) -> Result:
    from usufruct.engine.execution.interpreter import Interpreter

    return Result(law, world, Interpreter(law, world).run())


def _lines(filing: Filing, result: Result) -> list[ReportLine]:
    lines = []
    timeline, custodians = result.world.timeline, result.world.members["custodian"]
    filed = {(each.custodian, each.period) for each in filing.periods}
    for _, step in timeline.in_order():
        for custodian in custodians:
            for cadence, names in _sections(custodian):
                if cadence == step.cadence:
                    there = [pair for pair in names.items() if _applies(pair[0], custodian, step, timeline, filed)]
                    found = [_line(result, cadence, step.label, custodian, *pair) for pair in there]
                    moves = cadence == "call" and any(line.amount for line in found)
                    lines += found if moves or _is_filed(filed, custodian, step, timeline) else []
        if step.cadence == "call":
            lines += [_line(result, "call", step.label, "", *pair) for pair in PAYMENT_LINES.items()]
    return lines


def _is_filed(filed: Filed, custodian: str, step: Step, timeline: Timeline) -> bool:
    """Whether the custodian reported the half-year, had the year audited, or reported the half-year of the call."""
    if step.cadence != "call":
        return (custodian, step.label) in filed
    halves = [timeline.steps["half-year"][index].label for index in step.covers.get("half-year", ())]
    return any((custodian, label) in filed for label in halves)


def _applies(quantity: str, custodian: str, step: Step, timeline: Timeline, filed: Filed) -> bool:
    """A call that follows no audited year of the custodian has no true-up of one."""
    if quantity != "true-up" or step.cadence != "call":
        return True
    years = [timeline.steps["financial-year"][index].label for index in step.covers.get("financial-year", ())]
    return any((custodian, label) in filed for label in years)


def _line(result: Result, cadence: str, label: str, custodian: str, quantity: str, name: str) -> ReportLine:
    timeline = result.world.timeline
    member = (custodian,) if custodian else ()
    if quantity == "true-up" and cadence == "call":
        step = timeline.steps["call"][timeline.position("call", label)]
        year = step.covers["financial-year"][-1]
        amount = int(result.interpreter.value(name, "financial-year", year, member))
    else:
        amount = int(result.interpreter.value(name, cadence, timeline.position(cadence, label), member))
    return ReportLine(label, custodian, quantity, amount)
