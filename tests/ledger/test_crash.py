"""Killed at any point, a ledger verifies, has lost nothing acknowledged, and takes a retry exactly once."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.ledger.crash_writer import AT, ITEMS, body, opened, order, progress
from tests.ledger.postgres_server import running
from tests.ledger.world import World
from usufruct.ledger import Ledger, Posted
from usufruct.ledger.verifying import verify

ROOT = Path(__file__).resolve().parents[2]


A_RUN = 400
"""Items for each run, several times what a fast machine gets through before it is killed."""


def prepared(address: str, most: int) -> tuple[int, ...]:
    """Found a ledger with approved proposals of many journals; return their numbers."""
    store = opened(address)
    world = World(store).furnish()
    found = []
    for start in range(0, most, ITEMS):
        bodies = [body(each) for each in range(start, min(start + ITEMS, most))]
        found.append(world.propose(bodies, expires="2030-01-01T00:00:00Z"))
        world.approve(found[-1], "bert")
    assert world.ledger.state.at < AT
    store.close()
    return tuple(found)


def listed(proposals: Sequence[int]) -> str:
    """Proposals as the writers take them on the command line."""
    return ",".join(map(str, proposals))


def run_and_kill(
    address: str, proposals: Sequence[int], wait: float, kill: Callable[[subprocess.Popen[str]], None]
) -> list[int]:
    """Let a writer write for a while, kill, and return what it acknowledged."""
    command = [sys.executable, "-m", "tests.ledger.crash_writer", address, listed(proposals)]
    writer = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    first = writer.stdout.readline()  # it has begun
    time.sleep(wait)
    kill(writer)
    # Not communicate(): it would pass over what was read ahead with the first line.
    with writer:
        assert writer.stderr is not None
        out, err = writer.stdout.read(), writer.stderr.read()
    assert first, err
    return [int(line) for line in (first + out).split("\n")[:-1]]


def check(address: str, proposals: Sequence[int], acknowledged: list[int]) -> int:
    """Nothing acknowledged is lost, all verifies, a retry is one record; return how many were not acknowledged."""
    store = opened(address)
    ledger = Ledger(store)
    state = ledger.state
    for number in acknowledged:
        assert f"crash:{number}" in state.requests
    last = acknowledged[-1]
    done, _ = progress(ledger, proposals)
    surplus = done - (last + 1)
    assert surplus in (0, 1)
    size = store.size()
    retried = ledger.post(order(proposals, last))
    assert retried == Posted(state.requests[f"crash:{last}"][1], again=True)
    again = ledger.post(order(proposals, last + 1))  # the one in flight: there or not, it is there once now
    assert again.again == (surplus == 1)
    assert store.size() == size + 1 - surplus
    assert state.balance("proceeds/bank") == sum(range(1, last + 3))
    assert verify(store).findings == ()
    store.close()
    return surplus


def kill_sqlite(folder: Path, times: int, seed: int) -> None:
    address = str(folder / "ledger.db")
    proposals, draws = prepared(address, A_RUN * times), random.Random(seed)
    for _ in range(times):
        acknowledged = run_and_kill(address, proposals, draws.uniform(0, 0.03), lambda writer: writer.kill())
        check(address, proposals, acknowledged)


def kill_server(times: int, seed: int) -> None:
    """On a server of its own: each time that it recovers, it syncs all its databases."""
    draws = random.Random(seed)
    with running() as server:
        address = server.url("keeper", server.database("ledger"))
        proposals = prepared(address, A_RUN * times)
        for _ in range(times):
            acknowledged = run_and_kill(address, proposals, draws.uniform(0, 0.05), lambda _: server.kill())
            server.start()
            check(address, proposals, acknowledged)


def test_killed_writers_of_a_file_lose_nothing(tmp_path: Path) -> None:
    kill_sqlite(tmp_path, 20, 1)


@pytest.mark.long
def test_many_killed_writers_of_a_file_lose_nothing(tmp_path: Path) -> None:
    kill_sqlite(tmp_path, 200, 2)


def test_a_killed_server_loses_nothing() -> None:
    kill_server(20, 3)


@pytest.mark.long
def test_a_server_killed_many_times_loses_nothing() -> None:
    kill_server(200, 4)
