"""Bank statements: what each entry is, the journals that book it, and the suspense account for what is unknown.

An entry with the end-to-end id of a payment settles it or brings it back. An entry that names a debit note, or
else one custodian alone, with open claims, is a receipt: interest first, then the oldest claim. Everything else
waits in suspense with its age. Taking a statement twice changes nothing; taking it again finishes what waited for
an approval. All that a statement gives rise to is recorded in one commit, or nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from usufruct.errors import UsufructError, refuse
from usufruct.ledger import Order, SigningKey, State
from usufruct.ledger.bodies import Amount, BankLine, Body, Journal, Match, PaymentStatus, Statement
from usufruct.operations import chart
from usufruct.operations.accruing import Accrual, Interest, accrual, accrual_journal, accrued_until
from usufruct.operations.at_once import Writer, booking_day, within_limits
from usufruct.operations.chart import EURO
from usufruct.operations.levying import due_of, euros, legs_of
from usufruct.operations.office import Office
from usufruct.operations.payers import payer_of
from usufruct.operations.paying import IN_FLIGHT
from usufruct.operations.readings import Reading as Reading
from usufruct.operations.readings import Taken as Taken
from usufruct.operations.steps import STEPS, cited
from usufruct.operations.tray import Sheet


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


def reconcile(
    office: Office,
    key: SigningKey,
    found: StatementLike,
    own_account: str,
    document: str,
    interest: Interest | None = None,
) -> Taken:
    """Take a bank statement: record it, match what can be matched, propose the journals of the rest.

    Args:
        office: where.
        key: of the payer.
        found: the statement as read.
        own_account: the number of the mechanism's bank account.
        document: SHA-256 of the file.
        interest: what the law gives on what comes in late; without it none is booked before the receipt.

    Raises:
        UsufructError: ``O160`` for a statement of another account, ``O161`` for another currency, ``O167`` for a
            number that is known with other content, ``O106`` when no period is open for an entry, and the codes of
            the ledger for one that does not add up or does not follow the one before. Nothing is recorded then.
    """
    _check_account(found, own_account)
    office.person(key)
    taking = _Taking(found, document, interest)
    office.ledger.offer_all(lambda state: taking.orders(Writer(office, key, state)))
    return Taken(taking.seq, tuple(taking.readings), taking.proposal, tuple(taking.written), taking.waiting)


class _Taking:
    """A statement while it is taken: its orders, in one commit, and what came of them."""

    def __init__(self, found: StatementLike, document: str, interest: Interest | None) -> None:
        self.found = found
        self.document = document
        self.interest = interest
        self.seq = 0
        self.readings: list[Reading] = []
        self.written: list[int] = []
        self.moved: dict[str, int] = {}
        self.proposal: int | None = None
        self.waiting = 0

    def orders(self, writer: Writer) -> Iterator[Order]:
        """The statement, what it says of payments, matches of what is booked, the proposal of the rest."""
        state = writer.state
        known = _known(state, self.found, self.document)
        if known is None:
            yield writer.order(_body(self.found, self.document), statement_subject(state, self.found.number))
            known = state.size - 1
        self.seq = known
        by_reference, open_claims = (
            {entry.reference: entry for entry in self.found.entries},
            Claims(state, self.interest),
        )
        for reference in state.statements[known].lines:
            yield from self._entry(writer, by_reference[reference], open_claims)
        yield from self._rest(writer)

    def _entry(self, writer: Writer, entry: EntryLike, claims: Claims) -> Iterator[Order]:
        """Read an entry, and say what it makes of a payment."""
        statement = writer.state.statements[self.seq]
        booked, done = statement.booked.get(entry.reference), entry.reference in statement.matched
        if booked is None:
            reading = read_entry(writer.state, entry, claims, matched=done)
            reading = reading if done else within_limits(writer.state, reading, self.moved)
        else:
            reading = _as_booked(entry, booked, writer.state)
        self.readings.append(reading)
        bodies: list[tuple[Body, str]] = []
        if reading.payment is not None and not done:
            bodies = _advance(writer.state, self.seq, reading, entry.reason)
        elif booked is not None and not done:
            match = Match(self.seq, entry.reference, None, booked, cited("bank statement", reading.value))
            bodies = [(match, f"match:{self.seq}:{entry.reference}:{booked}")]
        for body, idem in bodies:
            yield writer.order(body, idem)
            self.written.append(writer.state.size - 1)

    def _rest(self, writer: Writer) -> Iterator[Order]:
        """The proposal of the journals of what is not booked; the one that waits already, if there is one."""
        state, statement = writer.state, writer.state.statements[self.seq]
        todo = [reading for reading in self.readings if reading.reference not in statement.booked]
        self.waiting = len(todo)
        if not todo:
            return
        subject = statement_subject(state, self.found.number)
        waiting = state.pending.get(subject)
        if waiting is not None and state.at <= state.proposals[waiting].body.expires:
            self.proposal = waiting
            return
        today = date.fromisoformat(writer.office.clock()[:10])
        bodies = tuple(body for each in todo for body in _journals(state, self.seq, each, self.found.end, today))
        lines = [f"Journals of bank statement {self.found.number}, record {self.seq}"]
        for each in todo:
            lines.append(f"{euros(each.amount):>28}  {each.reference}: {each.what}, {each.why}")
            lines += [f"  late interest first: {late.text}" for late in each.accruals]
        self.proposal = state.size
        yield from writer.proposed(subject, Sheet("bank statement", "\n".join(lines), bodies))


def _check_account(found: StatementLike, own_account: str) -> None:
    if _plain(found.account) != _plain(own_account):
        what = f"the statement is of account {found.account}, the mechanism's is {own_account}"
        raise refuse("O160", what, f"statement {found.number}", "", "take the statement of the mechanism's account")
    if found.currency != EURO:
        why = "payments are in euro (2024/2773 Art. 5(5))"
        raise refuse("O161", f"the statement is in {found.currency}", f"statement {found.number}", why)


def _plain(account: str) -> str:
    return account.replace(" ", "").upper()


def _body(found: StatementLike, document: str) -> Statement:
    lines = tuple(
        BankLine(entry.reference, Amount(entry.amount), entry.value_day.isoformat(), entry.end_to_end)
        for entry in found.entries
    )
    return Statement(
        chart.BANK, found.number, Amount(found.opening), Amount(found.closing),
        found.start.isoformat(), found.end.isoformat(), lines, document, cited("bank statement", found.end),
    )  # fmt: skip


def _known(state: State, found: StatementLike, document: str) -> int | None:
    """The record of a statement that was taken already."""
    body = _body(found, document)
    standing = ((seq, each) for seq, each in state.statements.items() if each.void is None)
    for seq, known in standing:
        # The file may have other bytes: banks send a statement again in a new message.
        if replace(known.body, document=document) == body:
            return seq
        if (known.body.account, known.body.number) == (body.account, body.number):
            what = f"statement {found.number} is known as record {seq} and says something else"
            why = "the same statement is taken once, and a bank does not change it"
            raise refuse("O167", what, "statement", why, "compare it with the file of that record")
    return None


def statement_subject(state: State, number: str) -> str:
    """What orders about a statement are named by; one that was taken back leaves its name behind."""
    before = sum(each.void is not None for each in state.statements.values() if each.body.number == number)
    return f"statement:{number}:{before + 1}" if before else f"statement:{number}"


class Claims:
    """What custodians owe, by debit note, as the entries of a statement use it up."""

    def __init__(self, state: State, law: Interest | None = None) -> None:
        self.state = state
        self.law = law
        self.until: dict[tuple[str, int], date] = {}
        self.by_note: dict[tuple[str, int], int] = open_notes(state)
        start = "proceeds/interest/"
        keys = {path.removeprefix(start) for path in state.accounts if path.startswith(start)}
        self.interest = {key: state.balance(chart.interest(key)) for key in keys}

    def custodians(self) -> set[str]:
        """Every custodian that could pay, owing or not: the name of one that owes nothing is no other's."""
        return {*self.interest, *(custodian for custodian, _ in self.by_note)}

    def owing(self) -> set[str]:
        """Custodians with something open."""
        with_interest = {key for key, amount in self.interest.items() if amount}
        return {custodian for (custodian, _), amount in self.by_note.items() if amount} | with_interest

    def accrue(self, custodian: str, paid: date) -> tuple[Accrual, ...]:
        """Add the interest on every note of a custodian that is late on a day: a part payment covers it first.

        Legal source: Regulation (EU, Euratom) 2024/2509 Art. 99(3) and 101(1).
        """
        found = []
        notes = [note for note in self.by_note if note[0] == custodian] if self.law else []
        for note in notes:
            since = self.until.get(note) or accrued_until(self.state, *note)
            each = accrual(self.state, *note, self.by_note[note], since, paid, self.law) if self.law else None
            if each is not None:
                self.until[note] = each.until
                self.interest[custodian] = self.interest.get(custodian, 0) + each.interest
                found.append(each)
        return tuple(found)

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


