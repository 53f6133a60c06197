"""The law of a day, and what changed between two days, as text."""

from __future__ import annotations

from usufruct.cli.layout import text_of, wrapped
from usufruct.engine import Rulebook
from usufruct.engine.snapshot import Change, Entry, Snapshot
from usufruct.engine.source import ADOPTED

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
    return text_of([head, *(change_lines(change) for change in changes)])


def drafts_in(law: Rulebook) -> list[str]:
    """One paragraph for each act in the law that is not adopted."""
    drafts = [source for source in law.sources if source.status != ADOPTED]
    return [line for each in drafts for line in wrapped(f"with a draft [{each.status}]: {each.title}", 0, 2)]


def change_lines(change: Change) -> list[str]:
    """What one entry was, and what it is."""
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
