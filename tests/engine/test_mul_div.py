"""The one product of the exact execution against Python's unbounded integers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from usufruct.engine.lower import parts
from usufruct.engine.lower.mul_div import LARGEST, BeyondRangeError, mul_div, mul_div_half_up
from usufruct.engine.sizes import OPERAND_LIMIT, WORD
from usufruct.money import ROUNDINGS, Rounding, round_to_integer

amounts = st.integers(-OPERAND_LIMIT, OPERAND_LIMIT)
numerators = st.integers(-WORD + 1, WORD - 1)
divisors = st.integers(1, WORD - 1)


def in_range(a: int, n: int, d: int) -> bool:
    return abs(a * n) <= (LARGEST - 1) * d


@given(amounts, numerators, divisors)
@example(2**51 - 5, 2**61 - 1, 2**61 - 1)
@example(-(2**51) + 5, 2**61 - 2, 2**61 - 1)
@example(2**52, 2**60 - 1, 2**61 - 1)
@example(-1, 1, 2**61 - 1)
@example(0, 0, 1)
def test_arrays_agree_with_unbounded_integers(a: int, n: int, d: int) -> None:
    given_arrays = (np.array([a]), np.array([n]), np.array([d]))
    if not in_range(a, n, d):
        if abs(a * n) // d > LARGEST + 4:
            with pytest.raises(BeyondRangeError):
                mul_div(*given_arrays)
        return
    q, r = mul_div(*given_arrays)
    assert (int(q[0]), int(r[0])) == divmod(a * n, d)
    assert int(mul_div_half_up(*given_arrays)[0]) == round_to_integer(Fraction(a * n, d))


@given(st.lists(amounts, min_size=1, max_size=5), numerators, divisors)
@example([2**52, -(2**52), 7], 997, 1000)
@example([2**52, -(2**52), 1], -1023, 1023)
@example([5, -5, 3], 1, 2)
def test_integers_agree_with_unbounded_integers(values: list[int], n: int, d: int) -> None:
    if not all(in_range(a, n, d) for a in values):
        return
    q, r = mul_div(np.array(values), n, d)
    assert list(zip(q.tolist(), r.tolist(), strict=True)) == [divmod(a * n, d) for a in values]
    rounded = mul_div_half_up(np.array(values), n, d).tolist()
    assert rounded == [round_to_integer(Fraction(a * n, d)) for a in values]


@given(amounts, st.integers(1, 2**61 - 1), st.sampled_from(ROUNDINGS), st.integers(-(2**40), 2**40))
@example(-5, 2, "half even", 1)
@example(5, 2, "half even", 3)
@example(-1, 2, "half away from zero", 1)
def test_every_rounding_agrees_with_the_money_floor(a: int, d: int, how: Rounding, n: int) -> None:
    if in_range(a, n, d):
        found = parts.times_rounded(np.array([a]), (np.array([n]), d), how)
        assert int(found[0]) == round_to_integer(Fraction(a * n, d), how)


@given(amounts, st.integers(1, 10**6), st.integers(0, 10**6), st.integers(-(10**6), 10**6), st.integers(1, 10**6))
def test_amounts_with_a_fraction_of_a_cent(q: int, d: int, r: int, n: int, e: int) -> None:
    if r >= d or not in_range(abs(q) + 1, n, e):
        return
    amount = Fraction(q * d + r, d)
    whole, rest, common = parts.times((np.array([q]), np.array([r]), d), (n, e))
    left = int(np.asarray(rest)[0])
    assert whole[0] + Fraction(left, int(common)) == amount * Fraction(n, e)
    assert 0 <= left < common


def test_a_quotient_beyond_the_range_is_refused_and_never_wraps() -> None:
    with pytest.raises(BeyondRangeError):
        mul_div(np.array([2**51]), 1001, 1000)
    with pytest.raises(BeyondRangeError):
        mul_div(np.array([2**51]), np.array([2**60]), np.array([3]))
    with pytest.raises(BeyondRangeError):
        mul_div_half_up(np.array([-(2**51)]), 2**60, 7)
