"""What the cash yields over the policy rate: estimated from published interest and balances, with its error.

Interest is printed from the start of each year, balances at the ends of quarters. Between two ends of half-years (and
up to the last end of a quarter that is known) the yield is interest over the average balance, the policy rate is
weighted by days, and the difference is one observation. The estimate is their mean weighted by balance and time; its
standard error joins their scatter and the rounding of the printed interest (that of the balances is an order smaller).
Nothing known later than the day asked about is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import isqrt
from typing import Final

from usufruct import facts
from usufruct.errors import refuse
from usufruct.facts import Facts, Figure
from usufruct.facts.collection import read_day
from usufruct.markets.policy_rates import PolicyRates, policy_rates

ALL_CLIENTS: Final = "all sanctioned Russian clients"
BASKET: Final = ("GBP", "USD", "CAD")
"""Currencies whose policy rates stand for cash that is not in euro, in equal parts."""
SCATTER: Final = Fraction(1, 500)
"""Scatter taken for granted where fewer than two observations show it: a fifth of a point."""
IGNORANCE: Final = Fraction(1, 200)
"""Standard error of a spread of zero where nothing was observed: half a point."""
_QUARTERS: Final = {(3, 31): "Q1", (6, 30): "H1", (9, 30): "9M", (12, 31): ""}
_DIGITS: Final = 10**9


@dataclass(frozen=True, slots=True)
class Observation:
    """The yield between two days for which interest and balances are known.

    Attributes:
        start: last day before the span, an end of a quarter.
        end: last day of the span.
        interest: earned in between, in euro.
        tolerance: half of the last printed digits behind it, in euro.
        average_balance: trapezoid over the balances at ends of quarters, in euro.
        policy_rate: of the euro, weighted by days; fraction of one a year.
        basket_rate: mean of the policy rates of :data:`BASKET`, weighted by days.
    """

    start: date
    end: date
    interest: Fraction
    tolerance: Fraction
    average_balance: Fraction
    policy_rate: Fraction
    basket_rate: Fraction

    @property
    def years(self) -> Fraction:
        """Length of the span as part of its calendar year."""
        return Fraction((self.end - self.start).days, _days_in(self.end.year))

    @property
    def weight(self) -> Fraction:
        """Balance times years."""
        return self.average_balance * self.years

    @property
    def yielded(self) -> Fraction:
        """Interest over the average balance, a year."""
        return self.interest / self.weight

    @property
    def spread(self) -> Fraction:
        """The yield less the policy rate of the euro."""
        return self.yielded - self.policy_rate

    @property
    def implied_foreign_share(self) -> Fraction:
        """The part of cash in the basket's currencies that would explain the whole spread; none where rates agree."""
        gap = self.basket_rate - self.policy_rate
        return self.spread / gap if gap else Fraction(0)

    def spread_over(self, foreign_share: Fraction) -> Fraction:
        """The yield less the policy rates of a mix of euro and basket."""
        return self.spread - foreign_share * (self.basket_rate - self.policy_rate)


@dataclass(frozen=True, slots=True)
class Spread:
    """An estimated spread, as fractions of one a year.

    Attributes:
        value: the estimate.
        standard_error: of the estimate, rounded up to a billionth.
        foreign_share: the part of cash taken to be in the basket's currencies.
        observations: what it rests on, oldest first; empty where nothing was known.
    """

    value: Fraction
    standard_error: Fraction
    foreign_share: Fraction
    observations: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class _Published:
    """Printed interest and balances of a custodian, and policy rates, as known on one day."""

    view: Facts
    custodian: str
    rates: tuple[PolicyRates, ...]

    def balance(self, day: date) -> Figure | None:
        """The balance of all sanctioned clients on a day, printed before derived."""
        return self._best("balance", day.isoformat(), prefer_derived=False)

    def interest(self, day: date) -> tuple[Fraction, Fraction] | None:
        """Interest from the start of the year to an end of a quarter, and its tolerance.

        A figure derived from several prints is nearer the mark than the rounded print, but no more certain: it takes
        over the tolerance of the print.
        """
        part = _QUARTERS[day.month, day.day]
        label = f"{day.year}-{part}" if part else str(day.year)
        best = self._best("interest", label, prefer_derived=True)
        if best is None:
            return None
        printed = self._best("interest", label, prefer_derived=False) or best
        return best.amount, printed.tolerance

    def mean_rates(self, start: date, end: date) -> tuple[Fraction, Fraction]:
        """Policy rate of the euro and of the basket, weighted by the days after one day and up to another."""
        days = [start + timedelta(days=n + 1) for n in range((end - start).days)]
        euro, *others = (sum((rates.rate(day) for day in days), Fraction(0)) / len(days) for rates in self.rates)
        return euro, sum(others, Fraction(0)) / len(others)

    def _best(self, series: str, period: str, *, prefer_derived: bool) -> Figure | None:
        found = self.view.find(series=series, holder=self.custodian, perimeter=ALL_CLIENTS, period=period, derived=True)
        single = [each for each in self.view.latest_vintages(found) if each.value]
        single.sort(key=lambda each: (each.source_kind == "derived") is not prefer_derived)
        return single[0] if single else None


