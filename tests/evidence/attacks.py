"""What a forger does to a pack and its digest; each must be found, and each is a test of one check of the verifier."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from tests.evidence.packs import LOG, booked, canonical, record_in, rewritten
from tests.evidence.texts import rows
from tests.ledger.world import HASH, LOG_KEY, ORIGIN, key_of
from usufruct.evidence import Pack
from usufruct.ledger import VerifierKey
from usufruct.ledger.merkle import leaf_hash, root_of
from usufruct.ledger.notes import Checkpoint, cosign, sign_checkpoint

Attack = Callable[[Pack], None]


def _alone(pack: Pack, kind: str, change: Callable[[dict[str, Any]], None]) -> None:
    """Change a record and sign a new head by the log itself: only signatures of people are left."""
    rewritten(pack, kind, change)
    _resigned(pack)


def _resigned(pack: Pack) -> None:
    """A new head by the log itself, over the records at their places with rubbish between them."""
    from usufruct.ledger.merkle import inclusion_proof

    section = pack["record"]
    leaves = [hashlib.sha256(b"%d" % n).digest() for n in range(200)]
    for each in section["records"]:
        leaves[each["seq"]] = leaf_hash(each["bytes"].encode())
    for each in section["records"]:
        each["proof"] = [step.hex() for step in inclusion_proof(leaves, each["seq"])]
    note = sign_checkpoint(Checkpoint(ORIGIN, len(leaves), root_of(leaves)), LOG, LOG_KEY.sign_raw)
    section["checkpoint"], section["policy"] = note, f"log {LOG.text}\nquorum 0\n"


def _note(pack: Pack, change: Callable[[list[str]], list[str]]) -> None:
    pack["record"]["checkpoint"] = "\n".join(change(pack["record"]["checkpoint"].split("\n")))


def _edit_signature(lines: list[str], place: int) -> list[str]:
    head, _, data = lines[place].rpartition(" ")
    raw = bytearray(base64.b64decode(data))
    raw[20] ^= 1
    return [*lines[:place], f"{head} {base64.b64encode(bytes(raw)).decode()}", *lines[place + 1 :]]


def _forge_cosignature(pack: Pack) -> None:
    note = "\n".join(pack["record"]["checkpoint"].split("\n")[:5]) + "\n"
    for name in ("witness1.example", "witness2.example"):
        right = VerifierKey(name, base64.b64decode(key_of("witness", int(name[7])).public), 4)
        note = cosign(note, right, key_of("stranger").sign_raw, 1)
    pack["record"]["checkpoint"] = note


def _one_witness_twice(pack: Pack) -> None:
    note = "\n".join(pack["record"]["checkpoint"].split("\n")[:6]) + "\n"
    key = key_of("witness", 1)
    pack["record"]["checkpoint"] = cosign(
        note, VerifierKey("witness1.example", base64.b64decode(key.public), 4), key.sign_raw, 7
    )


def _spare_cosignature(pack: Pack) -> None:
    """One cosignature is enough, and the other does not hold."""
    _note(pack, lambda lines: _edit_signature(lines, 6))
    pack["record"]["policy"] = pack["record"]["policy"].replace("quorum 2", "quorum 1")


def _forged_filing_alone(pack: Pack) -> None:
    _alone(pack, "filing", lambda record: record["body"].update(document=HASH[::-1]))
    for place, row in enumerate(pack["tests"]):
        if row["result"] == "signed":
            says = list(rows())[place][-1][-1]
            row.update(result="not shown", records=[], says=says)


def _other_log(pack: Pack) -> None:
    other = VerifierKey.of_log(ORIGIN, key_of("other").public)
    section = pack["record"]
    text = "\n".join(section["checkpoint"].split("\n")[:3]) + "\n"
    origin, size, root = text.split("\n")[:3]
    head = Checkpoint(origin, int(size), base64.b64decode(root))
    section["checkpoint"] = sign_checkpoint(head, other, key_of("other").sign_raw)
    section["policy"] = f"log {other.text}\nquorum 0\n"


def _swap_proofs(pack: Pack) -> None:
    one, two = pack["record"]["records"][:2]
    one["proof"], two["proof"] = two["proof"], one["proof"]


def _drop(kind: str) -> Attack:
    return lambda pack: pack["record"]["records"].remove(record_in(pack, kind))


def _drop_decisions(pack: Pack) -> None:
    records = pack["record"]["records"]
    pack["record"]["records"] = [each for each in records if json.loads(each["bytes"])["kind"] != "decision"]


def _lost(who: str) -> dict[str, Any]:
    return {"key": key_of(who).id, "reason": "stolen"}


def _decided(pack: Pack, who: str, verdict: str) -> None:
    """Every decision is signed anew by somebody, with a verdict."""
    key = key_of(who)
    for entry in pack["record"]["records"]:
        record = json.loads(entry["bytes"])
        if record["kind"] == "decision":
            record["by"] = key.id
            record["body"]["verdict"] = verdict
            parts = {name: record[name] for name in ("body", "by", "idem", "kind", "ledger", "under", "v")}
            record["sig"] = key.sign(canonical(parts))
            entry["bytes"] = canonical(record).decode()
    _resigned(pack)


def _ordered(number: int, who: str, kind: str, body: dict[str, Any]) -> dict[str, Any]:
    """A record that somebody signed, as the log would have it."""
    record: dict[str, Any] = {
        "by": key_of(who).id,
        "body": body,
        "idem": f"forged:{number}",
        "kind": kind,
        "ledger": ORIGIN,
    }
    record |= {"under": None, "v": 1}
    return record | {
        "at": "2025-01-01T00:00:02Z",
        "result": {},
        "seq": number,
        "sig": key_of(who).sign(canonical(record)),
    }


def _insert(number: int, who: str, kind: str, body: dict[str, Any]) -> Attack:
    """A record at a number of which the pack holds none, under a head that the log signs anew."""

    def change(pack: Pack) -> None:
        data = canonical(_ordered(number, who, kind, body)).decode()
        pack["record"]["records"].append({"seq": number, "bytes": data, "proof": []})
        _resigned(pack)

    return change


def _signed_by(entry: dict[str, Any], who: str) -> None:
    record = json.loads(entry["bytes"])
    record["by"] = key_of(who).id
    parts = {name: record[name] for name in ("body", "by", "idem", "kind", "ledger", "under", "v")}
    record["sig"] = key_of(who).sign(canonical(parts))
    entry["bytes"] = canonical(record).decode()


def _signed_anew(pack: Pack, was: str, who: str, after: int = 0, kinds: tuple[str, ...] = ("decision",)) -> None:
    """What one person signed is signed by another."""
    for entry in pack["record"]["records"]:
        record = json.loads(entry["bytes"])
        if record["by"] == key_of(was).id and entry["seq"] > after and record["kind"] in kinds:
            _signed_by(entry, who)


def _used_no_more(kind: str, body: dict[str, Any]) -> Attack:
    """An approver is out before what they approved is executed; all that follows is done by another one."""

    def change(pack: Pack) -> None:
        _signed_anew(pack, "bert", "cleo", 4, ("decision", "verification"))
        _insert(4, "anna", kind, body)(pack)

    return change


def _maker_approves(pack: Pack) -> None:
    """Somebody who may do both approves what they proposed."""
    _signed_anew(pack, "anna", "emil", kinds=("proposal",))
    _decided(pack, "emil", "approve")


def _approved_without_the_role(pack: Pack) -> None:
    """A proposer decides, who is no approver."""
    _decided(pack, "emil", "approve")
    _without("emil", "approver")(pack)


def _verification_rejects(pack: Pack) -> None:
    rewritten(pack, "verification", lambda record: record["body"].update(verdict="rejected"))
    _signed_by(record_in(pack, "verification"), "bert")
    _resigned(pack)


def _something_else_approved(pack: Pack) -> None:
    rewritten(pack, "decision", lambda record: record["body"].update(digest=HASH))
    _signed_by(record_in(pack, "decision"), "bert")
    _resigned(pack)


def _taken_over(pack: Pack) -> None:
    """Somebody replaces their own key and writes another's name beside the new one, which then approves."""
    _signed_by(record_in(pack, "decision", -1), "mallory")
    body = {"key": key_of("dora").id, "public": key_of("mallory").public, "proof": "", "person": "bert"}
    _insert(15, "dora", "rotate", body)(pack)


