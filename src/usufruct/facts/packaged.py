"""The packaged data: which files there are, and the one collection they make."""

from __future__ import annotations

import csv
import io
from datetime import date
from functools import cache
from pkgutil import get_data
from typing import Final

from usufruct.errors import refuse
from usufruct.facts.collection import Facts
from usufruct.facts.figure import FurtherSource
from usufruct.facts.reading import packaged_figures

FIGURE_FILES: Final = (
    "custodian_results",
    "contributions",
    "allocations",
    "loans",
    "tax",
    "assets",
    "court_claims",
    "policy_rates",
    "expectations",
    "forecasts",
    "needs",
)


def data_bytes(name: str) -> bytes:
    """Return the bytes of a packaged data file.

    Raises:
        UsufructError: ``F101`` when the file is missing from the installation.
    """
    try:
        raw = get_data("usufruct.facts", f"data/{name}.csv")
    except OSError:
        raw = None
    if raw is None:
        raise refuse("F101", "a packaged file is missing", f"{name}.csv", remedy="install the package again")
    return raw


def data_text(name: str) -> str:
    """Return the text of a packaged data file."""
    return data_bytes(name).decode("utf-8")


@cache
def load() -> Facts:
    """Return all packaged facts. They are read once and never change.

    Example:
        >>> load() is load()
        True
    """
    figures = tuple(figure for name in FIGURE_FILES for figure in packaged_figures(data_text(name)))
    return Facts(figures, _further_sources(data_text("further_sources")))


def _further_sources(text: str) -> tuple[FurtherSource, ...]:
    return tuple(
        FurtherSource(
            figure=row["figure"],
            source=row["source"],
            source_kind=row["source_kind"],
            known_on=date.fromisoformat(row["known_on"]),
            known_precision=row["known_precision"],
            confidence=row["confidence"],
            note=row["note"],
        )
        for row in csv.DictReader(io.StringIO(text))
    )
