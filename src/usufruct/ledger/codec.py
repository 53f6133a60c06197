"""Bodies as bytes and back: the types that a structure declares are the types that its JSON must have.

Reading is strict and writing is checked by reading: what cannot be read back as it was is never recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, get_type_hints

import msgspec

from usufruct.errors import UsufructError, refuse
from usufruct.ledger import bodies
from usufruct.ledger.bodies import Amount
from usufruct.ledger.canonical import AMOUNT_BOUND, SAFE_INTEGER, TYPES, amount_of, check, json_bytes

KINDS: Final[dict[str, type[Any]]] = {
    "genesis": bodies.Genesis,
    "person": bodies.Person,
    "key": bodies.Key,
    "grant": bodies.Grant,
    "revoke": bodies.Revoke,
    "rotate": bodies.Rotate,
    "lost": bodies.Lost,
    "account": bodies.Account,
    "rule_set": bodies.RuleSet,
    "period": bodies.Period,
    "filing": bodies.Filing,
    "verification": bodies.Verification,
    "notice": bodies.Notice,
    "proposal": bodies.Proposal,
    "decision": bodies.Decision,
    "legal_release": bodies.LegalRelease,
    "journal": bodies.Journal,
    "reversal": bodies.Reversal,
    "allocation_run": bodies.AllocationRun,
    "run_void": bodies.RunVoid,
    "payment": bodies.Payment,
    "payment_status": bodies.PaymentStatus,
    "statement": bodies.Statement,
    "statement_void": bodies.StatementVoid,
    "match": bodies.Match,
    "seal": bodies.Seal,
    "checkpoint": bodies.Checkpoint,
    "migration": bodies.Migration,
}
KIND_OF: Final = {form: kind for kind, form in KINDS.items()}


def _read(form: Any, value: Any) -> Any:
    """Read what JSON has no form for: amounts. Writing them again shows whether they were written as amounts are."""
    if form is Amount and type(value) is str and len(value) < _LONGEST:
        return Amount(value)
    if form is Amount:
        return amount_of(value)
    raise refuse("L104", f"a {form} is no part of a record", "order", "", "please report it")


_LONGEST: Final = len(str(AMOUNT_BOUND))


def _numbers(form: type[Any]) -> tuple[str, ...]:
    """Name the fields of a body that count or point at a record."""
    return tuple(name for name, hint in get_type_hints(form).items() if hint in (int, int | None))


_READERS: Final[dict[type[Any], tuple[Callable[[bytes], Any], tuple[str, ...]]]] = {
    form: (msgspec.json.Decoder(form, dec_hook=_read).decode, _numbers(form)) for form in KINDS.values()
}


def kind_of(body: Any) -> str:
    """Return the kind of a body, such as ``journal``.

    Raises:
        UsufructError: ``L104`` for what is no body.
    """
    try:
        return KIND_OF[type(body)]
    except KeyError:
        what = f"a {type(body).__name__} is no body of a record"
        raise refuse("L104", what, "order", "", "give one of the bodies of usufruct.ledger.bodies") from None


def body_bytes(body: Any) -> bytes:
    """Return the canonical bytes of a body.

    Raises:
        UsufructError: ``L104`` for a part of another type than declared; ``L101`` and ``L103`` for text or an
            amount that has no canonical form.
    """
    kind = kind_of(body)
    try:
        data = json_bytes(body)
        same = read_body(kind, data) == body
    except (TypeError, ValueError, RecursionError) as problem:
        what = f"a part of the {kind} has another type than it declares: {problem}"
        raise refuse("L104", what, "order", "", TYPES) from None
    if not same:
        raise refuse("L104", f"a part of the {kind} has another type than it declares", "order", "", TYPES)
    return data


def read_body(kind: str, data: bytes) -> Any:
    """Read the body of a kind from bytes; whether these are canonical is for who calls to ask.

    Raises:
        UsufructError: ``L104`` when they are none of such a body, ``L101`` and ``L103`` as for :func:`body_bytes`.
    """
    decode, numbers = _READERS[KINDS[kind]]
    try:
        body = decode(data)
    except (ValueError, RecursionError) as problem:
        raise refuse("L104", f"the body is not one of a {kind}: {problem}", "order", "", TYPES) from None
    for name in numbers:
        number = getattr(body, name)
        if number is not None and not 0 <= number < SAFE_INTEGER:
            what = f"{name} {number!r:.40} is not a number of a record or a count"
            raise refuse("L104", what, "order", "", "give a whole number from 0 up")
    if b"\\u" in data:
        check(msgspec.json.decode(data))  # refuses NUL
    return body


def read_exact(kind: str, data: bytes) -> Any | None:
    """Read a body of a kind that stands for most of a log from its canonical bytes, in a third of the time.

    Nothing is asked while reading: a number is taken for an amount, and 5.0 for 5. What was read is written again, and
    is what the bytes say only if it gives the same bytes.

    Returns:
        The body; None where the bytes are not exactly canonical, or of another kind: :func:`read_body` says why.
    """
    quick = _QUICK.get(kind)
    if quick is None:
        return None
    decode, numbers, amounts = quick
    try:
        body = decode(data)
        if _write(body) != data or b"\\u" in data:
            return None
    except (TypeError, ValueError, RecursionError):
        return None
    for name in numbers:
        number = getattr(body, name)
        if number is not None and not 0 <= number < SAFE_INTEGER:
            return None
    for _, amount in amounts(body):
        if not -AMOUNT_BOUND < amount < AMOUNT_BOUND:
            return None
    return body


_write: Final = msgspec.json.Encoder(order="sorted", enc_hook=int.__repr__).encode
_QUICK: Final[dict[str, tuple[Callable[[bytes], Any], tuple[str, ...], Callable[[Any], Iterable[tuple[str, int]]]]]] = {
    kind: (msgspec.json.Decoder(KINDS[kind], dec_hook=int.__new__).decode, _numbers(KINDS[kind]), amounts)
    for kind, amounts in (
        ("journal", lambda body: body.legs),
        ("proposal", lambda body: [held for item in body.items for held in item.amounts]),
        ("decision", lambda body: ()),
    )
}


def read_value(kind: str, value: Any) -> Any:
    """Read the body of a kind from a JSON value, such as an order in a file has.

    Raises:
        UsufructError: ``L106`` when it is not such an object, ``L101`` for what has no canonical form.
    """
    check(value)
    data = json_bytes(value)
    try:
        body = read_body(kind, data)
    except UsufructError as error:
        what = f"the body is not one of a {kind}: {error.faults[0].what}"
        raise refuse("L106", what, "record", "", "see docs/ledger.md for its parts") from None
    if json_bytes(body) != data:
        what = f"the body is not one of a {kind}: {_difference(value, msgspec.json.decode(json_bytes(body)))}"
        raise refuse("L106", what, "record", "", "see docs/ledger.md for its parts")
    return body


def _difference(given: Any, read: Any, at: str = "body") -> str:
    """Say what a value has too much or too little of, beside what was read of it."""
    if isinstance(given, dict) and isinstance(read, dict):
        for word, names in (("lacks", read.keys() - given.keys()), ("has no part", given.keys() - read.keys())):
            if names:
                return f"{at} {word} {', '.join(map(repr, sorted(names)[:3]))}"
        pairs = [(f"{at}.{name}", given[name], read[name]) for name in given]
    elif isinstance(given, list) and isinstance(read, list) and len(given) == len(read):
        pairs = [(f"{at}[{place}]", *both) for place, both in enumerate(zip(given, read, strict=True))]
    else:
        return f"{at} is {given!r:.40}, which is read as {read!r:.40}"
    return next((_difference(one, other, where) for where, one, other in pairs if one != other), f"{at} differs")
