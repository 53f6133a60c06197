"""Decision 0011: a second factor of the euro's rate cannot be told from the facts, and would add little."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from math import exp, hypot, sqrt

import numpy as np
import pytest

from usufruct import facts
from usufruct.markets.calibration import REVERSION, calibration
from usufruct.markets.expectations import Quote, quotes

AHEAD = (60, 120, 180, 240)
YEARS = (1, 5, 10, 25, 45)


def curves() -> list[tuple[date, tuple[Quote, ...]]]:
    """Every set of at least six quotes of the euro, on the first day that it counted."""
    known = facts.load()
    found: dict[tuple[str, ...], tuple[date, tuple[Quote, ...]]] = {}
    for day in sorted({figure.known_on for figure in known}):
        quoted = quotes("EUR", day, known)
        if len(quoted) >= 6:
            found.setdefault(tuple(quote.address for quote in quoted), (day, quoted))
    return list(found.values())


def deviation(speed: float, volatility: float, years: int) -> float:
    """Standard deviation of the mean rate over some years, month by month, of one factor."""
    months, decay = 12 * years, exp(-speed / 12)
    monthly = volatility * sqrt((1 - decay * decay) / (2 * speed))
    shares = ((1 - decay ** (months - shock)) / (1 - decay) / months for shock in range(months))
    return monthly * sqrt(sum(share * share for share in shares))


def two(fast: float, slow: float, share: float, volatility: float, years: int) -> float:
    """The same of two independent factors whose rate varies as much over a first year as that of the one factor."""

    def first_year(speed: float) -> float:
        return (1 - exp(-2 * speed)) / (2 * speed)

    whole = volatility**2 * first_year(float(REVERSION.value))
    parts = ((fast, share), (slow, 1 - share))
    return hypot(*(deviation(speed, sqrt(part * whole / first_year(speed)), years) for speed, part in parts))


def test_no_curve_of_the_euro_reaches_beyond_thirteen_months() -> None:
    """A slow and a fast factor differ where quotes lie years apart; none do."""
    found = curves()
    assert len(found) >= 13
    assert max((each[-1].day - day).days for day, each in found) <= 396


def test_one_direction_carries_what_the_curves_did() -> None:
    rows = [
        np.interp(AHEAD, [(quote.day - day).days for quote in each], [float(quote.rate) for quote in each])
        for day, each in curves()
    ]
    changes = np.array([later - earlier for earlier, later in pairwise(rows)])
    sizes = np.linalg.svd(changes, compute_uv=False) ** 2
    assert sizes[0] / sizes.sum() > 0.9
    assert sqrt(sizes[1:].sum() / changes.size) < 0.001  # a tenth of a point; quotes are printed to a hundredth or two


@pytest.mark.parametrize(
    ("fast", "slow", "share"), [(0.5, 0.05, 0.5), (0.5, 0.02, 0.5), (1.0, 0.03, 0.3), (0.5, 0.02, 0.25)]
)
def test_a_second_factor_stays_within_what_the_parameters_of_one_leave_open(
    fast: float, slow: float, share: float
) -> None:
    """The mean rate over a horizon decides what is repaid: its deviation lies within the ranges of the one factor."""
    volatility = calibration("2026-11-22").volatility("rate EUR").value
    for years in YEARS:
        ends = [deviation(float(speed), float(volatility), years) for speed in (REVERSION.low, REVERSION.high)]
        ends += [deviation(float(REVERSION.value), float(volatility) * factor, years) for factor in (0.5, 2.0)]
        assert min(ends) < two(fast, slow, share, float(volatility), years) < max(ends)
