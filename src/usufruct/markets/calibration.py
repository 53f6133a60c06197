"""Volatilities and correlations of rates and exchange rates: assumptions, moved towards what history shows.

Each number begins as an assumption with a range. Where at least two years of months are known on the day
of the view, the history of that time pulls it, with a weight of n / (n + 60) for n months: variances and
correlations are weighted means of the assumed and the observed. Nothing later than the day is read.

The months since 2022 hold one tightening and one easing, so the history says little about the next decades.
That is why the ranges stay wide and why parameter uncertainty belongs beside path uncertainty. The assumed
numbers were chosen in 2026 and serve every earlier day too: a forecast made again for such a day is blind to
later facts, but not to the judgement of its authors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import sqrt
from types import MappingProxyType
from typing import Final

from usufruct.errors import refuse
from usufruct.facts import Facts
from usufruct.facts.collection import read_day
from usufruct.markets.assumption import Assumption
from usufruct.markets.correlation import cholesky
from usufruct.markets.history import monthly_changes
from usufruct.markets.policy_rates import CURRENCIES

FOREIGN: Final = CURRENCIES[1:]
FACTORS: Final = (*(f"rate {name}" for name in CURRENCIES), *(f"exchange {name}" for name in FOREIGN))
LEAST_MONTHS: Final = 24
PRIOR_MONTHS: Final = 60
_MONTHS_A_YEAR: Final = 12
_DECIMALS: Final = 6

_RATE_VOLATILITY: Final = MappingProxyType(
    {"EUR": "0.008", "USD": "0.009", "GBP": "0.009", "CAD": "0.009", "JPY": "0.005", "CHF": "0.007"}
)
_EXCHANGE_VOLATILITY: Final = MappingProxyType(
    {"USD": "0.08", "GBP": "0.07", "CAD": "0.08", "JPY": "0.10", "CHF": "0.06"}
)
REVERSION: Final = Assumption(
    "reversion of a short rate, per year",
    Fraction("0.05"),
    Fraction("0.01"),
    Fraction("0.20"),
    "a shock halves in fourteen years, from three and a half to seventy; five years of history cannot tell",
)

# By the number of rates in a pair: two exchange rates, one of each kind, two rates.
CORRELATIONS: Final = (
    Assumption(
        "correlation of two exchange rates",
        Fraction("0.4"),
        Fraction("0.1"),
        Fraction("0.7"),
        "both are against the euro, so what moves the euro moves both; judgement",
    ),
    Assumption(
        "correlation of a rate with an exchange rate",
        Fraction(0),
        Fraction("-0.3"),
        Fraction("0.3"),
        "either sign has been seen for years on end; judgement",
    ),
    Assumption(
        "correlation of two short rates",
        Fraction("0.5"),
        Fraction("0.2"),
        Fraction("0.8"),
        "central banks meet the same shocks and answer in their own time; judgement",
    ),
)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Parameters of all models, as they could be set on a day.

    Attributes:
        known_on: nothing learnt after this day was used.
        months: how many months of history were known.
        reversion: of every short rate.
        volatilities: one for each factor, in the order of ``FACTORS``: rates as fractions of one a year,
            exchange rates as logarithms a year.
        correlations: of the factors, in their order; positive definite.
    """

    known_on: date
    months: int
    reversion: Assumption
    volatilities: tuple[Assumption, ...]
    correlations: tuple[tuple[float, ...], ...]

    def volatility(self, factor: str) -> Assumption:
        """Return the volatility of a factor such as ``"rate EUR"`` or ``"exchange USD"``.

        Raises:
            UsufructError: ``R151`` for a factor that does not exist.
        """
        if factor not in FACTORS:
            raise refuse("R151", f"there is no factor {factor!r}", "factor", remedy=f"one of {FACTORS}")
        return self.volatilities[FACTORS.index(factor)]

    def loadings(self) -> tuple[tuple[float, ...], ...]:
        """Return the lower-triangular matrix that turns independent normals into correlated ones."""
        return cholesky(self.correlations)


def calibration(known_on: date | str, known: Facts | None = None) -> Calibration:
    """Return the parameters as they could be set on a day.

    Args:
        known_on: the day of the view.
        known: the facts to read for policy rates; the packaged ones when None.

    Raises:
        UsufructError: ``F160`` for a text that is not a day.

    Example:
        >>> early, late = calibration("2023-06-30"), calibration("2026-06-30")
        >>> early.months, early.volatility("rate EUR").value, late.months
        (18, Fraction(1, 125), 54)
    """
    day = read_day(known_on)
    series = monthly_changes(day, known)
    months = len(series[0])
    weight = months / (months + PRIOR_MONTHS) if months >= LEAST_MONTHS else 0.0
    assumed = [_assumed(factor) for factor in FACTORS]
    volatilities = tuple(_shrunk(one, changes, weight) for one, changes in zip(assumed, series, strict=True))
    return Calibration(day, months, REVERSION, volatilities, _correlations(series, weight))


def _assumed(factor: str) -> Assumption:
    kind, currency = factor.split()
    table = _RATE_VOLATILITY if kind == "rate" else _EXCHANGE_VOLATILITY
    value = Fraction(table[currency])
    return Assumption(
        f"volatility of {factor}, per year",
        value,
        value / 2,
        value * 2,
        "judgement on several decades, halved and doubled for the range; history known by then pulls it",
    )


def _shrunk(assumed: Assumption, changes: Sequence[float], weight: float) -> Assumption:
    if not weight:
        return assumed
    observed = sum(change * change for change in changes) / len(changes) * _MONTHS_A_YEAR
    variance = weight * observed + (1 - weight) * float(assumed.value) ** 2
    value = Fraction(round(sqrt(variance) * 10**_DECIMALS), 10**_DECIMALS)
    return Assumption(assumed.name, value, min(assumed.low, value), max(assumed.high, value), assumed.reason)


def _correlations(series: Sequence[Sequence[float]], weight: float) -> tuple[tuple[float, ...], ...]:
    return tuple(
        tuple(
            1.0 if i == j else weight * _observed(series[i], series[j]) + (1 - weight) * _prior(i, j)
            for j in range(len(FACTORS))
        )
        for i in range(len(FACTORS))
    )


def _observed(one: Sequence[float], other: Sequence[float]) -> float:
    """Correlation of changes about zero; 0 where one of them never moved."""
    product = sum(a * b for a, b in zip(one, other, strict=True))
    size = sqrt(sum(a * a for a in one) * sum(b * b for b in other))
    return product / size if size else 0.0


def _prior(i: int, j: int) -> float:
    return float(CORRELATIONS[(i < len(CURRENCIES)) + (j < len(CURRENCIES))].value)
