"""Evidence packs: right ones hold in a bare interpreter, and what a forger changes is found."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence.attacks import ATTACKS
from tests.evidence.packs import LOG, booked, canonical, explained, forged, known, of_payment
from tests.ledger.world import World, journal, key_of
from usufruct.engine.execution.arithmetic import exact_operation
from usufruct.errors import UsufructError
from usufruct.evidence import Booked, Explained, make_pack, pack_bytes, verifier_text
from usufruct.evidence import verifier as verifier_module
from usufruct.evidence.records import record_of
from usufruct.evidence.verifier import examine, main, report
from usufruct.ledger import HeadSigner, LastHead, MemoryStore, VerifierKey
from usufruct.ledger.canonical import decode
from usufruct.publish.document import schema
from usufruct.waterfall.payments import COMPUTED_BY

PAYMENTS = (1, 2, 3, 4)
CHECKED = lru_cache(maxsize=None)(verifier_module.is_signed)


@pytest.fixture(autouse=True, scope="module")
def _each_signature_once() -> Iterator[None]:
    """The same signatures stand in every forged pack: the verifier in this process works each out once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verifier_module, "is_signed", CHECKED)
        yield


@cache
def attacked(name: str) -> bytes:
    return forged(booked()[0], ATTACKS[name])


@pytest.fixture(scope="module")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("verifier") / "verify.py"
    path.write_text(verifier_text())
    return path


def alone(verifier: Path, data: bytes, *more: str) -> subprocess.CompletedProcess[str]:
    """The verifier in an interpreter that has the standard library and nothing else."""
    pack = verifier.with_name("pack.json")
    pack.write_bytes(data)
    line = [sys.executable, "-I", "-S", str(verifier), str(pack), *more]
    return subprocess.run(line, capture_output=True, text=True, check=False)


def test_the_verifier_is_one_short_file_of_the_standard_library() -> None:
    text = verifier_text()
    assert len(text.splitlines()) <= 400
    tree = ast.parse(text, feature_version=(3, 9))
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= set(sys.stdlib_module_names)
    newer = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and any(k.arg == "strict" for k in n.keywords)]
    assert newer == []  # zip(strict=) is of Python 3.10


@pytest.mark.parametrize("number", PAYMENTS)
def test_a_pack_of_each_payment_holds_in_a_bare_interpreter(verifier: Path, number: int) -> None:
    done = alone(verifier, of_payment(number))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("HOLDS")
    cents = int(explained(f"payment:{number}").tree.value)
    assert f"payment:{number} is EUR {cents // 100}.{cents % 100:02d}" in done.stdout.replace("\n  ", " ")
    assert "No record" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize("number", PAYMENTS)
def test_a_pack_is_valid_and_canonical_and_the_same_twice(number: int) -> None:
    data = of_payment(number)
    document = decode(data.rstrip(b"\n"))
    jsonschema.Draft202012Validator(schema("evidence-pack")).validate(document)
    assert pack_bytes(make_pack(explained(f"payment:{number}"))) == data
    assert canonical(document) + b"\n" == data


@pytest.mark.parametrize("number", PAYMENTS)
def test_the_test_of_reconciliation_says_what_the_replay_says(number: int) -> None:
    rows = json.loads(of_payment(number))["tests"]
    verdict = known().verdict(COMPUTED_BY[number])
    assert verdict is not None
    (row,) = [row for row in rows if row["number"] == 7 and row["rests_on"] == "arithmetic"]
    assert row["result"] == ("holds" if verdict.inside else "fails")


def test_the_thirteen_tests_say_what_each_rests_on() -> None:
    rows = json.loads(of_payment(3))["tests"]
    assert {row["number"] for row in rows} == set(range(1, 14))
    assert {row["rests_on"] for row in rows} == {"arithmetic", "signed statement"}
    held = {(row["number"], row["result"]) for row in rows if row["rests_on"] == "arithmetic"}
    assert {(number, "holds") for number in (3, 6, 8, 9, 10, 11, 12, 13)} <= held
    assert {row["result"] for row in rows if row["rests_on"] == "signed statement"} == {"not shown"}


def test_every_address_of_the_replay_makes_a_pack_that_holds() -> None:
    """Each figure once; facts that are leaves of other units (rates, yen) among them."""
    found, failed = known(), []
    for address in found.addresses[::23]:
        try:
            tree = found.explain(address)
        except UsufructError:
            continue  # not derivable from public data
        pack = make_pack(Explained(address, tree, found.law, found.facts, found.as_of))
        if examine(pack_bytes(pack), []).faults:
            failed.append(address)
    assert failed == []


