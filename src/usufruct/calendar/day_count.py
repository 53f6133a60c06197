"""Day counts: how many days lie between two dates, and what part of a year they are.

No Union rule says which basis late-payment interest follows (Financial Regulation (EU, Euratom)
2024/2509, Art. 99, is silent), so the basis is always named by the caller.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final, Literal, get_args

from usufruct.errors import refuse

Basis = Literal["actual/360", "actual/365", "actual/actual", "30E/360"]
"""The name of a day-count basis; see :func:`days`."""

BASES: Final[tuple[Basis, ...]] = get_args(Basis)
"""Every basis known here."""

_COMMON_YEAR: Final = 365
_LEAP_YEAR: Final = 366


def days(start: date, end: date, basis: Basis) -> tuple[int, int]:
    """Count the days from one date to another, and say how many of them make a year.

    The first date is counted, the last is not, so that periods which follow each other add up.

    * ``"actual/360"`` and ``"actual/365"``: calendar days over a year of 360 or 365.
    * ``"actual/actual"``: each day is weighed by the length of the calendar year it lies in. To stay in
      whole numbers, a day of a common year counts 366 and a day of a leap year 365, both over 365 x 366.
    * ``"30E/360"``: every month has 30 days, the 31st is taken as the 30th; over 360.

    Args:
        start: first day counted.
        end: first day no longer counted.
        basis: the name of the basis.

    Returns:
        Numerator and denominator of the part of a year, not reduced.

    Raises:
        UsufructError: ``C111`` for an unknown basis, ``C112`` when the end lies before the start.

    Example:
        >>> days(date(2024, 2, 15), date(2024, 7, 1), "actual/360")
        (137, 360)
        >>> days(date(2024, 1, 31), date(2024, 2, 29), "30E/360")
        (29, 360)
    """
    if end < start:
        raise refuse(
            "C112",
            f"the count ends on {end} before it begins on {start}",
            "day count",
            remedy="swap the dates",
        )
    match basis:
        case "actual/360":
            return (end - start).days, 360
        case "actual/365":
            return (end - start).days, 365
        case "actual/actual":
            return _weighed_days(start, end), _COMMON_YEAR * _LEAP_YEAR
        case "30E/360":
            months = 12 * (end.year - start.year) + end.month - start.month
            return 30 * months + min(end.day, 30) - min(start.day, 30), 360
    raise refuse(
        "C111",
        f"no day-count basis is called {basis!r:.40}",
        "day count",
        remedy="write one of: " + ", ".join(BASES),
    )


def year_fraction(start: date, end: date, basis: Basis) -> Fraction:
    """Return the part of a year between two dates, exactly.

    Args:
        start: first day counted.
        end: first day no longer counted.
        basis: the name of the basis; see :func:`days`.

    Raises:
        UsufructError: as :func:`days`.

    Example:
        >>> year_fraction(date(2023, 12, 31), date(2025, 1, 1), "actual/actual")
        Fraction(366, 365)
    """
    return Fraction(*days(start, end, basis))


def _weighed_days(start: date, end: date) -> int:
    return _weight_since_origin(end) - _weight_since_origin(start)


def _weight_since_origin(day: date) -> int:
    """Whole years before a day, each of equal weight, and the days since 1 January of its year."""
    leap = day.year % 4 == 0 and (day.year % 100 != 0 or day.year % 400 == 0)
    since_new_year = day.timetuple().tm_yday - 1
    return day.year * _COMMON_YEAR * _LEAP_YEAR + since_new_year * (_COMMON_YEAR if leap else _LEAP_YEAR)
