"""Interest on a debit note that is paid late, worked out before the receipt is shared: a part payment covers it first.

Legal source: Regulation (EU, Euratom) 2024/2509 Art. 99(2)(b), 99(3) and 101(1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from usufruct.ledger import State
from usufruct.ledger.bodies import Journal
from usufruct.operations import chart
from usufruct.operations.levying import due_of, euros, legs_of, rules
from usufruct.operations.steps import cited

Interest = Callable[[int, int, date, date, date], tuple[int, str, str]]
"""Interest in cents, its rate as text and its act, of: number of the payment, cents, deadline, day from which on
interest is not booked yet, day of payment."""


@dataclass(frozen=True, slots=True)
class Accrual:
    """Interest on what was open of a debit note, up to a day.

    Attributes:
        custodian: who owes it.
        number: of the payment.
        interest: cents.
        due: deadline of the note.
        until: the day up to which it runs, that day included.
        act: the version of law that gives it.
        text: in one line.
    """

    custodian: str
    number: int
    interest: int
    due: date
    until: date
    act: str
    text: str


def accrued_until(state: State, custodian: str, number: int) -> date | None:
    """The day up to which the interest on all that was open of a debit note is booked; None where it is not."""
    address = _address(custodian, number)
    found = (
        journal.value
        for seq, journal in state.journals.items()
        if journal.address == address and journal.value and seq not in state.reversals
    )
    last = max(found, default=None)
    return date.fromisoformat(last) if last else None


def accrual(
    state: State, custodian: str, number: int, amount: int, since: date | None, paid: date, interest: Interest
) -> Accrual | None:
    """Interest on what is open of a debit note up to the day of a payment; None where it is not late.

    Args:
        state: what the records make true.
        custodian: who pays.
        number: of the payment.
        amount: cents that are open before it.
        since: up to when interest is booked or worked out already.
        paid: value day of the payment.
        interest: what the law gives.
    """
    due = due_of(state, custodian, number)
    start = max(due, since or due) if due is not None else None
    if due is None or start is None or paid <= start or amount <= 0:
        return None
    cents, rate, act = interest(number, amount, due, start, paid)
    if not cents:
        return None
    text = f"{(paid - start).days} days on {euros(amount)} of debit note {number} at {rate}, {euros(cents)}"
    return Accrual(custodian, number, cents, due, paid, act, text)


def accrual_journal(state: State, each: Accrual, statement: int, place: tuple[str, date, str | None]) -> Journal:
    """The journal of an accrual, which comes before that of the receipt."""
    period, day, original = place
    rule_set = rules(state, each.act)
    known = state.rule_sets.get(rule_set)
    if known is not None and not known.valid_from <= day.isoformat() <= (known.valid_to or "9999-12-31"):
        rule_set = ""  # the act of the deadline is not in force on the day of the journal; its article is cited
    legs = {chart.interest(each.custodian): each.interest, chart.LATE_INTEREST: -each.interest}
    return Journal(
        "proceeds", "late interest", period, day.isoformat(), legs_of(legs), rule_set, statement,
        value=each.until.isoformat(), original=original, address=_address(each.custodian, each.number),
        text=each.text, article=cited("late interest", each.due),
    )  # fmt: skip


def _address(custodian: str, number: int) -> str:
    return f"accrued:{custodian}:{number}"