def _understated(pack: Pack) -> None:
    """The proposal states less than its item moves, and everybody signs that."""
    entry, approval = record_in(pack, "proposal", -1), record_in(pack, "decision", -1)
    proposal, decision = json.loads(entry["bytes"]), json.loads(approval["bytes"])
    proposal["body"]["items"][0][2] = [["EUR", "1"]]
    entry["bytes"] = canonical(proposal).decode()
    _signed_by(entry, "anna")
    content = {"body": proposal["body"], "kind": "proposal"}
    decision["body"]["digest"] = hashlib.sha256(canonical(content)).hexdigest()
    approval["bytes"] = canonical(decision).decode()
    _signed_by(approval, "bert")
    _resigned(pack)


def _late_approval(pack: Pack) -> None:
    _alone(pack, "decision", lambda record: record.update(at="2030-01-01T00:00:00Z"))


def _without(person: str, role: str) -> Attack:
    """The founding did not grant somebody a role."""
    return lambda pack: _alone(pack, "genesis", lambda record: record["body"]["grants"].remove([person, role]))


def _two_steps_in_one(pack: Pack) -> None:
    """The two hashes below the root as one step: hashed with nothing beside them, they are the root."""
    leaves = booked()[2].store.leaves()[:27]
    rewritten(pack, "filing", lambda record: record.update(at="2025-01-01T00:00:09Z"))  # nobody signs an instant
    record_in(pack, "filing")["proof"] = [(root_of(leaves[:16]) + root_of(leaves[16:])).hex()]


