"""A disk that fails when told to, below the very SQLite that the store uses, and a record of what it was asked.

SQLite speaks to the system through a table of functions (a VFS). Here the one in use is wrapped, in the library that
the standard module is linked with, and made the default: the store under test is not changed and does not know. A
call that fails answers what SQLite's own layer answers for that error of the system.
"""

from __future__ import annotations

import _sqlite3
import ctypes
import sqlite3
from collections import Counter
from ctypes import CFUNCTYPE, POINTER, addressof, byref, c_char_p, c_int, c_int64, c_void_p, memmove, sizeof
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

OK: Final = 0
FULL: Final = 13
CANNOT_OPEN: Final = 14
_IO_ERRORS: Final = {
    "read": 10 | 1 << 8,
    "write": 10 | 3 << 8,
    "sync": 10 | 4 << 8,
    "truncate": 10 | 6 << 8,
    "delete": 10 | 10 << 8,
    "index": 10 | 21 << 8,
    "open": CANNOT_OPEN,
}
"""What SQLite's own layer says of an I/O error in each call."""
_MAY_BE_MADE: Final = 0x4
_JOURNAL: Final = 0x800 | 0x4000 | 0x80000
"""Flags of files whose first sync takes the entries of their folder along: journals and write-ahead logs."""

_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_DELETE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
_MOVE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
_SYNC = CFUNCTYPE(c_int, c_void_p, c_int)
_MAP = CFUNCTYPE(c_int, c_void_p, c_int, c_int, c_int, c_void_p)


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", c_int),
        ("file_size", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", _OPEN),
        ("delete", _DELETE),
        ("others", c_void_p * 14),
    )


class _Methods(ctypes.Structure):
    _fields_ = (
        ("version", c_int),
        ("close", c_void_p),
        ("read", _MOVE),
        ("write", _MOVE),
        ("truncate", _TRUNCATE),
        ("sync", _SYNC),
        ("others", c_void_p * 7),
        ("map", _MAP),
        ("last", c_void_p * 5),
    )


_KEPT: Final[list[FaultyDisk]] = []
"""Whose functions a connection may still call that a failing test left open."""


