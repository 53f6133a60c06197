"""What an entry of a bank statement is: a payment that settled or came back, a receipt on a claim, or unknown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from usufruct.ledger import State
from usufruct.operations import chart
from usufruct.operations.bank_view import EntryLike
from usufruct.operations.chart import EURO
from usufruct.operations.currencies import IN_EURO, Terms, Worth
from usufruct.operations.levying import due_of, euros

_NOTE: Final = re.compile(r"\bDN-([1-9][0-9]{0,2})-([a-z0-9-]+)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What an entry was taken for.

    Attributes:
        reference: the bank's reference.
        amount: signed, in minor units of the currency of the account.
        what: ``settlement``, ``return``, ``receipt`` or ``suspense``.
        why: in one sentence.
        legs: the journal that books it, amounts by account.
        payment: number of the payment that it settles or brings back.
        address: figure that it books.
        value: its value day.
        deadline: the day by which it had to come in, for a receipt on a debit note that was sent.
        asset: currency of the account.
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
    asset: str = EURO


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


def read_entry(
    state: State, entry: EntryLike, claims: Claims, statement: int | None = None, terms: Terms = IN_EURO
) -> Reading:
    """Tell what an entry is; whatever cannot be told, such as a payment debited a second time, goes to suspense."""
    value = entry.value_day.isoformat()
    number = state.end_to_ends.get(entry.end_to_end) if terms.code == EURO else None
    if number is not None and not _is_taken(state, number, entry, statement):
        found = _of_payment(state, entry, number, value)
        if found is not None:
            return found
    if entry.amount > 0 and not entry.returned:
        named = _NOTE.search(f"{entry.end_to_end} {entry.text}")
        custodian, note = (named[2], int(named[1])) if named else ("", None)
        if not custodian:
            custodian = next((key for key in sorted(claims.owing()) if key in _words(entry)), "")
        worth = terms.worth(entry.amount, entry.value_day)
        if custodian in claims.owing() and worth is not None and worth.euro > 0:
            return _receipt(entry, custodian, note, claims, terms, worth)
    why = "no payment and no claim belongs to it"
    if entry.amount > 0 and terms.worth(entry.amount, entry.value_day) is None:
        why = f"no reference rate of {terms.code} is known for {value}: give one with --rate"
    legs = {terms.bank: entry.amount, terms.suspense: -entry.amount}
    return Reading(entry.reference, entry.amount, "suspense", why, legs, None, "suspense", value, None, terms.code)


def _is_taken(state: State, number: int, entry: EntryLike, statement: int | None) -> bool:
    """Whether another entry was matched with a payment in this direction before."""
    match = state.matched.get((number, entry.amount > 0))
    own = state.statements[statement].matched.get(entry.reference) if statement is not None else None
    return match is not None and match != own


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


def _receipt(entry: EntryLike, custodian: str, note: int | None, claims: Claims, terms: Terms, worth: Worth) -> Reading:
    parts, of_interest, left = claims.take(custodian, worth.euro, note)
    legs = {
        terms.bank: entry.amount,
        **worth.legs,
        chart.interest(custodian): -of_interest,
        chart.LATE_INTEREST: of_interest,
        chart.UNASSIGNED: -of_interest,
        **{chart.claim(custodian, each): -part for each, part in parts.items()},
        chart.SUSPENSE: -left,
    }
    notes = " and ".join(f"debit note {each} {euros(part)}" for each, part in parts.items())
    pieces = [notes, f"interest {euros(of_interest)}" if of_interest else "", f"suspense {euros(left)}" if left else ""]
    why = f"from {custodian}: " + ", ".join([*(piece for piece in pieces if piece), *worth.said])
    address = f"payment:{next(iter(parts), note or 0)}"
    due = min((day for each in parts if (day := due_of(claims.state, custodian, each))), default=None)
    deadline = due.isoformat() if due else None
    value = entry.value_day.isoformat()
    return Reading(entry.reference, entry.amount, "receipt", why, legs, None, address, value, deadline, terms.code)
