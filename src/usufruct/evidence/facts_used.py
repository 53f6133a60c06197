"""The published figures behind a pack, as printed, so that a reader can look each of them up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from usufruct.errors import refuse
from usufruct.facts import Facts, Figure
from usufruct.facts.vocabulary import UNITS
from usufruct.money import currency

_CITED: Final = re.compile(r"(?:^| and )(less )?fact:(\S+): ")


def facts_section(facts: Facts, nodes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the facts that the leaves of a pack cite, and the hash of all facts that were known.

    Raises:
        UsufructError: ``E104`` for a leaf that is not what it cites.
    """
    known = {figure.id: figure for figure in facts.figures}
    used: dict[str, dict[str, Any]] = {}
    for node in nodes:
        cited = _CITED.findall(node["cite"]) if node["op"] == "input" and not node["parts"] else []
        for _, name in cited:
            used[name] = _fact(known[name])
        total = sum((-1 if less else 1) * Fraction(used[name]["value"]) for less, name in cited)
        if cited and total != Fraction(node["value"]):
            what = f"{node['label']} is {node['value']} and the figures it cites make {total}"
            raise refuse("E104", what, node["cite"][:80], "nobody could check the leaf", "please report it")
    return {"hash": facts.hash, "known": len(facts), "used": [used[name] for name in sorted(used)]}


def _fact(figure: Figure) -> dict[str, Any]:
    money = figure.dimension.startswith("money")
    minor = currency(figure.currency).scale if money else 1
    return {
        "id": figure.id,
        "printed": figure.value,
        "unit": figure.unit,
        "currency": figure.currency,
        "minor": minor,
        "value": str(Fraction(figure.value) * UNITS[figure.unit].scale * minor),
        "text": figure.text(),
        "source": figure.source,
        "known_on": figure.known_on.isoformat(),
        "confidence": figure.confidence,
        "verified": figure.verified,
    }
