"""Policy rates of six central banks as dated steps, seen as of a day.

A step counts from the day of the decision, which may lie days before it takes effect: what was decided but
not yet in force is known, and belongs to the forward curve.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Final, NamedTuple

from usufruct import facts
from usufruct.errors import refuse
from usufruct.facts import Facts, Figure
from usufruct.facts.collection import read_day

CURRENCIES: Final = ("EUR", "USD", "GBP", "CAD", "JPY", "CHF")
CENTRAL_BANKS: Final = MappingProxyType(
    {
        "EUR": "European Central Bank",
        "USD": "Federal Reserve",
        "GBP": "Bank of England",
        "CAD": "Bank of Canada",
        "JPY": "Bank of Japan",
        "CHF": "Swiss National Bank",
    }
)


class RateStep(NamedTuple):
    """One policy rate.

    Attributes:
        effective_from: first day in force.
        known_on: day of the decision.
        rate: fraction of one a year; the middle of a target range.
        address: the published figure it comes from.
    """

    effective_from: date
    known_on: date
    rate: Fraction
    address: str


@dataclass(frozen=True, slots=True)
class PolicyRates:
    """The policy rate of one currency, as known on a day.

    Attributes:
        currency: ISO 4217 code.
        known_on: the day of the view.
        steps: every step decided by then, by the day it takes effect.
        confirmed_on: latest day on which a published figure shows the rate in force; beyond it a hold is
            taken for granted.
    """

    currency: str
    known_on: date
    steps: tuple[RateStep, ...]
    confirmed_on: date

    def step(self, day: date) -> RateStep:
        """Return the step in force on a day, as far as this view knows.

        Raises:
            UsufructError: ``R142`` for a day before the first step.
        """
        earlier = [step for step in self.steps if step.effective_from <= day]
        if not earlier:
            raise refuse(
                "R142",
                f"no policy rate is known for {day}",
                f"{self.currency} on {day}",
                remedy=f"ask for {self.steps[0].effective_from} or later" if self.steps else "take a later view",
            )
        return earlier[-1]

    def rate(self, day: date) -> Fraction:
        """Return the rate in force on a day.

        Raises:
            UsufructError: ``R142`` for a day before the first step.
        """
        return self.step(day).rate

    def announced(self) -> tuple[RateStep, ...]:
        """Return the steps decided but not yet in force on the day of the view."""
        return tuple(step for step in self.steps if step.effective_from > self.known_on)


def policy_rates(currency: str, known_on: date | str, known: Facts | None = None) -> PolicyRates:
    """Return the policy rate of a currency as known at the end of a day.

    Args:
        currency: one of EUR, USD, GBP, CAD, JPY, CHF.
        known_on: the day of the view.
        known: the facts to read; the packaged ones when None. What they learnt later is left out.

    Raises:
        UsufructError: ``R143`` for another currency, ``R142`` when no rate was known by then, ``F160`` for
            a text that is not a day.

    Example:
        >>> view = policy_rates("EUR", "2024-06-06")  # decided that day, in force on 12 June
        >>> view.rate(date(2024, 6, 11)), view.rate(date(2024, 6, 12))
        (Fraction(1, 25), Fraction(3, 80))
    """
    if currency not in CENTRAL_BANKS:
        raise refuse("R143", f"there are no policy rates of {currency!r}", "currency", remedy=f"one of {CURRENCIES}")
    view = (facts.load() if known is None else known).as_of(known_on)
    day = read_day(known_on)
    bank = CENTRAL_BANKS[currency]
    figures = view.latest_vintages(view.find(series="policy_rate", holder=bank))
    steps = tuple(sorted(_step(figure) for figure in figures))
    if not steps:
        raise refuse("R142", f"no policy rate was known on {day}", currency, remedy="take a later view")
    checks = view.find(series="policy_rate_check", holder=bank)
    seen = [figure.period_end or figure.known_on for figure in checks]
    return PolicyRates(currency, day, steps, max([*seen, *(step.known_on for step in steps)]))


def middle(figure: Figure) -> Fraction | None:
    """Return the number of a figure, the middle of a printed range; None when a bound is missing."""
    low, high = figure.low, figure.high
    return None if low is None or high is None else (low + high) / 2


def _step(figure: Figure) -> RateStep:
    rate = middle(figure)
    if figure.period_start is None or rate is None:
        raise refuse("R144", "a policy rate has no first day or no number", figure.address, remedy="complete the row")
    return RateStep(figure.period_start, figure.known_on, rate, figure.address)
