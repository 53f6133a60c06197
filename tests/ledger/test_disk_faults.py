"""Every call to the disk fails once, fails from then on, or is the last before the process is killed.

Whatever the ledger is doing (being founded, posting, moving its log into the file, erasing a name, being backed up or
restored), it refuses cleanly or has done it. Nothing acknowledged is lost, the ledger verifies once the disk works
again, and the same orders, offered again, are recorded exactly once.
"""

from __future__ import annotations

import itertools
import json
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from tests.ledger.faulty_disk import Fault, FaultyDisk
from tests.ledger.world import LOG_KEY, ORIGIN, World, genesis, journal
from usufruct.cli.door import run as command
from usufruct.errors import Fault as Complaint
from usufruct.errors import UsufructError
from usufruct.ledger import HeadSigner, LastHead, Ledger, Order, Posted, SqliteStore
from usufruct.ledger.backing_up import BESIDE, back_up, restore
from usufruct.ledger.bodies import Identity
from usufruct.ledger.identity import identity_hash
from usufruct.ledger.record import WRITER, payload
from usufruct.ledger.stores.store import Identified
from usufruct.ledger.verifying import verify

AT: Final = "2025-01-01T00:00:00Z"
FAULTS: Final[dict[str, dict[str, Any]]] = {
    "write EIO": {},
    "write EIO, and on": {"lasting": True},
    "write on a full disk": {"full": True, "lasting": True},
    "write cut short": {"full": True, "share": 0.4},
    "write torn, and on": {"share": 0.7, "lasting": True},
    "write killed": {"share": 0.5, "deadly": True},
    "sync EIO": {},
    "sync EIO, and on": {"lasting": True},
    "sync killed": {"deadly": True},
    "truncate EIO": {},
    "truncate EIO, and on": {"lasting": True},
    "truncate killed": {"deadly": True},
    "open refused": {},
    "open refused, and on": {"lasting": True},
    "delete EIO": {},
    "delete EIO, and on": {"lasting": True},
    "read EIO": {},
    "read EIO, and on": {"lasting": True},
    "index EIO": {},
    "index on a full disk": {"full": True, "lasting": True},
}
"""What goes wrong, by the kind of call and the way it fails."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A ledger with approved orders that nobody has offered yet, and a name in its side table."""

    path: Path
    orders: tuple[Order, ...]
    size: int
    note: str


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    path = tmp_path_factory.mktemp("prepared") / "ledger.db"
    store = SqliteStore(path)
    who = Identified("anna", "00" * 32, "Anna Example")
    world = World(store, persons=(Identity("anna", identity_hash(who)), *genesis().persons[1:])).furnish()
    bodies = [journal("proceeds/bank", "proceeds/income", amount) for amount in range(1, 5)]
    proposal = world.propose(bodies)
    world.approve(proposal, "bert")
    note = world.ledger.checkpoint(HeadSigner(ORIGIN, LOG_KEY, LastHead()), world.at())
    store.identify(who)
    made = Prepared(path, world.orders(proposal, bodies), store.size(), note)
    store.close()
    return made


@pytest.fixture
def disk() -> Iterator[FaultyDisk]:
    with FaultyDisk() as made:
        yield made


class Task(ABC):
    """Something that the ledger does in a folder, and what must be true of it afterwards.

    Attributes:
        codes: with which it may refuse.
        never: faults that it cannot meet.
        step: in the quick tests one call in so many fails; in the long ones each.
    """

    codes: frozenset[str] = frozenset({"L306"})
    never: tuple[str, ...] = ()
    step: int = 1

    def __init__(self, given: Prepared, folder: Path) -> None:
        self.given, self.folder, self.path = given, folder, folder / "ledger.db"
        self.stores: list[SqliteStore] = []

    def opened(self, path: Path | None = None) -> SqliteStore:
        self.stores.append(SqliteStore(path or self.path))
        return self.stores[-1]

    def copied(self) -> Path:
        return Path(shutil.copy(self.given.path, self.path))

    def close(self) -> None:
        for store in self.stores:
            store.close()
        self.stores.clear()

    @abstractmethod
    def do(self) -> None:
        """Do it; what it says it has done is done for good."""

    @abstractmethod
    def check(self, refused: bool) -> None:
        """Say that nothing acknowledged is lost, that all verifies, and that the same again succeeds once."""


class Founding(Task):
    never = ("truncate",)
    step = 7

    def do(self) -> None:
        Ledger.found(self.opened(), genesis(), AT)

    def check(self, refused: bool) -> None:
        store = self.opened()
        assert refused or store.size() == 1
        Ledger(store).post(Order(genesis(), WRITER, "genesis", AT))
        assert store.size() == 1
        assert verify(store).findings == ()


class Posting(Task):
    """Orders in two commits; the log is moved into the file, and deleted, when the ledger is closed."""

    settings: tuple[str, ...] = ()

    def __init__(self, given: Prepared, folder: Path) -> None:
        super().__init__(given, folder)
        self.copied()
        self.taken = 0
        self.ledger: Ledger | None = None

    def do(self) -> None:
        store = self.opened()
        for setting in self.settings:
            store._base.execute(f"PRAGMA {setting}")
        self.ledger = Ledger(store)
        for batch in (self.given.orders[:3], self.given.orders[3:]):
            self.taken += sum(isinstance(outcome, Posted) for outcome in self.ledger.offer(batch))
        self.close()

    def check(self, refused: bool) -> None:
        if not self.stores or self.ledger is None:
            self.ledger = Ledger(self.opened())
        store = self.stores[-1]
        size, count = self.given.size, len(self.given.orders)
        assert store.size() >= size + self.taken
        assert refused or self.taken == count
        assert verify(store, self.given.note).findings == ()
        outcomes = self.ledger.offer(self.given.orders)
        assert [getattr(outcome, "seq", None) for outcome in outcomes] == list(range(size, size + count))
        assert all(getattr(outcome, "again", False) for outcome in outcomes[: self.taken])
        assert store.size() == size + count
        assert verify(store, self.given.note).findings == ()


