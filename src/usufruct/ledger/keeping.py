"""A kept ledger: the one writer that decides, folds and stores, and what readers ask of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from usufruct.errors import UsufructError, refuse
from usufruct.ledger.bodies import Checkpoint as KeptCheckpoint
from usufruct.ledger.bodies import Genesis, Migration, Seal
from usufruct.ledger.collecting import collector_paused
from usufruct.ledger.deciding import decide
from usufruct.ledger.folding import fold
from usufruct.ledger.heads import HeadSigner
from usufruct.ledger.merkle import consistency_proof, inclusion_proof, leaf_hash
from usufruct.ledger.record import WRITER, Order, Record, read_record, record_bytes
from usufruct.ledger.rejection import Already, Rejection
from usufruct.ledger.seals import BalanceProof, prove_balance
from usufruct.ledger.state import State
from usufruct.ledger.stores.store import Entry, Extensible, Store, Writing


class Posted(msgspec.Struct, frozen=True, gc=False):
    """An order that is in the log.

    Attributes:
        seq: number of its record.
        again: whether it was there before, so that this was a retry.
    """

    seq: int
    again: bool = False


Outcome = Posted | Rejection


class Ledger:
    """A ledger over a store.

    Several processes may hold the same store; each takes in what the others wrote before it decides.

    Args:
        store: where the records are.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._state: State | None = None
        self._extend = store.extend if isinstance(store, Extensible) else None
        self._undisturbed = False

    @staticmethod
    def found(store: Store, genesis: Genesis, at: str) -> Ledger:
        """Found a ledger in an empty store.

        Raises:
            UsufructError: ``L202`` when there is one already; ``L22x`` for a founding that is not sound.
        """
        ledger = Ledger(store)
        ledger.post(Order(genesis, WRITER, "genesis", at))
        return ledger

    @property
    def state(self) -> State:
        """What the records so far make true. Read it; only the ledger changes it.

        Raises:
            UsufructError: ``L3xx`` when the store cannot be read, ``L10x`` when a record is not one.
        """
        return self._caught_up(self.store)

    def _caught_up(self, source: Store | Writing) -> State:
        if self._state is None:
            self._state = State()
        if source.size() != self._state.size:
            try:
                with collector_paused():
                    for data in self.store.stored(self._state.size):
                        fold(self._state, read_record(data), data)
            except BaseException:
                self._state = None
                raise
        return self._state

    def offer(self, orders: Iterable[Order]) -> tuple[Outcome, ...]:
        """Decide orders one after the other and store what they become in one commit.

        A rejected order leaves the others alone. What is returned is durable; if an exception is raised,
        nothing is known to be, and the same orders can be offered again.

        Raises:
            UsufructError: ``L302`` when another writer does not let go, ``L303`` or ``L306`` when the store
                refuses or cannot write.
        """
        if self._extend and self._undisturbed and isinstance(orders, Sequence) and len(orders) == 1:
            posted_at_once = self._extended(self._extend, orders[0])
            if posted_at_once is not None:
                return (posted_at_once,)
        return self._offer(lambda _: orders)

    def _extended(self, extend: Callable[[Sequence[Entry]], bool], order: Order) -> Posted | None:
        """Store what one order becomes without holding the store before; None if that must be done.

        The order is decided on the records known here. If they are all that there are, the store takes what comes
        next; if others wrote since, it does not, and nothing is changed here either. What is not to be recorded is
        decided while the store is held, for others may have recorded what it lacks.
        """
        state = self._state
        decision = decide(state, order) if state is not None else None
        if state is None or decision is None or isinstance(decision, (Rejection, Already)):
            return None
        stored = [record_bytes(record) for record in decision]
        entries = [Entry(record, data, leaf_hash(data)) for record, data in zip(decision, stored, strict=True)]
        try:
            self._undisturbed = extend(entries)
            if not self._undisturbed:
                return None
            for entry in entries:
                fold(state, *entry)
        except BaseException:
            self._state = None  # nothing is known of what is stored
            raise
        return Posted(decision[0].seq)

    def offer_all(self, orders: Callable[[State], Iterable[Order]]) -> tuple[int, ...]:
        """Store what orders become that arise one from the other, all of them in one commit, or none.

        Args:
            orders: gives them from the state, which each changes before the next is asked for; no other writer can
                add a record meanwhile.

        Returns:
            The number of each record.

        Raises:
            UsufructError: every reason for which one is refused, and as for :meth:`offer`; nothing is stored then.
        """
        return posted(self._offer(orders, whole=True))

    def _offer(self, orders: Callable[[State], Iterable[Order]], *, whole: bool = False) -> tuple[Outcome, ...]:
        """Store what the orders become that a state gives rise to, while no other writer can add a record.

        With ``whole``, the first refusal is raised and nothing is stored.
        """
        outcomes: list[Outcome] = []
        try:
            with collector_paused(), self.store.writing() as writing:
                self._undisturbed = self._state is not None and self._state.size == writing.size()
                state = self._caught_up(writing)
                entries: list[Entry] = []
                for order in orders(state):
                    outcome = self._take(state, order, entries)
                    if whole and isinstance(outcome, Rejection):
                        raise outcome.error()
                    outcomes.append(outcome)
                if entries:
                    writing.append(entries, state)
        except BaseException:
            self._state = None  # what was folded is not known to be stored
            raise
        return tuple(outcomes)

    @staticmethod
    def _take(state: State, order: Order, entries: list[Entry]) -> Outcome:
        decision = decide(state, order)
        if not isinstance(decision, tuple):
            return decision if isinstance(decision, Rejection) else Posted(decision.seq, again=True)
        for record in decision:
            data = record_bytes(record)
            leaf = leaf_hash(data)
            fold(state, record, data, leaf)
            entries.append(Entry(record, data, leaf))
        return Posted(decision[0].seq)

    def post(self, order: Order) -> Posted:
        """Record one order.

        Raises:
            UsufructError: every reason for which it is refused; see :meth:`offer` for those of the store.
        """
        (outcome,) = self.offer([order])
        if isinstance(outcome, Rejection):
            raise outcome.error()
        return outcome

    def seal(self, period: str, at: str) -> Posted:
        """Seal a closed period."""
        return self.post(Order(Seal(period), WRITER, f"seal:{period}", at))

    def checkpoint(self, signer: HeadSigner, at: str) -> str:
        """Sign the head as it is, keep the note as a record too, and return it.

        Give it to people outside: inside the ledger it proves nothing.
        """

        def kept(state: State) -> Iterator[Order]:
            note = signer.sign(self.store.leaves())
            notes.append(note)
            yield Order(KeptCheckpoint(note), WRITER, f"checkpoint:{state.size}", at)

        notes: list[str] = []
        posted(self._offer(kept))
        return notes[0]

    def note_migrations(self, at: str) -> tuple[int, ...]:
        """Record the scripts that changed the tables since the log began; return the numbers of new records."""
        name, known = self.store.name, self.state.migrations.get(self.store.name, 1)
        orders = [
            Order(
                Migration(name, script.version, script.name, script.checksum), WRITER, f"migration:{name}:{number}", at
            )
            for number, script in enumerate(self.store.applied(), start=1)
            if number > known
        ]
        return posted(self.offer(orders)) if orders else ()

    def record(self, seq: int) -> Record:
        """Return a record.

        Raises:
            UsufructError: ``L320`` when there is none of this number.
        """
        return read_record(self.data(seq))

    def data(self, seq: int) -> bytes:
        """Return the stored bytes of a record; see :meth:`record`."""
        found = next(self.store.stored(seq), None) if seq >= 0 else None
        if found is None:
            raise refuse(
                "L320",
                f"there is no record {seq}",
                self.state.ledger or self.store.name,
                "",
                f"name a number below {self.state.size}",
            )
        return found

    def records(self, start: int = 0) -> Iterator[Record]:
        """Yield the records in order, from a number on."""
        return map(read_record, self.store.stored(start))

    def inclusion(self, seq: int, size: int | None = None) -> tuple[bytes, ...]:
        """Prove that a record is in the tree of the first ``size`` records (all of them if None).

        Raises:
            UsufructError: ``L320`` when it is not.
        """
        leaves = self.store.leaves()[:size]
        if not 0 <= seq < len(leaves):
            raise refuse(
                "L320",
                f"record {seq} is not among the first {len(leaves)}",
                "inclusion proof",
                "",
                f"name a number below {len(leaves)}",
            )
        return inclusion_proof(leaves, seq)

    def consistency(self, old: int, size: int | None = None) -> tuple[bytes, ...]:
        """Prove that the tree of the first ``size`` records extends that of the first ``old``."""
        return consistency_proof(self.store.leaves()[:size], old)

    def balance_proof(self, period: str, account: str) -> BalanceProof:
        """Prove the balance of one account at the end of a sealed period, and nothing of the others.

        Raises:
            UsufructError: ``L322`` for a period that is not sealed or an account that it does not hold.
        """
        seal = next((each for each in self.state.seals if each.period == period), None)
        if seal is None:
            raise refuse("L322", f"{period!r:.40} is not sealed", "balance proof", "", "seal it first")
        return prove_balance(state_at(self.store, seal.seq + 1), period, account)

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()


