"""The transform against the functions of the mathematics library, and its float32 emulation against numpy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usufruct.markets.draws import coefficients
from usufruct.markets.draws.blocks import box_muller_arrays
from usufruct.markets.draws.box_muller import box_muller, single

WORDS = st.integers(0, 2**32 - 1)


def exact(radius_word: int, angle_word: int) -> tuple[float, float]:
    """The transform in float64 with the library's functions."""
    radius = math.sqrt(-2 * math.log(((radius_word >> 1) + 0.5) / 2**31))
    turn = (angle_word - (angle_word >> 31 << 32)) / 2**32
    sign = -1 if angle_word & 1 else 1
    return sign * radius * math.cos(math.pi * turn), radius * math.sin(math.pi * turn)


@given(WORDS, WORDS)
def test_it_is_the_transform_to_within_float32(radius_word: int, angle_word: int) -> None:
    cosine, sine = exact(radius_word, angle_word)
    # Near one, float32 uniforms are 2**-24 apart, which tells on the smallest radii, up to 4e-4.
    coarse = min(4e-4, 1.2e-7 / (math.hypot(cosine, sine) + 1e-9))
    assert box_muller(radius_word, angle_word) == pytest.approx((cosine, sine), abs=2e-6 + coarse)


@given(WORDS, WORDS)
def test_arrays_give_the_same_bits(radius_word: int, angle_word: int) -> None:
    arrays = box_muller_arrays(np.array([radius_word], np.uint64), np.array([angle_word], np.uint64))
    ours = np.array(box_muller(radius_word, angle_word), np.float32)
    assert np.concatenate(arrays).tobytes() == ours.tobytes()


@pytest.mark.parametrize("word", [0, 1, 2, 3, 2**31 - 1, 2**31, 2**32 - 2, 2**32 - 1])
@pytest.mark.parametrize("angle", [0, 1, 2**30, 2**31 - 1, 2**31, 2**31 + 1, 2**32 - 1])
def test_the_ends_of_the_range_are_finite_and_the_same_in_arrays(word: int, angle: int) -> None:
    first, second = box_muller(word, angle)
    assert abs(first) < 6.67
    assert abs(second) < 6.67
    arrays = box_muller_arrays(np.array([word], np.uint64), np.array([angle], np.uint64))
    assert np.concatenate(arrays).tobytes() == np.array((first, second), np.float32).tobytes()


def test_the_smallest_uniform_gives_the_greatest_draw() -> None:
    assert box_muller(0, 0)[0] == pytest.approx(math.sqrt(64 * math.log(2)), rel=1e-6)


@pytest.mark.parametrize("name", ["SINE", "COSINE", "MINUS_TWICE_LOG"])
def test_coefficients_are_float32_numbers(name: str) -> None:
    numbers = getattr(coefficients, name)
    assert [single(number) for number in numbers] == list(numbers)


@given(st.floats(width=32, min_value=-1e6, max_value=1e6), st.floats(width=32, min_value=-1e6, max_value=1e6))
def test_rounding_a_float64_result_equals_the_float32_operation(a: float, b: float) -> None:
    x, y = np.float32(a), np.float32(b)
    assert single(a * b) == float(x * y)
    assert single(a + b) == float(x + y)
    assert single(math.sqrt(abs(a))) == float(np.sqrt(abs(x)))
