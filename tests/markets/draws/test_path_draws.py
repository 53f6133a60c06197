"""Draws have an address and no other cause; taken together they are independent standard normals."""

from __future__ import annotations

from math import erf, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from usufruct.errors import UsufructError
from usufruct.markets.draws import PathDraws, lanes, uniform
from usufruct.markets.draws.blocks import normal_block

SEEDS = st.integers(0, 2**64 - 1)


@given(SEEDS, st.integers(0, 2**40), st.integers(0, 700), st.integers(0, 20), st.booleans())
def test_a_draw_is_the_same_alone_and_in_a_series(seed: int, path: int, step: int, factor: int, mirrored: bool) -> None:
    draws = PathDraws(seed, mirrored)
    assert draws.normals(path, step + 1, factor)[step] == draws.normal(path, step, factor)


@given(SEEDS, st.integers(0, 2**40), st.integers(0, 70), st.integers(0, 13), st.booleans())
def test_arrays_give_the_bits_of_the_reference(seed: int, first: int, paths: int, steps: int, mirrored: bool) -> None:
    draws = PathDraws(seed, mirrored)
    block = normal_block(draws, first, paths, steps, factor=2)
    assert block.shape == (steps, paths)
    for column in {0, paths // 2, paths - 1} if paths else ():
        reference = np.array(draws.normals(first + column, steps, 2), np.float32)
        assert block[:, column].tobytes() == reference.tobytes()


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_text_of_the_kernel_gives_the_bits_of_the_reference(mirrored: bool) -> None:
    words, normals = np.empty((4, lanes.LANES), np.uint32), np.empty((4, lanes.LANES), np.float32)
    lanes.normal_lanes(np.uint64(2**63 + 5), 2**33, 3, 6, int(mirrored), words, normals)
    block = normal_block(PathDraws(2**63 + 5, mirrored), 2**33, lanes.LANES, 16, 6)
    assert normals.tobytes() == block[12:].tobytes()


@given(SEEDS, st.integers(0, 2**40), st.integers(0, 99), st.integers(0, 9))
def test_a_mirrored_pair_adds_up_to_zero(seed: int, path: int, step: int, factor: int) -> None:
    draws = PathDraws(seed, mirrored=True)
    assert draws.normal(path, step, factor) == -draws.normal(path ^ 32, step, factor)


def test_every_part_of_the_address_matters() -> None:
    base = PathDraws(1).normal(5, 8, 3)
    others = [
        PathDraws(2).normal(5, 8, 3),
        PathDraws(1 + 2**32).normal(5, 8, 3),
        PathDraws(1).normal(6, 8, 3),
        PathDraws(1).normal(5 + 2**32, 8, 3),
        PathDraws(1).normal(5, 9, 3),
        PathDraws(1).normal(5, 12, 3),
        PathDraws(1).normal(5, 8, 4),
    ]
    assert len({base, *others}) == 8


def ks_distance(sample: NDArray[np.float32]) -> float:
    """Greatest gap between the empirical distribution and the normal one."""
    ordered = np.sort(sample.astype(np.float64).ravel())
    normal = np.array([(1 + erf(x / sqrt(2))) / 2 for x in ordered])
    ranks = np.arange(len(ordered) + 1) / len(ordered)
    return float(max((ranks[1:] - normal).max(), (normal - ranks[:-1]).max()))


def test_draws_are_standard_normal() -> None:
    sample = normal_block(PathDraws(20240522), 0, 4096, 48, 0)
    n = sample.size
    wide = sample.astype(np.float64)
    # Four standard errors of each moment of a standard normal; the seed is fixed.
    assert abs(wide.mean()) < 4 / n**0.5
    assert abs(wide.var() - 1) < 4 * (2 / n) ** 0.5
    assert abs((wide**3).mean()) < 4 * (15 / n) ** 0.5
    assert abs((wide**4).mean() - 3) < 4 * (96 / n) ** 0.5
    assert ks_distance(sample) < 1.95 / n**0.5  # the level of one in a thousand


def test_the_distance_would_notice_a_wrong_scale() -> None:
    sample = normal_block(PathDraws(20240522), 0, 4096, 48, 0)
    assert ks_distance(sample * np.float32(1.03)) > 1.95 / sample.size**0.5


def test_draws_of_different_addresses_are_uncorrelated() -> None:
    paths, steps = 4096, 24
    first, second = (normal_block(PathDraws(3), 0, paths, steps, factor).astype(np.float64) for factor in (0, 1))
    limit = 4 / (paths * (steps - 1)) ** 0.5
    pairs = {
        "factors": (first, second),
        "steps": (first[1:], first[:-1]),
        "paths": (first[:, 1:], first[:, :-1]),
        "squares of steps": (first[1:] ** 2 - 1, (first[:-1] ** 2 - 1) / 2),
    }
    for name, (one, other) in pairs.items():
        assert abs((one * other).mean()) < limit, name


@pytest.mark.parametrize(
    ("path", "step", "factor"), [(-1, 0, 0), (1 << 64, 0, 0), (0, -1, 0), (0, 1 << 34, 0), (0, 0, 1 << 16)]
)
def test_an_address_out_of_range_is_refused(path: int, step: int, factor: int) -> None:
    with pytest.raises(UsufructError) as error:
        PathDraws(0).normal(path, step, factor)
    assert [fault.code for fault in error.value.faults] == ["R102"]


@pytest.mark.parametrize(("path", "paths", "factor"), [(-1, 2, 0), ((1 << 64) - 1, 2, 0), (0, 1, 1 << 16)])
def test_a_block_out_of_range_is_refused(path: int, paths: int, factor: int) -> None:
    with pytest.raises(UsufructError, match="R102"):
        normal_block(PathDraws(0), path, paths, 4, factor)


def test_all_faults_of_an_address_are_named() -> None:
    with pytest.raises(UsufructError) as error:
        PathDraws(0).normal(-1, -1, -1)
    assert [fault.where for fault in error.value.faults] == ["path", "step", "factor"]


@given(st.integers(0, 2**32 - 1))
def test_uniforms_lie_strictly_inside_and_mirror(word: int) -> None:
    assert 0 < uniform(word) < 1
    assert uniform(word) + uniform(2**32 - 1 - word) == 1
