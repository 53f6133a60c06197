"""A ledger that lies where nothing can be written is read and verified all the same."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ledger.world import World, journal
from usufruct.errors import UsufructError
from usufruct.ledger import Ledger, SqliteStore
from usufruct.ledger.verifying import verify


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that anybody can enter."""
    made = Path(tempfile.mkdtemp(prefix="usufruct-put-away-"))
    made.chmod(0o755)
    yield made
    made.chmod(0o755)
    shutil.rmtree(made)


def without_rights(call: Callable[[], object]) -> str:
    """What a call returns to somebody who may write nothing there, or the code of its refusal."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            said = str(call())
        except UsufructError as error:
            said = error.faults[0].code
        except BaseException as error:  # noqa: BLE001 - the parent tells it
            said = repr(error)
        os.write(writing, said.encode()[:4000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        said = told.read().decode()
    os.waitpid(child, 0)
    return said


def put_away(folder: Path) -> Path:
    path = folder / "books.db"
    world = World(SqliteStore(path)).furnish()
    world.do(journal("proceeds/bank", "proceeds/income", 500))
    world.store.close()
    path.chmod(0o444)
    folder.chmod(0o555)
    return path


def test_it_is_read_and_verified(folder: Path) -> None:
    path = put_away(folder)

    def check() -> object:
        store = SqliteStore(path)
        return verify(store).findings, Ledger(store).state.balance("proceeds/bank"), store.size()

    assert [each.name for each in folder.iterdir()] == ["books.db"]
    assert without_rights(check).startswith("((), 500, ")


def test_nothing_is_recorded_there(folder: Path) -> None:
    path = put_away(folder)
    assert without_rights(lambda: Ledger(SqliteStore(path)).note_migrations("2026-01-01T00:00:00Z")) == "()"

    assert without_rights(lambda: SqliteStore(path).forget("anna")) == "L306"


def test_a_log_beside_it_is_not_overlooked(folder: Path) -> None:
    path = folder / "books.db"
    store = SqliteStore(path)
    World(store).furnish()
    for each in folder.iterdir():
        each.chmod(0o444)
    shutil.copy(f"{path}-wal", folder / "kept")
    store.close()
    shutil.move(folder / "kept", f"{path}-wal")
    folder.chmod(0o555)
    assert without_rights(lambda: SqliteStore(path).size()) == "L306"
