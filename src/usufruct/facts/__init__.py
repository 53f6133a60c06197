"""What has been published: dated, sourced figures with their vintages, gaps, events and proposals.

Importing this package reads no file; :func:`load` reads the figures once, and the table of reference
rates is read when a rate is first asked for.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from usufruct.facts.collection import Facts, FactsDiff
from usufruct.facts.events import Event, Proposal, events, proposals
from usufruct.facts.figure import Figure, FigureType, FurtherSource
from usufruct.facts.packaged import load
from usufruct.facts.reference_rates import reference_rate
from usufruct.facts.vocabulary import PERIMETERS, STATES, UNITS

__all__ = [
    "PERIMETERS",
    "STATES",
    "UNITS",
    "Event",
    "Facts",
    "FactsDiff",
    "Figure",
    "FigureType",
    "FurtherSource",
    "Proposal",
    "as_of",
    "diff",
    "events",
    "gaps",
    "get",
    "latest_known",
    "load",
    "proposals",
    "reference_rate",
    "with_file",
]


def as_of(day: date | str) -> Facts:
    """Return the packaged facts known at the end of a day.

    Example:
        >>> as_of("2024-02-14").find(series="contribution_provision")
        ()
    """
    return load().as_of(day)


def get(id: str) -> Figure:  # noqa: A002  the schema's own name for it
    """Return one packaged figure by id or address.

    Example:
        >>> get("fact:contribution.payment-3.received").text()
        '1.6 billion EUR'
    """
    return load().get(id)


def gaps() -> tuple[Figure, ...]:
    """Return what was looked for and is not public.

    Example:
        >>> "contribution.payment-5.received" in [gap.id for gap in gaps()]
        True
    """
    return load().gaps()


def latest_known() -> date:
    """Return the default as-of date of the system: the latest day on which a packaged fact became known."""
    return load().latest_known


def diff(earlier: date | str, later: date | str) -> FactsDiff:
    """Return what became known after one day and up to another.

    Example:
        >>> len(diff("2024-07-18", "2024-07-19").added) > 5
        True
    """
    return load().diff(earlier, later)


def with_file(path: str | Path) -> Facts:
    """Return the packaged facts and those of a file of one's own; see :meth:`Facts.with_file`."""
    return load().with_file(path)
