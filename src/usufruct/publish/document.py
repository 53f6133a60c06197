"""What every document has in common: its kind, its version, and how amounts, days and laws are written.

Amounts are decimal strings in euro with two decimals, days are ``2025-12-31``, what is not known is ``null``: a
reader never has to guess whether a zero was measured.
"""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from importlib.resources import files
from typing import Any

from usufruct.engine import Rulebook
from usufruct.facts import Facts
from usufruct.publish.error_document import SCHEMA_VERSION
from usufruct.waterfall.tables import euro

Document = dict[str, Any]


def envelope(kind: str, **content: Any) -> Document:
    """A document of a kind, its version first.

    Example:
        >>> envelope("law", day="2025-08-01")
        {'schema_version': 1, 'document': 'law', 'day': '2025-08-01'}
    """
    return {"schema_version": SCHEMA_VERSION, "document": kind, **content}


def written(document: Document) -> str:
    """The text of a document: the same content gives the same bytes."""
    return json.dumps(document, ensure_ascii=False, indent=2)


def amount(cents: Fraction | int | None) -> str | None:
    """An amount of cents in euro, or None where it is not known.

    Example:
        >>> amount(150), amount(None)
        ('1.50', None)
    """
    return None if cents is None else euro(cents)


def day_text(day: date | None) -> str | None:
    """A day, or None where there is none."""
    return None if day is None else day.isoformat()


def law_stamp(law: Rulebook) -> Document:
    """Which law a document rests on: its title, as known when, under which readings, with its hash."""
    return {
        "title": law.title,
        "known": day_text(law.known),
        "readings": dict(law.choices),
        "hash": law.hash,
    }


def facts_stamp(facts: Facts) -> Document:
    """Which figures a document rests on: how many, and their hash."""
    return {"figures": len(facts), "hash": facts.hash}


def schema(kind: str) -> Document:
    """The JSON Schema (draft 2020-12) of a kind of document.

    Example:
        >>> schema("replay")["properties"]["document"]
        {'const': 'replay'}
    """
    text = files("usufruct.publish").joinpath(f"schemas/{kind}.schema.json").read_text("utf-8")
    found: Document = json.loads(text)
    return found
