"""Unrounded amounts of the exact execution: whole minor units and a proper fraction of one, ``q + r/d``.

Each function is one operation of the graph, called by generated source. A denominator is an integer where it
is the same for every member and path, else an array. :mod:`usufruct.engine.sizes` bounds all of them below
2**61.
"""

from __future__ import annotations

from math import lcm
from typing import Any

import numpy as np

from usufruct.engine.lower.mul_div import Integers, Whole, guarded, mul_div, mul_div_half_up
from usufruct.engine.lower.ratios import Ratio
from usufruct.errors import refuse

Parts = tuple[Integers, Whole, Whole]
"""``q``, ``r`` and ``d`` with ``0 <= r < d``."""


def times(amount: Parts, rate: Ratio) -> Parts:
    """An amount times a rate: the whole units first, then the fraction of one that both leave behind."""
    (q, r, d), (n, e) = amount, rate
    whole, rest = mul_div(q, n, e)
    if isinstance(d, int) and d == 1:
        return whole, rest, e
    left = rest * d + r * n
    common = d * e
    carry = left // common
    return guarded(whole + carry), left - carry * common, common


def rounded(amount: Parts, how: str) -> Integers:
    """A whole number of minor units by the named rule of :data:`usufruct.money.Rounding`.

    Raises:
        UsufructError: ``U133`` for a rule that this execution does not know.
    """
    q, r, d = amount
    if isinstance(d, int) and d == 1:
        return q
    twice = 2 * r
    match how:
        case "half up":
            up = twice >= d
        case "half away from zero":
            up = np.where(q >= 0, twice >= d, twice > d)
        case "half even":
            up = (twice > d) | ((twice == d) & ((q & 1) == 1))
        case "down":
            up = (q < 0) & (np.asarray(r) > 0)
        case "up":
            up = (q >= 0) & (np.asarray(r) > 0)
        case _:
            raise refuse(
                "U133",
                f"no compiled rounding is called {how}",
                "exact execution",
                "",
                "name one of usufruct.money.Rounding",
            )
    result: Integers = q + up
    return result


def times_rounded(amount: Integers, rate: Ratio, how: str) -> Integers:
    """A whole amount times a rate, rounded at once: by far the most frequent formula of the law."""
    if how == "half up":
        return mul_div_half_up(amount, *rate)
    return rounded(times((amount, 0, 1), rate), how)


def in_range(amount: Parts) -> Parts:
    """The amount itself, once its whole units are known to be in range."""
    guarded(amount[0])
    return amount


def plus(one: Parts, other: Parts) -> Parts:
    """The sum of two amounts."""
    q, r, p, s, d = _aligned(one, other)
    return _carried(q + p, r + s, d)


def minus(one: Parts, other: Parts) -> Parts:
    """The difference of two amounts."""
    q, r, p, s, d = _aligned(one, other)
    return _carried(q - p, r - s, d)


def negative(amount: Parts) -> Parts:
    """The amount with the other sign."""
    q, r, d = amount
    return _carried(-q, -r, d)


def least(one: Parts, other: Parts) -> Parts:
    """The smaller of two amounts."""
    q, r, p, s, d = _aligned(one, other)
    return _chosen((q < p) | ((q == p) & (r <= s)), q, r, p, s, d)


def most(one: Parts, other: Parts) -> Parts:
    """The larger of two amounts."""
    q, r, p, s, d = _aligned(one, other)
    return _chosen((q > p) | ((q == p) & (r >= s)), q, r, p, s, d)


def less(one: Parts, other: Parts) -> Any:
    """Whether the first amount is below the second."""
    q, r, p, s, _ = _aligned(one, other)
    return (q < p) | ((q == p) & (r < s))


def at_most(one: Parts, other: Parts) -> Any:
    """Whether the first amount is not above the second."""
    q, r, p, s, _ = _aligned(one, other)
    return (q < p) | ((q == p) & (r <= s))


def choice(condition: Any, one: Parts, other: Parts) -> Parts:
    """The first amount where the condition holds, else the second."""
    q, r, p, s, d = _aligned(one, other)
    return _chosen(condition, q, r, p, s, d)


def total(amount: Parts, axis: int) -> Parts:
    """Sum over an axis along which the denominator is one."""
    q, r, d = amount
    q, r = np.broadcast_arrays(q, r)
    whole, part, common = _carried(q.sum(axis, keepdims=True), r.sum(axis, keepdims=True), d)
    return guarded(whole), part, common


def running(amount: Parts, axis: int) -> Parts:
    """Running sum along an axis."""
    q, r, d = amount
    q, r = np.broadcast_arrays(q, r)
    whole, part, common = _carried(q.cumsum(axis), r.cumsum(axis), d)
    return guarded(whole), part, common


def pick(amount: Parts, axis: int, position: int) -> Parts:
    """The amount of one member."""
    q, r, d = amount
    return q.take([position], axis), _member(r, axis, position), _member(d, axis, position)


def ratio(one: Parts, other: Parts) -> Ratio:
    """One amount divided by another, as a rate; zero where the divisor is zero."""
    (q, r, d), (p, s, e) = one, other
    return _oriented((q * d + r) * e, (p * e + s) * d)


def _oriented(n: Any, d: Any) -> Ratio:
    below = np.where(d == 0, 1, np.abs(d))
    return np.where(d == 0, 0, np.where(d < 0, -n, n)), below


def _aligned(one: Parts, other: Parts) -> tuple[Integers, Whole, Integers, Whole, Whole]:
    (q, r, d), (p, s, e) = one, other
    if d is e:
        return q, r, p, s, d
    common = lcm(d, e) if isinstance(d, int) and isinstance(e, int) else d * e
    return q, r * (common // d), p, s * (common // e), common


def _carried(q: Any, r: Any, d: Any) -> Parts:
    carry = r // d
    return q + carry, r - carry * d, d


def _chosen(condition: Any, q: Any, r: Any, p: Any, s: Any, d: Whole) -> Parts:
    return np.where(condition, q, p), np.where(condition, r, s), d


def _member(values: Any, axis: int, position: int) -> Any:
    if isinstance(values, int) or values.shape[axis] == 1:
        return values
    return values.take([position], axis)
