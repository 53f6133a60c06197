"""How an insider with write access to the bytes forges records; the tests of verification use it on every store."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from tests.ledger.world import KEYS, ORIGIN, World, journal
from usufruct.ledger import MemoryStore, Record
from usufruct.ledger.canonical import encode
from usufruct.ledger.merkle import leaf_hash
from usufruct.ledger.record import Order, Under, record_bytes
from usufruct.ledger.stores.store import Store


def forged_store(stored: Sequence[bytes]) -> Store:
    """A store in which the bytes stand with fitting hashes, as the owner of a file can arrange."""
    store = MemoryStore()
    store._data = list(stored)
    store._leaves = [leaf_hash(data) for data in stored]
    return store


def altered(data: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """A record with something else in it, canonical as before."""
    value = json.loads(data)
    change(value)
    return encode(value)


def appended(world: World, order: Order, result: dict[str, Any] | None = None) -> list[bytes]:
    """The log with one more record that no decision accepted."""
    stored = list(world.store.stored())
    return [*stored, record_bytes(Record(len(stored), ORIGIN, order, result or {}))]


def unapproved(world: World, body: Any) -> Order:
    """An order that names an approved proposal of something else."""
    proposal = world.propose([journal("proceeds/bank", "proceeds/income", 4)])
    world.approve(proposal, "bert")
    return Order(body, KEYS["anna"].id, world.idem("forged"), world.at(), "", Under(proposal, 0))
