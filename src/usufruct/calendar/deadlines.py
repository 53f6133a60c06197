"""Deadlines: the day in a given year on which each duty falls due, and how sure that day is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from usufruct.calendar.duties import (
    DUTIES,
    FIRST_HALF_REPORT,
    FIRST_REPORT,
    SECOND_HALF_REPORT,
    Certainty,
    Duty,
    EveryMonths,
    EveryYear,
    FirstWorkingDayAfter,
    OnDay,
)
from usufruct.calendar.period import LEVY_START, HalfYear, levy_days
from usufruct.calendar.working_days import (
    DEFAULT_READING,
    READINGS,
    Reading,
    calendars_of,
    first_working_day_after,
    months_after,
    period_end_in_months,
)
from usufruct.errors import refuse

_CONTRIBUTION_PUBLISHED: Final = date(2024, 5, 22)
_RETENTION_YEARS: Final = 5
_YEARS: Final = range(2023, 2200)
_NOT_GIVEN: Final[Mapping[HalfYear, date]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something is due.

    Attributes:
        day: the last day in time.
        what: what is due.
        who: who owes it.
        article: the article, and the act it stands in where that is not the act that laid it down.
        act_celex: CELEX number of the act that laid it down.
        note: what a reader must know to use the day; empty when nothing.
        certainty: how sure the day is; see :data:`usufruct.calendar.duties.Certainty`.
    """

    day: date
    what: str
    who: str
    article: str
    act_celex: str
    note: str
    certainty: Certainty


def deadlines(
    year: int,
    reading: Reading = DEFAULT_READING,
    *,
    known: date | None = None,
    collected: Mapping[HalfYear, date] = _NOT_GIVEN,
) -> tuple[Deadline, ...]:
    """Return every deadline of a year in order, each with its article.

    Args:
        year: the calendar year, 2023 to 2199; the oldest duty here dates from February 2023.
        reading: whose holidays interrupt working days. Where another reading gives another day, the
            note of the deadline lists both.
        known: leave out every duty whose act was published after this day, and keep those that had not
            yet been replaced on it. Without it, everything known here is used.
        collected: day on which the contribution of each half-year was collected; the five-year test of
            retained amounts counts from it. Days after ``known`` are not used.

    Raises:
        UsufructError: ``C131`` for an unknown reading, ``C141`` for a year outside the range.

    Example:
        >>> [str(each.day) for each in deadlines(2027, "Belgian") if each.what.startswith("interim")]
        ['2027-03-26', '2027-07-26']
    """
    calendars_of(reading)
    if isinstance(year, bool) or not isinstance(year, int) or year not in _YEARS:
        raise refuse(
            "C141",
            f"no deadlines are known for the year {year!r:.20}",
            "year",
            remedy=f"use a year from {_YEARS.start} to {_YEARS.stop - 1}",
        )
    found = [deadline for duty in DUTIES if _in_force(duty, known) for deadline in _deadlines_of(duty, year, reading)]
    if known is None or known >= _CONTRIBUTION_PUBLISHED:
        seen = {half: day for half, day in collected.items() if known is None or day <= known}
        found += _five_year_tests(year, reading, seen)
    return tuple(sorted(found, key=lambda each: (each.day, each.act_celex, each.article, each.what)))


def report_due(half_year: HalfYear, reading: Reading = DEFAULT_READING) -> date:
    """Return the day by which the interim report of a half-year is due.

    Legal source: Implementing Regulation (EU) 2024/1673, Art. 4(1).

    Args:
        half_year: the period reported, 2024-H1 or later.
        reading: whose holidays count.

    Raises:
        UsufructError: ``C104`` for a half-year before the levy, ``C131`` for an unknown reading.

    Example:
        >>> report_due(HalfYear(2024, 1)), report_due(HalfYear(2024, 2))
        (datetime.date(2024, 7, 22), datetime.date(2025, 3, 26))
    """
    first_day, _ = levy_days(half_year)
    if first_day == LEVY_START:
        rule, year = FIRST_REPORT, half_year.year
    elif half_year.half == 1:
        rule, year = FIRST_HALF_REPORT, half_year.year
    else:
        rule, year = SECOND_HALF_REPORT, half_year.year + 1
    return first_working_day_after(date(year, rule.month, rule.day), reading)


