"""Heads kept by several people: each is compared by itself, through the library and through the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.ledger.forging import forged_store
from tests.ledger.story import tell
from tests.ledger.world import LOG_KEY, ORIGIN, World, key_of
from usufruct.cli.door import run
from usufruct.ledger import HeadSigner, LastHead, MemoryStore, SqliteStore, VerifierKey, Witness, WitnessPolicy
from usufruct.ledger.notes import Checkpoint, sign_checkpoint
from usufruct.ledger.verifying import MOST_FINDINGS, verify

LOG = VerifierKey.of_log(ORIGIN, LOG_KEY.public)
WITNESS = Witness("auditor.example", key_of("auditor"), LOG, LastHead())
POLICY = WitnessPolicy(LOG)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A ledger in a file, and heads of it by the names of those who keep them: true ones, and others."""
    path = tmp_path_factory.mktemp("told") / "ledger.db"
    store = SqliteStore(path)
    last = tell(World(store).furnish())
    early = HeadSigner(ORIGIN, LOG_KEY, LastHead()).sign(store.leaves()[:60])
    store.close()
    heads = {
        "early": early,
        "last": last,
        "cosigned": WITNESS.cosign(last, (), 1_770_000_000),
        "ahead": sign_checkpoint(Checkpoint(ORIGIN, 500, bytes(32)), LOG, LOG_KEY.sign_raw),
        "other history": sign_checkpoint(Checkpoint(ORIGIN, 20, bytes(32)), LOG, LOG_KEY.sign_raw),
        "unsigned": sign_checkpoint(Checkpoint(ORIGIN, 20, bytes(32)), LOG, key_of("thief").sign_raw),
    }
    return path, heads


def test_each_head_is_judged_by_itself(told: tuple[Path, dict[str, str]]) -> None:
    store = SqliteStore(told[0])
    report = verify(store, told[1], POLICY)
    store.close()
    assert {each.name: each.found for each in report.heads} == {
        "early": "",
        "last": "",
        "cosigned": "",
        "ahead": "cut tail or old backup",
        "other history": "rewritten history",
        "unsigned": "bad checkpoint",
    }
    assert [each.head and each.head.size for each in report.heads] == [60, 111, 111, 500, 20, None]
    assert len(report.findings) == 3
    for each in report.findings:
        (name,) = [other.name for other in report.heads if other.found == each.name]
        assert name == each.where or f" {name} " in each.what


def test_a_policy_is_asked_of_each_head(told: tuple[Path, dict[str, str]]) -> None:
    store = SqliteStore(told[0])
    report = verify(store, told[1], WitnessPolicy(LOG, (WITNESS.key,), 1))
    store.close()
    assert {each.name for each in report.heads if not each.found} == {"cosigned"}


def test_the_command_compares_every_file_and_names_it(
    told: tuple[Path, dict[str, str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {name: str(tmp_path / name.replace(" ", "-")) for name in told[1]}
    for name, path in files.items():
        Path(path).write_text(told[1][name], encoding="utf-8")

    def verified(*names: str, json_too: bool = False) -> tuple[int, str]:
        heads = [part for name in names for part in ("--checkpoint", files[name])]
        code = run(["verify", "--ledger", str(told[0]), *heads, *["--json"] * json_too])
        return code, capsys.readouterr().out

    code, text = verified("early", "last", "cosigned")
    said = " ".join(text.split())
    assert (code, text.startswith("CLEAN.")) == (0, True)
    assert f"{files['early']}: {ORIGIN}, 60 records: agrees; what came later (52) is not covered" in said
    assert f"{files['cosigned']}: {ORIGIN}, 111 records: agrees; what came later (1)" in said
    code, text = verified("early", "ahead", "unsigned")
    said = " ".join(text.split())
    assert (code, "NOT CLEAN: cut tail or old backup, bad checkpoint" in said) == (3, True)
    assert f"{files['ahead']}: {ORIGIN}, 500 records: DOES NOT AGREE, cut tail or old backup" in said
    assert f"{files['unsigned']}: no head of this log, see above" in said
    assert f"{files['early']}: {ORIGIN}, 60 records: agrees" in said
    code, text = verified("early", "ahead", "unsigned", json_too=True)
    found = [(each["name"], each["agrees"], each["found"], each["later"]) for each in json.loads(text)["checkpoints"]]
    assert found == [
        (files["early"], True, None, 52),
        (files["ahead"], False, "cut tail or old backup", 0),
        (files["unsigned"], False, "bad checkpoint", None),
    ]
    assert "a cut tail would not show" in verified("unsigned")[1]
    assert "Give --checkpoint" in verified()[1]


def test_a_flood_of_findings_hides_no_head() -> None:
    world = World(MemoryStore()).furnish()
    note = tell(world)
    store = forged_store(list(world.store.stored())[:-4])
    store._leaves += [bytes(32)] * 5  # type: ignore[attr-defined]
    rows = [(number, 0, "proceeds/bank", "EUR", 5) for number in range(2 * MOST_FINDINGS)]
    standing = store.tables()
    standing["posting"] = [*standing["posting"], *rows]
    store.tables = lambda: standing  # type: ignore[method-assign]
    report = verify(store, note, POLICY)
    assert report.names[-1] == "cut tail or old backup"
    assert MOST_FINDINGS <= len(report.findings) <= MOST_FINDINGS + 5


def test_what_was_read_is_counted_although_it_cannot_be_decided() -> None:
    world = World(MemoryStore()).furnish()
    stored = list(world.store.stored())
    report = verify(forged_store([*stored[:5], b"{}", *stored[6:]]))
    assert report.size == len(stored)
    assert report.root != world.ledger.state.tree.root()
