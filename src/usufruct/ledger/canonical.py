r"""Canonical bytes: one value has one encoding, so that a hash speaks of the value.

The form is that of RFC 8785: JSON in UTF-8 with sorted keys and no spaces. Keys are ASCII, numbers are integers below
2^53, and amounts of money are integer strings, so that no reader of any language can pass them through a float. Bytes
are stored and hashed as written; reading them back accepts exactly this form and nothing near it.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any, Final

import msgspec

from usufruct.errors import UsufructError, refuse
from usufruct.ledger.body_rows import Amount

FORMAT: Final = 1
"""Version of the record format, written into every record."""

AMOUNT_BOUND: Final = 10**18
"""Amounts lie strictly between plus and minus this many minor units; sums of two fit 64 bits."""

SAFE_INTEGER: Final = 2**53
"""Counts and numbers of records stay below this, so that every reader of JSON has them exactly."""

_DEEPEST: Final = 16
# NUL, which databases do not store in text, and one half of a character, alone.
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")

Value = Any
"""A JSON value without floats: object with text keys, list, text, integer, truth value or null."""


def encode(value: Value) -> bytes:
    """Return the canonical bytes of a value.

    Raises:
        UsufructError: ``L101`` for what the form does not hold: a float, an integer of 2^53 or more, a key
            that is not ASCII text, a lone surrogate.

    Example:
        >>> encode({"b": "1", "a": [True, None, 2]})
        b'{"a":[true,null,2],"b":"1"}'
    """
    check(value)
    return json_bytes(value)


TYPES: Final = "give each part the type that usufruct.ledger.bodies declares"


def _written(value: Any) -> str:
    """Write what JSON has no form for: amounts."""
    if type(value) is Amount and -AMOUNT_BOUND < value < AMOUNT_BOUND:
        return int.__repr__(value)
    if type(value) is Amount:
        return amount_text(value)
    raise refuse("L104", f"a {type(value).__name__} is no part of a record", "order", "", TYPES)


_ENCODER: Final = msgspec.json.Encoder(order="sorted", enc_hook=_written)
_DECODER: Final = msgspec.json.Decoder()
json_bytes: Final = _ENCODER.encode
"""The canonical bytes of a value built by this package, whose parts were checked before."""


def check(value: Value) -> None:
    """Refuse a value that has no canonical form.

    Raises:
        UsufructError: ``L101`` as :func:`encode`.
    """
    _check(value)


def decode(data: bytes) -> Value:
    """Read canonical bytes back.

    Raises:
        UsufructError: ``L102`` for bytes that are not canonical, whatever is wrong with them.

    Example:
        >>> decode(b'{"a":"1"}')
        {'a': '1'}
    """
    try:
        value = _DECODER.decode(data)
        same = encode(value) == data
    except (ValueError, RecursionError, TypeError, UnicodeError) as problem:
        raise _not_canonical(data, type(problem).__name__) from None
    except UsufructError as problem:
        raise _not_canonical(data, problem.faults[0].what) from None
    if not same:
        raise _not_canonical(data, "another encoding of the same value")
    return value


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes as 64 hexadecimal digits.

    Example:
        >>> digest(b"")[:16]
        'e3b0c44298fc1c14'
    """
    return hashlib.sha256(data).hexdigest()


def amount_text(amount: int) -> str:
    """Write an amount of minor units as records hold it.

    Raises:
        UsufructError: ``L103`` when it is no integer or not within the bounds.

    Example:
        >>> amount_text(-155257500000)
        '-155257500000'
    """
    if type(amount) not in (Amount, int) or not -AMOUNT_BOUND < amount < AMOUNT_BOUND:
        raise refuse(
            "L103", f"{amount!r:.60} is no amount of minor units", "amount", "", "write a whole number of cents"
        )
    return int.__repr__(amount)


def amount_of(text: str) -> Amount:
    """Read an amount of minor units; :func:`amount_text` is the inverse.

    Raises:
        UsufructError: ``L103`` when the text is not such an amount.

    Example:
        >>> amount_of("250")
        250
    """
    if type(text) is str:
        try:
            amount = Amount(text)
        except ValueError:
            amount = Amount(AMOUNT_BOUND)
        if -AMOUNT_BOUND < amount < AMOUNT_BOUND and int.__repr__(amount) == text:
            return amount
    raise refuse("L103", f"{text!r:.60} is no amount of minor units", "amount", "", "write digits, such as '-250'")


def is_storable(text: str) -> bool:
    r"""Say whether every store holds a text: without NUL and without one half of a character.

    Example:
        >>> is_storable("Brussels"), is_storable("a\x00b")
        (True, False)
    """
    return _UNSTORABLE.search(text) is None


def _check(value: Value, depth: int = 0) -> None:
    """Refuse what has no canonical form, wherever it stands in a value."""
    if depth > _DEEPEST:
        raise refuse("L101", f"a value is nested more than {_DEEPEST} deep", "record", "", "lay it out flat")
    match value:
        case bool() | None:
            return
        case int() if -SAFE_INTEGER < value < SAFE_INTEGER:
            return
        case str() if is_storable(value):
            return
        case list() | tuple():
            for each in value:
                _check(each, depth + 1)
        case dict():
            for key, each in value.items():
                _check_key(key)
                _check(each, depth + 1)
        case _:
            what = f"{value!r:.40} ({type(value).__name__}) has no canonical form"
            remedy = "write text that can be stored" if isinstance(value, str) else "write amounts as integer strings"
            raise refuse("L101", what, "record", "", remedy)


def _check_key(key: Any) -> None:
    if not isinstance(key, str) or not key.isascii():
        raise refuse("L101", f"{key!r:.40} is no key: keys are ASCII text", "record", "", "see docs/ledger.md")


def _not_canonical(data: bytes, why: str) -> Exception:
    return refuse(
        "L102",
        f"{data[:40]!r} is not canonical: {why}",
        "record",
        "a hash would not be of the value",
        "ask whoever wrote the bytes for them again",
    )
