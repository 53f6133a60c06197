"""Orders and records, and the one form in which both become bytes.

An *order* is what somebody asks for. A *record* is an order that was accepted: it has a number, the instant at
which the writer took it, and a *result*, what the decision worked out (a split, inverse legs, a root).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import UnionType
from typing import Any, Final, NamedTuple, Union, get_args, get_origin, get_type_hints

from usufruct.errors import UsufructError, refuse
from usufruct.ledger import bodies
from usufruct.ledger.bodies import Amount, Body
from usufruct.ledger.canonical import FORMAT, amount_of, amount_text, check, digest, json_text, quoted

INSTANT: Final = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z")
WRITER: Final = "writer"
"""Stands for a key in what the ledger's own writer adds: seals, checkpoints, migrations, the founding."""

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
    "payment": bodies.Payment,
    "payment_status": bodies.PaymentStatus,
    "statement": bodies.Statement,
    "match": bodies.Match,
    "seal": bodies.Seal,
    "checkpoint": bodies.Checkpoint,
    "migration": bodies.Migration,
}
_KIND_OF: Final = {body: kind for kind, body in KINDS.items()}


class Under(NamedTuple):
    """The approved proposal, and which of its items, that an order executes."""

    proposal: int
    item: int


Writer = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Order:
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
    _text: str = field(default="", init=False, repr=False, compare=False)
    _digest: tuple[str, bytes] = field(default=("", b""), init=False, repr=False, compare=False)

    @property
    def kind(self) -> str:
        """The kind of the body, such as ``journal``."""
        try:
            return _KIND_OF[type(self.body)]
        except KeyError:
            raise _no_body(type(self.body)) from None

    @property
    def body_text(self) -> str:
        """The canonical text of the body, encoded once however often it is hashed, signed and stored."""
        if not self._text:
            object.__setattr__(self, "_text", body_text(self.body))
        return self._text

    def request_digest(self, ledger: str) -> bytes:
        """Return what tells a retry from another request under the same key: the SHA-256 of :func:`payload`."""
        if self._digest[0] != ledger:
            object.__setattr__(self, "_digest", (ledger, hashlib.sha256(payload(ledger, self)).digest()))
        return self._digest[1]