def test_a_record_is_proven_with_its_signatures_and_approvals(verifier: Path, tmp_path: Path) -> None:
    data, policy, _ = booked()
    (tmp_path / "policy").write_text(policy)
    done = alone(verifier, data, "--key", LOG.text, "--policy", str(tmp_path / "policy"))
    assert done.returncode == 0, done.stdout
    text = " ".join(done.stdout.split())
    assert "anna proposed it, and bert approved it as it stands" in text
    assert "signed by log usufruct.example/ledger, witness witness1.example, witness witness2.example" in text
    assert "Whose log it is" not in text
    rows = {(row["number"], row["rests_on"], row["result"]) for row in json.loads(data)["tests"]}
    assert {(1, "signed statement", "signed"), (4, "arithmetic", "holds"), (5, "signed statement", "signed")} <= rows
    booked_rows = [row for row in json.loads(data)["tests"] if "the record books" in row["says"]]
    assert [row["result"] for row in booked_rows] == ["holds"]
    own = alone(verifier, data)
    assert "Whose log it is" in own.stdout


def test_another_key_another_policy_and_another_digest_are_found(verifier: Path, tmp_path: Path) -> None:
    data, policy, _ = booked()
    other = VerifierKey.of_log(LOG.name, key_of("other").public)
    assert alone(verifier, data, "--key", other.text).returncode == 3
    (tmp_path / "policy").write_text(policy.replace(LOG.text, other.text))
    assert alone(verifier, data, "--policy", str(tmp_path / "policy")).returncode == 3
    (tmp_path / "policy").write_text(f"log {LOG.text}\nwitness {other.text}\nquorum 1\n")
    assert alone(verifier, data, "--policy", str(tmp_path / "policy")).returncode == 3
    assert alone(verifier, data, "--digest", "00" * 32).returncode == 3
    assert alone(verifier, data, "--digest", json.loads(data)["digest"]).returncode == 0


@pytest.mark.parametrize("content", [b"", b"{}", b"[" * 100_000, b"\xff\xfe", b'{"a":1.5}', b"NaN", b"null"])
def test_what_is_no_pack_ends_with_2_and_no_traceback(verifier: Path, content: bytes) -> None:
    done = alone(verifier, content)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert alone(verifier, content, "--policy", "nowhere").returncode == 2


def refused(module: Any, data: bytes) -> bool:
    try:
        return bool(module.examine(data, []).faults)
    except ValueError:
        return True


class _This:
    examine = staticmethod(examine)


@pytest.mark.parametrize("name", ATTACKS)
def test_what_a_forger_changes_is_found(name: str) -> None:
    data, _, _ = booked()
    tampered = attacked(name)
    assert tampered != data
    assert refused(_This, tampered)


def test_a_forged_pack_ends_with_3(verifier: Path) -> None:
    data, _, _ = booked()
    done = alone(verifier, forged(data, ATTACKS["a cosignature flipped"]))
    assert done.returncode == 3
    assert "! checkpoint: the signature of witness1.example does not hold" in done.stdout
    assert "Nothing is proven." in done.stdout


def test_every_byte_counts() -> None:
    """A flip of any one bit, without a new digest; every 97th byte, each of the eight bits in turn."""
    data = of_payment(1)
    for place in range(0, len(data) - 1, 97):
        flipped = bytearray(data)
        flipped[place] ^= 1 << place % 8
        assert refused(_This, bytes(flipped)), place


def test_every_operation_counts() -> None:
    """Another value, another operation, other operands: found at each node, with a digest that fits."""
    data = of_payment(1)
    nodes = json.loads(data)["nodes"]
    other = {"add": "sub", "sub": "add", "mul": "add", "max": "min", "min": "max", "lt": "le", "figure": "neg"}
    swapped = 0
    for place, node in enumerate(nodes):
        if not node["parts"]:
            continue

        def change(pack: Any, place: int = place) -> None:
            pack["nodes"][place]["value"] = str(Fraction(pack["nodes"][place]["value"]) + 1)

        assert refused(_This, forged(data, change)), place
        if node["op"] not in other:
            continue

        def swap(pack: Any, place: int = place, op: str = node["op"]) -> None:
            pack["nodes"][place]["op"] = other[op]

        values = [Fraction(nodes[part]["value"]) for part in node["parts"]]
        differs = Fraction(exact_operation(other[node["op"]], values, "")) != Fraction(node["value"])
        swapped += differs
        assert refused(_This, forged(data, swap)) == differs, place
    assert swapped > 40


