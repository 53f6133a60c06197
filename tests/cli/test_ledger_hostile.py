"""What a hostile user of the ledger's commands tried: heads of other histories, clocks ahead, names beside the log."""

# ruff: noqa: F811 - fixtures come by import, and go by their names

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Usufruct
from tests.cli.test_ledger_commands import AT, founded, kept, log_key, told, written_key  # noqa: F401
from tests.ledger import story
from tests.ledger.conftest import database, server  # noqa: F401
from tests.ledger.postgres_server import Server
from tests.ledger.world import LOG_KEY, ORIGIN, World
from usufruct.cli import clock
from usufruct.errors import UsufructError
from usufruct.ledger import SqliteStore, VerifierKey
from usufruct.ledger.bodies import Revoke
from usufruct.ledger.stores.postgres import PostgresStore
from usufruct.ledger.verifying import verify


def test_a_witness_cosigns_no_head_of_records_that_it_does_not_read(
    usufruct: Usufruct,
    kept: str,
    tmp_path: Path,
) -> None:
    other = tmp_path / "other.db"
    store = SqliteStore(other)
    story.tell(World(store, start="2025-01-01T00:00:01Z").furnish())  # as many records, each a second later
    store.close()
    log = VerifierKey.of_log(ORIGIN, LOG_KEY.public).text
    key = written_key(tmp_path / "witness.key", b"w" * 32)
    witness = ("ledger", "witness", str(tmp_path / "head"), "--name", "w", "--log", log, "--key", key, "--at", AT)
    strange = usufruct(*witness, "--ledger", str(other))
    assert (strange.code, strange.out) == (1, "")
    assert "L316" in strange.err
    assert not Path(key + ".head").exists()
    assert usufruct(*witness, "--ledger", kept).code == 0


AHEAD = "2999-07-30T09:00:00Z"
REVOKED = {"kind": "revoke", "body": {"person": "p1", "role": "payer", "reason": "moved"}, "idem": "r:1"}


def test_no_order_is_dated_ahead_of_the_clock(usufruct: Usufruct, founded: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "o.json").write_text(json.dumps(REVOKED))
    post = ("ledger", "post", str(tmp_path / "o.json"), "--ledger", founded["ledger"], "--key", founded["p1"])
    ahead = usufruct(*post, "--at", AHEAD)
    assert (ahead.code, ahead.out) == (2, "")
    assert "ahead of the clock" in ahead.err
    chart = ("propose", "chart", "Alpha CSD", "--first", "2025-H2", "--ledger", founded["ledger"])
    assert "ahead of the clock" in usufruct(*chart, "--key", founded["p1"], "--at", AHEAD).err
    for signs in ("checkpoint", "backup"):
        more = ("--out", str(tmp_path / "b.db")) if signs == "backup" else ()
        done = usufruct("ledger", signs, "--ledger", founded["ledger"], "--key", founded["log"], "--at", AHEAD, *more)
        assert (done.code, "ahead of the clock" in done.err) == (2, True)
    assert usufruct("ledger", "export", "--ledger", founded["ledger"]).out.count("\n") == 1
    assert usufruct(*post, "--at", AT).code == 0


def test_a_clock_that_runs_a_little_ahead_is_no_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 1, 1, tzinfo=UTC))
    assert clock.order_instant_of("2026-01-01T00:05:00Z") == "2026-01-01T00:05:00Z"
    with pytest.raises(UsufructError):
        clock.order_instant_of("2026-01-01T00:05:01Z")


def test_verification_names_the_first_record_dated_ahead(usufruct: Usufruct, tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "ahead.db")
    world = World(store)
    world.post("anna", Revoke("emil", "proposer", "moved"))
    world.at(days=400_000)
    for role in ("auditor", "approver"):
        world.post("anna", Revoke("emil", role, "moved"))
    assert verify(store).findings == ()  # without a clock there is nothing to say
    store.close()
    done = usufruct("verify", "--ledger", str(tmp_path / "ahead.db"))
    assert done.code == 3
    assert done.out.count("dated ahead") == 1
    assert "record 2" in done.out
    assert "--accept-loss" in done.out


def test_a_backup_that_cannot_be_written_signs_no_head(
    usufruct: Usufruct, founded: dict[str, str], tmp_path: Path
) -> None:
    backup = ("ledger", "backup", "--ledger", founded["ledger"], "--key", founded["log"], "--out")
    failed = usufruct(*backup, str(tmp_path / "no" / "b.db"))
    assert (failed.code, "L332" in failed.err) == (1, True)
    assert not Path(founded["log"] + ".head").exists()
    assert usufruct("ledger", "export", "--ledger", founded["ledger"]).out.count("\n") == 1
    assert "The names of people are in it" in usufruct(*backup, str(tmp_path / "b.db")).out
    for who in ("p1", "p2"):
        assert "L341" in usufruct("ledger", "erase", who, "--ledger", founded["ledger"]).err  # they have roles
        assert usufruct("ledger", "erase", who, "--ledger", founded["ledger"], "--backup").code == 0
    assert "No name of a person is in it" in usufruct(*backup, str(tmp_path / "c.db")).out


def test_a_folder_is_called_a_folder(usufruct: Usufruct, tmp_path: Path) -> None:
    for command in (("verify",), ("inbox",)):
        done = usufruct(*command, "--ledger", str(tmp_path))
        assert (done.code, "a folder" in done.err) == (1, True)


def test_a_reason_is_a_few_words(usufruct: Usufruct, founded: dict[str, str], tmp_path: Path) -> None:
    post = ("ledger", "post", str(tmp_path / "o.json"), "--ledger", founded["ledger"], "--key", founded["p1"])
    for length, code in ((1_001, 1), (1_000, 0)):
        order = {**REVOKED, "body": {**REVOKED["body"], "reason": "x" * length}}  # type: ignore[dict-item]
        (tmp_path / "o.json").write_text(json.dumps(order))
        done = usufruct(*post, "--at", AT)
        assert (done.code, "L203" in done.err) == (code, bool(code))


def test_who_may_not_read_a_server_has_not_found_damage(usufruct: Usufruct, server: Server, database: str) -> None:
    keeper = PostgresStore(server.url("keeper", database))
    World(keeper)
    keeper.close()
    url = server.url("reader", database)
    assert usufruct("verify", "--ledger", url).code == 0
    with server.admin(database) as owner:
        owner.execute("REVOKE SELECT ON usufruct.record FROM usufruct_reader")
    done = usufruct("verify", "--ledger", url)
    assert (done.code, done.out) == (1, "")
    assert "L307" in done.err


def test_what_is_not_there_on_a_server_is_not_tried_again(usufruct: Usufruct, server: Server, database: str) -> None:
    wrong = server.url("keeper", database).replace(database, "nowhere")
    done = usufruct("verify", "--ledger", wrong)
    assert (done.code, "check the name" in done.err) == (1, True), done.err
    closed = "postgresql://keeper@127.0.0.1:9/ledger"
    assert "check the name and the port" in usufruct("verify", "--ledger", closed).err
