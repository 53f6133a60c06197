"""The deadlines of a year as a document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from usufruct.calendar import EVENT_DRIVEN, Deadline
from usufruct.publish.document import Document, day_text, envelope


def calendar_document(year: int, reading: str, known: date, deadlines: Sequence[Deadline]) -> Document:
    """Every deadline in order, each with its article and how sure its day is."""
    return envelope(
        "calendar",
        year=year,
        reading=reading,
        known=day_text(known),
        deadlines=[
            {
                "day": day_text(each.day),
                "what": each.what,
                "who": each.who,
                "article": each.article,
                "act_celex": each.act_celex,
                "certainty": each.certainty,
                "note": each.note,
            }
            for each in deadlines
        ],
        event_driven=[{"what": what, "article": article} for what, article in EVENT_DRIVEN],
    )
