"""Time the ledger against bare posting of the same rows, and its verification against bare hashing.

Every round times both sides in turn, in alternating order, so that a busy moment
slows them alike; what counts is the median of the rounds' ratios. Bare posting makes the same bytes and writes the
same rows into tables that have a primary key and nothing else (no rules, unique keys, balances or tree), and decides
nothing.
"""

from __future__ import annotations

import hashlib
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.cold_start import Row
from bench.ledger_bare import BarePostgres, BareSqlite, BareStore
from tests.ledger.postgres_server import Server
from tests.ledger.world import KEYS, World
from usufruct.ledger import Order, SqliteStore, Under
from usufruct.ledger.bodies import Amount, Journal, Leg
from usufruct.ledger.canonical import digest
from usufruct.ledger.keeping import posted, state_at
from usufruct.ledger.merkle import Frontier, leaf_hash, root_of
from usufruct.ledger.stores.postgres import PostgresStore
from usufruct.ledger.stores.store import Store
from usufruct.ledger.verifying import verify

BATCH, SINGLES, ROUNDS = 1_000, 100, 7
MILLION = 1_000_000
FULL = "full verification over a SHA-256 chain"
AGAIN = "of it: read, encoded, hashed and booked again"
AT = "2025-01-01T00:00:00Z"
ARTICLES = "32014R0833 Art. 5a(9); 32024R1673 Art. 7"
ACCOUNTS = ("proceeds/bank", "proceeds/income", "proceeds/epf", "proceeds/ulcm")


@dataclass(frozen=True, slots=True)
class Bar:
    """A ratio and the least it may be: guarded speed over bare speed, or verification over hashing."""

    target: str
    floor: float


def bodies(count: int, seed: int) -> list[Journal]:
    """Return journals of two to four legs, with as much text as those that the operations book."""
    made = []
    for number in range(count):
        amounts = [1 + (number * 7 + seed) % 97 for _ in range(1 + number % 3)]
        legs = [Leg(path, Amount(-amount)) for path, amount in zip(ACCOUNTS[1:], amounts, strict=False)]
        legs.insert(0, Leg(ACCOUNTS[0], Amount(sum(amounts))))
        text = f"line {number} of {count}, {amounts[0]}.00 EUR to each of the parties by the number of the payment"
        more = {"address": f"payment:{seed}", "article": ARTICLES, "text": text}
        made.append(Journal("proceeds", "accrual", "2025-H1", "2025-03-31", tuple(legs), **more))  # type: ignore[arg-type]
    return made


def approved(world: World, count: int, seed: int) -> list[Order]:
    """Return orders that wait for nothing but being offered."""
    given = bodies(count, seed)
    proposal = world.propose(given)
    world.approve(proposal, "bert")
    by, at = KEYS["anna"].id, world.at()
    return [Order(body, by, f"bench:{proposal}:{n}", at, "", Under(proposal, n)) for n, body in enumerate(given)]


