"""Drafts as text: what was read, what they change in words, and what they would have changed in what was paid."""

from __future__ import annotations

from collections.abc import Sequence

from usufruct.cli.law_text import change_lines
from usufruct.cli.layout import columns, million, text_of, wrapped
from usufruct.engine import Rulebook
from usufruct.law.draft_changes import changes
from usufruct.law.drafts import Draft
from usufruct.waterfall.amendment import Amendment, Moved


def draft_text(drafts: Sequence[Draft], law: Rulebook) -> str:
    """What was read and is without fault."""
    return text_of([_heading(drafts), wrapped(f"No fault found; the law with it has the hash {law.hash[:12]}.")])


def amendment_text(
    drafts: Sequence[Draft], law: Rulebook, other: Rulebook, found: Amendment | None, early: Amendment | None
) -> str:
    """What drafts change, in words and in amounts."""
    blocks = [[f"LAW IN FORCE AND WITH DRAFTS, as known on {law.known}"], _heading(drafts)]
    days = changes(law, other, drafts)
    blocks += [["IN WORDS", *([] if days else ["nothing changes"])]]
    for each in days:
        head = f"from {each.day}:" if each.day else "by number of the payment:"
        blocks.append([head, *(line for change in each.changes for line in change_lines(change))])
    return text_of([*blocks, *_amounts(found, early)])


def _heading(drafts: Sequence[Draft]) -> list[str]:
    lines = []
    for draft in drafts:
        for act in draft.acts:
            counts = {
                "figure": len(act.parameters),
                "rule": len(act.provisions),
                "input": len(act.inputs),
                "measure": len(act.measures),
                "reading": len(act.readings),
                "statement": len(act.statements),
            }
            said = ", ".join(f"{n} {name}{'' if n == 1 else 's'}" for name, n in counts.items() if n)
            lines += wrapped(f"{draft.path}: {act.source.title} [{act.source.status}]: {said}", hanging=2)
    return lines


def _amounts(found: Amendment | None, early: Amendment | None) -> list[list[str]]:
    if found is None:
        return [wrapped("IN BILLIONS: nothing had been received by this day, so there is nothing to replay.")]
    if found.changed:
        return [
            wrapped(
                "IN BILLIONS: the payments so far, replayed over the same revenue; in EUR million. Before is what was "
                "received and what follows from it; the difference is the draft's alone."
            ),
            *amendment_tables(found),
        ]
    blocks = [wrapped("IN BILLIONS: nothing that was paid so far changes.")]
    if early is not None and early.changed:
        blocks.append(
            wrapped(
                "Had it held from 15 February 2024, or from the first payment, the payments so far would have been, "
                "in EUR million:"
            )
        )
        blocks += amendment_tables(early)
    return blocks


def amendment_tables(found: Amendment) -> list[list[str]]:
    """Every line that moves, by half-year and in all."""
    rows = [row for row in found.rows if row.difference]
    tables = [_table("period", [(row.period, row.quantity, row) for row in rows])]
    totals = [("all", row.quantity, row) for row in found.totals if row.difference]
    lenders = [("lender", row.quantity, row) for row in found.lenders if row.difference]
    return [*tables, *([_table("in all", [*totals, *lenders])] if totals or lenders else [])]


def _table(first: str, rows: Sequence[tuple[str, str, Moved]]) -> list[str]:
    cells = [[first, "quantity", "before", "after", "difference"]]
    cells += [
        [where, name, million(row.before), million(row.after), million(row.difference, signed=True)]
        for where, name, row in rows
    ]
    return columns(cells, "llrrr")
