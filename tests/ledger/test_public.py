"""The public reads figures of sealed periods: enforced by the server, and the same figures from a file."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.ledger.postgres_server import Server
from tests.ledger.story import close, payment
from tests.ledger.world import NEXT, PERIOD, World, journal
from usufruct.errors import UsufructError
from usufruct.ledger import MemoryStore
from usufruct.ledger.public import public_day
from usufruct.ledger.seals import trial_balance
from usufruct.ledger.stores.postgres import PostgresStore

HALF, LATER = ("2025-H1", "2025-06-30"), ("2025-H2", "2025-12-31")


@pytest.fixture
def kept(server: Server, database: str) -> Iterator[tuple[World, str]]:
    """A ledger on a server with one sealed period and movements after it."""
    store = PostgresStore(server.url("keeper", database))
    world = World(store).furnish()
    world.take_principal(19_100_000_000_000)
    payment(world, 1, 155_257_500_001)
    world.do(close(PERIOD))
    world.ledger.seal(HALF[0], world.at())
    world.do(NEXT)
    payment(world, 2, 202_679_999_999, LATER[0])
    world.do(journal("proceeds/cap", "proceeds/suspense", 777, LATER[0], text="a line that somebody wrote"))
    yield world, server.url("citizen", database)
    store.close()


def test_the_public_sees_sealed_figures_and_nothing_else(kept: tuple[World, str]) -> None:
    world, url = kept
    state = world.ledger.state
    expected = {
        path: (total.debits, total.credits)
        for path, total in trial_balance(state, HALF[1]).items()
        if total.debits or total.credits
    }
    with psycopg.connect(url, autocommit=True) as base:
        rows = base.execute("SELECT account, debits, credits FROM usufruct.public_balance").fetchall()
        assert {account: (int(debits), int(credits_)) for account, debits, credits_ in rows} == expected
        assert base.execute("SELECT period, last_day FROM usufruct.public_period").fetchall() == [HALF]
        moved = base.execute("SELECT DISTINCT period, effective <= %s FROM usufruct.public_movement", (HALF[1],))
        assert moved.fetchall() == [(HALF[0], True)]
        ((period, roots),) = base.execute("SELECT period, roots FROM usufruct.public_seal").fetchall()
        assert (period, roots["trial_balance"]) == (HALF[0], state.seals[0].result["trial_balance"])
        columns = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'usufruct'"
        seen = {(str(table), str(column)) for table, column in base.execute(columns)}
        assert {table for table, _ in seen} == {"public_period", "public_movement", "public_balance", "public_seal"}
        assert not {"text", "person", "maker", "name", "data"} & {column for _, column in seen}
        tables = base.execute("SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                              "WHERE nspname = 'usufruct' AND relkind = 'r'").fetchall()  # fmt: skip
        assert len(tables) > 15
        for (table,) in tables:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                base.execute(f"SELECT 1 FROM usufruct.{table}")
        for attempt in (
            "DELETE FROM usufruct.public_period",
            "INSERT INTO usufruct.public_period VALUES ('x', 'x', 'x')",
            "SELECT usufruct.append('{}')",
            "CREATE TABLE usufruct.mine (a int)",
            "SET ROLE usufruct_reader",
        ):
            with pytest.raises(psycopg.Error):
                base.execute(attempt)


def test_what_is_sealed_later_becomes_public_then(kept: tuple[World, str]) -> None:
    world, url = kept
    with psycopg.connect(url, autocommit=True) as base:
        count = "SELECT count(*) FROM usufruct.public_movement"
        before = base.execute(count).fetchone()
        world.file(19_100_000_000_000, period=LATER[0])
        world.do(close(NEXT))
        assert base.execute(count).fetchone() == before  # closed is not sealed
        world.ledger.seal(LATER[0], world.at())
        assert base.execute("SELECT period FROM usufruct.public_period ORDER BY 1").fetchall() == [
            (HALF[0],),
            (LATER[0],),
        ]
        after = base.execute(count).fetchone()
        assert before is not None
        assert after is not None
        assert after > before
        assert public_day(world.ledger.state) == LATER[1]


def test_the_last_public_day_is_that_of_the_last_seal() -> None:
    world = World(MemoryStore()).furnish()
    with pytest.raises(UsufructError, match="L294"):
        public_day(world.ledger.state)
    world.take_principal(5)
    world.do(close(PERIOD))
    with pytest.raises(UsufructError, match="L294"):
        public_day(world.ledger.state)
    world.ledger.seal(HALF[0], world.at())
    assert public_day(world.ledger.state) == public_day(world.ledger.state, HALF[1]) == HALF[1]
    assert public_day(world.ledger.state, "2025-03-01") == "2025-03-01"
    with pytest.raises(UsufructError, match="L294"):
        public_day(world.ledger.state, "2025-07-01")
