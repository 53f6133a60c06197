"""Amounts: text to minor units and back, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usufruct.errors import Fault, UsufructError
from usufruct.money import currencies, decimal_text, grouped, minor_units

CODES = st.sampled_from([each.code for each in currencies()])
AMOUNTS = st.integers(min_value=-(10**40), max_value=10**40)


def refused(text: object, code: str = "EUR") -> Fault:
    with pytest.raises(UsufructError) as raised:
        minor_units(text, code)  # type: ignore[arg-type]
    (fault,) = raised.value.faults
    return fault


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("1 234.50", "EUR", 123450),
        ("1_234.5", "EUR", 123450),
        ("1\u00a0234\u202f567", "EUR", 123456700),
        ("\u22120.01", "EUR", -1),
        ("-0.00", "EUR", 0),
        (" 7 ", "EUR", 700),
        ("0012", "EUR", 1200),
        ("18 172 971 903 836", "RUB", 1817297190383600),
        ("471 900 000 000", "JPY", 471900000000),
        ("1.234", "KWD", 1234),
    ],
)
def test_amounts_as_written(text: str, code: str, expected: int) -> None:
    assert minor_units(text, code) == expected


@given(AMOUNTS, CODES)
def test_decimal_text_is_read_back(amount: int, code: str) -> None:
    assert minor_units(decimal_text(amount, code), code) == amount


@given(AMOUNTS, CODES)
def test_grouped_text_is_read_back_and_differs_by_spaces_only(amount: int, code: str) -> None:
    text = grouped(amount, code)
    assert minor_units(text, code) == amount
    assert text.replace(" ", "") == decimal_text(amount, code)


def test_grouped_sets_threes_apart_from_the_right() -> None:
    assert grouped(-123456789012, "EUR") == "-1 234 567 890.12"
    assert grouped(99999, "EUR") == "999.99"
    assert grouped(-5, "KWD") == "-0.005"


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("1,234.50", "write 1234.50"),
        ("1.234,56", "write 1234.56"),
        ("1,5", "write 1.50"),
        ("1,234", "write 1234.00 or 1.23"),
        ("1e6", "write 1000000.00"),
        ("-1.5E2", "write -150.00"),
        ("+5", "write 5.00"),
        (".5", "write 0.50"),
        ("-.5", "write -0.50"),
        ("5.", "write 5.00"),
        ("1 23.5", "write 123.50"),
        ("1.5 EUR", "write 1.50"),
    ],
)
def test_refusal_names_the_nearest_amount(text: str, remedy: str) -> None:
    fault = refused(text)
    assert fault.code == "M102"
    assert fault.remedy == remedy


@pytest.mark.parametrize("text", ["", " ", "NaN", "inf", "-", "--5", "1..2", "0x10", "\u0663", "1/2", "1e99", "9" * 70])
def test_what_is_no_amount_is_refused(text: str) -> None:
    assert refused(text).code == "M102"


@pytest.mark.parametrize(
    ("text", "code", "nearest"), [("1.999", "EUR", "1.99"), ("-1.999", "EUR", "-1.99"), ("12.5", "JPY", "12")]
)
def test_too_many_decimals_are_refused_with_the_amount_towards_zero(text: str, code: str, nearest: str) -> None:
    fault = refused(text, code)
    assert fault.code == "M103"
    assert f"write {nearest}," in fault.remedy


def test_trailing_zeros_beyond_the_currency_are_decimals_too() -> None:
    assert refused("1.500").code == "M103"


@pytest.mark.parametrize("value", [1.5, 5, None, True])
def test_only_text_is_read(value: object) -> None:
    assert refused(value).code == "M104"


@pytest.mark.parametrize("amount", [1.0, "1", True, None])
def test_only_integers_are_written(amount: object) -> None:
    for write in (decimal_text, grouped):
        with pytest.raises(UsufructError, match="M104"):
            write(amount, "EUR")  # type: ignore[arg-type]


def codes_of(text: str) -> set[str]:
    try:
        minor_units(text, "EUR")
    except UsufructError as error:
        return {fault.code for fault in error.faults if fault.remedy}
    return set()


@given(st.text(max_size=80) | st.text("0123456789 ,.-+eE_", max_size=12))
def test_any_text_is_an_amount_or_a_fault_with_a_remedy(text: str) -> None:
    assert codes_of(text) <= {"M102", "M103"}
