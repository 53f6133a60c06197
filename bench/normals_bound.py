"""The fastest generation of normals we know, and nothing else: the physical limit of every path kernel.

Text for the compiler: Philox with ten rounds and Box-Muller in float32, in blocks of 64 lanes that never
leave the nearest cache, summed up so that nothing can be left out.
"""

from __future__ import annotations

import numpy as np

from usufruct.markets.draws.lanes import LANES, normal_lanes


def normals_sum(seed: np.uint64, first_block: int, last_block: int, calls: int) -> np.float64:
    """Return the sum of ``256 * calls`` normals for each of some blocks of 64 paths."""
    words = np.empty((4, LANES), np.uint32)
    normals = np.empty((4, LANES), np.float32)
    sums = np.zeros(LANES, np.float32)
    one, two, three, four = normals[0], normals[1], normals[2], normals[3]
    for block in range(first_block, last_block):
        for call in range(calls):
            normal_lanes(seed, block * LANES, call, 0, 0, words, normals)
            for lane in range(LANES):
                sums[lane] += (one[lane] + two[lane]) + (three[lane] + four[lane])
    return np.float64(sums.sum())
