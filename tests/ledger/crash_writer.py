"""Posts one approved journal after the other and says so only when it is durable; somebody will kill it.

Run as ``python -m tests.ledger.crash_writer STORE PROPOSAL``; STORE is a file or a PostgreSQL address.
"""

from __future__ import annotations

import sys

from tests.ledger.world import KEYS, journal
from usufruct.errors import UsufructError
from usufruct.ledger import Ledger, Order, SqliteStore, Under
from usufruct.ledger.bodies import Journal
from usufruct.ledger.stores.postgres import PostgresStore
from usufruct.ledger.stores.store import Store

AT = "2025-01-02T00:00:00Z"


def body(number: int) -> Journal:
    return journal("proceeds/bank", "proceeds/income", number + 1)


def order(proposal: int, number: int) -> Order:
    """The same order for the same number, in every process."""
    return Order(body(number), KEYS["anna"].id, f"crash:{number}", AT, "", Under(proposal, number))


def opened(address: str) -> Store:
    return PostgresStore(address) if address.startswith("postgresql:") else SqliteStore(address)


def main(address: str, proposal: int) -> None:
    ledger = Ledger(opened(address))
    waiting = ledger.state.proposals[proposal]
    for number in range(len(waiting.done), len(waiting.body.items)):
        ledger.post(order(proposal, number))
        print(number, flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except UsufructError as error:  # the server was killed below us
        sys.exit(str(error))
