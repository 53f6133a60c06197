"""``a * n / d`` on 64-bit integers as if they had 128 bits: the one product of the exact execution.

The quotient is first estimated in float64. The residual ``a n - q d`` is then taken modulo 2**64, where it
comes out right because it is known to be short, and tells whether the estimate was one too high or one too
low.

Why one: the estimate goes through at most four roundings of relative size 2**-53 each, so that below 2**51 it
is less than one away from the true quotient, and its floor at most one away from the true floor.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Whole = Integers | int

LARGEST = 2**51 - 4
"""The largest quotient (and the largest amount kept) for which the estimate is proven good."""
_SHORT = 2**10


class BeyondRangeError(ArithmeticError):
    """An amount or a count left the range of the exact execution; the driver names the provision."""


def guarded(amount: Integers, largest: int = LARGEST) -> Integers:
    """The amount itself, once it is known to be in range.

    Raises:
        BeyondRangeError: if any element is larger than ``largest`` in absolute value.

    Example:
        >>> guarded(np.array([5, -7])).tolist()
        [5, -7]
    """
    if amount.size and (amount.max() > largest or amount.min() < -largest):
        raise BeyondRangeError
    return amount


def mul_div(a: Integers, n: Whole, d: Whole) -> tuple[Integers, Integers]:
    """Quotient and remainder of ``a * n`` by ``d``, the quotient rounded down.

    Args:
        a: below 2**52 in absolute value.
        n: below 2**61 in absolute value; an integer or an array that broadcasts with ``a``.
        d: from 1 to 2**61; likewise.

    Returns:
        ``q`` and ``r`` with ``a * n == q * d + r`` and ``0 <= r < d``.

    Raises:
        BeyondRangeError: if a quotient reaches 2**51, except where both ``n`` and ``d`` are integers with
            ``n <= d``: a proper share of an amount in range is in range.

    Example:
        >>> q, r = mul_div(np.array([45_000_000_000_00, -1]), 181, 450)
        >>> q.tolist(), r.tolist()
        ([1810000000000, -1], [0, 269])
    """
    if isinstance(n, int) and isinstance(d, int) and abs(n) < _SHORT:
        product = a * n
        q = product // d
        if abs(n) > d:
            guarded(q)
        return q, product - q * d
    q = _estimate(a, n, d, np.floor)
    r = a * n - q * d
    low = r < 0
    q -= low
    r += low * d
    high = r >= d
    q += high
    r -= high * d
    return q, r


def mul_div_half_up(a: Integers, n: Whole, d: Whole) -> Integers:
    """``a * n / d`` rounded to the nearest integer, halves upwards; arguments as :func:`mul_div`.

    Example:
        >>> mul_div_half_up(np.array([5, -5, 7]), 1, 2).tolist()
        [3, -2, 4]
    """
    if isinstance(n, int) and isinstance(d, int) and abs(n) < _SHORT:
        q = (a * n + d // 2) // d
        return guarded(q) if abs(n) > d else q
    q = _estimate(a, n, d, np.rint)
    r = a * n - q * d
    half = d // 2
    q += r >= d - half
    q -= r < -half
    return q


def _estimate(a: Integers, n: Whole, d: Whole, rounding: Any) -> Integers:
    if isinstance(n, int) and isinstance(d, int):
        estimate = rounding(a * (n / d))
        safe = abs(n) <= d
    else:
        # In this order: a product of two figures rounds once, and a quotient once more.
        estimate = rounding(np.multiply(a, n, dtype=np.float64) / d)
        safe = False
    if not safe and estimate.size and (estimate.max() > LARGEST or estimate.min() < -LARGEST):
        raise BeyondRangeError
    found: Integers = estimate.astype(np.int64)
    return found
