"""Two random words into two standard normals, in float32 arithmetic emulated to the last bit.

The transform is made of additions, multiplications, one square root and the bits of a float32, in a fixed
order, so that every processor that follows IEEE 754 gives the same bits. Python computes in float64 and
rounds each result to float32; for ``+ - *`` and ``sqrt`` that equals the float32 operation, because 53 bits
are at least twice 24 and two more.
"""

from __future__ import annotations

import struct
from math import sqrt
from typing import Final

from usufruct.markets.draws.coefficients import (
    BITS_OF_ROOT_HALF,
    COSINE,
    MANTISSA_BITS,
    MINUS_TWICE_LOG,
    SINE,
    TURN,
    TWICE_LOG_TWO,
    UNIFORM_BITS,
)

_SINGLE: Final = struct.Struct("<f")
_BITS: Final = struct.Struct("<i")


def box_muller(radius_word: int, angle_word: int) -> tuple[float, float]:
    """Return two independent standard normals, each a float32 value.

    No draw exceeds 6.66 in size: the smallest uniform is 2**-32.

    Args:
        radius_word: a word of 32 bits; its lowest bit is not used.
        angle_word: another.

    Example:
        >>> box_muller(1 << 31, 0)
        (1.1774098873138428, 0.0)
    """
    radius = _radius(radius_word)
    t = single(single(_signed(angle_word)) * TURN)
    q = single(t * t)
    cosine = single(radius * _polynomial(COSINE, q))
    sine = single(radius * single(_polynomial(SINE, q) * t))
    return (-cosine if angle_word & 1 else cosine), sine


def single(value: float) -> float:
    """Return the float32 nearest to a number, ties to even.

    Example:
        >>> single(0.1)
        0.10000000149011612
    """
    rounded: float = _SINGLE.unpack(_SINGLE.pack(value))[0]
    return rounded


def _radius(word: int) -> float:
    uniform = single(single(word >> 1) + 0.5)
    bits: int = _BITS.unpack(_SINGLE.pack(uniform))[0]
    exponent = (bits - BITS_OF_ROOT_HALF) >> MANTISSA_BITS
    mantissa: float = _SINGLE.unpack(_BITS.pack(bits - (exponent << MANTISSA_BITS)))[0]
    y = single(mantissa - 1)
    whole = single((UNIFORM_BITS - exponent) * single(TWICE_LOG_TWO))
    return single(sqrt(single(whole + single(_polynomial(MINUS_TWICE_LOG, y) * y))))


def _polynomial(coefficients: tuple[float, ...], x: float) -> float:
    value = coefficients[-1]
    for coefficient in reversed(coefficients[:-1]):
        value = single(single(value * x) + coefficient)
    return value


def _signed(word: int) -> int:
    return word - (1 << 32) if word >> 31 else word
