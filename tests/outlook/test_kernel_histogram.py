"""Histograms: the bins of arrays, exact merging, and quantiles against sorted numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usufruct.errors import UsufructError
from usufruct.outlook.kernel_bins import count_values
from usufruct.outlook.kernel_histogram import Histogram, Scale, histogram
from usufruct.outlook.kernel_source import kernel_source
from usufruct.outlook.kernel_store import load_kernel

MONEY = Scale(smallest=-7, octaves=50)
RATES = Scale(smallest=-30, octaves=32, signed=True)
SCALES = st.sampled_from([MONEY, RATES, Scale(-1022, 2046, signed=True), Scale(0, 1)])
ANY = st.floats(allow_nan=True, allow_infinity=True)
AMOUNTS = st.lists(st.floats(0, 1e12), min_size=1, max_size=60)


def counted(values: list[float], scale: Scale) -> Histogram:
    counts = np.zeros(scale.bins, np.int64)
    count_values(np.array(values, np.float64), scale.origin, scale.upward, scale.downward, counts)
    return Histogram(scale, tuple(counts.tolist()))


@given(st.lists(ANY, max_size=30), SCALES)
def test_arrays_fall_into_the_same_bins(values: list[float], scale: Scale) -> None:
    assert counted(values, scale) == histogram(values, scale)


@pytest.mark.parametrize("scale", [MONEY, RATES])
def test_the_ends_of_the_scale_fall_where_they_belong(scale: Scale) -> None:
    least, most = 2.0**scale.smallest, 2.0 ** (scale.smallest + scale.octaves)
    values = [math.nextafter(least, 0), least, math.nextafter(most, 0), most]
    expected = [scale.zero, scale.zero + 1, scale.bins - 2, scale.bins - 1]
    assert [scale.bin_of(value) for value in values] == expected
    assert counted(values, scale) == histogram(values, scale)
    assert counted([-value for value in values], scale) == histogram([-value for value in values], scale)


@given(st.lists(ANY, max_size=20), st.lists(ANY, max_size=20), SCALES)
def test_merging_is_counting_together(one: list[float], other: list[float], scale: Scale) -> None:
    assert histogram(one, scale) + histogram(other, scale) == histogram(one + other, scale)


@given(st.floats(allow_nan=False), SCALES)
def test_a_number_lies_within_the_edges_of_its_bin(value: float, scale: Scale) -> None:
    position = scale.bin_of(value)
    low, high = scale.edges(position)
    if position == scale.zero:
        assert abs(value) < 2.0**scale.smallest
    elif 1 < position < scale.bins - 1:
        assert low <= value <= high
        if math.isfinite(low) and math.isfinite(high):
            assert (high - low) / max(abs(low), abs(high)) <= 1 / 128


@given(st.lists(st.floats(-1e-2, 1e9), min_size=2, max_size=50, unique=True))
def test_bins_are_in_the_order_of_the_numbers(values: list[float]) -> None:
    positions = [Scale(-40, 80, signed=True).bin_of(value) for value in sorted(values)]
    assert positions == sorted(positions)


@given(AMOUNTS, st.integers(0, 100))
def test_a_quantile_is_right_to_one_part_in_128(values: list[float], percent: int) -> None:
    exact = sorted(values)[max(1, -(-percent * len(values) // 100)) - 1]
    assert histogram(values, MONEY).quantile(percent / 100) == pytest.approx(exact, rel=1 / 128, abs=2.0**-7)


def test_zero_and_overflow_have_bins_of_their_own() -> None:
    fan = histogram([0.0] * 6 + [1e-3, 5.0, 2.0**60, -1.0], MONEY)
    assert (fan.zeros, fan.above, fan.below, fan.total) == (7, 1, 1, 10)
    assert [fan.quantile(share) for share in (0.1, 0.5, 0.8, 1.0)] == [-math.inf, 0.0, 0.0, math.inf]
    assert fan.quantile(0.9) == pytest.approx(5.0, rel=1 / 128)


def test_negative_rates_have_quantiles() -> None:
    fan = histogram([-0.02, -0.01, 0.0, 0.01], RATES)
    assert fan.quantile(0.25) == pytest.approx(-0.02, rel=1 / 128)
    assert fan.quantile(0.5) == pytest.approx(-0.01, rel=1 / 128)


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(UsufructError, match="R130"):
        Scale(0, 0)
    with pytest.raises(UsufructError, match="R130"):
        Scale(1000, 100)
    with pytest.raises(UsufructError, match="R131"):
        Histogram(MONEY, (1, 2))
    with pytest.raises(UsufructError, match="R132"):
        histogram([], MONEY) + histogram([], RATES)
    for fan, share in ((histogram([], MONEY), 0.5), (histogram([1.0], MONEY), 1.5)):
        with pytest.raises(UsufructError, match="R133"):
            fan.quantile(share)
    with pytest.raises(UsufructError, match="R133"):
        histogram([1.0, math.nan], MONEY).quantile(0.5)


@pytest.mark.long
def test_compiled_counting_gives_the_same_bins() -> None:
    values = np.concatenate(
        [
            np.geomspace(1e-320, 1e300, 999),
            -np.geomspace(1e-9, 1e9, 99),
            [0.0, -0.0, math.inf, -math.inf, math.nan],
        ]
    )
    kernel = load_kernel(kernel_source(["usufruct.outlook.kernel_bins"], "fast"))
    for scale in (MONEY, RATES):
        counts = np.zeros(scale.bins, np.int64)
        kernel.count_values(values, scale.origin, scale.upward, scale.downward, counts)
        assert tuple(counts.tolist()) == histogram(values.tolist(), scale).counts
