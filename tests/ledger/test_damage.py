"""Full disks, failing writes, flipped bits and cut write-ahead logs."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ledger.story import tell
from tests.ledger.test_crash import ROOT, check, listed, prepared
from tests.ledger.world import LOG_KEY, ORIGIN, World, journal
from usufruct.errors import UsufructError
from usufruct.ledger import HeadSigner, LastHead, Posted, SqliteStore, VerifierKey, WitnessPolicy
from usufruct.ledger.stores.store import Identified
from usufruct.ledger.verifying import verify

POLICY = WitnessPolicy(VerifierKey.of_log(ORIGIN, LOG_KEY.public))
WAL_HEADER, FRAME_HEADER, PAGE = 32, 24, 4096


def refused_writes(folder: Path, limits: list[int]) -> set[str]:
    """Let the operating system refuse a write at each limit; return the codes that it came to."""
    original = folder / "original.db"
    proposals = prepared(str(original), 60)
    codes = set()
    for limit in limits:
        path = folder / f"limited-{limit}.db"
        shutil.copy(original, path)
        command = [sys.executable, "-m", "tests.ledger.limited_writer", str(path), listed(proposals), str(limit)]
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
        done, code = int(said[0]), said[1]
        assert said[2:] == []  # still clean while nothing can be written
        codes.add(code)
        if done:
            check(str(path), proposals, list(range(done)))
    return codes


def limit_at(write: int) -> int:
    """The size at which the write-ahead log cannot take its n-th write: frame headers and pages take turns."""
    frame, part = divmod(write, 2)
    return WAL_HEADER + frame * (FRAME_HEADER + PAGE) + (FRAME_HEADER if part else 0)


def test_a_refused_write_leaves_a_ledger_that_verifies(tmp_path: Path) -> None:
    """By the operating system itself; ``test_disk_faults`` lets every call fail."""
    assert refused_writes(tmp_path, [limit_at(write) for write in (0, 1, 5, 16, 40, 75, 130)]) <= {"L306", "none"}


def test_a_full_disk_is_a_clean_refusal(tmp_path: Path) -> None:
    """SQLite rolls back by itself when it is full; nothing acknowledged is lost and a retry works after."""
    store = SqliteStore(tmp_path / "ledger.db")
    world = World(store).furnish()
    bodies = [journal("proceeds/bank", "proceeds/income", amount) for amount in range(1, 41)]
    proposal = world.propose(bodies)
    world.approve(proposal, "bert")
    orders = world.orders(proposal, bodies)
    pages = store._one("PRAGMA page_count")
    store._base.execute(f"PRAGMA max_page_count = {pages + 1}")
    taken: list[Posted] = []
    with pytest.raises(UsufructError, match="L306"):
        taken.extend(world.ledger.post(order) for order in orders)
    done = len(taken)
    assert verify(store).findings == ()
    assert len(world.ledger.state.proposals[proposal].done) == done
    store._base.execute("PRAGMA max_page_count = 1000000")
    outcomes = world.ledger.offer(orders)
    assert [outcome.again for outcome in outcomes] == [True] * done + [False] * (40 - done)  # type: ignore[union-attr]
    assert verify(store).findings == ()
    store.close()


def test_a_read_only_file_is_read_and_not_written(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    store = SqliteStore(path)
    world = World(store).furnish()
    store._base.execute("PRAGMA query_only = ON")
    with pytest.raises(UsufructError, match="L306"):
        world.do(journal("proceeds/bank", "proceeds/income", 1))
    assert verify(store).findings == ()
    store.close()


def test_a_name_is_not_said_to_be_erased_while_a_reader_keeps_it_in_the_log(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    store, reader = SqliteStore(path, timeout=0.05), SqliteStore(path)
    World(store).furnish()
    store.identify(Identified("anna", "salt", "Anna Example"))
    reading = reader.stored()
    next(reading)
    with pytest.raises(UsufructError, match="L302"):
        store.forget("anna")
    list(reading)
    store.forget("anna")
    assert store.identified("anna") is None
    assert not any(b"Anna Example" in each.read_bytes() for each in tmp_path.iterdir())
    store.close()
    reader.close()


def test_a_reader_opens_while_somebody_writes(tmp_path: Path) -> None:
    """Nobody but the writer may touch the log then; who opens does not wait for it either."""
    path = tmp_path / "ledger.db"
    store = SqliteStore(path)
    world = World(store).furnish()
    with store.writing():
        before = Path(f"{path}-wal").stat().st_mtime_ns
        reader = SqliteStore(path)
        assert Path(f"{path}-wal").stat().st_mtime_ns == before
        assert reader.size() == world.ledger.state.size
    assert reader._one("PRAGMA busy_timeout") == 30_000
    reader.close()
    store.close()


def flips(folder: Path, times: int, seed: int) -> tuple[int, int]:
    """Flip single bits; return how many were found, and how many were not and changed nothing."""
    path = folder / "ledger.db"
    store = SqliteStore(path)
    world = World(store).furnish()
    tell(world)
    content = list(store.stored()), store.leaves(), store.tables()
    store._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    whole, draws = path.read_bytes(), random.Random(seed)
    found = harmless = 0
    refusals = {"L301"}
    for _ in range(times):
        at = draws.randrange(len(whole) * 8)
        flipped = bytearray(whole)
        flipped[at // 8] ^= 1 << at % 8
        path.write_bytes(flipped)
        try:
            store = SqliteStore(path)
        except UsufructError as error:
            refusals.add(error.faults[0].code)
            found += 1
            continue
        if verify(store).findings:
            found += 1
        else:
            assert (list(store.stored()), store.leaves(), store.tables()) == content, f"bit {at} went unseen"
            harmless += 1
        store.close()
    assert refusals <= {"L301", "L305"}  # damaged, or tables that no script of ours made
    return found, harmless


def test_flipped_bits_that_change_content_are_found(tmp_path: Path) -> None:
    found, harmless = flips(tmp_path, 40, 5)
    assert found >= 5
    assert found + harmless == 40  # the harmless ones hit free pages


@pytest.mark.long
def test_many_flipped_bits_that_change_content_are_found(tmp_path: Path) -> None:
    found, harmless = flips(tmp_path, 600, 6)
    assert found >= 100
    assert found + harmless == 600


def test_a_cut_write_ahead_log_is_found_by_the_last_checkpoint(tmp_path: Path) -> None:
    """The file opens, every record in it verifies, and acknowledged ones are gone: only a head outside shows it."""
    store = SqliteStore(tmp_path / "ledger.db")
    world = World(store).furnish()
    store._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for amount in range(1, 9):
        world.do(journal("proceeds/bank", "proceeds/income", amount))
    note = world.ledger.checkpoint(HeadSigner(ORIGIN, LOG_KEY, LastHead()), world.at())
    head = store.size() - 1
    wal, draws = (tmp_path / "ledger.db-wal").read_bytes(), random.Random(7)
    lost = 0
    for number in range(60):
        copy = tmp_path / f"copy-{number}.db"
        shutil.copy(tmp_path / "ledger.db", copy)
        damaged = bytearray(wal)
        if number % 2:
            damaged[draws.randrange(len(wal))] ^= 1 << draws.randrange(8)
        else:
            del damaged[draws.randrange(len(wal)) :]
        copy.with_name(copy.name + "-wal").write_bytes(damaged)
        cut = SqliteStore(copy)
        names, size = verify(cut, note, POLICY).names, cut.size()
        assert (size < head) == ("cut tail or old backup" in names)
        assert verify(cut).findings == () or size >= head
        lost += size < head
        cut.close()
    store.close()
    assert lost > 40
