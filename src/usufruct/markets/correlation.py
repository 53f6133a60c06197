"""Correlated normals from independent ones, through the triangular root of a correlation matrix."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from usufruct.errors import refuse
from usufruct.markets.elementary import Number


def cholesky(matrix: Sequence[Sequence[float]]) -> tuple[tuple[float, ...], ...]:
    """Return the lower-triangular root of a positive definite matrix.

    Raises:
        UsufructError: ``R152`` when the matrix is not positive definite.

    Example:
        >>> cholesky([[1.0, 0.6], [0.6, 1.0]])
        ((1.0, 0.0), (0.6, 0.8))
    """
    size = len(matrix)
    root = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            left = matrix[i][j] - sum(root[i][k] * root[j][k] for k in range(j))
            if i == j and left <= 0:
                raise refuse(
                    "R152",
                    "the correlations contradict each other",
                    f"row {i}",
                    "no numbers can be correlated in this way",
                    "move them towards zero",
                )
            root[i][j] = sqrt(left) if i == j else left / root[j][j]
    return tuple(map(tuple, root))


def correlated(root: Sequence[Sequence[float]], normals: Sequence[Number]) -> list[Number]:
    """Return correlated normals of one step, one for each factor.

    Products are added from the first factor to the last, in float64, whatever the arguments are: numbers of
    one path or arrays of many, so that both give the same bits.

    Args:
        root: lower-triangular matrix, from :func:`cholesky`.
        normals: independent normals, one for each factor; float64 when they are arrays.

    Example:
        >>> correlated(((1.0, 0.0), (0.6, 0.8)), [1.0, 2.0])
        [1.0, 2.2]
    """
    return [_combined(row[: number + 1], normals) for number, row in enumerate(root)]


def _combined(row: Sequence[float], normals: Sequence[Number]) -> Number:
    total = normals[0] * row[0]
    for loading, normal in zip(row[1:], normals[1:], strict=False):
        total = total + normal * loading
    return total
