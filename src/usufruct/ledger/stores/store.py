"""What every store does: keep bytes in order, keep tables beside them, let one writer in at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol, runtime_checkable

from usufruct.ledger.projection import Tables
from usufruct.ledger.record import Record
from usufruct.ledger.state import State
from usufruct.ledger.stores.migrations import Script


class Entry(NamedTuple):
    """A record with its bytes and its leaf."""

    record: Record
    data: bytes
    leaf: bytes


Label = tuple[bytes, str, str, str]
"""What stands beside the bytes of a record, to find it by: leaf, kind, idempotency key, instant."""


class Identified(NamedTuple):
    """Who a person of the log is: salt and name, outside the log, so that they can be erased."""

    person: str
    salt: str
    name: str


class Writing(Protocol):
    """A store while one writer holds it; everything appended becomes durable together, or nothing does."""

    def size(self) -> int:
        """Return how many records there are."""

    def append(self, entries: Sequence[Entry], state: State) -> None:
        """Add records and their rows.

        Args:
            entries: the records, in order.
            state: the state after them all, from which a store may make the rows.

        Raises:
            UsufructError: ``L303`` when a rule of the database refuses, ``L306`` when it cannot be written.
        """


class Store(Protocol):
    """A kept log."""

    name: str

    def writing(self) -> AbstractContextManager[Writing]:
        """Hold the store alone; commit on leaving, roll back on an exception.

        Raises:
            UsufructError: ``L302`` when another writer does not let go, ``L306`` when it cannot be written.
        """

    def reading(self) -> AbstractContextManager[None]:
        """Read from one instant: what others add meanwhile is not seen."""

    def size(self) -> int:
        """Return how many records there are."""

    def stored(self, start: int = 0) -> Iterator[bytes]:
        """Yield the bytes of the records in order, from a number on."""

    def leaves(self) -> list[bytes]:
        """Return the leaf hashes as stored beside the records."""

    def labels(self) -> list[Label]:
        """Return what is stored beside the bytes of each record, in order."""

    def tables(self) -> Tables:
        """Return the tables as they stand, each sorted by its columns."""

    def applied(self) -> tuple[Script, ...]:
        """Return the scripts that made the tables, in order."""

    def problems(self) -> list[str]:
        """Return what is missing of the store's own protection, such as a dropped trigger."""

    def identify(self, who: Identified) -> None:
        """Keep who a person is, in the side table."""

    def identified(self, person: str) -> Identified | None:
        """Return who a person is, if that was not erased."""

    def identities(self) -> tuple[Identified, ...] | None:
        """Return the side table, in the order of the pseudonyms; None where this user may not read it."""

    def forget(self, person: str) -> None:
        """Erase who a person is; the log stays whole."""

    def close(self) -> None:
        """Let go of the store."""


@runtime_checkable
class Extensible(Protocol):
    """A store to which it is a long way, so that holding it costs more than a try that fails now and then."""

    def extend(self, entries: Sequence[Entry]) -> bool:
        """Add records in one step, without having held the store, if the log ends where they begin.

        Returns:
            Whether they are durable. If not, nothing was added; who holds the store then learns why.

        Raises:
            UsufructError: ``L302`` or ``L306`` as for :meth:`Store.writing`.
        """
