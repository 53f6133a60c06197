"""A custodian's own report in a pack: what its leaves state is held against what was filed, and what is booked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from tests.cli.conftest import REPORT
from tests.evidence.packs import LOG, forged
from tests.evidence.texts import code, rows, table
from tests.ledger.world import ARTICLE, HASH, LOG_KEY, ORIGIN, World, filing, journal, replace
from usufruct.assets import read_filing
from usufruct.evidence import Booked, Explained, Pack, make_pack, pack_bytes, verifier
from usufruct.evidence.verifier import Examination, examine
from usufruct.ledger import HeadSigner, LastHead, MemoryStore
from usufruct.ledger.bodies import Amount, Leg, Verification
from usufruct.operations.reporting import filed_lines
from usufruct.waterfall.own_report import OwnReport, run_filing

ADDRESS = "2025-H1:Alpha CSD:contribution"
DOCUMENT = hashlib.sha256(REPORT.read_bytes()).hexdigest()


@cache
def own() -> OwnReport:
    return run_filing(read_filing(REPORT))


def figure(address: str = ADDRESS) -> Explained:
    return Explained(address, own().explain(address), own().result.law, filing=DOCUMENT)


def booking(address: str = ADDRESS, of: str = "2025-H1", document: str = DOCUMENT, **parts: Any) -> Pack:
    """The pack of a figure of the report, and of a journal of three legs that rests on its filing."""
    world = World(MemoryStore()).furnish()
    (told,) = (each for each in own().filing.periods if (each.custodian, each.period) == ("Alpha CSD", of))
    body = filing(0, period=of, custodian="alpha-csd", lines=filed_lines(told, {}, ()))
    seq = world.post("dora", replace(body, document=document))
    world.post("bert", Verification(seq, "accepted", (), HASH, ARTICLE))
    legs = parts.pop("legs", (("proceeds/bank", 900), ("proceeds/cap", 100), ("proceeds/income", -1000)))
    parts = {"address": "payment:3", "basis": seq, **parts}
    made = replace(
        journal("proceeds/bank", "proceeds/income", 1, **parts), legs=tuple(Leg(a, Amount(b)) for a, b in legs)
    )
    (booked,) = world.do(made)
    note = HeadSigner(ORIGIN, LOG_KEY, LastHead()).sign(world.store.leaves())
    return make_pack(figure(address), Booked(world.ledger, booked, note))


@cache
def honest() -> bytes:
    return pack_bytes(booking())


def found_in(data: bytes) -> Examination:
    return examine(data, [LOG.text])


def leaves(pack: Pack, label: str) -> list[dict[str, Any]]:
    return [node for node in pack["nodes"] if node["label"] == label and not node["parts"]]


def raised(label: str) -> Callable[[Pack], None]:
    """A leaf is raised, and all that follows from it is worked out anew: the explanation agrees with itself."""

    def change(pack: Pack) -> None:
        (leaf,) = leaves(pack, label)
        leaf["value"] = str(int(leaf["value"]) + 500_000)
        again = Examination(pack, [])
        for place, node in enumerate(pack["nodes"]):
            again.values.append(again.value_of("", place, node | {"cite": ""}, {}))
            node["value"] = str(again.values[-1])
        pack["figure"]["value"] = pack["nodes"][pack["figure"]["node"]]["value"]
        for row in pack["tests"]:
            if row["node"] is not None:
                row["result"] = "holds" if again.values[row["node"]] else "fails"

    return change


def relabelled(was: str, now: str) -> Callable[[Pack], None]:
    def change(pack: Pack) -> None:
        for node in pack["nodes"]:
            node["label"] = node["label"].replace(was, now)

    return change


def test_what_the_report_states_is_what_was_filed() -> None:
    found = found_in(honest())
    assert found.faults == []
    assert json.loads(honest())["filing"] == DOCUMENT
    (loose,) = (each for each in found.unproven if "bound by the SHA-256 of the report only" in each)
    assert "value_held" in loose
    assert "revenue" not in loose


@pytest.mark.parametrize(
    "label",
    [f"{line} 2025-H1 Alpha CSD {code}" for line in ("revenue", "expenses", "reported_tax") for code in ("EUR", "USD")],
)
def test_a_leaf_that_is_not_what_was_filed_is_a_fault(label: str) -> None:
    (fault,) = found_in(forged(honest(), raised(label))).faults
    assert fault[0] == "filing"
    assert fault[1].startswith(f"{label} is ")


def test_whether_tax_was_stated_is_what_was_filed() -> None:
    def change(pack: Pack) -> None:
        (leaf,) = leaves(pack, "tax_is_reported 2025-H1 Alpha CSD")
        leaf["value"] = "0"

    assert ("filing", "tax_is_reported 2025-H1 Alpha CSD is 0, and 1 was filed") in found_in(
        forged(honest(), change)
    ).faults


@pytest.mark.parametrize(("was", "now"), [("revenue 2025-H1", "income 2025-H1"), ("Alpha CSD EUR", "Omega EUR")])
def test_a_line_that_was_filed_cannot_be_stated_under_another_name(was: str, now: str) -> None:
    (fault,) = found_in(forged(honest(), relabelled(was, now))).faults
    assert fault[1].startswith("no node states what was filed")


@pytest.mark.parametrize("other", ["0" * 64, "x"])
def test_another_report_than_the_one_that_was_filed_is_a_fault(other: str) -> None:
    found = found_in(forged(honest(), lambda pack: pack.update(filing=other)))
    assert ("filing", "the report behind the figure is none that was filed") in found.faults


@pytest.mark.parametrize("facts", [None, {"hash": "0" * 64, "known": 0, "used": []}])
def test_a_pack_of_a_report_cannot_be_made_one_of_no_report(facts: Any) -> None:
    found = found_in(forged(honest(), lambda pack: pack.update(filing=None, facts=facts)))
    assert ("filing", "what a report states, and no report") in found.faults


def test_every_figure_of_a_report_makes_a_pack_that_holds() -> None:
    for line in own().lines:
        if line.step in ("2024-H2", "2025-H1", "2024", "call 3"):
            assert found_in(pack_bytes(booking(line.address))).faults == [], line.address


def test_a_leg_or_the_sum_of_debits_is_what_is_booked() -> None:
    amount = int(figure().tree.value)
    assert amount > 0
    cases = {
        "record:N": (("proceeds/bank", amount - 1), ("proceeds/cap", 1), ("proceeds/income", -amount)),
        "record:N:leg:0": (("proceeds/bank", amount), ("proceeds/cap", 1), ("proceeds/income", -amount - 1)),
        "record:N:leg:1": (("proceeds/bank", amount + 5), ("proceeds/income", -amount), ("proceeds/suspense", -5)),
    }
    for cite, legs in cases.items():
        pack = booking(legs=legs)
        assert found_in(pack_bytes(pack)).faults == []
        (leaf,) = (node for node in pack["nodes"] if node["label"].startswith("booked"))
        assert leaf["cite"] == cite.replace("N", str(pack["record"]["seq"]))
        (row,) = (row for row in pack["tests"] if "the record books" in row["says"])
        assert row["result"] == "holds"

        def other_leg(pack: Pack) -> None:
            (leaf,) = (node for node in pack["nodes"] if node["label"].startswith("booked"))
            leaf["cite"] = f"record:{pack['record']['seq']}:leg:2"

        assert ("N:leg" not in cite) or found_in(forged(pack_bytes(pack), other_leg)).faults


def test_a_negative_figure_is_one_leg() -> None:
    negative = next(line for line in own().lines if line.amount < 0 and not line.is_condition)
    amount = negative.amount
    legs = (("proceeds/income", amount), ("proceeds/bank", -amount - 1), ("proceeds/cap", 1))
    pack = booking(negative.address, legs=legs)
    (row,) = (row for row in pack["tests"] if "the record books" in row["says"])
    assert row["result"] == "holds"
    assert found_in(pack_bytes(pack)).faults == []


def test_what_is_not_booked_cannot_be_said_to_be() -> None:
    pack = booking()
    (row,) = (row for row in pack["tests"] if "the record books" in row["says"])
    assert row["result"] == "fails"

    def change(pack: Pack) -> None:
        true = next(place for place, node in enumerate(pack["nodes"]) if (node["kind"], node["value"]) == ("flag", "1"))
        next(row for row in pack["tests"] if "the record books" in row["says"]).update(node=true, result="holds")

    assert found_in(forged(pack_bytes(pack), change)).faults == [("tests", "it books another amount")]


@pytest.mark.parametrize(
    ("name", "same"),
    [("payment:3", True), ("payment:3:received", True), ("payment:4", False), ("true-up:2024:alpha-csd", False)],
)
def test_a_record_about_another_payment_is_said(name: str, same: bool) -> None:
    found = found_in(pack_bytes(booking(address=ADDRESS) if name == "payment:3" else named(name)))
    assert found.faults == []
    assert (f"That the record is about the figure: it names {name}." in found.unproven) != same


def named(name: str) -> Pack:
    world = World(MemoryStore()).furnish()
    (booked,) = world.do(journal("proceeds/bank", "proceeds/income", 5, address=name))
    note = HeadSigner(ORIGIN, LOG_KEY, LastHead()).sign(world.store.leaves())
    return make_pack(figure(), Booked(world.ledger, booked, note))


def test_the_verifier_knows_every_text_of_a_test() -> None:
    assert verifier.ROWS.split() == table().split()
    assert len({code(row) for each in rows() for row in each}) == sum(len(each) for each in rows())
