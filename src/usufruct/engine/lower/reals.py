"""Operations of the real execution that numpy has no single word for: float64, unrounded, differentiable."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]


def quotient(one: Any, other: Any) -> Reals:
    """One figure divided by another; zero where the divisor is zero.

    Example:
        >>> quotient(np.array([1.0, 1.0]), np.array([4.0, 0.0])).tolist()
        [0.25, 0.0]
    """
    above, below = np.broadcast_arrays(np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64))
    result: Reals = np.divide(above, below, out=np.zeros(above.shape), where=below != 0)
    return result


def total(figure: Any, axis: int) -> Reals:
    """Sum over an axis."""
    result: Reals = figure.sum(axis, keepdims=True)
    return result


def running(figure: Any, axis: int) -> Reals:
    """Running sum along an axis."""
    result: Reals = figure.cumsum(axis)
    return result


def pick(figure: Any, axis: int, position: int) -> Any:
    """The figure of one member."""
    return figure.take([position], axis)
