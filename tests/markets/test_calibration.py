"""Volatilities and correlations: shrunk by hand, blind to later facts, always consistent."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.markets.conftest import RewrittenAfter
from usufruct import facts
from usufruct.errors import UsufructError
from usufruct.markets.calibration import FACTORS, calibration
from usufruct.markets.correlation import cholesky, correlated
from usufruct.markets.draws import PathDraws
from usufruct.markets.draws.blocks import normal_block
from usufruct.markets.history import month_ends, monthly_changes


def test_the_volatility_of_the_dollar_is_the_weighted_mean_of_variances() -> None:
    """By hand from the printed reference rates, month by month to the end of 2024: 36 changes, weight 3/8."""
    days = [date(2021 + (11 + k) // 12, (11 + k) % 12 + 1, 1) for k in range(38)]
    ends = [facts.reference_rate("USD", date.fromordinal(day.toordinal() - 1), on_or_before=True) for day in days[1:]]
    changes = np.diff(np.log(np.array([float(rate) for rate in ends])))
    assert len(changes) == 36
    observed = (changes**2).mean() * 12
    variance = 3 / 8 * observed + 5 / 8 * 0.08**2
    assert float(calibration("2024-12-31").volatility("exchange USD").value) == pytest.approx(sqrt(variance), abs=1e-6)


def test_a_short_history_is_not_used() -> None:
    early = calibration("2023-11-30")
    assert early.months == 23
    assert early.volatility("exchange JPY").value == Fraction("0.1")
    assert early.correlations[0][1] == 0.5
    assert calibration("2023-12-31").volatility("exchange JPY").value != Fraction("0.1")


@pytest.mark.parametrize("day", [date(2024, 6, 6), date(2025, 12, 31)])
def test_later_facts_change_nothing(day: date) -> None:
    assert calibration(day, RewrittenAfter.day(day)) == calibration(day)
    assert len(monthly_changes(day)[6]) == len(month_ends(day)) - 1
    assert month_ends(day)[-1] <= day


@pytest.mark.parametrize("day", ["2021-12-31", "2022-06-30", "2024-02-29", "2026-11-22"])
def test_correlations_can_be_drawn(day: str) -> None:
    known = calibration(day)
    matrix, root = np.array(known.correlations), np.array(known.loadings())
    assert matrix.shape == (11, 11)
    assert np.allclose(root @ root.T, matrix, atol=1e-14)
    assert np.linalg.eigvalsh(matrix).min() > 0.05
    assert all(one.low <= one.value <= one.high for one in known.volatilities)


@given(st.integers(1, 6), st.data())
def test_the_root_of_a_matrix_gives_it_back(size: int, data: st.DataObject) -> None:
    cells = st.lists(st.floats(-2, 2), min_size=size, max_size=size)
    rows = np.array(data.draw(st.lists(cells, min_size=size, max_size=size)))
    matrix = rows @ rows.T + np.eye(size)
    root = np.array(cholesky(matrix.tolist()))
    assert np.allclose(root @ root.T, matrix)
    assert (np.triu(root, 1) == 0).all()


def test_contradicting_correlations_are_refused() -> None:
    with pytest.raises(UsufructError, match="R152"):
        cholesky([[1.0, 0.9, -0.9], [0.9, 1.0, 0.9], [-0.9, 0.9, 1.0]])


def test_an_unknown_factor_is_refused() -> None:
    assert len(FACTORS) == 11
    with pytest.raises(UsufructError, match="R151"):
        calibration("2026-01-01").volatility("rate SEK")


def test_correlated_draws_have_the_correlations_asked_for() -> None:
    """Sample correlations of 11 factors over 65,536 draws, within four standard errors of each."""
    known = calibration("2026-06-30")
    draws = [normal_block(PathDraws(5), 0, 8192, 8, factor).astype(np.float64) for factor in range(11)]
    sample = np.corrcoef([factor.ravel() for factor in correlated(known.loadings(), draws)])
    error = (1 - np.array(known.correlations) ** 2) / 65536**0.5
    assert (np.abs(sample - known.correlations) <= 4.5 * error + 1e-12).all()


def test_correlated_arrays_give_the_bits_of_single_paths() -> None:
    root = calibration("2026-06-30").loadings()
    draws = PathDraws(5)
    arrays = correlated(root, [normal_block(draws, 0, 9, 4, f).astype(np.float64) for f in range(11)])
    alone = correlated(root, [draws.normal(8, 3, factor) for factor in range(11)])
    assert [float(array[3, 8]) for array in arrays] == alone
