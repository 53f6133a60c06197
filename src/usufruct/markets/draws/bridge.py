"""Brownian bridge: normals that fix the far end of a walk first, then the middles, then the details.

The first few normals then carry most of the variance of anything that adds up over a path, which is where
the points of a net are at their best. Standard library and, given arrays, numpy: the operations and their
order are the same.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt
from typing import Final, NamedTuple

from usufruct.markets.elementary import Number

START: Final = -1


class Point(NamedTuple):
    """How one point of the walk is made from two earlier ones.

    Attributes:
        step: which step the point ends.
        left: the nearest step made before it; -1 for the start of the walk.
        right: the nearest step made after it; -1 when there is none.
        from_left: weight of the left point.
        from_right: weight of the right point.
        deviation: what a normal is multiplied with.
    """

    step: int
    left: int
    right: int
    from_left: float
    from_right: float
    deviation: float


@dataclass(frozen=True, slots=True)
class Bridge:
    """The order in which a walk of unit steps is built.

    Attributes:
        points: one for each step: the end of the walk, then the middles, level by level.

    Example:
        >>> [point.step for point in bridge(5).points]
        [4, 1, 0, 2, 3]
    """

    points: tuple[Point, ...]

    def increments(self, normals: Sequence[Number]) -> list[Number]:
        """Return independent standard normals in the order of time from normals in the order of the bridge.

        Args:
            normals: one number, or one array of paths, for each point.

        Example:
            >>> sum(bridge(4).increments([1.0, 0.0, 0.0, 0.0]))
            2.0
        """
        walk: dict[int, Number] = {}
        for point, normal in zip(self.points, normals, strict=True):
            walk[point.step] = _made(point, normal, walk)
        return [walk[step] - walk[step - 1] if step else walk[step] for step in range(len(walk))]


def _made(point: Point, normal: Number, walk: dict[int, Number]) -> Number:
    value = normal * point.deviation
    if point.left != START:
        value = value + walk[point.left] * point.from_left
    if point.right != START:
        value = value + walk[point.right] * point.from_right
    return value


@cache
def bridge(steps: int) -> Bridge:
    """Return the bridge of a number of steps.

    Example:
        >>> bridge(2).points[1].deviation == 0.5 ** 0.5
        True
    """
    if steps == 0:
        return Bridge(())
    points = [Point(steps - 1, START, START, 0.0, 0.0, sqrt(steps))]
    gaps = deque([(START, steps - 1)])
    while gaps:
        left, right = gaps.popleft()
        width = right - left
        if width < 2:
            continue
        middle = left + width // 2
        before, after = middle - left, right - middle
        points.append(Point(middle, left, right, after / width, before / width, sqrt(before * after / width)))
        gaps += [(left, middle), (middle, right)]
    return Bridge(tuple(points))
