"""When a step was taken, and whether that was after its deadline."""

from __future__ import annotations

from datetime import date

from usufruct.ledger.record import Record


def taken_on(record: Record) -> date:
    """The day of a step: the value day of a receipt, for which the law looks to the money, else that of the record.

    Days of records are those of their instants in UTC; no act says whose midnight counts.
    """
    body = record.body
    if record.kind == "journal" and body.value:
        return date.fromisoformat(body.value)
    return date.fromisoformat(record.order.at[:10])


def days_late(record: Record) -> int | None:
    """By how many days a step missed its deadline: 0 when it came in time, None where it has none.

    Example:
        >>> from usufruct.ledger.bodies import Filing
        >>> from usufruct.ledger.record import Order
        >>> report = Filing("csd", "2025-H2", 1, (), (), "", "32024R1673 Art. 4(1)", "2026-03-26")
        >>> [days_late(Record(1, "l", Order(report, "k", "i", f"2026-03-{day}T09:00:00Z"))) for day in (26, 29)]
        [0, 3]
    """
    deadline = getattr(record.body, "deadline", None)
    if deadline is None:
        return None
    return max((taken_on(record) - date.fromisoformat(deadline)).days, 0)


def kept_text(record: Record) -> str:
    """The deadline of a record and whether it was kept, in a few words; empty where it has none."""
    late = days_late(record)
    if late is None:
        return ""
    return f"deadline {record.body.deadline}, " + (f"LATE by {late} day{'s' * (late > 1)}" if late else "kept")
