"""Normals for means of 64 paths side by side: the text that the compiled kernel takes its net from.

Like ``lanes``: plain Python over arrays, compiled as text, and without fused multiply-add the bits of the
reference.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from usufruct.markets.draws.lanes import LANES, normal_lanes
from usufruct.markets.draws.percentage_points import (
    CENTRAL_ABOVE,
    CENTRAL_BELOW,
    CENTRAL_HALF,
    CENTRE,
    LOG_TWO_HIGH,
    LOG_TWO_LOW,
    ODD_INVERSES,
    ROOT_HALF,
    TAIL,
    TAIL_ABOVE,
    TAIL_BELOW,
)

# Numbers of points: the six lowest bits differ within a block of 64 paths, the others are common to it.
LANE_BITS, NET_BITS = 6, 32
EXPONENT_SHIFT, EXPONENT_BIAS = np.int64(52), np.int64(1022)
MANTISSA_MASK, HALF_EXPONENT = np.int64(0x000F_FFFF_FFFF_FFFF), np.int64(0x3FE0_0000_0000_0000)
NOWHERE = -1
# Named one by one, with the letters of Wichura's paper: a loop over coefficients inside a loop over lanes
# stays scalar.
A_0, A_1, A_2, A_3, A_4, A_5, A_6, A_7 = CENTRAL_ABOVE
B_0, B_1, B_2, B_3, B_4, B_5, B_6, B_7 = CENTRAL_BELOW
C_0, C_1, C_2, C_3, C_4, C_5, C_6, C_7 = TAIL_ABOVE
D_0, D_1, D_2, D_3, D_4, D_5, D_6, D_7 = TAIL_BELOW
ODD_0, ODD_1, ODD_2, ODD_3, ODD_4, ODD_5, ODD_6, ODD_7, ODD_8, ODD_9 = ODD_INVERSES


def net_lanes(
    path: int,
    dimension: int,
    directions: NDArray[np.uint32],
    shifts: NDArray[np.uint32],
    patterns: NDArray[np.uint32],
    uniforms: NDArray[np.float64],
) -> None:
    """Fill a row with one coordinate of the points numbered as the paths from ``path``.

    Args:
        path: a multiple of 64, below 2**32.
        dimension: which coordinate.
        directions: scrambled direction numbers, (dimensions, 32).
        shifts: digital shifts, one for each dimension.
        patterns: what the six lowest bits of a number contribute, (dimensions, 64).
        uniforms: row of 64 to fill.
    """
    common = shifts[dimension]
    for bit in range(LANE_BITS, NET_BITS):
        if (path >> bit) & 1:
            common ^= directions[dimension, bit]
    own = patterns[dimension]
    for lane in range(LANES):
        uniforms[lane] = (np.float64(np.uint32(common ^ own[lane])) + 0.5) * 2.0**-32


def inverse_normal_lanes(uniforms: NDArray[np.float64], normals: NDArray[np.float64]) -> None:
    """Fill a row with the normals of a row of uniforms; both ranges are computed and one is chosen."""
    for lane in range(LANES):
        uniform = uniforms[lane]
        middle = uniform - 0.5
        small = uniform if middle < 0.0 else 1.0 - uniform
        bits = np.float64(small).view(np.int64)
        mantissa = np.int64((bits & MANTISSA_MASK) | HALF_EXPONENT).view(np.float64)
        exponent = np.float64(np.int64(bits >> EXPONENT_SHIFT) - EXPONENT_BIAS)
        if mantissa < ROOT_HALF:
            mantissa = mantissa * 2.0
            exponent = exponent - 1.0
        s = (mantissa - 1.0) / (mantissa + 1.0)
        square = s * s
        total = square * ODD_9
        total = (total + ODD_8) * square
        total = (total + ODD_7) * square
        total = (total + ODD_6) * square
        total = (total + ODD_5) * square
        total = (total + ODD_4) * square
        total = (total + ODD_3) * square
        total = (total + ODD_2) * square
        total = (total + ODD_1) * square
        total = (total + ODD_0) * square
        log = exponent * LOG_TWO_HIGH + (2.0 * s + (2.0 * s * total + exponent * LOG_TWO_LOW))
        r = math.sqrt(-log) - TAIL
        above = r * C_7 + C_6
        above = above * r + C_5
        above = above * r + C_4
        above = above * r + C_3
        above = above * r + C_2
        above = above * r + C_1
        above = above * r + C_0
        below = r * D_7 + D_6
        below = below * r + D_5
        below = below * r + D_4
        below = below * r + D_3
        below = below * r + D_2
        below = below * r + D_1
        below = below * r + D_0
        tail = above / below
        r = CENTRE - middle * middle
        above = r * A_7 + A_6
        above = above * r + A_5
        above = above * r + A_4
        above = above * r + A_3
        above = above * r + A_2
        above = above * r + A_1
        above = above * r + A_0
        below = r * B_7 + B_6
        below = below * r + B_5
        below = below * r + B_4
        below = below * r + B_3
        below = below * r + B_2
        below = below * r + B_1
        below = below * r + B_0
        central = middle * above / below
        signed = -tail if middle < 0.0 else tail
        normals[lane] = central if abs(middle) <= CENTRAL_HALF else signed


def bridge_lanes(
    point: int,
    places: NDArray[np.int64],
    weights: NDArray[np.float64],
    normals: NDArray[np.float64],
    walk: NDArray[np.float64],
) -> None:
    """Add one point of the bridge to the walks.

    Args:
        point: number of the point in the order of the bridge.
        places: for each point its step and the steps to its left and right, -1 for none.
        weights: for each point the weights of left and right, and the deviation.
        normals: row of 64.
        walk: (steps, 64), filled at the step of the point.
    """
    step, left, right = places[point, 0], places[point, 1], places[point, 2]
    from_left, from_right, deviation = weights[point, 0], weights[point, 1], weights[point, 2]
    row = walk[step]
    if left != NOWHERE and right != NOWHERE:
        before, after = walk[left], walk[right]
        for lane in range(LANES):
            row[lane] = normals[lane] * deviation + before[lane] * from_left + after[lane] * from_right
        return
    for lane in range(LANES):
        row[lane] = normals[lane] * deviation
    if left != NOWHERE:
        before = walk[left]
        for lane in range(LANES):
            row[lane] = row[lane] + before[lane] * from_left
    if right != NOWHERE:
        after = walk[right]
        for lane in range(LANES):
            row[lane] = row[lane] + after[lane] * from_right


def hybrid_lanes(
    seed: np.uint64,
    path: int,
    factor: int,
    factors: int,
    levels: int,
    directions: NDArray[np.uint32],
    shifts: NDArray[np.uint32],
    patterns: NDArray[np.uint32],
    places: NDArray[np.int64],
    weights: NDArray[np.float64],
    walk: NDArray[np.float64],
    increments: NDArray[np.float32],
) -> None:
    """Fill ``increments`` (steps, 64) with the draws of one factor; ``walk`` of that shape is scratch.

    The other arguments are those of the functions above and of ``HybridDraws``.
    """
    words, details = np.empty((4, LANES), np.uint32), np.empty((4, LANES), np.float32)
    uniforms, normals = np.empty(LANES, np.float64), np.empty(LANES, np.float64)
    steps = len(places)
    for point in range(levels):
        net_lanes(path, point * factors + factor, directions, shifts, patterns, uniforms)
        inverse_normal_lanes(uniforms, normals)
        bridge_lanes(point, places, weights, normals, walk)
    for point in range(levels, steps):
        if point == levels or point % 4 == 0:
            normal_lanes(seed, path, point // 4, factor, 0, words, details)
        draws = details[point % 4]
        for lane in range(LANES):
            normals[lane] = np.float64(draws[lane])
        bridge_lanes(point, places, weights, normals, walk)
    for step in range(steps):
        row, drawn = walk[step], increments[step]
        if step == 0:
            for lane in range(LANES):
                drawn[lane] = np.float32(row[lane])
        else:
            before = walk[step - 1]
            for lane in range(LANES):
                drawn[lane] = np.float32(row[lane] - before[lane])
