"""Posts one approved journal after the other and says so only when it is durable; somebody will kill it.

Run as ``python -m tests.ledger.crash_writer STORE PROPOSALS``; STORE is a file or a PostgreSQL address, PROPOSALS
are numbers with commas between them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tests.ledger.world import KEYS, journal
from usufruct.errors import UsufructError
from usufruct.ledger import Ledger, Order, SqliteStore, Under
from usufruct.ledger.bodies import Journal
from usufruct.ledger.stores.postgres import PostgresStore
from usufruct.ledger.stores.store import Store

AT = "2025-01-02T00:00:00Z"
ITEMS = 5_000
"""Items of one proposal; a rule allows twice as many."""


def body(number: int) -> Journal:
    return journal("proceeds/bank", "proceeds/income", number + 1)


def order(proposals: Sequence[int], number: int) -> Order:
    """The same order for the same number, in every process."""
    which, item = divmod(number, ITEMS)
    return Order(body(number), KEYS["anna"].id, f"crash:{number}", AT, "", Under(proposals[which], item))


def progress(ledger: Ledger, proposals: Sequence[int]) -> tuple[int, int]:
    """How many items were executed, and how many there are."""
    waiting = [ledger.state.proposals[number] for number in proposals]
    return sum(len(each.done) for each in waiting), sum(len(each.body.items) for each in waiting)


def numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(","))


def opened(address: str) -> Store:
    return PostgresStore(address) if address.startswith("postgresql:") else SqliteStore(address)


def main(address: str, proposals: Sequence[int]) -> None:
    ledger = Ledger(opened(address))
    for number in range(*progress(ledger, proposals)):
        ledger.post(order(proposals, number))
        print(number, flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1], numbers(sys.argv[2]))
    except UsufructError as error:  # the server was killed below us
        sys.exit(str(error))
