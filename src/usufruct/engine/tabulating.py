"""A run as a long table: one row for each figure, for polars, pandas or a page."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Any

from usufruct.engine.naming import short
from usufruct.engine.shape import Kind
from usufruct.errors import refuse

if TYPE_CHECKING:
    from usufruct.engine.result import Result

COLUMNS = ("quantity", "cadence", "step", "member", "value", "amount", "rate")
"""``value`` is the exact text; ``amount`` a whole number (minor units for money), ``rate`` the nearest float."""
_ON_A_PAGE = 60

Row = tuple[str, str, str, str, str, int | None, float | None]


def rows_of(result: Result) -> list[Row]:
    """Every figure of a run in the order of computation; the memories of words are left out."""
    found = []
    for (name, cadence, index, member), value in result.interpreter.values.items():
        if name.count(".") == 1:
            step = result.world.timeline.steps[cadence][index].label
            rate = result.law.quantities[name].shape.kind is Kind.RATE
            amount, ratio = (None, float(Fraction(value))) if rate else (int(value), None)
            found.append((short(name), cadence, step, " ".join(member), str(value), amount, ratio))
    return found


def frame_of(rows: Iterable[tuple[object, ...]], library: str, columns: tuple[str, ...] = COLUMNS) -> Any:
    """The rows as a data frame of ``polars`` or ``pandas``.

    Raises:
        UsufructError: ``U139`` if the library is not installed.
    """
    try:
        frames = import_module(library)
    except ModuleNotFoundError:
        what = f"a table for {library} needs {library}, which is not installed"
        raise refuse("U139", what, "result", "", "pip install 'usufruct[tables]'") from None
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    return frames.DataFrame({name: list(column) for name, column in zip(columns, cells, strict=True)})


def page_of(result: Result) -> str:
    """The last figures of a run as a table that needs nothing but a browser."""
    rows = rows_of(result)[-_ON_A_PAGE:]
    head = "".join(f"<th>{name}</th>" for name in COLUMNS[:5])
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row[:5]) + "</tr>" for row in rows)
    return f"<table><caption>{escape(repr(result))}</caption><tr>{head}</tr>{body}</table>"
