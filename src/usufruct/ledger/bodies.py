"""What a record can say: one frozen structure for each kind, in the order in which money moves.

Rows inside a body (legs, lines, weights) are named tuples and are written as arrays. A ``seq`` is the number
of another record. Days are ISO text such as ``2025-07-28``. Names of people never stand here: a person is a
pseudonym and the salted hash of an identity (:mod:`usufruct.ledger.identity`).

Every step of an operation says what it rests on and by when it is due. ``article`` cites acts as CELEX or ELI with
the place, such as ``32024R1673 Art. 4(1)``, several joined by ``; ``, or says ``rule of this ledger``; it is empty
where nobody said. ``deadline`` is the last day for the step, None where neither act nor ledger sets one.
"""

from __future__ import annotations

import msgspec

from usufruct.ledger.bodies_people import Genesis as Genesis
from usufruct.ledger.bodies_people import Grant as Grant
from usufruct.ledger.bodies_people import Key as Key
from usufruct.ledger.bodies_people import Lost as Lost
from usufruct.ledger.bodies_people import Person as Person
from usufruct.ledger.bodies_people import Revoke as Revoke
from usufruct.ledger.bodies_people import Rotate as Rotate
from usufruct.ledger.body_rows import BOOKS as BOOKS
from usufruct.ledger.body_rows import ROLES as ROLES
from usufruct.ledger.body_rows import SIDES as SIDES
from usufruct.ledger.body_rows import STATUSES as STATUSES
from usufruct.ledger.body_rows import Amount as Amount
from usufruct.ledger.body_rows import BankLine as BankLine
from usufruct.ledger.body_rows import Difference as Difference
from usufruct.ledger.body_rows import Held as Held
from usufruct.ledger.body_rows import HeldKey as HeldKey
from usufruct.ledger.body_rows import Holding as Holding
from usufruct.ledger.body_rows import Identity as Identity
from usufruct.ledger.body_rows import Item as Item
from usufruct.ledger.body_rows import Leg as Leg
from usufruct.ledger.body_rows import Line as Line
from usufruct.ledger.body_rows import Quorum as Quorum
from usufruct.ledger.body_rows import Weight as Weight


class Account(msgspec.Struct, frozen=True, gc=False):
    """An account opens.

    Attributes:
        path: unique name such as ``proceeds/contribution/received``.
        book: ``principal`` or ``proceeds``; no journal touches both.
        side: asset, liability, income, expense or equity.
        asset: currency code; sums are zero for each asset.
        scale: decimal digits of the minor unit that amounts count.
        party: whose it is, such as the LEI of a custodian or a lender's key; may be empty.
        floor: least balance (debits less credits), or None for no limit.
        ceiling: greatest balance, or None.
    """

    path: str
    book: str
    side: str
    asset: str
    scale: int
    party: str
    floor: Amount | None
    ceiling: Amount | None


class RuleSet(msgspec.Struct, frozen=True, gc=False):
    """A version of the law as compiled: from when it holds, the act, hashes of text and program."""

    version: str
    valid_from: str
    valid_to: str | None
    citation: str
    text_hash: str
    program_hash: str


class Period(msgspec.Struct, frozen=True, gc=False):
    """A period opens or closes (``action``); it closes only on principal equal to the custodians' filings."""

    name: str
    start: str
    end: str
    action: str
    article: str = ""
    deadline: str | None = None


class Filing(msgspec.Struct, frozen=True, gc=False):
    """A custodian's report for a period; ``document`` is the SHA-256 of what was received.

    Audited accounts are filed for a year such as ``2025``, and hold no principal: that follows interim reports only.
    """

    custodian: str
    period: str
    version: int
    principal: tuple[Holding, ...]
    lines: tuple[Line, ...]
    document: str
    article: str = ""
    deadline: str | None = None


class Verification(msgspec.Struct, frozen=True, gc=False):
    """A second person recomputed a filing: ``accepted`` or ``rejected``, with the lines that differ.

    ``lines`` are what the law gives, also where the custodian stated nothing.
    """

    filing: int
    verdict: str
    differences: tuple[Difference, ...]
    program: str
    article: str = ""
    deadline: str | None = None
    lines: tuple[Line, ...] = ()


class Notice(msgspec.Struct, frozen=True, gc=False):
    """What somebody outside told the mechanism, and from which the law counts: a decision, an objection, a request.

    Attributes:
        entry: what it is, such as ``extra retention``, ``objection``, ``request``.
        party: whom it concerns, such as a custodian.
        about: the year, half-year or vintage that it is about.
        received: the instant at which it was received or notified.
        until: the instant up to which an answer counts; None where none is waited for.
        answers: the notice that it answers, or None.
        lines: its figures.
        document: SHA-256 of what was received.
    """

    entry: str
    party: str
    about: str
    received: str
    until: str | None
    answers: int | None
    lines: tuple[Line, ...]
    document: str
    article: str = ""
    deadline: str | None = None


class Proposal(msgspec.Struct, frozen=True, gc=False):
    """Orders put up for approval, each by its content digest.

    Attributes:
        subject: what it is about; two pending proposals cannot share it.
        items: the orders to come.
        rendered: SHA-256 of the text shown to the approvers.
        expires: the instant after which approvals and executions are refused.
        replaces: the proposal that this one voids, with all its approvals; or None.
    """

    subject: str
    items: tuple[Item, ...]
    rendered: str
    expires: str
    replaces: int | None = None
    article: str = ""
    deadline: str | None = None


