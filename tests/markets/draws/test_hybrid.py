"""The bridge keeps independence, the inverse distribution is the library's, and means gain from the net."""

from __future__ import annotations

from statistics import NormalDist, fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usufruct.errors import UsufructError
from usufruct.markets.draws import PathDraws, uniform
from usufruct.markets.draws.blocks import normal_block
from usufruct.markets.draws.bridge import bridge
from usufruct.markets.draws.hybrid import HybridDraws
from usufruct.markets.draws.hybrid_blocks import hybrid_block, inverse_normals
from usufruct.markets.draws.inverse_normal import inverse_normal


@pytest.mark.parametrize("steps", [1, 2, 3, 7, 12, 64, 100])
def test_the_bridge_turns_independent_normals_into_independent_normals(steps: int) -> None:
    """Increments are a linear map of the normals; independence means that the map is orthogonal."""
    matrix = np.array([bridge(steps).increments(list(unit)) for unit in np.eye(steps).tolist()])
    assert np.allclose(matrix @ matrix.T, np.eye(steps), atol=1e-12)
    assert sorted(point.step for point in bridge(steps).points) == list(range(steps))


def test_the_first_normals_carry_most_of_a_sum_of_the_walk() -> None:
    """Share of the variance of the mean of a walk that the first 4 of 64 normals explain."""
    normals = np.eye(64).tolist()
    effect = np.array([np.cumsum(bridge(64).increments(list(unit))).mean() for unit in normals])
    assert (effect[:4] ** 2).sum() / (effect**2).sum() > 0.98


@given(st.integers(0, 2**32 - 1))
def test_the_inverse_distribution_agrees_with_the_standard_library(word: int) -> None:
    ours = inverse_normal(uniform(word))
    assert ours == pytest.approx(NormalDist().inv_cdf(uniform(word)), rel=1e-13, abs=1e-15)
    assert inverse_normals(np.array([uniform(word)])).tolist() == [ours]


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**31), st.integers(1, 30), st.integers(1, 4), st.data())
def test_arrays_give_the_bits_of_the_reference(
    seed: int, first: int, steps: int, factors: int, data: st.DataObject
) -> None:
    levels = data.draw(st.integers(1, steps))
    draws = HybridDraws(seed, steps, factors, levels)
    block = hybrid_block(draws, first, 3, factors - 1)
    for column in range(3):
        reference = np.array(draws.normals(first + column, factors - 1), np.float32)
        assert block[:, column].tobytes() == reference.tobytes()


def test_means_gain_from_the_net() -> None:
    """Mean of the exponential of a sum over two years: squared error over 16 seeds, against plain draws."""
    paths, steps = 512, 24

    def mean(normals: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> float:
        walk = normals.astype(np.float64).cumsum(axis=0)
        return float(np.exp(-0.01 * walk.sum(axis=0)).mean())

    true = float(np.exp(0.5 * 0.01**2 * (np.arange(1, steps + 1) ** 2).sum()))
    plain = [mean(normal_block(PathDraws(seed), 0, paths, steps, 0)) - true for seed in range(16)]
    net = [mean(hybrid_block(HybridDraws(seed, steps, 2, 8), 0, paths, 1)) - true for seed in range(16)]
    gain = fmean(error**2 for error in plain) / fmean(error**2 for error in net)
    assert gain > 40


def test_draws_of_a_net_are_standard_normal_and_uncorrelated() -> None:
    draws = HybridDraws(seed=8, steps=36, factors=2, levels=16)
    one, other = (hybrid_block(draws, 0, 4096, factor).astype(np.float64) for factor in (0, 1))
    limit = 4 / one.size**0.5
    assert abs(one.mean()) < limit
    assert abs((one**2).mean() - 1) < limit * 2**0.5
    assert abs((one * other).mean()) < limit
    assert abs((one[1:] * one[:-1]).mean()) < 4 / one[1:].size ** 0.5


@pytest.mark.parametrize(("steps", "factors", "levels"), [(12, 1, 13), (12, 1, 0), (600, 11, 47), (12, 0, 4)])
def test_what_does_not_fit_is_refused(steps: int, factors: int, levels: int) -> None:
    with pytest.raises(UsufructError, match="R104"):
        HybridDraws(1, steps, factors, levels)
