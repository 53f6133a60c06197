"""Where a log is kept: in memory, in an SQLite file, or on a PostgreSQL server, all with the same answers."""

from usufruct.ledger.stores.memory import MemoryStore
from usufruct.ledger.stores.sqlite import SqliteStore
from usufruct.ledger.stores.store import Store, Writing

__all__ = ["MemoryStore", "SqliteStore", "Store", "Writing"]
