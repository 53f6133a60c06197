"""Timestamps by the command: a request goes out as a file, a reply comes in as one, and nothing is sent."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Usufruct
from tests.ledger.test_timestamps import NOTE
from tests.ledger.timestamp_reply import REPLY, ROOT, STRANGER


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "head").write_text(NOTE, encoding="utf-8")
    (tmp_path / "reply").write_bytes(REPLY)
    (tmp_path / "roots.pem").write_bytes(STRANGER + ROOT)
    (tmp_path / "stranger.pem").write_bytes(STRANGER)
    return tmp_path


def command(folder: Path, **options: str) -> list[str]:
    named = [part for name, value in options.items() for part in (f"--{name}", str(folder / value))]
    return ["ledger", "timestamp", "--checkpoint", str(folder / "head"), *named]


def test_a_request_is_written_and_nothing_is_sent(usufruct: Usufruct, folder: Path) -> None:
    done = usufruct(*command(folder, request="query"))
    assert (done.code, done.err) == (0, "")
    assert "nothing was sent" in " ".join(done.out.split())
    assert (folder / "query").read_bytes()[:1] == b"\x30"
    again = usufruct(*command(folder, request="query"))
    assert (again.code, "L332" in again.err) == (1, True)


def test_a_reply_that_holds_is_kept_beside_its_checkpoint(usufruct: Usufruct, folder: Path) -> None:
    done = usufruct(*command(folder, reply="reply", roots="roots.pem"))
    assert (done.code, done.err) == (0, "")
    said = " ".join(done.out.split())
    assert said.startswith("HOLDS.")
    assert "over 7 records, existed on 2026-11-26T11:20:02Z at the latest: timestamp 2 of an authority" in said
    assert (folder / "head.timestamp").read_bytes() == REPLY
    assert usufruct(*command(folder, roots="roots.pem")).code == 0  # the one that is kept
    assert usufruct(*command(folder, reply="reply", roots="roots.pem")).code == 0
    (folder / "other").write_bytes(REPLY + b"x")
    other = usufruct(*command(folder, reply="other", roots="roots.pem"))
    assert (other.code, "L332" in other.err) == (1, True)
    assert (folder / "head.timestamp").read_bytes() == REPLY


@pytest.mark.parametrize("harm", ["another head", "a stranger", "a bent reply", "no reply at all"])
def test_a_reply_that_does_not_hold_ends_with_3_and_is_not_kept(usufruct: Usufruct, folder: Path, harm: str) -> None:
    roots = "stranger.pem" if harm == "a stranger" else "roots.pem"
    match harm:
        case "another head":
            (folder / "head").write_text(NOTE.replace("\n7\n", "\n8\n"), encoding="utf-8")
        case "a bent reply":
            (folder / "reply").write_bytes(REPLY[:150] + bytes([REPLY[150] ^ 1]) + REPLY[151:])
        case "no reply at all":
            (folder / "reply").write_bytes(b"hello")
    done = usufruct(*command(folder, reply="reply", roots=roots))
    assert (done.code, done.out, "L317" in done.err) == (3, "", True)
    assert not (folder / "head.timestamp").exists()


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ({}, 2, "there is nothing to do"),
        ({"reply": "reply"}, 2, "whose reply is trusted"),
        ({"request": "query", "roots": "roots.pem"}, 2, "X101"),
        ({"reply": "nowhere", "roots": "roots.pem"}, 1, "L331"),
        ({"roots": "roots.pem"}, 1, "L331"),
        ({"reply": "reply", "roots": "nowhere"}, 1, "L331"),
    ],
)
def test_what_is_missing_is_said(
    usufruct: Usufruct, folder: Path, options: dict[str, str], code: int, said: str
) -> None:
    done = usufruct(*command(folder, **options))
    assert (done.code, done.out, said in done.err) == (code, "", True)
    (folder / "head").write_text("hello")
    wrong = usufruct(*command(folder, request="query"))
    assert (wrong.code, "L311" in wrong.err) == (1, True)


def test_without_the_package_it_says_what_to_install(
    usufruct: Usufruct, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    done = usufruct(*command(folder, request="query"))
    assert (done.code, "usufruct[timestamps]" in done.err) == (1, True)
    assert not (folder / "query").exists()