def observe(
    start: date, end: date, known: date | str, published: Facts | None = None, custodian: str = "Euroclear"
) -> Observation:
    """Return the yield between two ends of quarters of one year, as known on a day.

    Args:
        start: an end of a quarter; the end of the year before for a span from the start of the year.
        end: a later end of a quarter.
        known: the day of the view.
        published: the facts; the packaged ones when None. What they learnt after ``known`` is left out.
        custodian: whose interest.

    Raises:
        UsufructError: ``A151`` where the interest or a balance of the span was not known.

    Example:
        >>> h1 = observe(date(2024, 12, 31), date(2025, 6, 30), "2026-03-31")
        >>> f"{float(h1.yielded):.4f} less {float(h1.policy_rate):.4f}"
        '0.0281 less 0.0252'
    """
    found = _observed(start, end, _published(known, published, custodian))
    if found is None:
        raise refuse(
            "A151",
            f"interest and balances from {start} to {end} were not all known on {known}",
            custodian,
            "unknown is not zero",
            "ask for ends of quarters of one year, or for a later day of knowledge",
        )
    return found


def observations(
    known: date | str, published: Facts | None = None, custodian: str = "Euroclear"
) -> tuple[Observation, ...]:
    """Return every observation that a day of knowledge allows: half-years, and a quarter at either end.

    Example:
        >>> [str(each.end) for each in observations("2025-06-01")]
        ['2024-06-30', '2024-12-31', '2025-03-31']
    """
    data = _published(known, published, custodian)
    ends = [day for day in _quarter_ends(read_day(known)) if data.balance(day)]
    usable = [day for day in ends if _is_year_end(day) or data.interest(day)]
    kept = [day for i, day in enumerate(usable) if day.month in (6, 12) or i in (0, len(usable) - 1)]
    spans = (_observed(start, end, data) for start, end in pairwise(kept))
    return tuple(each for each in spans if each is not None)


def estimate_spread(
    known: date | str,
    published: Facts | None = None,
    custodian: str = "Euroclear",
    foreign_share: Fraction = Fraction(0),
) -> Spread:
    """Estimate what cash yields over the policy rates, from what was known on a day.

    Args:
        known: the day of the view.
        published: the facts; the packaged ones when None.
        custodian: whose cash.
        foreign_share: part of the cash taken to be in the basket's currencies; with zero the whole yield is measured
            against the euro's policy rate, and the spread holds whatever other currencies add.

    Returns:
        A spread of zero with the standard error :data:`IGNORANCE` where nothing was observed.

    Example:
        >>> spread = estimate_spread("2026-03-31")
        >>> f"{float(spread.value):.4f} give or take {float(spread.standard_error):.4f}"
        '0.0038 give or take 0.0004'
    """
    return spread_of(observations(known, published, custodian), foreign_share)


def spread_of(seen: tuple[Observation, ...], foreign_share: Fraction) -> Spread:
    """Estimate the spread from observations; see :func:`estimate_spread`."""
    if not seen:
        return Spread(Fraction(0), IGNORANCE, foreign_share, ())
    weights = [each.weight for each in seen]
    mean = _mean([each.spread_over(foreign_share) for each in seen], weights)
    rounding = sum((each.tolerance**2 for each in seen), Fraction(0)) / 3 / sum(weights, Fraction(0)) ** 2
    variance = _scatter([each.spread_over(foreign_share) - mean for each in seen]) / len(seen) + rounding
    return Spread(mean, _root(variance), foreign_share, seen)


def _published(known: date | str, published: Facts | None, custodian: str) -> _Published:
    view = (facts.load() if published is None else published).as_of(known)
    return _Published(view, custodian, tuple(policy_rates(each, known, view) for each in ("EUR", *BASKET)))


def _observed(start: date, end: date, data: _Published) -> Observation | None:
    if not (start < end <= date(start.year + _is_year_end(start), 12, 31)):
        return None
    until = data.interest(end)
    before = (Fraction(0), Fraction(0)) if _is_year_end(start) else data.interest(start)
    known = [data.balance(day) for day in _quarter_ends(end) if day >= start]
    balances = [each.amount for each in known if each is not None]
    if until is None or before is None or len(balances) < len(known):
        return None
    pieces = [(one + other) / 2 for one, other in pairwise(balances)]
    average = sum(pieces, Fraction(0)) / len(pieces)
    return Observation(start, end, until[0] - before[0], until[1] + before[1], average, *data.mean_rates(start, end))


def _quarter_ends(last: date) -> list[date]:
    """Ends of quarters from the end of 2021 up to a day."""
    ends = [date(year, *end) for year in range(2021, last.year + 1) for end in sorted(_QUARTERS)]
    return [day for day in ends if date(2021, 12, 31) <= day <= last]


def _is_year_end(day: date) -> bool:
    return (day.month, day.day) == (12, 31)


def _days_in(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def _mean(values: Sequence[Fraction], weights: Sequence[Fraction]) -> Fraction:
    pairs = zip(values, weights, strict=True)
    return sum((value * weight for value, weight in pairs), Fraction(0)) / sum(weights, Fraction(0))


def _scatter(gaps: Sequence[Fraction]) -> Fraction:
    if len(gaps) < 2:
        return SCATTER**2
    return sum((gap**2 for gap in gaps), Fraction(0)) / (len(gaps) - 1)


def _root(square: Fraction) -> Fraction:
    return Fraction(isqrt(int(square * _DIGITS**2)) + 1, _DIGITS)
