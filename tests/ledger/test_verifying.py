"""Every way to falsify the log is found and named, whatever hashes the forger puts beside it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ledger.forging import altered, appended, forged_store, unapproved
from tests.ledger.story import tell
from tests.ledger.world import KEYS, LOG_KEY, ORIGIN, World, journal, key_of, replace
from usufruct.ledger import HeadSigner, LastHead, MemoryStore, VerifierKey, Witness, WitnessPolicy
from usufruct.ledger.bodies import Amount, Decision, Leg, Verification
from usufruct.ledger.notes import Checkpoint, sign_checkpoint
from usufruct.ledger.ordering import signed
from usufruct.ledger.record import Order, Under
from usufruct.ledger.verifying import verify

POLICY = WitnessPolicy(VerifierKey.of_log(ORIGIN, LOG_KEY.public))


@pytest.fixture
def told() -> tuple[World, str]:
    world = World(MemoryStore()).furnish()
    return world, tell(world)


def test_a_clean_ledger_is_clean(told: tuple[World, str]) -> None:
    world, note = told
    report = verify(world.store, note, POLICY)
    assert report.findings == ()
    (outside,) = report.heads
    assert outside.head is not None
    assert outside.found == ""
    assert report.size == world.store.size()
    assert report.root == world.ledger.state.tree.root()


def test_an_edited_byte_is_found_beside_its_hash(told: tuple[World, str]) -> None:
    world, note = told
    store = forged_store(list(world.store.stored()))
    number = next(iter(world.ledger.state.journals))
    store._data[number] = store._data[number].replace(b'"19100000000000"', b'"19100000000001"', 1)  # type: ignore[attr-defined]
    assert "edited byte" in verify(store, note, POLICY).names


def test_an_edited_byte_with_a_new_hash_is_found(told: tuple[World, str]) -> None:
    world, note = told
    stored = list(world.store.stored())
    number = list(world.ledger.state.journals)[1]
    stored[number] = altered(stored[number], lambda value: value["body"].update(text="for something else"))
    report = verify(forged_store(stored), note, POLICY)
    assert "changed after approval" in report.names
    assert "rewritten history" in report.names


def test_a_cut_tail_is_found_only_with_an_outside_head(told: tuple[World, str]) -> None:
    world, note = told
    short = list(world.store.stored())[:-4]
    assert verify(forged_store(short)).findings == ()
    assert verify(forged_store(short), note, POLICY).names == ("cut tail or old backup",)


def test_a_log_of_nothing_is_no_clean_ledger(told: tuple[World, str]) -> None:
    assert verify(MemoryStore()).names == ("not founded",)
    assert verify(MemoryStore(), told[1], POLICY).names == ("not founded", "cut tail or old backup")


def test_an_old_backup_that_was_continued_is_found(told: tuple[World, str]) -> None:
    world, note = told
    store = forged_store(list(world.store.stored())[:60])
    other = World(store, world.at())
    other.count = 10_000
    for amount in range(1, 40):
        other.do(journal("proceeds/cap", "proceeds/income", amount))
    assert store.size() > world.store.size()
    assert verify(store).findings == ()
    assert verify(store, note, POLICY).names == ("rewritten history",)


def test_a_forged_approval_is_found(plain: World) -> None:
    body = journal("proceeds/bank", "proceeds/income", 10**9)
    proposal = plain.propose([body])
    digest = plain.ledger.state.proposals[proposal].digest
    approval = Decision(proposal, digest, "approve")
    mallory = signed(ORIGIN, approval, key_of("mallory"), "forged", plain.at())
    forged = replace(mallory, by=KEYS["bert"].id)
    stored = appended(plain, forged)
    names = verify(forged_store(stored)).names
    assert names == ("forged approval",)


def test_a_self_approval_is_found(plain: World) -> None:
    proposal = plain.propose([journal("proceeds/bank", "proceeds/income", 5)], maker="emil")
    approval = Decision(proposal, plain.ledger.state.proposals[proposal].digest, "approve")
    stored = appended(plain, plain.signed("emil", approval))
    assert verify(forged_store(stored)).names == ("self-approval",)


def mixed(world: World) -> Order:
    legs = (Leg("proceeds/bank", Amount(5)), Leg("principal/cash", Amount(-5)))
    body = replace(journal("proceeds/bank", "proceeds/income", 5), legs=legs)
    proposal = world.propose([body])
    world.approve(proposal, "bert")
    return Order(body, KEYS["anna"].id, "mixed", world.at(), "", Under(proposal, 0))


def unbalanced(world: World) -> Order:
    legs = (Leg("proceeds/bank", Amount(5)), Leg("proceeds/income", Amount(-4)))
    body = replace(journal("proceeds/bank", "proceeds/income", 5), legs=legs)
    proposal = world.propose([body])
    world.approve(proposal, "bert")
    return Order(body, KEYS["anna"].id, "unbalanced", world.at(), "", Under(proposal, 0))


def without_basis(world: World) -> Order:
    body = journal("principal/owed", "principal/cash", 5)
    proposal = world.propose([body])
    world.approve(proposal, "bert", "cleo")
    return Order(body, KEYS["anna"].id, "principal", world.at(), "", Under(proposal, 0))


def self_verified(world: World) -> Order:
    from tests.ledger.world import ARTICLE, HASH, filing
    from usufruct.ledger.bodies import Grant

    world.do(Grant("bert", "filer"))
    number = world.post("bert", filing(5, 2))
    return world.signed("bert", Verification(number, "accepted", (), HASH, ARTICLE))


def late(world: World) -> Order:
    body = journal("proceeds/bank", "proceeds/income", 5)
    proposal = world.propose([body])
    world.approve(proposal, "bert")
    return Order(body, KEYS["anna"].id, "late", world.at(days=60), "", Under(proposal, 0))


@pytest.mark.parametrize(
    ("forge", "name"),
    [
        (mixed, "mixed journal"),
        (unbalanced, "unbalanced journal"),
        (without_basis, "principal touched"),
        (self_verified, "self-verified filing"),
        (late, "expired approval"),
        (lambda world: unapproved(world, journal("proceeds/bank", "proceeds/income", 10**9)), "changed after approval"),
        (
            lambda world: Order(journal("proceeds/bank", "proceeds/income", 1), KEYS["anna"].id, "x", world.at()),
            "unapproved order",
        ),
        (
            lambda world: world.signed("anna", Decision(0, "ab" * 32, "approve"), key=key_of("nobody")),
            "key not in force",
        ),
    ],
)
def test_a_record_that_no_decision_accepted_is_named(plain: World, forge: Any, name: str) -> None:
    plain.take_principal(100)
    stored = appended(plain, forge(plain))
    assert name in verify(forged_store(stored)).names


def test_an_altered_result_is_found(told: tuple[World, str]) -> None:
    world, _ = told
    stored = list(world.store.stored())
    number = next(iter(world.ledger.state.runs))
    stored[number] = altered(stored[number], lambda value: value["result"].update(carried="1"))
    assert verify(forged_store(stored)).names[0] == "altered result"


def test_a_missing_record_is_found(told: tuple[World, str]) -> None:
    world, _ = told
    stored = list(world.store.stored())
    del stored[40]
    report = verify(forged_store(stored))
    assert report.names == ("missing record", "unverified rest")


def test_unreadable_bytes_are_found(told: tuple[World, str]) -> None:
    world, _ = told
    stored = list(world.store.stored())
    for data in (b"", b"{}", b"\xff", stored[40].replace(b'"at"', b'"At"'), stored[40] + b" "):
        assert verify(forged_store([*stored[:40], data, *stored[41:]])).names == (
            "unreadable record",
            "unverified rest",
        )


def test_records_swapped_are_found(told: tuple[World, str]) -> None:
    world, _ = told
    stored = list(world.store.stored())
    stored[40], stored[41] = stored[41], stored[40]
    report = verify(forged_store(stored))
    gaps = [each.where for each in report.findings if each.name == "missing record"]
    assert gaps == ["record 40", "record 42", "record 41"]


def test_a_whole_new_log_is_found_by_the_key_of_the_policy(told: tuple[World, str]) -> None:
    """Who refounds the ledger with a key of their own signs fine heads; the policy knows the real key."""
    other = World(MemoryStore(), log_key=key_of("mallory").public).furnish()
    note = other.ledger.checkpoint(HeadSigner(ORIGIN, key_of("mallory"), LastHead()), other.at())
    assert verify(other.store, note).findings == ()
    assert verify(other.store, note, POLICY).names == ("bad checkpoint",)
    assert verify(other.store, told[1], POLICY).names[0] in ("cut tail or old backup", "rewritten history")


def test_a_checkpoint_without_its_witnesses_is_found(told: tuple[World, str]) -> None:
    world, note = told
    witness = Witness("auditor.example", key_of("auditor"), POLICY.log, LastHead())
    policy = replace(POLICY, witnesses=(witness.key,), quorum=1)
    assert verify(world.store, note, policy).names == ("bad checkpoint",)
    cosigned = witness.cosign(note, (), 1_770_000_000)
    assert verify(world.store, cosigned, policy).findings == ()


def test_a_signed_head_of_another_history_is_found(told: tuple[World, str]) -> None:
    world, _ = told
    note = sign_checkpoint(Checkpoint(ORIGIN, 20, bytes(32)), POLICY.log, LOG_KEY.sign_raw)
    assert verify(world.store, note, POLICY).names == ("rewritten history",)
