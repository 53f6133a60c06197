"""The suspense account: what came in or went out and belongs to nothing known, with its age, and how it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from usufruct.errors import refuse
from usufruct.ledger import State
from usufruct.ledger.bodies import Journal
from usufruct.operations import chart
from usufruct.operations.chart import EURO
from usufruct.operations.currencies import Terms, amount_text
from usufruct.operations.levying import due_of, euros, legs_of, period_of
from usufruct.operations.paying import IN_FLIGHT, settled_payments
from usufruct.operations.reading import open_notes
from usufruct.operations.steps import cited, counted
from usufruct.operations.tray import Sheet


@dataclass(frozen=True, slots=True)
class Suspended:
    """Something in the suspense account.

    Attributes:
        journal: number of the journal that put it there.
        amount: minor units; above zero came in, below zero went out.
        since: its value day.
        days: how old it is.
        text: what the bank said.
        asset: its currency.
    """

    journal: int
    amount: int
    since: date
    days: int
    text: str
    asset: str = EURO


def suspended(state: State, today: date) -> tuple[Suspended, ...]:
    """What waits in suspense, oldest first, with its age in days."""
    found = []
    for seq, journal in state.journals.items():
        arrived = journal.basis in state.statements or journal.entry == "opening"
        if not arrived or seq in state.reversals:
            continue
        for path, put in journal.legs:
            if path != chart.SUSPENSE and not path.startswith("proceeds/suspense-"):
                continue
            amount = -put - cleared(state, seq, path)
            if amount:
                since, asset = date.fromisoformat(journal.value or journal.effective), state.accounts[path].asset
                found.append(Suspended(seq, amount, since, (today - since).days, journal.text, asset))
    return tuple(sorted(found, key=lambda each: (each.since, each.journal)))


def cleared(state: State, seq: int, path: str = chart.SUSPENSE) -> int:
    """What later journals took out of a suspense account of what one put there, in minor units."""
    total = 0
    for number, journal in state.journals.items():
        if number in state.reversals or number == seq:
            continue
        origin = journal.basis
        if origin in state.payments:
            origin = state.payments[origin].body.basis  # a refund rests on the journal that put it into suspense
        if origin == seq:
            total += dict(journal.legs).get(path, 0)
    return total


def refundable(state: State, seq: int, today: date) -> int:
    """What of a journal is in suspense in euro and not on its way back already, in cents; zero for nothing."""
    amount = sum(each.amount for each in suspended(state, today) if each.journal == seq and each.asset == EURO)
    booked = settled_payments(state)
    sent = sum(
        int(each.body.amount)
        for number, each in state.payments.items()
        if each.body.basis == seq and (each.status in IN_FLIGHT or (each.status == "settled" and number not in booked))
    )
    return amount - sent


def clear(state: State, seq: int, to: str, day: date, terms: Terms | None = None) -> Sheet:
    """Take something out of suspense: to a claim of a debit note, or to exchange differences or bank charges.

    What came in another currency goes to a claim only, at its worth when it came.
    What went out goes to whom it paid, if that is owed as much: such as a payment that settled after its rejection.

    Args:
        state: what the records make true.
        seq: the journal that put it there.
        to: the account that it goes to.
        day: the day that the journal counts for.
        terms: where the rate comes from, for another currency; the reference rate of its day if left out.

    Raises:
        UsufructError: ``O162`` when nothing of the journal is in suspense, ``O163`` for an account that it cannot
            go to, ``O164`` for more than a debit note still claims.
    """
    item = next((each for each in suspended(state, day) if each.journal == seq and each.asset == EURO), None)
    foreign = next((each for each in suspended(state, day) if each.journal == seq and each.asset != EURO), None)
    if foreign is not None:
        return _converted(state, foreign, to, day, terms or Terms(foreign.asset))
    if item is None or (item.amount > 0 and not refundable(state, seq, day)):
        known = ", ".join(str(each.journal) for each in suspended(state, day)) or "none"
        raise refuse("O162", f"nothing of journal {seq} is in suspense", "clear", "", f"in suspense: {known}")
    allowed = (chart.EXCHANGE, chart.CHARGES, *(path for path in state.accounts if path.startswith("proceeds/claim/")))
    payee = item.amount < 0 and to.startswith(("proceeds/lender/", "proceeds/channel/")) and to in state.accounts
    if to not in allowed and not payee:
        raise refuse(
            "O163", f"{to!r:.60} takes nothing from suspense", "clear", "", f"name one of {', '.join(allowed)}"
        )
    address = ""
    if to.startswith("proceeds/claim/"):
        number = int(to.rpartition("/")[2])
        note = to.split("/")[2], number
        claimed = open_notes(state).get(note, 0)
        if item.amount > claimed:
            what = f"debit note {number} of {note[0]} claims {euros(claimed)}, in suspense are {euros(item.amount)}"
            raise refuse("O164", what, "clear", "", "name the debit note that it pays, or refund it")
        address = f"payment:{number}"
    text = f"out of suspense after {counted(item.days, 'day')}: {euros(item.amount)} to {to}"
    entry = "receipt" if address else "suspense cleared"
    legs = {chart.SUSPENSE: item.amount, to: -item.amount}
    if payee and to.startswith("proceeds/lender/"):
        legs |= {chart.awaiting(to.rpartition("/")[2]): -item.amount, chart.DISCHARGE: item.amount}
    journal = Journal(
        "proceeds", entry, period_of(state, day), day.isoformat(),
        legs_of(legs), "", seq, value=item.since.isoformat(),
        address=address, text=text, article=cited("receipt" if address else "suspense", item.since),
    )  # fmt: skip
    return Sheet("suspense", f"{text}\n  {item.text}", (journal,))


def _converted(state: State, item: Suspended, to: str, day: date, terms: Terms) -> Sheet:
    """Something in another currency goes to the claim that it paid, at its worth when it came."""
    note = to.removeprefix("proceeds/claim/").split("/")
    if not to.startswith("proceeds/claim/") or to not in state.accounts or item.amount < 0:
        what = f"{amount_text(item.amount, item.asset)} do not go to {to!r:.60}"
        remedy = "name the claim of a debit note; what went out belongs to a conversion"
        raise refuse("O163", what, "clear", "", remedy)
    worth = terms.worth(item.amount, item.since)
    if worth is None:
        what = f"no reference rate of {item.asset} is known for {item.since}"
        raise refuse("O193", what, "clear", "a rate is never guessed", "give --rate and --proof")
    claimed = state.balance(to)
    if worth.euro > claimed:
        what = f"debit note {note[1]} of {note[0]} claims {euros(claimed)}, in suspense are {euros(worth.euro)}"
        raise refuse("O164", what, "clear", "", "name the debit note that it pays")
    text = f"out of suspense after {item.days} days: {worth.said[0]}, {euros(worth.euro)} to {to}"
    due = due_of(state, note[0], int(note[1]))
    journal = Journal(
        "proceeds", "receipt", period_of(state, day), day.isoformat(),
        legs_of({terms.suspense: item.amount, **worth.legs, to: -worth.euro}), "", item.journal,
        value=item.since.isoformat(), address=f"payment:{note[1]}", text=text, article=cited("receipt", item.since),
        deadline=due.isoformat() if due else None,
    )  # fmt: skip
    return Sheet("suspense", f"{text}\n  {item.text}", (journal,))