class Call(NamedTuple):
    """One thing that was done to the disk.

    Attributes:
        what: ``make`` (an empty file), ``write``, ``truncate``, ``delete``, ``sync``, or ``failed sync``.
        path: of which file.
        at: where it was written, or how long the file became.
        data: what was written.
        folder: whether the entries of the folder were synced too.
    """

    what: str
    path: str
    at: int = 0
    data: bytes = b""
    folder: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong.

    Attributes:
        what: the kind of call: ``open``, ``read``, ``write``, ``sync``, ``truncate``, ``delete``, or ``index``
            (mapping the index of the write-ahead log).
        at: which call of this kind fails, counted from 1.
        lasting: whether all that follow fail too.
        deadly: whether the process is killed there, so that nothing more is done by it at all.
        full: whether the disk is full, and not broken.
        share: the part of a write that is done before it fails.
        on: the end of the names of the files concerned.
    """

    what: str
    at: int
    lasting: bool = False
    deadly: bool = False
    full: bool = False
    share: float = 0
    on: str = ""

    @property
    def answer(self) -> int:
        """What SQLite is told."""
        return FULL if self.full else _IO_ERRORS[self.what]


class _File(NamedTuple):
    path: str
    base: _Methods
    journal: bool


class FaultyDisk:
    """Wraps the disk below SQLite while the context lasts.

    Attributes:
        calls: what was done, in order.
        counts: how many calls of each kind there were on the files of the fault since it was armed.
        struck: whether the fault has happened.
        dead: nothing is done any more, as for a process that was killed.
        lying: a sync says that it was done, and nothing was.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.counts: Counter[str] = Counter()
        self.struck = self.dead = self.lying = False
        self._fault: Fault | None = None
        self._files: dict[int, _File] = {}
        self._tables: dict[int, _Methods] = {}
        self._library = _library()
        self._base = self._library.sqlite3_vfs_find(None).contents
        self._own = _Vfs()
        memmove(byref(self._own), byref(self._base), sizeof(_Vfs))
        self._own.name = b"faulty"
        self._own.open, self._own.delete = _OPEN(self._open), _DELETE(self._delete)

    def __enter__(self) -> Self:
        _KEPT.append(self)
        assert self._library.sqlite3_vfs_register(byref(self._own), 1) == OK
        return self

    def __exit__(self, *_: object) -> None:
        self.heal()
        assert self._library.sqlite3_vfs_unregister(byref(self._own)) == OK
        assert addressof(self._library.sqlite3_vfs_find(None).contents) == addressof(self._base)

    def arm(self, fault: Fault) -> None:
        """Count from now on, and let the call fail whose turn it is."""
        self._fault, self.struck = fault, False
        self.counts.clear()

    def heal(self) -> None:
        """Let nothing fail any more."""
        self._fault, self.dead, self.lying = None, False, False

    def _answer(self, what: str, path: str) -> int:
        """Count a call; return what it has to answer if it fails, else 0."""
        if self.dead:
            return _IO_ERRORS[what]
        fault = self._fault
        if fault is None or not path.endswith(fault.on):
            return OK
        self.counts[what] += 1
        turn = self.counts[what]
        if what != fault.what or turn < fault.at or (turn > fault.at and not fault.lasting):
            return OK
        self.struck, self.dead = True, fault.deadly
        return fault.answer

    def _noted(self, answer: int, call: Call) -> int:
        if answer == OK and call.path:
            self.calls.append(call)
        return answer

    def _open(self, _: int, name: int | None, file: int, flags: int, given: int | None) -> int:
        path = _text(name)
        new = flags & _MAY_BE_MADE and not Path(path).exists()
        methods = c_void_p.from_address(file)
        if answer := self._answer("open", path):
            methods.value = None
            return answer
        answer = self._base.open(addressof(self._base), name, file, flags, given)
        if methods.value:
            self._files[file] = _File(path, _Methods.from_address(methods.value), bool(flags & _JOURNAL))
            methods.value = addressof(self._wrapped(methods.value))
        return self._noted(answer, Call("make", path)) if new else int(answer)

    def _wrapped(self, address: int) -> _Methods:
        if address not in self._tables:
            own = _Methods()
            memmove(byref(own), address, sizeof(_Methods))
            own.read, own.write = _MOVE(self._read), _MOVE(self._write)
            own.truncate, own.sync, own.map = _TRUNCATE(self._truncate), _SYNC(self._sync), _MAP(self._map)
            self._tables[address] = own
        return self._tables[address]

    def _delete(self, _: int, name: int, folder: int) -> int:
        path = _text(name)
        answer = self._answer("delete", path) or self._base.delete(addressof(self._base), name, folder)
        return self._noted(answer, Call("delete", path, folder=bool(folder)))

    def _read(self, file: int, to: int, length: int, at: int) -> int:
        path, base, _ = self._files[file]
        return self._answer("read", path) or int(base.read(file, to, length, at))

    def _write(self, file: int, data: int, length: int, at: int) -> int:
        path, base, _ = self._files[file]
        answer = self._answer("write", path)
        if answer and not (self._fault and self._fault.share and not self.dead):
            return answer
        done = int(length * self._fault.share) if answer and self._fault else length
        written = base.write(file, data, done, at)
        self._noted(written, Call("write", path, at, ctypes.string_at(data, done)))
        return answer or int(written)

    def _truncate(self, file: int, length: int) -> int:
        path, base, _ = self._files[file]
        answer = self._answer("truncate", path) or base.truncate(file, length)
        return self._noted(answer, Call("truncate", path, length))

    def _sync(self, file: int, _: int) -> int:
        path, base, journal = self._files[file]
        if answer := self._answer("sync", path):
            if not self.dead:
                self._noted(OK, Call("failed sync", path))
            return answer
        if not self.lying:  # the record says what is durable: the real disk need not be waited for
            self._files[file] = _File(path, base, journal=False)
            self._noted(OK, Call("sync", path, folder=journal))
        return OK

    def _map(self, file: int, region: int, size: int, extend: int, to: int) -> int:
        path, base, _ = self._files[file]
        if answer := self._answer("index", path):
            c_void_p.from_address(to).value = None
            return answer
        return int(base.map(file, region, size, extend, to))


def _text(name: int | None) -> str:
    """A path; a temporary file has none."""
    return ctypes.string_at(name).decode() if name else ""


def _library() -> Any:
    """The library that the standard module calls: a symbol is looked up in the module and in what it is linked with."""
    library = ctypes.CDLL(getattr(_sqlite3, "__file__", None))
    library.sqlite3_libversion.restype = c_char_p
    assert library.sqlite3_libversion().decode() == sqlite3.sqlite_version
    library.sqlite3_vfs_find.restype = POINTER(_Vfs)
    library.sqlite3_vfs_find.argtypes = [c_char_p]
    return library
