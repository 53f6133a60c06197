"""What drafts change in words: on each day on which one of them begins or lapses, the law without and with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from usufruct.engine import Act, Rulebook
from usufruct.engine.snapshot import Change
from usufruct.law.drafts import Draft

_FIRST_DAY = date(2024, 2, 15)


@dataclass(frozen=True, slots=True)
class DayOfChange:
    """A day from which the law with the drafts differs from the law in force in a new way.

    Attributes:
        day: the day; None for figures that go by the number of a payment.
        changes: ``before`` is the law in force, ``after`` the law with the drafts; what differed on an earlier
            day already is left out.
    """

    day: date | None
    changes: tuple[Change, ...]


def changes(law: Rulebook, other: Rulebook, drafts: Sequence[Draft]) -> tuple[DayOfChange, ...]:
    """Compare two laws on every day on which a draft says something new.

    Args:
        law: the law in force, as known.
        other: the law with the drafts, as known.
        drafts: the drafts.
    """
    said: set[Change] = set()
    found, by_number = [], []
    for day in sorted({day for draft in drafts for act in draft.acts for day in _days(act)}):
        fresh = [change for change in law.at(day).diff(other.at(day)) if change not in said]
        said |= set(fresh)
        by_number += [change for change in fresh if _numbered(change)]
        dated = tuple(change for change in fresh if not _numbered(change))
        if dated:
            found.append(DayOfChange(day, dated))
    return (*([DayOfChange(None, tuple(by_number))] if by_number else []), *found)


def _numbered(change: Change) -> bool:
    return any(each is not None and each.since.startswith("number") for each in (change.before, change.after))


def _days(act: Act) -> Iterator[date]:
    for parameter in act.parameters:
        # A figure by number is in the law of every day.
        yield from (_FIRST_DAY if isinstance(row.since, int) else row.since for row in parameter.rows)
    spans = [(rule.since, rule.until) for rule in act.provisions]
    spans += [(statement.since, statement.until) for statement in act.statements]
    for since, until in spans:
        yield since
        if until is not None:
            yield until
    for measure in act.measures:
        for first, last, _, _ in measure.spans:
            yield first
            if last is not None:
                yield last + timedelta(days=1)
    if act.readings or act.inputs:
        yield act.source.published