@dataclass(frozen=True, slots=True)
class Record:
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
    result: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The kind of the body."""
        return self.order.kind

    @property
    def body(self) -> Any:
        """The body of the order."""
        return self.order.body


def body_text(body: Body) -> str:
    """Return the canonical text of a body.

    Raises:
        UsufructError: ``L104`` for a part of another type than declared; ``L101`` and ``L103`` for text or an
            amount that has no canonical form.
    """
    text = json_text({name: write(getattr(body, name)) for name, write, _ in _codec(type(body))})
    if "\\u" in text:
        check(json.loads(text))  # refuses NUL and half characters
    return text


def payload(ledger: str, order: Order) -> bytes:
    """Return the bytes that the person who asks signs: everything but the instant.

    Raises:
        UsufructError: see :func:`body_text`.
    """
    under = _under(order)
    head = f'{{"body":{order.body_text},"by":{quoted(order.by)},"idem":{quoted(order.idem)},"kind":"{order.kind}"'
    return f'{head},"ledger":{quoted(ledger)},"under":{under},"v":{FORMAT}}}'.encode("ascii")


def content_digest(body: Body, text: str = "") -> str:
    """Return the digest of what is ordered, whoever orders it and under whichever proposal.

    A proposal names the orders to come by this digest.
    """
    return digest(f'{{"body":{text or body_text(body)},"kind":"{_KIND_OF[type(body)]}"}}'.encode("ascii"))


def record_bytes(record: Record) -> bytes:
    """Return a record as it is stored and hashed."""
    return f"{_head(record.order)}{record.order.body_text}{_tail(record)}".encode("ascii")


def _head(order: Order) -> str:
    """What stands before the body."""
    return f'{{"at":{quoted(order.at)},"body":'


def _tail(record: Record) -> str:
    """What stands after the body."""
    order = record.order
    who = f',"by":{quoted(order.by)},"idem":{quoted(order.idem)},"kind":"{order.kind}"'
    result = json_text(record.result) if record.result else "{}"
    middle = f'"ledger":{quoted(record.ledger)},"result":{result}'
    return f'{who},{middle},"seq":{record.seq},"sig":{quoted(order.signature)},"under":{_under(order)},"v":{FORMAT}}}'


def _under(order: Order) -> str:
    return "null" if order.under is None else f"[{order.under.proposal:d},{order.under.item:d}]"


_PARTS: Final = {"at", "body", "by", "idem", "kind", "ledger", "result", "seq", "sig", "under", "v"}


def read_record(data: bytes) -> Record:
    """Read a stored record.

    Raises:
        UsufructError: ``L102`` for bytes that are not canonical, ``L105`` for a format that is not known,
            ``L106`` for a kind or a body that is not known.
    """
    try:
        text = data.decode("ascii")
        value = json.loads(text)
        # Encoding again what was read compares every byte: spaces, order of keys, escapes, keys that stand twice.
        same = json_text(value) == text
        if "\\u" in text:
            check(value)  # refuses NUL and half characters
        elif isinstance(value, dict):
            check(value.get("result"))  # the one part whose types no body declares
    except (ValueError, RecursionError, UsufructError):
        same = False
    if not same:
        raise _not_canonical()
    record = _record_of(value)
    # The body is what stands between the parts around it: it need not be encoded once more to be hashed or signed.
    head, tail = len(_head(record.order)), len(_tail(record))
    object.__setattr__(record.order, "_text", text[head : len(text) - tail])
    return record


def _not_canonical() -> UsufructError:
    return refuse("L102", "the bytes are not those of a record", "record", "a hash would not be of what it says")


def _record_of(value: Any) -> Record:
    if not isinstance(value, dict) or type(value.get("v")) is not int or value["v"] != FORMAT:
        raise refuse("L105", "the record has another format than this version reads", "record", "", "use a newer one")
    if (
        set(value) != _PARTS
        or type(value["kind"]) is not str
        or value["kind"] not in KINDS
        or not isinstance(value["result"], dict)
    ):
        raise refuse("L106", f"no record of kind {value.get('kind')!r:.40} has these parts", "record")
    texts = [value[part] for part in ("at", "by", "idem", "ledger", "sig")]
    if not all(type(text) is str for text in texts) or type(value["seq"]) is not int:
        raise refuse("L106", "a part of the record has another type", "record")
    under = value["under"]
    if under is not None:
        if type(under) is not list or [type(each) for each in under] != [int, int]:
            raise refuse("L106", "a record names the proposal it executes by two numbers", "record")
        under = Under(*under)
    body = read_body(value["kind"], value["body"])
    order = Order(body, value["by"], value["idem"], value["at"], value["sig"], under)
    return Record(value["seq"], value["ledger"], order, value["result"])


def read_body(kind: str, value: Any) -> Any:
    """Read a body of a kind from the object that stands in its record.

    Raises:
        UsufructError: ``L106`` when it is not such an object.
    """
    form = KINDS[kind]
    codec = _codec(form)
    if not isinstance(value, dict) or len(value) != len(codec):
        raise refuse("L106", f"the body is not one of a {kind}", "record")
    try:
        return form(*[read(value[name]) for name, _, read in codec])
    except (KeyError, TypeError, ValueError, UsufructError) as problem:
        raise refuse("L106", f"the body is not one of a {kind}: {problem}", "record") from None


def _text(value: Any) -> str:
    if type(value) is not str:
        raise refuse("L104", f"{value!r:.40} is not text", "order")
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**53:
        raise refuse("L104", f"{value!r:.40} is not a number of a record or a count", "order")
    return value


def _optional(convert: Writer) -> Writer:
    return lambda value: None if value is None else convert(value)


def _row(form: Any, parts: tuple[Writer, ...], *, written: bool) -> Writer:
    kind: Any = form if written else list
    count = len(parts)
    first, second = parts[:2]

    def of_two(value: Any) -> Any:
        if not isinstance(value, kind) or len(value) != count:
            raise refuse("L104", f"{value!r:.60} is not a {form.__name__}", "order")
        changed = first(value[0]), second(value[1])
        return changed if written else form(*changed)

    def of_any(value: Any) -> Any:
        if not isinstance(value, kind) or len(value) != count:
            raise refuse("L104", f"{value!r:.60} is not a {form.__name__}", "order")
        changed = [part(each) for part, each in zip(parts, value, strict=True)]
        return changed if written else form._make(changed)

    return of_two if count == 2 else of_any  # legs are many, and have two parts


def _many(convert: Writer, *, written: bool) -> Writer:
    def all_of(value: Any) -> Any:
        if type(value) is not (tuple if written else list):
            raise refuse("L104", f"{value!r:.60} is not a {'tuple' if written else 'list'} of rows", "order")
        return [convert(each) for each in value] if written else tuple([convert(each) for each in value])

    return all_of


def _converters(hint: Any) -> tuple[Writer, Writer]:
    """Return how a field of a type is written and read."""
    if hint is Amount:
        return amount_text, amount_of
    if hint is str:
        return _text, _text
    if hint is int:
        return _whole, _whole
    if get_origin(hint) in (Union, UnionType):
        write, read = _converters(get_args(hint)[0])
        return _optional(write), _optional(read)
    if get_origin(hint) is tuple:
        write, read = _converters(get_args(hint)[0])
        return _many(write, written=True), _many(read, written=False)
    pairs = [_converters(each) for each in get_type_hints(hint).values()]
    writers, readers = (tuple(side) for side in zip(*pairs, strict=True))
    return _row(hint, writers, written=True), _row(hint, readers, written=False)


_CODECS: Final[dict[type[Any], tuple[tuple[str, Writer, Writer], ...]]] = {
    form: tuple((name, *_converters(hint)) for name, hint in get_type_hints(form).items()) for form in KINDS.values()
}


def _codec(form: type[Any]) -> tuple[tuple[str, Writer, Writer], ...]:
    try:
        return _CODECS[form]
    except KeyError:
        raise _no_body(form) from None


def _no_body(form: type[Any]) -> UsufructError:
    return refuse("L104", f"a {form.__name__} is no body of a record", "order")
