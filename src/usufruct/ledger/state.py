"""What is true after a number of records: the fold that every decision reads.

The state is a plain value of the log: the same records give the same state, in any store, on any machine.
Only :func:`usufruct.ledger.folding.fold` changes it; decisions read it and change nothing.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

from usufruct.ledger.bodies import (
    Account,
    AllocationRun,
    BankLine,
    Filing,
    Journal,
    LegalRelease,
    Line,
    Notice,
    Payment,
    Proposal,
    Quorum,
    RuleSet,
    Statement,
)
from usufruct.ledger.merkle import Frontier
from usufruct.ledger.record import Request


@dataclass(slots=True)
class KeyState:
    """A public key (base64): whose it is, and whether what it signs still counts."""

    person: str
    public: str
    in_force: bool = True


@dataclass(slots=True)
class PeriodState:
    """A period: ``open``, ``closed`` or ``sealed``."""

    start: str
    end: str
    status: str = "open"


@dataclass(slots=True)
class FilingState:
    """A filing: who filed it and on which day; the verdict over it (empty until there is one), what was recomputed."""

    body: Filing
    filer: str
    day: str
    verdict: str = ""
    recomputed: tuple[Line, ...] = ()


@dataclass(slots=True)
class NoticeState:
    """A notice, and the one that answers it."""

    body: Notice
    answer: int | None = None


@dataclass(slots=True)
class ProposalState:
    """A proposal on its way.

    Attributes:
        body: what was proposed.
        digest: content digest of the proposal, which its approvers sign.
        maker: the person who proposed it.
        needed: how many other persons must approve.
        status: ``pending``, ``rejected``, ``withdrawn``, ``replaced``, ``executed``.
        approvals: person to id of the key that approved.
        done: which items were executed.
    """

    body: Proposal
    digest: str
    maker: str
    needed: int
    status: str = "pending"
    approvals: dict[str, str] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)


@dataclass(slots=True)
class ReleaseState:
    """A release of principal by law, and the journal that used it."""

    body: LegalRelease
    asset: str
    used: int | None = None


@dataclass(slots=True)
class EpochState:
    """Running totals of one epoch of an allocation: what was divided, and what each recipient had of it."""

    asset: str
    weights: tuple[tuple[str, str], ...]
    accrued: int
    paid: list[int]


@dataclass(slots=True)
class RunState:
    """An allocation run: its shares by account, the journal that booked it, or the record that dropped it."""

    body: AllocationRun
    shares: dict[str, int]
    booked: int | None = None
    void: int | None = None


@dataclass(slots=True)
class PaymentState:
    """A payment and what became of it; ``shown`` are the statements that changed it, with what it was before."""

    body: Payment
    status: str = "instructed"
    shown: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class StatementState:
    """A bank statement.

    Attributes:
        body: what was taken.
        lines: its entries by the bank's reference.
        matched: the match of an entry with a payment or journal, by reference.
        booked: the journal that books an entry, by reference; a reversal takes it out again.
        before: the statement of its account that it follows, or None.
        void: the record that took it back, or None.
    """

    body: Statement
    lines: dict[str, BankLine]
    matched: dict[str, int] = field(default_factory=dict)
    booked: dict[str, int] = field(default_factory=dict)
    before: int | None = None
    void: int | None = None


@dataclass(frozen=True, slots=True)
class SealState:
    """The seal of a period, as its record has it."""

    seq: int
    period: str
    result: Mapping[str, Any]


@dataclass(slots=True)
class Balance:
    """Gross totals of an account in minor units; the balance is debits less credits."""

    debits: int = 0
    credits: int = 0

    @property
    def net(self) -> int:
        """Debits less credits."""
        return self.debits - self.credits


@dataclass(slots=True)
class State:
    """Everything that the records so far make true.

    Attributes:
        ledger: name; empty before the founding.
        at: instant of the last record.
        tree: the Merkle tree over the stored bytes; its size is the number of the next record.
        requests: idempotency key to the request and the number of its record.
        journals: number to the body of a journal or to the journal that a reversal stands for.
        joined: custodian to the day on which its first account of principal opened.
        resting: number of a journal to those of the journals and payments that rest on it.
        reversals: number of a journal to the number of its reversal.
        last_statement: account to the number of its last statement that stands.
        matched: a payment or journal, and whether money came in, to the match that took it.
    """

    ledger: str = ""
    log_key: str = ""
    at: str = ""
    tree: Frontier = field(default_factory=Frontier)
    requests: dict[str, tuple[Request, int]] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)
    keys: dict[str, KeyState] = field(default_factory=dict)
    roles: dict[str, set[str]] = field(default_factory=dict)
    quorums: tuple[Quorum, ...] = ()
    accounts: dict[str, Account] = field(default_factory=dict)
    balances: dict[str, Balance] = field(default_factory=dict)
    joined: dict[str, str] = field(default_factory=dict)
    rule_sets: dict[str, RuleSet] = field(default_factory=dict)
    periods: dict[str, PeriodState] = field(default_factory=dict)
    filings: dict[int, FilingState] = field(default_factory=dict)
    filed: dict[tuple[str, str], int] = field(default_factory=dict)
    accepted: dict[tuple[str, str], int] = field(default_factory=dict)
    notices: dict[int, NoticeState] = field(default_factory=dict)
    releases: dict[int, ReleaseState] = field(default_factory=dict)
    proposals: dict[int, ProposalState] = field(default_factory=dict)
    pending: dict[str, int] = field(default_factory=dict)
    journals: dict[int, Journal] = field(default_factory=dict)
    principal_journals: list[Journal] = field(default_factory=list)
    resting: dict[int, list[int]] = field(default_factory=dict)
    reversals: dict[int, int] = field(default_factory=dict)
    epochs: dict[str, EpochState] = field(default_factory=dict)
    runs: dict[int, RunState] = field(default_factory=dict)
    payments: dict[int, PaymentState] = field(default_factory=dict)
    end_to_ends: dict[str, int] = field(default_factory=dict)
    statements: dict[int, StatementState] = field(default_factory=dict)
    matched: dict[tuple[int, bool], int] = field(default_factory=dict)
    last_statement: dict[str, int] = field(default_factory=dict)
    seals: list[SealState] = field(default_factory=list)
    migrations: dict[str, int] = field(default_factory=dict)

    def branch(self) -> State:
        """Return a state that can be changed apart from this one, such as to see what orders would become.

        What never changes (bodies, requests, seals) is shared.
        """
        return State(*(_own(getattr(self, each.name)) for each in fields(self)))

    @property
    def size(self) -> int:
        """How many records there are, and so the number of the next one."""
        return self.tree.size

    def person_of(self, key: str) -> str:
        """Return the person behind a key id, in force or not; empty for the writer and unknown keys."""
        held = self.keys.get(key)
        return held.person if held else ""

    def approvals_of(self, proposal: ProposalState) -> set[str]:
        """Return the persons whose approval counts now: key in force, still an approver, not the maker."""
        return {
            person
            for person, key in proposal.approvals.items()
            if self.keys[key].in_force and "approver" in self.roles.get(person, ()) and person != proposal.maker
        }

    def balance(self, path: str) -> int:
        """Return the balance of an account in minor units, debits less credits."""
        return self.balances[path].net

    def principal(self, custodian: str, asset: str, day: str) -> int:
        """Return what the principal book holds at a custodian in a currency at the end of a day, in minor units."""
        return sum(
            amount
            for journal in self.principal_journals
            if journal.effective <= day
            for path, amount in journal.legs
            if self.is_held_by(path, custodian, asset)
        )

    def is_held_by(self, path: str, custodian: str, asset: str) -> bool:
        """Say whether an account is principal held at a custodian in a currency."""
        account = self.accounts[path]
        return (account.book, account.side, account.party, account.asset) == ("principal", "asset", custodian, asset)


CHANGING: Final = (
    KeyState,
    PeriodState,
    FilingState,
    NoticeState,
    ProposalState,
    ReleaseState,
    EpochState,
    RunState,
    PaymentState,
    StatementState,
    Balance,
)
"""Parts of a state that records change in place; everything else is shared by its branches."""


def _own(value: Any) -> Any:
    """Return what can be changed apart from a value: containers and the parts that change anew, the rest as it is."""
    kind = type(value)
    if kind is dict:
        return {key: _own(each) for key, each in value.items()}
    if kind is list or kind is set:
        return kind(map(_own, value))
    if kind is Frontier:
        return value.copy()
    if kind not in CHANGING:
        return value
    other = copy.copy(value)
    for each in fields(kind):
        setattr(other, each.name, _own(getattr(value, each.name)))
    return other
