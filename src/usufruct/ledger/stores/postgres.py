"""A log on a PostgreSQL server (15 or later), where who writes may call one function and insert nothing.

The tables follow from the bytes inside the database, and the database itself asks for sum zero, separate books,
four eyes and approved content. An administrator installs it; needs ``usufruct[postgres]`` (psycopg). A superuser
can still do anything: that is what :mod:`usufruct.ledger.verifying` finds, with a checkpoint kept elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from usufruct.errors import UsufructError, refuse
from usufruct.ledger.merkle import EMPTY_ROOT, root_of
from usufruct.ledger.projection import COLUMNS, Row, Tables
from usufruct.ledger.stores.migrations import Script, pending, scripts_of
from usufruct.ledger.stores.store import Entry, Identified

if TYPE_CHECKING:
    import psycopg

ROLES: Final = ("usufruct_owner", "usufruct_writer", "usufruct_reader", "usufruct_auditor", "usufruct_registrar")
"""Roles without login; an administrator makes people and programs members of them."""

OLDEST: Final = 150000
_PAGE: Final = 5_000
_SETTINGS: Final = (("fsync", ("on",)), ("full_page_writes", ("on",)), ("synchronous_commit", ("on", "remote_apply")))
_TRIGGER: Final = re.compile(r"^CREATE (?:CONSTRAINT )?TRIGGER (\w+)", re.MULTILINE)
_FUNCTION: Final = re.compile(r"^CREATE FUNCTION (\w+)\(.*?\$\$(.*?)\$\$", re.MULTILINE | re.DOTALL)


def _driver() -> Any:
    try:
        import psycopg
    except ImportError:
        remedy = "install usufruct[postgres]"
        raise refuse("L308", "PostgreSQL needs the package psycopg", "store", "", remedy) from None
    return psycopg


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
        self._url, self._timeout = url, timeout
        self._scripts = scripts_of("postgres") if scripts is None else tuple(scripts)
        self._connection: psycopg.Connection[tuple[Any, ...]] | None = None
        with self._speaking():
            self._check_settings()
            lacking = pending(self._scripts, self._applied(), "postgres")
        if lacking:
            raise refuse("L305", "the tables are not of this version", self._where, "", "have them installed")

    @staticmethod
    def install(url: str, scripts: Sequence[Script] | None = None) -> tuple[Script, ...]:
        """Make the roles and bring the tables to the form of this version, as an administrator; return what was done.

        Each script runs in one transaction, and the root over the log is the same before and after it.

        Raises:
            UsufructError: as the class.
        """
        store = PostgresStore.__new__(PostgresStore)
        store._url, store._timeout, store._connection = url, 30, None
        store._scripts = scripts_of("postgres") if scripts is None else tuple(scripts)
        try:
            with store._speaking():
                return store._migrate()
        finally:
            store.close()

    def _migrate(self) -> tuple[Script, ...]:
        base = self._base()
        for role in ROLES:
            if base.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is None:
                base.execute(f"CREATE ROLE {role} NOLOGIN")
        there = self._one("SELECT to_regclass('usufruct.schema_version') IS NOT NULL")
        done = pending(self._scripts, self._applied() if there else [], "postgres")
        for script in done:
            with base.transaction():
                first = not self._one("SELECT to_regclass('usufruct.record') IS NOT NULL")
                before, size = (EMPTY_ROOT, 0) if first else (root_of(self.leaves()), self.size())
                base.execute(script.sql.encode())
                base.execute("RESET ROLE")
                if root_of(self.leaves()) != before:
                    raise refuse("L305", f"script {script.version} would change what was recorded", self._where)
                row = (script.version, script.name, script.checksum, size, before)
                base.execute("INSERT INTO usufruct.schema_version VALUES (%s, %s, %s, %s, %s)", row)
        return done

    def _applied(self) -> list[tuple[int, str]]:
        query = "SELECT version, checksum FROM usufruct.schema_version ORDER BY version"
        return [(int(version), str(checksum)) for version, checksum in self._base().execute(query)]

    def _check_settings(self) -> None:
        base = self._base()
        if base.info.server_version < OLDEST:
            raise refuse("L304", f"the server is of version {base.info.server_version}", self._where, "", "use 15 or later")
        for setting, values in _SETTINGS:
            value = self._one(f"SELECT current_setting('{setting}')")
            if value not in values:
                why = "what is acknowledged must survive a power cut"
                raise refuse("L304", f"the server has {setting} = {value}", self._where, why, f"set it to {values[0]}")

    @contextmanager
    def writing(self) -> Iterator[PostgresStore]:
        """Hold the log alone; see :class:`~usufruct.ledger.stores.store.Store`."""
        with self._speaking():
            base = self._base()
            with base.transaction():
                base.execute(f"SET LOCAL lock_timeout = {int(self._timeout * 1000)}")
                base.execute("SELECT pg_advisory_xact_lock(hashtextextended('usufruct', 0))")
                yield self

    def append(self, entries: Sequence[Entry]) -> None:
        """Add records; the database makes the rows itself. See :class:`~usufruct.ledger.stores.store.Writing`."""
        with self._speaking():
            self._base().execute("SELECT usufruct.append(%b)", ([entry.data for entry in entries],))

    def size(self) -> int:
        """Return how many records there are."""
        with self._speaking():
            return int(self._one("SELECT coalesce(max(seq) + 1, 0) FROM usufruct.record"))

    def stored(self, start: int = 0) -> Iterator[bytes]:
        """Yield the bytes of the records in order, from a number on."""
        query = "SELECT seq, data FROM usufruct.record WHERE seq >= %s ORDER BY seq LIMIT %s"
        while True:
            with self._speaking():
                page = self._base().execute(query, (start, _PAGE), binary=True).fetchall()
            for _, data in page:
                yield data
            if len(page) < _PAGE:
                return
            start = page[-1][0] + 1

    def leaves(self) -> list[bytes]:
        """Return the leaf hashes as stored beside the records."""
        with self._speaking():
            query = "SELECT leaf FROM usufruct.record ORDER BY seq"
            return [leaf for (leaf,) in self._base().execute(query, binary=True)]

    def tables(self) -> Tables:
        """Return the tables as they stand, each sorted by its columns."""
        with self._speaking():
            tables: Tables = {}
            for name, columns in COLUMNS.items():
                order = ", ".join(f'"{column}"::text COLLATE "C"' for column in columns)
                query = f"SELECT {', '.join(columns)} FROM usufruct.{name} ORDER BY {order}"  # noqa: S608
                rows = [_plain(row) for row in self._base().execute(query.encode())]
                tables[name] = sorted(rows, key=lambda row: [(value is not None, value or 0) for value in row])
            return tables

    def problems(self) -> list[str]:
        """Return what differs between the database's protection and the scripts: triggers, functions, rights."""
        script = "\n".join(each.sql for each in self._scripts)
        with self._speaking():
            on = {name for (name,) in self._base().execute(_TRIGGERS_ON)}
            bodies = dict(self._base().execute(_FUNCTION_BODIES).fetchall())
            found = [f"trigger {name} is missing or off" for name in sorted(set(_TRIGGER.findall(script)) - on)]
            found += [f"trigger {name} was added" for name in sorted(on - set(_TRIGGER.findall(script)))]
            asked = dict(_FUNCTION.findall(script))
            found += [f"function {name} is missing or altered" for name in asked if bodies.get(name) != asked[name]]
            found += [f"function {name} was added" for name in sorted(bodies.keys() - asked.keys())]
            found += [f"{grantee} may {right} {table}" for grantee, right, table in self._base().execute(_EXCESS_RIGHTS)]
            found += [f"constraint {name} is not valid" for (name,) in self._base().execute(_INVALID_CONSTRAINTS)]
            return found

    def identify(self, who: Identified) -> None:
        """Keep who a person is, in the side table; needs membership of ``usufruct_registrar``."""
        query = "INSERT INTO usufruct.identity VALUES (%s, %s, %s) ON CONFLICT (person) DO UPDATE SET salt = "
        with self._speaking():
            self._base().execute(query + "excluded.salt, name = excluded.name", who)

    def identified(self, person: str) -> Identified | None:
        """Return who a person is, if that was not erased."""
        query = "SELECT person, salt, name FROM usufruct.identity WHERE person = %s"
        with self._speaking():
            row = self._base().execute(query, (person,)).fetchone()
        return None if row is None else Identified(*row)

    def forget(self, person: str) -> None:
        """Erase who a person is. Old pages and the server's log of writes go with its next vacuum and archive."""
        with self._speaking():
            self._base().execute("DELETE FROM usufruct.identity WHERE person = %s", (person,))

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.close()

    @property
    def _where(self) -> str:
        return re.sub(r"(://[^:@/]*):[^@]*@|(password=)\S+", r"\1\2***@", self._url)

    def _base(self) -> psycopg.Connection[tuple[Any, ...]]:
        """The connection; a new one where the server went away."""
        if self._connection is None or self._connection.closed or self._connection.broken:
            self._connection = _driver().connect(self._url, autocommit=True, connect_timeout=10)
        assert self._connection is not None  # noqa: S101 - for the type checker
        return self._connection

    def _one(self, query: str) -> Any:
        row = self._base().execute(query.encode()).fetchone()
        assert row is not None  # noqa: S101 - every query here gives one row
        return row[0]

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Say in the project's words what PostgreSQL says in its own."""
        driver = _driver()
        try:
            yield
        except driver.Error as problem:
            raise _spoken(problem, self._where) from problem


