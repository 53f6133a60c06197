"""Sobol points against published ones, and the properties that scrambling must keep."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from usufruct.errors import UsufructError
from usufruct.markets.draws.hybrid_blocks import net_words
from usufruct.markets.draws.sobol import DIMENSIONS, direction_numbers, sobol_net

# First points of three dimensions as Joe and Kuo print them, in the order of the Gray code.
PRINTED = [
    (0, 0, 0),
    (0.5, 0.5, 0.5),
    (0.75, 0.25, 0.25),
    (0.25, 0.75, 0.75),
    (0.375, 0.375, 0.625),
    (0.875, 0.875, 0.125),
    (0.625, 0.125, 0.875),
    (0.125, 0.625, 0.375),
    (0.1875, 0.3125, 0.9375),
    (0.6875, 0.8125, 0.4375),
]


def test_the_first_points_are_the_printed_ones() -> None:
    net = sobol_net(3, seed=None)
    ours = [tuple(word / 2**32 for word in net.point(i ^ (i >> 1))) for i in range(len(PRINTED))]
    assert ours == PRINTED


def test_every_dimension_has_a_regular_table() -> None:
    """Direction number k has its lowest set bit at digit k: the matrix is triangular, so all points differ."""
    assert len(direction_numbers()) == DIMENSIONS
    for row in direction_numbers():
        assert [word & -word for word in row] == [1 << 31 - bit for bit in range(32)]
    assert len(set(direction_numbers())) == DIMENSIONS


@pytest.mark.parametrize("seed", [None, 0, 11])
def test_each_dimension_is_stratified(seed: int | None) -> None:
    """Of the first 256 points one falls into each of 256 equal intervals, in every dimension."""
    words = net_words(sobol_net(352, seed), 0, 256)
    assert (np.sort(words >> np.uint32(24), axis=1) == np.arange(256)).all()


@pytest.mark.parametrize("seed", [None, 4])
@pytest.mark.parametrize("wide", [0, 2, 4, 6, 8])
def test_the_first_two_dimensions_are_a_perfect_net(seed: int | None, wide: int) -> None:
    net = sobol_net(2, seed)
    boxes = Counter(
        (x >> 32 - wide if wide else 0, y >> 32 - (8 - wide) if wide < 8 else 0)
        for x, y in (net.point(number) for number in range(256))
    )
    assert set(boxes.values()) == {1}
    assert len(boxes) == 256


def test_arrays_give_the_words_of_single_points() -> None:
    net = sobol_net(20, seed=3)
    words = net_words(net, 1000, 50)
    assert [tuple(column) for column in words.T.tolist()] == [net.point(n) for n in range(1000, 1050)]


def test_a_point_is_uniform_over_the_seeds() -> None:
    """The mean of one coordinate of one point over many randomisations: unbiased."""
    values = [sobol_net(2, seed).point(5)[1] / 2**32 for seed in range(600)]
    assert abs(sum(values) / len(values) - 0.5) < 4 * (1 / 12 / len(values)) ** 0.5


def test_what_does_not_fit_is_refused() -> None:
    for dimensions in (0, DIMENSIONS + 1):
        with pytest.raises(UsufructError, match="R103"):
            sobol_net(dimensions, 1)
    with pytest.raises(UsufructError, match="R103"):
        sobol_net(1, 1).point(2**32)
