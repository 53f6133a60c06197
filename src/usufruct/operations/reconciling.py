"""Bank statements: what each entry is, the journals that book it, and the suspense account for what is unknown.

An entry with the end-to-end id of a payment settles it or brings it back. An entry that names a debit note, or
that comes from a custodian with open claims, is a receipt: interest first, then the oldest claim. Everything else
waits in suspense with its age. Taking a statement twice changes nothing; taking it again finishes what waited for
an approval.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from usufruct.errors import refuse
from usufruct.ledger import SigningKey, State
from usufruct.ledger.bodies import Amount, BankLine, Journal, Match, PaymentStatus, Statement
from usufruct.operations import chart
from usufruct.operations.chart import EURO
from usufruct.operations.levying import due_of, euros, legs_of, period_of
from usufruct.operations.office import Done, Office
from usufruct.operations.steps import STEPS, cited
from usufruct.operations.tray import Sheet

_NOTE: Final = re.compile(r"\bDN-([1-9][0-9]{0,2})-([a-z0-9-]+)")


class EntryLike(Protocol):
    """One movement, as ``usufruct.banking.BankEntry`` has it."""

    @property
    def reference(self) -> str: ...  # noqa: D102
    @property
    def amount(self) -> int: ...  # noqa: D102
    @property
    def value_day(self) -> date: ...  # noqa: D102
    @property
    def end_to_end(self) -> str: ...  # noqa: D102
    @property
    def returned(self) -> bool: ...  # noqa: D102
    @property
    def reason(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102


class StatementLike(Protocol):
    """A statement, as ``usufruct.banking.BankStatement`` has it."""

    @property
    def account(self) -> str: ...  # noqa: D102
    @property
    def number(self) -> str: ...  # noqa: D102
    @property
    def currency(self) -> str: ...  # noqa: D102
    @property
    def opening(self) -> int: ...  # noqa: D102
    @property
    def closing(self) -> int: ...  # noqa: D102
    @property
    def start(self) -> date: ...  # noqa: D102
    @property
    def end(self) -> date: ...  # noqa: D102
    @property
    def entries(self) -> Sequence[EntryLike]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Reading:
    """What an entry was taken for.

    Attributes:
        reference: the bank's reference.
        amount: signed, in cents.
        what: ``settlement``, ``return``, ``receipt`` or ``suspense``.
        why: in one sentence.
        legs: the journal that books it, amounts by account.
        payment: number of the payment that it settles or brings back.
        address: figure that it books.
        value: its value day.
        deadline: the day by which it had to come in, for a receipt on a debit note that was sent.
    """

    reference: str
    amount: int
    what: str
    why: str
    legs: dict[str, int]
    payment: int | None
    address: str
    value: str
    deadline: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a statement.

    Attributes:
        statement: number of its record.
        readings: what each entry was taken for.
        proposal: number of the proposal with its journals; None when nothing is left to approve.
        written: records that were written about its entries: what became of payments, and matches.
        waiting: entries whose journal waits for approval.
    """

    statement: int
    readings: tuple[Reading, ...]
    proposal: int | None
    written: tuple[int, ...]
    waiting: int


def reconcile(office: Office, key: SigningKey, found: StatementLike, own_account: str, document: str) -> Taken:
    """Take a bank statement: record it, match what can be matched, propose the journals of the rest.

    Args:
        office: where.
        key: of the payer.
        found: the statement as read.
        own_account: the number of the mechanism's bank account.
        document: SHA-256 of the file.

    Raises:
        UsufructError: ``O160`` for a statement of another account, ``O161`` for another currency, ``O167`` for a
            number that is known with other content, and the codes of
            the ledger for one that does not add up or does not follow the one before.
    """
    _check_account(found, own_account)
    seq = _statement(office, key, found, document)
    subject = _named(office.state, found.number)
    by_reference = {entry.reference: entry for entry in found.entries}
    readings: list[Reading] = []
    open_claims, written = Claims(office.state), list[int]()
    known = dict(office.state.statements[seq].booked)
    for line in office.state.statements[seq].body.lines:
        entry = by_reference[line.reference]
        booked = known.get(line.reference)
        if booked is None:
            readings.append(read_entry(office.state, entry, open_claims))
        else:
            readings.append(_as_booked(entry, booked, office.state))
        written += _advance_payment(office, key, seq, readings[-1], entry.reason)
    written += _match(office, key, seq, readings)
    proposal = _propose(office, key, seq, subject, readings)
    waiting = sum(1 for reading in readings if reading.reference not in known)
    return Taken(seq, tuple(readings), proposal, tuple(written), waiting)


def _check_account(found: StatementLike, own_account: str) -> None:
    if _plain(found.account) != _plain(own_account):
        what = f"the statement is of account {found.account}, the mechanism's is {own_account}"
        raise refuse("O160", what, f"statement {found.number}", "", "take the statement of the mechanism's account")
    if found.currency != EURO:
        why = "payments are in euro (2024/2773 Art. 5(5))"
        raise refuse("O161", f"the statement is in {found.currency}", f"statement {found.number}", why)


def _plain(account: str) -> str:
    return account.replace(" ", "").upper()


