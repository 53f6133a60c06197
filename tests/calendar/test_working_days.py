"""Working days and periods under Regulation 1182/71."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usufruct.calendar import (
    READINGS,
    Reading,
    add_working_days,
    first_working_day_after,
    months_after,
    period_end_in_days,
    period_end_in_months,
    working_day,
)
from usufruct.errors import UsufructError

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
ANY_READING = st.sampled_from(READINGS)


def working_days_between(start: date, end: date, reading: Reading) -> int:
    """Count working days after the start, up to and including the end, one by one."""
    later = (start + timedelta(days=step) for step in range(1, (end - start).days + 1))
    return sum(working_day(day, reading) for day in later)


@given(DAYS, st.integers(1, 15), ANY_READING)
def test_a_period_of_working_days_holds_exactly_so_many(day: date, n: int, reading: Reading) -> None:
    end = add_working_days(day, n, reading)
    assert working_day(end, reading)
    assert working_days_between(day, end, reading) == n


@given(DAYS, st.integers(1, 8), st.integers(1, 8), ANY_READING)
def test_periods_of_working_days_add_up(day: date, one: int, two: int, reading: Reading) -> None:
    assert add_working_days(add_working_days(day, one, reading), two, reading) == add_working_days(
        day, one + two, reading
    )


@given(DAYS, st.integers(1, 40), ANY_READING)
def test_a_period_of_days_ends_on_a_working_day_not_too_soon(start: date, n: int, reading: Reading) -> None:
    end = period_end_in_days(start, n, reading)
    assert end >= start + timedelta(days=n)
    assert working_day(end, reading)
    assert n == 1 or working_days_between(start, end, reading) >= 2
    # It is the first day that satisfies all three.
    earlier = (end - timedelta(days=step) for step in range(1, (end - start).days - n + 1))
    assert not any(
        working_day(day, reading) and (n == 1 or working_days_between(start, day, reading) >= 2) for day in earlier
    )


@given(DAYS)
def test_the_default_reading_never_ends_before_its_two_parts(day: date) -> None:
    alone = [first_working_day_after(day, "Belgian"), first_working_day_after(day, "Commission")]
    assert first_working_day_after(day) >= max(alone)


def test_weekends_are_never_working_days() -> None:
    for reading in READINGS:
        assert not working_day(date(2025, 7, 26), reading)
        assert not working_day(date(2025, 7, 27), reading)
        assert working_day(date(2025, 7, 28), reading)


@pytest.mark.parametrize(
    ("day", "bank", "belgian", "commission"),
    [
        (date(2027, 3, 26), False, True, False),  # Good Friday
        (date(2025, 7, 21), True, False, False),  # National Day of Belgium
        (date(2025, 11, 11), True, False, True),  # Armistice Day
        (date(2025, 12, 26), False, True, False),
        (date(2025, 5, 30), True, True, False),  # the day after Ascension
    ],
)
def test_readings_differ_where_the_holidays_do(day: date, bank: bool, belgian: bool, commission: bool) -> None:
    assert working_day(day, "bank") == bank
    assert working_day(day, "Belgian") == belgian
    assert working_day(day, "Commission") == commission
    assert working_day(day, "Belgian and Commission") == (belgian and commission)


def test_the_day_after_is_due_also_when_the_day_itself_is_a_working_day() -> None:
    assert working_day(date(2026, 3, 25))
    assert first_working_day_after(date(2026, 3, 25)) == date(2026, 3, 26)


def test_payment_within_five_working_days_of_the_call() -> None:
    # A call on Thursday 17 July 2025 meets the National Day of Belgium on Monday the 21st.
    assert add_working_days(date(2025, 7, 17), 5, "bank") == date(2025, 7, 24)
    assert add_working_days(date(2025, 7, 17), 5, "Belgian") == date(2025, 7, 25)


def test_five_days_of_objection_roll_from_a_weekend() -> None:
    # Notified on Monday: the fifth day is a Saturday, the period ends on Monday.
    assert period_end_in_days(date(2025, 6, 16), 5) == date(2025, 6, 23)
    assert period_end_in_days(date(2025, 6, 17), 5) == date(2025, 6, 23)
    assert period_end_in_days(date(2025, 6, 18), 5) == date(2025, 6, 23)


def test_two_days_hold_two_working_days() -> None:
    # Two days from Friday end on Sunday, roll to Monday, and need Tuesday as the second working day.
    assert period_end_in_days(date(2025, 6, 13), 1, "bank") == date(2025, 6, 16)
    assert period_end_in_days(date(2025, 6, 13), 2, "bank") == date(2025, 6, 17)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 11, 30), 3, date(2025, 2, 28)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2024, 2, 29), 60, date(2029, 2, 28)),
        (date(2025, 8, 31), 16, date(2026, 12, 31)),
    ],
)
def test_months_end_on_the_same_number_or_the_last_day(start: date, months: int, end: date) -> None:
    assert months_after(start, months) == end


def test_a_period_in_months_rolls() -> None:
    assert period_end_in_months(date(2023, 2, 12), 1) == date(2023, 3, 13)  # 12 March 2023 was a Sunday
    assert period_end_in_months(date(2025, 2, 12), 1) == date(2025, 3, 12)


def test_refusals() -> None:
    with pytest.raises(UsufructError) as raised:
        working_day(date(2025, 1, 1), "Belgium")  # type: ignore[arg-type]
    (fault,) = raised.value.faults
    assert fault.code == "C131"
    assert all(reading in fault.remedy for reading in READINGS)
    for n in (0, -1, True, 1.0):
        with pytest.raises(UsufructError, match="C132"):
            add_working_days(date(2025, 1, 1), n)  # type: ignore[arg-type]
        with pytest.raises(UsufructError, match="C132"):
            period_end_in_days(date(2025, 1, 1), n)  # type: ignore[arg-type]
        with pytest.raises(UsufructError, match="C132"):
            period_end_in_months(date(2025, 1, 1), n)  # type: ignore[arg-type]