def state_at(store: Store, size: int) -> State:
    """Return the fold over the first records of a store."""
    state = State()
    with collector_paused():
        for data in store.stored():
            if state.size == size:
                break
            fold(state, read_record(data), data)
    return state


def copy(source: Store, target: Store) -> int:
    """Write the records of a store, byte for byte, into an empty one, whose tables are built anew.

    So tables are rebuilt, and a ledger moves from a file to a server. Nothing is decided: verify the copy.

    Returns:
        How many records were copied.

    Raises:
        UsufructError: ``L301`` when the target holds records already; ``L303`` when its rules refuse one.
    """
    state, entries = State(), list[Entry]()
    with target.writing() as writing:
        if writing.size():
            raise refuse(
                "L301",
                "the store holds records already",
                target.name,
                "a copy overwrites nothing",
                "name a new file, or an empty database",
            )
        for data in source.stored():
            record, leaf = read_record(data), leaf_hash(data)
            fold(state, record, data, leaf)
            entries.append(Entry(record, data, leaf))
        writing.append(entries, state)
    return state.size


def posted(outcomes: Sequence[Outcome]) -> tuple[int, ...]:
    """Return the numbers of outcomes that must all have been recorded.

    Raises:
        UsufructError: every reason of every refusal.
    """
    faults = [fault for each in outcomes if isinstance(each, Rejection) for fault in each.faults]
    if faults:
        raise UsufructError(faults)
    return tuple(each.seq for each in outcomes if isinstance(each, Posted))
