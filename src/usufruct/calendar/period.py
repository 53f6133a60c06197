"""Half-years: the accounting periods in which yields are reported and called.

The periods are those of Commission Implementing Regulation (EU) 2024/1673, Art. 2 and 4(1): January to
June and July to December, the first one shortened by the day from which the levy counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from usufruct.errors import refuse

LEVY_START: Final = date(2024, 2, 15)
"""First day whose yields count: Regulation (EU) No 833/2014, Art. 5a(8), and 2024/1673, Art. 4(1)."""

_LAST_YEAR: Final = 9999


@dataclass(frozen=True, slots=True, order=True)
class HalfYear:
    """Half a calendar year; half-years are ordered in time.

    Attributes:
        year: the calendar year, 1 to 9999.
        half: 1 for January to June, 2 for July to December.

    Raises:
        UsufructError: ``C101`` when the year or the half does not exist.

    Example:
        >>> first = HalfYear(2024, 1)
        >>> first.label, first.start.isoformat(), first.end.isoformat(), first.next.label
        ('2024-H1', '2024-01-01', '2024-06-30', '2024-H2')
    """

    year: int
    half: int

    def __post_init__(self) -> None:
        whole = all(isinstance(part, int) and not isinstance(part, bool) for part in (self.year, self.half))
        if not whole or self.half not in (1, 2) or not 1 <= self.year <= _LAST_YEAR:
            raise refuse(
                "C101",
                f"there is no half {self.half!r:.20} of the year {self.year!r:.20}",
                "half-year",
                remedy=f"use a year from 1 to {_LAST_YEAR} and the half 1 or 2",
            )

    @property
    def label(self) -> str:
        """The name used in files and addresses, such as ``2025-H1``."""
        return f"{self.year:04d}-H{self.half}"

    @property
    def start(self) -> date:
        """First calendar day; for the days that the levy counts see :func:`levy_days`."""
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def end(self) -> date:
        """Last calendar day."""
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    @property
    def next(self) -> HalfYear:
        """The half-year that follows."""
        return HalfYear(self.year, 2) if self.half == 1 else HalfYear(self.year + 1, 1)

    @property
    def previous(self) -> HalfYear:
        """The half-year before."""
        return HalfYear(self.year, 1) if self.half == 2 else HalfYear(self.year - 1, 2)

    @staticmethod
    def of(day: date) -> HalfYear:
        """Return the half-year that contains a day.

        Example:
            >>> HalfYear.of(date(2025, 7, 1)).label
            '2025-H2'
        """
        return HalfYear(day.year, 1 if day.month <= 6 else 2)

    @staticmethod
    def read(text: str) -> HalfYear:
        """Read a label such as ``"2025-H1"``.

        Raises:
            UsufructError: ``C102`` when the text is not such a label; the fault names the nearest one.

        Example:
            >>> HalfYear.read("2025-H1")
            HalfYear(year=2025, half=1)
        """
        found = re.fullmatch(r"([0-9]{4})-H([12])", text) if isinstance(text, str) else None
        if found is None or found[1] == "0000":
            raise refuse(
                "C102",
                f"{text!r:.40} is not a half-year",
                "half-year",
                remedy=f"write {_nearest_label(str(text))}",
            )
        return HalfYear(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return self.label


def half_years(first: HalfYear, last: HalfYear) -> tuple[HalfYear, ...]:
    """Return the half-years from the first to the last, both included.

    Raises:
        UsufructError: ``C103`` when the last lies before the first.

    Example:
        >>> [each.label for each in half_years(HalfYear(2024, 2), HalfYear(2025, 2))]
        ['2024-H2', '2025-H1', '2025-H2']
    """
    if last < first:
        raise refuse(
            "C103",
            f"the span ends in {last} before it begins in {first}",
            "half-years",
            remedy="give the earlier half-year first",
        )
    count = 2 * (last.year - first.year) + last.half - first.half + 1
    numbers = range(2 * first.year + first.half - 1, 2 * first.year + first.half - 1 + count)
    return tuple(HalfYear(number // 2, number % 2 + 1) for number in numbers)


def levy_days(half_year: HalfYear) -> tuple[date, date]:
    """Return the first and the last day of a half-year whose yields count for the contribution.

    Legal source: 2024/1673, Art. 2 and 4(1); the period of the first half of 2024 begins on 15 February.

    Raises:
        UsufructError: ``C104`` for a half-year that ended before the levy began.

    Example:
        >>> [day.isoformat() for day in levy_days(HalfYear(2024, 1))]
        ['2024-02-15', '2024-06-30']
    """
    if half_year.end < LEVY_START:
        raise refuse(
            "C104",
            f"no day of {half_year} counts for the contribution",
            "half-year",
            f"profits made before {LEVY_START} are free (2024/1469, recital 21)",
            "use 2024-H1 or later",
        )
    return max(half_year.start, LEVY_START), half_year.end


def read_period(text: str) -> tuple[HalfYear, ...]:
    """Read a year or a half-year and return its half-years in order.

    Raises:
        UsufructError: ``C102`` when the text is neither.

    Example:
        >>> [each.label for each in read_period("2025")]
        ['2025-H1', '2025-H2']
    """
    if isinstance(text, str) and re.fullmatch(r"[0-9]{4}", text) and text != "0000":
        return HalfYear(int(text), 1), HalfYear(int(text), 2)
    return (HalfYear.read(text),)


def read_day(text: str) -> date:
    """Read a day written as ``"2025-07-28"``.

    Raises:
        UsufructError: ``C105`` when the text is not a day of the calendar in this form.

    Example:
        >>> read_day("2025-07-28")
        datetime.date(2025, 7, 28)
    """
    if isinstance(text, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass  # refused below, together with every other form
    raise refuse(
        "C105",
        f"{text!r:.40} is not a day",
        "day",
        remedy=f"write {_nearest_day(str(text))}, that is year-month-day",
    )


# A half, a quarter or a month after the year, and the last of them that lies in the first half.
_PARTS_OF_A_YEAR: Final = (
    (re.compile(r"[hHsS]\W*([12])(?![0-9])"), 1),
    (re.compile(r"[qQ]\W*([1-4])(?![0-9])"), 2),
    (re.compile(r"\b(0[1-9]|1[0-2])\b"), 6),
)


def _nearest_label(text: str) -> str:
    year = re.search(r"[1-9][0-9]{3}", text[:60])
    name = year[0] if year else "2025"
    rest = text[:60].replace(name, " ", 1)
    for pattern, last_of_first_half in _PARTS_OF_A_YEAR:
        found = pattern.search(rest)
        if found:
            return f"{name}-H{1 if int(found[1]) <= last_of_first_half else 2}"
    return f"{name}-H1 or {name}-H2"


def _nearest_day(text: str) -> str:
    found = re.fullmatch(r"\s*([0-9]{4})[-/. ]?([0-9]{1,2})[-/. ]?([0-9]{1,2})(?![0-9]).*", text[:40], re.DOTALL)
    if found is None:
        return "2025-07-28"
    year, month, day = max(int(found[1]), 1), min(max(int(found[2]), 1), 12), max(int(found[3]), 1)
    for last in (31, 30, 29, 28):
        try:
            return date(year, month, min(day, last)).isoformat()
        except ValueError:
            continue
    return "2025-07-28"
