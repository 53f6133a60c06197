"""The rows of the thirteen tests that say most about what is not in a pack, and when each of them fails."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from tests.cli.conftest import REPORT, Usufruct
from tests.cli.conftest import usufruct as usufruct
from tests.evidence.packs import LOG, booked, of_payment
from tests.ledger.world import ARTICLE, HASH, LOG_KEY, NEXT, ORIGIN, World, filing, journal, replace
from usufruct.engine.shape import Kind
from usufruct.evidence import Booked, make_pack, pack_bytes, thirteen
from usufruct.evidence.node_list import NodeList
from usufruct.evidence.verifier import examine
from usufruct.ledger import HeadSigner, LastHead, MemoryStore
from usufruct.ledger.bodies import Verification


def rows(pack: dict[str, Any], number: int) -> list[tuple[str, str]]:
    return [(row["rests_on"], row["result"]) for row in pack["tests"] if row["number"] == number]


@pytest.mark.parametrize(
    ("profit", "levy", "due", "kept", "result"),
    [
        (100, 90, 81, 9, "holds"),
        (89, 90, 81, 9, "fails"),
        (100, 90, 82, 9, "fails"),
        (100, 90, 81, None, "not shown"),
    ],
)
def test_what_was_taken_can_be_given_back(profit: int, levy: int, due: int, kept: int | None, result: str) -> None:
    nodes = NodeList()
    amounts = {"net_profit": profit, "contribution": levy, "interim_due": due, "retention": kept}
    for name, amount in amounts.items():
        if amount is not None:
            leaf = nodes.leaf("a number", Kind.MONEY, Fraction(amount), "example")
            nodes.operation("figure", Kind.MONEY, [leaf], f"{name} 2025-H1 Alpha")
    behind = thirteen.Behind(nodes, None, "", None, {}, None, (), {}, None, reported=False)
    row = next(row for row in thirteen.tests_of(behind) if row["number"] == 13 and row["rests_on"] == "arithmetic")
    assert row["result"] == result


def test_a_pack_says_whether_anything_reported_is_inside(usufruct: Usufruct, tmp_path: Any) -> None:
    assert rows(json.loads(of_payment(1)), 12) == [("arithmetic", "holds"), ("signed statement", "not shown")]
    assert rows(json.loads(booked()[0]), 12)[0] == ("arithmetic", "not shown")
    out = tmp_path / "own.json"
    made = usufruct("evidence", "pack", "2025-H1:Alpha CSD:contribution", "--report", str(REPORT), "--out", str(out))
    assert made.code == 0
    assert rows(json.loads(out.read_text()), 12)[0] == ("arithmetic", "not shown")
    # A filing that the record does not rest on is inside all the same where the pack is complete.
    world = World(MemoryStore()).furnish()
    world.file(5)
    (seq,) = world.do(journal("proceeds/bank", "proceeds/income", 5))
    note = HeadSigner(ORIGIN, LOG_KEY, LastHead()).sign(world.store.leaves())
    for complete, result in ((False, "holds"), (True, "not shown")):
        pack = make_pack(None, Booked(world.ledger, seq, note, complete=complete))
        assert rows(pack, 12)[0] == ("arithmetic", result)
        assert examine(pack_bytes(pack), [LOG.text]).faults == []


@pytest.mark.parametrize(("verdict", "result"), [("accepted", "signed"), ("rejected", "not shown")])
def test_a_filing_that_was_rejected_is_no_verified_one(verdict: str, result: str) -> None:
    world = World(MemoryStore()).furnish()
    number = world.post("dora", filing(5))
    world.post("bert", Verification(number, verdict, (), HASH, ARTICLE))
    note = HeadSigner(ORIGIN, LOG_KEY, LastHead()).sign(world.store.leaves())
    pack = make_pack(None, Booked(world.ledger, number, note))
    assert rows(pack, 1) == [("signed statement", "signed")]
    assert rows(pack, 5) == [("signed statement", result)]
    assert ("signed statement", result) in rows(pack, 13)
    assert examine(pack_bytes(pack), [LOG.text]).faults == []


def test_audited_accounts_are_those_of_a_year() -> None:
    """An interim report states principal and no audit; audited accounts state an audit and no principal."""
    world = World(MemoryStore()).furnish()
    interim = world.file(5)
    world.do(NEXT)
    yearly = world.post("dora", replace(filing(0, period="2025"), principal=()))
    world.post("bert", Verification(yearly, "accepted", (), HASH, ARTICLE))
    note = HeadSigner(ORIGIN, LOG_KEY, LastHead()).sign(world.store.leaves())
    for number, audited, principal in ((interim, "not shown", "signed"), (yearly, "signed", "not shown")):
        pack = make_pack(None, Booked(world.ledger, number, note))
        found = {row["says"].partition(";")[0]: row["result"] for row in pack["tests"]}
        assert found["audited accounts of a year were filed and verified"] == audited
        assert found["the custodian states the principal that it holds, and a second verified it"] == principal
        assert examine(pack_bytes(pack), [LOG.text]).faults == []


def test_what_is_not_shown_says_what_would_show_it() -> None:
    for data in (of_payment(3), booked()[0]):
        for row in json.loads(data)["tests"]:
            if (row["rests_on"], row["result"]) == ("signed statement", "not shown"):
                assert "; needed: " in row["says"]
    audited = [row for row in json.loads(booked()[0])["tests"] if "audited" in row["says"]]
    assert [row["result"] for row in audited] == ["not shown"]  # no filing states an audit
