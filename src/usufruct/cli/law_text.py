"""The law of a day, and what changed between two days, as text."""

from __future__ import annotations

from usufruct.cli.layout import text_of, wrapped
from usufruct.engine.snapshot import Change, Entry, Snapshot

_SECTIONS = {
    "figure": "FIGURES",
    "measure": "MEASURES",
    "rule": "RULES",
    "reading": "READINGS OF SILENT POINTS",
}


def law_text(snapshot: Snapshot) -> str:
    """Figures first, then measures, rules and readings."""
    kinds = dict.fromkeys([*_SECTIONS, *(entry.what for entry in snapshot.entries)])
    blocks = [[f"LAW IN FORCE ON {snapshot.day}, as known on {snapshot.known}", f"hash {snapshot.hash[:12]}"]]
    for kind in kinds:
        entries = [entry for entry in snapshot.entries if entry.what == kind]
        if entries:
            heading = _SECTIONS.get(kind, f"{kind.upper()}S")
            blocks.append([heading, *(line for entry in entries for line in _entry(entry))])
    return text_of(blocks)


def law_diff_text(earlier: Snapshot, later: Snapshot) -> str:
    """One paragraph for each change."""
    changes = earlier.diff(later)
    count = f"{len(changes)} change{'' if len(changes) == 1 else 's'}"
    head = [f"LAW FROM {earlier.day} TO {later.day}, as known on {later.known}: {count}"]
    return text_of([head, *(_change(change) for change in changes)])


def _change(change: Change) -> list[str]:
    lines = []
    if change.before is not None:
        lines += _entry(change.before, "- ")
    if change.after is not None:
        lines += _entry(change.after, "+ ")
    return lines


def _entry(entry: Entry, mark: str = "") -> list[str]:
    since = f", since {entry.since}" if entry.since else ""
    relation = " = " if entry.what in ("figure", "reading") else ": "
    first = wrapped(f"{mark}{entry.name}{relation}{entry.text}", 2, 2)
    return [*first, *wrapped(f"<{entry.cite}{since}>", 6, 1)]
