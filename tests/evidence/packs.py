"""Packs for the tests: of each payment, and of a journal that books one, under a cosigned head; and their forgers."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from functools import cache
from typing import Any

from tests.ledger.world import LOG_KEY, ORIGIN, World, account, journal, key_of
from usufruct.evidence import Booked, Explained, Pack, make_pack, pack_bytes
from usufruct.evidence.records import record_of
from usufruct.ledger import HeadSigner, LastHead, MemoryStore, VerifierKey, Witness, WitnessPolicy
from usufruct.ledger.merkle import consistency_proof
from usufruct.waterfall.replay import Replay, replay

LOG = VerifierKey.of_log(ORIGIN, LOG_KEY.public)


@cache
def known() -> Replay:
    return replay()


def explained(address: str) -> Explained:
    found = known()
    return Explained(address, found.explain(address), found.law, found.facts, found.as_of, replay=found)


@cache
def of_payment(number: int) -> bytes:
    return pack_bytes(make_pack(explained(f"payment:{number}")))


@cache
def booked() -> tuple[bytes, str, World]:
    """The pack of a journal that books payment 2, the policy it asks for, and the ledger."""
    world = World(MemoryStore()).furnish()
    world.take_principal(19_100_000_000_000)
    world.do(account("proceeds/due", "asset"))
    amount = int(explained("payment:2").tree.value)
    basis = world.ledger.state.accepted[next(iter(world.ledger.state.accepted))]
    parts: dict[str, Any] = {"entry": "contribution", "basis": basis, "address": "payment:2", "rule_set": "2024/1469"}
    world.do(journal("proceeds/due", "proceeds/income", amount, **parts))
    world.do(journal("proceeds/bank", "proceeds/income", 5))
    note = HeadSigner(ORIGIN, LOG_KEY, LastHead()).sign(world.store.leaves())
    witnesses = [Witness(f"witness{n}.example", key_of("witness", n), LOG, LastHead()) for n in (1, 2)]
    for each in witnesses:
        note = each.cosign(note, consistency_proof(world.store.leaves(), 0), 1_767_225_600)
    policy = WitnessPolicy(LOG, tuple(each.key for each in witnesses), 2)
    seq = record_of(world.ledger, "payment:2")
    pack = make_pack(explained("payment:2"), Booked(world.ledger, seq, note, policy))
    return pack_bytes(pack), policy.text, world


def canonical(value: Any) -> bytes:
    """An encoder of its own, so that the one under test is not trusted."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def forged(data: bytes, change: Callable[[Pack], None]) -> bytes:
    """A pack with something else in it, and a digest that fits again."""
    pack = copy.deepcopy(json.loads(data))
    change(pack)
    pack.pop("digest", None)
    pack["digest"] = hashlib.sha256(canonical(pack)).hexdigest()
    return canonical(pack) + b"\n"


def record_in(pack: Pack, kind: str, number: int = 0) -> dict[str, Any]:
    """The entry of a record of a kind."""
    found = [each for each in pack["record"]["records"] if json.loads(each["bytes"])["kind"] == kind]
    return found[number]  # type: ignore[no-any-return]


def rewritten(pack: Pack, kind: str, change: Callable[[dict[str, Any]], None]) -> None:
    """Change what a record says, its bytes canonical as before."""
    entry = record_in(pack, kind)
    record = json.loads(entry["bytes"])
    change(record)
    entry["bytes"] = canonical(record).decode()
