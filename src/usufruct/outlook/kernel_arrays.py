"""The arrays of the compiled driver, made from the inputs of a projection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from usufruct.engine.straight.exact_symbols import GRID
from usufruct.markets.draws.hybrid import HybridDraws
from usufruct.outlook.kernel_hybrid import hybrid_tables
from usufruct.outlook.kernel_market_source import MONTHS, RATES
from usufruct.outlook.settlement import CURRENCIES, MINOR_UNITS, Settlement

if TYPE_CHECKING:
    from usufruct.outlook.run import Inputs

Doubles = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Arrays:
    """What the driver reads; see :func:`usufruct.outlook.kernel_projection.project_range`.

    ``outside`` it does not read: half-years x holders outside the levy x 42 figures, which turn means of the markets
    into mean earnings.
    """

    constants: Doubles
    level: Doubles
    exchange: Doubles
    opening_logs: Doubles
    figures: Doubles
    ratios: Doubles
    scales: Doubles
    terms: Doubles
    part_of_year: Doubles
    settled_after: Whole
    uniforms: NDArray[Any]
    opening: NDArray[Any]
    state_rows: Whole
    out_rows: Whole
    debt_rows: Whole
    asked: Whole
    buffer: NDArray[Any]
    outside: Doubles

    def driver(self) -> tuple[Any, ...]:
        """The arguments of the driver from ``constants`` to ``asked``, in its order."""
        names = list(self.__dataclass_fields__)[:-2]
        return tuple(getattr(self, name) for name in names)


def arrays(settlement: Settlement, inputs: Inputs, fans: Sequence[str]) -> Arrays:
    """Return the driver's arrays."""
    loadings = [inputs.loadings[row, : row + 1] for row in range(len(inputs.loadings))]
    custodians = len(settlement.custodians)
    figures = _figures(inputs)
    layout = settlement.layout
    kind: type[Any] = np.int64 if layout.exact else np.float32 if layout.single else np.float64
    debts = [row for row in settlement.state if row.startswith("opening loans.outstanding ")]
    made = Arrays(
        constants=np.concatenate([*loadings, inputs.decay, inputs.deviation]),
        level=np.ascontiguousarray(inputs.level),
        exchange=inputs.exchange.ravel(),
        opening_logs=inputs.opening_logs,
        figures=np.ascontiguousarray(figures[:, : 7 * RATES * custodians]),
        ratios=np.ascontiguousarray(inputs.loan_terms[:custodians, 3]),
        scales=np.array([100 / MINOR_UNITS.get(code, 100) for code in CURRENCIES]),
        terms=np.ascontiguousarray(inputs.loan_terms[:, [1, 2, 0]]).ravel(),
        part_of_year=np.ascontiguousarray(inputs.part_of_year),
        settled_after=inputs.settled_after,
        uniforms=_uniforms(settlement, inputs),
        opening=np.rint(inputs.opening).astype(np.int64) if settlement.layout.exact else inputs.opening,
        state_rows=_rows(settlement, settlement.state),
        out_rows=_rows(settlement, settlement.outputs),
        debt_rows=_rows(settlement, debts),
        asked=np.array([settlement.outputs.index(fan) for fan in fans], np.int64),
        buffer=np.zeros(settlement.rows.values, kind),
        outside=figures[:, 7 * RATES * custodians :].reshape(len(figures), -1, 7 * RATES),
    )
    return _narrow(made) if layout.single else made


def _narrow(made: Arrays) -> Arrays:
    """The same in single precision, but for what is worked out from means after the run."""
    narrow = {
        name: array.astype(np.float32)
        for name in made.__dataclass_fields__
        if (array := getattr(made, name)).dtype == np.float64 and name != "outside"
    }
    return replace(made, **narrow)


def _figures(inputs: Inputs) -> Doubles:
    """For each half-year and line the interest of the spread, then the weight of each month."""
    half_years, lines = len(inputs.weights) // MONTHS, inputs.weights.shape[1]
    figures = np.empty((half_years, lines, 1 + MONTHS))
    figures[:, :, 0] = inputs.fixed.reshape(half_years, MONTHS, lines).sum(axis=1)
    figures[:, :, 1:] = inputs.weights.reshape(half_years, MONTHS, lines).transpose(0, 2, 1)
    return figures.reshape(half_years, -1)


def _uniforms(settlement: Settlement, inputs: Inputs) -> NDArray[Any]:
    if not settlement.layout.exact:
        return np.ascontiguousarray(inputs.uniforms)
    scaled = inputs.uniforms * np.where(settlement.uniform_rates, GRID, 1)
    return np.rint(scaled).astype(np.int64)


def _rows(settlement: Settlement, names: Sequence[str]) -> Whole:
    return np.array([settlement.rows.names[name] for name in names], np.int64)


def net_arrays(net: HybridDraws | None) -> tuple[NDArray[Any], ...]:
    """Directions, shifts, patterns, places and weights of a net; all empty where there is none."""
    if net is None:
        return (
            np.empty((0, 32), np.uint32),
            np.empty(0, np.uint32),
            np.empty((0, 64), np.uint32),
            np.empty((0, 3), np.int64),
            np.empty((0, 3)),
        )
    tables = hybrid_tables(net)
    return tables.directions, tables.shifts, tables.patterns, tables.places, tables.weights
