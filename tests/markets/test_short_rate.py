"""The short rate meets its curve exactly, against matrix arithmetic and against paths."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from usufruct.errors import UsufructError
from usufruct.markets.draws import PathDraws
from usufruct.markets.draws.blocks import normal_block
from usufruct.markets.rate_blocks import rate_block
from usufruct.markets.short_rate import ShortRate, fitted

RATES = st.floats(-0.05, 0.5)
SPEEDS = st.floats(0, 1)
VOLATILITIES = st.floats(0, 0.03)


def responses(model: ShortRate) -> NDArray[np.float64]:
    """Effect of each draw on each month's rate: month k holds decay**(k - i) * deviation for draw i <= k."""
    months = np.arange(len(model.level))
    lags = months[:, None] - months
    return np.where(lags >= 0, model.decay ** np.maximum(lags, 0), 0.0) * model.deviation


@given(st.lists(RATES, min_size=1, max_size=40), SPEEDS, VOLATILITIES)
def test_mean_discount_factors_are_those_of_the_curve(curve: list[float], speed: float, vol: float) -> None:
    """The mean of exp(-S) with S normal is exp(-mean + variance / 2), from the full covariance matrix."""
    model = fitted("EUR", curve, reversion=speed, volatility=vol, fit="discount factors")
    sums = np.tril(np.ones((len(curve), len(curve)))) @ responses(model) / 12
    variance = (sums**2).sum(axis=1)
    mean = np.exp(-np.cumsum(model.level) / 12 + variance / 2)
    assert np.allclose(mean, np.exp(-np.cumsum(curve) / 12), rtol=1e-12, atol=0)


@given(st.lists(RATES, min_size=1, max_size=40), SPEEDS, VOLATILITIES)
def test_variances_are_those_of_the_continuous_process(curve: list[float], speed: float, vol: float) -> None:
    """At the end of month k: vol**2 * (1 - exp(-2 a t)) / (2 a) with t = (k + 1) / 12."""
    model = fitted("EUR", curve, reversion=speed, volatility=vol, fit="mean rates")
    years = [(k + 1) / 12 for k in range(len(curve))]
    exact = [vol**2 * (-math.expm1(-2 * speed * t) / (2 * speed) if speed > 1e-9 else t) for t in years]
    assert model.variances() == pytest.approx(exact, rel=1e-9, abs=1e-300)
    assert model.level == tuple(curve)


def test_the_mean_of_paths_meets_the_curve() -> None:
    """Monte Carlo at 10, 30 and 45 years on a sloping curve, within four standard errors."""
    curve = [0.02 + 0.01 * month / 540 for month in range(540)]
    model = fitted("EUR", curve, reversion="0.05", volatility="0.008", fit="discount factors")
    rates = rate_block(model, normal_block(PathDraws(7), 0, 8192, 540, 0))
    factors = np.exp(-rates.cumsum(axis=0) / 12)
    for month in (119, 359, 539):
        error = factors[month].std() / 8192**0.5
        assert abs(factors[month].mean() - math.exp(-sum(curve[: month + 1]) / 12)) < 4 * error
    assert rates[539].std() == pytest.approx(model.variances()[539] ** 0.5, rel=0.03)


def test_convexity_is_what_separates_the_fits() -> None:
    """At long horizons the level differs by about (vol / a)**2 / 2."""
    curve = ["0.02"] * 1200
    prices, means = (
        fitted("EUR", curve, reversion="0.1", volatility="0.01", fit=fit) for fit in ("discount factors", "mean rates")
    )
    assert prices.level[-1] - means.level[-1] == pytest.approx(0.005, rel=0.01)


@given(st.lists(RATES, min_size=1, max_size=30), SPEEDS, VOLATILITIES, st.integers(0, 2**64 - 1))
def test_arrays_give_the_bits_of_the_reference_path(curve: list[float], speed: float, vol: float, seed: int) -> None:
    model = fitted("EUR", curve, reversion=speed, volatility=vol, fit="discount factors")
    draws = PathDraws(seed)
    block = rate_block(model, normal_block(draws, 64, 3, len(curve), 1))
    path = model.path(draws.normals(66, len(curve), 1))
    assert block[:, 2].tobytes() == np.array(path).tobytes()


def test_parameters_do_not_depend_on_the_platform() -> None:
    """Decay and deviation correctly rounded: the literals were computed with 50 digits by other means."""
    model = fitted("EUR", [], reversion=Fraction("0.05"), volatility="0.008", fit="mean rates")
    assert model.decay == pytest.approx(math.exp(-0.05 / 12), rel=2e-16)
    assert model.deviation == pytest.approx(0.008 * math.sqrt(-math.expm1(-0.1 / 12) / 0.1), rel=4e-16)


def test_every_fault_of_the_parameters_is_named() -> None:
    with pytest.raises(UsufructError) as error:
        fitted("EUR", [], reversion=float("nan"), volatility="-1", fit="guess")  # type: ignore[arg-type]
    assert [(fault.code, fault.where) for fault in error.value.faults] == [
        ("R110", "reversion"),
        ("R110", "volatility"),
        ("R110", "fit"),
    ]
