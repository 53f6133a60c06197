"""The forecast of one payment as this system would have made it on a day, from what was known that day.

A projection opens the debts of the loans and needs a day of the view from October 2025 on; a payment needs no debt, so
its forecast can be made for every day since the levy began. Half-years whose payment was received are actuals, the one
asked about and those before it run at the rates known and expected.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import sqrt
from typing import Final

from usufruct.calendar import HalfYear
from usufruct.engine.execution.interpreter import Interpreter
from usufruct.engine.order import behind
from usufruct.facts import Facts
from usufruct.outlook.assumptions import at_value, near_ranges
from usufruct.outlook.cash_plan import CashPlan, cash_plan
from usufruct.outlook.half_year_inputs import world_of
from usufruct.outlook.known_markets import KnownMarkets, known_markets
from usufruct.outlook.lead_in import levied_half_years
from usufruct.outlook.projected_law import projected_law
from usufruct.outlook.scenario import Scenario, baseline
from usufruct.waterfall.horizon import payment_number

EIGHT_OF_TEN: Final = 1.2815515655446004
"""Standard deviations on either side of the mean that hold eight of ten normal outcomes."""
_POINT: Final = Fraction(1, 100)
_MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class PaymentForecast:
    """A payment, in cents.

    Attributes:
        central: at expected rates and central assumptions.
        by_rates: standard deviation from interest rates, all currencies moving together.
        by_exchange: standard deviation from exchange rates, all currencies moving together.
        by_assumptions: standard deviation from assumptions that miss independently of each other. The range of each
            counts as one that holds eight of ten outcomes; most are wider than that, none is narrower.
    """

    central: float
    by_rates: float
    by_exchange: float
    by_assumptions: float

    @property
    def deviation(self) -> float:
        """Standard deviation of all together."""
        return sqrt(self.by_rates**2 + self.by_exchange**2 + self.by_assumptions**2)


@lru_cache(maxsize=256)
def payment_forecast(day: date, half: HalfYear, published: Facts | None = None) -> PaymentForecast:
    """Forecast the payment on the profits of a half-year.

    Args:
        day: the day of the view; what became known later is left out, figures, rates and law alike.
        half: the half-year.
        published: the facts; the packaged ones when None.

    Raises:
        UsufructError: ``A151`` where no balance was known, ``R142`` where a policy rate was not.

    Example:
        >>> found = payment_forecast(date(2026, 11, 22), HalfYear(2026, 1))
        >>> f"{found.central / 1e11:.1f} give or take {found.deviation * EIGHT_OF_TEN / 1e11:.1f}"
        '1.4 give or take 0.1'
    """
    scenario = baseline(day)
    markets = known_markets(scenario, published)
    cash = cash_plan(scenario, markets, published)

    def computed(other: Scenario, markets: KnownMarkets, cash: CashPlan) -> float:
        return _computed(other, markets, cash, half, published)

    central = computed(scenario, markets, cash)
    higher = replace(scenario, shift=_POINT)
    by_point = computed(higher, replace(markets, scenario=higher), cash) - central
    dearer = replace(markets, spot={code: rate * (1 + _POINT) for code, rate in markets.spot.items()})
    by_percent = computed(scenario, dearer, cash) - central
    squares = 0.0
    for each in near_ranges(cash):
        ends = [at_value(scenario, each.key, end) for end in (each.low, each.high)]
        moved = [computed(other, markets, cash_plan(other, markets, published)) - central for other in ends]
        squares += max(map(abs, moved)) ** 2
    return PaymentForecast(
        central,
        abs(by_point) * 100 * _deviation_of_mean(*_rate_noise(markets), *_months(day, half)),
        abs(by_percent) * 100 * _deviation_of_mean(1.0, _exchange_noise(markets, cash), *_months(day, half)),
        sqrt(squares) / EIGHT_OF_TEN,
    )


def _computed(
    scenario: Scenario, markets: KnownMarkets, cash: CashPlan, half: HalfYear, published: Facts | None
) -> float:
    """The payment on a half-year by the law of the day, in cents."""
    world = world_of(levied_half_years(scenario, markets, cash, half, published), (), {})
    law = projected_law(baseline(scenario.known))
    run = Interpreter(law, world, only=behind(law, ["eu.payment"])).run()
    return float(run.value("eu.payment", "call", payment_number(half) - 1, ()))


def _rate_noise(markets: KnownMarkets) -> tuple[float, float]:
    """Share of a shock left after a month, and standard deviation of a month, of the euro's short rate."""
    known = markets.scenario.known
    model = markets.models(date(known.year, known.month, 1), 1)[0]
    return model.decay, model.deviation


def _exchange_noise(markets: KnownMarkets, cash: CashPlan) -> float:
    """Standard deviation of a month of the most volatile exchange rate that part of the cash depends on."""
    volatilities = [each.volatility for each in markets.exchanges() if cash.mix[each.currency]]
    return max(volatilities, default=0.0) / sqrt(_MONTHS_A_YEAR)


def _months(day: date, half: HalfYear) -> tuple[int, int]:
    """Months from that of the day to the first and beyond the last month of a half-year that are still to come."""
    first = (half.start.year - day.year) * _MONTHS_A_YEAR + half.start.month - day.month
    return max(first, 1), first + 6


def _deviation_of_mean(decay: float, deviation: float, first: int, beyond: int) -> float:
    """Standard deviation of the mean of a state over months, the month of the view being month 0 and known.

    A shock of one month is left by ``decay`` in each later one; the mean of the months adds what is left of it in each.

    Example:
        >>> round(_deviation_of_mean(1.0, 3.0, 1, 3), 6) == round(((3 * 1) ** 2 + (3 * 0.5) ** 2) ** 0.5, 6)
        True
    """
    months = range(first, beyond)
    if not months:
        return 0.0
    shares = (sum(decay ** (k - shock) for k in months if k >= shock) / len(months) for shock in range(1, beyond))
    return deviation * sqrt(sum(share * share for share in shares))
