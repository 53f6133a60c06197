"""Draws of a projection by address, each path its own.

Text for the compiler; so are ``kernel_paired_draws`` and ``kernel_net_draws``, which stand in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from usufruct.markets.draws.lanes import LANES, normal_lanes

if TYPE_CHECKING:
    from numpy.typing import NDArray

FACTORS, STEPS_A_CALL = 11, 4


def draw_month(
    seed: np.uint64,
    path: int,
    month: int,
    words: NDArray[np.uint32],
    normals: NDArray[np.float32],
    increments: NDArray[np.float32],
) -> int:
    """Draw when the last draws are used up; return where the month begins in the normals of each factor."""
    step = month % STEPS_A_CALL
    if step == 0:
        for factor in range(FACTORS):
            normal_lanes(seed, path, month // STEPS_A_CALL, factor, 0, words, normals[factor])
    return step * LANES
