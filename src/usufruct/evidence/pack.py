"""An evidence pack: one file with a figure, everything behind it, and where it was booked.

The file is canonical JSON, so that one pack has one digest. ``verifier.py`` beside this module checks it without
anything of this package; what the fields mean is in ``docs/evidence.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from usufruct.engine import Explanation, Rulebook
from usufruct.engine.shape import Kind
from usufruct.errors import refuse
from usufruct.evidence.facts_used import facts_section
from usufruct.evidence.node_list import NodeList
from usufruct.evidence.records import record_section, rests_on
from usufruct.evidence.thirteen import Behind, tests_of
from usufruct.facts import Facts
from usufruct.ledger.canonical import digest, json_bytes
from usufruct.ledger.record import Record, read_record
from usufruct.waterfall.horizon import FIRST_TO_MECHANISM
from usufruct.waterfall.payments import CHANNELS
from usufruct.waterfall.published import LENDERS

if TYPE_CHECKING:
    from usufruct.ledger.keeping import Ledger
    from usufruct.ledger.notes import WitnessPolicy
    from usufruct.waterfall.replay import Replay

VERSION: Final = 1
Pack = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure with the law and the facts behind it.

    Attributes:
        address: as every output prints it.
        tree: its explanation.
        law: the rulebook.
        facts: the published figures; None for a custodian's own report.
        as_of: day of law and facts, or None.
        filing: SHA-256 of the file of a custodian's own report, as a filing in a ledger has it, or None.
        scenario: key of the scenario and number of the path, for a projected figure.
        replay: the replay that it comes from, or None.
    """

    address: str
    tree: Explanation
    law: Rulebook
    facts: Facts | None = None
    as_of: date | None = None
    filing: str | None = None
    scenario: tuple[str, int] | None = None
    replay: Replay | None = None


@dataclass(frozen=True, slots=True)
class Booked:
    """A record of a ledger, and the head under which it is proven; None for the last that the ledger keeps.

    Attributes:
        complete: whether every record below the head goes along.
    """

    ledger: Ledger
    seq: int
    note: str | None = None
    policy: WitnessPolicy | None = None
    complete: bool = False


def make_pack(figure: Explained | None, booked: Booked | None = None) -> Pack:
    """Make a pack of a figure, of a record, or of both.

    Raises:
        UsufructError: ``E102`` where no signed head covers the record; ``E103`` without figure and record.
    """
    if figure is None and booked is None:
        raise refuse(
            "E103",
            "a pack needs a figure, a record, or both",
            "evidence pack",
            "",
            "name a figure such as payment:3, or a record such as record:12",
        )
    nodes = NodeList()
    section, records, reported = None, {}, figure is not None and figure.filing is not None
    if booked is not None:
        section = record_section(booked.ledger, booked.seq, booked.note, booked.policy, complete=booked.complete)
        behind_it = rests_on(booked.ledger, booked.seq, booked.ledger.state.size)
        held = {each["seq"]: each["bytes"].encode() for each in section["records"]}
        records = {seq: read_record(data) for seq, data in held.items() if seq in behind_it}
        reported = reported or any(read_record(data).kind == "filing" for data in held.values())
    place = None if figure is None else nodes.add(figure.tree)
    others: dict[str, int] = {}
    if figure is not None and figure.replay is not None:
        others = _others(figure.replay, figure.address, nodes)
    if booked is not None:
        _add_booked(records[booked.seq], nodes, records, None if figure is None else figure.tree.value)
    behind = _behind(figure, place, nodes, others, records, booked.seq if booked else None)
    tests = tests_of(replace(behind, reported=reported))
    pack: Pack = {
        "schema_version": VERSION,
        "document": "evidence-pack",
        "address": figure.address if figure else f"record:{booked.seq if booked else ''}",
        "as_of": figure.as_of.isoformat() if figure and figure.as_of else None,
        "law": _law(figure.law) if figure else None,
        "facts": facts_section(figure.facts, nodes.rows) if figure and figure.facts else None,
        "filing": figure.filing if figure else None,
        "scenario": {"key": figure.scenario[0], "path": figure.scenario[1]} if figure and figure.scenario else None,
        "figure": _figure(figure.address, place, nodes) if figure and place is not None else None,
        "others": [_figure(address, position, nodes) for address, position in others.items()],
        "nodes": nodes.rows,
        "record": section,
        "tests": tests,
    }
    return pack | {"digest": digest(json_bytes(pack))}


