"""What a verification of a ledger found, as text: what happened, where, what to do; then what was compared."""

from __future__ import annotations

from typing import Final

from usufruct.cli.layout import text_of, wrapped
from usufruct.ledger.remedies import remedy_of
from usufruct.ledger.verifying import Finding, Outside, Report

_MOST_SHOWN: Final = 20
_LIMITS: Final = (
    "Not shown by any verification: that what was filed is true, who the people behind pseudonyms are, that "
    "instants are right, that nothing was withheld."
)
_UNCOMPARED: Final = (
    "Not compared with a checkpoint from outside: a cut tail or a restored old backup would not show. "
    "Give --checkpoint FILE."
)


def verification_text(report: Report, where: str) -> str:
    """What was found, and what was not looked at."""
    verdict = f"NOT CLEAN: {', '.join(report.names)}" if report.findings else "CLEAN"
    count = f"{report.size} record{'s' * (report.size != 1)}"
    read = f"{count} read, hashed and decided again"
    if "unverified rest" in report.names:
        read = f"{count} read and hashed, not all decided again"
    elif not report.size:
        read = "no record could be read"
    first = [*wrapped(f"{verdict}."), *wrapped(f"{where}: {read}."), f"root {report.root.hex()}"]
    found, told = [], set()
    for name in report.names:
        remedy = remedy_of(name)
        alike = [each for each in report.findings if each.name == name]
        found.append(_finding(alike, "as above" if remedy in told else remedy))
        told.add(remedy)
    return text_of([first, *found, _compared(report), wrapped(_LIMITS)])


def _finding(alike: list[Finding], remedy: str) -> list[str]:
    """Findings of one name: where each is and what was seen, and what to do once."""
    lines = [alike[0].name.upper()]
    for each in alike[:_MOST_SHOWN]:
        lines += wrapped(f"{each.where}: {each.what}", 2, 4)
    if len(alike) > _MOST_SHOWN:
        lines.append(f"  ... and {len(alike) - _MOST_SHOWN} more: --json has up to 1000 findings")
    return [*lines, *wrapped(f"Do: {remedy}.", 2, 4)]


def _compared(report: Report) -> list[str]:
    """Each outside head by itself."""
    if not report.heads:
        return wrapped(_UNCOMPARED)
    lines = ["Compared with:"]
    for each in report.heads:
        lines += wrapped(f"{each.name}: {_outcome(each, report.size)}", 2, 4)
    if all(each.head is None for each in report.heads):
        lines += wrapped("So nothing from outside was compared: a cut tail would not show.")
    return lines


def _outcome(outside: Outside, size: int) -> str:
    if outside.head is None:
        what = "no head of this log" if outside.found == "bad checkpoint" else "not compared, nothing could be read"
        return f"{what}, see above"
    said = f"{outside.head.origin}, {outside.head.size} records"
    if outside.found:
        return f"{said}: DOES NOT AGREE, {outside.found}"
    later = size - outside.head.size
    return f"{said}: agrees" + (f"; what came later ({later}) is not covered" if later else "")
