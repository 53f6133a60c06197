"""Stores for the tests of the ledger: each test gets an empty one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ledger.postgres_server import Server, running
from tests.ledger.world import World
from usufruct.ledger import MemoryStore, SqliteStore
from usufruct.ledger.stores.postgres import PostgresStore
from usufruct.ledger.stores.store import Store

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with running() as made:
        yield made


@pytest.fixture
def database(server: Server) -> str:
    return server.database(f"ledger_{next(NUMBERS)}")


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made: Store
    if request.param == "memory":
        made = MemoryStore()
    elif request.param == "sqlite":
        made = SqliteStore(tmp_path / "ledger.db")
    else:
        server = request.getfixturevalue("server")
        made = PostgresStore(server.url("keeper", request.getfixturevalue("database")))
    yield made
    made.close()


@pytest.fixture
def world(store: Store) -> World:
    """A furnished ledger on each store."""
    return World(store).furnish()


@pytest.fixture
def plain() -> World:
    """A furnished ledger in memory, for rules that no store has a part in."""
    return World(MemoryStore()).furnish()