def test_every_leaf_that_matters_counts() -> None:
    """A leaf that was changed is found by its fact, or because what is made of it differs; or it changes nothing."""
    data = of_payment(1)
    pack = json.loads(data)
    found = quiet = 0
    for place, node in enumerate(pack["nodes"]):
        if node["parts"]:
            continue

        def change(forge: Any, place: int = place) -> None:
            forge["nodes"][place]["value"] = str(Fraction(forge["nodes"][place]["value"]) + 1)

        tampered = forged(data, change)
        if refused(_This, tampered):
            found += 1
        else:
            quiet += 1
            assert examine(tampered, [], digest=pack["digest"]).faults  # the digest that was told
    assert found > 3 * quiet


MUTANTS = {
    "inclusion": ("root_over(leaf, seq, size, path) == root", "True"),
    "a place beyond the tree": ("(size, index, path) == (1, 0, [])", "True"),
    "length of a step": ("len(inner) == len(by) == 32", "True"),
    "leaf prefix": ('b"\\x00" + data', "data"),
    "signature": ("    one, two = times(scalar, base)", "    return True\n    one, two = times(scalar, base)"),
    "place": ('right = (canonical(record), record["seq"], record["ledger"]) == (data, seq, origin)', "right = True"),
    "founding key": ("logs == founded", "True"),
    "log signs": ("len(signed) > witnesses", "True"),
    "quorum of witnesses": ("witnesses >= quorum", "True"),
    "a witness counts twice": ("signed.update({key[1]:", "signed.update({data:"),
    "signature of a head": ('self.check(holds, "checkpoint"', 'self.check(True, "checkpoint"'),
    "signature of a person": (
        'self.check(holds, where, f"the signature of its',
        'self.check(True, where, f"the signature of its',
    ),
    "a second founding": ('(kind == "genesis") == (seq == 0)', "True"),
    "key out of force": ('record["by"] not in self.ended, where', "True, where"),
    "role": ("any((who, role) in self.roles for role in roles)", "True"),
    "role of an approver": ('(each, "approver") in self.roles', "True"),
    "key of an approver": ('if each["by"] not in self.ended}', "}"),
    "a key lost": ('if kind in ("rotate", "lost") else', 'if kind == "rotate" else'),
    "a key rotated": ('if kind in ("rotate", "lost") else', 'if kind == "lost" else'),
    "a role revoked": ('if kind == "revoke" else set()', "if False else set()"),
    "whose key a rotation gives": (
        'new = [[who, body["public"]]]',
        'new = [[body.get("person", who), body["public"]]]',
    ),
    "rejected": ('all(each["body"]["verdict"] == "approve" for each in on_it)', "True"),
    "approved in time": ('each["at"] <= ends) == (asked, True)', "True) == (asked, True)"),
    "amount": ("stated == self.amounts(record)", "True"),
    "rules": ("len(taken) == bool(named)", "True"),
    "content": ('(kind, digest) == (record["kind"], content)', "True"),
    "expiry": ('record["at"] <= ends', "True"),
    "approvals": ("len(people) >= needed", "True"),
    "self-approval": ('people - {proposal["person"]}', "people"),
    "approval of another": ('(each["body"]["digest"], each["at"] <= ends) == (asked, True)', 'each["at"] <= ends'),
    "proposal missing": ('self.check(None, where, "the proposal', 'self.check(True, where, "the proposal'),
    "arithmetic": ("self.check(value == stated", "self.check(True"),
    "fact as printed": ('said == Fraction(fact["value"])', "True"),
    "fact as cited": ("self.check(total == stated, where", "self.check(True, where"),
    "figure": ('right = [Fraction(each["value"]), each["label"], each["unit"]] ==', "right = True or [] =="),
    "tests": ('self.check(right, where, f"nothing in', 'self.check(True, where, f"nothing in'),
    "a report inside": ('"not shown" if inside else "holds"', '"not shown" if 0 else "holds"'),
    "a verdict": ('.get("verdict") == "accepted"]', '.get("verdict")]'),
    "only filings": ('len(row["records"]) == len(filed) + len(judged) > 0', "len(filed) > 0"),
    "each verified": ('sorted(judged) == (sorted(filed) if row["number"] > 2 else [])', "True"),
    "audited": ('not ("audited" in text and "-H" in str(asked))', "True"),
    "thirteen": ("len(rows) == len(wanted)", "True"),
    "text": ('code in texts.split("|")', "True"),
    "the row of what is booked": ("if booked or place != 7]", "if place != 7]"),
    "what is booked": ('rows[7]["result"] == ("fails", "holds")[same]', "True"),
    "address": ('self.pack["address"] == own', "True"),
    "kind and ledger": ('(section["kind"], section["ledger"]) == own', "True"),
    "document": ('!= (1, "evidence-pack")', '!= (1, pack["document"])'),
    "version": ('!= (1, "evidence-pack")', '!= (pack["schema_version"], "evidence-pack")'),
    "parts": ("sorted(pack) != PARTS.split() or", ""),
    "forms": ("found.check(None, step.__name__", "found.check(True, step.__name__"),
    "digest": ('own == pack["digest"]', "True"),
    "half up": ('"half up": lambda a: (2 * a + 1) // 2', '"half up": lambda a: a // 1'),
    "a quotient": ("lambda a, b: a / b if b else 0", "lambda a, b: b / a if a else 0"),
    "branches": ("lambda a, b, c: b if a else c", "lambda a, b, c: c if a else b"),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_fault_planted_in_the_verifier_shows(name: str) -> None:
    old, new = MUTANTS[name]
    text = verifier_text()
    assert text.count(old) == 1, text.count(old)
    mutant = ModuleType("mutant")
    exec(compile(text.replace(old, new), "mutant", "exec"), mutant.__dict__)  # noqa: S102 - our own file
    if "one, two = times" not in old:
        mutant.__dict__["is_signed"] = CHECKED
    data, _, _ = booked()
    refuses_the_right_one = refused(mutant, data)
    flipped = data.replace(b"Euroclear", b"Eurocleer", 1)
    assert (
        refuses_the_right_one or not refused(mutant, flipped) or any(not refused(mutant, attacked(x)) for x in ATTACKS)
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=2), inner, max_size=2),
    max_leaves=4,
)


