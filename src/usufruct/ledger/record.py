"""Orders and records, and the one form in which both become bytes.

An *order* is what somebody asks for. A *record* is an order that was accepted: it has a number, the instant at
which the writer took it, and a *result*, what the decision worked out (a split, inverse legs, a root).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final, NamedTuple

import msgspec

from usufruct.errors import UsufructError, refuse
from usufruct.ledger.bodies import Body
from usufruct.ledger.canonical import FORMAT, SAFE_INTEGER, check, json_bytes
from usufruct.ledger.codec import KIND_OF, KINDS, body_bytes, kind_of, read_body, read_exact
from usufruct.ledger.what_to_do import VERIFY

INSTANT: Final = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z")
WRITER: Final = "writer"
"""Stands for a key in what the ledger's own writer adds: seals, checkpoints, migrations, the founding."""


class Under(NamedTuple):
    """The approved proposal, and which of its items, that an order executes."""

    proposal: int
    item: int


class Order(msgspec.Struct, frozen=True, dict=True):
    """What somebody asks the ledger to record.

    Attributes:
        body: what is asked.
        by: id of the key of the person who asks, or ``writer``.
        idem: key from the source, the same for every attempt, kept for ever; such as
            ``549300OZ46BRLZ8Y6F65:2025-H1:1`` or a statement's number and entry reference.
        at: the instant at which the writer took it, UTC, such as ``2025-07-28T09:30:00Z``. It is no part of
            what is signed or compared, so that a retry is the same order.
        signature: base64, by the key ``by`` over :func:`payload`; empty for the kinds that rest on approvals.
        under: the approved proposal that it executes, for the kinds that need one.
    """

    body: Body
    by: str
    idem: str
    at: str
    signature: str = ""
    under: Under | None = None

    @property
    def kind(self) -> str:
        """The kind of the body, such as ``journal``."""
        return KIND_OF.get(type(self.body)) or kind_of(self.body)  # which refuses what is none

    @property
    def body_bytes(self) -> bytes:
        """The canonical bytes of the body, encoded once however often they are hashed, signed and stored."""
        kept = self.__dict__
        data: bytes | None = kept.get("bytes")
        if data is None:
            data = kept["bytes"] = body_bytes(self.body)
        return data

    @property
    def content(self) -> str:
        """The digest of what is ordered: see :func:`content_digest`."""
        kept = self.__dict__
        found: str | None = kept.get("content")
        if found is None:
            found = kept["content"] = _content(self.kind, self.body_bytes)
        return found

    @property
    def request(self) -> Request:
        """What tells a retry from another request under the same key: all that was asked but the instant."""
        return Request(self.content, self.by, self.under)


class Request(msgspec.Struct, frozen=True, gc=False):
    """What was asked, by which key, under which proposal; two orders of one idempotency key are the same or not."""

    content: str
    by: str
    under: Under | None


class Record(msgspec.Struct, frozen=True):
    """An order that was accepted, at its place in the log.

    Attributes:
        seq: number in the log, dense from zero.
        ledger: name of the ledger that it belongs to.
        order: what was asked.
        result: what the decision worked out; empty for most kinds. Amounts in it are integer strings.
    """

    seq: int
    ledger: str
    order: Order
    result: Mapping[str, Any] = {}

    @property
    def kind(self) -> str:
        """The kind of the body."""
        return KIND_OF.get(type(self.order.body)) or kind_of(self.order.body)

    @property
    def body(self) -> Any:
        """The body of the order."""
        return self.order.body


class _Asked(msgspec.Struct, frozen=True):
    """The form of what is signed; fields stand in the order of their keys."""

    body: msgspec.Raw
    by: str
    idem: str
    kind: str
    ledger: str
    under: Under | None
    v: int


class _Stored(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The form of a record; fields stand in the order of their keys."""

    at: str
    body: msgspec.Raw
    by: str
    idem: str
    kind: str
    ledger: str
    result: dict[str, Any]
    seq: int
    sig: str
    under: Under | None
    v: int


_READ: Final = msgspec.json.Decoder(_Stored).decode


def payload(ledger: str, order: Order) -> bytes:
    """Return the bytes that the person who asks signs: everything but the instant.

    Raises:
        UsufructError: see :func:`usufruct.ledger.codec.body_bytes`.
    """
    body = msgspec.Raw(order.body_bytes)
    return json_bytes(_Asked(body, order.by, order.idem, order.kind, ledger, order.under, FORMAT))


def content_digest(body: Body) -> str:
    """Return the digest of what is ordered, whoever orders it and under whichever proposal.

    A proposal names the orders to come by this digest.
    """
    return _content(kind_of(body), body_bytes(body))


def _content(kind: str, body: bytes) -> str:
    return sha256(b'{"body":' + body + _ENDS[kind]).hexdigest()


_ENDS: Final = {kind: b',"kind":"%b"}' % kind.encode("ascii") for kind in KINDS}


def record_bytes(record: Record) -> bytes:
    """Return a record as it is stored and hashed."""
    order = record.order
    body, kind, result = msgspec.Raw(order.body_bytes), order.kind, dict(record.result) if record.result else {}
    return json_bytes(
        _Stored(
            order.at, body, order.by, order.idem, kind, record.ledger, result, record.seq, order.signature,
            order.under, FORMAT,
        )
    )  # fmt: skip


def read_record(data: bytes) -> Record:
    """Read a stored record.

    Raises:
        UsufructError: ``L102`` for bytes that are not canonical, ``L105`` for a format that is not known,
            ``L106`` for a kind or a body that is not known.
    """
    stored = _stored(data)
    body = bytes(stored.body)
    read = read_exact(stored.kind, body)
    if read is not None and not stored.result and b"\\u" not in data and json_bytes(stored) == data:
        return _record_of(stored, read, body)
    try:
        read = read_body(stored.kind, body)
        # Encoding again what was read compares every byte: spaces, order of keys, escapes, keys that stand twice.
        same = json_bytes(stored) == data and json_bytes(read) == body
        if b"\\u" in data:
            check(msgspec.json.decode(data))  # refuses NUL
        elif stored.result:
            check(stored.result)  # the one part whose types nothing declares
    except UsufructError as error:
        raise refuse(
            "L106", f"the record is none of kind {stored.kind}: {error.faults[0].what}", "record", "", VERIFY
        ) from None
    if not same:
        raise _not_canonical()
    return _record_of(stored, read, body)


def _record_of(stored: _Stored, read: Any, body: bytes) -> Record:
    if not 0 <= stored.seq < SAFE_INTEGER:
        raise _not_canonical()
    order = Order(read, stored.by, stored.idem, stored.at, stored.sig, stored.under)
    order.__dict__["bytes"] = body
    return Record(stored.seq, stored.ledger, order, stored.result)


def _stored(data: bytes) -> _Stored:
    """Read the parts of a record around its body."""
    try:
        stored = _READ(data)
    except msgspec.ValidationError as problem:
        raise refuse("L106", f"the bytes have not the parts of a record: {problem}", "record", "", VERIFY) from None
    except (ValueError, RecursionError):
        raise _not_canonical() from None
    if stored.v != FORMAT:
        raise refuse("L105", "the record has another format than this version reads", "record", "", "use a newer one")
    if stored.kind not in KINDS:
        raise refuse(
            "L106",
            f"there is no record of kind {stored.kind!r:.40}",
            "record",
            "",
            "use the version that wrote it, or verify the ledger: usufruct ledger verify",
        )
    return stored


def _not_canonical() -> UsufructError:
    return refuse(
        "L102", "the bytes are not those of a record", "record", "a hash would not be of what it says", VERIFY
    )
