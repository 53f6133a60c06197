"""Markets as a scenario sees them on its day: what rates were, what they are expected to be, how far they may stray."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from usufruct import facts
from usufruct.facts import Facts, reference_rate
from usufruct.markets.calibration import Calibration, calibration
from usufruct.markets.exchange import ExchangeRate
from usufruct.markets.forward_curves import ForwardCurve, forward_curve, own_curve
from usufruct.markets.policy_rates import CURRENCIES, PolicyRates, policy_rates
from usufruct.markets.short_rate import ShortRate, fitted
from usufruct.outlook.scenario import Scenario
from usufruct.outlook.scenario_fields import number_text

FOREIGN = CURRENCIES[1:]


@dataclass(frozen=True)
class KnownMarkets:
    """Rates and exchange rates of a scenario.

    Attributes:
        scenario: whose paths and factors count.
        history: policy rates by currency.
        curves: expected rates by currency from the day of the view.
        parameters: volatilities and correlations.
        spot: units of each currency for one euro, the last reference rate known.
    """

    scenario: Scenario
    history: Mapping[str, PolicyRates]
    curves: Mapping[str, ForwardCurve]
    parameters: Calibration
    spot: Mapping[str, Fraction]

    def rate(self, currency: str, day: date) -> Fraction:
        """The policy rate of a day: what it was, or what is expected."""
        if day < self.scenario.known:
            return self.history[currency].rate(day)
        if currency == "EUR" and self.scenario.flat is not None:
            return self.scenario.flat
        return self.curves[currency].rate(day) + self.scenario.shift

    def mean(self, currency: str, start: date, end: date) -> Fraction:
        """The mean rate from a day to the day before another."""
        if start >= self.scenario.known and start.day == 1 and end == _next_month(start):
            return self.monthly(currency, start, 1)[0]
        days = (end - start).days
        whole = sum((self.rate(currency, start + timedelta(days=n)) for n in range(days)), Fraction(0))
        return whole / max(days, 1)

    def monthly(self, currency: str, first: date, months: int) -> tuple[Fraction, ...]:
        """The mean rate of each month from a first of a month on."""
        past: list[Fraction] = []
        while first < self.scenario.known and len(past) < months:
            past.append(self.mean(currency, first, _next_month(first)))
            first = _next_month(first)
        left = months - len(past)
        if not left:
            return tuple(past)
        if currency == "EUR" and self.scenario.flat is not None:
            return (*past, *(self.scenario.flat for _ in range(left)))
        shift = self.scenario.shift
        return (*past, *(rate + shift for rate in self.curves[currency].monthly(first, left)))

    def models(self, first: date, months: int) -> tuple[ShortRate, ...]:
        """The model of each short rate from a month on, fitted to the expected path in its mean rates."""
        reversion = self.scenario.reversion
        speed = self.parameters.reversion.value if reversion is None else reversion
        return tuple(
            fitted(
                code,
                self.monthly(code, first, months),
                reversion=speed,
                volatility=self._volatility(f"rate {code}", still=code == "EUR" and self.scenario.flat is not None),
                fit="mean rates",
            )
            for code in CURRENCIES
        )

    def exchanges(self) -> tuple[ExchangeRate, ...]:
        """The model of each exchange rate, from the last rate known."""
        return tuple(
            ExchangeRate(
                code,
                float(self.spot[code]),
                float(min(self._volatility(f"exchange {code}", still=False), Fraction(2))),
                "interest parity",
            )
            for code in FOREIGN
        )

    def _volatility(self, factor: str, *, still: bool) -> Fraction:
        return Fraction(0) if still else self.parameters.volatility(factor).value * self.scenario.volatility


def known_markets(scenario: Scenario, published: Facts | None = None) -> KnownMarkets:
    """Return the markets of a scenario, from what was known on its day.

    Args:
        scenario: its day, curve, shift and long-run rates count.
        published: the facts; the packaged ones when None. What they learnt later is left out.

    Raises:
        UsufructError: ``R142`` where a policy rate was not known on the day.
    """
    day = scenario.known
    curves = dict(_curves(day, published))
    if scenario.long_run is not None:
        curves["EUR"] = _with_long_run(curves["EUR"], scenario.long_run)
    if scenario.long_run_abroad:
        ends = {code: curves[code].points[-1].rate + scenario.long_run_abroad for code in FOREIGN}
        curves |= {code: _with_long_run(curves[code], rate) for code, rate in ends.items()}
    if scenario.curve:
        curves["EUR"] = _own(scenario, curves["EUR"])
    return KnownMarkets(
        scenario,
        _history(day, published),
        MappingProxyType(curves),
        _calibration(day, published),
        MappingProxyType({code: _spot(code, day) for code in FOREIGN}),
    )


@lru_cache(maxsize=64)
def _curves(day: date, published: Facts | None) -> Mapping[str, ForwardCurve]:
    known = (facts.load() if published is None else published).as_of(day)
    return MappingProxyType({code: forward_curve(code, day, known) for code in CURRENCIES})


@lru_cache(maxsize=64)
def _history(day: date, published: Facts | None) -> Mapping[str, PolicyRates]:
    known = (facts.load() if published is None else published).as_of(day)
    return MappingProxyType({code: policy_rates(code, day, known) for code in CURRENCIES})


@lru_cache(maxsize=64)
def _calibration(day: date, published: Facts | None) -> Calibration:
    return calibration(day, (facts.load() if published is None else published).as_of(day))


def _with_long_run(curve: ForwardCurve, rate: Fraction) -> ForwardCurve:
    last = curve.points[-1]._replace(rate=rate, source="long-run rate of the scenario")
    return ForwardCurve(curve.currency, curve.known_on, (*curve.points[:-1], last), curve.assumptions)


def _own(scenario: Scenario, curve: ForwardCurve) -> ForwardCurve:
    """The user's points after the day of the view, which keeps the rate in force."""
    points = [(day, number_text(rate)) for day, rate in scenario.curve or () if day > scenario.known]
    if not any(day == scenario.known for day, _ in scenario.curve or ()):
        points = [(scenario.known, number_text(curve.points[0].rate)), *points]
    else:
        points = [(day, number_text(rate)) for day, rate in scenario.curve or () if day >= scenario.known]
    return own_curve("EUR", scenario.known, list(points), "curve of the scenario")


def _spot(code: str, day: date) -> Fraction:
    """The last reference rate known on a day, up to a month old."""
    from usufruct.facts.reference_rates import reference_rates

    last = min(day, reference_rates().days[-1])
    return reference_rate(code, last, on_or_before=True)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
