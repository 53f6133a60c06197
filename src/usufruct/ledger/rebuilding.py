"""The tables built again from the log alone, and how those that stand differ from them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from usufruct.ledger.keeping import copy
from usufruct.ledger.opening import is_server, make_store
from usufruct.ledger.projection import expected
from usufruct.ledger.stores.store import Store


@dataclass(frozen=True, slots=True)
class TableDifference:
    """One table as it stands beside the one that the log gives.

    Attributes:
        table: its name.
        rows: how many rows the log gives.
        missing: rows that follow from the log and do not stand.
        strange: rows that stand and follow from nothing.
    """

    table: str
    rows: int
    missing: tuple[str, ...]
    strange: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the table is not what the log gives."""
        return bool(self.missing or self.strange)


def rebuild(store: Store) -> tuple[TableDifference, ...]:
    """Build every table from the records and compare; nothing is changed.

    Raises:
        UsufructError: ``L10x`` when a record is not one, ``L3xx`` when the store cannot be read.
    """
    wanted, standing = expected(store.stored()), store.tables()
    return tuple(
        TableDifference(
            name,
            len(rows),
            tuple(repr(row) for row in (Counter(rows) - Counter(standing[name])).elements()),
            tuple(repr(row) for row in (Counter(standing[name]) - Counter(rows)).elements()),
        )
        for name, rows in wanted.items()
    )


def rebuild_into(store: Store, target: str) -> int:
    """Write the log into a new file or an empty ledger on a server, with its tables built anew.

    Returns:
        How many records there are.

    Raises:
        UsufructError: ``L332`` when the file exists; ``L301`` when the ledger on the server is not empty.
    """
    from pathlib import Path

    from usufruct.errors import refuse

    if not is_server(target) and Path(target).exists():
        raise refuse("L332", "the file exists already", target, "nothing is overwritten", "name another")
    made = make_store(target)
    try:
        return copy(store, made)
    except BaseException:
        made.close()
        if not is_server(target):
            for end in ("", "-wal", "-shm"):
                Path(target + end).unlink(missing_ok=True)
        raise
    finally:
        made.close()
