"""Scripts run forward, once, in order; the log is the same before and after; each is noted as a record."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledger.postgres_server import Server
from tests.ledger.world import World, journal
from usufruct.errors import UsufructError
from usufruct.ledger import SqliteStore
from usufruct.ledger.merkle import EMPTY_ROOT
from usufruct.ledger.stores.migrations import Script, misdated, pending, scripts_of
from usufruct.ledger.stores.postgres import PostgresStore
from usufruct.ledger.stores.postgres_install import install
from usufruct.ledger.verifying import verify

FIRST = scripts_of("sqlite")
INDEX = Script(2, "index", "CREATE INDEX posting_by_account ON posting (account);")


def test_a_later_script_changes_the_tables_and_not_the_log(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    store = SqliteStore(path)
    world = World(store).furnish()
    world.do(journal("proceeds/bank", "proceeds/income", 5))
    before, tables, root = list(store.stored()), store.tables(), world.ledger.state.tree.root()
    store.close()
    store = SqliteStore(path, scripts=(*FIRST, INDEX))
    assert list(store.stored()) == before
    assert store.tables() == tables
    assert store._one("SELECT root FROM schema_version WHERE version = 2") == root
    assert store.migrate() == ()
    world = World(store, world.at())
    assert world.ledger.note_migrations(world.at()) == (len(before),)
    assert world.ledger.note_migrations(world.at()) == ()
    assert world.ledger.record(len(before)).body.checksum == INDEX.checksum
    assert verify(store).findings == ()
    store.close()
    with pytest.raises(UsufructError, match="L305"):
        SqliteStore(path)  # the older program does not write through a form that it does not know


def test_a_script_that_would_change_the_log_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    store = SqliteStore(path)
    World(store).furnish()
    before = list(store.stored())
    store.close()
    bad = Script(2, "bad", "DROP TRIGGER record_no_update;\nUPDATE record SET leaf = zeroblob(32) WHERE seq = 1;")
    with pytest.raises(UsufructError, match="L305"):
        SqliteStore(path, scripts=(*FIRST, bad))
    store = SqliteStore(path)
    assert list(store.stored()) == before
    assert verify(store).findings == ()
    store.close()


def test_a_script_that_fails_leaves_the_old_form(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    SqliteStore(path).close()
    broken = Script(2, "broken", "CREATE INDEX a ON posting (account);\nCREATE INDEX b ON nothing (x);")
    with pytest.raises(UsufructError, match="L306"):
        SqliteStore(path, scripts=(*FIRST, broken))
    store = SqliteStore(path)
    assert store.problems() == []
    store.close()


def test_a_changed_script_is_refused() -> None:
    applied = [(script.version, script.checksum) for script in FIRST]
    assert pending(FIRST, applied, "sqlite") == ()
    assert pending((*FIRST, INDEX), applied, "sqlite") == (INDEX,)
    for wrong in ([(1, "0" * 64)], [*applied, (2, "x")], [(2, FIRST[0].checksum)]):
        with pytest.raises(UsufructError, match="L305"):
            pending(FIRST, wrong, "sqlite")


def test_a_server_is_migrated_by_its_administrator(server: Server, database: str) -> None:
    store = PostgresStore(server.url("keeper", database))
    world = World(store).furnish()
    before = list(store.stored())
    scripts = (*scripts_of("postgres"), Script(2, "index", "CREATE INDEX by_account ON usufruct.posting (account);"))
    assert [script.version for script in install(server.url("postgres", database), scripts)] == [2]
    store.close()
    with pytest.raises(UsufructError, match="L305"):
        PostgresStore(server.url("keeper", database))
    store = PostgresStore(server.url("keeper", database), scripts=scripts)
    assert list(store.stored()) == before
    world = World(store, world.at())
    assert world.ledger.note_migrations(world.at()) == (len(before),)
    assert verify(store).findings == ()
    bad = Script(3, "bad", "SET LOCAL session_replication_role = replica; DELETE FROM usufruct.record WHERE seq > 3;")
    with pytest.raises(UsufructError, match="L305"):
        install(server.url("postgres", database), (*scripts, bad))
    assert store.size() == len(before) + 1
    store.close()


def test_whatever_a_damaged_file_holds_of_a_migration_is_only_another_log() -> None:
    assert misdated([(1, 0, EMPTY_ROOT)], list) == []
    for row in ((1, None, EMPTY_ROOT), (1, 10**18, 7), (1, 0, None), (1, 1, EMPTY_ROOT)):
        assert len(misdated([row], list)) == 1  # type: ignore[list-item]
