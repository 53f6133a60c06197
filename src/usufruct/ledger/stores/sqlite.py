"""A log in one SQLite file: nothing to install, and every rule that a file can hold.

Opened with foreign keys and recursive triggers on, untrusted schema off, a write-ahead log and a full sync at
each commit; a file of another application is refused. Whoever owns the file can still change it: that is what
:mod:`usufruct.ledger.verifying` finds, with a checkpoint kept elsewhere.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, Final

from usufruct.errors import refuse
from usufruct.ledger.merkle import EMPTY_ROOT, root_of
from usufruct.ledger.projection import COLUMNS, Tables, add_rows
from usufruct.ledger.state import State
from usufruct.ledger.stores.durable import sync, write_again
from usufruct.ledger.stores.migrations import MIGRATED, Script, misdated, pending, scripts_of
from usufruct.ledger.stores.sqlite_connection import Speaking, Transaction, connect, damaged, is_put_away
from usufruct.ledger.stores.store import Entry, Identified, Label
from usufruct.ledger.what_to_do import REPORT

APPLICATION_ID: Final = 0x55535546
"""Marks the file as a ledger of Usufruct (the letters USUF)."""

_SETTINGS: Final = (
    ("foreign_keys", "ON", 1),
    ("recursive_triggers", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("synchronous", "FULL", 2),
    ("secure_delete", "ON", 1),
    ("cell_size_check", "ON", 1),
)
_INSERTS: Final = {
    name: f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
    for name, columns in COLUMNS.items()
    if name != "balance"
} | {
    "period_status": "UPDATE period SET status = ?2 WHERE name = ?1",
    "record": "INSERT INTO record (seq, kind, idem, at, data, leaf) VALUES (?, ?, ?, ?, ?, ?)",
}
_BLOCK: Final = 64
_BLOCKS: Final = {
    name: _INSERTS[name] + f", ({', '.join('?' * len(COLUMNS[name]))})" * (_BLOCK - 1)
    for name in ("posting", "journal")
}
"""Statements that insert so many rows: to begin one that can be undone by itself costs as much as a row.

