"""Day counts, against the calendar walked day by day."""

from calendar import isleap
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usufruct.calendar import BASES, Basis, days, year_fraction
from usufruct.errors import UsufructError

DAYS = st.dates(date(1999, 1, 1), date(2035, 12, 31))


@given(DAYS, st.integers(0, 1500))
def test_actual_bases_agree_with_a_walk(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    walked = [start + timedelta(days=step) for step in range(length)]
    assert days(start, end, "actual/360") == (length, 360)
    assert days(start, end, "actual/365") == (length, 365)
    by_year = sum((Fraction(1, 366 if isleap(day.year) else 365) for day in walked), Fraction(0))
    assert year_fraction(start, end, "actual/actual") == by_year


@given(DAYS, DAYS, DAYS, st.sampled_from(BASES))
def test_counts_of_adjoining_periods_add_up(one: date, two: date, three: date, basis: Basis) -> None:
    first, middle, last = sorted((one, two, three))
    parts = year_fraction(first, middle, basis) + year_fraction(middle, last, basis)
    assert parts == year_fraction(first, last, basis)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2024, 1, 1), date(2025, 1, 1), 360),
        (date(2024, 1, 31), date(2024, 2, 29), 29),
        (date(2024, 1, 30), date(2024, 1, 31), 0),
        (date(2024, 2, 15), date(2024, 7, 1), 136),
        (date(2023, 12, 31), date(2024, 1, 31), 30),
    ],
)
def test_thirty_day_months(start: date, end: date, expected: int) -> None:
    assert days(start, end, "30E/360") == (expected, 360)


@pytest.mark.parametrize("year", [1900, 2000, 2023, 2024, 2100])
def test_a_calendar_year_is_one_year_by_the_actual_basis(year: int) -> None:
    assert year_fraction(date(year, 1, 1), date(year + 1, 1, 1), "actual/actual") == 1


@pytest.mark.parametrize("basis", BASES)
def test_no_days_are_no_part_of_a_year(basis: Basis) -> None:
    assert year_fraction(date(2024, 2, 29), date(2024, 2, 29), basis) == 0


def test_refusals() -> None:
    with pytest.raises(UsufructError, match="C111"):
        days(date(2024, 1, 1), date(2024, 1, 2), "actual/252")  # type: ignore[arg-type]
    with pytest.raises(UsufructError, match="C112"):
        days(date(2024, 1, 2), date(2024, 1, 1), "actual/360")