class Decision(msgspec.Struct, frozen=True, gc=False):
    """A person's verdict (``approve``, ``reject``; ``withdraw`` by the maker) over a proposal's digest."""

    proposal: int
    digest: str
    verdict: str
    article: str = ""
    deadline: str | None = None


class LegalRelease(msgspec.Struct, frozen=True, gc=False):
    """An act of law releases principal: its ELI or CELEX, article, amount and account."""

    act: str
    article: str
    account: str
    amount: Amount
    reason: str


class Journal(msgspec.Struct, frozen=True, gc=False):
    """Money moves between accounts of one book; the legs sum to zero for each asset.

    Attributes:
        book: ``principal`` or ``proceeds``.
        entry: what it is, such as ``contribution``, ``opening``, ``accrual``.
        period: an open period that holds ``effective``.
        effective: the day it counts for.
        legs: at least two.
        rule_set: version of the law, or empty where none applies.
        basis: the record it rests on (filing, release, allocation, payment, statement), or None.
        due, instructed, value: three different days, each None where it does not apply.
        original: the day it should have counted for, if that period is closed.
        address: figure that it books, such as ``payment:3``; may be empty.
        text: one line for people, without personal data.
        statement, reference: the entry of a bank statement that it books, None and empty where it books none.
    """

    book: str
    entry: str
    period: str
    effective: str
    legs: tuple[Leg, ...]
    rule_set: str = ""
    basis: int | None = None
    due: str | None = None
    instructed: str | None = None
    value: str | None = None
    original: str | None = None
    address: str = ""
    text: str = ""
    article: str = ""
    deadline: str | None = None
    statement: int | None = None
    reference: str = ""


class Reversal(msgspec.Struct, frozen=True, gc=False):
    """Undoes a journal of the proceeds book, once and exactly; the result holds the inverse legs."""

    journal: int
    period: str
    effective: str
    reason: str
    article: str = ""
    deadline: str | None = None


class AllocationRun(msgspec.Struct, frozen=True, gc=False):
    """An amount is divided over accounts by weight, by the running total of an epoch; the result has the shares."""

    epoch: str
    asset: str
    amount: Amount
    weights: tuple[Weight, ...]
    number: str
    rule_set: str
    article: str = ""
    deadline: str | None = None


class RunVoid(msgspec.Struct, frozen=True, gc=False):
    """An allocation run that is not booked is dropped: its epoch goes back, and nothing books it any more."""

    run: int
    reason: str
    article: str = ""
    deadline: str | None = None


class Payment(msgspec.Struct, frozen=True, gc=False):
    """An instruction to pay from an account of the mechanism; ``end_to_end`` is unique for ever."""

    end_to_end: str
    asset: str
    amount: Amount
    account: str
    payee: str
    basis: int | None
    due: str
    instructed: str
    document: str
    article: str = ""
    deadline: str | None = None


class PaymentStatus(msgspec.Struct, frozen=True, gc=False):
    """What became of a payment, on the evidence of a bank statement where it settled or came back.

    ``document`` is the SHA-256 of the message in which the bank rejects it; empty for another status.
    """

    payment: int
    status: str
    value: str | None
    statement: int | None
    reason: str
    article: str = ""
    deadline: str | None = None
    document: str = ""


class Statement(msgspec.Struct, frozen=True, gc=False):
    """A bank statement: opening balance, entries and closing balance agree, and follow the one before."""

    account: str
    number: str
    opening: Amount
    closing: Amount
    start: str
    end: str
    lines: tuple[BankLine, ...]
    document: str
    article: str = ""
    deadline: str | None = None


class StatementVoid(msgspec.Struct, frozen=True, gc=False):
    """A statement that should not have been taken is taken back, and what was said on its evidence with it.

    It is the last one of its account and none of its entries is booked.
    """

    statement: int
    reason: str
    article: str = ""
    deadline: str | None = None


class Match(msgspec.Struct, frozen=True, gc=False):
    """A statement entry belongs to a payment or to a journal; exactly one of the two, once."""

    statement: int
    reference: str
    payment: int | None
    journal: int | None
    article: str = ""
    deadline: str | None = None


class Seal(msgspec.Struct, frozen=True, gc=False):
    """A closed period is sealed; the result has tree head, trial-balance root and account root."""

    period: str


class Checkpoint(msgspec.Struct, frozen=True, gc=False):
    """A signed head of this log, kept for convenience; what counts is the copy outside."""

    note: str


class Migration(msgspec.Struct, frozen=True, gc=False):
    """The tables around the log changed their form; the log did not."""

    store: str
    version: int
    name: str
    checksum: str


Body = (
    Genesis
    | Person
    | Key
    | Grant
    | Revoke
    | Rotate
    | Lost
    | Account
    | RuleSet
    | Period
    | Filing
    | Verification
    | Notice
    | Proposal
    | Decision
    | LegalRelease
    | Journal
    | Reversal
    | AllocationRun
    | RunVoid
    | Payment
    | PaymentStatus
    | Statement
    | StatementVoid
    | Match
    | Seal
    | Checkpoint
    | Migration
)
