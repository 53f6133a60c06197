"""Results as tables: HTML without anything from outside, and Polars or pandas where they are installed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from usufruct.errors import UsufructError, refuse
from usufruct.money import decimal_text, round_to_integer

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from usufruct.waterfall.own_report import ReportLine
    from usufruct.waterfall.reconciliation import Verdict

Cell = str | int | bool | None


def euro(cents: Fraction | int) -> str:
    """An amount of cents as decimal text in euro, rounded half up where it is not a whole cent.

    Example:
        >>> euro(157320000000), euro(Fraction(-1, 3))
        ('1573200000.00', '0.00')
    """
    return decimal_text(round_to_integer(Fraction(cents), "half up"), "EUR")


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns and rows.

    Example:
        >>> table = Table(("figure", "amount"), (("payment:3", "1600000000.00"),))
        >>> table.html("payments").count("<td>")
        2
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @classmethod
    def of_verdicts(cls, verdicts: Sequence[Verdict]) -> Table:
        """One row for each reconciliation test."""
        columns = ("figure", "period", "quantity", "computed", "published", "residual", "tolerance", "inside")
        rows = tuple(
            (
                each.address,
                each.test.period,
                each.test.item,
                euro(each.computed),
                euro(each.published),
                euro(each.residual),
                euro(each.tolerance),
                each.inside,
            )
            for each in verdicts
        )
        return cls(columns, rows)

    @classmethod
    def of_report(cls, lines: Sequence[ReportLine]) -> Table:
        """One row for each line of a custodian's own report; a condition is yes or no."""
        columns = ("figure", "step", "custodian", "quantity", "value")
        rows = tuple((each.address, each.step, each.custodian, each.quantity, each.text) for each in lines)
        return cls(columns, rows)

    def html(self, caption: str) -> str:
        """A table that needs no style sheet, script or font from elsewhere."""
        from html import escape

        head = "".join(f"<th align='left'>{escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(_text(cell))}</td>" for cell in row) + "</tr>" for row in self.rows
        )
        return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def to_polars(self) -> pl.DataFrame:
        """The table for Polars; amounts stay text.

        Raises:
            UsufructError: ``W222`` when Polars is not installed.
        """
        try:
            import polars as pl
        except ImportError:
            raise _missing("polars") from None
        return pl.DataFrame(self._by_column(), infer_schema_length=None)

    def to_pandas(self) -> pd.DataFrame:
        """The table for pandas; amounts stay text.

        Raises:
            UsufructError: ``W222`` when pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError:
            raise _missing("pandas") from None
        return pd.DataFrame(self._by_column())

    def _by_column(self) -> dict[str, list[Cell]]:
        return {name: [row[place] for row in self.rows] for place, name in enumerate(self.columns)}


def _text(cell: Cell) -> str:
    return {True: "yes", False: "no"}[cell] if isinstance(cell, bool) else "" if cell is None else str(cell)


def _missing(package: str) -> UsufructError:
    return refuse(
        "W222",
        f"{package} is not installed",
        f"to_{package}",
        remedy="install it: pip install 'usufruct[tables]'",
    )