def pack_bytes(pack: Pack) -> bytes:
    """Return a pack as it stands in its file: canonical JSON and one end of line."""
    return json_bytes(pack) + b"\n"


def verifier_text() -> str:
    """Return the stand-alone verifier: one file that needs the standard library only."""
    return Path(__file__).with_name("verifier.py").read_text("utf-8")


def _law(law: Rulebook) -> Pack:
    known = law.known.isoformat() if law.known else None
    return {"title": law.title, "known": known, "readings": dict(law.choices), "hash": law.hash}


def _figure(address: str, place: int, nodes: NodeList) -> Pack:
    row = nodes.rows[place]
    return {"address": address, "label": row["label"], "unit": row["kind"], "value": row["value"], "node": place}


def _others(replay: Replay, address: str, nodes: NodeList) -> dict[str, int]:
    """Add what became of a payment: received, by channel, and by lender."""
    head, _, rest = address.partition(":")
    number = rest.partition(":")[0]
    if head != "payment" or not number.isdecimal() or f"payment:{number}:received" not in replay.addresses:
        return {}
    row = next((each for each in replay.payments.rows if str(each.number) == number), None)
    if row is None or row.received is None:
        return {}
    wanted = [f"payment:{number}:received", *(f"payment:{number}:{channel}" for channel in CHANNELS)]
    if int(number) >= FIRST_TO_MECHANISM:
        wanted += [f"lender:{name}:{part}" for name in LENDERS for part in (f"payment {number}", "principal")]
    return {each: nodes.add(replay.explain(each)) for each in wanted if each != address}


def _add_booked(record: Record, nodes: NodeList, records: dict[int, Record], figure: Fraction | None) -> None:
    """Add what a record books as a leaf of its own, where that is euro: the leg that is the figure, or all it moves.

    A true-up books the figure on one leg, with its sign; a debit note on the claim, beside what is retained.
    """
    body = record.body
    held = {each.body.path: each.body.asset for each in records.values() if each.kind == "account"}
    match record.kind:
        case "journal":
            legs = [(leg.account, int(leg.amount)) for leg in body.legs]
            moved, asset = sum(max(amount, 0) for _, amount in legs), {held.get(account) for account, _ in legs}
        case "payment" | "allocation_run":
            legs, moved, asset = [], int(body.amount), {body.asset}
        case "legal_release":
            legs, moved, asset = [], int(body.amount), {held.get(body.account)}
        case _:
            return
    if asset != {"EUR"} or not moved:
        return
    label, cite = f"booked in record {record.seq}", f"record:{record.seq}"
    for place, (account, amount) in enumerate(legs):
        if figure is not None and figure != moved and figure in (amount, abs(amount)):
            nodes.leaf(f"{label} on {account}", Kind.MONEY, figure, f"{cite}:leg:{place}")
            return
    nodes.leaf(label, Kind.MONEY, Fraction(moved), cite)


def _behind(
    figure: Explained | None,
    place: int | None,
    nodes: NodeList,
    others: dict[str, int],
    records: dict[int, Record],
    seq: int | None,
) -> Behind:
    address = figure.address if figure else ""
    known = others | ({address: place} if place is not None else {})
    number = address.partition(":")[2].partition(":")[0]
    channels = {name: known[f"payment:{number}:{name}"] for name in CHANNELS if f"payment:{number}:{name}" in known}
    lenders = [
        (known[f"lender:{name}:payment {number}"], known[f"lender:{name}:principal"])
        for name in LENDERS
        if f"lender:{name}:payment {number}" in known
    ]
    verdict = None
    if figure is not None and figure.replay is not None:
        from usufruct.waterfall.payments import COMPUTED_BY

        test = next((COMPUTED_BY[each] for each in COMPUTED_BY if address == f"payment:{each}"), None)
        test = int(number) if address.startswith("test:") else test
        verdict = figure.replay.verdict(test) if test else None
    received = known.get(f"payment:{number}:received")
    return Behind(nodes, place, address, verdict, channels, received, tuple(lenders), records, seq, reported=False)
