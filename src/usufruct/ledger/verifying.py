"""Verification: read every byte again, hash it, decide it again, compare the tables, compare with a head outside.

Nothing that the store says of itself is believed. What each kind of damage looks like has a name, so that a
finding says what happened, and not only that something did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from usufruct.errors import Fault, UsufructError, refuse
from usufruct.ledger.collecting import collector_paused
from usufruct.ledger.deciding import decide
from usufruct.ledger.folding import fold
from usufruct.ledger.identity import explained
from usufruct.ledger.merkle import leaf_hash, root_of
from usufruct.ledger.notes import Checkpoint, VerifierKey, WitnessPolicy
from usufruct.ledger.projection import COLUMNS, Row, Tables, add_rows, finished
from usufruct.ledger.record import Record, read_record
from usufruct.ledger.rejection import Already, Rejection
from usufruct.ledger.state import State
from usufruct.ledger.stores.store import Store

MOST_FINDINGS: Final = 1_000
_UNSOUND: Final = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What the rules may run into once a record that they refuse has been folded."""

_NAMES: Final = {
    "L201": "key used twice",
    "L204": "time runs back",
    "L205": "key not in force",
    "L206": "role missing",
    "L207": "unapproved order",
    "L209": "unapproved order",
    "L210": "unapproved order",
    "L211": "expired approval",
    "L212": "item executed twice",
    "L213": "changed after approval",
    "L214": "changed after approval",
    "L234": "principal differs from the filing",
    "L237": "rewritten history",
    "L244": "self-verified filing",
    "L254": "self-approval",
    "L255": "approval counted twice",
    "L260": "unbalanced journal",
    "L261": "unbalanced journal",
    "L262": "unbalanced journal",
    "L264": "mixed journal",
    "L265": "journal outside an open period",
    "L266": "broken floor",
    "L268": "principal touched",
    "L269": "principal touched",
    "L273": "reversed twice",
    "L282": "payment instructed twice",
    "L297": "booked without the bank",
    "L295": "entry booked twice",
}
"""What a record that the decision refuses amounts to, by the code of the refusal; the first that fits is named."""


