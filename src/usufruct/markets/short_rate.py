"""Gaussian one-factor short rates, one per currency, on a monthly grid, fitted to a forward curve exactly.

The rate of month k is ``level[k] + x[k]``; the state x starts at zero, falls back by a constant share each
month and is moved by draw k at the beginning of month k. The discretisation is exact: decay and deviation
are those of the continuous Ornstein-Uhlenbeck process over a twelfth of a year. Rates may become negative.

One factor, for the euro too. A second one (a slow and a fast component) would need quotes that tell the two
apart, such as options on rates or dated long forwards; the published facts hold neither, so it would be two
more assumptions without a source and no better fit. The level already fits any curve.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Final, Literal

from usufruct.errors import Fault, UsufructError

MONTHS_A_YEAR: Final = 12
_DIGITS: Final = 40
_SLOW: Final = Decimal("1e-12")

Given = Fraction | float | str
Fit = Literal["discount factors", "mean rates"]
FITS: Final[tuple[Fit, ...]] = ("discount factors", "mean rates")


@dataclass(frozen=True, slots=True)
class ShortRate:
    """A fitted model of one currency.

    Attributes:
        currency: ISO 4217 code.
        decay: share of the state that is left after a month.
        deviation: standard deviation that a month adds to the state; 0.01 is one percentage point.
        level: deterministic part of the rate by month, as a fraction of one a year.
    """

    currency: str
    decay: float
    deviation: float
    level: tuple[float, ...]

    def path(self, normals: Sequence[float]) -> tuple[float, ...]:
        """Return the rates of one path, month by month.

        Args:
            normals: one draw for each month, as :meth:`PathDraws.normals` gives them.

        Example:
            >>> model = fitted("EUR", ["0.02"] * 3, reversion="0", volatility="0", fit="mean rates")
            >>> model.path([1.0, -1.0, 2.0])
            (0.02, 0.02, 0.02)
        """
        rates, state = [], 0.0
        for level, normal in zip(self.level, normals, strict=True):
            state = state * self.decay + self.deviation * normal
            rates.append(level + state)
        return tuple(rates)

    def variances(self) -> tuple[float, ...]:
        """Return the variance of the rate of each month, computed from the recursion of the state.

        Example:
            >>> model = fitted("EUR", [0, 0], reversion="0", volatility="0.012", fit="mean rates")
            >>> [round(12 * variance, 12) for variance in model.variances()]
            [0.000144, 0.000288]
        """
        variances, variance = [], 0.0
        for _ in self.level:
            variance = variance * self.decay * self.decay + self.deviation * self.deviation
            variances.append(variance)
        return tuple(variances)


def fitted(
    currency: str,
    forwards: Sequence[Given],
    *,
    reversion: Given,
    volatility: Given,
    fit: Fit,
) -> ShortRate:
    """Return the model whose mean meets a curve exactly.

    The two fits differ by convexity, about ``(volatility / reversion)**2 / 2`` at long horizons: a curve of
    *prices* is met in its discount factors, a curve of *expectations* in its mean rates. Published
    expectations of policy rates are of the second kind; which fit is meant has to be said.

    Args:
        currency: ISO 4217 code.
        forwards: forward rate of each month, fractions of one a year, such as ``ForwardCurve.monthly`` gives.
        reversion: speed at which the state falls back, per year; 0 means that it never does.
        volatility: standard deviation of the rate over a first year, as a fraction of one.
        fit: ``"discount factors"``: the mean of ``exp(-sum of rates / 12)`` equals the curve's factor after
            every month; ``"mean rates"``: the mean rate of every month equals the forward.

    Raises:
        UsufructError: ``R110`` for a negative or non-finite parameter or an unknown fit.

    Example:
        >>> fitted("EUR", ["0.02"], reversion="0.05", volatility="0.008", fit="mean rates").level
        (0.02,)
    """
    _check(reversion, volatility, fit)
    decay, deviation = _monthly(_fraction(reversion), _fraction(volatility))
    levels = tuple(float(_fraction(forward)) for forward in forwards)
    if fit == "discount factors":
        convexity = _convexity(decay, deviation, len(levels))
        levels = tuple(forward + extra for forward, extra in zip(levels, convexity, strict=True))
    return ShortRate(currency, decay, deviation, levels)


def _monthly(reversion: Fraction, volatility: Fraction) -> tuple[float, float]:
    # Decimal and not math.exp: its exponential is rounded correctly on every platform.
    with localcontext() as context:
        context.prec = _DIGITS
        a, s = _decimal(reversion), _decimal(volatility)
        month = Decimal(1) / MONTHS_A_YEAR
        # The difference below loses every digit as the speed vanishes; two terms of its series do not.
        slow = a < _SLOW
        years = month * (1 - a * month) if slow else (1 - (-2 * a * month).exp()) / (2 * a)
        return float((-a * month).exp()), float(s * years.sqrt())


def _convexity(decay: float, deviation: float, months: int) -> list[float]:
    """What the variance of the sum of the states adds to the level of each month."""
    added = []
    variance = with_sum = 0.0
    for _ in range(months):
        variance = variance * decay * decay + deviation * deviation
        with_sum *= decay
        added.append((2 * with_sum + variance) / (2 * MONTHS_A_YEAR))
        with_sum += variance
    return added


def _check(reversion: Given, volatility: Given, fit: str) -> None:
    faults = [
        Fault("R110", f"the {name} is {value!r}", name, "", "give a number from 0 up, per year")
        for name, value in (("reversion", reversion), ("volatility", volatility))
        if not _at_least_zero(value)
    ]
    if fit not in FITS:
        faults.append(Fault("R110", f"there is no fit {fit!r}", "fit", "", f"write one of {', '.join(FITS)}"))
    if faults:
        raise UsufructError(faults)


def _at_least_zero(value: Given) -> bool:
    try:
        return _fraction(value) >= 0
    except (TypeError, ValueError, OverflowError):
        return False


def _fraction(value: Given) -> Fraction:
    return Fraction(value)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
