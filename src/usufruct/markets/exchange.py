"""Log-normal exchange rates against the euro, on the monthly grid of the short rates.

A rate is units of a currency for one euro, as the reference rates are printed. What a mean is preserved of
matters: payments in a foreign currency are *divided* by the rate, so each model keeps the mean of
``1 / rate``, the euro value of one unit. No adjustment is made for the measure under which the foreign
short rate is modelled: this projects, it does not price derivatives.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final, Literal

from usufruct.errors import Fault, UsufructError
from usufruct.markets.elementary import exp, log

Drift = Literal["interest parity", "none"]
DRIFTS: Final[tuple[Drift, ...]] = ("interest parity", "none")
MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """A log-normal exchange rate.

    Attributes:
        currency: ISO 4217 code of the other currency.
        start: units for one euro on the day of the view.
        volatility: standard deviation of the logarithm over a year.
        drift: ``"interest parity"``: the euro value of a deposit earns the euro rate on average;
            ``"none"``: the mean euro value of one unit stays what it is.

    Raises:
        UsufructError: ``R150`` for a rate or volatility out of range or an unknown drift.

    Example:
        >>> still = ExchangeRate("USD", start=1.25, volatility=0.0, drift="none")
        >>> still.path([1.0, -1.0], [0.05, 0.05], [0.02, 0.02])
        (1.25, 1.25)
    """

    currency: str
    start: float
    volatility: float
    drift: Drift

    def __post_init__(self) -> None:
        rules = (
            ("start", self.start, 1e-6 <= self.start <= 1e6, "give units for one euro"),
            ("volatility", self.volatility, 0 <= self.volatility <= 2, "give a number from 0 to 2, per year"),
            ("drift", self.drift, self.drift in DRIFTS, f"write one of {', '.join(DRIFTS)}"),
        )
        faults = [
            Fault("R150", f"{name} is {value!r}", f"{self.currency} {name}", remedy=remedy)
            for name, value, holds, remedy in rules
            if not holds
        ]
        if faults:
            raise UsufructError(faults)

    def path(
        self, normals: Sequence[float], own_rates: Iterable[float], euro_rates: Iterable[float]
    ) -> tuple[float, ...]:
        """Return the rate at the end of each month of a path.

        Args:
            normals: one draw for each month.
            own_rates: short rate of the currency in each month, fractions of one a year.
            euro_rates: short rate of the euro in each month.
        """
        deviation, steady, share = self.monthly()
        level, rates = log(self.start), []
        for normal, own, euro in zip(normals, own_rates, euro_rates, strict=True):
            level = level + (share * (own - euro) + (steady + deviation * normal))
            rates.append(exp(level))
        return tuple(rates)

    def monthly(self) -> tuple[float, float, float]:
        """Return deviation and steady drift of a month, and the share of the rate difference in it."""
        variance = self.volatility * self.volatility / MONTHS_A_YEAR
        share = 1 / MONTHS_A_YEAR if self.drift == "interest parity" else 0.0
        return sqrt(variance), variance / 2, share
