"""What happened and what was proposed: judgments, entries into force, renewals, agreements, drafts.

An event has a day and a day on which it became known; for an act the latter is publication, never
adoption. A proposal binds nobody; it is kept so that it can be told apart from the law.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from usufruct.facts.collection import read_day
from usufruct.facts.packaged import data_text

EVENT_KINDS: Final = {
    "entry into force": "An act or agreement began to bind.",
    "adoption": "An act was adopted; it may not be in force.",
    "renewal": "A measure was extended to a later day.",
    "agreement": "Parties agreed on something, or stated that they would.",
    "court": "A claim, hearing or judgment.",
    "statement": "Someone said something of weight that is not a number.",
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day.

    Attributes:
        id: stable name.
        day: the day it happened, or the day it fixes for a deadline.
        kind: a word of ``EVENT_KINDS``.
        subject: the act, the case or the body.
        celex: CELEX number where there is one.
        article: article where there is one.
        what: what happened.
        known_on: the day from which it counts as known.
        known_precision: ``day``, ``month`` or ``year``; the last two mean the end of it.
        source: address or description.
        source_kind: a word of ``SOURCE_KINDS``.
        confidence: ``high``, ``medium`` or ``low``.
        verified: False while it rests on memory only.
        note: anything to know about it.
    """

    id: str
    day: date
    kind: str
    subject: str
    celex: str
    article: str
    what: str
    known_on: date
    known_precision: str
    source: str
    source_kind: str
    confidence: str
    verified: bool
    note: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """One number of a proposal that has not been adopted.

    Attributes:
        id: stable name.
        proposal: the proposal it belongs to.
        celex: number of the document where there is one.
        what: what the number fixes.
        value: the number as printed; empty where a range is proposed.
        value_low: lower end of a range, else empty.
        value_high: upper end of a range, else empty.
        unit: a word of ``UNITS``.
        currency: ISO 4217 code; empty for rates.
        known_on: the day from which it counts as known.
        known_precision: ``day``, ``month`` or ``year``; the last two mean the end of it.
        source: address or description.
        source_kind: a word of ``SOURCE_KINDS``.
        confidence: ``high``, ``medium`` or ``low``.
        verified: False while it rests on memory only.
        note: anything to know about it.
    """

    id: str
    proposal: str
    celex: str
    what: str
    value: str
    value_low: str
    value_high: str
    unit: str
    currency: str
    known_on: date
    known_precision: str
    source: str
    source_kind: str
    confidence: str
    verified: bool
    note: str


def events(as_of: date | str | None = None) -> tuple[Event, ...]:
    """Return the events known on a day, by the day they happened; all of them without a day.

    Raises:
        UsufructError: ``F160`` when the text is not a day.

    Example:
        >>> [event.day.isoformat() for event in events("2024-03-01") if event.celex == "32024R0576"]
        ['2024-02-15']
    """
    limit = date.max if as_of is None else read_day(as_of)
    return tuple(event for event in _events() if event.known_on <= limit)


def proposals(as_of: date | str | None = None) -> tuple[Proposal, ...]:
    """Return the proposals known on a day; all of them without a day.

    Raises:
        UsufructError: ``F160`` when the text is not a day.

    Example:
        >>> [entry.value for entry in proposals("2024-04-01")]
        ['97', '90', '10']
    """
    limit = date.max if as_of is None else read_day(as_of)
    return tuple(entry for entry in _proposals() if entry.known_on <= limit)


@cache
def _events() -> tuple[Event, ...]:
    rows = csv.DictReader(io.StringIO(data_text("events")))
    return tuple(sorted((_event(row) for row in rows), key=lambda event: (event.day, event.id)))


@cache
def _proposals() -> tuple[Proposal, ...]:
    return tuple(_proposal(row) for row in csv.DictReader(io.StringIO(data_text("proposals"))))


def _event(row: Mapping[str, str]) -> Event:
    return Event(
        id=row["id"],
        day=date.fromisoformat(row["day"]),
        kind=row["kind"],
        subject=row["subject"],
        celex=row["celex"],
        article=row["article"],
        what=row["what"],
        known_on=date.fromisoformat(row["known_on"]),
        known_precision=row["known_precision"],
        source=row["source"],
        source_kind=row["source_kind"],
        confidence=row["confidence"],
        verified=row["verified"] == "yes",
        note=row["note"],
    )


def _proposal(row: Mapping[str, str]) -> Proposal:
    return Proposal(
        id=row["id"],
        proposal=row["proposal"],
        celex=row["celex"],
        what=row["what"],
        value=row["value"],
        value_low=row["value_low"],
        value_high=row["value_high"],
        unit=row["unit"],
        currency=row["currency"],
        known_on=date.fromisoformat(row["known_on"]),
        known_precision=row["known_precision"],
        source=row["source"],
        source_kind=row["source_kind"],
        confidence=row["confidence"],
        verified=row["verified"] == "yes",
        note=row["note"],
    )
