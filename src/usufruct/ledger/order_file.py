"""Orders as files: one JSON object, or a list of them, as somebody writes or another program hands over.

An order has ``kind``, ``body`` and ``idem``; ``under`` names an approved proposal and its item. Without ``sig`` it is
signed with the key that is given; with it, it is taken as it is.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from msgspec.structs import replace

from usufruct.errors import Fault, UsufructError, refuse
from usufruct.ledger.canonical import FORMAT
from usufruct.ledger.codec import KINDS, read_value
from usufruct.ledger.deciding import SIGNED
from usufruct.ledger.record import Order, Under, payload
from usufruct.ledger.signing import SigningKey

_PARTS: Final = {"body", "by", "idem", "kind", "ledger", "sig", "under", "v"}
_NEEDED: Final = {"body", "idem", "kind"}
MOST_ORDERS: Final = 10_000


def read_orders(text: str, ledger: str, key: SigningKey | None, at: str, where: str = "order") -> tuple[Order, ...]:
    """Read orders for a ledger.

    Args:
        text: JSON.
        ledger: name of the ledger.
        key: the private key of the person who orders; None where each order carries its signature, or needs none
            and names its key under ``by``.
        at: the instant at which they are handed in.
        where: what to call the text in messages.

    Raises:
        UsufructError: ``L335`` for text that is no order, or for another ledger; ``L101`` for what has no canonical
            form; ``L106`` for a body that is not one of its kind. Nothing is recorded then.
    """
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_float=_no_float, parse_constant=_no_float)
    except (ValueError, RecursionError) as problem:
        raise _not_one(f"the text is not JSON: {problem}", where) from None
    given: Sequence[Any] = value if isinstance(value, list) else [value]
    if not 1 <= len(given) <= MOST_ORDERS:
        raise _not_one(f"there are {len(given)} orders and not 1 to {MOST_ORDERS}", where)
    faults: list[Fault] = []
    orders: list[Order] = []
    for number, each in enumerate(given, start=1):
        try:
            orders.append(_order(each, ledger, key, at, f"{where}, order {number}" if len(given) > 1 else where))
        except UsufructError as error:
            faults += error.faults
    if faults:
        raise UsufructError(faults)
    return tuple(orders)


def _order(value: Any, ledger: str, key: SigningKey | None, at: str, where: str) -> Order:
    if not isinstance(value, dict) or not _NEEDED <= set(value) <= _PARTS:
        extra = sorted(set(value) - _PARTS)[:3] if isinstance(value, dict) else []
        what = f"an order has no part {', '.join(map(repr, extra))}" if extra else "an order has kind, body and idem"
        raise _not_one(what, where)
    kind, idem, under = value["kind"], value["idem"], value.get("under")
    if not isinstance(kind, str) or kind not in KINDS or not isinstance(idem, str):
        raise _not_one(f"no order is of kind {kind!r:.40}, or its idem is no text", where)
    if value.get("ledger", ledger) != ledger or value.get("v", FORMAT) != FORMAT:
        raise _not_one(f"the order is for {value.get('ledger')!r:.60} and not for {ledger!r:.60}", where)
    if under is not None and not (isinstance(under, list) and [type(each) for each in under] == [int, int]):
        raise _not_one("under names a proposal and its item by two numbers", where)
    signature, by = value.get("sig", ""), value.get("by", key.id if key else "")
    if not isinstance(signature, str) or not isinstance(by, str):
        raise _not_one("by and sig are texts", where)
    order = Order(read_value(kind, value["body"]), by, idem, at, signature, Under(*under) if under else None)
    return _signed(order, ledger, key, where)


def _signed(order: Order, ledger: str, key: SigningKey | None, where: str) -> Order:
    if order.signature:
        return order
    if key is None and (order.kind in SIGNED or not order.by):
        raise _not_one(f"a {order.kind} needs the key of the person who orders it", where, "give --key FILE")
    if key is not None and order.by != key.id:
        raise _not_one(f"the order is by key {order.by!r:.40} and the key given is {key.id}", where)
    if key is None or order.kind not in SIGNED:
        return order
    return replace(order, signature=key.sign(payload(ledger, order)))


def _not_one(what: str, where: str, remedy: str = "see docs/ledger.md") -> UsufructError:
    return refuse("L335", what, where, "", remedy)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_float(text: str) -> Any:
    raise ValueError(f"{text} is no integer; amounts are integer strings")
