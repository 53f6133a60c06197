"""The commands about a ledger: founded, kept, read, sealed, backed up and restored as a user would."""

from __future__ import annotations

import io
import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.conftest import Outcome, Usufruct
from tests.ledger import story
from tests.ledger.world import LOG_KEY, ORIGIN, World, genesis
from usufruct.ledger import SqliteStore, VerifierKey
from usufruct.ledger.bodies import Identity
from usufruct.ledger.identity import identity_hash
from usufruct.ledger.merkle import leaf_hash, root_of
from usufruct.ledger.notes import open_checkpoint
from usufruct.ledger.stores.store import Identified
from usufruct.publish.document import schema

AT = "2026-01-01T00:00:00Z"


@contextmanager
def owner(path: Path) -> Iterator[sqlite3.Connection]:
    """The file in the hands of its owner: every trigger dropped."""
    base = sqlite3.connect(path)
    for (name,) in base.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        base.execute(f"DROP TRIGGER {name}")
    yield base
    base.commit()
    base.close()


def written_key(path: Path, seed: bytes) -> str:
    import base64

    path.write_text(base64.b64encode(seed).decode() + "\n")
    path.chmod(0o600)
    return str(path)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, str]:
    """The file of a ledger with a year in it, and its last checkpoint."""
    path = tmp_path_factory.mktemp("told") / "ledger.db"
    store = SqliteStore(path)
    who = Identified("anna", "00" * 32, "Anna Example")
    persons = (Identity("anna", identity_hash(who)), *genesis().persons[1:])
    note = story.tell(World(store, persons=persons).furnish())
    store.identify(who)
    store.close()
    return path.read_bytes(), note


@pytest.fixture
def kept(told: tuple[bytes, str], tmp_path: Path) -> str:
    path = tmp_path / "ledger.db"
    path.write_bytes(told[0])
    (tmp_path / "head").write_text(told[1], encoding="utf-8")
    return str(path)


@pytest.fixture
def log_key(tmp_path: Path) -> str:
    return written_key(tmp_path / "log.key", LOG_KEY.seed)


def valid(done: Outcome) -> dict[str, Any]:
    document = done.document
    jsonschema.Draft202012Validator(schema(document["document"])).validate(document)
    return document


@pytest.fixture
def founded(usufruct: Usufruct, tmp_path: Path) -> dict[str, str]:
    """Files of keys, and a ledger founded from a TOML file, all by the commands."""
    public = {}
    for who in ("log", "p1", "p2"):
        done = usufruct("ledger", "key", "--out", str(tmp_path / f"{who}.key"))
        assert done.code == 0
        public[who] = next(line.split()[1] for line in done.out.splitlines() if line.startswith("public"))
    text = f"""
ledger = "example.eu/ledger"
log_key = "{public["log"]}"
[[person]]
person = "p1"
name = "First Person"
keys = ["{public["p1"]}"]
roles = ["proposer", "payer", "registrar"]
[[person]]
person = "p2"
name = "Second Person"
keys = ["{public["p2"]}"]
roles = ["approver", "verifier"]
[[quorum]]
kind = "payment"
asset = "EUR"
above = "100"
approvals = 1
"""
    (tmp_path / "founding.toml").write_text(text)
    where = str(tmp_path / "new.db")
    done = usufruct("ledger", "init", "--ledger", where, "--founding", str(tmp_path / "founding.toml"), "--at", AT)
    assert done.code == 0, done.err
    assert "example.eu/ledger+" in done.out
    assert max(map(len, done.out.splitlines())) < 100
    return {"ledger": where, **{who: str(tmp_path / f"{who}.key") for who in public}}


STEP = {"article": "rule of this ledger", "deadline": None}


def order(kind: str, body: dict[str, Any], idem: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "body": body, "idem": idem, **more}


def handed(path: Path, value: Any) -> str:
    path.write_text(json.dumps(value))
    return str(path)


