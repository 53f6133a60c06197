"""Rates of one currency and the levy of one custodian on them, block by block: text for the compiler."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from usufruct.markets.draws.lanes import LANES
from usufruct.outlook.kernel_rates import rates_range

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from usufruct.outlook.kernel_generated import half_year_law


def levy_range(
    seed: np.uint64,
    first_block: int,
    last_block: int,
    decay: float,
    deviation: float,
    level: NDArray[np.float64],
    weight: float,
    ratio: float,
    revenue: int,
    expenses: int,
    payment: int,
    uniforms: Any,
    opening: NDArray[np.float64],
    w: Any,
    paid: NDArray[np.float64],
) -> None:
    """Add up the payments of some blocks of 64 paths, half-year by half-year (90 x paths, cents)."""
    earned, rates = np.empty(LANES), np.empty((len(level), LANES))
    for block in range(first_block, last_block):
        rates_range(seed, block * LANES, 0, 1, 0, 0, decay, deviation, level, rates)
        w[:] = opening
        for half_year in range(paid.shape[0]):
            earned[:] = 0.0
            for month in range(6 * half_year, 6 * half_year + 6):
                row = rates[month]
                for lane in range(LANES):
                    earned[lane] += weight * row[lane]
            for lane in range(LANES):
                w[revenue + lane] = earned[lane]
                w[expenses + lane] = ratio * earned[lane]
            half_year_law(w, uniforms[half_year])
            out = paid[half_year, block * LANES : (block + 1) * LANES]
            for lane in range(LANES):
                out[lane] = w[payment + lane]