def read_entry(state: State, entry: EntryLike, claims: Claims, *, matched: bool = False) -> Reading:
    """Tell what an entry is; whatever cannot be told goes to suspense.

    Args:
        state: what the records make true.
        entry: as the bank gives it.
        claims: what custodians owe still.
        matched: whether it is what made the payment that it names what it is.
    """
    value = entry.value_day.isoformat()
    number, why = state.end_to_ends.get(entry.end_to_end), "no payment and no claim belongs to it"
    if number is not None:
        found = _of_payment(state, entry, number, value, matched)
        if found is not None:
            return found
        known = state.payments[number]
        why = f"payment {number} ({entry.end_to_end}) is of {euros(int(known.body.amount))} and {known.status} already"
    if entry.amount > 0 and not entry.returned:
        custodian, note = payer_of(claims.custodians(), f"{entry.end_to_end} {entry.text}")
        if custodian in claims.owing():
            try:
                accruals = claims.accrue(custodian, entry.value_day)
            except UsufructError as error:  # unknown is not zero
                why = f"from {custodian}, late, and its interest cannot be worked out: {error.faults[0].what}"
            else:
                return _receipt(entry, custodian, note, claims, value, accruals)
    legs = {chart.BANK: entry.amount, chart.SUSPENSE: -entry.amount}
    return Reading(entry.reference, entry.amount, "suspense", why, legs, None, "suspense", value)


