"""Standard normals of 64 paths side by side: the text that the compiled kernel takes its draws from.

The functions are plain Python over numpy arrays and run as they stand, slowly. The kernel compiles their
text; without fused multiply-add it gives the bits of the reference. Only what the compiler knows may occur
here: module constants, loops over lanes, scalars of numpy.

Each loop body touches rows (one-dimensional views) and an index that counts up from zero: that is what the
compiler turns into vector instructions.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from usufruct.markets.draws.coefficients import (
    BITS_OF_ROOT_HALF,
    COSINE,
    KEY_STEPS,
    MANTISSA_BITS,
    MINUS_TWICE_LOG,
    MIRROR_BIT,
    MULTIPLIERS,
    ROUNDS,
    SINE,
    TURN,
    TWICE_LOG_TWO,
    UNIFORM_BITS,
    WORD,
)

LANES = 64
HALF_WORD = np.uint64(32)
LOW_WORD = np.uint64(WORD)
MULTIPLIER_0, MULTIPLIER_1 = np.uint64(MULTIPLIERS[0]), np.uint64(MULTIPLIERS[1])
KEY_STEP_0, KEY_STEP_1 = np.uint64(KEY_STEPS[0]), np.uint64(KEY_STEPS[1])
ROOT_HALF, MANTISSA, TOP = np.int32(BITS_OF_ROOT_HALF), np.int32(MANTISSA_BITS), np.int32(UNIFORM_BITS)
SIGN_SHIFT, ONE_BIT = np.uint32(31), np.uint32(1)
ONE, HALF, TURN_1 = np.float32(1), np.float32(0.5), np.float32(TURN)
LOG_WHOLE = np.float32(TWICE_LOG_TWO)
LOG_0, LOG_1, LOG_2, LOG_3 = [np.float32(c) for c in MINUS_TWICE_LOG[:4]]
LOG_4, LOG_5, LOG_6, LOG_7 = [np.float32(c) for c in MINUS_TWICE_LOG[4:]]
SIN_0, SIN_1, SIN_2, SIN_3, SIN_4 = [np.float32(c) for c in SINE]
COS_0, COS_1, COS_2, COS_3, COS_4 = [np.float32(c) for c in COSINE]


def philox_lanes(seed: np.uint64, path: int, block: int, factor: int, mirrored: int, words: NDArray[np.uint32]) -> None:
    """Fill ``words`` (4 x 64) for the paths from ``path``, a multiple of 64.

    ``mirrored`` is 0 or 1; with 1 the upper 32 lanes repeat the words of the lower 32.
    """
    first, second, third, fourth = words[0], words[1], words[2], words[3]
    seen = np.uint64(LANES - 1 - MIRROR_BIT * mirrored)
    for lane in range(LANES):
        number = np.uint64(path) + (np.uint64(lane) & seen)
        a, b = number & LOW_WORD, number >> HALF_WORD
        c, d = np.uint64(block), np.uint64(factor)
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


def box_muller_lanes(
    radius_words: NDArray[np.uint32],
    angle_words: NDArray[np.uint32],
    cosines: NDArray[np.float32],
    sines: NDArray[np.float32],
) -> None:
    """Fill two rows of 64 normals from two rows of words."""
    for lane in range(LANES):
        uniform = np.float32(np.int32(radius_words[lane] >> ONE_BIT)) + HALF
        bits = np.float32(uniform).view(np.int32)
        exponent = np.int32(np.int32(bits - ROOT_HALF) >> MANTISSA)
        y = np.int32(bits - np.int32(exponent << MANTISSA)).view(np.float32) - ONE
        p = LOG_7 * y + LOG_6
        p = p * y + LOG_5
        p = p * y + LOG_4
        p = p * y + LOG_3
        p = p * y + LOG_2
        p = p * y + LOG_1
        p = p * y + LOG_0
        radius = np.float32(math.sqrt(np.float32(np.int32(TOP - exponent)) * LOG_WHOLE + p * y))
        angle = angle_words[lane]
        t = np.float32(np.int32(angle)) * TURN_1
        q = t * t
        s = (((SIN_4 * q + SIN_3) * q + SIN_2) * q + SIN_1) * q + SIN_0
        c = (((COS_4 * q + COS_3) * q + COS_2) * q + COS_1) * q + COS_0
        flipped = np.uint32(np.float32(radius).view(np.uint32) ^ np.uint32(angle << SIGN_SHIFT)).view(np.float32)
        cosines[lane] = flipped * c
        sines[lane] = radius * (s * t)


def normal_lanes(
    seed: np.uint64,
    path: int,
    block: int,
    factor: int,
    mirrored: int,
    words: NDArray[np.uint32],
    normals: NDArray[np.float32],
) -> None:
    """Fill ``normals`` (4 x 64) with the draws of four steps from ``4 * block``; ``words`` is scratch."""
    philox_lanes(seed, path, block, factor, mirrored, words)
    box_muller_lanes(words[0], words[1], normals[0], normals[1])
    box_muller_lanes(words[2], words[3], normals[2], normals[3])
    if mirrored:
        for row in range(4):
            draws = normals[row]
            for lane in range(MIRROR_BIT):
                draws[lane + MIRROR_BIT] = -draws[lane]
