"""The first kernel: short rates of many paths, month by month, written into an array as they arise.

Text for the compiler, like ``usufruct.markets.draws.lanes``: one block of 64 paths at a time, its state and
draws in the nearest cache.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from usufruct.markets.draws.lanes import LANES, normal_lanes

STEPS_A_CALL = 4


def rates_range(
    seed: np.uint64,
    first_path: int,
    first_block: int,
    last_block: int,
    factor: int,
    mirrored: int,
    decay: float,
    deviation: float,
    level: NDArray[np.float64],
    rates: NDArray[np.float64],
) -> None:
    """Fill the columns of some blocks of 64 paths.

    Args:
        seed: seed of the draws.
        first_path: path of the first column, a multiple of 64.
        first_block: first block of 64 columns to fill.
        last_block: block to stop before.
        factor: source of risk that moves the rate.
        mirrored: 1 for antithetic pairs, else 0.
        decay: share of the state left after a month.
        deviation: standard deviation that a month adds.
        level: deterministic part of the rate by month.
        rates: array (months, paths) to fill; its width is a multiple of 64.
    """
    words = np.empty((4, LANES), np.uint32)
    normals = np.empty((4, LANES), np.float32)
    state = np.empty(LANES, np.float64)
    months = len(level)
    for block in range(first_block, last_block):
        column = block * LANES
        for lane in range(LANES):
            state[lane] = 0.0
        for month in range(months):
            within = month % STEPS_A_CALL
            if within == 0:
                call = month // STEPS_A_CALL
                normal_lanes(seed, first_path + column, call, factor, mirrored, words, normals)
            draws = normals[within]
            row = rates[month, column : column + LANES]
            shift = level[month]
            for lane in range(LANES):
                moved = state[lane] * decay + deviation * np.float64(draws[lane])
                state[lane] = moved
                row[lane] = shift + moved
