"""Reference rates: as printed, checked by hash, and refused on days without one."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from usufruct import facts
from usufruct.errors import UsufructError
from usufruct.facts.packaged import data_bytes
from usufruct.facts.reference_rates import read_table, reference_rates


def code(error: pytest.ExceptionInfo[UsufructError]) -> str:
    return error.value.faults[0].code


@pytest.mark.parametrize(
    ("currency", "printed"),
    [("USD", "1.1156"), ("JPY", "159.53"), ("GBP", "0.83953"), ("CAD", "1.511")],
)
def test_the_rates_that_fix_the_principals_of_the_loans(currency: str, printed: str) -> None:
    assert facts.reference_rate(currency, "2024-09-19") == Fraction(printed)


def test_the_bilateral_principals_come_to_the_published_total() -> None:
    """Independent arithmetic: principals at those rates, rounded to the cent."""
    cents = [
        round(Fraction(principal) * 100 / facts.reference_rate(currency, "2024-09-19"))
        for currency, principal in (
            ("USD", 20 * 10**9),
            ("JPY", 4719 * 10**8),
            ("GBP", 2258 * 10**6),
            ("CAD", 5 * 10**9),
        )
    ]
    assert round(Fraction(sum(cents), 10**5)) == 26_884_304


def test_the_table_has_every_row_and_no_hole() -> None:
    table = reference_rates()
    assert len(table.days) == 1238
    assert (table.days[0], table.days[-1]) == (date(2021, 12, 30), date(2026, 10, 30))
    assert set(table.rates) == {"USD", "GBP", "JPY", "CAD", "CHF", "AUD", "SEK"}
    assert all(text for column in table.rates.values() for text in column.values())
    assert table.days[-1] <= facts.latest_known()


def test_a_day_without_rate_names_the_nearest_earlier_one() -> None:
    with pytest.raises(UsufructError) as error:
        facts.reference_rate("USD", date(2024, 9, 22))
    assert code(error) == "F142"
    assert "2024-09-20" in error.value.faults[0].remedy
    friday = facts.reference_rate("USD", "2024-09-20")
    assert facts.reference_rate("USD", "2024-09-22", on_or_before=True) == friday


@pytest.mark.parametrize("day", ["2021-12-29", "2026-10-31", "2030-01-01"])
def test_outside_the_table_there_is_no_rate(day: str) -> None:
    with pytest.raises(UsufructError) as error:
        facts.reference_rate("USD", day, on_or_before=True)
    assert code(error) == "F142"


def test_the_euro_is_one_and_unknown_currencies_are_refused() -> None:
    assert facts.reference_rate("EUR", "2024-09-22") == 1
    with pytest.raises(UsufructError) as error:
        facts.reference_rate("USDT", "2024-09-19")
    assert code(error) == "F141"
    assert "'USD'" in error.value.faults[0].remedy


def test_a_changed_table_is_refused() -> None:
    raw = data_bytes("ecb_reference_rates")
    assert read_table(raw).days
    with pytest.raises(UsufructError) as error:
        read_table(raw.replace(b"1.1156", b"1.1157", 1))
    assert code(error) == "F140"
