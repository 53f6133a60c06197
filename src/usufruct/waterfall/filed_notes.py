"""What a custodian must know beside its figures: amounts that were cut, payments that differ, years partly in scope."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from usufruct.engine import Result
from usufruct.money import grouped

if TYPE_CHECKING:
    from usufruct.assets import Filing, PeriodReport

_ASKED = (
    ("retention_requested", "eu.retention", "half-year", "asked to retain", "the cap allows"),
    ("amount_used", "eu.retention_used", "call", "reported as used", "retained and free to be used was"),
    ("released", "eu.retention_recalled", "call", "set free by decision", "still retained was"),
    ("still_needed", "eu.kept_at_the_test", "call", "found still needed", "the vintage tested held"),
)


def filed_notes(filing: Filing, result: Result) -> tuple[str, ...]:
    """Return a sentence for each place where a figure of the filing is not the figure of the law.

    Args:
        filing: as read.
        result: the law run over it.
    """
    notes: list[str] = []
    for report in filing.periods:
        notes += _interim(report, result) if report.basis == "interim" else _audited(report, result)
    return tuple(notes)


def _interim(report: PeriodReport, result: Result) -> Iterator[str]:
    index = result.world.timeline.position("half-year", report.period)
    over = int(result.interpreter.value("eu.ban_over", "call", index, ()))
    for field, name, cadence, verb, limit in _ASKED:
        asked = getattr(report, field)
        had = int(result.interpreter.value(name, cadence, index, (report.custodian,)))
        # Once the measures have ended, the same field says what may stay of everything.
        if asked is not None and asked > had and not (field == "still_needed" and over):
            yield f"{_who(report)}: {_euro(asked)} {verb}, {limit} {_euro(had)} ({report.where})"
    if report.amount_paid is not None:
        called = int(result.interpreter.value("eu.called", "call", index, (report.custodian,)))
        difference = report.amount_paid - called
        if difference:
            word = "more" if difference > 0 else "less"
            yield f"{_who(report)}: {_euro(abs(difference))} {word} was paid than was called ({report.where})"


def _audited(report: PeriodReport, result: Result) -> Iterator[str]:
    year = result.world.timeline.position("financial-year", report.period)
    member = (report.custodian,)
    asked = report.retention_requested
    had = int(result.interpreter.value("eu.retention_of_year", "financial-year", year, member))
    if asked is not None and asked > had:
        yield f"{_who(report)}: a retention of {_euro(asked)} is stated, {_euro(had)} stands ({report.where})"
    halves = result.world.timeline.steps["financial-year"][year].covers["half-year"]
    scopes = [bool(result.interpreter.value("eu.in_scope", "half-year", index, member)) for index in halves]
    if any(scopes) and not all(scopes):
        yield (
            f"{_who(report)}: one half-year is in scope and one is not. The audited figures must be those of the one "
            f"in scope alone; nothing in the file can show that they are ({report.where})"
        )


def _who(report: PeriodReport) -> str:
    return f"{report.custodian}, {report.period}"


def _euro(cents: int) -> str:
    return f"EUR {grouped(cents, 'EUR')}"
