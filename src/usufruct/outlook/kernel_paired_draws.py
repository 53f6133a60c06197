"""Draws of a projection by address, in mirrored pairs.

Text for the compiler, in the place of ``kernel_draws``. A block has 32 paths and their images; only the 32 are drawn,
two calls of the generator side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from usufruct.markets.draws.coefficients import ROUNDS
from usufruct.markets.draws.lanes import (
    HALF_WORD,
    KEY_STEP_0,
    KEY_STEP_1,
    LANES,
    LOW_WORD,
    MULTIPLIER_0,
    MULTIPLIER_1,
    box_muller_lanes,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

FACTORS, STEPS_A_CALL, PAIRS = 11, 4, 32


def paired_normal_lanes(
    seed: np.uint64, path: int, block: int, factor: int, words: NDArray[np.uint32], normals: NDArray[np.float32]
) -> None:
    """Fill ``normals`` (4 x 64): eight steps from ``4 * block`` of 32 paths, the later four in the upper 32 lanes."""
    first, second, third, fourth = words[0], words[1], words[2], words[3]
    for lane in range(LANES):
        number = np.uint64(path) + (np.uint64(lane) & np.uint64(PAIRS - 1))
        a, b = number & LOW_WORD, number >> HALF_WORD
        c, d = np.uint64(block) + (np.uint64(lane) >> np.uint64(5)), np.uint64(factor)
        low, high = np.uint64(seed) & LOW_WORD, np.uint64(seed) >> HALF_WORD
        for _ in range(ROUNDS):
            p = a * MULTIPLIER_0
            q = c * MULTIPLIER_1
            a = (q >> HALF_WORD) ^ b ^ low
            c = (p >> HALF_WORD) ^ d ^ high
            b = q & LOW_WORD
            d = p & LOW_WORD
            low = (low + KEY_STEP_0) & LOW_WORD
            high = (high + KEY_STEP_1) & LOW_WORD
        first[lane] = np.uint32(a)
        second[lane] = np.uint32(b)
        third[lane] = np.uint32(c)
        fourth[lane] = np.uint32(d)
    box_muller_lanes(words[0], words[1], normals[0], normals[1])
    box_muller_lanes(words[2], words[3], normals[2], normals[3])


def draw_month(
    seed: np.uint64,
    path: int,
    month: int,
    words: NDArray[np.uint32],
    normals: NDArray[np.float32],
    increments: NDArray[np.float32],
) -> int:
    """Draw when the last draws are used up; return where the month begins in the normals of each factor."""
    step = month % (2 * STEPS_A_CALL)
    if step == 0:
        for factor in range(FACTORS):
            paired_normal_lanes(seed, path, month // STEPS_A_CALL, factor, words, normals[factor])
    return step % STEPS_A_CALL * LANES + step // STEPS_A_CALL * PAIRS