def _statement(office: Office, key: SigningKey, found: StatementLike, document: str) -> int:
    lines = tuple(
        BankLine(entry.reference, Amount(entry.amount), entry.value_day.isoformat(), entry.end_to_end)
        for entry in found.entries
    )
    body = Statement(
        chart.BANK, found.number, Amount(found.opening), Amount(found.closing),
        found.start.isoformat(), found.end.isoformat(), lines, document, cited("bank statement", found.end),
    )  # fmt: skip
    standing = ((seq, each) for seq, each in office.state.statements.items() if each.void is None)
    for seq, known in standing:
        if known.body == body:
            return seq
        if (known.body.account, known.body.number) == (body.account, body.number):
            what = f"statement {found.number} is known as record {seq} and says something else"
            why = "the same statement is taken once, and a bank does not change it"
            raise refuse("O167", what, "statement", why, "compare it with the file of that record")
    return office.post(key, body, _named(office.state, found.number))


def _named(state: State, number: str) -> str:
    """What orders about a statement are named by; one that was taken back leaves its name behind."""
    before = sum(each.void is not None for each in state.statements.values() if each.body.number == number)
    return f"statement:{number}:{before + 1}" if before else f"statement:{number}"


class Claims:
    """What custodians owe, by debit note, as the entries of a statement use it up."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.by_note: dict[tuple[str, int], int] = open_notes(state)
        start = "proceeds/interest/"
        keys = {path.removeprefix(start) for path in state.accounts if path.startswith(start)}
        self.interest = {key: state.balance(chart.interest(key)) for key in keys}

    def owing(self) -> set[str]:
        """Custodians with something open."""
        with_interest = {key for key, amount in self.interest.items() if amount}
        return {custodian for (custodian, _), amount in self.by_note.items() if amount} | with_interest

    def take(self, custodian: str, amount: int, number: int | None) -> tuple[dict[int, int], int, int]:
        """Use up claims: interest first, the note that was named, then the oldest.

        Legal source: Regulation (EU, Euratom) 2024/2509 Art. 101(1).

        Returns:
            What goes to each note, what goes to interest, what is left over.
        """
        of_interest = min(amount, self.interest.get(custodian, 0))
        self.interest[custodian] = self.interest.get(custodian, 0) - of_interest
        left, parts = amount - of_interest, {}
        notes = sorted(note for holder, note in self.by_note if holder == custodian)
        for note in sorted(notes, key=lambda each: (each != number, each)):
            part = min(left, self.by_note[custodian, note])
            if part > 0:
                self.by_note[custodian, note] -= part
                parts[note] = part
                left -= part
        return parts, of_interest, left


def open_notes(state: State) -> dict[tuple[str, int], int]:
    """What is unpaid of each debit note in cents, by custodian and number of the payment."""
    found = {}
    for path in state.accounts:
        if path.startswith("proceeds/claim/"):
            _, _, custodian, number = path.split("/")
            found[custodian, int(number)] = state.balance(path)
    return {note: amount for note, amount in sorted(found.items()) if amount}


def read_entry(state: State, entry: EntryLike, claims: Claims) -> Reading:
    """Tell what an entry is; whatever cannot be told goes to suspense."""
    value = entry.value_day.isoformat()
    number = state.end_to_ends.get(entry.end_to_end)
    if number is not None:
        found = _of_payment(state, entry, number, value)
        if found is not None:
            return found
    if entry.amount > 0 and not entry.returned:
        named = _NOTE.search(f"{entry.end_to_end} {entry.text}")
        custodian, note = (named[2], int(named[1])) if named else ("", None)
        if not custodian:
            custodian = next((key for key in sorted(claims.owing()) if key in _words(entry)), "")
        if custodian in claims.owing():
            return _receipt(entry, custodian, note, claims, value)
    why = "no payment and no claim belongs to it"
    legs = {chart.BANK: entry.amount, chart.SUSPENSE: -entry.amount}
    return Reading(entry.reference, entry.amount, "suspense", why, legs, None, "suspense", value)


def _as_booked(entry: EntryLike, seq: int, state: State) -> Reading:
    """What an entry was taken for when its journal was approved."""
    journal = state.journals[seq]
    payment = journal.basis if journal.basis in state.payments else None
    legs = {path: int(amount) for path, amount in journal.legs}
    value = entry.value_day.isoformat()
    return Reading(entry.reference, entry.amount, journal.entry, journal.text, legs, payment, journal.address, value)


def _words(entry: EntryLike) -> str:
    return f"{entry.end_to_end} {entry.text}".lower()


def _of_payment(state: State, entry: EntryLike, number: int, value: str) -> Reading | None:
    known = state.payments[number]
    amount, payee = int(known.body.amount), known.body.payee
    address = f"paid:{known.body.end_to_end}"
    if entry.amount == -amount and not entry.returned:
        legs = {payee: amount, chart.BANK: -amount}
        if payee.startswith("proceeds/lender/"):
            key = payee.rpartition("/")[2]
            legs |= {chart.awaiting(key): amount, chart.DISCHARGE: -amount}
        why = f"settles payment {known.body.end_to_end}"
        return Reading(entry.reference, entry.amount, "settlement", why, legs, number, address, value)
    if 0 < entry.amount <= amount and known.status in ("settled", "returned"):
        # What the bank kept for the return is a cost; the payee is owed the whole amount again.
        legs = {chart.BANK: entry.amount, chart.CHARGES: amount - entry.amount, payee: -amount}
        if payee.startswith("proceeds/lender/"):
            key = payee.rpartition("/")[2]
            legs |= {chart.awaiting(key): -amount, chart.DISCHARGE: amount}
        why = f"brings back payment {known.body.end_to_end}: {entry.reason or 'no reason given'}"
        return Reading(entry.reference, entry.amount, "return", why, legs, number, address, value)
    return None


def _receipt(entry: EntryLike, custodian: str, note: int | None, claims: Claims, value: str) -> Reading:
    parts, of_interest, left = claims.take(custodian, entry.amount, note)
    legs = {
        chart.BANK: entry.amount,
        chart.interest(custodian): -of_interest,
        **{chart.claim(custodian, each): -part for each, part in parts.items()},
        chart.SUSPENSE: -left,
    }
    notes = " and ".join(f"debit note {each} {euros(part)}" for each, part in parts.items())
    pieces = [notes, f"interest {euros(of_interest)}" if of_interest else "", f"suspense {euros(left)}" if left else ""]
    why = f"from {custodian}: " + ", ".join(piece for piece in pieces if piece)
    address = f"payment:{next(iter(parts), note or 0)}"
    due = min((day for each in parts if (day := due_of(claims.state, custodian, each))), default=None)
    deadline = due.isoformat() if due else None
    return Reading(entry.reference, entry.amount, "receipt", why, legs, None, address, value, deadline)


def _advance_payment(office: Office, key: SigningKey, seq: int, reading: Reading, reason: str) -> list[int]:
    """Say of a payment that the statement shows it as settled or returned, and match the entry."""
    if reading.payment is None or reading.reference in office.state.statements[seq].matched:
        return []
    written = []
    status = "settled" if reading.what == "settlement" else "returned"
    if office.state.payments[reading.payment].status != status:
        body = PaymentStatus(reading.payment, status, reading.value, seq, reason, cited("settlement", reading.value))
        written.append(office.post(key, body, f"status:{reading.payment}:{status}:{seq}"))
    match = Match(seq, reading.reference, reading.payment, None, cited("bank statement", reading.value))
    return [*written, office.post(key, match, f"match:{seq}:{reading.reference}")]


def _match(office: Office, key: SigningKey, seq: int, readings: Iterable[Reading]) -> list[int]:
    """Match entries with the journals that were approved since."""
    booked, matched = office.state.statements[seq].booked, list[int]()
    for reading in readings:
        done = reading.reference in office.state.statements[seq].matched
        if reading.payment is None and reading.reference in booked and not done:
            article = cited("bank statement", reading.value)
            body = Match(seq, reading.reference, None, booked[reading.reference], article)
            matched.append(office.post(key, body, f"match:{seq}:{reading.reference}:{booked[reading.reference]}"))
    return matched


def _propose(office: Office, key: SigningKey, seq: int, subject: str, readings: Sequence[Reading]) -> int | None:
    state = office.state
    booked = state.statements[seq].booked
    todo = [reading for reading in readings if reading.reference not in booked]
    waiting = state.pending.get(subject)
    if not todo:
        return None
    if waiting is not None and state.at <= state.proposals[waiting].body.expires:
        return waiting
    bodies = tuple(journal for reading in todo for journal in _journals(state, seq, reading))
    lines = [f"Journals of bank statement {state.statements[seq].body.number}, record {seq}"]
    lines += [f"{euros(reading.amount):>28}  {reading.reference}: {reading.what}, {reading.why}" for reading in todo]
    done = office.propose(key, subject, Sheet("bank statement", "\n".join(lines), bodies))
    return done.proposal


def _journals(state: State, seq: int, reading: Reading) -> tuple[Journal, ...]:
    """The journal of an entry."""
    step = {"settlement": "settlement", "return": "return", "receipt": "receipt"}.get(reading.what, "suspense")
    day = date.fromisoformat(reading.value)
    basis = reading.payment if reading.payment is not None else seq
    journal = Journal(
        "proceeds", step, period_of(state, day), day.isoformat(), legs_of(reading.legs), "", basis,
        value=reading.value, address=reading.address, text=reading.why,
        article=cited(step if step in STEPS else "settlement", day), deadline=reading.deadline,
        statement=seq, reference=reading.reference,
    )  # fmt: skip
    return (journal,)


def reject(office: Office, key: SigningKey, payment: int, reason: str) -> Done:
    """Say that a bank rejected a payment before it settled; what it paid is owed again."""
    known = office.state.payments.get(payment)
    if known is None:
        raise refuse("O165", f"there is no payment {payment}", "reject", "", "name the number of its record")
    body = PaymentStatus(payment, "rejected", None, None, reason, cited("settlement", office.state.at))
    seq = office.post(key, body, f"status:{payment}:rejected")
    return Done("payment", (seq,))
