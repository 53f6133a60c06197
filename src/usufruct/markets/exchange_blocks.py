"""Exchange rates of many paths at once, as numpy arrays with the bits of the reference path."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from usufruct.markets import elementary
from usufruct.markets.elementary_arrays import exp
from usufruct.markets.exchange import ExchangeRate

Doubles = NDArray[np.float64]


def exchange_block(
    model: ExchangeRate, normals: NDArray[np.float32], own_rates: Doubles, euro_rates: Doubles
) -> Doubles:
    """Return the rate at the end of each month for a block of paths.

    Args:
        model: the exchange rate.
        normals: draws of shape (months, paths).
        own_rates: short rates of the currency, of the same shape.
        euro_rates: short rates of the euro, of the same shape.

    Returns:
        float64 array of that shape; each column equals :meth:`ExchangeRate.path`, bit for bit.
    """
    deviation, steady, share = model.monthly()
    levels = np.empty(normals.shape, np.float64)
    level = np.full(normals.shape[1:], elementary.log(model.start))
    for row, draws, own, euro in zip(levels, normals, own_rates, euro_rates, strict=True):
        level = level + (share * (own - euro) + (steady + deviation * draws.astype(np.float64)))
        row[:] = level
    return exp(levels)
