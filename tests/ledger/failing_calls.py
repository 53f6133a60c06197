"""A program whose calls to the system fail when told to, as from a broken or a full disk.

The kernel stops the calls of a filter (seccomp) and asks this process for an answer: carry on, an error, or done.
Nothing has to be compiled or installed and no right is needed; every process that the program starts is under the
filter too. A sync that does not fail is answered at once, and only says that it was done: nobody cuts the power here.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import platform
import resource
import select
import socket
import struct
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

NUMBERS: Final = {
    "x86_64": {
        "seccomp": 317,
        "fsync": 74,
        "fdatasync": 75,
        "pwrite64": 18,
        "pwritev": 296,
        "pwritev2": 328,
        "fallocate": 285,
        "ftruncate": 77,
    },
    "aarch64": {
        "seccomp": 277,
        "fsync": 82,
        "fdatasync": 83,
        "pwrite64": 68,
        "pwritev": 70,
        "pwritev2": 287,
        "fallocate": 47,
        "ftruncate": 46,
    },
}[platform.machine()]
SYNCS: Final = ("fsync", "fdatasync")
WRITES: Final = ("pwrite64", "pwritev", "pwritev2", "fallocate")
_NAMES: Final = {number: name for name, number in NUMBERS.items()}

_NO_NEW_RIGHTS, _SET_FILTER, _WITH_LISTENER = 38, 1, 8
_LOAD_NUMBER, _IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _ASK = 0x7FFF0000, 0x7FC00000
_RECEIVE, _ANSWER, _CARRY_ON = 0xC0502100, 0xC0182101, 1
"""Numbers of the kernel, from its headers prctl.h, seccomp.h and bpf_common.h."""


class _Step(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("k", ctypes.c_uint))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


@dataclass(frozen=True, slots=True)
class Failure:
    """What goes wrong.

    Attributes:
        calls: names of the calls concerned.
        at: which of them fails, counted from 1.
        error: the number of the error.
        on: a part of the path of the files concerned.
        lasting: whether all that follow fail too.
    """

    calls: tuple[str, ...]
    at: int
    error: int = errno.EIO
    on: str = "/"
    lasting: bool = False


class FailingCalls:
    """Decides about the calls of a program and of all that it starts.

    Attributes:
        counts: calls on the files of the failure since it was armed, by name.
        struck: whether the failure has happened.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.struck = False
        self._failure: Failure | None = None
        self._here, self._there = socket.socketpair()
        self._library = ctypes.CDLL(None, use_errno=True)
        watched = [number for name, number in NUMBERS.items() if name != "seccomp"]
        steps = [_Step(_LOAD_NUMBER, 0, 0, 0)]
        steps += [_Step(_IF_EQUAL, len(watched) - at, 0, number) for at, number in enumerate(watched)]
        steps += [_Step(_RETURN, 0, 0, _ALLOW), _Step(_RETURN, 0, 0, _ASK)]
        self._steps = (_Step * len(steps))(*steps)
        self._program = _Program(len(steps), self._steps)

    def install(self) -> None:
        """Put this very process under the filter; to be called in the child, before it becomes the program."""
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if self._library.prctl(_NO_NEW_RIGHTS, 1, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")
        program = ctypes.byref(self._program)
        listener = self._library.syscall(NUMBERS["seccomp"], _SET_FILTER, _WITH_LISTENER, program)
        if listener < 0:
            raise OSError(ctypes.get_errno(), "seccomp")
        socket.send_fds(self._there, [b" "], [listener])

    def watch(self) -> None:
        """Answer for a program that was started, until the last of its processes is gone."""
        (listener,) = socket.recv_fds(self._here, 1, 1)[1]
        threading.Thread(target=self._answer_all, args=(listener,), daemon=True).start()

    def arm(self, failure: Failure) -> None:
        """Count from now on, and let the call fail whose turn it is."""
        self._failure, self.struck = failure, False
        self.counts.clear()

    def heal(self) -> None:
        """Let nothing fail any more."""
        self._failure = None

    def close(self) -> None:
        """Take no more programs."""
        self._here.close()
        self._there.close()

    def _answer_all(self, listener: int) -> None:
        waiting = select.poll()
        waiting.register(listener, select.POLLIN)
        try:
            while waiting.poll()[0][1] & select.POLLIN:
                with suppress(FileNotFoundError):  # who asked was killed meanwhile
                    self._answer(listener)
        finally:
            os.close(listener)  # calls that nobody answers fail, and do not wait for ever

    def _answer(self, listener: int) -> None:
        asked = bytearray(80)
        fcntl.ioctl(listener, _RECEIVE, asked)
        number, process, _, call, _, _, descriptor = struct.unpack_from("QIIiIQi", asked)
        name = _NAMES[call]
        error = self._error(name, process, descriptor)
        done = error or name in SYNCS
        answer = struct.pack("QqiI", number, 0, -error, 0 if done else _CARRY_ON)
        fcntl.ioctl(listener, _ANSWER, bytearray(answer))

    def _error(self, name: str, process: int, descriptor: int) -> int:
        """Count a call; return the error with which it fails, else 0."""
        failure = self._failure
        if failure is None or name not in failure.calls:
            return 0
        if failure.on not in str(Path(f"/proc/{process}/fd/{descriptor}").readlink()):
            return 0
        self.counts[name] += 1
        turn = self.counts.total()
        if turn < failure.at or (turn > failure.at and not failure.lasting):
            return 0
        self.struck = True
        return failure.error
