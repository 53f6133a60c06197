"""Public holidays of the places a deadline may look to: the euro payment system, Belgium, the Commission.

Each calendar is a rule of fixed days and days counted from Easter. A year is *published* only where an
official source for its days was read, and that source is recorded; otherwise it is *computed*.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from usufruct.errors import refuse

Status = Literal["published", "computed"]
"""Whether the days of a year stand in an official source that was read, or follow from the rule only."""


@dataclass(frozen=True, slots=True, order=True)
class Holiday:
    """A public holiday.

    Attributes:
        day: the day.
        name: its name; two feasts on one day are joined by "and".
    """

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class Publication:
    """An official source for the days of some years.

    Attributes:
        first_year: first year it covers.
        last_year: last year it covers.
        source: where it stands.
    """

    first_year: int
    last_year: int
    source: str


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """The public holidays of one place, by rule.

    Attributes:
        name: whose holidays these are.
        fixed: month, day and name of each holiday with a date of its own.
        movable: days after Easter Sunday (negative: before) and name of each holiday that moves with it.
        basis: where the rule comes from.
        publications: official sources read, by year.

    Example:
        >>> BELGIUM.is_holiday(date(2027, 3, 26)), COMMISSION.is_holiday(date(2027, 3, 26))
        (False, True)
    """

    name: str
    fixed: tuple[tuple[int, int, str], ...]
    movable: tuple[tuple[int, str], ...]
    basis: str
    publications: tuple[Publication, ...] = ()

    def holidays(self, year: int) -> tuple[Holiday, ...]:
        """Return the holidays of a year in order, those on a Saturday or Sunday included.

        Raises:
            UsufructError: ``C121`` for a year before 1583 or after 9998.

        Example:
            >>> [holiday.name for holiday in TARGET.holidays(2027)][1:3]
            ['Good Friday', 'Easter Monday']
        """
        names: dict[date, list[str]] = {}
        sunday = easter(year)
        for offset, name in self.movable:
            names.setdefault(sunday + timedelta(days=offset), []).append(name)
        for month, day, name in self.fixed:
            names.setdefault(date(year, month, day), []).append(name)
        return tuple(Holiday(day, " and ".join(names[day])) for day in sorted(names))

    def is_holiday(self, day: date) -> bool:
        """Say whether a day is one of the holidays; weekends as such are not.

        Raises:
            UsufructError: ``C121`` as :meth:`holidays`.
        """
        if any((day.month, day.day) == (month, number) for month, number, _ in self.fixed):
            return True
        offset = (day - easter(day.year)).days
        return any(offset == after for after, _ in self.movable)

    def status(self, year: int) -> Status:
        """Say whether the days of a year were read in an official source.

        Example:
            >>> TARGET.status(2027), COMMISSION.status(2023), COMMISSION.status(2027)
            ('published', 'published', 'computed')
        """
        return "published" if self._publication(year) else "computed"

    def source(self, year: int) -> str:
        """Return the official source of a year, or the basis of the rule where none was read."""
        publication = self._publication(year)
        return publication.source if publication else self.basis

    def _publication(self, year: int) -> Publication | None:
        covering = (each for each in self.publications if each.first_year <= year <= each.last_year)
        return next(covering, None)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar.

    The computation is the anonymous Gregorian one: the golden number, the corrections of the century,
    then the Sunday after the paschal full moon.

    Raises:
        UsufructError: ``C121`` for a year before 1583, when the calendar began, or after 9998.

    Example:
        >>> easter(2027)
        datetime.date(2027, 3, 28)
    """
    if not isinstance(year, int) or not 1583 <= year <= 9998:
        raise refuse("C121", f"no holidays are computed for the year {year!r:.20}", "year", remedy="use 1583 to 9998")
    golden = year % 19
    century, of_century = divmod(year, 100)
    leap_correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - leap_correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


TARGET: Final = HolidayCalendar(
    "TARGET",
    fixed=(
        (1, 1, "New Year's Day"),
        (5, 1, "Labour Day"),
        (12, 25, "Christmas Day"),
        (12, 26, "26 December"),
    ),
    movable=((-2, "Good Friday"), (1, "Easter Monday")),
    basis="European Central Bank, long-term calendar for TARGET closing days; it does not cover 1999 to 2001",
    publications=(
        Publication(
            2002,
            9998,
            "European Central Bank, press release of 14 December 2000, from 2002 until further notice: "
            "https://www.ecb.europa.eu/press/pr/date/2000/html/pr001214_4.en.html",
        ),
    ),
)
"""Closing days of the euro payment system (the bank calendar)."""

BELGIUM: Final = HolidayCalendar(
    "Belgium",
    fixed=(
        (1, 1, "New Year's Day"),
        (5, 1, "Labour Day"),
        (7, 21, "National Day"),
        (8, 15, "Assumption"),
        (11, 1, "All Saints' Day"),
        (11, 11, "Armistice Day"),
        (12, 25, "Christmas Day"),
    ),
    movable=((1, "Easter Monday"), (39, "Ascension Day"), (50, "Whit Monday")),
    basis="the ten days of the Belgian Act of 4 January 1974 and Royal Decree of 18 April 1974, "
    "by secondary sources; the yearly lists of the Official Journal were not read",
)
"""Public holidays of Belgium."""

COMMISSION: Final = HolidayCalendar(
    "Commission",
    fixed=(
        (1, 1, "New Year's Day"),
        (1, 2, "Day after New Year's Day"),
        (5, 1, "Labour Day"),
        (5, 9, "Schuman Declaration"),
        (7, 21, "Belgian National Day"),
        (8, 15, "Assumption"),
        (11, 1, "All Saints' Day"),
        (11, 2, "All Souls' Day"),
        *((12, day, "End of year") for day in range(24, 32)),
    ),
    movable=(
        (-3, "Maundy Thursday"),
        (-2, "Good Friday"),
        (1, "Easter Monday"),
        (39, "Ascension Day"),
        (40, "Day after Ascension Day"),
        (50, "Whit Monday"),
    ),
    # The list for 2024 (OJ C 440, 21.11.2022, p. 15) was read down to Whit Monday only, and agrees that far;
    # its end-of-year days may begin on 23 December. The lists for 2025 to 2027 were not found.
    basis="the days usual in the Commission's yearly decisions on public holidays of staff in Brussels; "
    "the decision for this year was not read in full",
    publications=(
        Publication(2014, 2014, "Commission Decision of 21 December 2012, OJ C 39, 12.2.2013, p. 26"),
        Publication(
            2023,
            2023,
            "Commission Decision of 25 May 2021, OJ C 201 I, 28.5.2021, p. 2: "
            "https://eur-lex.europa.eu/legal-content/EN/TXT/HTML/?uri=CELEX:32021D0528(01)",
        ),
    ),
)
"""Public holidays of the Commission's staff in Brussels."""
