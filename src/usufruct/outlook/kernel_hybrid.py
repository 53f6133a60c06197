"""Normals for means from the compiled kernel: the tables of a net and a bridge, and the call that uses them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from usufruct.errors import refuse
from usufruct.markets.draws.hybrid import HybridDraws
from usufruct.markets.draws.lanes import LANES
from usufruct.outlook.kernel_source import Mode, kernel_source
from usufruct.outlook.kernel_store import load_kernel

PARTS: Final = (
    "usufruct.markets.draws.coefficients",
    "usufruct.markets.draws.percentage_points",
    "usufruct.markets.draws.lanes",
    "usufruct.markets.draws.hybrid_lanes",
)


@dataclass(frozen=True, slots=True, eq=False)
class HybridTables:
    """What the kernel needs of a net and its bridge, as arrays.

    Attributes:
        directions: uint32 (dimensions, 32).
        shifts: uint32 (dimensions,).
        patterns: uint32 (dimensions, 64): what the six lowest bits of a number contribute.
        places: int64 (steps, 3): step, left, right of each point of the bridge.
        weights: float64 (steps, 3): from left, from right, deviation.
    """

    directions: NDArray[np.uint32]
    shifts: NDArray[np.uint32]
    patterns: NDArray[np.uint32]
    places: NDArray[np.int64]
    weights: NDArray[np.float64]


def hybrid_tables(draws: HybridDraws) -> HybridTables:
    """Return the tables of a randomisation."""
    directions = np.array(draws.net.directions, np.uint32)
    patterns = np.zeros((len(directions), LANES), np.uint32)
    for bit in range(LANES.bit_length() - 1):
        patterns ^= directions[:, bit, None] * (np.arange(LANES, dtype=np.uint32) >> np.uint32(bit) & np.uint32(1))
    points = draws.walk.points
    places = [(point.step, point.left, point.right) for point in points]
    weights = [(point.from_left, point.from_right, point.deviation) for point in points]
    shifts = np.array(draws.net.shifts, np.uint32)
    return HybridTables(directions, shifts, patterns, np.array(places), np.array(weights))


def hybrid_lanes(draws: HybridDraws, path: int, factor: int, mode: Mode = "strict") -> NDArray[np.float32]:
    """Return the draws of 64 consecutive paths and one factor.

    Args:
        draws: the randomisation.
        path: number of the first path, a multiple of 64.
        factor: number of the source of risk.
        mode: ``"strict"`` for the bits of the reference.

    Returns:
        float32 array of shape (steps, 64), the first columns of ``hybrid_block``.

    Raises:
        UsufructError: ``R122`` when the path is no multiple of 64 or the factor is none of the draws;
            ``R103`` for a path beyond 32 bits.
    """
    if path % LANES or not 0 <= factor < draws.factors:
        raise refuse("R122", f"path {path} of factor {factor} begins no block", "path", remedy="take a multiple of 64")
    draws.net.point(path + LANES - 1)
    draws.net.point(path)
    tables = hybrid_tables(draws)
    walk = np.empty((draws.steps, LANES), np.float64)
    increments = np.empty((draws.steps, LANES), np.float32)
    hybrid_kernel(mode)(
        np.uint64(draws.seed),
        path,
        factor,
        draws.factors,
        draws.levels,
        tables.directions,
        tables.shifts,
        tables.patterns,
        tables.places,
        tables.weights,
        walk,
        increments,
    )
    return increments


@cache
def hybrid_kernel(mode: Mode) -> Any:
    """Return the compiled function ``hybrid_lanes`` of a mode."""
    return load_kernel(kernel_source(PARTS, mode)).hybrid_lanes
