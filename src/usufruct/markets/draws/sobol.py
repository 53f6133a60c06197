"""Sobol points, scrambled by a random matrix and a digital shift, each made from its number alone.

The scrambling (Matousek's linear one: a random lower-triangular matrix over bits for each dimension, then a
random shift) keeps the net and makes the mean of a randomisation unbiased. Error estimates need several
randomisations, that is several seeds; one says nothing about its own error. Standard library only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pkgutil import get_data
from typing import Final

from usufruct.errors import Fault, UsufructError
from usufruct.markets.draws.coefficients import WORD
from usufruct.markets.draws.path_draws import FACTORS
from usufruct.markets.draws.philox import Words, key_of, philox

BITS: Final = 32
DIMENSIONS: Final = 512
# Counters with this last word are kept for the scrambling; factors of paths stay below it.
_SCRAMBLING: Final = FACTORS
_WORDS_A_DIMENSION: Final = BITS + 1


@dataclass(frozen=True, slots=True)
class SobolNet:
    """A scrambled Sobol net, a table from which each point is a few exclusive-ors.

    Attributes:
        directions: for each dimension the scrambled direction number of each bit of a point's number.
        shifts: for each dimension the word that shifts its digits.

    Example:
        >>> net = sobol_net(dimensions=3, seed=None)
        >>> [word / 2**32 for word in net.point(1)], [word / 2**32 for word in net.point(2)]
        ([0.5, 0.5, 0.5], [0.25, 0.75, 0.75])
    """

    directions: tuple[tuple[int, ...], ...]
    shifts: tuple[int, ...]

    def point(self, number: int) -> tuple[int, ...]:
        """Return the words of a point, one for each dimension; over 2**32 they are its coordinates.

        Args:
            number: from 0; the first 2**m points form a net for every m.

        Raises:
            UsufructError: ``R103`` when the number has more than 32 bits.
        """
        if not 0 <= number <= WORD:
            raise UsufructError(
                [Fault("R103", f"there is no point {number}", "point", remedy=f"count from 0 to {WORD}")]
            )
        return tuple(_combined(row, number, shift) for row, shift in zip(self.directions, self.shifts, strict=True))


def sobol_net(dimensions: int, seed: int | None) -> SobolNet:
    """Return a net.

    Args:
        dimensions: from 1 to 512.
        seed: seed of the scrambling; None for the plain points, whose first is all zeros.

    Raises:
        UsufructError: ``R103`` for a number of dimensions out of range, ``R101`` for a seed out of range.
    """
    if not 1 <= dimensions <= DIMENSIONS:
        raise UsufructError(
            [
                Fault(
                    "R103",
                    f"there is no net of {dimensions} dimensions",
                    "dimensions",
                    remedy=f"ask for 1 to {DIMENSIONS}",
                )
            ]
        )
    plain = direction_numbers()[:dimensions]
    if seed is None:
        return SobolNet(plain, (0,) * dimensions)
    scrambled, shifts = [], []
    for dimension, row in enumerate(plain):
        words = _scrambling_words(seed, dimension)
        rows = [_triangular(word, digit) for digit, word in enumerate(words[:BITS])]
        scrambled.append(tuple(_scrambled(number, rows) for number in row))
        shifts.append(words[BITS])
    return SobolNet(tuple(scrambled), tuple(shifts))


@cache
def direction_numbers() -> tuple[tuple[int, ...], ...]:
    """Return the direction numbers of each dimension, 32 words of which bit 31 is the first digit.

    Example:
        >>> [f"{word >> 28:04b}" for word in direction_numbers()[1][:3]]
        ['1000', '1100', '1010']
    """
    first = tuple(1 << (BITS - 1 - bit) for bit in range(BITS))
    return (first, *(_recurrence(*row) for row in _table()))


def _table() -> Iterator[tuple[int, int, list[int]]]:
    text = (get_data("usufruct.markets.draws", "direction_numbers.txt") or b"").decode("ascii")
    _, _, rows = text.partition("initial_numbers\n")
    for row in rows.splitlines():
        _, degree, coefficients, *initial = map(int, row.split())
        yield degree, coefficients, initial


def _recurrence(degree: int, coefficients: int, initial: list[int]) -> tuple[int, ...]:
    numbers = [number << (BITS - 1 - bit) for bit, number in enumerate(initial)]
    for bit in range(degree, BITS):
        number = numbers[bit - degree] ^ (numbers[bit - degree] >> degree)
        for back in range(1, degree):
            if coefficients >> (degree - 1 - back) & 1:
                number ^= numbers[bit - back]
        numbers.append(number)
    return tuple(numbers)


def _combined(row: tuple[int, ...], number: int, shift: int) -> int:
    word = shift
    for bit in range(number.bit_length()):
        if number >> bit & 1:
            word ^= row[bit]
    return word


def _scrambling_words(seed: int, dimension: int) -> list[int]:
    key = key_of(seed)
    calls = range(-(-_WORDS_A_DIMENSION // len(Words._fields)))
    return [word for call in calls for word in philox(Words(dimension, 0, call, _SCRAMBLING), key)]


def _triangular(word: int, digit: int) -> int:
    """Row of the scrambling matrix: digit ``digit`` of the result, one bit for each digit at or before it."""
    own = 1 << (BITS - 1 - digit)
    earlier = WORD ^ (2 * own - 1)
    return word & earlier | own


def _scrambled(number: int, rows: list[int]) -> int:
    return sum((row & number).bit_count() % 2 << (BITS - 1 - digit) for digit, row in enumerate(rows))
