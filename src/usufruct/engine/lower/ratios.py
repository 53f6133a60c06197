"""Rates of the exact execution: integer fractions ``n/d`` with a positive denominator, never reduced.

Each function is one operation of the graph, called by generated source. A denominator is an integer where it
is the same for every member and path, else an array. :mod:`usufruct.engine.sizes` bounds all integers below
2**61.
"""

from __future__ import annotations

from math import lcm
from typing import Any

import numpy as np

from usufruct.engine.lower.mul_div import Integers, Whole

Ratio = tuple[Whole, Whole]
"""``n`` and ``d`` with ``d > 0``."""


def times(one: Ratio, other: Ratio) -> Ratio:
    """The product of two rates."""
    return one[0] * other[0], one[1] * other[1]


def inverse(rate: Ratio) -> Ratio:
    """One divided by a rate; zero where the rate is zero.

    Example:
        >>> inverse((-3, 4))
        (-4, 3)
    """
    n, d = rate
    if isinstance(n, int) and isinstance(d, int):
        return (0, 1) if n == 0 else (d if n > 0 else -d, abs(n))
    sign: Any = np.sign(n)
    return sign * d, np.where(sign == 0, 1, np.abs(n))


def plus(one: Ratio, other: Ratio) -> Ratio:
    """The sum of two rates."""
    n, m, d = _aligned(one, other)
    return n + m, d


def minus(one: Ratio, other: Ratio) -> Ratio:
    """The difference of two rates."""
    n, m, d = _aligned(one, other)
    return n - m, d


def negative(rate: Ratio) -> Ratio:
    """The rate with the other sign."""
    return -rate[0], rate[1]


def least(one: Ratio, other: Ratio) -> Ratio:
    """The smaller of two rates."""
    n, m, d = _aligned(one, other)
    return np.minimum(n, m), d


def most(one: Ratio, other: Ratio) -> Ratio:
    """The larger of two rates."""
    n, m, d = _aligned(one, other)
    return np.maximum(n, m), d


def less(one: Ratio, other: Ratio) -> Any:
    """Whether the first rate is below the second."""
    n, m, _ = _aligned(one, other)
    return np.less(n, m)


def at_most(one: Ratio, other: Ratio) -> Any:
    """Whether the first rate is not above the second."""
    n, m, _ = _aligned(one, other)
    return np.less_equal(n, m)


def choice(condition: Any, one: Ratio, other: Ratio) -> Ratio:
    """The first rate where the condition holds, else the second."""
    n, m, d = _aligned(one, other)
    return np.where(condition, n, m), d


def total(rate: Ratio, axis: int) -> Ratio:
    """Sum over an axis along which the denominator is one."""
    return np.asarray(rate[0]).sum(axis, keepdims=True), rate[1]


def running(rate: Ratio, axis: int) -> Ratio:
    """Running sum along an axis."""
    return np.asarray(rate[0]).cumsum(axis), rate[1]


def pick(rate: Ratio, axis: int, position: int) -> Ratio:
    """The rate of one member."""
    return _member(rate[0], axis, position), _member(rate[1], axis, position)


def summed(rates: list[Ratio]) -> Ratio:
    """The sum of any number of rates."""
    whole: Ratio = (0, 1)
    for rate in rates:
        whole = plus(whole, rate)
    return whole


def _aligned(one: Ratio, other: Ratio) -> tuple[Any, Any, Whole]:
    (n, d), (m, e) = one, other
    if d is e:
        return n, m, d
    common = lcm(d, e) if isinstance(d, int) and isinstance(e, int) else d * e
    return n * (common // d), m * (common // e), common


def _member(values: Any, axis: int, position: int) -> Any:
    if isinstance(values, int) or values.shape[axis] == 1:
        return values
    found: Integers = values.take([position], axis)
    return found
