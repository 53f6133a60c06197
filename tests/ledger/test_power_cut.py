"""The power goes while something is written: any part of what was not synced yet may be on the disk, or none of it.

At each acknowledgement SQLite has synced what it wrote (the store refuses to open with less). So what the disk may
hold after a cut is the files as they were then, and any of the sectors that were written afterwards: first those of
the write-ahead log, and once that is synced those of the file into which the log is moved.
"""

from __future__ import annotations

import itertools
import random
from pathlib import Path

from tests.ledger.world import LOG_KEY, ORIGIN, World, journal
from usufruct.ledger import HeadSigner, LastHead, Ledger, SqliteStore, VerifierKey, WitnessPolicy
from usufruct.ledger.verifying import verify

SECTOR = 512
POLICY = WitnessPolicy(VerifierKey.of_log(ORIGIN, LOG_KEY.public))
Files = dict[str, bytes]


def files_of(path: Path) -> Files:
    """The file and its write-ahead log; the index of the log is in memory and is made anew."""
    return {end: Path(f"{path}{end}").read_bytes() for end in ("", "-wal")}


def torn(before: bytes, after: bytes, draws: random.Random) -> bytes:
    """What may be on the disk: of each sector the older or the newer content."""
    share = draws.choice([0.0, 0.1, 0.5, 0.9, 1.0])
    longest = max(len(before), len(after))
    parts = []
    for start in range(0, longest, SECTOR):
        pick = after if draws.random() < share else before
        part = pick[start : start + SECTOR]
        parts.append(part.ljust(min(SECTOR, longest - start), b"\0"))
    whole = b"".join(parts)
    return whole[: draws.choice([len(before), len(after)])] if share < 1 else after


def test_a_power_cut_loses_nothing_acknowledged(tmp_path: Path) -> None:
    path, draws = tmp_path / "ledger.db", random.Random(11)
    store = SqliteStore(path)
    assert store._one("PRAGMA synchronous") == 2
    store._base.execute("PRAGMA wal_autocheckpoint = 40")  # so that some cuts fall into moving the log to the file
    world = World(store).furnish()
    bodies = [journal("proceeds/bank", "proceeds/income", amount) for amount in range(1, 31)]
    proposal = world.propose(bodies)
    world.approve(proposal, "bert")
    orders = world.orders(proposal, bodies)
    moments = [(store.size(), files_of(path))]
    for order in orders:
        world.ledger.post(order)
        moments.append((store.size(), files_of(path)))
    note = world.ledger.checkpoint(HeadSigner(ORIGIN, LOG_KEY, LastHead()), world.at())
    head = store.size() - 1
    store.close()
    sizes = set()
    for number, ((size, before), (_, after)) in enumerate(itertools.pairwise(moments)):
        for turn in range(3):
            cut = tmp_path / f"cut-{number}-{turn}.db"
            moving = turn == 2
            log = after["-wal"] if moving else torn(before["-wal"], after["-wal"], draws)
            Path(f"{cut}-wal").write_bytes(log)
            cut.write_bytes(torn(before[""], after[""], draws) if moving else before[""])
            found = SqliteStore(cut)
            assert found.size() in (size, size + 1)
            assert verify(found).findings == ()
            names = verify(found, note, POLICY).names  # the checkpoint came after them all
            assert names == (("cut tail or old backup",) if found.size() < head else ())
            outcome = Ledger(found).post(orders[number])
            assert (outcome.seq, found.size()) == (size, size + 1)
            sizes.add(outcome.again)
            found.close()
    assert sizes == {True, False}  # the order in flight was there in some, and not in others


def test_the_model_finds_a_store_that_moves_its_log_before_it_is_synced(tmp_path: Path) -> None:
    """Older sectors of the log under newer ones of the file: legs without a record, and verification says so."""
    path, cut = tmp_path / "ledger.db", tmp_path / "cut.db"
    store = SqliteStore(path)
    world = World(store).furnish()
    store._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = files_of(path)
    world.do(journal("proceeds/bank", "proceeds/income", 5))
    store._base.execute("PRAGMA wal_checkpoint(PASSIVE)")
    after = files_of(path)
    store.close()
    names = set()
    for seed in range(8):
        Path(f"{cut}-wal").write_bytes(before["-wal"])
        cut.write_bytes(torn(before[""], after[""], random.Random(seed)))
        found = SqliteStore(cut)
        names |= set(verify(found).names)
        found.close()
    assert names
