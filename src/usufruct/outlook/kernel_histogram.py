"""Histograms that merge exactly: integer counts on a log-linear scale, for quantiles of millions of paths.

Counts are integers, so the order in which paths and workers are added changes nothing. A quantile is right
to one part in 128 of its value. Standard library only; ``kernel_bins`` counts whole arrays to the same bins.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import ceil, inf
from typing import Final

from usufruct.errors import Fault, UsufructError, refuse

BINS_AN_OCTAVE: Final = 128
_SHIFT: Final = 45
_EXPONENT_BIAS: Final = 1023
_EXPONENTS: Final = (-1022, 1023)
_INFINITE: Final = 0x7FF0_0000_0000_0000
_LONG: Final = struct.Struct("<q")
_DOUBLE: Final = struct.Struct("<d")
_LEADING: Final = 2  # not a number, below
_SHARES: Final = 10**6


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers that a histogram tells apart.

    Attributes:
        smallest: exponent of two of the least number that is not counted as zero.
        octaves: how many doublings the scale spans.
        signed: True when negative numbers have bins too; else they are all counted as below the scale.

    Raises:
        UsufructError: ``R130`` for a scale outside the range of a float64.

    Example:
        >>> cents = Scale(smallest=0, octaves=50)
        >>> cents.bins, cents.bin_of(0.0), cents.bin_of(1.0), cents.bin_of(-3.0)
        (6404, 2, 3, 1)
    """

    smallest: int
    octaves: int
    signed: bool = False

    def __post_init__(self) -> None:
        low, high = _EXPONENTS
        if not (low <= self.smallest and 0 < self.octaves <= high + 1 - self.smallest):
            raise UsufructError(
                [
                    Fault(
                        "R130",
                        f"no scale runs from 2**{self.smallest} over {self.octaves} octaves",
                        "scale",
                        remedy=f"begin at an exponent from {low} and end by {high + 1}",
                    )
                ]
            )

    @property
    def upward(self) -> int:
        """Number of bins for positive numbers."""
        return self.octaves * BINS_AN_OCTAVE

    @property
    def downward(self) -> int:
        """Number of bins for negative numbers."""
        return self.upward if self.signed else 0

    @property
    def origin(self) -> int:
        """Number of the lowest bin, counted from the smallest float64."""
        return (_EXPONENT_BIAS + self.smallest) * BINS_AN_OCTAVE

    @property
    def zero(self) -> int:
        """Position of the bin of zero."""
        return _LEADING + self.downward

    @property
    def bins(self) -> int:
        """Number of bins, with those for zero, below, above and what is not a number."""
        return self.zero + self.upward + 2

    def bin_of(self, value: float) -> int:
        """Return the position of the bin of a number."""
        bits: int = _LONG.unpack(_DOUBLE.pack(value))[0]
        magnitude = bits & (2**63 - 1)
        number = (magnitude >> _SHIFT) - self.origin
        if magnitude > _INFINITE:
            return 0
        if number < 0:
            return self.zero
        if bits >= 0:
            return self.zero + 1 + min(number, self.upward)
        return self.zero - 1 - min(number, self.downward)

    def edges(self, position: int) -> tuple[float, float]:
        """Return the least number of a bin and the least beyond it, in order of value.

        Example:
            >>> Scale(0, 50).edges(Scale(0, 50).bin_of(1.0))
            (1.0, 1.0078125)
        """
        number = position - self.zero
        if number == 0:
            return 0.0, 0.0
        if number < -self.downward:
            return -inf, -self._edge(self.downward) if self.signed else 0.0
        near, far = self._edge(abs(number) - 1), self._edge(abs(number))
        return (near, far) if number > 0 else (-far, -near)

    def _edge(self, number: int) -> float:
        if number > self.upward or (self.origin + number) << _SHIFT >= _INFINITE:
            return inf
        edge: float = _DOUBLE.unpack(_LONG.pack((self.origin + number) << _SHIFT))[0]
        return edge


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many numbers fell into each bin of a scale.

    Attributes:
        scale: the bins.
        counts: one count for each, in the order of the scale.

    Raises:
        UsufructError: ``R131`` when the counts do not fit the scale.

    Example:
        >>> fan = histogram([0.0, 0.0, 10.0, 20.0, 1e9], Scale(smallest=0, octaves=20))
        >>> fan.quantile(0.2), round(fan.quantile(0.6), 1), fan.quantile(1.0)
        (0.0, 10.0, inf)
        >>> fan.zeros, fan.above
        (2, 1)
    """

    scale: Scale
    counts: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.counts) != self.scale.bins or min(self.counts) < 0:
            raise refuse(
                "R131",
                f"{len(self.counts)} counts do not fill {self.scale.bins} bins from 0 up",
                "histogram",
                remedy="give one count for each bin of the scale",
            )

    def __add__(self, other: Histogram) -> Histogram:
        if other.scale != self.scale:
            raise refuse(
                "R132",
                f"the scales differ: {self.scale} and {other.scale}",
                "histogram",
                remedy="count both on one scale",
            )
        return Histogram(self.scale, tuple(a + b for a, b in zip(self.counts, other.counts, strict=True)))

    @property
    def total(self) -> int:
        """How many numbers were counted."""
        return sum(self.counts)

    @property
    def zeros(self) -> int:
        """How many were zero, or smaller than the scale."""
        return self.counts[self.scale.zero]

    @property
    def below(self) -> int:
        """How many were below the scale."""
        return self.counts[1]

    @property
    def above(self) -> int:
        """How many were above the scale."""
        return self.counts[-1]

    def quantile(self, share: float) -> float:
        """Return the number that a share of the counted numbers does not exceed.

        The bin is exact (nearest rank); within it numbers are taken as evenly spread. Infinite when the
        rank falls beyond the scale.

        Args:
            share: from 0 to 1, to six decimals; 0.05 for the fifth percentile.

        Raises:
            UsufructError: ``R133`` for a share outside 0 to 1, an empty histogram, or one that has counted
                something that is not a number.
        """
        if not 0 <= share <= 1 or not self.total or self.counts[0]:
            raise refuse(
                "R133",
                f"there is no quantile {share} of {self.total} numbers, {self.counts[0]} of them not numbers",
                "quantile",
                remedy="ask for a share from 0 to 1 of at least one number",
            )
        # 0.07 of a hundred is the seventh, although 0.07 * 100 is a little more than 7 in binary.
        rank = max(1, ceil(Fraction(share).limit_denominator(_SHARES) * self.total))
        reached = list(accumulate(self.counts))
        position = bisect_left(reached, rank)
        low, high = self.scale.edges(position)
        if low in (inf, -inf) or high in (inf, -inf):
            return inf if position > self.scale.zero else -inf
        before = reached[position] - self.counts[position]
        return low + (high - low) * (rank - before - 0.5) / self.counts[position]


def histogram(values: Iterable[float], scale: Scale) -> Histogram:
    """Count numbers on a scale.

    Example:
        >>> halves = histogram([1.0, 5.0], Scale(0, 8)) + histogram([3.0], Scale(0, 8))
        >>> halves == histogram([5.0, 3.0, 1.0], Scale(0, 8))
        True
    """
    counts = [0] * scale.bins
    for value in values:
        counts[scale.bin_of(value)] += 1
    return Histogram(scale, tuple(counts))
