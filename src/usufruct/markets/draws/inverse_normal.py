"""The normal number of a uniform one: Wichura's rational approximations, for points of a net.

Points of a net lose their evenness under the Box-Muller transform, which mixes two coordinates, so each
goes through the inverse distribution on its own. M. J. Wichura, "Algorithm AS 241: The percentage points
of the normal distribution", Applied Statistics 37 (1988), 477-484. Uniforms here are at least 2**-33 from
0 and from 1, so its third range, beyond 5.7 million to one in a million million, is never entered.
"""

from __future__ import annotations

from math import sqrt

from usufruct.markets.draws.percentage_points import (
    CENTRAL_ABOVE,
    CENTRAL_BELOW,
    CENTRAL_HALF,
    CENTRE,
    TAIL,
    TAIL_ABOVE,
    TAIL_BELOW,
)
from usufruct.markets.elementary import Number, log


def inverse_normal(uniform: float) -> float:
    """Return the number that a standard normal does not exceed with a given probability.

    Args:
        uniform: a probability between 2**-33 and 1 - 2**-33.

    Example:
        >>> round(inverse_normal(0.975), 12), inverse_normal(0.5)
        (1.95996398454, 0.0)
    """
    from_middle = uniform - 0.5
    if abs(from_middle) <= CENTRAL_HALF:
        return central(from_middle)
    size = tail(sqrt(-log(uniform if from_middle < 0 else 1.0 - uniform)))
    return -size if from_middle < 0 else size


def central(from_middle: Number) -> Number:
    """Return the normal of a probability at most 0.425 from a half."""
    r = CENTRE - from_middle * from_middle
    return from_middle * _polynomial(CENTRAL_ABOVE, r) / _polynomial(CENTRAL_BELOW, r)


def tail(root: Number) -> Number:
    """Return the size of the normal of a small probability p, given ``sqrt(-log p)``, at most 5."""
    r = root - TAIL
    return _polynomial(TAIL_ABOVE, r) / _polynomial(TAIL_BELOW, r)


def _polynomial(coefficients: tuple[float, ...], x: Number) -> Number:
    value = x * coefficients[-1] + coefficients[-2]
    for coefficient in reversed(coefficients[:-2]):
        value = value * x + coefficient
    return value
