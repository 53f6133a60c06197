"""Figures as tables: for Polars and pandas when they are installed, and as HTML always."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from usufruct.errors import refuse
from usufruct.facts.checking import COLUMNS
from usufruct.facts.figure import Figure

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_SHOWN: Final = ("holder", "series", "item", "perimeter", "state", "period", "known_on", "confidence")
_MOST_ROWS: Final = 60


def to_polars(figures: Iterable[Figure]) -> pl.DataFrame:
    """Return the figures as a Polars table; numbers stay text, days are days.

    Raises:
        UsufructError: ``F150`` when Polars is not installed.
    """
    try:
        import polars as pl
    except ImportError:
        raise _missing("polars") from None
    return pl.DataFrame(_columns(figures), infer_schema_length=None)


def to_pandas(figures: Iterable[Figure]) -> pd.DataFrame:
    """Return the figures as a pandas table; numbers stay text, days are days.

    Raises:
        UsufructError: ``F150`` when pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError:
        raise _missing("pandas") from None
    return pd.DataFrame(_columns(figures))


def html(figures: tuple[Figure, ...]) -> str:
    """Return a self-contained table of the first figures, with a line that counts the rest."""
    from html import escape

    head = "".join(f"<th align='left'>{escape(name.replace('_', ' '))}</th>" for name in ("figure", *_SHOWN))
    body = "".join(
        f"<tr><td>{escape(figure.text())}</td>"
        + "".join(f"<td>{escape(str(getattr(figure, name)))}</td>" for name in _SHOWN)
        + "</tr>"
        for figure in figures[:_MOST_ROWS]
    )
    rest = len(figures) - _MOST_ROWS
    foot = f"<p>and {rest} more</p>" if rest > 0 else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{foot}"


def _columns(figures: Iterable[Figure]) -> dict[str, list[object]]:
    rows = tuple(figures)
    return {name: [getattr(figure, name) for figure in rows] for name in COLUMNS}


def _missing(package: str) -> Exception:
    return refuse(
        "F150",
        f"{package} is not installed",
        f"to_{package}",
        remedy="install it: pip install 'usufruct[tables]'",
    )
