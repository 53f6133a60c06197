"""A custodian's report in the ledger: filed by one person, recomputed from the law by another.

The ledger keeps the lines of the report and its SHA-256, not the document. Whoever verifies brings the document
again and runs the law over it; each line that the custodian worked out itself stands beside the recomputed one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import msgspec

from usufruct.calendar import HalfYear, report_due
from usufruct.errors import Fault, UsufructError, refuse
from usufruct.ledger import SigningKey, State
from usufruct.ledger.bodies import Amount, Difference, Filing, Holding, Line, Verification
from usufruct.ledger.state import FilingState
from usufruct.operations.chart import EURO, Depository, key_of
from usufruct.operations.office import Done, Office
from usufruct.operations.steps import cited
from usufruct.waterfall.own_report import OwnReport, run_filing

if TYPE_CHECKING:
    from usufruct import assets
    from usufruct.engine import Rulebook

STATED: Final[Mapping[str, str]] = {
    "net_profit": "net profit",
    "contribution": "contribution",
    "retention": "retention",
    "due": "due",
}
"""What a custodian computes itself (2024/1673 Art. 4(2)-(3)), to the line of the recomputation; in euro."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of a report beside its recomputation, in minor units of euro.

    Attributes:
        name: the line.
        filed: what the custodian stated; None where it stated nothing.
        recomputed: what the law gives.
    """

    name: str
    filed: int | None
    recomputed: int

    @property
    def differs(self) -> bool:
        """Whether the custodian stated something else; what it did not state does not differ."""
        return self.filed is not None and self.filed != self.recomputed


def ledger_filing(
    report: assets.Filing,
    depository: Depository,
    period: str,
    document: str,
    version: int,
    principal: Mapping[str, int],
    stated: Mapping[str, int],
) -> Filing:
    """The body of a filing: one period of one custodian.

    Args:
        report: as read by :func:`usufruct.assets.read_filing`.
        depository: whose.
        period: label of the half-year, such as ``2025-H1``.
        document: SHA-256 of the file that was received.
        version: 1 for the first one of the period.
        principal: the central bank's assets held at the end of the period, by currency, in minor units.
        stated: what the custodian worked out itself, by the names of :data:`STATED`, in cents of euro.

    Raises:
        UsufructError: ``O120`` when the report has no such period, ``O121`` for a stated line that is not known.
    """
    own = [each for each in report.reports(depository.name, "interim") if each.period == period]
    faults = unknown_lines(stated, STATED)
    if not own:
        known = sorted({each.period for each in report.reports(depository.name, "interim")})
        remedy = f"it holds {', '.join(known)}" if known else "name a custodian and period that it holds"
        what = f"the report has no interim figures of {depository.name} for {period!r:.20}"
        faults.append(Fault("O120", what, report.source.name or "report", "", remedy))
    if faults:
        raise UsufructError(faults)
    due, lines = due_day(period), filed_lines(own[0], stated, STATED)
    held = tuple(Holding(code, Amount(amount)) for code, amount in sorted(principal.items()))
    return Filing(depository.key, period, version, held, lines, document, cited("filing", due), due)


def unknown_lines(stated: Iterable[str], known: Iterable[str]) -> list[Fault]:
    """A fault for each stated line that a report of this kind does not have."""
    remedy = f"state one of {', '.join(known)}"
    return [
        Fault("O121", f"no line is called {name!r:.40}", "stated lines", "", remedy)
        for name in stated
        if name not in known
    ]


def filed_lines(own: assets.PeriodReport, stated: Mapping[str, int], known: Iterable[str]) -> tuple[Line, ...]:
    """The lines of a filing: those of the report by currency, then what the custodian worked out itself."""
    lines = []
    for line in own.lines:
        named = {"cash_balance": line.cash_balance, "revenue": line.revenue, "expenses": line.expenses}
        named |= {} if line.tax is None else {"tax": line.tax}
        lines += [Line(name, line.currency, Amount(amount)) for name, amount in named.items()]
    return (*lines, *(Line(name, EURO, Amount(stated[name])) for name in known if name in stated))


def is_yearly(body: Filing) -> bool:
    """Whether a filing is of audited accounts, and so of a year."""
    return body.period.isdecimal()


def file_report(office: Office, key: SigningKey, body: Filing) -> Done:
    """Record a filing, signed by whoever files it.

    Raises:
        UsufructError: ``O211`` for a new version of a report on a period that is closed.
    """
    known = office.state.periods.get(body.period)
    later = 1 < body.version == next_version(office.state, body.custodian, body.period)
    if later and known is not None and known.status != "open":
        what = f"{body.period} is {known.status}, on the report of {body.custodian} that was verified"
        why = "nothing could be booked on a new version"
        remedy = (
            "settle what differs on the audited accounts of the year (usufruct file REPORT --period YEAR), or in the "
            "next report"
        )
        raise refuse("O211", what, "report", why, remedy)
    seq = office.post(key, body, f"filing:{body.custodian}:{body.period}:{body.version}")
    return Done("audited accounts" if is_yearly(body) else "filing", (seq,))


def next_version(state: State, custodian: str, period: str) -> int:
    """The number of the next version of a filing: 1 for the first."""
    last = state.filed.get((custodian, period))
    return 1 if last is None else state.filings[last].body.version + 1


def to_file(state: State, body: Filing) -> Filing:
    """A filing as the next version, or as the last one where it says the same and nobody has judged it: a retry.

    A report that was rejected, or that went in with a slip beside the document, is filed again from the same file.
    """
    last = state.filed.get((body.custodian, body.period))
    if last is None:
        return body
    known = state.filings[last]
    same = msgspec.structs.replace(body, version=known.body.version) == known.body
    return known.body if same and known.verdict != "rejected" else body


def recomputed(report: assets.Filing, law: Rulebook | None = None) -> OwnReport:
    """Run the law over the whole report; see :func:`usufruct.waterfall.run_filing`."""
    return run_filing(report, law)


def compare(body: Filing, run: OwnReport, name: str) -> tuple[Compared, ...]:
    """Set what a filing states beside what the law gives, line by line.

    Args:
        body: the filing as recorded.
        run: the recomputation.
        name: the custodian as its report names it.
    """
    return beside(body, run, name, STATED)


def beside(body: Filing, run: OwnReport, name: str, quantities: Mapping[str, str]) -> tuple[Compared, ...]:
    """Set lines of a filing beside the quantities of the recomputation that they are."""
    filed = {line.name: int(line.amount) for line in body.lines if line.asset == EURO}
    return tuple(
        Compared(line, filed.get(line), amount_of(run, body.period, name, quantity))
        for line, quantity in quantities.items()
    )


def amount_of(run: OwnReport, step: str, custodian: str, quantity: str) -> int:
    """One line of a recomputation in cents; zero where the law has no such line for the step."""
    found = (line for line in run.lines if (line.step, line.custodian, line.quantity) == (step, custodian, quantity))
    line = next(found, None)
    return 0 if line is None else line.amount


def is_computed(run: OwnReport, step: str, custodian: str) -> bool:
    """Whether the recomputation has anything of a custodian at a step."""
    return any((line.step, line.custodian) == (step, custodian) for line in run.lines)


def filing_of(state: State, seq: int) -> Filing:
    """The filing of a number.

    Raises:
        UsufructError: ``O122`` when that record is no filing.
    """
    known = state.filings.get(seq)
    if known is None:
        waiting = [str(each) for each, filing in state.filings.items() if not filing.verdict]
        remedy = f"filings {', '.join(waiting)} wait" if waiting else "usufruct inbox lists what waits"
        raise refuse("O122", f"record {seq} is no filing", "filing", "", remedy)
    return known.body


def check_document(body: Filing, document: str) -> None:
    """Refuse another document than the one that was filed.

    Raises:
        UsufructError: ``O123`` when its SHA-256 is not the one in the filing.
    """
    if body.document != document:
        what = f"this file has the SHA-256 {document[:12]}, the filing has {body.document[:12]}"
        why = "a verification is of the document that was filed"
        raise refuse("O123", what, f"{body.custodian} {body.period}", why, "bring the file as it was received")


def depository_name(report: assets.Filing, key: str) -> str:
    """The name that a report uses for the custodian of a filing.

    Raises:
        UsufructError: ``O125`` when the report does not have it.
    """
    found = [each.name for each in report.custodians if key_of(each.name) == key]
    if not found:
        raise refuse(
            "O125", f"the report has no custodian {key!r:.40}", "custodian", "", "bring the report that was filed"
        )
    return found[0]


def verify(
    office: Office, key: SigningKey, seq: int, rows: Sequence[Compared], program: str, verdict: str = ""
) -> Done:
    """Record the verdict over a filing, with every line that was recomputed and every one that differs.

    Args:
        office: where.
        key: of the verifier; the ledger refuses the person who filed.
        seq: number of the filing.
        rows: the comparison.
        program: hash of the law that recomputed.
        verdict: ``accepted`` or ``rejected``; by the differences if left out.
    """
    filing_of(office.state, seq)
    differences = tuple(
        Difference(row.name, EURO, Amount(row.filed or 0), Amount(row.recomputed)) for row in rows if row.differs
    )
    decided = verdict or ("rejected" if differences else "accepted")
    lines = tuple(Line(row.name, EURO, Amount(row.recomputed)) for row in rows)
    body = Verification(seq, decided, differences, program, cited("verification", office.state.at), None, lines)
    record = office.post(key, body, f"verification:{seq}")
    return Done("verification", (record,))


def due_day(period: str) -> str:
    """The day by which the interim report of a half-year is due, as text (2024/1673 Art. 4(1)).

    Example:
        >>> due_day("2025-H1")
        '2025-07-28'
    """
    return report_due(HalfYear.read(period)).isoformat()


def late_by(filing: FilingState) -> str:
    """How late a report came, in words; empty for one in time or without a deadline."""
    if filing.body.deadline is None or filing.day <= filing.body.deadline:
        return ""
    late = (date.fromisoformat(filing.day) - date.fromisoformat(filing.body.deadline)).days
    return f"{late} day{'s' * (late > 1)} late"


def depository_of(state: State, key: str, name: str) -> Depository:
    """The custodian behind a key, with the currencies of its principal accounts.

    Raises:
        UsufructError: ``O124`` when the ledger has no accounts for it.
    """
    held = [each for each in state.accounts.values() if (each.book, each.side) == ("principal", "asset")]
    codes = tuple(sorted(each.asset for each in held if each.party == key))
    if not codes:
        known = ", ".join(sorted({each.party for each in held})) or "none"
        raise refuse("O124", f"{key!r:.40} is no custodian of this ledger", "custodian", "", f"it has: {known}")
    return Depository(key, name, codes)


def depository_in(state: State, report: assets.Filing, name: str = "") -> Depository:
    """The custodian that a report is about; its name or key is needed where the report has several.

    Raises:
        UsufructError: ``O125`` when the report has several or another, ``O124`` when the ledger does not know it.
    """
    names = [each.name for each in report.custodians]
    if not name and len(names) == 1:
        name = names[0]
    if name and name not in names:
        of_key = [each for each in names if key_of(each) == key_of(name)]
        name = of_key[0] if len(of_key) == 1 else name
    if name not in names:
        what = f"the report has no custodian {name!r:.40}" if name else "the report has several custodians"
        raise refuse("O125", what, "custodian", "", f"name one of {', '.join(names)}")
    return depository_of(state, key_of(name), name)
