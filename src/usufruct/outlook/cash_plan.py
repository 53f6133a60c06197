"""The levied cash month by month: what is held in which currency, and what it yields over the policy rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Final

from usufruct import facts
from usufruct.assets.holdings import Holdings, holdings
from usufruct.calendar import HalfYear
from usufruct.facts import Facts
from usufruct.money import round_to_integer
from usufruct.outlook.known_markets import KnownMarkets
from usufruct.outlook.scenario import Scenario
from usufruct.outlook.settlement import CURRENCIES, MINOR_UNITS

BASIS: Final = (
    "interest counts the days of a month over the days of its calendar year, as the spread was measured; "
    "the agreements between custodian and central banks are not public"
)


@dataclass(frozen=True)
class CashPlan:
    """The central bank's cash at the custodian in the levy.

    Attributes:
        held: assumptions behind it, as the scenario sets them.
        opening: by currency, in euro, before any of the maturities.
        maturing: (end of the half-year within which it matures, euro).
        mix: share of each currency in what matures.
        spread: yield over the policy rates, a year.
        expense_ratio: related expenses over interest.
        spot: units of each currency for one euro at which the plan is turned into that currency.
        released: day from which nothing is held.
    """

    held: Holdings
    opening: Mapping[str, Fraction]
    maturing: tuple[tuple[date, Fraction], ...]
    mix: Mapping[str, Fraction]
    spread: Fraction
    expense_ratio: Fraction
    spot: Mapping[str, Fraction]
    released: date | None

    def weight(self, currency: str, month: date) -> Fraction:
        """Cash times part of a year over one month, in minor units of the currency: what a rate is multiplied by."""
        end = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        last = end if self.released is None else max(month, min(end, self.released))
        part = Fraction((last - month).days, 366 if _leap(month.year) else 365)
        units = self.spot.get(currency, Fraction(1)) * MINOR_UNITS.get(currency, 100)
        held = self.opening[currency] + self._matured(month) * self.mix[currency]
        return held * units * part

    def held_in_all(self, half: HalfYear) -> int:
        """All currencies at the end of a half-year, in cents of euro at the rates of the plan."""
        if self.released is not None and self.released <= half.end:
            return 0
        return round_to_integer(
            100 * (sum(self.opening.values(), Fraction(0)) + self._matured(half.next.start)), "half up"
        )

    def _matured(self, month: date) -> Fraction:
        return sum((amount for end, amount in self.maturing if end < month), Fraction(0))


def cash_plan(scenario: Scenario, markets: KnownMarkets, published: Facts | None = None) -> CashPlan:
    """Return the cash of a scenario.

    Args:
        scenario: whose shares, spread and amount of cash replace those known.
        markets: for the rates at which currencies are turned into each other.
        published: the facts; the packaged ones when None. What they learnt later is left out.

    Raises:
        UsufructError: ``A151`` where no balance was known, ``U143`` for a share outside its range.
    """
    held = _held(scenario, published)
    by_currency = held.cash_by_currency()
    whole = sum(by_currency.values(), Fraction(0))
    mix = {code: by_currency.get(code, Fraction(0)) / whole for code in CURRENCIES}
    cash = held.central_bank_cash if scenario.cash is None else scenario.cash
    maturing = () if scenario.cash == 0 else tuple((each.on, each.amount.value) for each in held.maturities())
    spread = held.spread.value if scenario.spread is None else scenario.spread
    ratio = held.expense_ratio.value if scenario.expense_ratio is None else scenario.expense_ratio
    opening = {code: cash * share for code, share in mix.items()}
    return CashPlan(held, opening, maturing, mix, spread, ratio, markets.spot, scenario.released)


def _held(scenario: Scenario, published: Facts | None) -> Holdings:
    held = _known_holdings(scenario.known, published)
    names = ("central_bank_share", "foreign_share")
    changes = {name: getattr(scenario, name) for name in names if getattr(scenario, name) is not None}
    return held.but(**changes) if changes else held


@lru_cache(maxsize=64)
def _known_holdings(day: date, published: Facts | None) -> Holdings:
    return holdings(day, (facts.load() if published is None else published).as_of(day))


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
