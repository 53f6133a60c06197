"""What a disk may hold after the power went: all that was synced, and any sectors of what was written since.

A sync that failed has a consequence of its own, as on Linux: what it should have taken along may be lost although it
can still be read, and a later sync that succeeds says nothing about it.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.ledger.faulty_disk import Call

SECTOR = 512
SHARES = (0.0, 0.1, 0.5, 0.9, 1.0)


@dataclass(slots=True)
class _Change:
    """A write or a truncation: ``waiting`` for a sync, ``given up`` by a failed one, or ``durable``."""

    call: Call
    state: str = "waiting"


@dataclass(slots=True)
class _Content:
    """What a file holds for certain, and the changes that may be lost; its name may go before it does."""

    certain: bytearray = field(default_factory=bytearray)
    changes: list[_Change] = field(default_factory=list)

    def settle(self, state: str) -> None:
        """Note what a sync did to the changes that waited for it."""
        for change in self.changes:
            if change.state == "waiting":
                change.state = state
        while self.changes and self.changes[0].state == "durable":
            _apply(self.certain, self.changes.pop(0).call)

    def after_a_cut(self, draws: random.Random) -> bytes:
        """One of the contents that the disk may be left with."""
        share, left = draws.choice(SHARES), bytearray(self.certain)
        for change in self.changes:
            for part in [change.call] if change.state == "durable" else _sectors(change.call):
                if change.state == "durable" or draws.random() < share:
                    _apply(left, part)
        return bytes(left)


class Disk:
    """A folder as it survives, built from the calls that were made.

    Args:
        calls: what was done, from an empty folder on.
    """

    def __init__(self, calls: Iterable[Call] = ()) -> None:
        self._seen: dict[str, _Content] = {}
        self._certain: dict[str, _Content] = {}
        self._entries: list[tuple[str, _Content | None]] = []
        for call in calls:
            self.take(call)

    def take(self, call: Call) -> None:
        """Note one more call."""
        if call.what in ("make", "delete"):
            self._seen.pop(call.path, None)
            made = self._seen.setdefault(call.path, _Content()) if call.what == "make" else None
            self._entries.append((call.path, made))
        elif call.what in ("sync", "failed sync"):
            self._seen[call.path].settle("durable" if call.what == "sync" else "given up")
        else:
            self._seen[call.path].changes.append(_Change(call))
        if call.folder:
            for path, content in self._entries:
                _enter(self._certain, path, content)
            self._entries.clear()

    def after_a_cut(self, draws: random.Random) -> dict[str, bytes]:
        """One of the sets of files that the disk may be left with: content by path."""
        left, share = dict(self._certain), draws.choice(SHARES)
        for path, content in self._entries:
            if draws.random() < share:
                _enter(left, path, content)
        return {path: content.after_a_cut(draws) for path, content in left.items()}


def _enter(folder: dict[str, _Content], path: str, content: _Content | None) -> None:
    folder.pop(path, None)
    if content is not None:
        folder[path] = content


def _apply(content: bytearray, call: Call) -> None:
    if call.what == "truncate":
        del content[call.at :]
    content.extend(bytes(max(0, call.at - len(content))))
    content[call.at : call.at + len(call.data)] = call.data


def _sectors(call: Call) -> Iterable[Call]:
    """A change in the pieces that a disk takes or loses."""
    if call.what == "truncate":
        yield call
    start = 0
    while start < len(call.data):
        end = min(len(call.data), start + SECTOR - (call.at + start) % SECTOR)
        yield call._replace(at=call.at + start, data=call.data[start:end])
        start = end
