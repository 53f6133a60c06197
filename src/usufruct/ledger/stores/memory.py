"""A log in memory: the plainest store, which the others must agree with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import RLock

from usufruct.errors import UsufructError
from usufruct.ledger.projection import Tables, expected
from usufruct.ledger.record import read_record
from usufruct.ledger.state import State
from usufruct.ledger.stores.migrations import Script
from usufruct.ledger.stores.store import Entry, Identified, Label


class _Staged:
    """What a writer has appended and not yet committed."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.entries: list[Entry] = []

    def size(self) -> int:
        return self._size + len(self.entries)

    def append(self, entries: Sequence[Entry], state: State) -> None:
        self.entries.extend(entries)


class MemoryStore:
    """A log that lives as long as the process.

    Example:
        >>> MemoryStore().size()
        0
    """

    name = "memory"

    def __init__(self) -> None:
        self._data: list[bytes] = []
        self._leaves: list[bytes] = []
        self._who: dict[str, Identified] = {}
        self._lock = RLock()

    @contextmanager
    def writing(self) -> Iterator[_Staged]:
        """Hold the store alone; see :class:`~usufruct.ledger.stores.store.Store`."""
        with self._lock:
            staged = _Staged(len(self._data))
            yield staged
            self._data.extend(entry.data for entry in staged.entries)
            self._leaves.extend(entry.leaf for entry in staged.entries)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read from one instant; see :class:`~usufruct.ledger.stores.store.Store`."""
        with self._lock:
            yield

    def size(self) -> int:
        """Return how many records there are."""
        return len(self._data)

    def stored(self, start: int = 0) -> Iterator[bytes]:
        """Yield the bytes of the records in order."""
        return iter(self._data[start:])

    def leaves(self) -> list[bytes]:
        """Return the leaf hashes."""
        return list(self._leaves)

    def labels(self) -> list[Label]:
        """Return the leaf hashes with what the records say themselves: memory keeps no more."""
        return [(leaf, *_label(data)) for leaf, data in zip(self._leaves, self._data, strict=False)]

    def tables(self) -> Tables:
        """Return the tables that the records give; there are no others."""
        return expected(self._data)

    def applied(self) -> tuple[Script, ...]:
        """Memory has no form that could change."""
        return ()

    def problems(self) -> list[str]:
        """Memory protects nothing, and so misses nothing."""
        return []

    def identify(self, who: Identified) -> None:
        """Keep who a person is."""
        self._who[who.person] = who

    def identified(self, person: str) -> Identified | None:
        """Return who a person is, if that was not erased."""
        return self._who.get(person)

    def identities(self) -> tuple[Identified, ...]:
        """Return the side table."""
        return tuple(sorted(self._who.values()))

    def forget(self, person: str) -> None:
        """Erase who a person is."""
        self._who.pop(person, None)

    def close(self) -> None:
        """Nothing is open."""


def _label(data: bytes) -> tuple[str, str, str]:
    """Kind, key and instant of a record; nothing for bytes that are none."""
    try:
        record = read_record(data)
    except UsufructError:
        return "", "", ""
    return record.kind, record.order.idem, record.order.at