class Moving(Posting):
    """Each commit moves the log into the file at once."""

    settings = ("wal_autocheckpoint = 1",)


class Commanded(Posting):
    """The same by the command, as one list."""

    codes = frozenset({"told"})
    step = 14

    def do(self) -> None:
        orders = self.folder / "orders.json"
        signed = [(json.loads(payload(ORIGIN, each)), each.signature) for each in self.given.orders]
        handed = [order | ({"sig": signature} if signature else {}) for order, signature in signed]
        orders.write_text(json.dumps(handed))
        code = command(["ledger", "post", str(orders), "--ledger", str(self.path), "--at", "2025-01-02T00:00:00Z"])
        if code:
            raise UsufructError([Complaint("told", "see what was printed", "")])
        self.taken = len(self.given.orders)


class Forgetting(Task):
    def do(self) -> None:
        self.copied()
        self.opened().forget("anna")
        self.close()

    def check(self, refused: bool) -> None:
        assert refused or not self.told()
        store = self.opened()
        store.forget("anna")
        assert store.identified("anna") is None
        assert verify(store, self.given.note).findings == ()
        self.close()
        assert not self.told()

    def told(self) -> bool:
        return any(b"Anna Example" in each.read_bytes() for each in self.folder.iterdir())


class Copying(Task):
    """A copy by SQLite itself."""

    never: tuple[str, ...] = ("truncate", "killed")  # nobody clears up after a copy that was killed
    step = 9

    def do(self) -> None:
        self.opened(self.given.path).back_up(self.path)

    def check(self, refused: bool) -> None:
        self.close()
        if refused:
            assert list(self.folder.iterdir()) == []
            self.do()
        self.whole(self.path)

    def whole(self, path: Path) -> None:
        """A copy is all there where its one file is."""
        alone = self.folder / "alone.db"
        shutil.copy(path, alone)
        store, source = self.opened(alone), self.opened(self.given.path)
        assert list(store.stored()) == list(source.stored())
        assert verify(store, self.given.note).findings == ()
        assert verify(source, self.given.note).findings == ()


class BackingUp(Copying):
    """A copy of the records, with a signed head beside it."""

    codes = frozenset({"L306", "L336"})  # the second where what was written cannot be read again
    never: tuple[str, ...] = ("killed",)
    step = 31

    def do(self) -> None:
        back_up(self.opened(self.given.path), str(self.path), self.given.note)

    def whole(self, path: Path) -> None:
        assert Path(f"{path}{BESIDE}").read_text() == self.given.note
        super().whole(path)


class Restoring(BackingUp):
    """A ledger built anew from a copy."""

    def do(self) -> None:
        restore(str(self.given.path), str(self.path), {"note": self.given.note})

    def whole(self, path: Path) -> None:
        Copying.whole(self, path)


TASKS: Final = (Founding, Posting, Moving, Commanded, Forgetting, Copying, BackingUp, Restoring)
CASES: Final = [
    (task, fault)
    for task in TASKS
    for fault in FAULTS
    if not any(part in fault for part in task.never) and not (task is Moving and fault.startswith("delete"))
]


def refusal(task: Task) -> frozenset[str]:
    """Let it do what it does; return the codes with which it refused."""
    try:
        task.do()
    except UsufructError as error:
        return frozenset(each.code for each in error.faults)
    return frozenset()


def tried(disk: FaultyDisk, task: type[Task], given: Prepared, fault: str, folder: Path, step: int) -> int:
    """Let the calls of a kind fail one by one, until a try needs no more of them; return how many tries that took."""
    for number in itertools.count(1):
        at = 1 + (number - 1) * step
        place = folder / str(at)
        place.mkdir()
        doing = task(given, place)
        disk.arm(Fault(fault.split()[0], at, **FAULTS[fault]))
        codes = refusal(doing)
        assert codes <= task.codes
        if disk.dead or at % 2:  # otherwise what comes next goes by the same connection
            doing.close()
        disk.heal()
        doing.check(bool(codes))
        doing.close()
        shutil.rmtree(place)
        if not disk.struck:
            assert not codes
            return number
    raise AssertionError


@pytest.mark.parametrize(("task", "fault"), CASES)
def test_a_failing_disk_loses_and_doubles_nothing(
    task: type[Task],
    fault: str,
    disk: FaultyDisk,
    prepared: Prepared,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert tried(disk, task, prepared, fault, tmp_path, task.step) > 1
    said = capsys.readouterr().err
    assert all(line.startswith("usufruct: L306 ") for line in said.splitlines())


@pytest.mark.long
@pytest.mark.parametrize(("task", "fault"), [case for case in CASES if case[0].step > 1])
def test_a_disk_that_fails_at_any_call_loses_and_doubles_nothing(
    task: type[Task], fault: str, disk: FaultyDisk, prepared: Prepared, tmp_path: Path
) -> None:
    assert tried(disk, task, prepared, fault, tmp_path, 1) > 1
