"""Logarithm and exponential from ``+ - * /`` alone, in a fixed order: the same bits on every platform.

The library of a platform may round either function in its own way, and a path that is to be made again
anywhere cannot depend on it. Relative errors stay below 4e-16. Standard library; arrays go through the
same series in ``elementary_arrays``.
"""

from __future__ import annotations

from math import factorial, floor, frexp, ldexp
from typing import TYPE_CHECKING, Final, TypeVar

from usufruct.markets.draws.percentage_points import LOG_TWO_HIGH, LOG_TWO_LOW, ODD_INVERSES, ROOT_HALF

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

INVERSE_LOG_TWO: Final = 1.4426950408889634
_INVERSES: Final = tuple(1 / factorial(n) for n in range(1, 14))

# A number or an array of numbers; named as text so that this module needs no numpy.
Number = TypeVar("Number", float, "NDArray[np.float64]")


def log(x: float) -> float:
    """Return the natural logarithm of a positive normal float64.

    Example:
        >>> log(1.0), log(8.0)
        (0.0, 2.0794415416798357)
    """
    mantissa, exponent = frexp(x)
    if mantissa < ROOT_HALF:
        mantissa, exponent = mantissa * 2, exponent - 1
    return log_series(mantissa, float(exponent))


def exp(x: float) -> float:
    """Return the exponential of a number between -700 and 700.

    Example:
        >>> exp(0.0), round(exp(1.0), 14)
        (1.0, 2.71828182845905)
    """
    exponent = floor(x * INVERSE_LOG_TWO + 0.5)
    return ldexp(exp_series(x - exponent * LOG_TWO_HIGH - exponent * LOG_TWO_LOW), exponent)


def log_series(mantissa: Number, exponent: Number) -> Number:
    """Return ``log(mantissa) + exponent * log(2)`` for mantissas between sqrt(1/2) and sqrt(2)."""
    s = (mantissa - 1.0) / (mantissa + 1.0)
    square = s * s
    total = square * ODD_INVERSES[-1]
    for coefficient in reversed(ODD_INVERSES[:-1]):
        total = (total + coefficient) * square
    return exponent * LOG_TWO_HIGH + (2.0 * s + (2.0 * s * total + exponent * LOG_TWO_LOW))


def exp_series(x: Number) -> Number:
    """Return the exponential of a number between -0.35 and 0.35."""
    total = x * _INVERSES[-1]
    for coefficient in reversed(_INVERSES[:-1]):
        total = (total + coefficient) * x
    return 1.0 + total
