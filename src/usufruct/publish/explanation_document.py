"""An explanation as a document that a reader can work out again without this program.

``nodes`` come in an order in which each can be computed from those before it. A leaf says what it is: an article of
law, a published fact with its source, an assumption with its range, or an input with where it was given.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from usufruct.engine import Explanation
from usufruct.publish.document import Document, day_text, envelope

LEAVES: Mapping[str, str] = {"article": "article", "sum": "article", "opening": "input", "input": "input"}
"""What kind of leaf an operation of the tree is, where its citation does not say more."""
_EMPTY_SUM = "nothing to add up"


def explanation_document(address: str, tree: Explanation, as_of: date | None, basis: Document) -> Document:
    """The whole tree.

    Args:
        address: of the figure.
        tree: as explained.
        as_of: day of the facts and the law; None for a custodian's own report.
        basis: stamps of the law, and of the facts or the filing.
    """
    plain = tree.as_json()
    nodes = [_node(row) for row in plain["nodes"]]
    return envelope(
        "explanation",
        as_of=day_text(as_of),
        **basis,
        address=address,
        figure=plain["figure"],
        unit=tree.kind.value,
        value=plain["value"],
        nodes=nodes,
    )


def leaf_kind(op: str, cite: str) -> str:
    """``article``, ``fact``, ``assumption`` or ``input``.

    Example:
        >>> leaf_kind("input", "fact:euroclear.interest.2025-H1: 2.7 billion EUR, the release (known 2025-07-18, high)")
        'fact'
        >>> leaf_kind("input", "report.csv, line 4")
        'input'
    """
    if op == "input" and cite.removeprefix("less ").startswith("fact:"):
        return "fact"
    if op == "input" and cite.startswith("assumption "):
        return "assumption"
    return LEAVES[op]


def _node(row: Mapping[str, Any]) -> Document:
    """One node with every field, so that readers need no defaults."""
    parts = row.get("parts", [])
    cite = row.get("cite", "") or (_EMPTY_SUM if row["op"] == "sum" and not parts else "")
    return {
        "op": row["op"],
        "label": row["label"],
        "unit": row["kind"],
        "value": row["value"],
        "cite": cite,
        "meaning": row.get("meaning", ""),
        "how": row.get("how", ""),
        "leaf": None if parts else leaf_kind(row["op"], cite),
        "parts": parts,
    }