Only for tables whose rows and keys come in order: so few pages are touched that SQLite keeps what they were in memory.
"""


_LAST_LEG: Final = """
  SELECT account FROM balance LEFT JOIN (
    SELECT account AS path, max(seq * 1000 + leg) AS last FROM posting GROUP BY account) ON path = account
  WHERE last_seq * 1000 + last_leg <> coalesce(last, -1001)"""
"""Balances that name another last leg than they have, and so would take no next one; a journal has at most 1000."""


class SqliteStore:
    """A log in an SQLite file.

    One that is put away, on a medium or in a folder where nothing can be written, can be read and verified.

    Args:
        path: the file; made if it does not exist.
        timeout: seconds to wait for another writer.
        scripts: the form of the tables; those of this version unless a test says otherwise.

    Raises:
        UsufructError: ``L301`` for a file that is no ledger, ``L305`` for one with other tables,
            ``L306`` for one that cannot be opened or written.
    """

    name = "sqlite"

    def __init__(self, path: Path | str, timeout: float = 30, scripts: Sequence[Script] | None = None) -> None:
        self.path = Path(path)
        self._scripts = scripts_of("sqlite") if scripts is None else scripts
        self._speaking = Speaking(str(self.path))
        fresh = not self.path.exists()
        with self._speaking:
            self._base = connect(self.path, timeout)
        try:
            with self._speaking:
                try:
                    self._prepare(fresh=fresh)
                except sqlite3.OperationalError as problem:
                    if fresh or not is_put_away(problem, self.path):
                        raise
                    self._base.close()
                    self._base = connect(self.path, timeout, put_away=True)
                    self._prepare(fresh=False)
        except BaseException:
            self._base.close()
            raise

    def _prepare(self, *, fresh: bool) -> None:
        application = self._one("PRAGMA application_id")
        if fresh:  # empty yet; what SQLite lays beside it later gets the same rights
            self.path.chmod(0o600)
        empty = self._one("SELECT count(*) FROM sqlite_schema") == 0
        if not (application == APPLICATION_ID or (application == 0 and empty)):
            raise refuse("L301", "the file is a database of something else", str(self.path), "", "name another file")
        for setting, value, reads in _SETTINGS:
            self._base.execute(f"PRAGMA {setting} = {value}")
            if self._one(f"PRAGMA {setting}") != reads:
                what = f"SQLite does not set {setting} to {value}"
                raise refuse("L304", what, str(self.path), "", "use a build of Python whose SQLite does")
        if empty:
            self._base.execute("PRAGMA journal_mode = WAL")
        self._secure_log()
        self.migrate()

    def _secure_log(self) -> None:
        """Have the disk hold all of the write-ahead log before anybody builds on it.

        A process that was killed before its sync, or whose sync failed, leaves changes that can be read and are not
        on the disk. A retry would find its order recorded, and a power cut would take it away again.
        """
        log = Path(f"{self.path}-wal")
        if not (log.exists() and log.stat().st_size):
            return
        waits = self._one("PRAGMA busy_timeout")
        self._base.execute("PRAGMA busy_timeout = 0")
        try:
            self._base.execute("BEGIN IMMEDIATE")  # nobody else writes into the log meanwhile
        except sqlite3.OperationalError as problem:
            # Who writes now did this when it opened; and who may not write acknowledges nothing.
            if not any(sign in str(problem) for sign in ("locked", "readonly")):
                raise
        else:
            try:
                write_again(log)
            finally:
                self._base.execute("ROLLBACK")
        finally:
            self._base.execute(f"PRAGMA busy_timeout = {waits}")

    def migrate(self) -> tuple[Script, ...]:
        """Bring the tables to the form of this version; return what was done.

        Each script runs in one transaction, and the root over the log is the same before and after it.
        """
        applied: list[tuple[int, str]] = []
        if not self._one("SELECT count(*) FROM sqlite_schema WHERE name = 'schema_version'"):
            if self._one("SELECT count(*) FROM sqlite_schema WHERE name = 'record'"):
                raise damaged("the table schema_version is missing", str(self.path))
        else:
            applied = list(self._base.execute("SELECT version, checksum FROM schema_version ORDER BY version"))
        done = pending(self._scripts, applied, "sqlite")
        for script in done:
            with self.writing():
                self._apply(script)
        return done

    def _apply(self, script: Script) -> None:
        first = not self._one("SELECT count(*) FROM sqlite_schema WHERE name = 'record'")
        before = EMPTY_ROOT if first else root_of(self.leaves())
        for statement in statements(script.sql):
            self._base.execute(statement)
        if root_of(self.leaves()) != before or self._base.execute("PRAGMA foreign_key_check").fetchone():
            raise refuse("L305", f"script {script.version} would change what was recorded", str(self.path), "", REPORT)
        row = (script.version, script.name, script.checksum, self.size(), before)
        self._base.execute("INSERT INTO schema_version VALUES (?, ?, ?, ?, ?)", row)
        self._base.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    def writing(self) -> Transaction[SqliteStore]:
        """Hold the file alone; see :class:`~usufruct.ledger.stores.store.Store`."""
        return Transaction(self._base, self._speaking, self)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read from one instant; see :class:`~usufruct.ledger.stores.store.Store`."""
        with self._speaking:
            self._base.execute("BEGIN")
            try:
                yield
            finally:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")

    def append(self, entries: Sequence[Entry], state: State) -> None:
        """Add records and their rows; see :class:`~usufruct.ledger.stores.store.Writing`."""
        with self._speaking:
            kinds = [entry.record.kind for entry in entries]
            for start, end in _runs(kinds):
                self._append_run(entries[start:end], kinds[start:end], state)

    def _append_run(self, entries: Sequence[Entry], kinds: Sequence[str], state: State) -> None:
        """Add records between which no order of tables matters but their own."""
        by_table: Tables = {"record": []}
        for (record, data, leaf), kind in zip(entries, kinds, strict=True):
            order = record.order
            # The driver looks for an adapter of each value of bytes, and of a bytearray it does not.
            row = (record.seq, kind, order.idem, order.at, bytearray(data), bytearray(leaf))
            by_table["record"].append(row)
            add_rows(by_table, record, state)
        for table, rows in by_table.items():
            whole = len(rows) // _BLOCK * _BLOCK if table in _BLOCKS else 0
            for done in range(0, whole, _BLOCK):
                self._base.execute(_BLOCKS[table], list(chain.from_iterable(rows[done : done + _BLOCK])))
            self._base.executemany(_INSERTS[table], rows[whole:] if whole else rows)

    def size(self) -> int:
        """Return how many records there are."""
        with self._speaking:
            return int(self._one("SELECT coalesce(max(seq) + 1, 0) FROM record"))

    def stored(self, start: int = 0) -> Iterator[bytes]:
        """Yield the bytes of the records in order, from a number on."""
        with self._speaking:
            for (data,) in self._base.execute("SELECT data FROM record WHERE seq >= ? ORDER BY seq", (start,)):
                yield self._bytes(data)

    def leaves(self) -> list[bytes]:
        """Return the leaf hashes as stored beside the records."""
        with self._speaking:
            return [self._bytes(leaf) for (leaf,) in self._base.execute("SELECT leaf FROM record ORDER BY seq")]

    def labels(self) -> list[Label]:
        """Return what is stored beside the bytes of each record, in order."""
        with self._speaking:
            return self._base.execute("SELECT leaf, kind, idem, at FROM record ORDER BY seq").fetchall()

    def tables(self) -> Tables:
        """Return the tables as they stand, each sorted by its columns."""
        with self._speaking:
            return {
                name: self._base.execute(
                    f"SELECT {', '.join(columns)} FROM {name} ORDER BY {', '.join(columns)}"  # noqa: S608
                ).fetchall()
                for name, columns in COLUMNS.items()
            }

    def applied(self) -> tuple[Script, ...]:
        """Return the scripts that made the tables, in order: all of this version, or the store does not open."""
        return tuple(self._scripts)

    def problems(self) -> list[str]:
        """Return what differs between the file's protection and the scripts: a dropped trigger, a new table."""
        with self._speaking:
            there, asked = _schema(self._base), schema_of(tuple(self._scripts))
            found = [f"{name} is missing or altered" for name in sorted(asked) if there.get(name) != asked[name]]
            found += [f"{name} was added" for name in sorted(there.keys() - asked.keys())]
            found += [f"integrity check: {text}" for (text,) in self._base.execute("PRAGMA integrity_check(20)")]
            found += [f"a row of balance names another last leg: {name}" for (name,) in self._base.execute(_LAST_LEG)]
            found += misdated(self._base.execute(MIGRATED).fetchall(), self.leaves)
            orphans = self._base.execute("PRAGMA foreign_key_check").fetchall()
            found += [f"a row of {table} points at no row of {parent}" for table, _, parent, _ in orphans[:20]]
            return [text for text in found if text != "integrity check: ok"]

    def identify(self, who: Identified) -> None:
        """Keep who a person is, in the side table."""
        with self._speaking:
            self._base.execute("INSERT OR REPLACE INTO identity VALUES (?, ?, ?)", who)

    def identified(self, person: str) -> Identified | None:
        """Return who a person is, if that was not erased."""
        with self._speaking:
            row = self._base.execute("SELECT person, salt, name FROM identity WHERE person = ?", (person,)).fetchone()
        return None if row is None else Identified(*row)

    def identities(self) -> tuple[Identified, ...]:
        """Return the side table, in the order of the pseudonyms."""
        with self._speaking:
            rows = self._base.execute("SELECT person, salt, name FROM identity ORDER BY person").fetchall()
        return tuple(Identified(*row) for row in rows)

    def forget(self, person: str) -> None:
        """Erase who a person is, from the file and from its write-ahead log."""
        with self._speaking:
            self._base.execute("DELETE FROM identity WHERE person = ?", (person,))
        self.settle()

    def settle(self) -> None:
        """Move the write-ahead log into the file and empty it, so that the file alone is the ledger.

        Closing does the same, and says nothing where it fails.

        Raises:
            UsufructError: ``L302`` when somebody reads or writes, ``L306`` when it cannot be written.
        """
        with self._speaking:
            if self._one("PRAGMA wal_checkpoint(TRUNCATE)"):
                what = "others use the ledger, and its log stays beside the file"
                raise refuse("L302", what, str(self.path), "", "end what reads it, and try again")

    def back_up(self, path: Path | str) -> None:
        """Copy the ledger, as of one instant, into another file that does not exist yet.

        Raises:
            UsufructError: ``L306`` when it exists or cannot be written; in the second case no file is left.
        """
        if Path(path).exists():
            raise refuse("L306", "the file exists already", str(path), "a backup overwrites nothing", "name another")
        try:
            _make_private(path)
            with self._speaking:
                self._base.execute("VACUUM INTO ?", (str(path),))
                for each in (path, Path(path).absolute().parent):  # SQLite syncs neither for certain
                    sync(each)
        except BaseException:
            for end in ("", "-journal"):
                Path(f"{path}{end}").unlink(missing_ok=True)
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def _bytes(self, value: Any) -> bytes:
        """Refuse what is no longer bytes: STRICT looks at what is written, and a flipped bit writes nothing."""
        if type(value) is not bytes:
            raise damaged(f"a record holds {type(value).__name__} and not bytes", str(self.path))
        return value

    def _one(self, query: str) -> Any:
        return self._base.execute(query).fetchone()[0]


def _make_private(path: Path | str) -> None:
    """Make the file of a copy, empty and for its owner alone: names of people will stand in it. SQLite says why not."""
    with suppress(OSError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def statements(sql: str) -> Iterator[str]:
    """Yield the statements of a script; triggers hold semicolons of their own."""
    waiting = ""
    for line in sql.splitlines(keepends=True):
        waiting += line
        if sqlite3.complete_statement(waiting):
            yield waiting
            waiting = ""


def _schema(base: sqlite3.Connection) -> dict[str, str]:
    return dict(base.execute("SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema"))


@lru_cache(maxsize=8)
def schema_of(scripts: tuple[Script, ...]) -> dict[str, str]:
    """Return what scripts make, by type and name."""
    base = sqlite3.connect(":memory:")
    try:
        for script in scripts:
            base.executescript(script.sql)
        return _schema(base)
    finally:
        base.close()


def _runs(kinds: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where runs of journals begin and end; every other record stands alone."""
    start = 0
    for at, kind in enumerate(kinds):
        if kind not in ("journal", "reversal"):
            if start < at:
                yield start, at
            yield at, at + 1
            start = at + 1
    if start < len(kinds):
        yield start, len(kinds)
