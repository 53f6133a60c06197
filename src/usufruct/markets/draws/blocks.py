"""Standard normals of many paths at once, as numpy arrays with the bits of the reference."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from usufruct.markets.draws.coefficients import (
    BITS_OF_ROOT_HALF,
    COSINE,
    KEY_STEPS,
    MANTISSA_BITS,
    MINUS_TWICE_LOG,
    MIRROR_BIT,
    MULTIPLIERS,
    ROUNDS,
    SINE,
    STEPS_A_BLOCK,
    TURN,
    TWICE_LOG_TWO,
    UNIFORM_BITS,
    WORD,
)
from usufruct.markets.draws.path_draws import PathDraws, check_address
from usufruct.markets.draws.philox import Key, key_of

Singles = NDArray[np.float32]
Long = NDArray[np.uint64]
_HALF_WORD = np.uint64(32)
_LOW = np.uint64(WORD)


def normal_block(draws: PathDraws, first_path: int, paths: int, steps: int, factor: int) -> Singles:
    """Return draws of consecutive paths.

    Args:
        draws: seed and mirroring.
        first_path: number of the first path.
        paths: how many.
        steps: how many time steps, from the first.
        factor: number of the source of risk.

    Returns:
        float32 array of shape (steps, paths), bit for bit equal to :meth:`PathDraws.normals`.

    Raises:
        UsufructError: ``R102`` for an address out of range.

    Example:
        >>> block = normal_block(PathDraws(7), first_path=100, paths=2, steps=5, factor=1)
        >>> tuple(block[:, 1].tolist()) == PathDraws(7).normals(101, 5, 1)
        True
    """
    for end in (first_path, first_path + max(paths - 1, 0)):
        check_address(end, max(steps - 1, 0) // STEPS_A_BLOCK, factor)
    numbers = np.arange(paths, dtype=np.uint64) + np.uint64(first_path)
    reflected = numbers & np.uint64(MIRROR_BIT) if draws.mirrored else np.zeros(paths, np.uint64)
    blocks = -(-steps // STEPS_A_BLOCK)
    out = np.empty((blocks * STEPS_A_BLOCK, paths), np.float32)
    key = key_of(draws.seed)
    for block in range(blocks):
        words = philox_arrays(numbers - reflected, block, factor, key)
        rows = out[block * STEPS_A_BLOCK :]
        rows[0], rows[1] = box_muller_arrays(words[0], words[1])
        rows[2], rows[3] = box_muller_arrays(words[2], words[3])
    out[:, reflected != 0] *= np.float32(-1)
    return out[:steps]


def philox_arrays(paths: Long, block: int, factor: int, key: Key) -> tuple[Long, Long, Long, Long]:
    """Return the four words of each path, uint64 arrays that hold 32 bits."""
    a, b = paths & _LOW, paths >> _HALF_WORD
    c, d = np.full_like(paths, block), np.full_like(paths, factor)
    low, high = key
    for _ in range(ROUNDS):
        p = a * np.uint64(MULTIPLIERS[0])
        q = c * np.uint64(MULTIPLIERS[1])
        a, c = (q >> _HALF_WORD) ^ b ^ np.uint64(low), (p >> _HALF_WORD) ^ d ^ np.uint64(high)
        b, d = q & _LOW, p & _LOW
        low = low + KEY_STEPS[0] & WORD
        high = high + KEY_STEPS[1] & WORD
    return a, b, c, d


def box_muller_arrays(radius_words: Long, angle_words: Long) -> tuple[Singles, Singles]:
    """Return two normals of each pair of words, the operations in the order of the reference."""
    radius = _radius(radius_words.astype(np.uint32))
    angles = angle_words.astype(np.uint32)
    t = angles.view(np.int32).astype(np.float32) * np.float32(TURN)
    q = t * t
    flipped = (radius.view(np.uint32) ^ (angles << np.uint32(31))).view(np.float32)
    return flipped * _polynomial(COSINE, q), radius * (_polynomial(SINE, q) * t)


def _radius(words: NDArray[np.uint32]) -> Singles:
    uniform = (words >> np.uint32(1)).astype(np.int32).astype(np.float32) + np.float32(0.5)
    bits = uniform.view(np.int32)
    exponent = (bits - np.int32(BITS_OF_ROOT_HALF)) >> np.int32(MANTISSA_BITS)
    y = (bits - (exponent << np.int32(MANTISSA_BITS))).view(np.float32) - np.float32(1)
    whole = (np.int32(UNIFORM_BITS) - exponent).astype(np.float32) * np.float32(TWICE_LOG_TWO)
    radius: Singles = np.sqrt(whole + _polynomial(MINUS_TWICE_LOG, y) * y)
    return radius


def _polynomial(coefficients: tuple[float, ...], x: Singles) -> Singles:
    value: Singles = np.full_like(x, coefficients[-1])
    for coefficient in reversed(coefficients[:-1]):
        value = value * x + np.float32(coefficient)
    return value
