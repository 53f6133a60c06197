"""Draws of a projection for means: a scrambled net on the leading points of a bridge, drawn for a whole block ahead.

Text for the compiler, in the place of ``kernel_draws``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from usufruct.markets.draws.hybrid_lanes import hybrid_lanes
from usufruct.markets.draws.lanes import LANES

if TYPE_CHECKING:
    from numpy.typing import NDArray

FACTORS = 11


def draw_block(
    seed: np.uint64,
    path: int,
    directions: NDArray[np.uint32],
    shifts: NDArray[np.uint32],
    patterns: NDArray[np.uint32],
    places: NDArray[np.int64],
    bridge: NDArray[np.float64],
    walk: NDArray[np.float64],
    increments: NDArray[np.float32],
) -> None:
    """Draw every factor of a block, month by month."""
    levels = len(directions) // FACTORS
    for factor in range(FACTORS):
        hybrid_lanes(
            seed,
            path,
            factor,
            FACTORS,
            levels,
            directions,
            shifts,
            patterns,
            places,
            bridge,
            walk,
            increments[factor],
        )


def draw_month(
    seed: np.uint64,
    path: int,
    month: int,
    words: NDArray[np.uint32],
    normals: NDArray[np.float32],
    increments: NDArray[np.float32],
) -> int:
    """Take the draws of a month; return where it begins in the normals of each factor."""
    for factor in range(FACTORS):
        row, drawn = normals[factor, 0], increments[factor, month]
        for lane in range(LANES):
            row[lane] = drawn[lane]
    return 0