@given(st.data())
def test_no_pack_makes_the_verifier_stumble(data: st.DataObject) -> None:
    source, _, _ = booked()

    def change(pack: Any) -> None:
        place: Any = pack
        while True:
            keys = sorted(place) if isinstance(place, dict) else list(range(min(len(place), 400)))
            key = data.draw(st.sampled_from(keys))
            inner = place[key]
            if not (isinstance(inner, dict | list) and inner and data.draw(st.integers(0, 4))):
                place[key] = data.draw(JSON)
                return
            place = inner

    try:
        found = examine(forged(source, change), [])
    except ValueError:
        return
    assert isinstance(report(found), str)


def test_no_letter_of_a_pack_reaches_a_terminal_as_a_command() -> None:
    def change(pack: Any) -> None:
        for each in (pack, pack["figure"]):
            each["address"] = "payment:2\x1b[2J hidden"

    found = examine(forged(booked()[0], change), [])
    assert not found.faults
    assert "hidden" in report(found)
    assert "\x1b" not in report(found)


def test_main_reads_its_arguments(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pack").write_bytes(of_payment(1))
    assert main([str(tmp_path / "pack")]) == 0
    assert capsys.readouterr().out.startswith("HOLDS")


def test_a_record_needs_a_head_that_covers_it() -> None:
    world = World(MemoryStore()).furnish()
    with pytest.raises(UsufructError) as refusal:
        make_pack(None, Booked(world.ledger, 3))
    assert [fault.code for fault in refusal.value.faults] == ["E102"]
    from tests.ledger.world import LOG_KEY, ORIGIN

    note = HeadSigner(ORIGIN, LOG_KEY, LastHead()).sign(world.store.leaves())
    world.do(journal("proceeds/bank", "proceeds/income", 5, address="payment:1"))
    seq = record_of(world.ledger, "payment:1")
    for number, ok in ((3, True), (seq, False)):
        if ok:
            pack = make_pack(None, Booked(world.ledger, number, note))
            assert not examine(pack_bytes(pack), []).faults
        else:
            with pytest.raises(UsufructError):
                make_pack(None, Booked(world.ledger, number, note))
    with pytest.raises(UsufructError) as missing:
        record_of(world.ledger, "payment:9")
    assert [fault.code for fault in missing.value.faults] == ["E101"]
    with pytest.raises(UsufructError):
        make_pack(None)


def test_every_kind_of_record_makes_a_pack_that_holds() -> None:
    from tests.ledger import story
    from tests.ledger.world import LOG_KEY, ORIGIN

    world = World(MemoryStore()).furnish()
    story.tell(world)
    note = HeadSigner(ORIGIN, LOG_KEY, LastHead()).sign(world.store.leaves())
    kinds: dict[str, int] = {record.kind: record.seq for record in world.ledger.records()}
    assert len(kinds) == 27
    for kind, seq in kinds.items():
        found = examine(pack_bytes(make_pack(None, Booked(world.ledger, seq, note))), [LOG.text])
        assert found.faults == [], kind
