"""Figures as printed and the half unit of their last digit."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usufruct.errors import UsufructError
from usufruct.money import half_unit, read_figure


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("99.7 %", Fraction(997, 1000)),
        ("99.7%", Fraction(997, 1000)),
        ("25\u00a0%", Fraction(1, 4)),
        ("1 000 000", Fraction(10**6)),
        ("2/37", Fraction(2, 37)),
        ("-2 / 37", Fraction(-2, 37)),
        ("0.3", Fraction(3, 10)),
        ("\u22125", Fraction(-5)),
        ("90 bp", Fraction(9, 1000)),
    ],
)
def test_figures_are_exact(text: str, expected: Fraction) -> None:
    assert read_figure(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "%",
        "1,5",
        "1e3",
        "nan",
        "1/0",
        "1/2/3",
        "1/-2",
        "1.5/2",
        "99.7 %%",
        "5 points",
        "9" * 61,
        "1/" + "9" * 61,
    ],
)
def test_text_that_is_no_figure_is_refused(text: str) -> None:
    with pytest.raises(UsufructError, match="M105"):
        read_figure(text)


@pytest.mark.parametrize("value", [0.997, 1, None, Fraction(1, 2)])
@pytest.mark.parametrize("read", [read_figure, half_unit])
def test_only_text_is_a_figure(read: object, value: object) -> None:
    with pytest.raises(UsufructError, match="M104"):
        read(value)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.55", Fraction(1, 200)),
        ("1470", Fraction(1, 2)),
        ("1500", Fraction(1, 2)),
        ("6.9", Fraction(1, 20)),
        ("6.90", Fraction(1, 200)),
        ("-6.9", Fraction(1, 20)),
        ("5.4 %", Fraction(1, 2000)),
        ("90 bp", Fraction(1, 20000)),
    ],
)
def test_half_unit_of_the_last_printed_digit(text: str, expected: Fraction) -> None:
    assert half_unit(text) == expected


@pytest.mark.parametrize("text", ["2/37", "about 5", ""])
def test_half_unit_needs_printed_digits(text: str) -> None:
    with pytest.raises(UsufructError, match="M105"):
        half_unit(text)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4), st.integers(0, 4))
def test_printing_moves_a_figure_by_at_most_the_half_unit(figure: Decimal, places: int) -> None:
    printed = f"{figure:.{places}f}"
    assert abs(read_figure(printed) - Fraction(figure)) <= half_unit(printed)
