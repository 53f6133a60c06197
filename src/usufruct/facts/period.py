"""Periods as the sources name them: ``2024-H1``, ``2024-Q1``, ``2024-9M``, ``2024``, a day, or two days.

Two days are joined by a slash, and ``..`` stands for an end that is not known.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final, NamedTuple

from usufruct.errors import refuse

_PARTS: Final = {
    "": ((1, 1), (12, 31)),
    "H1": ((1, 1), (6, 30)),
    "H2": ((7, 1), (12, 31)),
    "Q1": ((1, 1), (3, 31)),
    "Q2": ((4, 1), (6, 30)),
    "Q3": ((7, 1), (9, 30)),
    "Q4": ((10, 1), (12, 31)),
    "9M": ((1, 1), (9, 30)),
}
_NAMES: Final = {span: part for part, span in _PARTS.items()}
_LABEL: Final = re.compile(r"([0-9]{4})(?:-(H1|H2|Q1|Q2|Q3|Q4|9M))?")


class Span(NamedTuple):
    """First and last day of a period; None where a source leaves the end open.

    Example:
        >>> Span(date(2024, 1, 1), date(2024, 6, 30)).label
        '2024-H1'
    """

    start: date | None
    end: date | None

    @property
    def label(self) -> str:
        """The name of the period, the shortest there is."""
        start, end = self
        if start is None and end is None:
            return ""
        if start == end:
            return str(start)
        if start is not None and end is not None and start.year == end.year:
            part = _NAMES.get(((start.month, start.day), (end.month, end.day)))
            if part is not None:
                return f"{start.year}-{part}".rstrip("-")
        return f"{start or '..'}/{end or '..'}"


def read_span(text: str) -> Span:
    """Return the days a period covers.

    Args:
        text: the period as written in a facts file; empty for none.

    Raises:
        UsufructError: ``F115`` when the text is not a period or ends before it starts.

    Example:
        >>> read_span("2024-9M").end, read_span("2024-02-15/2024-06-30").label
        (datetime.date(2024, 9, 30), '2024-02-15/2024-06-30')
    """
    written = text.strip()
    if not written:
        return Span(None, None)
    label = _LABEL.fullmatch(written)
    left, slash, right = written.partition("/")
    try:
        if label is not None:
            first, last = _PARTS[label[2] or ""]
            return Span(date(int(label[1]), *first), date(int(label[1]), *last))
        start = _day(left)
        end = _day(right) if slash else start
    except ValueError:
        raise _not_a_period(written) from None
    if start is not None and end is not None and end < start:
        raise _not_a_period(written)
    return Span(start, end)


def follows(earlier: Span, later: Span) -> bool:
    """Say whether the later period begins on the day after the earlier one ends.

    Example:
        >>> follows(read_span("2024-H1"), read_span("2024-H2"))
        True
    """
    if earlier.end is None or later.start is None:
        return False
    return later.start - earlier.end == timedelta(days=1)


def disjoint(a: Span, b: Span) -> bool:
    """Say whether two periods have no day in common; an open end reaches without limit.

    Example:
        >>> disjoint(read_span("2024-H1"), read_span("2024-9M"))
        False
    """
    a_first = a.end is not None and b.start is not None and a.end < b.start
    b_first = b.end is not None and a.start is not None and b.end < a.start
    return a_first or b_first


def _day(text: str) -> date | None:
    written = text.strip()
    return None if written == ".." else date.fromisoformat(written)


def _not_a_period(text: str) -> Exception:
    return refuse(
        "F115",
        f"{text!r} is not a period",
        "period",
        remedy="write 2024, 2024-H1, 2024-Q1, 2024-9M, a day, or 2024-02-15/2024-06-30, earlier day first",
    )
