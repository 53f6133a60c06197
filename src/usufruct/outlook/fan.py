"""How a figure spreads over paths: means and quantiles by half-year, actual before, projected after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from usufruct.waterfall.tables import Cell, Table, euro

State = Literal["received", "under way", "projected"]
QUANTILES: Final = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
"""Shares at which every fan is given; the band from 0.1 to 0.9 is what outputs call 8 of 10 paths."""


@dataclass(frozen=True, slots=True)
class FanRow:
    """One half-year of a figure, in cents of euro.

    Attributes:
        period: label of the half-year on whose profits the settlement is, such as ``2031-H1``.
        state: "received" for an actual, "under way" for what had ended but was not received, else "projected".
        mean: over the paths.
        quantiles: at :data:`QUANTILES`; all equal where there is no uncertainty of paths.
    """

    period: str
    state: State
    mean: float
    quantiles: tuple[float, ...]

    @property
    def low(self) -> float:
        """One path in ten lies below."""
        return self.quantiles[1]

    @property
    def median(self) -> float:
        """Half of the paths lie below."""
        return self.quantiles[3]

    @property
    def high(self) -> float:
        """One path in ten lies above."""
        return self.quantiles[5]


@dataclass(frozen=True, slots=True)
class Fan:
    """A figure by half-year.

    Attributes:
        figure: its name.
        member: lender, or empty.
        rows: oldest first, actuals before projections.
    """

    figure: str
    member: str
    rows: tuple[FanRow, ...]

    def at(self, period: str) -> FanRow:
        """The row of a half-year.

        Raises:
            KeyError: for a half-year that the fan does not hold.
        """
        for row in self.rows:
            if row.period == period:
                return row
        raise KeyError(period)

    def table(self) -> Table:
        """Amounts in euro as decimal text."""
        return table_of([self])

    def __repr__(self) -> str:
        who = f" of {self.member}" if self.member else ""
        return f"<Fan {self.figure}{who}: {self.rows[0].period} to {self.rows[-1].period}>"


def table_of(fans: Iterable[Fan]) -> Table:
    """Several fans in one table, one row for each figure and half-year."""
    columns = ("period", "state", "figure", "member", "mean", *(f"p{round(share * 100):02d}" for share in QUANTILES))
    rows: list[tuple[Cell, ...]] = [
        (row.period, row.state, fan.figure, fan.member, _euro(row.mean), *(_euro(value) for value in row.quantiles))
        for fan in fans
        for row in fan.rows
    ]
    return Table(columns, tuple(rows))


def _euro(cents: float) -> str:
    return euro(round(cents))