def _as_booked(entry: EntryLike, seq: int, state: State) -> Reading:
    """What an entry was taken for when its journal was approved."""
    journal = state.journals[seq]
    payment = journal.basis if journal.basis in state.payments else None
    legs = {path: int(amount) for path, amount in journal.legs}
    value = entry.value_day.isoformat()
    return Reading(entry.reference, entry.amount, journal.entry, journal.text, legs, payment, journal.address, value)


def _of_payment(state: State, entry: EntryLike, number: int, value: str, matched: bool) -> Reading | None:  # noqa: FBT001
    """What an entry makes of the payment that it names: it settles what is on its way, and brings back what settled.

    A second debit, a second return, and what moves after the bank had rejected it, are neither.
    """
    known = state.payments[number]
    amount, payee = int(known.body.amount), known.body.payee
    address = f"paid:{known.body.end_to_end}"
    if entry.amount == -amount and not entry.returned and (matched or known.status in IN_FLIGHT):
        legs = {payee: amount, chart.BANK: -amount}
        if payee.startswith("proceeds/lender/"):
            key = payee.rpartition("/")[2]
            legs |= {chart.awaiting(key): amount, chart.DISCHARGE: -amount}
        why = f"settles payment {known.body.end_to_end}"
        return Reading(entry.reference, entry.amount, "settlement", why, legs, number, address, value)
    if 0 < entry.amount <= amount and (matched or known.status == "settled"):
        # What the bank kept for the return is a cost; the payee is owed the whole amount again.
        legs = {chart.BANK: entry.amount, chart.CHARGES: amount - entry.amount, payee: -amount}
        if payee.startswith("proceeds/lender/"):
            key = payee.rpartition("/")[2]
            legs |= {chart.awaiting(key): -amount, chart.DISCHARGE: amount}
        why = f"brings back payment {known.body.end_to_end}: {entry.reason or 'no reason given'}"
        return Reading(entry.reference, entry.amount, "return", why, legs, number, address, value)
    return None


def _receipt(
    entry: EntryLike, custodian: str, note: int | None, claims: Claims, value: str, accruals: tuple[Accrual, ...]
) -> Reading:
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
    return Reading(entry.reference, entry.amount, "receipt", why, legs, None, address, value, deadline, accruals)


def _advance(state: State, seq: int, reading: Reading, reason: str) -> list[tuple[Body, str]]:
    """What a statement makes of a payment, settled or returned, and the match of its entry; with their keys."""
    if reading.payment is None:
        return []
    status = "settled" if reading.what == "settlement" else "returned"
    body = PaymentStatus(reading.payment, status, reading.value, seq, reason, cited("settlement", reading.value))
    match = Match(seq, reading.reference, reading.payment, None, cited("bank statement", reading.value))
    said: list[tuple[Body, str]] = [(body, f"status:{reading.payment}:{status}:{seq}")]
    said = [] if state.payments[reading.payment].status == status else said
    return [*said, (match, f"match:{seq}:{reading.reference}")]


def _journals(state: State, seq: int, reading: Reading, end: date, today: date) -> tuple[Journal, ...]:
    """The journal of an entry, after those of the interest that it covers first."""
    step = {"settlement": "settlement", "return": "return", "receipt": "receipt"}.get(reading.what, "suspense")
    value = date.fromisoformat(reading.value)
    place = period, day, original = booking_day(state, value, end, today)
    basis = reading.payment if reading.payment is not None else seq
    journal = Journal(
        "proceeds", step, period, day.isoformat(), legs_of(reading.legs), "", basis,
        value=reading.value, original=original, address=reading.address, text=reading.why,
        article=cited(step if step in STEPS else "settlement", value), deadline=reading.deadline,
        statement=seq, reference=reading.reference,
    )  # fmt: skip
    return (*(accrual_journal(state, each, seq, place) for each in reading.accruals), journal)