_TRIGGERS_ON: Final = """
  SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = 'usufruct' AND NOT tgisinternal AND tgenabled = 'O'"""
_FUNCTION_BODIES: Final = """
  SELECT proname, prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'usufruct'"""
_EXCESS_RIGHTS: Final = """
  SELECT grantee, privilege_type, table_name FROM information_schema.role_table_grants
  WHERE table_schema = 'usufruct' AND privilege_type <> 'SELECT' AND grantee <> 'usufruct_owner'
    AND NOT (grantee = 'usufruct_registrar' AND table_name = 'identity')"""
_INVALID_CONSTRAINTS: Final = """
  SELECT conname FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
  WHERE n.nspname = 'usufruct' AND NOT convalidated"""


def _plain(row: Row) -> Row:
    return tuple(int(value) if isinstance(value, Decimal) else value for value in row)


def _spoken(problem: Exception, where: str) -> UsufructError:
    """Return the refusal that an error of the server amounts to."""
    from psycopg import errors

    text = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
    match problem:
        case errors.LockNotAvailable():
            return refuse("L302", "another writer holds the ledger", where, "", "try again; a retry is recorded once")
        case errors.InsufficientPrivilege() | errors.InvalidPassword() | errors.InvalidAuthorizationSpecification():
            return refuse("L307", f"the server refuses this user: {text}", where, "", "check user, password and role")
        case errors.IntegrityError() | errors.DataError() | errors.RaiseException():
            return refuse("L303", f"a rule of the database refused: {text}", where, "the tables and the log must agree")
        case errors.UndefinedTable() | errors.InvalidSchemaName() | errors.UndefinedFunction():
            return refuse("L305", f"the tables are not there: {text}", where, "", "have an administrator install them")
    if "password authentication failed" in str(problem) or "no password supplied" in str(problem):
        return refuse("L307", "the server refuses this user or password", where, "", "check user and password")
    return refuse("L306", f"the ledger cannot be read or written: {text}", where, "nothing was half done", "retry")