def test_a_new_ledger_takes_orders_under_four_eyes(usufruct: Usufruct, founded: dict[str, str], tmp_path: Path) -> None:
    from usufruct.ledger.codec import read_value
    from usufruct.ledger.record import content_digest

    account = {"path": "proceeds/bank", "book": "proceeds", "side": "asset", "asset": "EUR", "scale": 2}
    account |= {"party": "", "floor": "0", "ceiling": None}
    item = ["account", content_digest(read_value("account", account)), []]
    proposal = {"subject": "bank", "items": [item], "rendered": "ab" * 32, "expires": "2026-02-01T00:00:00Z"}
    again = usufruct("ledger", "init", "--ledger", founded["ledger"], "--founding", str(tmp_path / "founding.toml"))
    assert (again.code, "L202" in again.err) == (1, True)
    path = handed(tmp_path / "o.json", order("proposal", proposal | {"replaces": None, **STEP}, "propose:1"))
    post = ("ledger", "post", "--ledger", founded["ledger"], "--at", AT)
    done = usufruct(*post, path, "--key", founded["p1"])
    assert done.code == 0
    assert done.out.startswith("record 1: proposal, needs 1 approval by others\n")
    said = done.out.split()[-1]
    again = usufruct(*post, path, "--key", founded["p1"])
    assert "recorded before" in again.out
    alone = order("account", account, "open:1", under=[1, 0])
    refused = usufruct(*post, handed(tmp_path / "o.json", alone), "--key", founded["p1"])
    assert (refused.code, refused.out) == (1, "")
    assert "L209" in refused.err
    decision = order("decision", {"proposal": 1, "digest": said, "verdict": "approve", **STEP}, "approve:1")
    own = usufruct(*post, handed(tmp_path / "o.json", decision), "--key", founded["p1"])
    assert own.code == 1
    assert "L254" in own.err
    assert usufruct(*post, handed(tmp_path / "o.json", decision), "--key", founded["p2"]).code == 0
    both = [alone, order("account", account, "open:2", under=[1, 0])]
    mixed = usufruct(*post, handed(tmp_path / "o.json", both), "--key", founded["p1"], "--json")
    assert mixed.code == 1
    document = valid(mixed)
    assert [each["record"] for each in document["records"]] == [3]
    assert [each["code"] for each in document["refused"]] == ["L212"]
    head = usufruct("ledger", "checkpoint", "--ledger", founded["ledger"], "--key", founded["log"], "--at", AT)
    assert head.out.startswith("example.eu/ledger\n4\n")
    (tmp_path / "head").write_text(head.out)
    clean = usufruct("verify", "--ledger", founded["ledger"], "--checkpoint", str(tmp_path / "head"))
    assert clean.code == 0
    assert clean.out.startswith("CLEAN.")


