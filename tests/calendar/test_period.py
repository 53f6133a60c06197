"""Half-years and the days that the levy counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usufruct.calendar import LEVY_START, HalfYear, half_years, levy_days, read_day, read_period
from usufruct.errors import UsufructError

DAYS = st.dates(date(2, 1, 1), date(9998, 12, 31))
HALVES = st.builds(HalfYear, st.integers(1000, 9998), st.sampled_from([1, 2]))


@given(DAYS)
def test_every_day_lies_in_the_half_year_it_belongs_to(day: date) -> None:
    half = HalfYear.of(day)
    assert half.start <= day <= half.end
    assert half.next.start == half.end + timedelta(days=1)
    assert half.next.previous == half == half.previous.next


@given(HALVES)
def test_labels_are_read_back(half: HalfYear) -> None:
    assert HalfYear.read(half.label) == half
    assert str(half) == half.label


@given(HALVES, HALVES)
def test_order_is_the_order_of_time(one: HalfYear, other: HalfYear) -> None:
    assert (one < other) == (one.end < other.start)


@given(HALVES, st.integers(0, 40))
def test_a_span_holds_every_half_year_once(first: HalfYear, steps: int) -> None:
    expected = [first]
    for _ in range(steps):
        if expected[-1] < HalfYear(9998, 2):
            expected.append(expected[-1].next)
    assert list(half_years(first, expected[-1])) == expected


def test_the_last_half_year_of_the_calendar_can_end_a_span() -> None:
    assert half_years(HalfYear(9999, 2), HalfYear(9999, 2)) == (HalfYear(9999, 2),)
    with pytest.raises(UsufructError, match="C101"):
        _ = HalfYear(9999, 2).next


def test_a_reversed_span_is_refused() -> None:
    with pytest.raises(UsufructError, match="C103"):
        half_years(HalfYear(2025, 1), HalfYear(2024, 2))


@pytest.mark.parametrize(("year", "half"), [(2025, 3), (2025, 0), (0, 1), (10000, 1), ("2025", 1), (2025, True)])
def test_half_years_that_do_not_exist_are_refused(year: int, half: int) -> None:
    with pytest.raises(UsufructError, match="C101"):
        HalfYear(year, half)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("2025", "write 2025-H1 or 2025-H2"),
        ("2025-H3", "write 2025-H1 or 2025-H2"),
        ("2025-h2", "write 2025-H2"),
        ("2025H1", "write 2025-H1"),
        ("H2 2024", "write 2024-H2"),
        ("2025-02", "write 2025-H1"),
        ("2025-11-30", "write 2025-H2"),
        ("2025-Q3", "write 2025-H2"),
        ("", "write 2025-H1 or 2025-H2"),
        (" 2025-H1", "write 2025-H1"),
        ("0000-H1", "write 2025-H1"),
    ],
)
def test_a_wrong_label_is_refused_with_the_nearest(text: str, nearest: str) -> None:
    with pytest.raises(UsufructError) as raised:
        HalfYear.read(text)
    (fault,) = raised.value.faults
    assert (fault.code, fault.remedy) == ("C102", nearest)


@given(st.text(max_size=80))
def test_any_text_is_a_half_year_or_a_fault(text: str) -> None:
    with pytest.raises(UsufructError, match="C102"):
        HalfYear.read("?" + text)


def test_the_first_period_begins_on_15_february_2024() -> None:
    first, last = levy_days(HalfYear(2024, 1))
    assert (first, last) == (LEVY_START, date(2024, 6, 30))
    assert (last - first).days + 1 == 137
    assert levy_days(HalfYear(2024, 2)) == (date(2024, 7, 1), date(2024, 12, 31))


def test_nothing_counts_before_the_levy() -> None:
    with pytest.raises(UsufructError, match="C104"):
        levy_days(HalfYear(2023, 2))


def test_a_year_is_its_two_halves() -> None:
    assert read_period("2025") == (HalfYear(2025, 1), HalfYear(2025, 2))
    assert read_period("2025-H2") == (HalfYear(2025, 2),)
    for text in ("0000", "25", "2025-H"):
        with pytest.raises(UsufructError, match="C102"):
            read_period(text)


@given(DAYS)
def test_days_are_read_back(day: date) -> None:
    assert read_day(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("2025-02-30", "2025-02-28"),
        ("2024-02-30", "2024-02-29"),
        ("2025-13-01", "2025-12-01"),
        ("20250728", "2025-07-28"),
        ("2025/7/8", "2025-07-08"),
        ("2025-07-28T10:00", "2025-07-28"),
        ("28.7.2025", "2025-07-28"),
        ("", "2025-07-28"),
        ("0000-01-01", "0001-01-01"),
    ],
)
def test_a_wrong_day_is_refused_with_the_nearest(text: str, nearest: str) -> None:
    with pytest.raises(UsufructError) as raised:
        read_day(text)
    (fault,) = raised.value.faults
    assert fault.code == "C105"
    assert fault.remedy.startswith(f"write {nearest},")
