"""The power goes while something is written: any part of what was not synced yet may be on the disk, or none of it.

Every call to the disk is recorded, from the founding on. A cut after any of them must leave a ledger that holds what
was acknowledged by then, and verifies.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.ledger.faulty_disk import Call, Fault, FaultyDisk
from tests.ledger.power_cut import Disk
from tests.ledger.world import LOG_KEY, ORIGIN, World, journal
from usufruct.errors import UsufructError
from usufruct.ledger import HeadSigner, LastHead, Ledger, Order, SqliteStore, VerifierKey, WitnessPolicy
from usufruct.ledger.record import read_record
from usufruct.ledger.stores import durable, sqlite
from usufruct.ledger.verifying import verify

POLICY = WitnessPolicy(VerifierKey.of_log(ORIGIN, LOG_KEY.public))
NAME = "ledger.db"


@pytest.fixture
def disk() -> Iterator[FaultyDisk]:
    with FaultyDisk() as made:
        yield made


@dataclass(frozen=True, slots=True)
class History:
    """What was asked of the disk, and after how many calls how many records had been acknowledged."""

    calls: list[Call]
    acknowledged: dict[int, int]
    records: list[bytes]
    note: str


def played(disk: FaultyDisk, folder: Path, patch: pytest.MonkeyPatch, *settings: str) -> History:
    """Found a ledger, furnish it and post; now and then, and in the end, its log is moved into the file."""
    acknowledged = {0: 0}
    offer = Ledger.offer

    def noted(ledger: Ledger, orders: object) -> object:
        outcomes = offer(ledger, orders)  # type: ignore[arg-type]
        acknowledged[len(disk.calls)] = ledger.store.size()
        return outcomes

    patch.setattr(Ledger, "offer", noted)
    store = SqliteStore(folder / NAME)
    for each in ("wal_autocheckpoint = 25", *settings):
        store._base.execute(f"PRAGMA {each}")
    world = World(store).furnish()
    bodies = [journal("proceeds/bank", "proceeds/income", amount) for amount in range(1, 13)]
    proposal = world.propose(bodies)
    world.approve(proposal, "bert")
    for order in world.orders(proposal, bodies):
        world.ledger.post(order)
    note = world.ledger.checkpoint(HeadSigner(ORIGIN, LOG_KEY, LastHead()), world.at())
    records = list(store.stored())
    store.close()
    patch.undo()
    return History(list(disk.calls), acknowledged, records, note)


def laid_out(files: dict[str, bytes], folder: Path) -> Path:
    """Write what a cut left; return where the ledger is."""
    folder.mkdir()
    for path, content in files.items():
        (folder / Path(path).name).write_bytes(content)
    return folder / NAME


def wrong(path: Path, acknowledged: int, history: History) -> str:
    """Say what is wrong with a ledger after a cut: nothing, if it kept its word."""
    try:
        store = SqliteStore(path)
    except UsufructError as error:
        return str(error)
    size, records = store.size(), history.records
    try:
        if size < acknowledged:
            return f"{acknowledged - size} acknowledged records are lost"
        if list(store.stored()) != records[:size]:
            return "the records are others"
        if size and (names := verify(store).names):
            return ", ".join(names)
        shown = "cut tail or old backup" in verify(store, history.note, POLICY).names
        if shown != (size < len(records) - 1):  # the checkpoint is the last record itself
            return "the checkpoint does not show what is gone"
        if acknowledged < len(records):
            order = read_record(records[acknowledged]).order
            outcome = Ledger(store).post(order)
            if (outcome.seq, outcome.again) != (acknowledged, size > acknowledged):
                return "the order in flight is not there once"
    finally:
        store.close()
    return ""


def cuts(history: History, folder: Path, every: int, seed: int) -> Iterator[tuple[int, str]]:
    """Cut the power after calls of a history; yield after which, and what is wrong then."""
    disk, draws, acknowledged = Disk(), random.Random(seed), 0
    for number, call in enumerate(history.calls):
        acknowledged = history.acknowledged.get(number, acknowledged)
        if number % every == 0:
            path = laid_out(disk.after_a_cut(draws), folder / str(number))
            yield number, wrong(path, acknowledged, history)
        disk.take(call)


def test_a_power_cut_loses_nothing_acknowledged(
    disk: FaultyDisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = played(disk, tmp_path, monkeypatch)
    found = [each for each in cuts(history, tmp_path, 7, 11) if each[1]]
    assert found == []


@pytest.mark.long
def test_no_power_cut_at_all_loses_what_was_acknowledged(
    disk: FaultyDisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = played(disk, tmp_path, monkeypatch)
    for seed in range(10):
        folder = tmp_path / str(seed)
        folder.mkdir()
        assert [each for each in cuts(history, folder, 1, seed) if each[1]] == []


@pytest.mark.parametrize("planted", ["synchronous = OFF", "synchronous = NORMAL", "a disk that lies"])
def test_the_model_finds_a_store_that_does_not_sync(
    planted: str, disk: FaultyDisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk.lying = planted == "a disk that lies"
    history = played(disk, tmp_path, monkeypatch, *([] if disk.lying else [planted]))
    lost = [number for number, fault in cuts(history, tmp_path, 7, 12) if "acknowledged records are lost" in fault]
    assert len(lost) > 10


@dataclass(frozen=True, slots=True)
class InFlight:
    """A ledger in which one order is about to be recorded."""

    store: SqliteStore
    order: Order
    size: int


def in_flight(path: Path) -> InFlight:
    store = SqliteStore(path)
    world = World(store).furnish()
    body = journal("proceeds/bank", "proceeds/income", 5)
    proposal = world.propose([body])
    world.approve(proposal, "bert")
    return InFlight(store, world.orders(proposal, [body])[0], store.size())


@pytest.fixture
def noted(disk: FaultyDisk, monkeypatch: pytest.MonkeyPatch) -> FaultyDisk:
    """A disk that also notes the one thing that the store writes itself, and not by way of SQLite."""
    really = durable.write_again

    def write_again(path: Path) -> None:
        really(path)
        disk.calls += [Call("write", str(path), 0, path.read_bytes()), Call("sync", str(path))]

    monkeypatch.setattr(sqlite, "write_again", write_again)
    return disk


@pytest.mark.parametrize("deadly", [True, False], ids=["killed", "sync failed"])
def test_what_a_retry_finds_is_durable(deadly: bool, noted: FaultyDisk, tmp_path: Path) -> None:
    """Written and not synced, the order in flight can be read by who comes next; it must not be lost after that.

    The writer is killed before its sync, or its sync fails and it goes away. Another opens the ledger, finds the
    order recorded, says so, and moves the log into the file. The power goes somewhere on the way.
    """
    going = in_flight(tmp_path / NAME)
    noted.arm(Fault("sync", 1, deadly=deadly))
    with pytest.raises(UsufructError, match="L306"):
        Ledger(going.store).post(going.order)
    noted.dead = True
    going.store.close()
    noted.heal()
    before = len(noted.calls)
    store = SqliteStore(tmp_path / NAME)
    outcome = Ledger(store).post(going.order)
    assert (outcome.seq, outcome.again) == (going.size, True)
    acknowledged = len(noted.calls)
    store.close()
    for number in range(before, len(noted.calls) + 1, 3):
        left = Disk(noted.calls[:number])
        for seed in range(3):
            folder = tmp_path / f"{number}-{seed}"
            found = SqliteStore(laid_out(left.after_a_cut(random.Random(seed)), folder))
            assert found.size() in ({going.size + 1} if number >= acknowledged else {going.size, going.size + 1})
            assert verify(found).findings == ()
            found.close()


def test_the_log_is_written_again_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, synced = tmp_path / "log", list[int]()
    path.write_bytes(bytes(range(256)) * 33)
    before = path.stat()
    monkeypatch.setattr(os, "fsync", synced.append)
    durable.write_again(path)
    assert path.read_bytes() == bytes(range(256)) * 33
    assert path.stat().st_mtime_ns > before.st_mtime_ns
    assert len(synced) == 1


def test_a_retry_after_a_failed_sync_is_durable(disk: FaultyDisk, tmp_path: Path) -> None:
    """The same writer offers again: what the failed sync gave up is written anew, and synced."""
    going = in_flight(tmp_path / NAME)
    ledger = Ledger(going.store)
    for at in (1, 1, 1):
        disk.arm(Fault("sync", at))
        with pytest.raises(UsufructError, match="L306"):
            ledger.post(going.order)
    disk.heal()
    assert ledger.post(going.order).seq == going.size
    left = Disk(disk.calls)
    going.store.close()
    for seed in range(20):
        found = SqliteStore(laid_out(left.after_a_cut(random.Random(seed)), tmp_path / str(seed)))
        assert found.size() == going.size + 1
        assert verify(found).findings == ()
        found.close()
