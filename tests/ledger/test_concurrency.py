"""Many writers: no overdraft, numbers without gaps, nobody starves; the two races that early designs lost."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.ledger.crash_writer import opened, order
from tests.ledger.postgres_server import Server
from tests.ledger.test_crash import ROOT, listed, prepared
from tests.ledger.world import World, journal
from usufruct.ledger import Ledger, Posted
from usufruct.ledger.ordering import approval_of
from usufruct.ledger.verifying import verify

THREADS, EACH, UNITS = 8, 12, 50


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    server: Server = request.getfixturevalue("server")
    return server.url("keeper", request.getfixturevalue("database"))


def test_eight_threads_cannot_overdraw(address: str) -> None:
    """Read-then-write accepted 102 spends of 100 units; the floor is checked by the one writer that holds the log."""
    world = World(opened(address)).furnish()
    world.do(journal("proceeds/bank", "proceeds/income", UNITS))
    spends = [journal("proceeds/suspense", "proceeds/bank", 1) for _ in range(THREADS * EACH)]
    proposal = world.propose(spends)
    world.approve(proposal, "bert")
    orders = world.orders(proposal, spends)

    def spend(thread: int) -> list[bool]:
        ledger = Ledger(opened(address))
        mine = orders[thread * EACH : (thread + 1) * EACH]
        done = [isinstance(ledger.offer([each])[0], Posted) for each in mine]
        ledger.close()
        return done

    with ThreadPoolExecutor(THREADS) as pool:
        accepted = [done for each in pool.map(spend, range(THREADS)) for done in each]
    assert sum(accepted) == UNITS
    assert world.ledger.state.balance("proceeds/bank") == 0
    assert [record.seq for record in world.ledger.records()] == list(range(world.store.size()))
    assert verify(world.store).findings == ()
    world.ledger.close()


def test_two_processes_take_turns(address: str) -> None:
    """Both execute the same items: every item is there exactly once, whoever was first."""
    proposals = prepared(address, 30)
    command = [sys.executable, "-m", "tests.ledger.crash_writer", address, listed(proposals)]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[0].split() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert {*said[0], *said[1]} == {str(number) for number in range(30)}
    store = opened(address)
    ledger = Ledger(store)
    assert ledger.state.balance("proceeds/bank") == sum(range(1, 31))
    assert ledger.post(order(proposals, 0)).again
    assert verify(store).findings == ()
    store.close()


def test_who_does_not_know_the_latest_decides_again(address: str) -> None:
    """What one ledger wrote meanwhile is neither refused nor recorded twice by another, which saw an older log."""
    world, other = World(opened(address)).furnish(), Ledger(opened(address))
    bodies = [journal("proceeds/bank", "proceeds/income", amount) for amount in range(1, 13)]
    proposal = world.propose(bodies)
    approval = world.signed("bert", approval_of(world.ledger.state, proposal))
    orders = world.orders(proposal, bodies)
    assert world.ledger.offer(orders[:1]) == other.offer(orders[:1])  # refused: not approved
    assert other.post(approval) == Posted(proposal + 1)
    first = proposal + 2
    for number, each in enumerate(orders):
        one, two = (world.ledger, other) if number % 3 else (other, world.ledger)
        assert one.post(each) == Posted(first + number)
        assert two.post(each) == Posted(first + number, again=True)
    assert world.ledger.state.tree.root() == other.state.tree.root()
    assert verify(world.store).findings == ()
    world.ledger.close()
    other.close()
