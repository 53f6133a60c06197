"""Bank statements: what each entry is, the journals that book it, and the suspense account for what is unknown.

An entry with the end-to-end id of a payment settles it or brings it back. An entry that names a debit note, or
that comes from a custodian with open claims, is a receipt: interest first, then the oldest claim. Everything else
waits in suspense with its age. Taking a statement twice changes nothing; taking it again finishes what waited for
an approval.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from usufruct.errors import refuse
from usufruct.ledger import SigningKey, State
from usufruct.ledger.bodies import Amount, BankLine, Journal, Match, PaymentStatus, Statement
from usufruct.operations.bank_view import EntryLike, NoticeLike, StatementLike
from usufruct.operations.currencies import IN_EURO, Terms, amount_text
from usufruct.operations.levying import legs_of, period_of
from usufruct.operations.office import Done, Office
from usufruct.operations.reading import Claims as Claims
from usufruct.operations.reading import Reading as Reading
from usufruct.operations.reading import open_notes as open_notes
from usufruct.operations.reading import read_entry as read_entry
from usufruct.operations.steps import STEPS, cited
from usufruct.operations.tray import Sheet


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


def reconcile(
    office: Office,
    key: SigningKey,
    found: StatementLike,
    own_account: str,
    document: str,
    terms: Terms = IN_EURO,
) -> Taken:
    """Take a bank statement: record it, match what can be matched, propose the journals of the rest.

    Args:
        office: where.
        key: of the payer.
        found: the statement as read.
        own_account: the number of the mechanism's bank account.
        document: SHA-256 of the file.
        terms: the currency of the account, and where its rates come from.

    Raises:
        UsufructError: ``O160`` for a statement of another account, ``O161`` for another currency, ``O167`` for a
            number that is known with other content, and the codes of
            the ledger for one that does not add up or does not follow the one before.
    """
    _check_account(office.state, found, own_account, terms)
    seq = _statement(office, key, found, document, terms)
    subject = terms.subject(found.number)
    by_reference = {entry.reference: entry for entry in found.entries}
    readings: list[Reading] = []
    open_claims, written = Claims(office.state), list[int]()
    known = booked_entries(office.state, seq)
    for line in office.state.statements[seq].body.lines:
        entry = by_reference[line.reference]
        booked = known.get(line.reference)
        if booked is None:
            readings.append(read_entry(office.state, entry, open_claims, seq, terms))
        else:
            readings.append(_as_booked(entry, booked, office.state, terms))
        written += _advance_payment(office, key, seq, readings[-1], entry.reason)
    written += _match(office, key, seq, readings)
    proposal = _propose(office, key, seq, subject, readings)
    waiting = sum(1 for reading in readings if reading.reference not in known)
    return Taken(seq, tuple(readings), proposal, tuple(written), waiting)


def foretold(state: State, found: NoticeLike, own_account: str, terms: Terms = IN_EURO) -> tuple[Reading, ...]:
    """What the entries of a bank's notice would be taken for if a statement showed them; nothing is recorded.

    Raises:
        UsufructError: ``O160`` or ``O161`` for a notice of another account or currency.
    """
    _check_account(state, found, own_account, terms)
    claims = Claims(state)
    return tuple(read_entry(state, entry, claims, None, terms) for entry in found.entries)


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


def _statement(office: Office, key: SigningKey, found: StatementLike, document: str, terms: Terms) -> int:
    lines = tuple(
        BankLine(entry.reference, Amount(entry.amount), entry.value_day.isoformat(), entry.end_to_end)
        for entry in found.entries
    )
    body = Statement(
        terms.bank, found.number, Amount(found.opening), Amount(found.closing),
        found.start.isoformat(), found.end.isoformat(), lines, document, cited("bank statement", found.end),
    )  # fmt: skip
    for seq, known in office.state.statements.items():
        if known.body == body:
            return seq
        if (known.body.account, known.body.number) == (body.account, body.number):
            what = f"statement {found.number} is known as record {seq} and says something else"
            why = "the same statement is taken once, and a bank does not change it"
            raise refuse("O167", what, "statement", why, "compare it with the file of that record")
    return office.post(key, body, terms.subject(found.number))


def _as_booked(entry: EntryLike, seq: int, state: State, terms: Terms) -> Reading:
    """What an entry was taken for when its journal was approved."""
    journal = state.journals[seq]
    why = journal.text.partition(" | ")[0]
    payment = journal.basis if journal.basis in state.payments else None
    legs = {path: int(amount) for path, amount in journal.legs}
    value = entry.value_day.isoformat()
    return Reading(
        entry.reference, entry.amount, journal.entry, why, legs, payment, journal.address, value, None, terms.code
    )


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


def booked_entries(state: State, seq: int) -> dict[str, int]:
    """Journals that book entries of a statement, by the bank's reference."""
    found = {}
    for number, journal in state.journals.items():
        mark, _, reference = journal.text.partition(" | entry ")
        if mark and reference and number not in state.reversals and journal.basis is not None:
            rests, _, name = reference.partition(":")
            if rests == str(seq):
                found[name] = number
    return found


def _match(office: Office, key: SigningKey, seq: int, readings: Iterable[Reading]) -> list[int]:
    """Match entries with the journals that were approved since."""
    booked, matched = booked_entries(office.state, seq), list[int]()
    for reading in readings:
        done = reading.reference in office.state.statements[seq].matched
        if reading.payment is None and reading.reference in booked and not done:
            article = cited("bank statement", reading.value)
            body = Match(seq, reading.reference, None, booked[reading.reference], article)
            matched.append(office.post(key, body, f"match:{seq}:{reading.reference}"))
    return matched


def _propose(office: Office, key: SigningKey, seq: int, subject: str, readings: Sequence[Reading]) -> int | None:
    state = office.state
    booked = booked_entries(state, seq)
    todo = [reading for reading in readings if reading.reference not in booked]
    waiting = state.pending.get(subject)
    if not todo:
        return None
    if waiting is not None and state.at <= state.proposals[waiting].body.expires:
        return waiting
    bodies = tuple(journal for reading in todo for journal in _journals(state, seq, reading))
    lines = [f"Journals of bank statement {state.statements[seq].body.number}, record {seq}"]
    lines += [
        f"{amount_text(reading.amount, reading.asset):>28}  {reading.reference}: {reading.what}, {reading.why}"
        for reading in todo
    ]
    done = office.propose(key, subject, Sheet("bank statement", "\n".join(lines), bodies))
    return done.proposal


def _journals(state: State, seq: int, reading: Reading) -> tuple[Journal, ...]:
    """The journal of an entry."""
    step = {"settlement": "settlement", "return": "return", "receipt": "receipt"}.get(reading.what, "suspense")
    text = f"{reading.why} | entry {seq}:{reading.reference}"
    day = date.fromisoformat(reading.value)
    basis = reading.payment if reading.payment is not None else seq
    journal = Journal(
        "proceeds", step, period_of(state, day), day.isoformat(), legs_of(reading.legs), "", basis,
        value=reading.value, address=reading.address, text=text,
        article=cited(step if step in STEPS else "settlement", day), deadline=reading.deadline,
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