def test_an_order_comes_from_standard_input(
    usufruct: Usufruct, founded: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = json.dumps(order("revoke", {"person": "p1", "role": "payer", "reason": "moved"}, "r:1"))
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    done = usufruct("ledger", "post", "--ledger", founded["ledger"], "--key", founded["p1"], "--at", AT, "--json")
    assert valid(done)["records"] == [{"record": 1, "kind": "revoke", "again": False}]


BAD_ORDERS = {
    "no json": "{",
    "a float": '{"kind": "revoke", "body": {"person": 1.5}, "idem": "x"}',
    "not a number": '{"kind": "revoke", "body": NaN, "idem": "x"}',
    "a key twice": '{"kind": "revoke", "kind": "revoke", "body": {}, "idem": "x"}',
    "no order": "[]",
    "a text": '"order"',
    "no such kind": '{"kind": "wish", "body": {}, "idem": "x"}',
    "a part too many": '{"kind": "revoke", "body": {}, "idem": "x", "hurry": true}',
    "another ledger": '{"kind": "revoke", "body": {}, "idem": "x", "ledger": "other.eu/ledger"}',
    "a body of another kind": '{"kind": "revoke", "body": {"person": "p1"}, "idem": "x"}',
    "nested": '{"kind": "revoke", "body": ' + "[" * 5000 + "]" * 5000 + ', "idem": "x"}',
    "one of two": '[{"kind": "revoke", "body": {"person": "p1", "role": "payer", "reason": ""}, "idem": "x"}, 7]',
}


@pytest.mark.parametrize("text", BAD_ORDERS.values(), ids=BAD_ORDERS)
def test_what_is_no_order_is_refused_and_nothing_is_recorded(
    usufruct: Usufruct, founded: dict[str, str], tmp_path: Path, text: str
) -> None:
    (tmp_path / "o.json").write_text(text)
    done = usufruct(
        "ledger", "post", str(tmp_path / "o.json"), "--ledger", founded["ledger"], "--key", founded["p1"], "--at", AT
    )
    assert (done.code, done.out) == (1, "")
    assert any(code in done.err for code in ("L335", "L101", "L106"))
    assert "X102" not in done.err
    assert usufruct("ledger", "export", "--ledger", founded["ledger"]).out.count("\n") == 1


@pytest.mark.parametrize("line", ["", "nothing", "keys = 3", "log_key = 7", "[[person]]\nperson = 3", "person = []"])
def test_a_founding_that_is_none_leaves_no_file(usufruct: Usufruct, tmp_path: Path, line: str) -> None:
    (tmp_path / "f.toml").write_text(line)
    done = usufruct("ledger", "init", "--ledger", str(tmp_path / "x.db"), "--founding", str(tmp_path / "f.toml"))
    assert done.code == 1
    assert "L334" in done.err
    assert not (tmp_path / "x.db").exists()


def test_a_founding_that_is_not_sound_leaves_no_file(usufruct: Usufruct, tmp_path: Path) -> None:
    template = usufruct("ledger", "init", "--ledger", "x").out
    (tmp_path / "f.toml").write_text(template.replace('name = ""', 'name = "B"', 1).replace('""', '"A"'))
    done = usufruct("ledger", "init", "--ledger", str(tmp_path / "x.db"), "--founding", str(tmp_path / "f.toml"))
    assert (done.code, "L222" in done.err) == (1, True)
    assert list(tmp_path.iterdir()) == [tmp_path / "f.toml"]


def test_keys_are_for_their_holder_alone(usufruct: Usufruct, kept: str, log_key: str, tmp_path: Path) -> None:
    path = Path(log_key)
    path.chmod(0o644)
    checkpoint = ("ledger", "checkpoint", "--ledger", kept, "--at", AT, "--key")
    assert "L333" in usufruct(*checkpoint, log_key).err
    path.chmod(0o600)
    path.write_text("short")
    assert "L333" in usufruct(*checkpoint, log_key).err
    other = written_key(tmp_path / "other.key", b"x" * 32)
    assert "not the key of the log" in usufruct(*checkpoint, other).err
    assert "L332" in usufruct("ledger", "key", "--out", log_key).err
    assert path.read_text() == "short"


READS = {
    "balance": ("balance",),
    "balance of one": ("balance", "proceeds/bank"),
    "balance under": ("balance", "proceeds", "--on", "2025-06-30"),
    "trial balance": ("trial-balance",),
    "trial balance of a day": ("trial-balance", "--on", "2025-06-30"),
    "journal": ("journal",),
    "journal of one": ("journal", "proceeds/suspense", "--period", "2025-H1"),
    "rebuild": ("rebuild",),
    "verify": ("verify",),
}


@pytest.mark.parametrize("arguments", READS.values(), ids=READS)
def test_what_is_read_is_text_of_80_columns_and_one_valid_document(
    usufruct: Usufruct, kept: str, arguments: tuple[str, ...]
) -> None:
    done = usufruct("ledger", *arguments, "--ledger", kept)
    assert (done.code, done.err) == (0, "")
    assert [line for line in done.out.splitlines() if len(line) > 80 and kept not in line] == []
    valid(usufruct("ledger", *arguments, "--ledger", kept, "--json"))


def test_balances_are_the_sums_of_the_journals(usufruct: Usufruct, kept: str) -> None:
    journals = usufruct("ledger", "journal", "--ledger", kept, "--json").document["journals"]
    accounts = usufruct("ledger", "balance", "--ledger", kept, "--json").document["accounts"]
    sums: dict[str, int] = {}
    for leg in (leg for each in journals for leg in each["legs"]):
        sums[leg["account"]] = sums.get(leg["account"], 0) + int(leg["amount"].replace(".", ""))
    assert {each["account"]: int(each["balance"].replace(".", "")) for each in accounts} == sums
    trial = usufruct("ledger", "trial-balance", "--ledger", kept, "--json").document
    assert {each["balance"] for each in trial["books"]} == {"0.00"}


def test_the_export_is_the_bytes_that_are_hashed(usufruct: Usufruct, kept: str) -> None:
    lines = usufruct("ledger", "export", "--ledger", kept).out.splitlines()
    root = usufruct("ledger", "verify", "--ledger", kept, "--json").document["root"]
    assert root_of(leaf_hash(line.encode()) for line in lines).hex() == root
    table = usufruct("ledger", "export", "--ledger", kept, "--table", "balance").out.splitlines()
    assert table[0] == "account,debits,credits,floor,ceiling"
    assert len(table) == 9


def test_verification_ends_with_3_and_names_what_was_done(usufruct: Usufruct, kept: str, tmp_path: Path) -> None:
    head = ("--checkpoint", str(tmp_path / "head"))
    assert usufruct("verify", "--ledger", kept, *head).code == 0
    with owner(Path(kept)) as base:
        base.execute("DELETE FROM posting WHERE seq >= 90")
        base.execute("DELETE FROM record WHERE seq >= 90")
    cut = usufruct("verify", "--ledger", kept, *head, "--json")
    assert cut.code == 3
    names = [each["name"] for each in valid(cut)["findings"]]
    assert "cut tail or old backup" in names
    assert "cut tail or old backup" in usufruct("verify", "--ledger", kept, *head).out


def test_a_file_of_rubbish_is_a_finding(usufruct: Usufruct, tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"rubbish" * 1000)
    done = usufruct("verify", "--ledger", str(tmp_path / "x.db"))
    assert done.code == 3
    assert "damaged file" in done.out
    (tmp_path / "head").write_text("never read")
    beside = usufruct("verify", "--ledger", str(tmp_path / "x.db"), "--checkpoint", str(tmp_path / "head"))
    assert "no record could be read" in " ".join(beside.out.split())
    assert "not compared, nothing could be read" in " ".join(beside.out.split())
    assert usufruct("verify", "--ledger", str(tmp_path / "nowhere.db")).code == 1
    assert usufruct("verify").code == 2


def test_tables_are_built_anew_from_the_log(usufruct: Usufruct, kept: str, tmp_path: Path) -> None:
    with owner(Path(kept)) as base:
        base.execute("UPDATE balance SET debits = debits + 5 WHERE account = 'proceeds/bank'")
    done = usufruct("ledger", "rebuild", "--ledger", kept, "--out", str(tmp_path / "new.db"), "--json")
    assert done.code == 3
    differing = {each["table"] for each in valid(done)["tables"] if each["strange"]}
    assert differing == {"balance"}
    assert usufruct("verify", "--ledger", str(tmp_path / "new.db"), "--checkpoint", str(tmp_path / "head")).code == 0
    assert "L332" in usufruct("ledger", "rebuild", "--ledger", kept, "--out", str(tmp_path / "new.db")).err


def test_a_drill_of_backup_and_restore(usufruct: Usufruct, kept: str, log_key: str, tmp_path: Path) -> None:
    out, target = str(tmp_path / "backup.db"), str(tmp_path / "restored.db")
    done = usufruct("ledger", "backup", "--ledger", kept, "--out", out, "--key", log_key, "--at", AT)
    assert done.code == 0, done.err
    assert "L332" in usufruct("ledger", "backup", "--ledger", kept, "--out", out, "--key", log_key).err
    beside = Path(out + ".checkpoint").read_text("utf-8")
    assert open_checkpoint(beside, VerifierKey.of_log(ORIGIN, LOG_KEY.public)).checkpoint.size == 112
    assert usufruct("ledger", "restore", out, "--ledger", kept).code == 1
    assert "L330" in usufruct("ledger", "restore", out + "x", "--ledger", target).err
    Path(target + ".restoring").write_bytes(Path(kept).read_bytes())  # what an interrupted restore left
    done = usufruct("ledger", "restore", out, "--ledger", target, "--checkpoint", str(tmp_path / "head"))
    assert done.code == 0, done.err
    assert "bert" in done.out  # whose name was in no side table
    exports = [usufruct("ledger", "export", "--ledger", each).out for each in (kept, target)]
    assert exports[0] == exports[1]
    store = SqliteStore(target)
    who = store.identified("anna")
    store.close()
    assert who is not None
    assert who.name == "Anna Example"
    assert sqlite3.connect(target).execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_an_old_backup_says_what_would_be_lost(usufruct: Usufruct, kept: str, log_key: str, tmp_path: Path) -> None:
    out, target, later = (str(tmp_path / name) for name in ("backup.db", "restored.db", "later"))
    assert usufruct("ledger", "backup", "--ledger", kept, "--out", out).code == 0  # with the last checkpoint kept
    for _ in range(2):
        Path(later).unlink(missing_ok=True)
        done = usufruct("ledger", "checkpoint", "--ledger", kept, "--key", log_key, "--out", later, "--at", AT)
        assert done.code == 0
    done = usufruct("ledger", "restore", out, "--ledger", target, "--checkpoint", later)
    assert done.code == 3
    assert "L337" in done.err
    assert "records 112 to 112 (1) would be lost" in done.err
    assert not Path(target).exists()
    done = usufruct("ledger", "restore", out, "--ledger", target, "--checkpoint", later, "--accept-loss")
    assert done.code == 0
    assert "LOST: records 112 to 112" in done.out
    again = usufruct("verify", "--ledger", target, "--checkpoint", later)
    assert again.code == 3


@pytest.mark.parametrize("harm", ["cut", "edited", "garbled", "no checkpoint", "another checkpoint"])
def test_a_bad_backup_is_not_restored(usufruct: Usufruct, kept: str, tmp_path: Path, harm: str) -> None:
    out, target = tmp_path / "backup.db", tmp_path / "restored.db"
    assert usufruct("ledger", "backup", "--ledger", kept, "--out", str(out)).code == 0
    beside = Path(f"{out}.checkpoint")
    match harm:
        case "cut":
            with owner(out) as base:
                base.execute("DELETE FROM record WHERE seq >= 100")
        case "edited":
            with owner(out) as base:
                base.execute("UPDATE record SET data = CAST(replace(data, 'a cited act', 'a cited ace') AS BLOB)")
        case "garbled":
            data = bytearray(out.read_bytes())
            data[5000:9000] = b"\xff" * 4000
            out.write_bytes(bytes(data))
        case "no checkpoint":
            beside.unlink()
        case _:
            origin, size, *rest = beside.read_text("utf-8").split("\n")
            beside.write_text("\n".join([origin, str(int(size) - 1), *rest]), "utf-8")
    done = usufruct("ledger", "restore", str(out), "--ledger", str(target))
    assert done.code in (1, 3)
    assert any(code in done.err for code in ("L336", "L337", "L338", "L301", "L102"))
    assert not target.exists()
    assert not list(tmp_path.glob("restored*"))


def test_a_witness_cosigns_only_what_extends_the_last(
    usufruct: Usufruct, kept: str, log_key: str, tmp_path: Path
) -> None:
    key = written_key(tmp_path / "w.key", b"w" * 32)
    log = VerifierKey.of_log(ORIGIN, LOG_KEY.public).text
    witness = ("ledger", "witness", "--ledger", kept, "--name", "witness.example", "--log", log, "--key", key)
    signed = usufruct(*witness, str(tmp_path / "head"), "--out", str(tmp_path / "cosigned"), "--at", AT)
    assert signed.code == 0, signed.err
    line = next(line for line in signed.out.splitlines() if line.startswith("  witness "))
    (tmp_path / "policy").write_text(f"log {log}\n{line.strip()}\nquorum 1\n")
    policy = ("--policy", str(tmp_path / "policy"))
    ok = usufruct("verify", "--ledger", kept, "--checkpoint", str(tmp_path / "cosigned"), *policy)
    assert ok.code == 0, ok.out
    few = usufruct("verify", "--ledger", kept, "--checkpoint", str(tmp_path / "head"), *policy)
    assert (few.code, "bad checkpoint" in few.out) == (3, True)
    usufruct("ledger", "checkpoint", "--ledger", kept, "--key", log_key, "--out", str(tmp_path / "h2"), "--at", AT)
    assert usufruct(*witness, str(tmp_path / "h2"), "--out", str(tmp_path / "c2")).code == 0
    back = usufruct(*witness, str(tmp_path / "head"), "--out", str(tmp_path / "c3"))
    assert (back.code, "L316" in back.err) == (1, True)


def test_a_period_is_sealed_once_and_only_when_closed(usufruct: Usufruct, kept: str) -> None:
    done = usufruct("ledger", "seal", "2025-H1", "--ledger", kept, "--at", AT)
    assert done.code in (0, 1)
    assert "L236" in usufruct("ledger", "seal", "2031-H1", "--ledger", kept, "--at", AT).err


@pytest.mark.parametrize(
    "arguments",
    [
        ("balance", "proceeds/bnak"),
        ("balance", "--on", "yesterday"),
        ("journal", "--period", "2099-H1"),
        ("export", "--table", "secrets"),
        ("seal", "2025-H1", "--at", "noon"),
        ("verify", "--policy", "nowhere"),
    ],
)
def test_a_wrong_command_line_says_so(usufruct: Usufruct, kept: str, arguments: tuple[str, ...]) -> None:
    done = usufruct("ledger", *arguments, "--ledger", kept)
    assert done.code in (1, 2)
    assert done.out == ""
    assert "X102" not in done.err


def test_a_balance_is_proven_to_its_party(
    usufruct: Usufruct, kept: str, told: tuple[bytes, str], tmp_path: Path
) -> None:
    head, proof = tmp_path / "head", tmp_path / "proof.json"
    head.write_text(told[1], "utf-8")
    made = usufruct(
        "ledger", "prove", "proceeds/epf", "2025-H1", "--ledger", kept, "--checkpoint", str(head), "--out", str(proof)
    )
    assert made.code == 0
    key = next(line.strip() for line in made.out.splitlines() if line.startswith(f"  {ORIGIN}+"))
    checked = usufruct("ledger", "check-proof", str(proof), "--log", key)
    assert (checked.code, checked.out[:6]) == (0, "HOLDS.")
    proof.write_text(proof.read_text("utf-8").replace("proceeds/epf", "proceeds/epg"), "utf-8")
    assert usufruct("ledger", "check-proof", str(proof), "--log", key).code == 3
    assert "L322" in usufruct("ledger", "prove", "proceeds/nobody", "2025-H1", "--ledger", kept).err


def test_a_lender_checks_its_balance_in_another_folder_with_the_file_alone(
    usufruct: Usufruct, kept: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the key of the log alone it holds, and says that no witness signed; a policy asks for one."""
    log = VerifierKey.of_log(ORIGIN, LOG_KEY.public).text
    key = written_key(tmp_path / "w.key", b"w" * 32)
    witness = ("ledger", "witness", str(tmp_path / "head"), "--ledger", kept, "--name", "witness.example", "--log", log)
    signed = usufruct(*witness, "--key", key, "--out", str(tmp_path / "cosigned"), "--at", AT)
    line = next(line for line in signed.out.splitlines() if line.startswith("  witness "))
    lender = tmp_path / "lender"
    lender.mkdir()
    for head in ("head", "cosigned"):
        proof = ("ledger", "prove", "proceeds/ulcm", "2025-H2", "--ledger", kept, "--checkpoint", str(tmp_path / head))
        assert usufruct(*proof, "--out", str(lender / f"{head}.json")).code == 0
    (booked,) = usufruct(
        "ledger", "balance", "proceeds/ulcm", "--on", "2025-12-31", "--ledger", kept, "--json"
    ).document["accounts"]
    Path(kept).unlink()
    monkeypatch.chdir(lender)
    (lender / "policy").write_text(f"log {log}\n{line.strip()}\nquorum 1\n")
    alone = usufruct("ledger", "check-proof", "head.json", "--log", log)
    said = " ".join(alone.out.split())
    assert (alone.code, alone.err) == (0, "")
    assert said.startswith(f"HOLDS. proceeds/ulcm of {ORIGIN}, at the end of 2025-H2: debits")
    told_as = next(line for line in alone.out.splitlines() if line.startswith("  balance"))
    assert told_as.removeprefix("  balance").replace(" ", "") == f"{booked['balance']}EUR"
    assert booked["balance"].startswith("-")
    assert "signed by the log; no witness was asked for (--policy FILE asks)" in said
    assert [row for row in alone.out.splitlines() if len(row) > 80] == []
    few = usufruct("ledger", "check-proof", "head.json", "--policy", "policy")
    assert (few.code, "L313" in few.err, few.out) == (3, True, "")
    both = usufruct("ledger", "check-proof", "cosigned.json", "--policy", "policy")
    assert (both.code, "by the log and by witness.example." in " ".join(both.out.split())) == (0, True)
    for wrong in ((), ("--log", log, "--policy", "policy")):
        done = usufruct("ledger", "check-proof", "head.json", *wrong)
        assert (done.code, done.out, "whose signature counts" in done.err) == (2, "", True)


@pytest.mark.parametrize(
    ("account", "period", "code", "said"),
    [
        ("proceeds/ulcn", "2025-H1", "L322", "proceeds/ulcm"),
        ("proceeds/ulcm", "2031-H1", "L322", "2025-H1, 2025-H2"),
    ],
)
def test_a_proof_of_nothing_says_what_there_is(
    usufruct: Usufruct, kept: str, account: str, period: str, code: str, said: str
) -> None:
    done = usufruct("ledger", "prove", account, period, "--ledger", kept)
    assert (done.code, done.out, code in done.err, said in done.err) == (1, "", True, True)


def test_a_proof_without_a_head_says_how_to_get_one(usufruct: Usufruct, tmp_path: Path) -> None:
    where = str(tmp_path / "bare.db")
    store = SqliteStore(where)
    World(store).furnish()
    store.close()
    done = usufruct("ledger", "prove", "proceeds/epf", "2025-H1", "--ledger", where)
    assert (done.code, "L338 at ledger prove" in done.err, "usufruct ledger checkpoint" in done.err) == (1, True, True)
