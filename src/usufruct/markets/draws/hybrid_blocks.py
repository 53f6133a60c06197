"""Normals for means of many paths at once, as numpy arrays with the bits of ``hybrid``."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from usufruct.markets.draws.blocks import normal_block
from usufruct.markets.draws.hybrid import HybridDraws
from usufruct.markets.draws.inverse_normal import central, tail
from usufruct.markets.draws.percentage_points import CENTRAL_HALF
from usufruct.markets.draws.sobol import BITS, SobolNet
from usufruct.markets.elementary_arrays import log


def hybrid_block(draws: HybridDraws, first_path: int, paths: int, factor: int) -> NDArray[np.float32]:
    """Return draws of consecutive paths and one factor.

    Returns:
        float32 array of shape (steps, paths), bit for bit equal to :meth:`HybridDraws.normals`.

    Example:
        >>> draws = HybridDraws(seed=5, steps=6, factors=2, levels=3)
        >>> tuple(hybrid_block(draws, 10, 4, factor=1)[:, 2].tolist()) == draws.normals(12, 1)
        True
    """
    words = net_words(draws.net, first_path, paths, slice(factor, None, draws.factors))
    leading = inverse_normals((words.astype(np.float64) + 0.5) * 2.0**-32)
    following = normal_block(draws.details, first_path, paths, draws.steps, factor)[draws.levels :]
    increments = draws.walk.increments([*leading, *following.astype(np.float64)])
    return np.stack(increments).astype(np.float32)


def net_words(net: SobolNet, first_point: int, points: int, dimensions: slice = slice(None)) -> NDArray[np.uint32]:
    """Return words of consecutive points of a net.

    Returns:
        uint32 array of shape (dimensions, points).
    """
    for end in (first_point, first_point + max(points - 1, 0)):
        net.point(end)  # refuses a number out of range
    numbers = np.arange(first_point, first_point + points, dtype=np.uint32)
    directions = np.array(net.directions[dimensions], np.uint32)
    words = np.repeat(np.array(net.shifts[dimensions], np.uint32)[:, None], points, axis=1)
    for bit in range(BITS):
        chosen = (numbers >> np.uint32(bit)) & np.uint32(1)
        if chosen.any():
            words ^= directions[:, bit, None] * chosen
    return words


def inverse_normals(uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the normals of uniforms between 2**-33 and 1 - 2**-33."""
    from_middle = uniforms - 0.5
    outer = np.abs(from_middle) > CENTRAL_HALF
    normals = central(np.where(outer, 0.0, from_middle))
    low = from_middle[outer] < 0
    sizes = tail(np.sqrt(-log(np.where(low, uniforms[outer], 1.0 - uniforms[outer]))))
    normals[outer] = np.where(low, -sizes, sizes)
    return normals
