"""Audited accounts of a year: filed, recomputed by another person, and settled by a true-up where they change anything.

A verified year that changes nothing needs no journal: the verification is the record that settles it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from usufruct.errors import Fault, UsufructError, refuse
from usufruct.ledger import State
from usufruct.ledger.bodies import Filing
from usufruct.ledger.state import FilingState
from usufruct.operations.chart import Depository
from usufruct.operations.reporting import Compared, amount_of, beside, filed_lines, is_computed, unknown_lines
from usufruct.operations.steps import cited
from usufruct.waterfall.own_report import OwnReport

if TYPE_CHECKING:
    from usufruct import assets

STATED_OF_YEAR: Final[Mapping[str, str]] = {
    "net_profit": "audited net profit",
    "contribution": "definitive contribution",
    "retention": "retention of the year",
    "true_up": "true-up",
}
"""What may be stated of a year (2024/1673 Art. 5(3) and 8(2)), to the line of the recomputation; in euro."""
CUT: Final = "retention_beyond_cap"
"""What was retained in the half-years of the year beyond what the audited contribution allows, in cents."""


def accounts_due(year: int) -> date:
    """The day by which audited accounts of a year are due; it is printed and does not roll.

    Legal source: Implementing Regulation (EU) 2024/1673 Art. 5(1); Regulation 1182/71 Art. 5.

    Example:
        >>> accounts_due(2025).isoformat()
        '2026-05-31'
    """
    return date(year + 1, 5, 31)


def yearly_filing(
    report: assets.Filing, depository: Depository, year: str, document: str, version: int, stated: Mapping[str, int]
) -> Filing:
    """The body of the filing of a year; the arguments are those of :func:`usufruct.operations.reporting.ledger_filing`.

    Raises:
        UsufructError: ``O135`` when the report has no audited figures of the year, ``O121`` for a stated line that is
            not known.
    """
    own = [each for each in report.reports(depository.name, "audited") if each.period == year]
    faults = unknown_lines(stated, STATED_OF_YEAR)
    if not own:
        what = f"the report has no audited figures of {depository.name} for {year!r:.10}"
        do = "bring a report with its audited accounts (docs/own-report.md)"
        faults.append(Fault("O135", what, report.source.name or "report", "", do))
    if faults:
        raise UsufructError(faults)
    due, lines = accounts_due(int(year)), filed_lines(own[0], stated, STATED_OF_YEAR)
    article = cited("audited accounts", due)
    return Filing(depository.key, year, version, (), lines, document, article, due.isoformat())


def compare_year(body: Filing, run: OwnReport, name: str) -> tuple[Compared, ...]:
    """Set what a filing of a year states beside what the law gives, and what leaves the retention."""
    return (*beside(body, run, name, STATED_OF_YEAR), Compared(CUT, None, cut_of(run, body.period, name)))


def cut_of(run: OwnReport, year: str, name: str) -> int:
    """What was retained in the half-years of a year beyond what its audited contribution allows, in cents."""
    halves = [each for each in (f"{year}-H1", f"{year}-H2") if is_computed(run, each, name)]
    return sum(amount_of(run, each, name, "retention") for each in halves) - amount_of(
        run, year, name, "retention of the year"
    )


def changes_nothing(filing: FilingState) -> bool:
    """Whether a verified year has neither a true-up nor a change of its retention."""
    amounts = {line.name: int(line.amount) for line in filing.recomputed}
    return amounts.get("true_up") == 0 and amounts.get(CUT) == 0


def yearly_basis(state: State, custodian: str, year: str) -> int:
    """The verified filing of the audited accounts that a true-up rests on.

    Raises:
        UsufructError: ``O138`` when none is verified.
    """
    found = state.accepted.get((custodian, year))
    if found is None:
        what = f"no audited accounts of {custodian} for {year!r:.10} are verified"
        remedy = f"usufruct file REPORT --period {year!s:.10}, and have them verified"
        raise refuse("O138", what, "true-up", "a true-up follows audited accounts (2024/1673 Art. 8)", remedy)
    return found
