"""Whole amounts, counts and flags of the exact execution: what needs more than a sign of numpy."""

from __future__ import annotations

from typing import Any

import numpy as np

from usufruct.engine.lower.mul_div import Integers, guarded

NOTHING = np.zeros((1, 1, 1, 1), dtype=np.int64)
"""No money, in the rank of every array: an axis each, and the paths."""


def total(figure: Integers, axis: int) -> Integers:
    """Sum over an axis, checked against the range."""
    return guarded(figure.sum(axis, keepdims=True))


def running(figure: Integers, axis: int) -> Integers:
    """Running sum along an axis, checked against the range."""
    return guarded(figure.cumsum(axis))


def pick(figure: Any, axis: int, position: int) -> Any:
    """The figure of one member."""
    return figure.take([position], axis)