def _rejected(pack: Pack) -> dict[str, Any]:
    proposal = json.loads(record_in(pack, "proposal")["bytes"])
    content = {"body": proposal["body"], "kind": "proposal"}
    return {"proposal": 1, "digest": hashlib.sha256(canonical(content)).hexdigest(), "verdict": "reject"}


def _row(pack: Pack, number: int, rests_on: str) -> dict[str, Any]:
    return next(row for row in pack["tests"] if (row["number"], row["rests_on"]) == (number, rests_on))


def _set(number: int, rests_on: str, **parts: Any) -> Attack:
    return lambda pack: _row(pack, number, rests_on).update(parts)


def _other_fact(pack: Pack) -> None:
    """Printed and worth another figure than the leaf that cites it states."""
    fact = pack["facts"]["used"][0]
    fact.update(printed=str(2 * Fraction(fact["printed"])), value=str(2 * Fraction(fact["value"])))


def _audited(pack: Pack) -> None:
    """The row about audited accounts rests on the verified report of a half-year."""
    row, verified = (next(row for row in pack["tests"] if word in row["says"]) for word in ("audited", "worked out"))
    row.update(result="signed", says=row["says"].partition("; needed")[0], records=verified["records"])


def _another_text(pack: Pack) -> None:
    """The row that is signed says that the accounts were audited, and the one that says they are not is gone."""
    row, verified = (next(row for row in pack["tests"] if word in row["says"]) for word in ("audited", "worked out"))
    verified["says"] = row["says"].partition("; needed")[0]
    pack["tests"].remove(row)


def _not_booked(pack: Pack) -> None:
    """The row about what is booked points to something that is not true."""
    false = next(place for place, node in enumerate(pack["nodes"]) if (node["kind"], node["value"]) == ("flag", "0"))
    next(row for row in pack["tests"] if "books" in row["says"]).update(node=false, result="fails")


def _unbooked(pack: Pack) -> None:
    pack["tests"].remove(next(row for row in pack["tests"] if "books" in row["says"]))


