"""The deadlines of a year as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from usufruct.calendar import EVENT_DRIVEN, Deadline
from usufruct.cli.layout import text_of, wrapped


def calendar_text(year: int, reading: str, known: date, deadlines: Sequence[Deadline]) -> str:
    """Each deadline with who, what, the article and how sure the day is."""
    head = [f"DEADLINES OF {year}, as known on {known}", f"working days: {reading}"]
    listed = [_deadline(each) for each in deadlines] if deadlines else [["none"]]
    periods = [line for what, article in EVENT_DRIVEN for line in wrapped(f"{what} <{article}>", 2, 4)]
    return text_of([head, *listed, ["No day is listed for periods that an event sets running:", *periods]])


def _deadline(each: Deadline) -> list[str]:
    lines = [*wrapped(f"{each.day}  {each.what}", 0, 12), *wrapped(f"{each.who}", 12)]
    lines += wrapped(f"<{each.article}, {each.act_celex}>, day {each.certainty}", 12, 1)
    return lines + (wrapped(each.note, 12) if each.note else [])
