"""Backups across stores: from a server to a file and to another server, with the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledger import story
from tests.ledger.conftest import NUMBERS
from tests.ledger.postgres_server import Server
from tests.ledger.world import KEYS, LOG_KEY, World
from usufruct.cli.door import run
from usufruct.errors import UsufructError
from usufruct.ledger.backing_up import BESIDE, back_up, restore
from usufruct.ledger.opening import open_store
from usufruct.ledger.rebuilding import rebuild, rebuild_into
from usufruct.ledger.stores.postgres import PostgresStore


def test_a_server_is_backed_up_to_a_file_and_restored_to_another(server: Server, database: str, tmp_path: Path) -> None:
    source = open_store(server.url("keeper", database))
    assert isinstance(source, PostgresStore)
    note = story.tell(World(source).furnish())
    path, other = str(tmp_path / "backup.db"), server.url("keeper", server.database(f"ledger_{next(NUMBERS)}"))
    assert back_up(source, path, note) == 112
    assert not any(each.differs for each in rebuild(source))
    done = restore(path, other, {})
    assert done.report.findings == ()
    target = open_store(other)
    assert list(target.stored()) == list(source.stored())
    assert target.tables() == source.tables()
    with pytest.raises(UsufructError) as refused:
        restore(path, other, {})
    assert [fault.code for fault in refused.value.faults] == ["L301"]
    with pytest.raises(UsufructError):
        rebuild_into(source, other)
    for each in (source, target):
        each.close()


def test_a_backup_that_fails_leaves_nothing(plain: World, tmp_path: Path) -> None:
    path = str(tmp_path / "backup.db")
    with pytest.raises(UsufructError):
        back_up(plain.store, path, "no checkpoint")
    assert list(tmp_path.iterdir()) == []
    Path(path + BESIDE).write_text("kept")
    with pytest.raises(UsufructError):
        back_up(plain.store, path, "no checkpoint")
    assert [each.name for each in tmp_path.iterdir()] == ["backup.db" + BESIDE]


def test_the_commands_speak_with_a_server(server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = f"ledger_{next(NUMBERS)}"
    with server.admin("postgres") as base:
        base.execute(f"CREATE DATABASE {name}")
    people = "".join(
        f'[[person]]\nperson = "{who}"\nname = "{who}"\nkeys = ["{KEYS[who].public}"]\nroles = ["{role}"]\n'
        for who, role in (("anna", "proposer"), ("bert", "approver"))
    )
    founding = tmp_path / "founding.toml"
    founding.write_text(f'ledger = "server.example/ledger"\nlog_key = "{LOG_KEY.public}"\n{people}')
    owner = f"postgresql://postgres@/{name}?host={server.folder}&port={server.port}"
    init = ["ledger", "init", "--founding", str(founding), "--ledger", owner]
    assert run(init) == 1  # the tables are not there yet
    assert "L305" in capsys.readouterr().err
    assert run([*init, "--install"]) == 0
    assert run([*init, "--install"]) == 1
    assert "L202" in capsys.readouterr().err
    server.database(f"ledger_{next(NUMBERS)}")  # makes sure that the keeper is a member of the roles
    with server.admin(name) as base:
        base.execute("GRANT usufruct_writer, usufruct_reader, usufruct_registrar TO keeper")
    keeper = server.url("keeper", name)
    assert run(["verify", "--ledger", keeper]) == 0
    assert "keeper-secret" not in capsys.readouterr().out
    assert run(["ledger", "rebuild", "--ledger", keeper, "--json"]) == 0
    assert "keeper-secret" not in capsys.readouterr().out
    assert run(["verify", "--ledger", server.url("keeper", name, "wrong-secret")]) == 1
    said = capsys.readouterr()
    assert "L307" in said.err
    assert "wrong-secret" not in said.err
