"""The disk below a real PostgreSQL server fails: each write and sync of its log and of its files, once or for good.

A server that cannot sync its log stops at once, and all connections break. That is a clean refusal; nothing
acknowledged is lost once it runs again, the ledger verifies, and the same orders are recorded exactly once.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial

import psycopg
import pytest

from tests.ledger.failing_calls import SYNCS, WRITES, FailingCalls, Failure
from tests.ledger.postgres_server import Server, running
from tests.ledger.world import World, journal
from usufruct.errors import UsufructError
from usufruct.ledger import Ledger, Order, Posted
from usufruct.ledger.stores.postgres import PostgresStore
from usufruct.ledger.verifying import verify

LOG, FILES = "/pg_wal/", "/base/"


@dataclass
class Faulty:
    """A server under a filter, a ledger on it, and approved orders that nobody has offered yet."""

    server: Server
    calls: FailingCalls
    store: PostgresStore
    orders: list[Order]

    def next(self, count: int) -> list[Order]:
        taken, self.orders = self.orders[:count], self.orders[count:]
        return taken

    def restart(self, calls: FailingCalls | None) -> None:
        """End it as a power cut would, for it may be busy recovering, and start it anew."""
        self.store.close()
        self.server.stop(at_once=True)
        self.server.calls = calls
        self.server.start()

    def wait(self) -> None:
        """Wait until a server that stopped itself runs again."""
        deadline = time.monotonic() + 60
        while True:
            if refusal(self.store.size) == []:
                return
            assert time.monotonic() < deadline
            time.sleep(0.02)


ITEMS = 2_000


@pytest.fixture(scope="module")
def started() -> Iterator[Faulty]:
    """A server of its own: each time that it recovers, it syncs all its databases."""
    with closing(FailingCalls()) as calls, running(calls) as server:
        store = PostgresStore(server.url("keeper", server.database("ledger")))
        world = World(store).furnish()
        bodies = [journal("proceeds/bank", "proceeds/income", amount) for amount in range(1, ITEMS + 1)]
        proposal = world.propose(bodies)
        world.approve(proposal, "bert")
        yield Faulty(server, calls, store, list(world.orders(proposal, bodies)))
        store.close()


@pytest.fixture
def faulty(started: Faulty) -> Iterator[Faulty]:
    started.wait()
    yield started
    started.calls.heal()


def refusal(act: Callable[[], object]) -> list[str]:
    """Do something; return the codes with which it was refused, which can be one only."""
    try:
        act()
    except UsufructError as error:
        codes = [fault.code for fault in error.faults]
    else:
        return []
    assert codes == ["L306"]
    return codes


def offered(ledger: Ledger, orders: list[Order]) -> int:
    """Offer one after the other until one is refused; return how many were acknowledged."""
    for number, order in enumerate(orders):
        if refusal(partial(ledger.post, order)):
            return number
    return len(orders)


def check(store: PostgresStore, before: int, orders: list[Order], taken: int) -> None:
    """Nothing acknowledged is lost, all verifies, and the same again is one record each."""
    assert before + taken <= store.size() <= before + len(orders)
    assert verify(store).findings == ()
    outcomes = Ledger(store).offer(orders)
    assert [each.seq for each in outcomes if isinstance(each, Posted)] == list(range(before, before + len(orders)))
    assert all(getattr(each, "again", False) for each in outcomes[:taken])
    assert store.size() == before + len(orders)


@pytest.mark.parametrize(
    ("calls", "error"),
    [(SYNCS, errno.EIO), (WRITES, errno.EIO), (WRITES, errno.ENOSPC)],
    ids=["sync EIO", "write EIO", "write on a full disk"],
)
def test_a_server_whose_log_cannot_be_written_loses_nothing(calls: tuple[str, ...], error: int, faulty: Faulty) -> None:
    """At each call of three commits in turn; the server comes back by itself, or is started anew."""
    at = 0
    while True:
        at += 1
        before, orders = faulty.store.size(), faulty.next(3)
        faulty.calls.arm(Failure(calls, at, error, LOG))
        taken = offered(Ledger(faulty.store), orders)
        struck = faulty.calls.struck
        faulty.calls.heal()
        if struck and at % 2:
            faulty.restart(faulty.calls)
        faulty.wait()
        check(faulty.store, before, orders, taken)
        if not struck:
            assert taken == 3
            break
    assert at > 3  # each commit writes and syncs


def test_a_log_that_cannot_be_written_for_good_is_a_clean_refusal(faulty: Faulty) -> None:
    before, orders = faulty.store.size(), faulty.next(3)
    ledger = Ledger(faulty.store)
    faulty.calls.arm(Failure(SYNCS, 2, on=LOG, lasting=True))
    taken = offered(ledger, orders)
    assert taken < 3
    assert offered(ledger, orders[taken:]) == 0
    faulty.restart(None)  # as it runs everywhere
    check(faulty.store, before, orders, taken)
    faulty.calls.heal()
    faulty.restart(faulty.calls)


def test_a_full_disk_refuses_and_the_server_goes_on(faulty: Faulty) -> None:
    """Tables cannot grow, and the log can: the commit is refused, and the same connection takes it afterwards."""
    refused = at = 0
    while True:
        at += 1
        before, orders = faulty.store.size(), faulty.next(60)
        ledger = Ledger(faulty.store)
        faulty.calls.arm(Failure(WRITES, at, errno.ENOSPC, FILES, lasting=True))
        if refusal(partial(ledger.offer, orders)):
            assert faulty.store.size() == before
            assert verify(faulty.store).findings == ()  # still clean while nothing can be written
            refused += 1
        struck = faulty.calls.struck
        faulty.calls.heal()
        check(faulty.store, before, orders, 0)
        if not struck:
            break
    assert refused > 1


def checkpoints(faulty: Faulty, calls: tuple[str, ...], first: int, step: int) -> int:
    """Let the calls fail with which the server moves its log into its files; return how many did."""
    failed = 0
    at = first
    while True:
        before, orders = faulty.store.size(), faulty.next(2)
        taken = offered(Ledger(faulty.store), orders[:1])
        faulty.calls.arm(Failure(calls, at, on=FILES))
        with suppress(psycopg.Error), faulty.server.admin("postgres") as base:
            base.execute("CHECKPOINT")
        taken += offered(Ledger(faulty.store), orders[1:]) if taken else 0
        struck = faulty.calls.struck
        faulty.calls.heal()
        faulty.wait()
        check(faulty.store, before, orders, taken)
        if not struck:
            return failed
        failed += 1
        at += step


@pytest.mark.parametrize("calls", [SYNCS, WRITES], ids=["sync", "write"])
def test_a_failing_checkpoint_loses_nothing(calls: tuple[str, ...], faulty: Faulty) -> None:
    assert checkpoints(faulty, calls, 1, 9) > 1


@pytest.mark.long
@pytest.mark.parametrize("calls", [SYNCS, WRITES], ids=["sync", "write"])
def test_no_failing_checkpoint_at_all_loses_anything(calls: tuple[str, ...], faulty: Faulty) -> None:
    assert checkpoints(faulty, calls, 1, 1) > 10
