"""Forward curves of policy rates, built only from what was known on a day, or supplied by a user.

A curve starts at the policy rate in force, takes the steps already decided, joins the quotes known then by
straight lines, and beyond the last quote moves in a straight line to a long-run rate. Where no quote was
known it stays at the last policy rate. What is assumed has a name and a range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
from typing import Final, NamedTuple

from usufruct import facts
from usufruct.errors import Fault, UsufructError, refuse
from usufruct.facts import Facts
from usufruct.facts.collection import read_day
from usufruct.markets.assumption import Assumption
from usufruct.markets.expectations import quotes
from usufruct.markets.policy_rates import PolicyRates, policy_rates
from usufruct.money import read_figure

_AIMS: Final = MappingProxyType(
    {
        "EUR": "0.02",
        "USD": "0.02",
        "GBP": "0.02",
        "CAD": "0.02",
        "JPY": "0.02",
        "CHF": "0.01",
    }
)
_REAL: Final = Fraction("0.015")
_STAY: Final = Fraction("0.02")
TRANSITION: Final = Assumption(
    "years from the last quote to the long-run rate",
    Fraction(5),
    Fraction(2),
    Fraction(10),
    "about one cycle of monetary policy; no published figure says how long",
)


class CurvePoint(NamedTuple):
    """One point of a curve.

    Attributes:
        day: the day from which the rate counts.
        rate: fraction of one a year.
        source: address of the published figure, or the name of the assumption.
    """

    day: date
    rate: Fraction
    source: str


@dataclass(frozen=True, slots=True)
class ForwardCurve:
    """Policy rates expected of one currency, day by day, from the day of the view.

    Attributes:
        currency: ISO 4217 code.
        known_on: nothing learnt after this day is in the curve.
        points: joined by straight lines; flat after the last.
        assumptions: what the curve takes on judgement.

    Raises:
        UsufructError: ``R145`` when there is no point, or their days do not rise from the day of the view.

    Example:
        >>> curve = forward_curve("JPY", "2026-11-01")
        >>> curve.rate(date(2070, 1, 1)), curve.points[0].source
        (Fraction(1, 100), 'fact:rate.boj.2026-06-17')
    """

    currency: str
    known_on: date
    points: tuple[CurvePoint, ...]
    assumptions: tuple[Assumption, ...] = ()

    def __post_init__(self) -> None:
        days = [point.day for point in self.points]
        if not days or days[0] != self.known_on or any(a >= b for a, b in pairwise(days)):
            raise refuse(
                "R145",
                "the points of a curve begin on the day of the view and rise",
                f"{self.currency} curve",
                remedy=f"give one point for {self.known_on} and later ones in order, each day once",
            )

    def rate(self, day: date) -> Fraction:
        """Return the rate of a day.

        Raises:
            UsufructError: ``R146`` for a day before the view.
        """
        self._check(day)
        return self._sum(day, day + timedelta(days=1))

    def monthly(self, first: date, months: int) -> tuple[Fraction, ...]:
        """Return the mean rate over the days of each month.

        Args:
            first: first day of the first month; months begin on its day of the month, at most the 28th.
            months: how many.

        Raises:
            UsufructError: ``R146`` for a day before the view or after the 28th.

        Example:
            >>> own_curve("EUR", "2026-01-01", [("2026-01-01", "2 %")]).monthly(date(2026, 2, 1), 2)
            (Fraction(1, 50), Fraction(1, 50))
        """
        self._check(first)
        if first.day > 28:
            raise refuse("R146", "a month begins by the 28th", str(first), remedy="take an earlier day")
        starts = [_months_later(first, number) for number in range(months + 1)]
        return tuple(self._sum(a, b) / (b - a).days for a, b in pairwise(starts))

    def _check(self, day: date) -> None:
        if day < self.known_on:
            raise refuse(
                "R146",
                f"{day} lies before the curve",
                f"{self.currency} curve of {self.known_on}",
                remedy="take the policy rates for what is past",
            )

    def _sum(self, first: date, beyond: date) -> Fraction:
        """Sum of the daily rates from one day to the day before another."""
        total = Fraction(0)
        ends = [*(point.day for point in self.points[1:]), date.max]
        for index, (point, end) in enumerate(zip(self.points, ends, strict=True)):
            start, stop = max(first, point.day), min(beyond, end)
            days = (stop - start).days
            if days <= 0:
                continue
            slope = Fraction(0)
            if end != date.max:
                slope = (self.points[index + 1].rate - point.rate) / (end - point.day).days
            since = (start - point.day).days
            total += days * point.rate + slope * (days * since + days * (days - 1) // 2)
        return total


def long_run_rate(currency: str) -> Assumption:
    """Return what is assumed of a policy rate long after the last quote.

    Example:
        >>> long_run_rate("EUR").value, long_run_rate("EUR").low
        (Fraction(1, 50), Fraction(1, 200))
    """
    aim = Fraction(_AIMS[currency])
    return Assumption(
        f"long-run policy rate of {currency}",
        aim,
        aim - _REAL,
        aim + _REAL,
        "the inflation that the central bank aims at and a real short rate of zero, give or take 1.5 points; "
        "judgement, not an estimate",
    )


def forward_curve(
    currency: str,
    known_on: date | str,
    known: Facts | None = None,
    *,
    long_run: Assumption | None = None,
    transition: Assumption = TRANSITION,
) -> ForwardCurve:
    """Return the curve that could be drawn on a day.

    Args:
        currency: one of EUR, USD, GBP, CAD, JPY, CHF.
        known_on: the day of the view.
        known: the facts to read; the packaged ones when None.
        long_run: rate that the curve ends at; :func:`long_run_rate` when there are quotes, the last policy
            rate when there are none.
        transition: years it takes to get there.

    Raises:
        UsufructError: ``R142`` and ``R143`` as :func:`policy_rates`, ``F160`` for a text that is not a day.

    Example:
        >>> curve = forward_curve("EUR", "2026-04-01")
        >>> [str(point.day) for point in curve.points][-2:]
        ['2026-12-17', '2031-12-17']
    """
    collection = facts.load() if known is None else known
    history = policy_rates(currency, known_on, collection)
    points = _decided(history)
    expected = quotes(currency, history.known_on, collection)
    points += [CurvePoint(*quote) for quote in expected if quote.day > points[-1].day]
    if long_run is None:
        long_run = long_run_rate(currency) if expected else _stays(currency, points[-1].rate)
    assumptions = (long_run, transition)
    end = _months_later(points[-1].day, round(12 * transition.value))
    points.append(CurvePoint(end, long_run.value, long_run.name))
    return ForwardCurve(currency, history.known_on, tuple(points), assumptions)


def own_curve(
    currency: str, known_on: date | str, points: Sequence[tuple[date | str, str]], name: str = "own curve"
) -> ForwardCurve:
    """Return a curve of a user's own, flat after its last point.

    Args:
        currency: ISO 4217 code.
        known_on: first day of the curve.
        points: days and rates a year, such as ``("2026-01-01", "2.5 %")``, in order.
        name: what the points are called in explanations.

    Raises:
        UsufructError: ``R145`` when the days do not rise from the first day, ``R147`` for rates that are not
            figures or not between -20 % and 100 %, ``F160`` for a text that is not a day.
    """
    faults, read = [], []
    for day, text in points:
        try:
            rate = read_figure(text)
        except UsufructError as error:
            faults.append(Fault("R147", f"{text!r} is not a rate", f"{name}, {day}", str(error), "write '2.5 %'"))
            continue
        if not Fraction(-1, 5) <= rate <= 1:
            faults.append(Fault("R147", f"{text} is out of range", f"{name}, {day}", "", "from -20 % to 100 %"))
        read.append(CurvePoint(read_day(day), rate, name))
    if faults:
        raise UsufructError(faults)
    return ForwardCurve(currency, read_day(known_on), tuple(read))


def _decided(history: PolicyRates) -> list[CurvePoint]:
    """The rate in force, and each step already decided as a step."""
    now = history.step(history.known_on)
    points = [CurvePoint(history.known_on, now.rate, now.address)]
    for step in history.announced():
        eve = step.effective_from - timedelta(days=1)
        if eve > points[-1].day:
            points.append(CurvePoint(eve, points[-1].rate, points[-1].source))
        points.append(CurvePoint(step.effective_from, step.rate, step.address))
    return points


def _stays(currency: str, rate: Fraction) -> Assumption:
    return Assumption(
        f"the policy rate of {currency} stays",
        rate,
        rate - _STAY,
        rate + _STAY,
        "no dated expectation was known; a policy rate moves by two points within a few years often enough",
    )


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    # The 28th exists in every month; quotes on later days lose at most three days of the transition.
    return date(day.year + year, month + 1, min(day.day, 28))
