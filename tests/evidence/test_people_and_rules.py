"""What a pack shows of keys, roles, amounts and rules; what came later; and what only a complete pack shows."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from tests.evidence import attacks
from tests.evidence.packs import LOG, booked, explained, forged, known
from tests.ledger import story
from tests.ledger.world import LOG_KEY, ORIGIN, RULES, World, journal, key_of, replace
from usufruct.evidence import Booked, Pack, make_pack, pack_bytes
from usufruct.evidence.records import record_of, rests_on
from usufruct.evidence.verifier import Examination, examine
from usufruct.ledger import HeadSigner, LastHead, MemoryStore
from usufruct.ledger.bodies import Decision, Grant, Key, Lost, Reversal, Revoke, Rotate
from usufruct.ledger.rules_people import POSSESSION


def head(world: World) -> str:
    return HeadSigner(ORIGIN, LOG_KEY, LastHead()).sign(world.store.leaves())


def found_in(pack: Pack) -> Examination:
    return examine(pack_bytes(pack), [LOG.text])


def kinds(pack: Pack) -> list[str]:
    return [json.loads(each["bytes"])["kind"] for each in pack["record"]["records"]]


def said(lines: list[str], word: str) -> list[str]:
    return [line for line in lines if word in line]


def world_with_a_journal(**parts: Any) -> tuple[World, int]:
    world = World(MemoryStore()).furnish()
    (seq,) = world.do(journal("proceeds/bank", "proceeds/income", 500, **parts))
    return world, seq


def test_a_role_that_was_granted_later_than_the_founding_is_shown() -> None:
    world = World(MemoryStore()).furnish()
    world.do(Grant("dora", "approver"))
    proposal = world.propose([journal("proceeds/bank", "proceeds/income", 5)])
    world.approve(proposal, "dora")
    (outcome,) = world.ledger.offer(world.orders(proposal, [journal("proceeds/bank", "proceeds/income", 5)]))
    pack = make_pack(None, Booked(world.ledger, outcome.seq, head(world)))  # type: ignore[union-attr]
    assert "grant" in kinds(pack)
    found = found_in(pack)
    assert found.faults == []
    assert said(found.proven, "anna proposed it, and dora approved it as it stands, each with a key and a role")
    section = pack["record"]
    section["records"] = [each for each in section["records"] if json.loads(each["bytes"])["kind"] != "grant"]
    assert "dora is no approver or proposer" in {what for _, what in found_in(pack).faults}


def test_a_key_that_was_replaced_signs_no_more_and_the_new_one_does() -> None:
    world = World(MemoryStore()).furnish()
    old, new = key_of("bert"), key_of("bert", 1)
    rotate = Rotate(old.id, new.public, new.sign(old.id.encode(), POSSESSION))
    world.post("bert", rotate)
    proposal = world.propose([journal("proceeds/bank", "proceeds/income", 5)])
    digest = world.ledger.state.proposals[proposal].digest
    world.ledger.post(world.signed("bert", Decision(proposal, digest, "approve"), key=new))
    (outcome,) = world.ledger.offer(world.orders(proposal, [journal("proceeds/bank", "proceeds/income", 5)]))
    pack = make_pack(None, Booked(world.ledger, outcome.seq, head(world)))  # type: ignore[union-attr]
    assert "rotate" in kinds(pack)
    assert found_in(pack).faults == []


def test_what_came_later_up_to_the_head_is_said() -> None:
    world = World(MemoryStore()).furnish()
    world.post("anna", Revoke("bert", "verifier", "before"))
    (seq,) = world.do(journal("proceeds/bank", "proceeds/income", 500))
    world.do(Key("bert", key_of("bert", 2).public))
    world.post("anna", Lost(key_of("bert").id, "stolen on the train"))
    world.post("anna", Revoke("dora", "filer", "left"))
    world.post("anna", Revoke("anna", "payer", "moved on"))
    proposal = world.propose([Reversal(seq, "2025-H1", "2025-05-01", "a slip")])
    world.approve(proposal, "cleo")
    (outcome,) = world.ledger.offer(world.orders(proposal, [Reversal(seq, "2025-H1", "2025-05-01", "a slip")]))
    reversal = outcome.seq  # type: ignore[union-attr]
    found = found_in(make_pack(None, Booked(world.ledger, seq, head(world))))
    assert found.faults == []
    later = said(found.proven, "Later, in record")
    assert [line.partition(": ")[2] for line in later] == [
        "lost of the key of bert (stolen on the train).",
        "revoke of anna (moved on).",
        f"reversal of {seq} (a slip).",
    ]
    assert f"record {reversal}" in later[-1]
    # Of dora, who signed nothing here, a complete pack alone says something.
    complete = found_in(make_pack(None, Booked(world.ledger, seq, head(world), complete=True)))
    assert complete.faults == []
    assert said(complete.proven, "revoke of dora (left)")


def test_a_complete_pack_proves_that_nothing_was_left_out() -> None:
    world, seq = world_with_a_journal()
    note = head(world)
    size = world.store.size()
    short = make_pack(None, Booked(world.ledger, seq, note))
    missing = size - len(short["record"]["records"])
    assert missing > 0
    assert said(found_in(short).unproven, f"in the {missing} records below the head that are not here (--complete)")
    whole = make_pack(None, Booked(world.ledger, seq, note, complete=True))
    assert [each["seq"] for each in whole["record"]["records"]] == list(range(size))
    assert said(found_in(whole).proven, f"All {size} records below that head are here: no role was revoked")
    assert not said(found_in(whole).unproven, "no role was revoked")
    whole["record"]["records"].pop(3)
    assert said(found_in(whole).unproven, "in the 1 records below the head")


def test_a_complete_pack_of_a_whole_story_holds_and_its_tests_are_of_the_record_alone() -> None:
    world = World(MemoryStore()).furnish()
    story.tell(world)
    note = head(world)
    first = next(seq for seq, each in world.ledger.state.journals.items() if each.basis is None)
    for complete in (False, True):
        pack = make_pack(None, Booked(world.ledger, first, note, complete=complete))
        assert found_in(pack).faults == []
        assert {row["result"] for row in pack["tests"] if row["number"] == 1} == {"not shown"}


def test_the_other_journals_of_a_figure_go_along_unless_they_were_reversed() -> None:
    world, first = world_with_a_journal(address="payment:1")
    (slip,) = world.do(journal("proceeds/bank", "proceeds/income", 7, address="payment:1"))
    world.do(Reversal(slip, "2025-H1", "2025-05-03", "a slip"))
    (last,) = world.do(journal("proceeds/income", "proceeds/suspense", 500, address="payment:1"))
    behind = rests_on(world.ledger, last, world.store.size())
    assert (first in behind, slip in behind) == (True, False)
    assert first not in rests_on(world.ledger, slip, world.store.size())
    assert record_of(world.ledger, "payment:1") == last
    assert found_in(make_pack(None, Booked(world.ledger, last, head(world)))).faults == []


@cache
def world_under_the_law() -> tuple[World, int, str]:
    """A journal that names rules, taken up with the hash of the rulebook behind the figure."""
    world = World(MemoryStore()).furnish()
    world.do(replace(RULES, version="today", program_hash=known().law.hash))
    parts = {"address": "payment:2", "rule_set": "today"}
    amount = int(explained("payment:2").tree.value)
    (seq,) = world.do(journal("proceeds/bank", "proceeds/income", amount, **parts))
    return world, seq, head(world)


def test_the_rulebook_of_the_figure_is_held_against_that_of_the_record() -> None:
    world, seq, note = world_under_the_law()
    law = known().law.hash
    found = found_in(make_pack(explained("payment:2"), Booked(world.ledger, seq, note)))
    line = f"The law behind the figure, rulebook {law}, is the one under which the record was booked, today."
    assert line in found.proven
    other = examine(booked()[0], [LOG.text])
    assert other.faults == []
    assert not said(other.proven, "The law behind the figure")
    assert said(other.unproven, f"it names 2024/1469 {RULES.program_hash}.")
    bare, number = world_with_a_journal(address="payment:2")
    without = found_in(make_pack(explained("payment:2"), Booked(bare.ledger, number, head(bare))))
    assert said(without.unproven, "it names none.")


@pytest.mark.parametrize("complete", [False, True])
def test_a_record_beyond_the_head_is_not_in_the_pack(complete: bool) -> None:
    world, seq = world_with_a_journal()
    note, size = head(world), world.store.size()
    world.post("anna", Lost(key_of("bert").id, "stolen"))
    found = make_pack(None, Booked(world.ledger, seq, note, complete=complete))
    assert max(each["seq"] for each in found["record"]["records"]) < size
    assert not said(found_in(found).proven, "Later")


def test_a_record_that_books_another_amount_than_the_figure_cannot_be_hidden() -> None:
    """Without the row that says so, and with a digest that fits again, the pack would read as if it held."""
    world = World(MemoryStore()).furnish()
    seq = world.do(journal("proceeds/cap", "proceeds/income", 5, address="payment:2"))[0]
    pack = make_pack(explained("payment:2"), Booked(world.ledger, seq, head(world)))
    failing = [row for row in pack["tests"] if row["number"] == 7 and row["result"] == "fails"]
    assert ["to the cent" in row["says"] for row in failing] == [True]
    assert found_in(pack).faults == []  # it says of itself what fails
    left = [row for row in pack["tests"] if row not in failing]
    told = forged(pack_bytes(pack), lambda each: each.update(tests=left))
    assert ("tests", "they are not the thirteen in full") in examine(told, [LOG.text]).faults


@pytest.mark.parametrize(("above", "asked"), [("13", 1), ("12", 2), ("8", 2), ("0", 2)])
def test_what_a_proposal_moves_is_added_up_for_its_quorum(above: str, asked: int) -> None:
    world = World(MemoryStore()).furnish()
    bodies = [journal("proceeds/bank", "proceeds/income", amount) for amount in (5, 7)]
    proposal = world.propose(bodies)
    world.approve(proposal, "bert")
    outcome = world.ledger.offer(world.orders(proposal, bodies))[1]
    pack = make_pack(None, Booked(world.ledger, outcome.seq, head(world)))  # type: ignore[union-attr]

    def stricter(changed: Pack) -> None:
        rule = ["journal", "EUR", above, 2]
        attacks._alone(changed, "genesis", lambda record: record["body"]["quorums"].append(rule))

    faults = {what for _, what in examine(forged(pack_bytes(pack), stricter), [LOG.text]).faults}
    assert ("1 of 2 approvals by others hold" in faults) == (asked == 2)
    assert asked == 2 or faults == set()
