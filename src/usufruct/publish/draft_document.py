"""Drafts as documents: what was read, and what they change in words and in what was paid."""

from __future__ import annotations

from collections.abc import Sequence

from usufruct.engine import Rulebook
from usufruct.law.draft_changes import changes
from usufruct.law.drafts import Draft
from usufruct.publish.document import Document, amount, day_text, envelope, law_stamp
from usufruct.publish.law_document import change_of
from usufruct.waterfall.amendment import Amendment, Moved


def draft_document(drafts: Sequence[Draft], law: Rulebook) -> Document:
    """What was read and is without fault."""
    return envelope("draft", law=law_stamp(law), acts=_acts(drafts))


def amendment_document(
    drafts: Sequence[Draft], law: Rulebook, other: Rulebook, found: Amendment | None, early: Amendment | None
) -> Document:
    """What drafts change; ``replayed`` is null before the first receipt, and ``had_it_always_held`` where it moves."""
    return envelope(
        "amendment",
        law=law_stamp(law),
        other=law_stamp(other),
        acts=_acts(drafts),
        words=[
            {"day": day_text(each.day), "changes": [change_of(change) for change in each.changes]}
            for each in changes(law, other, drafts)
        ],
        replayed=replayed(found),
        had_it_always_held=replayed(early),
    )


def _acts(drafts: Sequence[Draft]) -> list[Document]:
    return [
        {
            "file": draft.path,
            "title": act.source.title,
            "status": act.source.status,
            "jurisdiction": act.source.jurisdiction,
            "published": day_text(act.source.published),
        }
        for draft in drafts
        for act in draft.acts
    ]


def replayed(found: Amendment | None) -> Document | None:
    """The payments so far under two laws; None before the first receipt."""
    if found is None:
        return None
    return {
        "half_years": [_moved(row) for row in found.rows],
        "totals": [_moved(row) for row in found.totals],
        "lenders": [_moved(row) for row in found.lenders],
    }


def _moved(row: Moved) -> Document:
    return {
        "period": row.period or None,
        "quantity": row.quantity,
        "before": amount(row.before),
        "after": amount(row.after),
        "difference": amount(row.difference),
    }