def _more_quorum(pack: Pack) -> None:
    _alone(pack, "genesis", lambda record: record["body"]["quorums"].append(["journal", "EUR", "0", 2]))


def _first_fact(change: Callable[[dict[str, Any]], None]) -> Attack:
    return lambda pack: change(pack["facts"]["used"][0])


ATTACKS: dict[str, Attack] = {
    "a flipped digit in a record": lambda pack: rewritten(pack, "journal", lambda r: r["body"].update(text="x")),
    "a record signed anew by the log alone": lambda pack: _alone(
        pack, "journal", lambda r: r["body"].update(effective="2025-04-01")
    ),
    "a filing forged by the log": lambda pack: _alone(pack, "filing", lambda r: r["body"].update(document=HASH[::-1])),
    "a proposal forged by the log": lambda pack: _alone(pack, "proposal", lambda r: r["body"].update(subject="other")),
    "an approval of something else": lambda pack: _alone(pack, "decision", lambda r: r["body"].update(digest=HASH)),
    "a verdict turned round": lambda pack: _alone(pack, "verification", lambda r: r["body"].update(verdict="rejected")),
    "approved by its maker": lambda pack: _decided(pack, "anna", "approve"),
    "rejected by the approver": lambda pack: _decided(pack, "bert", "reject"),
    "a record that says another number": lambda pack: _alone(pack, "journal", lambda r: r.update(seq=r["seq"] + 1)),
    "a forged filing that no test rests on": _forged_filing_alone,
    "a cosignature to spare": _spare_cosignature,
    "a filer who is none": _without("dora", "filer"),
    "a verifier who is none": _without("bert", "verifier"),
    "an approver who is none": _without("bert", "approver"),
    "a key that nobody holds": lambda pack: _alone(pack, "journal", lambda record: record.update(by="0" * 16)),
    "a filer's key lost before": _insert(12, "anna", "lost", _lost("dora")),
    "an approver's key lost in between": _used_no_more("lost", _lost("bert")),
    "approved by its maker, who is an approver": _maker_approves,
    "approved by a proposer": _approved_without_the_role,
    "an approval of something else, signed": _something_else_approved,
    "a key replaced before": _insert(
        12, "dora", "rotate", {"key": key_of("dora").id, "public": key_of("dora", 1).public, "proof": ""}
    ),
    "an approver's role revoked in between": _used_no_more(
        "revoke", {"person": "bert", "role": "approver", "reason": "left"}
    ),
    "revoked by somebody who may not": _insert(
        12, "cleo", "revoke", {"person": "emil", "role": "auditor", "reason": "left"}
    ),
    "rejected in between": lambda pack: _insert(4, "cleo", "decision", _rejected(pack))(pack),
    "another's name beside one's own new key": _taken_over,
    "a second founding": lambda pack: _insert(
        3, "anna", "genesis", {"keys": [], "grants": [["anna", "approver"]], "quorums": []}
    )(pack),
    "another amount than the proposal states": _understated,
    "approved after it expired": _late_approval,
    "the rules taken out": _drop("rule_set"),
    "two steps of a proof in one": _two_steps_in_one,
    "a step too many": lambda pack: record_in(pack, "journal")["proof"].insert(0, "00" * 32),
    "executed after it expired": lambda pack: _alone(pack, "journal", lambda r: r.update(at="2030-01-01T00:00:00Z")),
    "a quorum that was not met": _more_quorum,
    "approvals taken out": _drop_decisions,
    "the proposal taken out": _drop("proposal"),
    "the founding taken out": _drop("genesis"),
    "the record taken out": _drop("journal"),
    "swapped proofs": _swap_proofs,
    "a step of a proof flipped": lambda pack: record_in(pack, "journal")["proof"].__setitem__(0, "00" * 32),
    "a step of a proof cut": lambda pack: record_in(pack, "journal")["proof"].pop(),
    "a number that is another's": lambda pack: record_in(pack, "journal").update(seq=1),
    "a root flipped": lambda pack: _note(pack, lambda lines: [*lines[:2], "A" * 43 + "=", *lines[3:]]),
    "a size cut": lambda pack: _note(pack, lambda lines: [lines[0], str(int(lines[1]) - 1), *lines[2:]]),
    "the log's signature flipped": lambda pack: _note(pack, lambda lines: _edit_signature(lines, 4)),
    "a cosignature flipped": lambda pack: _note(pack, lambda lines: _edit_signature(lines, 5)),
    "the log's signature cut": lambda pack: _note(pack, lambda lines: [*lines[:4], *lines[5:]]),
    "a cosignature cut": lambda pack: _note(pack, lambda lines: [*lines[:5], *lines[6:]]),
    "cosignatures forged": _forge_cosignature,
    "one witness twice": _one_witness_twice,
    "another log's head": _other_log,
    "the head of another ledger": lambda pack: _note(pack, lambda lines: ["other.eu/ledger", *lines[1:]]),
    "a fact printed otherwise": _first_fact(lambda fact: fact.update(printed="1")),
    "a fact in another unit": _first_fact(lambda fact: fact.update(unit="trillion")),
    "a fact taken out": lambda pack: pack["facts"]["used"].pop(0),
    "another value of the figure": lambda pack: pack["figure"].update(value="1"),
    "another node for the figure": lambda pack: pack["figure"].update(node=0),
    "another figure beside it": lambda pack: pack["others"][0].update(value="1"),
    "a failed test that holds": _set(7, "arithmetic", result="fails"),
    "a statement that nobody signed": _set(12, "signed statement", result="signed"),
    "a statement signed by an account": _set(13, "signed statement", result="signed", records=[0]),
    "arithmetic that has no node": _set(3, "arithmetic", node=None, result="holds"),
    "principal said to move": _set(4, "arithmetic", result="fails"),
    "a test taken out": lambda pack: pack["tests"].remove(_row(pack, 1, "signed statement")),
    "a fact that is another": _other_fact,
    "audited by a half-year": _audited,
    "another text of a test": _another_text,
    "another text of a test that holds": _set(4, "arithmetic", says="the principal is safe"),
    "another year in a text": lambda pack: _row(pack, 3, "arithmetic").update(
        says=_row(pack, 3, "arithmetic")["says"].replace("2024", "2025")
    ),
    "another name of a test": _set(4, "arithmetic", name="the principal is safe"),
    "a statement that names nothing": _set(1, "signed statement", records=[]),
    "a statement that names an account": lambda pack: _row(pack, 1, "signed statement")["records"].append(0),
    "verified by nobody": lambda pack: _row(pack, 5, "signed statement")["records"].pop(),
    "what is not booked": _not_booked,
    "the row of what is booked taken out": _unbooked,
    "a row that is not shown taken out": lambda pack: pack["tests"].pop(),
    "a row twice": lambda pack: pack["tests"].append(pack["tests"][-1]),
    "another address of the pack": lambda pack: pack.update(address="payment:3"),
    "another address of the figure": lambda pack: pack["figure"].update(address="payment:3"),
    "another label of the figure": lambda pack: pack["figure"].update(label="due"),
    "another unit of the figure": lambda pack: pack["figure"].update(unit="count"),
    "another kind of the record": lambda pack: pack["record"].update(kind="payment"),
    "another ledger of the record": lambda pack: pack["record"].update(ledger="other.eu/ledger"),
    "another sort of document": lambda pack: pack.update(document="audit"),
    "a report inside that is not said": _set(12, "arithmetic", result="holds"),
    "verified, although it was rejected": _verification_rejects,
    "no tests": lambda pack: pack.update(tests=[]),
    "no record at all, but its number": lambda pack: pack["record"].update(records=[]),
    "another value of a node": lambda pack: pack["nodes"][pack["figure"]["node"] - 9].update(value="7"),
    "a test of another form": lambda pack: pack["tests"].append({}),
    "a node of another form": lambda pack: pack["nodes"].__setitem__(5, ["x"]),
    "another version": lambda pack: pack.update(schema_version=2),
    "a part too many": lambda pack: pack.update(remark="trust me"),
}
