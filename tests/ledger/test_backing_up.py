"""Backups across stores: from a server to a file and to another server, with the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledger import story
from tests.ledger.conftest import NUMBERS
from tests.ledger.postgres_server import Server
from tests.ledger.world import World
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
    assert back_up(source, path, note) == 106
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