_LEGS: Final = {"extra leg", "orphan legs", "missing row", "mixed journal"}
_PLACES: Final = {"sqlite": "the file", "postgres": "the database"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it must be.

    Attributes:
        name: what happened, such as ``cut tail or old backup`` or ``forged approval``.
        where: the record, table or file concerned.
        what: what was found, in one sentence.
    """

    name: str
    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Outside:
    """A head from outside, and how the log stands to it.

    Attributes:
        name: the file, or whoever keeps it.
        head: what it says; None where it is none of this log.
        found: name of the finding; empty where the log agrees with it.
    """

    name: str
    head: Checkpoint | None
    found: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found.

    Attributes:
        size: how many records were read.
        root: the root over their bytes as read.
        findings: what is wrong; empty for a clean ledger.
        heads: the outside heads it was compared with, each by itself. Without one a cut tail cannot show.
    """

    size: int
    root: bytes
    findings: tuple[Finding, ...]
    heads: tuple[Outside, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the findings, each once, in order."""
        return tuple(dict.fromkeys(finding.name for finding in self.findings))


def verify(
    store: Store,
    notes: str | Mapping[str, str] | None = None,
    policy: WitnessPolicy | None = None,
    latest: str = "",
) -> Report:
    """Verify a ledger.

    Args:
        store: the ledger, as it is kept.
        notes: a checkpoint from outside, or several by the names of their files: each is compared by itself.
        policy: whose signatures each of them needs; by default that of the key in the founding record, which
            proves less, since whoever rewrites a log can found it with a key of their own.
        latest: the latest instant that a record may carry, by the clock of who verifies; empty asks no clock.

    Returns:
        What was found. Nothing is raised for what is wrong with the ledger or the checkpoint.
    """
    with collector_paused():  # until what was read is let go of
        return _verified(_Inspection(store, latest), notes, policy)


def _verified(inspection: _Inspection, notes: str | Mapping[str, str] | None, policy: WitnessPolicy | None) -> Report:
    inspection.inspect()
    named = {"checkpoint": notes} if isinstance(notes, str) else notes or {}
    heads = tuple(inspection.compare(name, note, policy) for name, note in named.items())
    tree, leaves = inspection.state.tree, inspection.leaves
    root = tree.root() if tree.size == len(leaves) else root_of(leaves)  # what was read, decided again or not
    return Report(len(leaves), root, tuple(inspection.findings), heads)


class _Inspection:
    """One pass over a store: the state as decided again, the tables as they should be, what was found."""

    def __init__(self, store: Store, latest: str = "") -> None:
        self.store, self._latest = store, latest
        self.state = State()
        self.tables: Tables = {}
        self.findings: list[Finding] = []
        self._named: set[str] = set()
        self.leaves: list[bytes] = []
        self._foldable = True
        self._ahead = 0  # by how much the numbers in the records run ahead of their places
        self._place = _PLACES.get(store.name, store.name)

    def note(self, name: str, where: str, what: str | Fault) -> None:
        if len(self.findings) < MOST_FINDINGS or name not in self._named:
            self._named.add(name)
            text = what if isinstance(what, str) else f"{what.code}: {what.what}"
            self.findings.append(Finding(name, where, text))

    def inspect(self) -> None:
        """Take every step, all of them at one instant of the ledger."""
        try:
            with self.store.reading():
                # Each in turn, whatever the one before ran into: a page that cannot be read hides no other page.
                for step in (self.read, self.compare_tables, self.compare_names, self.check_protection):
                    self.attempt(step)
        except UsufructError as error:  # it cannot even be asked
            if error.faults[0].code == "L307":
                raise
            self.note("damaged file", self.store.name, error.faults[0])

    def attempt(self, step: Callable[[], None]) -> None:
        """Take a step; what cannot be read is a finding, and what the step would have compared stays open."""
        try:
            step()
        except UsufructError as error:
            if error.faults[0].code == "L307":  # who may not read has found nothing
                raise
            self._foldable = False
            self.note("damaged file", self._place, error.faults[0])

    def read(self) -> None:
        """Read, hash and decide every record again."""
        kept = self.store.labels()
        for number, data in enumerate(self.store.stored()):
            leaf = leaf_hash(data)
            self.leaves.append(leaf)
            if number >= len(kept) or kept[number][0] != leaf:
                self.note("edited byte", f"record {number}", "the bytes are not those whose hash stands beside them")
            self._record(number, data, leaf, kept[number][1:] if number < len(kept) else None)
        if not self.leaves:
            self.note("not founded", self._place, "the log holds no record: it is new, or everything was taken away")
        if len(kept) != len(self.leaves):
            self.note("edited byte", self._place, f"{len(kept)} hashes stand beside {len(self.leaves)} records")

    def _record(self, number: int, data: bytes, leaf: bytes, label: tuple[str, ...] | None) -> None:
        try:
            record = read_record(data)
        except UsufructError as error:
            self.note("unreadable record", f"record {number}", error.faults[0])
            self._give_up(number)
            return
        if record.seq != number + self._ahead:  # one gap is one finding, however much follows it
            due, self._ahead = number + self._ahead, record.seq - number
            self.note("missing record", f"record {due}", f"record {record.seq} stands where {due} belongs")
            self._give_up(number)
        order = record.order
        if label is not None and label != (order.kind, order.idem, order.at):
            what = f"it is kept as {', '.join(map(str, label))}, and says {order.kind}, {order.idem}, {order.at}"
            self.note("strange row", f"table record, record {record.seq}", what)
        if self._latest and record.order.at > self._latest:  # one finding: whatever follows it is later still
            what = f"it is dated {record.order.at}, ahead of the clock: nothing can be recorded until then"
            self.note("dated ahead", f"record {record.seq}", what)
            self._latest = ""
        if self._foldable:
            self._decide(record, data, leaf)

    def _give_up(self, number: int) -> None:
        if self._foldable:
            self._foldable = False
            self.note("unverified rest", f"records from {number} on", "nothing that follows can be decided again")

    def _decide(self, record: Record, data: bytes, leaf: bytes) -> None:
        try:
            self._judge(record)
            fold(self.state, record, data, leaf)
            add_rows(self.tables, record, self.state)
        except _UNSOUND as problem:
            what = f"it cannot be booked: {type(problem).__name__} {problem}"
            self.note("refused record", f"{record.kind} {record.seq}", what)
            self._give_up(record.seq)

    def _judge(self, record: Record) -> None:
        decided = decide(self.state, record.order)
        if type(decided) is tuple:
            (made,) = decided
            if made.seq == record.seq and made.ledger == record.ledger and made.result == record.result:
                return
        where = f"{record.kind} {record.seq}"
        if isinstance(decided, Already):
            self.note("key used twice", where, f"record {decided.seq} has the same key and content")
        elif isinstance(decided, Rejection):
            fault = decided.faults[0]
            name = _name_of(record, fault)
            self.note(name, where, fault)
            # The rules stop at an approval that is missing; what it moves is named all the same.
            books = self._books_of(record)
            if len(books) > 1 and name != "mixed journal":
                self.note("mixed journal", where, "its legs are in both books")
            elif books == {"principal"} and name != "principal touched":
                self.note("principal touched", where, "it moves principal, and is not accepted")
        else:
            if record.kind == "seal":
                self.note("broken seal", where, "its roots are not those of the records before it")
            else:
                self.note("altered result", where, "the record says another outcome than the decision has")

    def _books_of(self, record: Record) -> set[str]:
        accounts, legs = self.state.accounts, record.body.legs if record.kind == "journal" else ()
        return {accounts[leg.account].book for leg in legs if leg.account in accounts}

    def compare_tables(self) -> None:
        """Compare the tables as they stand with those that the records give."""
        if not self._foldable:
            return
        standing = self.store.tables()
        for table, wanted in finished(self.tables, self.state).items():
            if standing[table] == wanted:  # in the order of the log, as most tables are
                continue
            there, asked = set(standing[table]), set(wanted)
            # A balance that was written stands under another amount, and is named already.
            written = {row[0] for row in there} if table == "balance" else set()
            for row in sorted(there - asked, key=repr):
                self._strange_row(table, row)
            for row in sorted(asked - there, key=repr):
                if row[0] not in written:
                    self.note("missing row", f"table {table}", f"{_told(table, row)}: the records say so, no row does")
            if len(standing[table]) != len(there):
                self.note("strange row", f"table {table}", "a row stands twice")

    def _strange_row(self, table: str, row: Row) -> None:
        name = "direct balance write" if table == "balance" else "strange row"
        if table == "posting":
            journal, account = self.state.journals.get(row[0]), self.state.accounts.get(row[2])
            name = "orphan legs" if journal is None else "extra leg"
            if journal is not None and account is not None and account.book != journal.book:
                name = "mixed journal"
        self.note(name, f"table {table}", f"{_told(table, row)}: no record says so")

    def compare_names(self) -> None:
        """Hold the names that are kept beside the log against the salted hashes in it."""
        for who in (self.store.identities() or ()) if self._foldable else ():
            if not explained(self.state, who):
                what = f"the name kept for {who.person!r:.40} is not that whose salted hash the log holds"
                self.note("altered name", "table identity", what)

    def check_protection(self) -> None:
        """Ask what is missing of the store's own rules."""
        for problem in self.store.problems():
            if problem.startswith("integrity"):
                self.note("damaged file", self._place, problem)
            elif not problem.startswith("a row of"):
                self.note("dropped protection", self._place, problem)
            elif not problem.startswith("a row of balance"):
                self.note("strange row", self._place, problem)
            elif not self._named & _LEGS:  # which leg is the last one follows from what was named
                self.note("direct balance write", self._place, problem)

    def compare(self, name: str, note: str, policy: WitnessPolicy | None) -> Outside:
        """Compare with a head from outside."""
        try:
            if policy is None:
                policy = WitnessPolicy(_own_key(self.state))
            head = policy.open(note).checkpoint
        except UsufructError as error:
            self.note("bad checkpoint", name, error.faults[0])
            return Outside(name, None, "bad checkpoint")
        size, found = len(self.leaves), ""
        if size < head.size:
            found = "cut tail or old backup"
            what = f"the log has {size} records and {name} says {head.size}: its end was cut, or an old backup restored"
            self.note(found, f"records {size} to {head.size - 1}", what)
        elif root_of(self.leaves[: head.size]) != head.root:
            found = "rewritten history"
            what = f"they are not those that {name} was signed over: rewritten, or an old backup was continued"
            self.note(found, f"records below {head.size}", what)
        return Outside(name, head, found)


def _told(table: str, row: Row) -> str:
    return ", ".join(
        f"{column} {value}" for column, value in zip(COLUMNS[table], row, strict=True) if value is not None
    )


def _name_of(record: Record, fault: Fault) -> str:
    if fault.code == "L208":
        return "forged approval" if record.kind == "decision" else "forged signature"
    return _NAMES.get(fault.code, "refused record")


def _own_key(state: State) -> VerifierKey:
    if not state.log_key:
        raise refuse(
            "L312",
            "the log has no founding record with a key",
            "checkpoint",
            "",
            "check that this is the right file or database; restore a backup if it is",
        )
    return VerifierKey.of_log(state.ledger, state.log_key)
