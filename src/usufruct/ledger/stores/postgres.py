"""A log on a PostgreSQL server (15 or later), where who writes may call one function and insert nothing.

The tables follow from the bytes inside the database, and the database itself asks for sum zero, separate books,
four eyes and approved content. An administrator installs it; needs ``usufruct[postgres]`` (psycopg). A superuser
can still do anything: that is what :mod:`usufruct.ledger.verifying` finds, with a checkpoint kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Final

from usufruct.errors import refuse
from usufruct.ledger.projection import COLUMNS, Row, Tables
from usufruct.ledger.state import State
from usufruct.ledger.stores.migrations import MIGRATED, Script, misdated, pending, scripts_of
from usufruct.ledger.stores.postgres_connection import Connection
from usufruct.ledger.stores.postgres_install import applied_to
from usufruct.ledger.stores.postgres_protection import problems_of
from usufruct.ledger.stores.store import Entry, Identified, Label

OLDEST: Final = 150000
_PAGE: Final = 5_000
_SETTINGS: Final = (("fsync", ("on",)), ("full_page_writes", ("on",)), ("synchronous_commit", ("on", "remote_apply")))


class _Held:
    """The log while one writer holds it."""

    def __init__(self, to: Connection, size: int) -> None:
        self._to, self._size = to, size

    def size(self) -> int:
        """Return how many records there are."""
        return self._size

    def append(self, entries: Sequence[Entry], state: State) -> None:
        """Add records; the database makes the rows itself. See :class:`~usufruct.ledger.stores.store.Writing`."""
        with self._to.speaking():
            self._to.base.execute(_APPEND, ([entry.data for entry in entries],))
        self._size += len(entries)


class PostgresStore:
    """A log in the schema ``usufruct`` of a database of its own.

    Args:
        url: where and as whom to connect, such as ``postgresql://keeper@db.example/ledger``.
        timeout: seconds to wait for another writer.
        scripts: the form of the tables; those of this version unless a test says otherwise.

    Raises:
        UsufructError: ``L304`` for a server that is too old or does not sync, ``L305`` for other tables,
            ``L306`` when it cannot be reached, ``L307`` when it does not let this user in, ``L308`` without
            psycopg.
    """

    name = "postgres"

    def __init__(self, url: str, timeout: float = 30, scripts: Sequence[Script] | None = None) -> None:
        self._scripts = scripts_of("postgres") if scripts is None else tuple(scripts)
        self._to = Connection(url, timeout)
        try:
            with self._to.speaking():
                self._check_settings()
                lacking = pending(self._scripts, applied_to(self._to), "postgres")
            if lacking:
                raise refuse("L305", "the tables are not of this version", self._to.where, "", "have them installed")
        except BaseException:
            self._to.close()
            raise

    def _check_settings(self) -> None:
        base = self._to.base
        if base.info.server_version < OLDEST:
            raise refuse(
                "L304", f"the server is of version {base.info.server_version}", self._to.where, "", "use 15 or later"
            )
        for setting, values in _SETTINGS:
            value = self._to.one(f"SELECT current_setting('{setting}')")
            if value not in values:
                why = "what is acknowledged must survive a power cut"
                raise refuse(
                    "L304", f"the server has {setting} = {value}", self._to.where, why, f"set it to {values[0]}"
                )

    @contextmanager
    def writing(self) -> Iterator[_Held]:
        """Hold the log alone; see :class:`~usufruct.ledger.stores.store.Store`."""
        with self._to.speaking():
            base = self._to.base
            try:
                # One round trip: to append nothing takes the lock, and gives the size as it is once that is held.
                answers = base.execute(_HOLD)
                while answers.nextset():
                    pass
                (size,) = answers.fetchone() or (0,)
                yield _Held(self._to, int(size))
                base.execute("COMMIT")
            except BaseException:
                if not base.closed:
                    base.rollback()
                raise

    def extend(self, entries: Sequence[Entry]) -> bool:
        """Add records in one round trip; see :class:`~usufruct.ledger.stores.store.Extensible`.

        The database takes no record but the next, so whatever was decided on an older log is refused.
        """
        import psycopg

        try:
            self._to.cursor.execute(_APPEND, ([entry.data for entry in entries],), prepare=True)
        except psycopg.Error as problem:
            error = self._to.spoken(problem)
            if error.faults[0].code == "L303":
                return False
            raise error from problem
        return True

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read from one instant; see :class:`~usufruct.ledger.stores.store.Store`."""
        with self._to.speaking():
            self._to.base.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            if not self._to.base.closed:
                self._to.base.rollback()

    def size(self) -> int:
        """Return how many records there are."""
        with self._to.speaking():
            return int(self._to.one(_SIZE))

    def stored(self, start: int = 0) -> Iterator[bytes]:
        """Yield the bytes of the records in order, from a number on."""
        query = "SELECT seq, data FROM usufruct.record WHERE seq >= %s ORDER BY seq LIMIT %s"
        while True:
            with self._to.speaking():
                page = self._to.base.execute(query, (start, _PAGE), binary=True).fetchall()
            for _, data in page:
                yield data
            if len(page) < _PAGE:
                return
            start = page[-1][0] + 1

    def leaves(self) -> list[bytes]:
        """Return the leaf hashes as stored beside the records."""
        with self._to.speaking():
            query = "SELECT leaf FROM usufruct.record ORDER BY seq"
            return [leaf for (leaf,) in self._to.base.execute(query, binary=True)]

    def labels(self) -> list[Label]:
        """Return what is stored beside the bytes of each record, in order."""
        with self._to.speaking():
            query = "SELECT leaf, kind, idem, at FROM usufruct.record ORDER BY seq"
            return self._to.base.execute(query, binary=True).fetchall()

    def tables(self) -> Tables:
        """Return the tables as they stand, each sorted by its columns."""
        with self._to.speaking():
            return {name: self._rows(name, columns) for name, columns in COLUMNS.items()}

    def _rows(self, name: str, columns: Sequence[str]) -> list[Row]:
        """Return the rows of a table, sorted here: the server would do it by its own idea of texts and of nothing."""
        query = f"SELECT {', '.join(columns)} FROM usufruct.{name}"  # noqa: S608
        answer = self._to.base.execute(query.encode(), binary=True)
        rows: list[Row] = answer.fetchall()
        if any(column.type_code == _NUMERIC for column in answer.description or ()):
            rows = [tuple(_whole(value) if isinstance(value, Decimal) else value for value in row) for row in rows]
        try:
            return sorted(rows)  # by a key that stands first and is there
        except TypeError:
            return sorted(rows, key=lambda row: [(value is not None, value or 0) for value in row])

    def applied(self) -> tuple[Script, ...]:
        """Return the scripts that made the tables, in order: all of this version, or the store does not open."""
        return tuple(self._scripts)

    def problems(self) -> list[str]:
        """Return what differs between the database's protection and the scripts; see :mod:`.postgres_protection`."""
        with self._to.speaking():
            found = problems_of(self._to.base, "\n".join(each.sql for each in self._scripts))
            migrated = self._to.base.execute(MIGRATED.replace("schema_version", "usufruct.schema_version").encode())
            return found + misdated(migrated.fetchall(), self.leaves)

    def identify(self, who: Identified) -> None:
        """Keep who a person is, in the side table; needs membership of ``usufruct_registrar``."""
        query = "INSERT INTO usufruct.identity VALUES (%s, %s, %s) ON CONFLICT (person) DO UPDATE SET salt = "
        with self._to.speaking():
            self._to.base.execute(query + "excluded.salt, name = excluded.name", who)

    def identified(self, person: str) -> Identified | None:
        """Return who a person is, if that was not erased."""
        query = "SELECT person, salt, name FROM usufruct.identity WHERE person = %s"
        with self._to.speaking():
            row = self._to.base.execute(query, (person,)).fetchone()
        return None if row is None else Identified(*row)

    def identities(self) -> tuple[Identified, ...] | None:
        """Return the side table, in the order of the pseudonyms; None where this user may not read it."""
        with self._to.speaking():
            if not self._to.one("SELECT has_table_privilege('usufruct.identity', 'SELECT')"):
                return None
            query = 'SELECT person, salt, name FROM usufruct.identity ORDER BY person COLLATE "C"'
            return tuple(Identified(*row) for row in self._to.base.execute(query))

    def forget(self, person: str) -> None:
        """Erase who a person is. Old pages and the server's log of writes go with its next vacuum and archive."""
        with self._to.speaking():
            self._to.base.execute("DELETE FROM usufruct.identity WHERE person = %s", (person,))

    def close(self) -> None:
        """Let go of the connection."""
        self._to.close()


_SIZE: Final = "SELECT coalesce(max(seq) + 1, 0) FROM usufruct.record"
_APPEND: Final = "SELECT usufruct.append(%b)"
_HOLD: Final = b"BEGIN ISOLATION LEVEL READ COMMITTED; SELECT usufruct.append('{}')"


_NUMERIC: Final = 1700
"""The number by which a server calls its type."""


def _whole(value: Decimal) -> int | Decimal:
    """Return an integer, or what no ledger writes as it is: rounded, it would look like one."""
    return int(value) if value.is_finite() and value == value.to_integral_value() else value
