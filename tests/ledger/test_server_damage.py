"""Flipped bits in the files of a server that was stopped, an old data folder put back, a cut log of writes."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.ledger.failing_calls import FailingCalls
from tests.ledger.postgres_server import Server, running
from tests.ledger.story import tell
from tests.ledger.world import LOG_KEY, ORIGIN, World, journal
from usufruct.errors import UsufructError
from usufruct.ledger import HeadSigner, LastHead, Ledger, VerifierKey, WitnessPolicy
from usufruct.ledger.projection import COLUMNS
from usufruct.ledger.stores.postgres import PostgresStore
from usufruct.ledger.verifying import verify

POLICY = WitnessPolicy(VerifierKey.of_log(ORIGIN, LOG_KEY.public))
READ = {*COLUMNS, "record", "schema_version"}
"""Tables that a verification reads; from the others the database decides, and nothing is reported."""
COPIES = 5
"""Ledgers that are damaged at the same time, each by one bit: a restart serves them all."""
RELATIONS = """
  WITH own AS (SELECT c.* FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'usufruct'),
    toast AS (SELECT t.*, o.relname AS of FROM pg_class t JOIN own o ON o.reltoastrelid = t.oid)
  SELECT relname, 'index', relfilenode FROM own WHERE relkind = 'i'
  UNION ALL SELECT relname, 'table', relfilenode FROM own WHERE relkind = 'r'
  UNION ALL SELECT of, 'toast', relfilenode FROM toast
  UNION ALL SELECT of, 'toast index', c.relfilenode
    FROM toast JOIN pg_index x ON x.indrelid = toast.oid JOIN pg_class c ON c.oid = x.indexrelid"""


@dataclass(frozen=True, slots=True)
class Flip:
    """One bit of one file of one ledger."""

    table: str
    kind: str
    path: Path
    whole: bytes
    bit: int

    def __str__(self) -> str:
        return f"bit {self.bit} of {self.kind} {self.table} ({self.path.name})"

    def apply(self) -> None:
        flipped = bytearray(self.whole)
        flipped[self.bit // 8] ^= 1 << self.bit % 8
        self.path.write_bytes(flipped)

    def undo(self) -> None:
        self.path.write_bytes(self.whole)


@dataclass(frozen=True, slots=True)
class Told:
    """The same ledger several times on a server of its own."""

    server: Server
    databases: list[str]
    files: list[list[tuple[str, str, Path]]]


@pytest.fixture(scope="module")
def told() -> Iterator[Told]:
    with closing(FailingCalls()) as calls, running(calls) as server:  # of which none fails; they are quick
        first = server.database("told_0")
        store = PostgresStore(server.url("keeper", first))
        world = World(store).furnish()
        tell(world)
        world.propose([journal("proceeds/bank", "proceeds/income", number, "2025-H2") for number in range(1, 200)])
        store.close()
        names = [f"told_{number}" for number in range(COPIES)]
        with server.admin("postgres") as base:
            for name in names[1:]:
                base.execute(f"CREATE DATABASE {name} TEMPLATE {first}")
        yield Told(server, names, [list(files_of(server, name)) for name in names])


def files_of(server: Server, database: str) -> Iterator[tuple[str, str, Path]]:
    """All files of a ledger that hold something: of its tables and indexes, with their maps of space and visibility."""
    with server.admin(database) as base:
        base.execute("VACUUM")
        base.execute("CHECKPOINT")
        (oid,) = base.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone() or (0,)
        for table, kind, number in base.execute(RELATIONS):
            for path in sorted((server.data / "base" / str(oid)).glob(f"{number}*")):
                if path.stat().st_size:
                    fork = path.name.partition("_")[2]
                    yield str(table), f"{kind} {fork}".strip(), path


Content = tuple[list[bytes], list[bytes], object]


def content_of(store: PostgresStore) -> Content:
    return list(store.stored()), store.leaves(), store.tables()


def seen(url: str, content: Content, flip: Flip) -> bool:
    """Whether a flip is refused or found; if it is not, the content is as it was."""
    try:
        store = PostgresStore(url)
    except UsufructError as error:
        refused = {fault.code for fault in error.faults}
    else:
        refused = set()
    if refused:
        assert refused <= {"L305", "L306"}
        return True
    try:
        if verify(store).findings:
            return True
        assert content_of(store) == content, f"{flip} went unseen"
        return False
    finally:
        store.close()


def flips(told: Told, rounds: int, seed: int) -> tuple[Counter[str], list[Flip]]:
    """Flip bits all over the files of ledgers; return how many were found by kind of file, and the others."""
    server, draws, found, unseen = told.server, random.Random(seed), Counter[str](), list[Flip]()
    urls = [server.url("keeper", name) for name in told.databases]
    store = PostgresStore(urls[0])
    content = content_of(store)
    assert verify(store).findings == ()
    store.close()
    for _ in range(rounds):
        server.stop()
        done = []
        for files in told.files:
            kind = draws.choice(sorted({kind for _, kind, _ in files}))
            table, _, path = draws.choice([each for each in files if each[1] == kind])
            whole = path.read_bytes()
            done.append(Flip(table, kind, path, whole, draws.randrange(len(whole) * 8)))
            done[-1].apply()
        assert bad_checksums(server) == COPIES  # the server's own tool, on all files
        server.start()
        for url, flip in zip(urls, done, strict=True):
            if seen(url, content, flip):
                found[flip.kind] += 1
            else:
                unseen.append(flip)
        server.stop()
        for flip in done:
            flip.undo()
        server.start()
    return found, unseen


def bad_checksums(server: Server) -> int:
    command = [str(server.bin / "pg_checksums"), "--check", "-D", str(server.data)]
    said = subprocess.run(command, user=server.user, capture_output=True, text=True, check=False).stdout
    return int(re.findall(r"Bad checksums: +(\d+)", said)[0])


def check_flips(told: Told, rounds: int, seed: int) -> None:
    found, unseen = flips(told, rounds, seed)
    assert found.total() + len(unseen) == rounds * COPIES
    assert found["table"] >= 2
    assert found["toast"] >= 2
    read = [flip for flip in unseen if flip.kind in ("table", "toast") and flip.table in READ]
    assert [str(flip) for flip in read] == []


def test_flipped_bits_of_a_server_that_change_content_are_found(told: Told) -> None:
    check_flips(told, 8, 21)


@pytest.mark.long
def test_many_flipped_bits_of_a_server_that_change_content_are_found(told: Told) -> None:
    check_flips(told, 80, 22)


@dataclass(frozen=True, slots=True)
class Kept:
    """A server with one ledger, and two copies of its data folder: as it was, and as it became.

    Attributes:
        old: the folder as it was when the ledger was furnished, after a clean stop.
        new: the folder as it became, after a stop at once: what came later is in the log of writes only.
        size: how many records there were when it was old.
        head: how many the checkpoint speaks of.
        note: a checkpoint signed at the very end, and its record.
        log: the last file of the log of writes, and where in it what came later begins and ends.
    """

    server: Server
    old: Path
    new: Path
    size: int
    head: int
    note: str
    log: tuple[str, int, int]

    def put_back(self, folder: Path) -> None:
        """Replace the data folder of the stopped server."""
        copied(folder, self.server.data)

    def opened(self) -> PostgresStore:
        return PostgresStore(self.server.url("keeper", "ledger"))


def copied(folder: Path, to: Path) -> Path:
    """Make a folder the copy of another, its owner included; files of the same age and size are left as they are."""
    wanted = {each.relative_to(folder): each for each in (folder, *sorted(folder.rglob("*")))}
    for each in sorted(to.rglob("*"), reverse=True):
        if each.relative_to(to) not in wanted:
            each.rmdir() if each.is_dir() else each.unlink()
    for name, each in wanted.items():
        there, was = to / name, each.stat()
        if each.is_dir():
            there.mkdir(exist_ok=True)
            there.chmod(was.st_mode)
        elif not there.exists() or age(there) != age(each):
            shutil.copy2(each, there)
        os.chown(there, was.st_uid, was.st_gid)
    return to


def age(path: Path) -> tuple[int, int]:
    return path.stat().st_mtime_ns, path.stat().st_size


def end_of_log(server: Server) -> tuple[str, int]:
    with server.admin("ledger") as base:
        row = base.execute("SELECT file_name, file_offset FROM pg_walfile_name_offset(pg_current_wal_lsn())").fetchone()
    assert row is not None
    return str(row[0]), int(str(row[1]))


@pytest.fixture(scope="module")
def kept() -> Iterator[Kept]:
    with closing(FailingCalls()) as calls, running(calls) as server:  # of which none fails; they are quick
        store = PostgresStore(server.url("keeper", server.database("ledger")))
        world = World(store).furnish()
        size = store.size()
        store.close()
        server.stop()
        old = copied(server.data, server.folder / "old")
        server.start()
        with server.admin("ledger") as base:
            base.execute("SELECT pg_switch_wal()")
            base.execute("CHECKPOINT")
        _, start = end_of_log(server)
        world.ledger = Ledger(PostgresStore(server.url("keeper", "ledger")))
        for amount in range(1, 9):
            world.do(journal("proceeds/bank", "proceeds/income", amount))
        note = world.ledger.checkpoint(HeadSigner(ORIGIN, LOG_KEY, LastHead()), world.at())
        head = world.ledger.store.size() - 1
        name, end = end_of_log(server)
        world.ledger.close()
        server.stop(at_once=True)
        new = copied(server.data, server.folder / "new")
        yield Kept(server, old, new, size, head, note, (name, start, end))


def test_an_old_data_folder_is_found_by_the_last_checkpoint(kept: Kept) -> None:
    kept.put_back(kept.old)
    kept.server.start()
    store = kept.opened()
    assert store.size() == kept.size
    assert verify(store).findings == ()  # every record of it is as it was
    assert verify(store, kept.note, POLICY).names == ("cut tail or old backup",)
    store.close()
    kept.server.stop(at_once=True)


def cut_logs(kept: Kept, times: int, seed: int) -> int:
    """Cut the log of writes of a server that was stopped, or flip a bit of it; return how often records were lost."""
    draws, lost = random.Random(seed), 0
    name, start, end = kept.log
    for number in range(times):
        kept.put_back(kept.new)
        path = kept.server.data / "pg_wal" / name
        damaged = bytearray(path.read_bytes())
        at = draws.randrange(start, end)
        if number % 2:
            damaged[at] ^= 1 << draws.randrange(8)
        else:
            damaged[at:] = bytes(len(damaged) - at)
        path.write_bytes(damaged)
        kept.server.start()
        store = kept.opened()
        size, names = store.size(), verify(store, kept.note, POLICY).names
        assert verify(store).findings == ()
        assert names == (("cut tail or old backup",) if size < kept.head else ())
        lost += size < kept.head
        store.close()
        kept.server.stop(at_once=True)
    return lost


def test_a_cut_log_of_a_server_is_found_by_the_last_checkpoint(kept: Kept) -> None:
    assert cut_logs(kept, 4, 31) >= 3


@pytest.mark.long
def test_many_cut_logs_of_a_server_are_found_by_the_last_checkpoint(kept: Kept) -> None:
    assert cut_logs(kept, 60, 32) >= 40
