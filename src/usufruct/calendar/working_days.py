"""Working days and periods under Regulation (EEC, Euratom) No 1182/71.

Working days are all days but Saturdays, Sundays and the public holidays of the Member State or
institution where the act is to be done (Art. 2). Which holidays those are for a report that a custodian
in Belgium sends to the Commission is not said anywhere; it is a reading with a name.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, Literal, get_args

from usufruct.calendar.holidays import BELGIUM, COMMISSION, TARGET, HolidayCalendar
from usufruct.errors import refuse

Reading = Literal["bank", "Belgian", "Commission", "Belgian and Commission"]
"""Whose public holidays interrupt working days; see :data:`DEFAULT_READING`."""

READINGS: Final[tuple[Reading, ...]] = get_args(Reading)
"""Every reading, in the order in which they are listed to people."""

DEFAULT_READING: Final[Reading] = "Belgian and Commission"
"""The default, because the act has two ends: a custodian in Belgium does it, the Commission receives it.

A day on which either end is closed is not one on which the act can be done. The reading is also the one
that never calls late what the Belgian or the Commission calendar alone calls timely. Whoever must meet a
deadline should plan for the earliest of all readings, which each :class:`Deadline` notes.
"""

_CALENDARS: Final[dict[Reading, tuple[HolidayCalendar, ...]]] = {
    "bank": (TARGET,),
    "Belgian": (BELGIUM,),
    "Commission": (COMMISSION,),
    "Belgian and Commission": (BELGIUM, COMMISSION),
}
_SATURDAY: Final = 5


def calendars_of(reading: Reading) -> tuple[HolidayCalendar, ...]:
    """Return the holiday calendars that a reading counts.

    Raises:
        UsufructError: ``C131`` when no reading has this name.

    Example:
        >>> [calendar.name for calendar in calendars_of("Belgian and Commission")]
        ['Belgium', 'Commission']
    """
    if reading not in READINGS:
        raise refuse(
            "C131",
            f"no reading of working days is called {reading!r:.40}",
            "reading",
            "the day of a deadline can depend on it",
            "write one of: " + ", ".join(READINGS),
        )
    return _CALENDARS[reading]


def working_day(day: date, reading: Reading = DEFAULT_READING) -> bool:
    """Say whether a day is a working day (Regulation 1182/71, Art. 2).

    Raises:
        UsufructError: ``C131`` for an unknown reading.

    Example:
        >>> good_friday = date(2027, 3, 26)
        >>> working_day(good_friday, "Belgian"), working_day(good_friday, "bank")
        (True, False)
    """
    calendars = calendars_of(reading)
    return day.weekday() < _SATURDAY and not any(calendar.is_holiday(day) for calendar in calendars)


def add_working_days(day: date, n: int, reading: Reading = DEFAULT_READING) -> date:
    """Return the last day of a period of working days that an event on a given day sets running.

    The day of the event is not counted (Regulation 1182/71, Art. 3(1)). So is a call of the
    contribution payable within five working days (2024/1673, Art. 7).

    Args:
        day: the day of the event.
        n: how many working days, one or more.
        reading: whose holidays count.

    Raises:
        UsufructError: ``C131`` for an unknown reading, ``C132`` when the period is shorter than one day.

    Example:
        >>> add_working_days(date(2025, 7, 31), 5)
        datetime.date(2025, 8, 7)
    """
    _at_least_one(n)
    left = n
    while left:
        day += timedelta(days=1)
        left -= working_day(day, reading)
    return day


def first_working_day_after(day: date, reading: Reading = DEFAULT_READING) -> date:
    """Return the first working day after a day, also when that day is a working day itself.

    Raises:
        UsufructError: ``C131`` for an unknown reading.

    Example:
        >>> first_working_day_after(date(2026, 3, 25)), first_working_day_after(date(2026, 7, 25))
        (datetime.date(2026, 3, 26), datetime.date(2026, 7, 27))
    """
    return add_working_days(day, 1, reading)


def period_end_in_days(start: date, n: int, reading: Reading = DEFAULT_READING) -> date:
    """Return the last day of a period of plain days that an event sets running.

    The day of the event is not counted; holidays and weekends are. A period that would end on one of
    them ends with the next working day, and one of two days or more holds at least two working days
    (Regulation 1182/71, Art. 3(1) and (3) to (5)). Dates fixed by an act do not roll (Art. 5).

    Args:
        start: the day of the event.
        n: how many days, one or more.
        reading: whose holidays count.

    Raises:
        UsufructError: ``C131`` for an unknown reading, ``C132`` when the period is shorter than one day.

    Example:
        >>> period_end_in_days(date(2025, 12, 23), 5)
        datetime.date(2026, 1, 6)
    """
    _at_least_one(n)
    end = _rolled(start + timedelta(days=n), reading)
    return end if n == 1 else max(end, add_working_days(start, 2, reading))


def period_end_in_months(start: date, months: int, reading: Reading = DEFAULT_READING) -> date:
    """Return the last day of a period of months or years (twelve months each) that an event sets running.

    It ends on the day of the same number, or on the last day of a month that has none, and rolls to the
    next working day like a period in days (Regulation 1182/71, Art. 3(2)(c) and (4)).

    Args:
        start: the day of the event.
        months: how many months, one or more.
        reading: whose holidays count.

    Raises:
        UsufructError: ``C131`` for an unknown reading, ``C132`` when the period is shorter than one month.

    Example:
        >>> period_end_in_months(date(2025, 8, 8), 60)
        datetime.date(2030, 8, 8)
    """
    _at_least_one(months)
    return _rolled(months_after(start, months), reading)


def months_after(day: date, months: int) -> date:
    """Return the day of the same number some months later, or the last day of a shorter month.

    Example:
        >>> months_after(date(2024, 11, 30), 3)
        datetime.date(2025, 2, 28)
    """
    first = _first_of_month(12 * day.year + day.month - 1 + months)
    last = _first_of_month(12 * day.year + day.month + months) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def _first_of_month(number: int) -> date:
    """Return the first day of a month counted from the year zero."""
    return date(number // 12, number % 12 + 1, 1)


def _rolled(day: date, reading: Reading) -> date:
    return day if working_day(day, reading) else first_working_day_after(day, reading)


def _at_least_one(n: int) -> None:
    if isinstance(n, bool) or not isinstance(n, int) or n < 1:
        raise refuse(
            "C132",
            f"a period of {n!r:.20} is not a period",
            "period",
            remedy="give a whole number, 1 or more",
        )
