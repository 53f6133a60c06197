"""The suspense account: what came in or went out and belongs to nothing known, with its age, and how it leaves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from usufruct.errors import UsufructError, refuse
from usufruct.ledger import State
from usufruct.ledger.bodies import Journal
from usufruct.money import round_to_integer
from usufruct.operations import chart
from usufruct.operations.accruing import Accrual, Interest, accrual_journal, accrued_until
from usufruct.operations.chart import EURO
from usufruct.operations.currencies import Terms, amount_text, position, position_in_euro
from usufruct.operations.levying import due_of, euros, legs_of, period_of
from usufruct.operations.paying import IN_FLIGHT, settled_payments
from usufruct.operations.reading import Claims
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


def clear(
    state: State, seq: int, to: str, day: date, terms: Terms | None = None, interest: Interest | None = None
) -> Sheet:
    """Take something out of suspense: to a claim of a debit note, or to exchange differences or bank charges.

    What came in pays a claim as a receipt does: the interest on that note first, then the note; what is more than both
    stays in suspense. What came in another currency goes to a claim only, at its worth when it came.
    What went out goes to whom it paid, if that is owed as much: such as a payment that settled after its rejection.

    Args:
        state: what the records make true.
        seq: the journal that put it there.
        to: the account that it goes to.
        day: the day that the journal counts for.
        terms: where the rate comes from, for another currency; the reference rate of its day if left out.
        interest: what the law gives on what came in late; without it none is booked before.

    Raises:
        UsufructError: ``O162`` when nothing of the journal is in suspense, ``O163`` for an account that it cannot
            go to, ``O164`` for a debit note of which nothing is open, ``W213`` when it came in late and the refinancing
            rate is not known.
    """
    item = next((each for each in suspended(state, day) if each.journal == seq and each.asset == EURO), None)
    foreign = next((each for each in suspended(state, day) if each.journal == seq and each.asset != EURO), None)
    if foreign is not None:
        return _converted(state, foreign, to, day, terms or Terms(foreign.asset), interest)
    left = refundable(state, seq, day) if item is not None and item.amount > 0 else 0
    if item is None or (item.amount > 0 and not left):
        known = ", ".join(str(each.journal) for each in suspended(state, day)) or "none"
        raise refuse("O162", f"nothing of journal {seq} is in suspense", "clear", "", f"in suspense: {known}")
    allowed = (chart.EXCHANGE, chart.CHARGES, *(path for path in state.accounts if path.startswith("proceeds/claim/")))
    payee = item.amount < 0 and to.startswith(("proceeds/lender/", "proceeds/channel/")) and to in state.accounts
    if to not in allowed and not payee:
        raise refuse(
            "O163", f"{to!r:.60} takes nothing from suspense", "clear", "", f"name one of {', '.join(allowed)}"
        )
    if item.amount > 0 and to.startswith("proceeds/claim/"):
        return _received(state, replace(item, amount=left), to, day, interest)
    amount = left or item.amount
    if amount > 0 and to in (chart.EXCHANGE, chart.CHARGES):  # it makes good what was lost there, and no more
        amount = min(amount, max(state.balance(to), 0))
        if not amount:
            remedy = "name the debit note that it pays, or refund it: usufruct pay --refund"
            raise refuse("O163", f"nothing stands on {to} that it could make good", "clear", "", remedy)
    text = f"out of suspense after {counted(item.days, 'day')}: {euros(amount)} to {to}"
    legs = {chart.SUSPENSE: amount, to: -amount}
    if payee and to.startswith("proceeds/lender/"):
        legs |= {chart.awaiting(to.rpartition("/")[2]): -amount, chart.DISCHARGE: amount}
    claim = to.startswith("proceeds/claim/")
    journal = Journal(
        "proceeds", "receipt" if claim else "suspense cleared", period_of(state, day), day.isoformat(),
        legs_of(legs), "", seq, value=item.since.isoformat(), address=f"payment:{_note(to)[1]}" if claim else "",
        text=text, article=cited("receipt" if claim else "suspense", item.since),
    )  # fmt: skip
    return Sheet("suspense", f"{text}\n  {item.text}", (journal,))


def _note(claim: str) -> tuple[str, int]:
    """Custodian and number of the debit note that an account claims."""
    _, _, custodian, number = claim.split("/")
    return custodian, int(number)


@dataclass(frozen=True, slots=True)
class _Applied:
    """What an amount pays of a debit note: what goes to the note, to interest, and stays; interest booked before."""

    note: int
    interest: int
    left: int
    accruals: tuple[Accrual, ...]

    def legs(self, to: str) -> dict[str, int]:
        owed = chart.interest(_note(to)[0])
        held = {chart.LATE_INTEREST: self.interest, chart.UNASSIGNED: -self.interest}
        return {to: -self.note, owed: -self.interest, **held}

    def journals(self, state: State, seq: int, day: date) -> tuple[Journal, ...]:
        place = period_of(state, day), day, None
        return tuple(accrual_journal(state, each, seq, place) for each in self.accruals)

    def said(self, seq: int, item: str) -> list[str]:
        lines = [f"  late interest first: {each.text}" for each in self.accruals]
        if self.left:
            lines.append(
                f"  {euros(self.left)} are more than the note and its interest, and stay in suspense: clear them to"
            )
            lines.append(f"  another debit note (usufruct propose clear {seq} ACCOUNT){item}")
        return lines


def _applied(state: State, item: Suspended, euro: int, to: str, interest: Interest | None) -> _Applied:
    """Pay a debit note as a receipt does, by the same interest and in the same order."""
    (custodian, number), claims = _note(to), Claims(state, interest)
    try:
        accruals = claims.accrue(custodian, item.since, number)
    except UsufructError as error:  # unknown is not zero
        what = f"it came in late, and its interest cannot be worked out: {error.faults[0].what}"
        remedy = f"give the published rate: usufruct propose clear {item.journal} {to} --rate PERCENT --source TEXT"
        raise refuse(error.faults[0].code, what, "clear", "interest comes first", remedy) from None
    parts, of_interest, left = claims.take(custodian, euro, number, alone=True)
    if left == euro:
        what = f"nothing of debit note {number} of {custodian} is open, in suspense are {euros(euro)}"
        raise refuse("O164", what, "clear", "", "name the debit note that it pays, or refund it")
    return _Applied(parts.get(number, 0), of_interest, left, accruals)


def _received(state: State, item: Suspended, to: str, day: date, interest: Interest | None) -> Sheet:
    """What came in pays a debit note, its interest first."""
    applied = _applied(state, item, item.amount, to, interest)
    took = item.amount - applied.left
    text = f"out of suspense after {counted(item.days, 'day')}: {euros(took)} to {to}"
    text += f", of which interest {euros(applied.interest)}" if applied.interest else ""
    journal = Journal(
        "proceeds", "receipt", period_of(state, day), day.isoformat(),
        legs_of({chart.SUSPENSE: took, **applied.legs(to)}), "", item.journal, value=item.since.isoformat(),
        address=f"payment:{_note(to)[1]}", text=text, article=cited("receipt", item.since),
    )  # fmt: skip
    back = f" or send them back (usufruct pay --refund {item.journal} --to PARTY)"
    lines = [text, f"  {item.text}", *applied.said(item.journal, back), *_charged_after(state, item, to)]
    return Sheet("suspense", "\n".join(lines), (*applied.journals(state, item.journal, day), journal))


def _charged_after(state: State, item: Suspended, to: str) -> list[str]:
    """What approvers are told where interest was booked on a note for days after the money that pays it came in."""
    until = accrued_until(state, *_note(to))
    if until is None or until <= item.since:
        return []
    return [
        f"  came in on {item.since}, and interest on this note is booked up to {until}, as if it had not: it ends",
        "  on the day of payment (2024/2509 Art. 99(3)). To correct it, reverse that interest and the receipts that",
        "  took it, clear this, and take the statement of those receipts again.",
    ]


def _converted(state: State, item: Suspended, to: str, day: date, terms: Terms, interest: Interest | None) -> Sheet:
    """Something in another currency goes to the claim that it paid, at its worth when it came."""
    if not to.startswith("proceeds/claim/") or to not in state.accounts or item.amount < 0:
        what = f"{amount_text(item.amount, item.asset)} do not go to {to!r:.60}"
        remedy = "name the claim of a debit note; what went out belongs to a conversion"
        raise refuse("O163", what, "clear", "", remedy)
    worth = terms.worth(item.amount, item.since)
    if worth is None:
        what = f"no reference rate of {item.asset} is known for {item.since}"
        raise refuse("O193", what, "clear", "a rate is never guessed", "give --rate and --proof")
    custodian, number = _note(to)
    applied = _applied(state, item, worth.euro, to, interest)
    took = worth.euro - applied.left
    # What stays in suspense stays in its currency, in proportion to what it is worth.
    units = round_to_integer(Fraction(item.amount * took, worth.euro), "half up")
    part = terms.worth(units, item.since) or worth
    legs = {terms.suspense: units, position(item.asset): -units, position_in_euro(item.asset): took, **applied.legs(to)}
    text = f"out of suspense after {item.days} days: {part.said[0]}, {euros(took)} to {to}"
    text += f", of which interest {euros(applied.interest)}" if applied.interest else ""
    due = due_of(state, custodian, number)
    journal = Journal(
        "proceeds", "receipt", period_of(state, day), day.isoformat(),
        legs_of(legs), "", item.journal,
        value=item.since.isoformat(), address=f"payment:{number}", text=text, article=cited("receipt", item.since),
        deadline=due.isoformat() if due else None,
    )  # fmt: skip
    lines = [text, f"  {item.text}", *applied.said(item.journal, ""), *_charged_after(state, item, to)]
    return Sheet("suspense", "\n".join(lines), (*applied.journals(state, item.journal, day), journal))
