"""Verification of Ed25519 signatures (RFC 8032) in pure Python.

Verifying needs no package, so that anyone can check a ledger with a bare interpreter; signing is in
:mod:`usufruct.ledger.signing`. Verification handles public data only, so it need not run in constant time.
The check is the strict, cofactorless one: canonical encodings of both points, a scalar below the group
order, no point of small order as a key; any two verifiers of this module agree on every input.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Final

_P: Final = 2**255 - 19
_ORDER: Final = 2**252 + 27742317777372353535851937790883648493
_D: Final = -121665 * pow(121666, _P - 2, _P) % _P
_D2: Final = 2 * _D % _P
_SQRT_MINUS_ONE: Final = pow(2, (_P - 1) // 4, _P)

# A point of the curve in extended coordinates (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.
Point = tuple[int, int, int, int]
_NEUTRAL: Final[Point] = (0, 1, 1, 0)


def _add(left: Point, right: Point) -> Point:
    x1, y1, z1, t1 = left
    x2, y2, z2, t2 = right
    a, b = (y1 - x1) * (y2 - x2) % _P, (y1 + x1) * (y2 + x2) % _P
    c, d = t1 * t2 * _D2 % _P, 2 * z1 * z2 % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _double(point: Point) -> Point:
    x, y, z, _ = point
    a, b = x * x % _P, y * y % _P
    h = a + b
    e, g = h - (x + y) * (x + y) % _P, a - b
    f = 2 * z * z % _P + g
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _same(left: Point, right: Point) -> bool:
    """Compare without division: x1 z2 = x2 z1 and y1 z2 = y2 z1."""
    return (left[0] * right[2] - right[0] * left[2]) % _P == 0 and (left[1] * right[2] - right[1] * left[2]) % _P == 0


def _point(data: bytes) -> Point | None:
    """Decode a point (RFC 8032, 5.1.3), or return None where the bytes are not the encoding of one."""
    sign, y = data[31] >> 7, int.from_bytes(data, "little") & (2**255 - 1)
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _SQRT_MINUS_ONE % _P
    if (x * x - square) % _P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = _P - x
    return x, y, 1, x * y % _P


def _base_point() -> Point:
    point = _point((4 * pow(5, _P - 2, _P) % _P).to_bytes(32, "little"))
    assert point is not None  # noqa: S101 - a constant of the curve
    return point


_BASE: Final = _base_point()


def _two_multiples(first: int, base: Point, second: int, point: Point) -> Point:
    """Return first * base + second * point, both scalars read bit by bit together (Shamir's trick)."""
    both, result = _add(base, point), _NEUTRAL
    for bit in range(max(first.bit_length(), second.bit_length()) - 1, -1, -1):
        result = _double(result)
        match first >> bit & 1, second >> bit & 1:
            case 1, 1:
                result = _add(result, both)
            case 1, 0:
                result = _add(result, base)
            case 0, 1:
                result = _add(result, point)
    return result


def is_public_key(data: bytes) -> bool:
    """Say whether bytes are a usable public key: 32 bytes, a point of the curve, not of small order."""
    point = _point(data) if len(data) == 32 else None
    return point is not None and not _same(_double(_double(_double(point))), _NEUTRAL)


@lru_cache(maxsize=4096)
def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether a signature over a message was made with the private half of a public key.

    Args:
        public: 32 bytes.
        message: the bytes signed.
        signature: 64 bytes; anything else is simply not a signature.

    Example:
        The first test vector of RFC 8032, 7.1 (an empty message):

        >>> key = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        >>> signature = bytes.fromhex(
        ...     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        ...     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ... )
        >>> verify(key, b"", signature), verify(key, b"x", signature)
        (True, False)
    """
    if len(signature) != 64 or not is_public_key(public):
        return False
    commitment, key = _point(signature[:32]), _point(public)
    scalar = int.from_bytes(signature[32:], "little")
    if commitment is None or key is None or scalar >= _ORDER:
        return False
    hashed = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(hashed, "little") % _ORDER
    negative = (_P - key[0], key[1], 1, _P - key[3])
    return _same(_two_multiples(scalar, _BASE, challenge, negative), commitment)
