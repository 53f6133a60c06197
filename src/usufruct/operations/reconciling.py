"""Bank statements: what each entry is, the journals that book it, and the suspense account for what is unknown.

An entry with the end-to-end id of a payment settles it or brings it back. An entry that names a debit note, or
else one custodian alone, with open claims, is a receipt: the debit note that it names with the interest on it, then
other interest, then the oldest claim. Everything else waits in suspense with its age. Taking a statement twice
changes nothing; taking it again finishes what waited for an approval. All that a statement gives rise to is recorded
in one commit, or nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from usufruct.errors import refuse
from usufruct.ledger import Order, SigningKey, State
from usufruct.ledger.bodies import Amount, BankLine, Body, Journal, Match, PaymentStatus, Statement
from usufruct.operations.accruing import Interest, accrual_journal
from usufruct.operations.at_once import Writer, booking_day, within_limits
from usufruct.operations.bank_view import EntryLike, NoticeLike, StatementLike
from usufruct.operations.currencies import IN_EURO, Terms, amount_text
from usufruct.operations.levying import legs_of
from usufruct.operations.office import Office
from usufruct.operations.reading import Claims as Claims
from usufruct.operations.reading import open_notes as open_notes
from usufruct.operations.reading import read_entry as read_entry
from usufruct.operations.readings import Reading as Reading
from usufruct.operations.readings import Taken as Taken
from usufruct.operations.steps import STEPS, cited
from usufruct.operations.tray import Sheet


def reconcile(
    office: Office,
    key: SigningKey,
    found: StatementLike,
    own_account: str,
    document: str,
    interest: Interest | None = None,
    terms: Terms = IN_EURO,
) -> Taken:
    """Take a bank statement: record it, match what can be matched, propose the journals of the rest.

    Args:
        office: where.
        key: of the payer.
        found: the statement as read.
        own_account: the number of the mechanism's bank account.
        document: SHA-256 of the file.
        interest: what the law gives on what comes in late; without it none is booked before the receipt.
        terms: the currency of the account, and where its rates come from.

    Raises:
        UsufructError: ``O160`` for a statement of another account, ``O161`` for another currency, ``O167`` for a
            number that is known with other content, ``O106`` when no period is open for an entry, and the codes of
            the ledger for one that does not add up or does not follow the one before. Nothing is recorded then.
    """
    _check_account(office.state, found, own_account, terms)
    office.person(key)
    taking = _Taking(found, document, interest, terms)
    office.ledger.offer_all(lambda state: taking.orders(Writer(office, key, state)))
    if taking.proposal is not None and taking.sheet is not None:
        office.tray.put(taking.proposal, taking.sheet)
    return Taken(taking.seq, tuple(taking.readings), taking.proposal, tuple(taking.written), taking.waiting)


class _Taking:
    """A statement while it is taken: its orders, in one commit, and what came of them."""

    def __init__(self, found: StatementLike, document: str, interest: Interest | None, terms: Terms) -> None:
        self.found = found
        self.terms = terms
        self.document = document
        self.interest = interest
        self.seq = 0
        self.readings: list[Reading] = []
        self.written: list[int] = []
        self.moved: dict[str, int] = {}
        self.proposal: int | None = None
        self.sheet: Sheet | None = None
        self.waiting = 0

    def orders(self, writer: Writer) -> Iterator[Order]:
        """The statement, what it says of payments, matches of what is booked, the proposal of the rest."""
        state = writer.state
        known = _known(state, self.found, self.document, self.terms)
        if known is None:
            body = _body(self.found, self.document, self.terms)
            yield writer.order(body, statement_subject(state, self.found.number, self.terms))
            known = state.size - 1
        self.seq = known
        by_reference = {entry.reference: entry for entry in self.found.entries}
        open_claims = Claims(state, self.interest)
        for reference in state.statements[known].lines:
            yield from self._entry(writer, by_reference[reference], open_claims)
        yield from self._rest(writer)

    def _entry(self, writer: Writer, entry: EntryLike, claims: Claims) -> Iterator[Order]:
        """Read an entry, and say what it makes of a payment."""
        statement = writer.state.statements[self.seq]
        booked, done = statement.booked.get(entry.reference), entry.reference in statement.matched
        if booked is None:
            reading = read_entry(writer.state, entry, claims, self.terms, matched=done)
            reading = reading if done else within_limits(writer.state, reading, self.moved, self.terms)
        else:
            reading = _as_booked(entry, booked, writer.state, self.terms)
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
        subject = statement_subject(state, self.found.number, self.terms)
        waiting = state.pending.get(subject)
        if waiting is not None and state.at <= state.proposals[waiting].body.expires:
            self.proposal = waiting
            return
        today = date.fromisoformat(writer.office.clock()[:10])
        bodies = tuple(body for each in todo for body in _journals(state, self.seq, each, self.found.end, today))
        lines = [f"Journals of bank statement {self.found.number}, record {self.seq}"]
        for each in todo:
            lines.append(f"{amount_text(each.amount, each.asset):>28}  {each.reference}: {each.what}, {each.why}")
            lines += [f"  late interest first: {late.text}" for late in each.accruals]
        self.proposal, self.sheet = state.size, Sheet("bank statement", "\n".join(lines), bodies)
        yield writer.proposed(subject, self.sheet)


def foretold(state: State, found: NoticeLike, own_account: str, terms: Terms = IN_EURO) -> tuple[Reading, ...]:
    """What the entries of a bank's notice would be taken for if a statement showed them; nothing is recorded.

    Raises:
        UsufructError: ``O160`` or ``O161`` for a notice of another account or currency.
    """
    _check_account(state, found, own_account, terms)
    claims = Claims(state)
    return tuple(read_entry(state, entry, claims, terms) for entry in found.entries)


def _check_account(state: State, found: NoticeLike, own_account: str, terms: Terms) -> None:
    if _plain(found.account) != _plain(own_account):
        what = f"the statement is of account {found.account}, the mechanism's is {own_account}"
        raise refuse("O160", what, f"statement {found.number}", "", "take the statement of the mechanism's account")
    if found.currency != terms.code or terms.bank not in state.accounts:
        why = f"the account given is in {terms.code}" if found.currency != terms.code else "it has no account here"
        remedy = (
            f"usufruct propose currency {found.currency!s:.3}, and [currency.{found.currency!s:.3}] beside the banks"
        )
        raise refuse("O161", f"the statement is in {found.currency}", f"statement {found.number}", why, remedy)


def _plain(account: str) -> str:
    return account.replace(" ", "").upper()


def _body(found: StatementLike, document: str, terms: Terms) -> Statement:
    lines = tuple(
        BankLine(entry.reference, Amount(entry.amount), entry.value_day.isoformat(), entry.end_to_end)
        for entry in found.entries
    )
    return Statement(
        terms.bank, found.number, Amount(found.opening), Amount(found.closing),
        found.start.isoformat(), found.end.isoformat(), lines, document, cited("bank statement", found.end),
    )  # fmt: skip


def _known(state: State, found: StatementLike, document: str, terms: Terms) -> int | None:
    """The record of a statement that was taken already."""
    body = _body(found, document, terms)
    standing = ((seq, each) for seq, each in state.statements.items() if each.void is None)
    for seq, known in standing:
        # The file may have other bytes: banks send a statement again in a new message.
        if msgspec.structs.replace(known.body, document=document) == body:
            return seq
        if (known.body.account, known.body.number) == (body.account, body.number):
            what = f"statement {found.number} is known as record {seq} and says something else"
            why = "the same statement is taken once, and a bank does not change it"
            raise refuse("O167", what, "statement", why, "compare it with the file of that record")
    return None


def statement_subject(state: State, number: str, terms: Terms = IN_EURO) -> str:
    """What orders about a statement are named by; one that was taken back leaves its name behind."""
    name = terms.subject(number)
    taken_back = [each for each in state.statements.values() if each.void is not None]
    before = sum((each.body.account, each.body.number) == (terms.bank, number) for each in taken_back)
    return f"{name}:{before + 1}" if before else name


def _as_booked(entry: EntryLike, seq: int, state: State, terms: Terms) -> Reading:
    """What an entry was taken for when its journal was approved."""
    journal = state.journals[seq]
    payment = journal.basis if journal.basis in state.payments else None
    legs = {path: int(amount) for path, amount in journal.legs}
    value = entry.value_day.isoformat()
    return Reading(
        entry.reference, entry.amount, journal.entry, journal.text, legs, payment, journal.address, value, None,
        terms.code,
    )  # fmt: skip


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
