"""Logarithm and exponential of whole arrays, with the bits of ``elementary``."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from usufruct.markets.draws.percentage_points import LOG_TWO_HIGH, LOG_TWO_LOW, ROOT_HALF
from usufruct.markets.elementary import INVERSE_LOG_TWO, exp_series, log_series

Doubles = NDArray[np.float64]


def log(x: Doubles) -> Doubles:
    """Return the natural logarithm of positive normal numbers.

    Example:
        >>> log(np.array([1.0, 8.0])).tolist()
        [0.0, 2.0794415416798357]
    """
    mantissa, exponent = np.frexp(x)
    small = mantissa < ROOT_HALF
    return log_series(np.where(small, mantissa * 2, mantissa), np.where(small, exponent - 1.0, exponent))


def exp(x: Doubles) -> Doubles:
    """Return the exponential of numbers between -700 and 700.

    Example:
        >>> exp(np.array([0.0, 1.0])).round(14).tolist()
        [1.0, 2.71828182845905]
    """
    exponent = np.floor(x * INVERSE_LOG_TWO + 0.5)
    series = exp_series(x - exponent * LOG_TWO_HIGH - exponent * LOG_TWO_LOW)
    return np.ldexp(series, exponent.astype(np.int32))
