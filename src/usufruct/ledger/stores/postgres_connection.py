"""A connection to a PostgreSQL server that comes back after the server went away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from usufruct.errors import UsufructError, refuse
from usufruct.ledger.what_to_do import VERIFY

if TYPE_CHECKING:
    import psycopg


def _driver() -> Any:
    try:
        import psycopg
    except ImportError:
        remedy = "install usufruct[postgres]"
        raise refuse("L308", "PostgreSQL needs the package psycopg", "store", "", remedy) from None
    return psycopg


class Connection:
    """One connection, made when it is first used and again where it broke.

    Args:
        url: where and as whom to connect.
        timeout: seconds to wait for a lock; as long as it takes if None.
    """

    def __init__(self, url: str, timeout: float | None = None) -> None:
        self._url, self._timeout = url, timeout
        self._open: psycopg.Connection[tuple[Any, ...]] | None = None
        self._cursor: psycopg.Cursor[tuple[Any, ...]] | None = None

    @property
    def where(self) -> str:
        """The url for messages, without its password."""
        return re.sub(r"(://[^:@/]*):[^@]*@|(password=)\S+", r"\1\2***@", self._url)

    @property
    def base(self) -> psycopg.Connection[tuple[Any, ...]]:
        """The open connection; each statement is a transaction of its own unless one is begun."""
        if self._open is None or self._open.closed or self._open.broken:
            opened: psycopg.Connection[tuple[Any, ...]] = _driver().connect(
                self._url, autocommit=True, connect_timeout=10
            )
            if self._timeout is not None:
                # Who waits for the lock sees what was recorded meanwhile, however the server begins its transactions.
                level = "SET default_transaction_isolation = 'read committed'"
                opened.execute(f"SET lock_timeout = {int(self._timeout * 1000)}; {level}".encode())
            self._open = opened
        return self._open

    @property
    def cursor(self) -> psycopg.Cursor[tuple[Any, ...]]:
        """One cursor for all commands whose answer nobody keeps: making one takes as long as sending a command."""
        if self._cursor is None or self._cursor.connection is not self.base:
            self._cursor = self.base.cursor()
        return self._cursor

    def one(self, query: str) -> Any:
        """Return the first value of the first row."""
        row = self.base.execute(query.encode()).fetchone()
        assert row is not None  # noqa: S101 - every query that comes here gives a row
        return row[0]

    def close(self) -> None:
        """Let go of it."""
        if self._open is not None:
            self._open.close()

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """Say in the project's words what PostgreSQL says in its own."""
        try:
            yield
        except _driver().Error as problem:
            raise self.spoken(problem) from problem

    def spoken(self, problem: Exception) -> UsufructError:
        """Return the refusal that an error of the server amounts to."""
        return _spoken(problem, self.where)


def _spoken(problem: Exception, where: str) -> UsufructError:
    """Return the refusal that an error of the server amounts to."""
    from psycopg import errors

    text = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
    match problem:
        case errors.LockNotAvailable():
            return refuse("L302", "another writer holds the ledger", where, "", "try again; a retry is recorded once")
        case errors.InsufficientPrivilege() | errors.InvalidPassword() | errors.InvalidAuthorizationSpecification():
            remedy = (
                "check user and password, and have a role granted: usufruct_reader, usufruct_auditor or "
                "usufruct_writer; usufruct_public reads its views, with any client of the server"
            )
            return refuse("L307", f"the server refuses this user: {text}", where, "", remedy)
        case errors.IntegrityError() | errors.DataError() | errors.RaiseException():
            return refuse(
                "L303", f"a rule of the database refused: {text}", where, "the tables and the log must agree", VERIFY
            )
        case errors.UndefinedTable() | errors.InvalidSchemaName() | errors.UndefinedFunction():
            return refuse("L305", f"the tables are not there: {text}", where, "", "have an administrator install them")
    if "password authentication failed" in str(problem) or "no password supplied" in str(problem):
        return refuse("L307", "the server refuses this user or password", where, "", "check user and password")
    remedy = next((remedy for sign, remedy in _REMEDIES.items() if sign in str(problem)), "offer the same again")
    return refuse("L306", f"the ledger cannot be read or written: {text}", where, "nothing was half done", remedy)


_REMEDIES: Final = {
    "does not exist": "check the name of the database and of the user, or have an administrator make it",
    "resolve host": "check the name of the server",
    "translate host": "check the name of the server",
    "onnection refused": "check the name and the port of the server, and that it runs",
    "timeout": "check the name of the server, and that this machine may reach it",
}
"""What to do about what a server, or the way to it, says; by a part of its words."""
