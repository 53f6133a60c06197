"""The commands about evidence: a pack of a figure, of a record, of one's own report, and its verification."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.cli.conftest import REPORT, Usufruct
from tests.ledger.world import LOG_KEY, ORIGIN, World, journal
from usufruct.ledger import HeadSigner, LastHead, SqliteStore, VerifierKey
from usufruct.publish.document import schema

OWN = ("evidence", "pack", "2025-H1:Alpha CSD:contribution", "--report", str(REPORT))
LOG = VerifierKey.of_log(ORIGIN, LOG_KEY.public).text


@pytest.fixture
def kept(tmp_path: Path) -> str:
    """A ledger in which payment 3 is booked, with a head that it keeps."""
    path = tmp_path / "ledger.db"
    store = SqliteStore(path)
    world = World(store).furnish()
    parts = {"entry": "contribution", "address": "payment:3"}
    world.do(journal("proceeds/bank", "proceeds/income", 161_820_000_000, **parts))
    world.do(journal("proceeds/bank", "proceeds/income", 7))
    world.ledger.checkpoint(HeadSigner(ORIGIN, LOG_KEY, LastHead()), world.at())
    store.close()
    return str(path)


def test_a_pack_of_a_figure_is_verified_by_the_command_and_by_the_file_it_hands_out(
    usufruct: Usufruct, tmp_path: Path
) -> None:
    out, verifier = str(tmp_path / "pack.json"), str(tmp_path / "verify.py")
    done = usufruct("evidence", "pack", "payment:3", "--out", out)
    assert (done.code, done.err) == (0, "")
    assert "no record" in done.out
    assert usufruct("evidence", "verifier", "--out", verifier).code == 0
    ours = usufruct("verify", out)
    assert ours.code == 0
    line = [sys.executable, "-I", "-S", verifier, out]
    assert subprocess.run(line, capture_output=True, text=True, check=True).stdout == ours.out
    assert "L332" in usufruct("evidence", "pack", "payment:3", "--out", out).err
    assert usufruct("evidence", "verifier").out == Path(verifier).read_text()


def test_a_pack_of_a_record_says_that_it_was_booked(usufruct: Usufruct, kept: str, tmp_path: Path) -> None:
    out = str(tmp_path / "pack.json")
    done = usufruct("evidence", "pack", "payment:3", "--ledger", kept, "--out", out)
    assert (done.code, done.err) == (0, "")
    assert "record 15 (journal)" in done.out
    ours = usufruct("verify", out, "--key", LOG, "--json")
    assert ours.code == 0
    document = ours.document
    jsonschema.Draft202012Validator(schema("pack-verification")).validate(document)
    jsonschema.Draft202012Validator(schema("evidence-pack")).validate(json.loads(Path(out).read_text()))
    booked = [row["result"] for row in document["tests"] if "the record books" in row["says"]]
    assert booked == ["holds"]
    other = VerifierKey.of_log("other.eu/log", LOG_KEY.public).text
    assert usufruct("verify", out, "--key", other).code == 3
    assert usufruct("verify", out, "--digest", "0" * 64).code == 3


def test_a_complete_pack_has_every_record(usufruct: Usufruct, kept: str, tmp_path: Path) -> None:
    out = str(tmp_path / "pack.json")
    assert usufruct("evidence", "pack", "payment:3", "--ledger", kept, "--complete", "--out", out).code == 0
    done = usufruct("verify", out, "--key", LOG)
    assert done.code == 0
    assert "records below that head are here: no role was revoked" in " ".join(done.out.split())


def test_a_record_without_a_figure_makes_a_pack_that_says_so(usufruct: Usufruct, kept: str, tmp_path: Path) -> None:
    out = str(tmp_path / "pack.json")
    done = usufruct("evidence", "pack", "record:18", "--ledger", kept, "--out", out)
    assert done.code == 0
    assert "names no figure" in done.err
    assert "no explanation" in done.out
    assert usufruct("verify", out).code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("2025-H1:Alpha CSD:contribution", "--report", str(REPORT)),
        ("payment:3:European Peace Facility", "--as-of", "2025-12-31"),
        ("test:17", "--read", "rounding=half even"),
        ("lender:Japan:payment 3",),
        ("fact:loan.japan.committed",),
        ("total:received by the Union",),
        ("project:payment:2027-H1", "--scenario", "peace"),
    ],
    ids=["own report", "part", "test", "lender", "fact", "total", "projected"],
)
def test_every_sort_of_figure_makes_a_pack_that_holds(
    usufruct: Usufruct, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    out = str(tmp_path / "pack.json")
    assert usufruct("evidence", "pack", *arguments, "--out", out).code == 0
    done = usufruct("verify", out)
    assert done.code == 0
    assert f"- {arguments[0]} is" in done.out
    jsonschema.Draft202012Validator(schema("evidence-pack")).validate(json.loads(Path(out).read_text()))


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("evidence", "pack", "payment:99", "--out", "{out}"), 2, "W220"),
        (("evidence", "pack", "payment:5", "--out", "{out}"), 4, "W221"),
        (("evidence", "pack", "record:3", "--out", "{out}"), 2, "X101"),
        (("evidence", "pack", "payment:3", "--policy", "x", "--out", "{out}"), 2, "X101"),
        (("evidence", "pack", "payment:3", "--path", "2", "--out", "{out}"), 2, "X101"),
        (("evidence", "pack", "payment:3", "--complete", "--out", "{out}"), 2, "X101"),
        (("evidence", "pack", "nonsense", "--ledger", "{kept}", "--record", "15", "--out", "{out}"), 2, "W220"),
        (("evidence", "pack", "payment:5", "--ledger", "{kept}", "--record", "15", "--out", "{out}"), 4, "W221"),
        ((*OWN, "--ledger", "{kept}", "--record", "15", "--out", "{out}"), 1, "E107"),
        (("evidence", "pack", "record:15", *OWN[3:], "--ledger", "{kept}", "--out", "{out}"), 1, "E107"),
        (("evidence", "pack", "record:999", "--ledger", "{kept}", "--out", "{out}"), 1, "E101"),
        (("evidence", "pack", "record:x", "--ledger", "{kept}", "--out", "{out}"), 1, "E101"),
        (("evidence", "pack", "payment:1", "--ledger", "{kept}", "--out", "{out}"), 1, "E101"),
        (("evidence", "pack", "record:19", "--ledger", "{kept}", "--out", "{out}"), 1, "E102"),
        (
            ("evidence", "pack", "payment:3", "--ledger", "{kept}", "--checkpoint", "{kept}", "--out", "{out}"),
            1,
            "L331",
        ),
        (("evidence", "pack", "payment:3", "--ledger", "{nowhere}", "--out", "{out}"), 1, "L330"),
        (("evidence", "pack", "payment:3", "--out", "{nowhere}/pack"), 1, "L332"),
        (("verify", "{kept}"), 1, "L331"),
        (("verify", "{nowhere}"), 1, "L331"),
        (("verify", str(REPORT)), 1, "E105"),
        (("verify", "{kept}", "--ledger", "{kept}"), 2, "X101"),
        (("verify", "--ledger", "{kept}", "--key", "x"), 2, "X101"),
        (("verify", "{kept}", "--checkpoint", "x"), 2, "X101"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_no_file(
    usufruct: Usufruct, kept: str, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    out = tmp_path / "pack.json"
    places = {"out": str(out), "kept": kept, "nowhere": str(tmp_path / "nowhere")}
    done = usufruct(*(each.format(**places) for each in arguments))
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert not out.exists()


def test_a_changed_byte_is_no_pack_or_does_not_hold(usufruct: Usufruct, tmp_path: Path) -> None:
    out = tmp_path / "pack.json"
    usufruct("evidence", "pack", "payment:1", "--out", str(out))
    text = out.read_text()
    out.write_text(text.replace('"157320000000"', '"157320000001"', 1))
    done = usufruct("verify", str(out))
    assert done.code == 3
    assert "! digest" in done.out
    out.write_text(text.replace(",", ", ", 1))
    assert "E105" in usufruct("verify", str(out)).err
