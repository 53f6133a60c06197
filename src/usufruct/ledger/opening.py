"""Where a ledger is kept, from the text by which a user names it: a file, or the address of a server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from usufruct.errors import UsufructError, refuse
from usufruct.ledger.stores.sqlite import SqliteStore
from usufruct.ledger.stores.store import Store

_SERVER: Final = ("postgresql://", "postgres://")


def is_server(where: str) -> bool:
    """Say whether a ledger is named by the address of a server.

    Example:
        >>> is_server("postgresql://keeper@db.example/ledger"), is_server("ledger.db")
        (True, False)
    """
    return where.startswith(_SERVER)


def shown(where: str) -> str:
    """Return the name of a ledger for messages, without a password.

    Example:
        >>> shown("postgresql://keeper:secret@db.example/ledger")
        'postgresql://keeper:***@db.example/ledger'
    """
    return re.sub(r"(://[^:@/]*):[^@]*@|(password=)[^&\s]+", lambda m: f"{m[1]}:***@" if m[1] else f"{m[2]}***", where)


def open_store(where: str) -> Store:
    """Open the store of a ledger that exists.

    Args:
        where: path of a file, or ``postgresql://user@host/database``.

    Raises:
        UsufructError: ``L330`` when there is no such file; ``L301`` to ``L308`` when it cannot be used.
    """
    if not is_server(where) and not Path(where).is_file():
        why = "a new file would be an empty ledger, which says nothing"
        what = "it is a folder, and no file" if Path(where).is_dir() else "there is no such file"
        raise refuse("L330", what, where, why, "check the name, or found one: usufruct ledger init")
    if not is_server(where) and not Path(where).stat().st_size:
        why = "opening it would make a ledger of it, which says nothing"
        raise refuse("L301", "the file is empty", where, why, "restore a backup and verify it")
    return make_store(where)


def make_store(where: str) -> Store:
    """Open a store, or make the file of an empty one.

    Raises:
        UsufructError: ``L301`` to ``L308`` when it cannot be used.
    """
    if is_server(where):
        from usufruct.ledger.stores.postgres import PostgresStore

        return PostgresStore(where)
    folder = Path(where).absolute().parent
    if not folder.is_dir():
        raise refuse("L330", f"there is no folder {folder}", where, "", "make it, or name another file")
    return SqliteStore(where)


def read_note(path: str | Path) -> str:
    """Read a short text from outside: a checkpoint, a policy, an order.

    Raises:
        UsufructError: ``L331`` when it cannot be read, or is no text.
    """
    data = read_raw(path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise _unreadable(path, "it is not UTF-8 text") from None


def read_raw(path: str | Path) -> bytes:
    """Read a short file from outside as it is.

    Raises:
        UsufructError: ``L331`` when it cannot be read.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as problem:
        raise _unreadable(path, str(problem.strerror)) from None
    if len(data) > 50_000_000:
        raise refuse("L331", "the file is larger than 50 MB", str(path), "", "check that it is the right one")
    return data


def _unreadable(path: str | Path, said: str) -> UsufructError:
    return refuse("L331", f"the file cannot be read: {said}", str(path), "", "check the name and its rights")


def write_new(path: str | Path, text: str | bytes, mode: int = 0o644) -> None:
    """Write a file that does not exist yet, whole or not at all; text as UTF-8.

    Raises:
        UsufructError: ``L332`` when it exists, or cannot be written.
    """
    import os

    target = Path(path)
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        raise refuse("L332", "the file exists already", str(path), "nothing is overwritten", "name another") from None
    except OSError as problem:
        raise _unwritable(path, problem) from None
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(text.encode("utf-8") if isinstance(text, str) else text)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as problem:
        target.unlink(missing_ok=True)
        raise _unwritable(path, problem) from None


def _unwritable(path: str | Path, problem: OSError) -> Exception:
    return refuse("L332", f"the file cannot be written: {problem.strerror}", str(path), "", "check the folder")
