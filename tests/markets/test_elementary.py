"""Logarithm and exponential against the library, in one number and in arrays."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usufruct.markets import elementary, elementary_arrays

POSITIVE = st.floats(min_value=1e-300, max_value=1e300)
MODERATE = st.floats(min_value=-700, max_value=700)


@given(POSITIVE)
def test_log(x: float) -> None:
    assert elementary.log(x) == pytest.approx(math.log(x), rel=5e-16, abs=1e-300)
    assert elementary_arrays.log(np.array([x])).tolist() == [elementary.log(x)]


@given(st.floats(min_value=0.9, max_value=1.1))
def test_log_near_one_keeps_its_relative_precision(x: float) -> None:
    assert elementary.log(x) == pytest.approx(math.log(x), rel=5e-16, abs=1e-300)


@given(MODERATE)
def test_exp(x: float) -> None:
    assert elementary.exp(x) == pytest.approx(math.exp(x), rel=5e-16)
    assert elementary_arrays.exp(np.array([x])).tolist() == [elementary.exp(x)]


@given(st.floats(min_value=-300, max_value=300))
def test_they_undo_each_other(x: float) -> None:
    assert elementary.log(elementary.exp(x)) == pytest.approx(x, rel=1e-15, abs=1e-15)
