"""The other side of ``bench.ledger``: the same bytes and rows, written into tables that guard nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import psycopg

from usufruct.ledger import Order, Record
from usufruct.ledger.record import record_bytes

TABLES = {
    "record": ("seq", "kind", "idem", "at", "data"),
    "posting": ("seq", "leg", "account", "asset", "amount"),
    "journal": ("seq", "book", "entry", "period", "effective", "proposal", "item", "basis", "reverses"),
}
KEYS = {"record": "seq", "posting": "seq, leg", "journal": "seq"}
"""Without these nobody could look a record up; they are all that the tables have."""
TYPES = dict.fromkeys(("seq", "leg", "amount", "proposal", "item", "basis", "reverses"), "integer") | {"data": "blob"}


def form(name: str, types: dict[str, str]) -> str:
    """Return the statement that makes a table."""
    columns = ", ".join(f"{column} {types.get(column, 'text')}" for column in TABLES[name])
    return f"CREATE TABLE {name} ({columns}, PRIMARY KEY ({KEYS[name]}))"


class BareStore(Protocol):
    """Something that takes orders as they come."""

    def post(self, orders: Sequence[Order], first: int) -> None:
        """Write orders as records from a number on, in one commit."""

    def close(self) -> None:
        """Let go."""


def bare_rows(orders: Sequence[Order], first: int) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of orders by table."""
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in TABLES}
    for seq, order in enumerate(orders, first):
        body: Any = order.body
        data = record_bytes(Record(seq, "bench", order))
        rows["record"].append((seq, order.kind, order.idem, order.at, data))
        for leg, (path, amount) in enumerate(body.legs):
            rows["posting"].append((seq, leg, path, "EUR", amount))
        under = order.under or (0, 0)
        rows["journal"].append((seq, body.book, body.entry, body.period, body.effective, *under, body.basis, None))
    return rows


class BareSqlite:
    """Plain tables in an SQLite file, with the same care for what is on disk."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path, isolation_level=None)
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = FULL")
        for name in TABLES:
            self._base.execute(form(name, TYPES) + (" WITHOUT ROWID" if name == "posting" else ""))

    def post(self, orders: Sequence[Order], first: int) -> None:
        """Write orders as records from a number on, in one commit."""
        self._base.execute("BEGIN IMMEDIATE")
        for name, rows in bare_rows(orders, first).items():
            places = ", ".join("?" * len(TABLES[name]))
            self._base.executemany(f"INSERT INTO {name} VALUES ({places})", rows)  # noqa: S608
        self._base.execute("COMMIT")

    def close(self) -> None:
        """Let go."""
        self._base.close()


class BarePostgres:
    """Plain tables on a PostgreSQL server, filled row by row as drivers do."""

    def __init__(self, url: str) -> None:
        self._base = psycopg.connect(url, autocommit=True)
        for name in TABLES:
            self._base.execute(form(name, TYPES | {"seq": "bigint", "amount": "bigint", "data": "bytea"}).encode())

    def post(self, orders: Sequence[Order], first: int) -> None:
        """Write orders as records from a number on, in one commit."""
        with self._base.transaction(), self._base.cursor() as cursor:
            for name, rows in bare_rows(orders, first).items():
                places = ", ".join(["%s"] * len(TABLES[name]))
                cursor.executemany(f"INSERT INTO {name} VALUES ({places})".encode(), rows)  # noqa: S608

    def close(self) -> None:
        """Let go."""
        self._base.close()
