"""What an entry of a bank statement is: a payment that settled or came back, a receipt on a claim, or unknown."""

from __future__ import annotations

from datetime import date

from usufruct.errors import UsufructError
from usufruct.ledger import State
from usufruct.operations import chart
from usufruct.operations.accruing import Accrual, Interest, accrual, accrued_until
from usufruct.operations.bank_view import EntryLike
from usufruct.operations.chart import EURO
from usufruct.operations.currencies import IN_EURO, Terms, Worth
from usufruct.operations.levying import due_of, euros
from usufruct.operations.payers import account_number, payer_of
from usufruct.operations.paying import IN_FLIGHT
from usufruct.operations.readings import Reading as Reading


class Claims:
    """What custodians owe, by debit note, as the entries of a statement use it up."""

    def __init__(self, state: State, law: Interest | None = None) -> None:
        self.state = state
        self.law = law
        self.until: dict[tuple[str, int], date] = {}
        self.by_note: dict[tuple[str, int], int] = open_notes(state)
        self.interest: dict[str, dict[int, int]] = interest_by_note(state)

    def custodians(self) -> set[str]:
        """Every custodian that could pay, owing or not: the name of one that owes nothing is no other's."""
        return {*self.interest, *(custodian for custodian, _ in self.by_note)}

    def owing(self) -> set[str]:
        """Custodians with something open."""
        with_interest = {key for key, notes in self.interest.items() if any(notes.values())}
        return {custodian for (custodian, _), amount in self.by_note.items() if amount} | with_interest

    def accrue(self, custodian: str, paid: date, number: int | None = None) -> tuple[Accrual, ...]:
        """Add the interest on each note of a custodian, or on one, that is late: a part payment covers it first.

        Legal source: Regulation (EU, Euratom) 2024/2509 Art. 99(3) and 101(1).
        """
        found = []
        notes = [note for note in self.by_note if note[0] == custodian] if self.law else []
        for note in notes if number is None else [each for each in notes if each[1] == number]:
            since = self.until.get(note) or accrued_until(self.state, *note)
            each = accrual(self.state, *note, self.by_note[note], since, paid, self.law) if self.law else None
            if each is not None:
                self.until[note] = each.until
                owed = self.interest.setdefault(custodian, {})
                owed[note[1]] = owed.get(note[1], 0) + each.interest
                found.append(each)
        return tuple(found)

    def take(
        self, custodian: str, amount: int, number: int | None, *, alone: bool = False
    ) -> tuple[dict[int, int], int, int]:
        """Use up claims: the interest on the note that was named, that note, other interest, then the oldest note.

        Who names a note pays that note: what is older and open does not make it late. Legal source: Regulation (EU,
        Euratom) 2024/2509 Art. 101(1), which has interest come before the claim that bears it.

        Args:
            custodian: who pays.
            amount: cents.
            number: of the note that was named; None for none.
            alone: whether it goes to that note only.

        Returns:
            What goes to each note, what goes to interest, what is left over.
        """
        owed = self.interest.setdefault(custodian, {})
        left, of_interest = amount, 0
        parts: dict[int, int] = {}
        numbers = sorted({*owed, *(note for holder, note in self.by_note if holder == custodian)})
        others = [] if alone else [each for each in numbers if each != number]
        for group in [each for each in numbers if each == number], others:
            for each in group:
                part = min(left, owed.get(each, 0))
                owed[each] = owed.get(each, 0) - part
                of_interest += part
                left -= part
            for each in group:
                part = min(left, self.by_note.get((custodian, each), 0))
                if part > 0:
                    self.by_note[custodian, each] -= part
                    parts[each] = part
                    left -= part
        return parts, of_interest, left


