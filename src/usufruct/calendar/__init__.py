"""The calendar of the levy: half-years, day counts, holidays, working days and every deadline.

All dates are resolved here, before any figure is computed; the law itself sees day counts and numbers.
Which holidays make a day a working day is a reading of the law, and functions take its name.
"""

from usufruct.calendar.day_count import BASES, Basis, days, year_fraction
from usufruct.calendar.deadlines import Deadline, deadlines, five_year_test, report_due
from usufruct.calendar.duties import EVENT_DRIVEN, Certainty
from usufruct.calendar.holidays import BELGIUM, COMMISSION, TARGET, Holiday, HolidayCalendar, easter
from usufruct.calendar.period import (
    LEVY_START,
    HalfYear,
    half_years,
    levy_days,
    read_day,
    read_period,
)
from usufruct.calendar.working_days import (
    DEFAULT_READING,
    READINGS,
    Reading,
    add_working_days,
    calendars_of,
    first_working_day_after,
    months_after,
    period_end_in_days,
    period_end_in_months,
    working_day,
)

__all__ = [
    "BASES",
    "BELGIUM",
    "COMMISSION",
    "DEFAULT_READING",
    "EVENT_DRIVEN",
    "LEVY_START",
    "READINGS",
    "TARGET",
    "Basis",
    "Certainty",
    "Deadline",
    "HalfYear",
    "Holiday",
    "HolidayCalendar",
    "Reading",
    "add_working_days",
    "calendars_of",
    "days",
    "deadlines",
    "easter",
    "first_working_day_after",
    "five_year_test",
    "half_years",
    "levy_days",
    "months_after",
    "period_end_in_days",
    "period_end_in_months",
    "read_day",
    "read_period",
    "report_due",
    "working_day",
    "year_fraction",
]
