"""Duties that recur by the calendar and book nothing here, and the accounting period that bookings of today need."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from usufruct.calendar import HalfYear, deadlines
from usufruct.ledger import State
from usufruct.operations.tasks import Task, task_of

_OURS: Final = {"833/2014 Art. 5a(4a)": "custodian", "Decision 2014/512/CFSP": "proposer"}
"""Article of a duty of the calendar to who looks after it here."""


def recurring(state: State, today: date, ahead: timedelta) -> Iterator[Task]:
    """What the calendar brings next, and a period for today.

    No record says that a report of the stock was sent or that the measures were renewed, so these duties are listed
    ahead of their day and on it, and never as missed.
    """
    if not state.periods:
        return
    yield from _period(state, today)
    for year in sorted({today.year, (today + ahead).year}):
        for each in deadlines(year, known=today):
            if each.article in _OURS and today <= each.day <= today + ahead:
                note = f" ({each.note})" if each.note else ""
                what = f"{each.what}{note}; whether it is done is not recorded here"
                yield task_of(_OURS[each.article], what, "period", today, each.day, "", _titled(each.article))


def _titled(article: str) -> str:
    act, mark, place = article.partition(" Art. ")
    return f"Regulation (EU) No {act} Art. {place}" if mark else article


def _period(state: State, today: date) -> Iterator[Task]:
    """Journals need an open period of their day; the one after the last is opened by hand."""
    if today.isoformat() > max(each.end for each in state.periods.values()):
        half = HalfYear.of(today)
        what = f"no period holds {today}: nothing can be booked for it before {half} is open"
        yield task_of("proposer", what, "period", today, None, f"usufruct propose open {half}")
