"""Philox 4x32-10, the counter-based generator: a block cipher turned into random words.

Nothing is carried from one draw to the next, so any draw of any path can be made alone, in any order and
on any worker. Standard library only; this is what the faster implementations are compared with.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from usufruct.errors import refuse
from usufruct.markets.draws.coefficients import KEY_STEPS, MULTIPLIERS, ROUNDS, WORD

SEEDS: Final = 1 << 64


class Words(NamedTuple):
    """Four words of 32 bits."""

    first: int
    second: int
    third: int
    fourth: int


class Key(NamedTuple):
    """The two words of a seed, low then high."""

    low: int
    high: int


def philox(counter: Words, key: Key) -> Words:
    """Return the four random words of a counter.

    Args:
        counter: four words, all different for different draws.
        key: the seed, as :func:`key_of` splits it.

    Example:
        >>> [f"{word:08x}" for word in philox(Words(0, 0, 0, 0), Key(0, 0))]
        ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']
    """
    a, b, c, d = counter
    low, high = key
    for _ in range(ROUNDS):
        p = a * MULTIPLIERS[0]
        q = c * MULTIPLIERS[1]
        a, b, c, d = (q >> 32) ^ b ^ low, q & WORD, (p >> 32) ^ d ^ high, p & WORD
        low = low + KEY_STEPS[0] & WORD
        high = high + KEY_STEPS[1] & WORD
    return Words(a, b, c, d)


def key_of(seed: int) -> Key:
    """Return the key of a seed.

    Raises:
        UsufructError: ``R101`` when the seed is not a whole number from 0 to 2**64 - 1.

    Example:
        >>> key_of(2**32 + 7)
        Key(low=7, high=1)
    """
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < SEEDS:
        raise refuse(
            "R101",
            f"{seed!r} is not a seed",
            "seed",
            "a run must be repeatable from its seed",
            "give a whole number from 0 to 2**64 - 1",
        )
    return Key(seed & WORD, seed >> 32)
