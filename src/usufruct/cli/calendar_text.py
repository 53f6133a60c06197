"""The deadlines of a year as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from usufruct.calendar import Deadline
from usufruct.cli.layout import text_of, wrapped


def calendar_text(year: int, reading: str, known: date, deadlines: Sequence[Deadline]) -> str:
    """Each deadline with who, what, the article and how sure the day is."""
    head = [f"DEADLINES OF {year}, as known on {known}", f"working days: {reading}"]
    return text_of([head, *(_deadline(each) for each in deadlines)] if deadlines else [head, ["none"]])


def _deadline(each: Deadline) -> list[str]:
    lines = [*wrapped(f"{each.day}  {each.what}", 0, 12), *wrapped(f"{each.who}", 12)]
    lines += wrapped(f"<{each.article}, {each.act_celex}>, day {each.certainty}", 12, 1)
    return lines + (wrapped(each.note, 12) if each.note else [])
