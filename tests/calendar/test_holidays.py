"""Holidays, against an independent library, known Easters and the official lists that were read."""

from datetime import date, timedelta

import holidays as library
import pytest

from usufruct.calendar import BELGIUM, COMMISSION, TARGET, HolidayCalendar, easter
from usufruct.errors import UsufructError

YEARS = range(2020, 2041)
EASTERS = {
    1583: (4, 10), 1818: (3, 22), 1943: (4, 25), 1954: (4, 18), 1981: (4, 19), 2000: (4, 23), 2008: (3, 23),
    2019: (4, 21), 2022: (4, 17), 2023: (4, 9), 2024: (3, 31), 2025: (4, 20), 2026: (4, 5), 2027: (3, 28),
    2028: (4, 16), 2029: (4, 1), 2030: (4, 21), 2031: (4, 13), 2038: (4, 25), 2049: (4, 18), 2076: (4, 19),
}  # fmt: skip


@pytest.mark.parametrize(("year", "month_and_day"), EASTERS.items())
def test_known_easters(year: int, month_and_day: tuple[int, int]) -> None:
    assert easter(year) == date(year, *month_and_day)


def test_easter_is_a_sunday_between_22_march_and_25_april() -> None:
    for year in range(1583, 2600):
        sunday = easter(year)
        assert sunday.weekday() == 6
        assert date(year, 3, 22) <= sunday <= date(year, 4, 25)


@pytest.mark.parametrize("year", YEARS)
def test_belgium_agrees_with_the_library(year: int) -> None:
    expected = library.country_holidays("BE", years=year)
    # The library counts Easter Sunday and Whit Sunday, which are Sundays in any case.
    wanted = {day for day in expected if day not in (easter(year), easter(year) + timedelta(days=49))}
    assert {each.day for each in BELGIUM.holidays(year)} == wanted


@pytest.mark.parametrize("year", YEARS)
def test_target_agrees_with_the_library(year: int) -> None:
    expected = library.financial_holidays("ECB", years=year)
    assert {each.day for each in TARGET.holidays(year)} == set(expected)


def weekdays_of(calendar: HolidayCalendar, year: int) -> list[date]:
    return [each.day for each in calendar.holidays(year) if each.day.weekday() < 5]


def listed(year: int, *days: tuple[int, int]) -> list[date]:
    return [date(year, month, day) for month, day in days]


def test_commission_decision_for_2014() -> None:
    spring = ((1, 1), (1, 2), (4, 17), (4, 18), (4, 21), (5, 1), (5, 9), (5, 29), (5, 30), (6, 9))
    rest = ((7, 21), (8, 15), (12, 24), (12, 25), (12, 26), (12, 29), (12, 30), (12, 31))
    assert weekdays_of(COMMISSION, 2014) == listed(2014, *spring, *rest)
    assert len(spring + rest) == 18  # the total that the decision prints


def test_commission_decision_for_2023() -> None:
    spring = ((1, 2), (4, 6), (4, 7), (4, 10), (5, 1), (5, 9), (5, 18), (5, 19), (5, 29))
    rest = ((7, 21), (8, 15), (11, 1), (11, 2), (12, 25), (12, 26), (12, 27), (12, 28), (12, 29))
    assert weekdays_of(COMMISSION, 2023) == listed(2023, *spring, *rest)
    assert len(spring + rest) == 18


def test_commission_decision_for_2024_as_far_as_it_was_read() -> None:
    read = listed(2024, (1, 1), (1, 2), (3, 28), (3, 29), (4, 1), (5, 1), (5, 9), (5, 10), (5, 20))
    assert [day for day in weekdays_of(COMMISSION, 2024) if day <= date(2024, 5, 20)] == read


def test_two_feasts_on_one_day_are_one_holiday_with_both_names() -> None:
    (ninth,) = (each for each in COMMISSION.holidays(2024) if each.day == date(2024, 5, 9))
    assert ninth.name == "Ascension Day and Schuman Declaration"


@pytest.mark.parametrize("calendar", [TARGET, BELGIUM, COMMISSION])
@pytest.mark.parametrize("year", [2024, 2026, 2027])
def test_a_day_is_a_holiday_exactly_when_it_is_listed(calendar: HolidayCalendar, year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=step) for step in range(366)]
    found = [day for day in days if day.year == year and calendar.is_holiday(day)]
    assert found == [each.day for each in calendar.holidays(year)]


def test_years_without_a_list_that_was_read_are_computed() -> None:
    assert [COMMISSION.status(year) for year in (2014, 2023)] == ["published"] * 2
    assert [COMMISSION.status(year) for year in range(2024, 2032)] == ["computed"] * 8
    assert {BELGIUM.status(year) for year in YEARS} == {"computed"}
    assert [TARGET.status(year) for year in (2001, 2002, 2027)] == ["computed", "published", "published"]


def test_a_published_year_names_its_official_source() -> None:
    assert "OJ C 201 I, 28.5.2021" in COMMISSION.source(2023)
    assert "not read" in COMMISSION.source(2027)
    assert "ecb.europa.eu" in TARGET.source(2026)


@pytest.mark.parametrize("year", [1582, 9999, "2025"])
def test_years_outside_the_calendar_are_refused(year: int) -> None:
    with pytest.raises(UsufructError, match="C121"):
        easter(year)
