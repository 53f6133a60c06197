"""Scenarios side by side: the same answers of each, and how each differs from the first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from usufruct.errors import refuse
from usufruct.outlook.projection import Projection, Tier, project
from usufruct.outlook.scenario import Scenario
from usufruct.waterfall.tables import Cell, Table, euro

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

MOST: Final = 8
"""More columns than that no page can show beside each other."""


@dataclass(frozen=True, slots=True)
class Row:
    """One answer of every scenario.

    Attributes:
        quantity: what it is.
        unit: "EUR", "half-year", "share" or "ratio".
        values: cents for "EUR", else numbers or labels, one a scenario; None where there is none.
    """

    quantity: str
    unit: str
    values: tuple[float | str | None, ...]

    @property
    def differs(self) -> bool:
        """Whether any scenario differs from the first."""
        return any(value != self.values[0] for value in self.values)

    def differences(self) -> tuple[float | None, ...]:
        """Each value less the first, where both are numbers."""
        first = self.values[0]
        return tuple(
            value - first if isinstance(value, float) and isinstance(first, float) else None for value in self.values
        )


@dataclass(frozen=True)
class Comparison:
    """Several projections.

    Attributes:
        projections: in the order asked for; the first one is what the others are compared with.
        rows: the answers; those that differ first.
    """

    projections: tuple[Projection, ...]
    rows: tuple[Row, ...]

    def table(self) -> Table:
        """One row an answer, one column a scenario; amounts in euro."""
        names = tuple(str(each.scenario) for each in self.projections)
        rows = tuple((row.quantity, row.unit, *(_text(row.unit, value) for value in row.values)) for row in self.rows)
        return Table(("quantity", "unit", *_distinct(names)), rows)

    def to_polars(self) -> pl.DataFrame:
        """:meth:`table` for Polars."""
        return self.table().to_polars()

    def to_pandas(self) -> pd.DataFrame:
        """:meth:`table` for pandas."""
        return self.table().to_pandas()

    def _repr_html_(self) -> str:
        return self.table().html(repr(self))

    def __repr__(self) -> str:
        names = ", ".join(str(each.scenario) for each in self.projections)
        return f"<Comparison of {names}: {sum(row.differs for row in self.rows)} of {len(self.rows)} answers differ>"


def compare(*scenarios: Scenario | str, tier: Tier = "auto") -> Comparison:
    """Project scenarios with the same random numbers and set their answers side by side.

    Args:
        scenarios: two to eight; names of presets, keys and files too.
        tier: how they are run.

    Raises:
        UsufructError: ``X133`` for fewer than two or more than eight.

    Example:
        >>> from usufruct.outlook.scenario import baseline
        >>> base = baseline("2026-11-22").but(horizon="2029-12-31", paths=64)
        >>> found = compare(base, base.but(flat="1 %", name="one percent"), tier="arrays")
        >>> payments = next(row for row in found.rows if row.quantity.startswith("payments in all"))
        >>> payments.differences()[1] < 0
        True
    """
    if not 2 <= len(scenarios) <= MOST:
        raise refuse("X133", f"{len(scenarios)} scenarios", "compare", remedy=f"give two to {MOST}")
    first = project(scenarios[0], tier=tier)
    others = []
    for each in scenarios[1:]:
        wanted = each if isinstance(each, Scenario) else project(each, known=first.scenario.known, tier=tier).scenario
        shared = replace(wanted, seed=first.scenario.seed, paths=first.scenario.paths)
        others.append(project(shared, tier=tier))
    projections = (first, *others)
    rows = [Row(name, unit, tuple(answer(each) for each in projections)) for name, unit, answer in _answers(first)]
    return Comparison(projections, tuple(sorted(rows, key=lambda row: not row.differs)))


def _answers(first: Projection) -> list[tuple[str, str, Callable[[Projection], float | str | None]]]:
    year = first.scenario.known.year
    ends = [half.label for half in first.ready.halves if half.half == 2 and half.year in (2030, 2040, 2050)]
    horizon = first.ready.halves[-1].label
    return [
        ("half of the paths repaid by", "half-year", lambda each: each.repaid.median),
        ("one path in ten repaid by", "half-year", lambda each: each.repaid.early),
        ("nine paths in ten repaid by", "half-year", lambda each: each.repaid.late),
        ("paths never repaid by the horizon", "share", lambda each: each.repaid.never),
        (f"payments of a year, {year + 1} to {year + 5}", "EUR", _flow),
        *((f"owed to all lenders after {label}", "EUR", _mean("owed-in-all", label)) for label in ends),
        (f"payments in all up to {horizon}", "EUR", _mean("paid-in-all", horizon)),
        (f"retained after {horizon}", "EUR", _mean("retained", horizon)),
        (f"coverage of interest in {year + 2}", "ratio", lambda each: dict(each.coverage()).get(year + 2)),
    ]


def _mean(figure: str, label: str) -> Callable[[Projection], float | None]:
    def read(each: Projection) -> float | None:
        return next((row.mean for row in each.fan(figure).rows if row.period == label), None)

    return read


def _flow(each: Projection) -> float | None:
    flows = [flow.mean for flow in each.yearly_flow if flow.year > each.scenario.known.year][:5]
    return sum(flows) / len(flows) if flows else None


def _text(unit: str, value: float | str | None) -> Cell:
    if value is None:
        return "never" if unit == "half-year" else None
    if isinstance(value, str):
        return value
    return euro(round(value)) if unit == "EUR" else f"{value:.4f}"


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    """Columns need names of their own."""
    found: list[str] = []
    for name in names:
        found.append(f"{name} ({found.count(name) + 1})" if name in found else name)
    return tuple(found)
