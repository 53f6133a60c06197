"""A PostgreSQL for the operations, as the tests of the ledger have it."""

from tests.ledger.conftest import database, server

__all__ = ["database", "server"]
