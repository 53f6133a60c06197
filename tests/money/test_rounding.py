"""Rounding rules, against a table written by hand and the standard library's decimal arithmetic."""

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usufruct.errors import UsufructError
from usufruct.money import ROUNDINGS, Rounding, round_to_integer

TABLE: dict[Rounding, list[int]] = {
    #                       2.5  3.5  -2.5  -2.6  2.4  -2.4
    "half up": [3, 4, -2, -3, 2, -2],
    "half away from zero": [3, 4, -3, -3, 2, -2],
    "half even": [2, 4, -2, -3, 2, -2],
    "down": [2, 3, -2, -2, 2, -2],
    "up": [3, 4, -3, -3, 3, -3],
}
DECIMAL_RULES: dict[Rounding, str] = {
    "half away from zero": decimal.ROUND_HALF_UP,
    "half even": decimal.ROUND_HALF_EVEN,
    "down": decimal.ROUND_DOWN,
    "up": decimal.ROUND_UP,
}
TENTHS = st.integers(-(10**9), 10**9).map(lambda n: Fraction(n, 10))


def test_every_rule_is_in_the_table() -> None:
    assert list(TABLE) == list(ROUNDINGS)


@pytest.mark.parametrize("how", ROUNDINGS)
def test_halves_and_negatives_follow_the_table(how: Rounding) -> None:
    figures = [Fraction(n, 10) for n in (25, 35, -25, -26, 24, -24)]
    assert [round_to_integer(figure, how) for figure in figures] == TABLE[how]


@given(TENTHS, st.sampled_from(sorted(DECIMAL_RULES)))
def test_rules_agree_with_decimal_arithmetic(x: Fraction, how: Rounding) -> None:
    expected = (Decimal(x.numerator) / x.denominator).to_integral_value(DECIMAL_RULES[how])
    assert round_to_integer(x, how) == int(expected)


@given(TENTHS, st.integers(-1000, 1000))
def test_half_up_commutes_with_whole_shifts(x: Fraction, shift: int) -> None:
    assert round_to_integer(x + shift) == round_to_integer(x) + shift


@given(st.integers(), st.sampled_from(ROUNDINGS))
def test_whole_numbers_stay(n: int, how: Rounding) -> None:
    assert round_to_integer(Fraction(n), how) == n


def test_an_unknown_rule_is_refused_with_the_list() -> None:
    with pytest.raises(UsufructError) as raised:
        round_to_integer(Fraction(1, 2), "nearest")  # type: ignore[arg-type]
    (fault,) = raised.value.faults
    assert fault.code == "M106"
    assert all(how in fault.remedy for how in ROUNDINGS)


def test_floats_are_refused() -> None:
    with pytest.raises(UsufructError, match="M104"):
        round_to_integer(0.5)  # type: ignore[arg-type]