def five_year_test(collected: date, reading: Reading = DEFAULT_READING) -> date:
    """Return the last day of the five years after which an unused retained amount is tested.

    Legal source: Regulation (EU) No 833/2014, Art. 5a(10)(e); the article does not say when the years
    begin, recital 28 of 2024/1469 counts them from collection. The end rolls from a day that is not a
    working day (Regulation 1182/71, Art. 3(4)).

    Args:
        collected: day on which the contribution was collected.
        reading: whose holidays count.

    Raises:
        UsufructError: ``C131`` for an unknown reading.

    Example:
        >>> five_year_test(date(2024, 7, 26))
        datetime.date(2029, 7, 26)
    """
    return period_end_in_months(collected, 12 * _RETENTION_YEARS, reading)


def _in_force(duty: Duty, known: date | None) -> bool:
    if known is None:
        return duty.replaced is None
    return duty.published <= known and (duty.replaced is None or known < duty.replaced)


def _deadlines_of(duty: Duty, year: int, reading: Reading) -> Iterator[Deadline]:
    for day, certainty, remark in _days_of(duty, year, reading):
        yield Deadline(
            day,
            duty.what.format(year=year, before=year - 1),
            duty.who,
            duty.article,
            duty.act_celex,
            "; ".join(part for part in (duty.note, remark) if part),
            duty.certainty or certainty,
        )


def _days_of(duty: Duty, year: int, reading: Reading) -> Iterator[tuple[date, Certainty, str]]:
    """Yield the days of a duty in a year, with the certainty its kind of rule gives and a remark."""
    match duty.when:
        case OnDay(day):
            if day.year == year:
                yield day, "printed", ""
        case EveryYear(month, number, first_year):
            if first_year <= year:
                yield date(year, month, number), "printed", ""
        case FirstWorkingDayAfter(month, number, first_year, last_year):
            if first_year <= year <= (last_year or year):
                yield _after(date(year, month, number), reading)
        case EveryMonths(first, months):
            yield from ((day, "reading", "") for day in _recurring(first, months, year))


def _after(printed: date, reading: Reading) -> tuple[date, Certainty, str]:
    day = first_working_day_after(printed, reading)
    by_day: dict[date, list[str]] = {}
    for each in READINGS:
        by_day.setdefault(first_working_day_after(printed, each), []).append(each)
    if len(by_day) > 1:
        parts = (f"{other} ({' / '.join(names)})" for other, names in sorted(by_day.items()))
        return day, "reading", "by reading: " + ", ".join(parts)
    published = all(calendar.status(day.year) == "published" for calendar in calendars_of(reading))
    return day, "rule" if published else "computed", ""


def _recurring(first: date, months: int, year: int) -> Iterator[date]:
    # Every day is counted from the first one, so that a short month does not shift those after it.
    step = 0
    while (day := months_after(first, months * step)).year <= year:
        if day.year == year:
            yield day
        step += 1


def _five_year_tests(year: int, reading: Reading, collected: Mapping[HalfYear, date]) -> Iterator[Deadline]:
    """Yield the test of each vintage whose five years end in the year."""
    half = HalfYear.of(LEVY_START)
    while half.year < year:
        start, note = _collection(half, reading, collected)
        day = five_year_test(start, reading)
        if day.year == year:
            yield Deadline(
                day,
                f"five-year test of amounts retained from {half}",
                "national supervisory authority",
                "833/2014 Art. 5a(10)(e)",
                "32024R1469",
                note,
                "reading",
            )
        half = half.next


def _collection(half: HalfYear, reading: Reading, collected: Mapping[HalfYear, date]) -> tuple[date, str]:
    if half in collected:
        return collected[half], "counted from collection (2024/1469, recital 28); the article names no start"
    due = report_due(half, reading)
    return due, f"counted from {due}, when the report was due: the day of collection is not given"
