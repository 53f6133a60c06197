"""What SQLite says, in the project's words, and a transaction of one writer."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Final, Generic, TypeVar

from usufruct.errors import UsufructError, refuse
from usufruct.ledger.what_to_do import VERIFY

_DAMAGE: Final = ("not a database", "malformed", "Could not decode", "unsupported file format")
"""What SQLite says of a file that is none of its own or no longer whole."""
_REMEDIES: Final = {
    "unable to open": "check the path, and the rights to the file and its folder; where nothing can be written, read a "
    "ledger that was closed in order, such as a backup",
    "readonly": "check the rights to the file and its folder",
    "full": "free some space, then offer the same again",
}
_Held = TypeVar("_Held")


def connect(path: Path, timeout: float, *, put_away: bool = False) -> sqlite3.Connection:
    """Open a file.

    Args:
        path: where it is.
        timeout: seconds to wait for another writer.
        put_away: nothing can be written there, and so nobody writes; SQLite then needs no files beside it.
    """
    where = f"{path.absolute().as_uri()}?mode=ro&immutable=1" if put_away else path
    return sqlite3.connect(
        where, timeout=timeout, isolation_level=None, check_same_thread=False, cached_statements=64, uri=put_away
    )


def is_put_away(problem: sqlite3.OperationalError, path: Path) -> bool:
    """Say whether a file could not be opened because nothing can be written beside it, and holds all there is.

    A write-ahead log beside it holds more, which is not to be overlooked.
    """
    log = Path(f"{path}-wal")
    closed = any(sign in str(problem) for sign in ("unable to open", "readonly"))
    closed = closed and not os.access(path.absolute().parent, os.W_OK)
    return closed and path.exists() and not (log.exists() and log.stat().st_size)


class Speaking:
    """Say in the project's words what SQLite says in its own, inside a ``with``.

    A class, as it stands around every commit: a generator takes several times as long. It keeps nothing, so that one
    of them does for all, also inside itself.

    Args:
        where: the file, for messages.
    """

    __slots__ = ("where",)

    def __init__(self, where: str) -> None:
        self.where = where

    def __enter__(self) -> None:
        """Begin to listen."""

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Say what went wrong."""
        if problem is not None:
            self.say(problem)

    def say(self, problem: BaseException) -> None:
        """Raise the refusal that a problem amounts to, if it is one of the database."""
        if isinstance(problem, (sqlite3.Error, OSError, UnicodeDecodeError)):
            raise spoken(problem, self.where) from problem


class Transaction(Generic[_Held]):
    """Hold a file alone, inside a ``with``: commit on leaving, roll back on an exception.

    Args:
        base: a connection in no transaction.
        speaking: says what goes wrong.
        held: what the ``with`` gives.
    """

    __slots__ = ("_base", "_held", "_speaking")

    def __init__(self, base: sqlite3.Connection, speaking: Speaking, held: _Held) -> None:
        self._base, self._speaking, self._held = base, speaking, held

    def __enter__(self) -> _Held:
        """Wait for other writers, then keep them out."""
        try:
            self._base.execute("BEGIN IMMEDIATE")
        except BaseException as problem:  # an interrupt may come when it has begun
            self._give_up(problem)
            raise
        return self._held

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Have the disk take all of it, or nothing."""
        if problem is not None:
            self._give_up(problem)
            return
        try:
            self._base.execute("COMMIT")
        except BaseException as failure:
            self._give_up(failure)
            raise

    def _give_up(self, problem: BaseException) -> None:
        with self._speaking:
            if self._base.in_transaction:  # a full disk has rolled back already
                self._base.execute("ROLLBACK")
        self._speaking.say(problem)


def spoken(problem: Exception, where: str) -> UsufructError:
    """Return the refusal that an error of the database amounts to."""
    text = str(problem)
    if isinstance(problem, sqlite3.IntegrityError):
        why = "the tables and the log must agree"
        return refuse("L303", f"a rule of the database refused: {text}", where, why, VERIFY)
    if "locked" in text or "busy" in text:
        return refuse("L302", "another writer holds the ledger", where, "", "try again; a retry is recorded once")
    if isinstance(problem, UnicodeDecodeError) or any(sign in text for sign in _DAMAGE):
        return damaged(text, where)
    remedy = next((remedy for sign, remedy in _REMEDIES.items() if sign in text), "offer the same again")
    return refuse("L306", f"the ledger cannot be read or written: {text}", where, "nothing was half done", remedy)


def damaged(text: str, where: str) -> UsufructError:
    """Return the refusal of a file that is not, or no longer, a ledger."""
    return refuse("L301", f"the file is no ledger or is damaged: {text}", where, "", "restore a backup and verify it")