def interest_by_note(state: State) -> dict[str, dict[int, int]]:
    """What is unpaid of late interest in cents, by custodian and number of the payment on which it is.

    The books hold one balance for each custodian. Which note it is on stands in the addresses of the journals that
    booked it; a receipt took that on the note of its address first, then the oldest. What opened as a balance is on no
    note (0). No share is more than the balance, whatever was reversed in between.
    """
    start = "proceeds/interest/"
    found: dict[str, dict[int, int]] = {
        path.removeprefix(start): {} for path in state.accounts if path.startswith(start)
    }
    for seq, journal in state.journals.items():
        if journal.book != "proceeds" or journal.entry == "reversal" or seq in state.reversals:
            continue
        for path, moved in journal.legs:
            if not path.startswith(start):
                continue
            shares, last = found[path.removeprefix(start)], journal.address.rpartition(":")[2]
            number, left = int(last) if last.isdecimal() else 0, -moved
            if moved > 0:
                shares[number] = shares.get(number, 0) + moved
            for each in sorted(shares, key=lambda each: (each != number, each)) if moved < 0 else ():
                part = min(left, shares[each])
                shares[each] -= part
                left -= part
    for custodian, shares in found.items():
        balance = state.balance(chart.interest(custodian))
        for each in sorted(shares):
            shares[each] = min(shares[each], balance)
            balance -= shares[each]
    return found


def open_notes(state: State) -> dict[tuple[str, int], int]:
    """What is unpaid of each debit note in cents, by custodian and number of the payment."""
    found = {}
    for path in state.accounts:
        if path.startswith("proceeds/claim/"):
            _, _, custodian, number = path.split("/")
            found[custodian, int(number)] = state.balance(path)
    return {note: amount for note, amount in sorted(found.items()) if amount}


def read_entry(
    state: State, entry: EntryLike, claims: Claims, terms: Terms = IN_EURO, *, matched: bool = False
) -> Reading:
    """Tell what an entry is; whatever cannot be told, such as a payment debited a second time, goes to suspense.

    Args:
        state: what the records make true.
        entry: as the bank gives it.
        claims: what custodians owe still.
        terms: the currency of the account, and where its rates come from.
        matched: whether it is what made the payment that it names what it is.
    """
    value = entry.value_day.isoformat()
    number = state.end_to_ends.get(entry.end_to_end) if terms.code == EURO else None
    why = "no payment and no claim belongs to it"
    if number is not None:
        found = _of_payment(state, entry, number, value, matched)
        if found is not None:
            return found
        known = state.payments[number]
        why = f"payment {number} ({entry.end_to_end}) is of {euros(int(known.body.amount))} and {known.status} already"
    if entry.amount > 0 and not entry.returned:
        receipt, why = _of_claim(entry, claims, terms, why)
        if receipt is not None:
            return receipt
    legs = {terms.bank: entry.amount, terms.suspense: -entry.amount}
    return Reading(entry.reference, entry.amount, "suspense", why, legs, None, "suspense", value, None, terms.code)


def _of_claim(entry: EntryLike, claims: Claims, terms: Terms, why: str) -> tuple[Reading | None, str]:
    """The receipt that an entry is, or why it is none."""
    worth = terms.worth(entry.amount, entry.value_day)
    if worth is None:
        return None, f"no reference rate of {terms.code} is known for {entry.value_day}: give one with --rate"
    custodian, note = payer_of(
        claims.custodians(),
        f"{entry.end_to_end} {entry.text}",
        account_number(entry.counterparty),
        terms.payers,
    )
    if custodian not in claims.owing() or worth.euro <= 0:
        return None, why
    try:
        accruals = claims.accrue(custodian, entry.value_day)
    except UsufructError as error:  # unknown is not zero
        return None, f"from {custodian}, late, and its interest cannot be worked out: {error.faults[0].what}"
    return _receipt(entry, (custodian, note), claims, terms, worth, accruals), why


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
    entry: EntryLike, payer: tuple[str, int | None], claims: Claims, terms: Terms, worth: Worth,
    accruals: tuple[Accrual, ...],
) -> Reading:  # fmt: skip
    custodian, note = payer
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
    return Reading(
        entry.reference, entry.amount, "receipt", why, legs, None, address, value, deadline, terms.code, accruals
    )
