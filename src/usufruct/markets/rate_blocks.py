"""Rates of many paths at once, as numpy arrays with the bits of the reference path."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from usufruct.markets.short_rate import ShortRate


def rate_block(model: ShortRate, normals: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the rates of a block of paths.

    Args:
        model: a fitted model of n months.
        normals: draws of shape (n, paths), such as ``normal_block`` gives them.

    Returns:
        float64 array of shape (n, paths); each column equals :meth:`ShortRate.path` of its draws, bit for bit.

    Example:
        >>> from usufruct.markets.short_rate import fitted
        >>> flat = fitted("EUR", ["0.02"] * 2, reversion="0.1", volatility="0", fit="mean rates")
        >>> rate_block(flat, np.ones((2, 3), np.float32)).tolist()
        [[0.02, 0.02, 0.02], [0.02, 0.02, 0.02]]
    """
    rates = np.empty(normals.shape, np.float64)
    state = np.zeros(normals.shape[1:], np.float64)
    for level, row, draws in zip(model.level, rates, normals, strict=True):
        state = state * model.decay + model.deviation * draws.astype(np.float64)
        np.add(state, level, out=row)
    return rates
