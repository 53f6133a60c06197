"""The law on a day, and what changed between two days, as documents."""

from __future__ import annotations

from usufruct.engine.snapshot import Change, Entry, Snapshot
from usufruct.publish.document import Document, day_text, envelope


def law_document(snapshot: Snapshot) -> Document:
    """Every rule, figure, measure and reading in force."""
    return envelope(
        "law",
        day=day_text(snapshot.day),
        known=day_text(snapshot.known),
        hash=snapshot.hash,
        entries=[_entry(entry) for entry in snapshot.entries],
    )


def law_diff_document(earlier: Snapshot, later: Snapshot) -> Document:
    """What differs; ``before`` or ``after`` is null where there was nothing."""
    return envelope(
        "law-diff",
        earlier=day_text(earlier.day),
        later=day_text(later.day),
        known=day_text(later.known),
        changes=[change_of(change) for change in earlier.diff(later)],
    )


def _entry(entry: Entry) -> Document:
    return {
        "name": entry.name,
        "what": entry.what,
        "text": entry.text,
        "article": entry.cite,
        "since": entry.since or None,
        "known": entry.known or None,
    }


def change_of(change: Change) -> Document:
    """One change; ``before`` or ``after`` is null where there was nothing."""
    return {
        "name": change.name,
        "before": _entry(change.before) if change.before else None,
        "after": _entry(change.after) if change.after else None,
    }