def seconds(call: Callable[[], object]) -> float:
    """Time one call."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def posting(world: World, bare: BareStore, sizes: Sequence[int]) -> tuple[list[float], list[float]]:
    """Post orders in commits of the given sizes, bare and guarded; return seconds of each by round."""
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(ROUNDS):
        orders, given = approved(world, sum(sizes), number), bodies(sum(sizes), 100 + number)
        plain = [Order(body, "bench", f"{number}:{n}", AT, "", Under(1, n)) for n, body in enumerate(given)]
        first = world.store.size()
        starts = [sum(sizes[:n]) for n in range(len(sizes))]

        def guarded(orders: list[Order] = orders, starts: list[int] = starts) -> None:
            for start, size in zip(starts, sizes, strict=True):
                posted(world.ledger.offer(orders[start : start + size]))

        def unguarded(orders: list[Order] = plain, starts: list[int] = starts, first: int = first) -> None:
            for start, size in zip(starts, sizes, strict=True):
                bare.post(orders[start : start + size], first + start)

        sides = [(guarded, ours), (unguarded, theirs)]
        for call, taken in sides if number % 2 else reversed(sides):
            taken.append(seconds(call))
    return ours, theirs


def row(bar: Bar, ours: Sequence[float], theirs: Sequence[float], unit: float = 1) -> Row:
    """Summarise: speeds a second of both, and the median of the rounds' ratios.

    Example:
        >>> row(Bar("t", 0.45), [0.2, 0.2, 0.1], [0.1, 0.1, 0.1], 1000)
        Row(target='t', peer='10000', ours='5000', ratio='0.50', floor='0.45', goal='0.45', verdict='met')
    """
    ratio = statistics.median(their / our for our, their in zip(ours, theirs, strict=True))
    bare, mine = (f"{unit / statistics.median(side):.0f}" for side in (theirs, ours))
    verdict = "met" if ratio >= bar.floor else "missed"
    return Row(bar.target, bare, mine, f"{ratio:.2f}", f"{bar.floor:g}", f"{bar.floor:g}", verdict)


def chain(stored: Sequence[bytes]) -> bytes:
    """Hash bytes into a chain: the least that any check of them could do."""
    head, sha256 = b"", hashlib.sha256
    for data in stored:
        head = sha256(head + data).digest()
    return head


def verification(store: Store, check: Callable[[Store], object]) -> tuple[list[float], list[float]]:
    """Check a ledger, and hash its bytes into a chain; return seconds of each by round."""
    stored = list(store.stored())
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(5):
        ours.append(seconds(lambda: check(store)))
        theirs.append(statistics.median(seconds(lambda: chain(stored)) for _ in range(5)))
    if verify(store).findings:
        raise SystemExit("bench: the ledger that was posted does not verify")
    return ours, theirs


def booked_again(store: Store) -> bytes:
    """Read, encode, hash and book every record again, and decide nothing; return the root."""
    return state_at(store, store.size()).tree.root()


def hashing(store: Store, taken: Sequence[float]) -> Row:
    """Time what hashing a batch takes by itself (request, content, leaf, tree), as a share of posting it."""
    data = list(store.stored(store.size() - BATCH))

    def hashes() -> None:
        tree = Frontier()
        for each in data:
            hashlib.sha256(each).digest()
            digest(each)
            tree.add(leaf_hash(each))
        tree.root()

    share = statistics.median(seconds(hashes) for _ in range(5)) / statistics.median(taken)
    verdict = "met" if share <= 0.3 else "missed"
    return Row(f"{store.name}: hashing, share of posting", "", "", f"{share:.2f}", "0.3", "0.3", verdict)


def on_store(store: Store, bare: BareStore) -> list[Row]:
    """Measure one store."""
    world = World(store).furnish()
    batch = posting(world, bare, [BATCH])
    share = hashing(store, batch[0])
    single = posting(world, bare, [1] * SINGLES)
    rows = [
        row(Bar(f"{store.name}: {BATCH} a commit, guarded over bare", 0.45), *batch, BATCH),
        row(Bar(f"{store.name}: one a commit, guarded over bare", 0.7), *single, SINGLES),
        share,
        row(Bar(f"{store.name}: {FULL}", 0.05), *verification(store, verify), store.size()),
        row(Bar(f"{store.name}: {AGAIN}", 0.05), *verification(store, booked_again), store.size()),
    ]
    bare.close()
    store.close()
    return rows


@contextmanager
def servers() -> Iterator[tuple[PostgresStore, BarePostgres]]:
    """A PostgreSQL of our own, with a ledger and with bare tables."""
    with tempfile.TemporaryDirectory(prefix="usufruct-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = Server(Path(folder))
        try:
            name = server.database("bench")
            yield PostgresStore(server.url("keeper", name)), BarePostgres(server.url("postgres", "postgres"))
        finally:
            server.kill()


def root_row() -> Row:
    """Time the root over a million entries; two seconds are the most."""
    leaves = [hashlib.sha256(number.to_bytes(4, "big")).digest() for number in range(MILLION)]
    taken = min(seconds(lambda: root_of(leaves)) for _ in range(3))
    verdict = "met" if taken <= 2 else "missed"
    return Row("root over a million entries, seconds", "", "", f"{taken:.2f}", "2", "2", verdict)


def rows() -> list[Row]:
    """The rows of the tree and of both stores."""
    found = [root_row()]
    with tempfile.TemporaryDirectory(prefix="usufruct-bench-") as folder:
        found += on_store(SqliteStore(Path(folder) / "ledger.db"), BareSqlite(Path(folder) / "bare.db"))
    with servers() as (store, bare):
        found += on_store(store, bare)
    return found
