"""The bin of a number on a log-linear scale, by the bits of a float64.

Text for the compiler, and the definition for everyone: an octave is split into 128 equal bins, so a bin is
at most 1/128 wide relative to its numbers. Zero and whatever is smaller than the scale has one bin, what is
too large one on either side, and what is not a number one of its own.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BINS_AN_OCTAVE = 128
# A float64 has 52 bits of mantissa; seven of them name the bin within the octave.
SHIFT = np.int64(45)
MAGNITUDE = np.int64(0x7FFF_FFFF_FFFF_FFFF)
INFINITE = np.int64(0x7FF0_0000_0000_0000)
NOT_A_NUMBER, BELOW, FIRST = 0, 1, 2


def count_values(
    values: NDArray[np.float64], origin: int, upward: int, downward: int, counts: NDArray[np.int64]
) -> None:
    """Add one for each value to the bin it falls into.

    Args:
        values: one-dimensional array.
        origin: number of the lowest bin of the scale, counted from the smallest float64.
        upward: bins for positive numbers.
        downward: bins for negative numbers: as many, or 0.
        counts: one entry for each bin: not a number, below, negative bins, zero, positive bins, above.
    """
    zero = FIRST + downward
    for index in range(len(values)):
        bits = np.float64(values[index]).view(np.int64)
        magnitude = np.int64(bits & MAGNITUDE)
        number = int(magnitude >> SHIFT) - origin
        if magnitude > INFINITE:
            counts[NOT_A_NUMBER] += 1
        elif number < 0:
            counts[zero] += 1
        elif bits >= 0:
            counts[zero + 1 + min(number, upward)] += 1
        else:
            counts[zero - 1 - min(number, downward)] += 1
