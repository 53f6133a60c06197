"""The ordinary exceptions: opening balances, principal as filed, late interest, discharge, differences, reversals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from usufruct.calendar import HalfYear
from usufruct.errors import Fault, UsufructError, refuse
from usufruct.ledger import State
from usufruct.ledger.bodies import Journal, Period, Reversal
from usufruct.money import currency, grouped
from usufruct.operations import chart
from usufruct.operations.accruing import accrued_until
from usufruct.operations.chart import EURO, Depository
from usufruct.operations.default_interest import Given as Given
from usufruct.operations.default_interest import act_of, interest_on, known_rate
from usufruct.operations.default_interest import interest_of as interest_of
from usufruct.operations.dividing import over_divided
from usufruct.operations.founding import check_under_law
from usufruct.operations.holding import holding_lines, holdings
from usufruct.operations.levying import BOOKED, VERIFY_FIRST, due_of, euros, legs_of, new_accounts, period_of, rules
from usufruct.operations.reconciling import open_notes
from usufruct.operations.steps import cited, counted, short
from usufruct.operations.tray import Sheet

if TYPE_CHECKING:
    from usufruct.engine import Rulebook


_ONE_BALANCE: Final = f"give one other than zero, such as {chart.BANK}=1000.00"
NUMBER: Final = re.compile(r"[1-9][0-9]{0,3}")
"""A payment number as accounts carry it: 1 and 01 would be two accounts of one debit note."""


def principal(state: State, custodian: str, period: str) -> Sheet:
    """The journal that brings the principal book to what a verified filing states.

    Raises:
        UsufructError: ``O130`` when no filing of the period is verified, ``O134`` when the books say the same.
    """
    basis = state.accepted.get((custodian, period))
    if basis is None:
        why = "principal moves only to what a verified report of its custodian states"
        raise refuse("O130", f"no report of {custodian} for {period} is verified", "principal", why, VERIFY_FIRST)
    end = state.periods[period].end
    filed = {held.asset: int(held.amount) for held in state.filings[basis].body.principal}
    legs: dict[str, int] = {}
    for code, amount in filed.items():
        change = amount - state.principal(custodian, code, end)
        legs[chart.principal(custodian, code)] = change
        legs[chart.owed(custodian, code)] = -change
    if not legs_of(legs):
        what = f"the principal of {custodian} is booked as filed for {period}"
        raise refuse("O134", what, "principal", "", "do nothing: books and report agree")
    missing = [path for path in legs if path not in state.accounts]
    if missing:
        raise refuse("O124", f"{custodian} has no account {missing[0]}", "principal", "", "open it first")
    text = f"principal of {custodian} as filed for {period}; no yield is part of it"
    shown = [text, *holding_lines(holdings(state, state.filings[basis].body))]
    body = Journal(
        "principal", "principal", period, end, legs_of(legs), "", basis, address=period, text=text,
        article=cited("principal", end),
    )  # fmt: skip
    return Sheet("principal", "\n".join(shown), (body,))


def opening(state: State, balances: Mapping[str, int], day: date, source: str) -> Sheet:
    """Balances of the proceeds book as of today, where the mechanism existed before its ledger.

    Args:
        state: what the records make true.
        balances: debits less credits in cents, by account; accounts of debit notes and vintages are opened.
        day: as of which they are.
        source: what they rest on, in a few words.

    Raises:
        UsufructError: ``O170`` for an account of principal or one that cannot be, ``O134`` for no balance at all.
    """
    faults = [
        Fault(
            "O170", f"{path!r:.60} is no account of proceeds", "opening", "", "principal opens with a verified filing"
        )
        for path in balances
        if not path.startswith("proceeds/") or (path not in state.accounts and _owner(state, path) == "")
    ]
    if faults:
        raise UsufructError(faults)
    opened = [each for path in balances for each in new_accounts(state, _owner(state, path), path)]
    # What leaves suspense rests on the journal that put it there, which moves nothing that it could be taken for.
    waiting = {path: amount for path, amount in balances.items() if path == chart.SUSPENSE}
    others = {path: amount for path, amount in balances.items() if path not in waiting}
    groups = [legs_of({**each, chart.OPENING: -sum(each.values())}) for each in (others, waiting)]
    if not any(groups):
        raise refuse("O134", "no balance is given", "opening", "", _ONE_BALANCE)
    text = f"opening balances as of {day}: {source}"
    bodies = [
        Journal(
            "proceeds", "opening", period_of(state, day), day.isoformat(), legs, text=text,
            article=cited("opening", day),
        )
        for legs in groups
        if legs
    ]  # fmt: skip
    lines = [f"{euros(amount):>28}  {path}" for path, amount in balances.items()]
    return Sheet("opening", "\n".join([text, *lines]), (*opened, *bodies))


def _owner(state: State, path: str) -> str:
    """The custodian of an account that is not open yet; empty for one that cannot be opened like this."""
    parts = path.split("/")
    known = {each.party for each in state.accounts.values() if each.book == "principal"}
    fits = len(parts) == 4 and parts[1] in ("claim", "retained") and parts[2] in known
    sound = fits and (NUMBER.fullmatch(parts[3]) if parts[1] == "claim" else _is_half(parts[3]))
    return parts[2] if sound else ""


def _is_half(text: str) -> bool:
    try:
        return HalfYear.read(text).label == text
    except UsufructError:
        return False


def late_interest(
    state: State, law: Rulebook, depository: Depository, number: int, seq: int, day: date, given: Given | None = None
) -> Sheet:
    """Interest on what a receipt brought after its deadline, at the rate of the Financial Regulation.

    Simple interest from the day after the deadline to the day of payment, that day included.

    Args:
        state: what the records make true.
        law: gives the margin, the day count and the rounding.
        depository: who paid late.
        number: of the payment.
        seq: the journal of the receipt.
        day: the day that the journal counts for.
        given: the refinancing rate of the month of the deadline, where the facts do not know it.

    Raises:
        UsufructError: ``O171`` when the receipt was in time or is none, ``W213`` without a refinancing rate.
    """
    receipt = state.journals.get(seq)
    note = chart.claim(depository.key, number)
    amount = -dict(receipt.legs).get(note, 0) if receipt is not None and receipt.entry == "receipt" else 0
    due = due_of(state, depository.key, number)
    address = f"late:{seq}:{number}"
    if receipt is None or amount <= 0 or due is None:
        what = f"{seq} is no receipt on debit note {number} of {depository.key}"
        do = "name the record of a receipt: usufruct ledger journal; what is in suspense is cleared with its interest: "
        raise refuse("O171", what, "late interest", "", f"{do}usufruct propose clear")
    if any(each.address == address and at not in state.reversals for at, each in state.journals.items()):
        raise refuse("O131", f"interest on receipt {seq} is booked", "late interest", "", BOOKED)
    paid = date.fromisoformat(receipt.value or receipt.effective)
    if paid <= due:
        what = f"receipt {seq} came on {paid}, by the deadline {due}"
        raise refuse("O171", what, "late interest", "", "charge nothing on it")
    since = max(due, accrued_until(state, depository.key, number) or due)
    if paid <= since:
        raise refuse("O131", f"interest on debit note {number} is booked up to {since}", "late interest", "", BOOKED)
    found = given or Given(*known_rate(due))
    interest, rate = interest_on(law, number, amount, due, since, paid, found.rate)
    basis = law.option("default_interest_basis")
    act = act_of(law, due)
    text = f"{counted((paid - since).days, 'day')} on {euros(amount)} at {rate} {basis}, {euros(interest)}"
    text += f"; refinancing rate of {given.source}" if given else ""
    owed = chart.interest(depository.key)
    # A receipt that covered interest moved the same account the other way, and this takes nothing of that back.
    rests = receipt.basis if owed in dict(receipt.legs) else seq
    body = Journal(
        "proceeds", "late interest", period_of(state, day), day.isoformat(),
        legs_of({owed: interest, chart.LATE_INTEREST: -interest}),
        rules(state, act), rests, address=address, text=text, article=cited("late interest", due),
    )  # fmt: skip
    shown = (
        f"{act} Art. 99(2)(b) and (3): {text}",
        f"  due {due}, paid {paid}; days counted {basis}, a reading: the article names none",
        f"  refinancing rate {float(found.rate):.2%} on {due.replace(day=1)}: {found.source}",
    )
    return Sheet("late interest", "\n".join(shown), (body,))


def discharge(state: State, payment: int, day: date, rate: str, proof: str) -> Sheet:
    """Ukraine's proof that a payment discharged its debt to a lender, with the rate of conversion that was used.

    Raises:
        UsufructError: ``O172`` when the payment has not settled or went to no lender, ``O131`` when it is confirmed.
    """
    known = state.payments.get(payment)
    key = known.body.payee.removeprefix("proceeds/lender/") if known is not None else ""
    if known is None or known.status != "settled" or key == known.body.payee:
        raise refuse(
            "O172",
            f"{payment} is no settled payment to a lender",
            "discharge",
            "",
            "reconcile it first, and name the record of the payment",
        )
    address = f"discharge:{known.body.end_to_end}"
    if any(each.address == address and seq not in state.reversals for seq, each in state.journals.items()):
        raise refuse("O131", f"the discharge of payment {payment} is confirmed", "discharge", "", BOOKED)
    amount = int(known.body.amount)
    text = f"{euros(amount)} discharged to {key}, rate {rate}, proof {proof[:16]}"
    body = Journal(
        "proceeds", "discharge", period_of(state, day), day.isoformat(),
        legs_of({chart.confirmed(key): amount, chart.awaiting(key): -amount}),
        rules(state, "2024/2773"), payment, address=address, text=text, article=cited("discharge", day),
    )  # fmt: skip
    return Sheet("discharge", f"{short('discharge')}: {text}\n  SHA-256 of the proof: {proof}", (body,))


MOST_EXCHANGE: Final = Fraction(1, 100)
"""How much of what came in on a debit note conversion can have left open of it; a rule of this ledger, no act's."""


def exchange_difference(state: State, custodian: str, number: int, paid_in: str, day: date, reason: str) -> Sheet:
    """Close what conversion left open of a debit note that was paid in another currency.

    What is open in euro of a debit note that was paid in euro is no such difference: it is owed.

    Args:
        state: what the records make true.
        custodian: who paid.
        number: of the payment.
        paid_in: code of the currency that was converted.
        day: the day that the journal counts for.
        reason: in a few words.

    Raises:
        UsufructError: ``O164`` when nothing of it is open, ``O175`` for a payment in euro, and for more than a
            hundredth of what came in.
    """
    left = open_notes(state).get((custodian, number), 0)
    if not left:
        what, do = f"nothing of debit note {number} of {custodian} is open", f"usufruct statement {custodian}"
        raise refuse("O164", what, "exchange difference", "", f"see what is open: {do}")
    if currency(paid_in).code == EURO:
        why = "what was paid in euro was not converted: the rest is owed"
        what = "a difference in euro is no exchange difference"
        raise refuse("O175", what, "exchange difference", why, "have the custodian pay it")
    note = chart.claim(custodian, number)
    receipts = (each for seq, each in state.journals.items() if each.entry == "receipt" and seq not in state.reversals)
    came = -sum(amount for each in receipts for path, amount in each.legs if path == note)
    if left > came * MOST_EXCHANGE:
        what = f"{euros(left)} are open and {euros(came)} came in: that is more than a hundredth"
        why = "conversion leaves little; the rest is owed"
        raise refuse("O175", what, "exchange difference", why, "have the custodian pay it")
    text = f"exchange difference on debit note {number} of {custodian}, paid in {paid_in}: {euros(left)}, {reason}"
    text += f"; {euros(came)} came in"
    legs = legs_of({chart.EXCHANGE: left, chart.claim(custodian, number): -left})
    body = Journal(
        "proceeds", "exchange difference", period_of(state, day), day.isoformat(), legs,
        address=f"payment:{number}", text=text, article=cited("exchange difference", day),
    )  # fmt: skip
    return Sheet("exchange difference", text, (body,))


def reversal(state: State, seq: int, day: date, reason: str) -> Sheet:
    """Undo a journal, once and exactly, where it stands in the proceeds book.

    Raises:
        UsufructError: ``O173`` when there is no such journal, or it is principal or reversed.
    """
    journal = state.journals.get(seq)
    what, do = "", ""
    if seq in state.runs:
        what = f"{seq} is an allocation run, which books nothing"
        do = f"drop it, or reverse the journal that books it: usufruct propose void {seq} --reason TEXT"
    elif journal is None or journal.entry == "reversal":
        what, do = f"{seq} is no journal", "name the record of a journal that is no reversal: usufruct ledger journal"
    elif journal.book == "principal":
        what = f"{seq} is a journal of principal, which follows the next verified filing"
        do = "have a new report filed and verified: usufruct file, usufruct verify-filing"
    elif seq in state.reversals:
        what = f"{seq} was reversed by {state.reversals[seq]}"
        do = "undo nothing more; if the reversal was the mistake, book it again"
    if what:
        raise refuse("O173", what, "reversal", "a mistake is undone once, and shows", do)
    body = Reversal(seq, period_of(state, day), day.isoformat(), reason, cited("reversal", day))
    lines = [] if journal is None else _undone(state, journal)
    text = f"reversal of journal {seq} ({journal.entry if journal else ''}): {reason}"
    return Sheet("reversal", "\n".join([text, *lines]), (body,))


def _undone(state: State, journal: Journal) -> list[str]:
    """What a reversal books, account by account, and where more is divided than came in once it is booked."""
    lines = [
        f"{grouped(-int(amount), state.accounts[path].asset):>24} {state.accounts[path].asset}  {path}"
        for path, amount in journal.legs
    ]
    for path, amount in journal.legs:
        if journal.entry == "receipt" and path.startswith("proceeds/claim/"):
            number = int(path.rpartition("/")[2])
            over = over_divided(state, number, -int(amount))
            if over > 0:
                lines.append(f"  {euros(over)} more of payment {number} are divided than came in, once this is booked:")
                lines.append("  what was divided stays so, and the next receipts of the payment make up for it first")
    return lines


def period(state: State, half: HalfYear, action: str) -> Sheet:
    """Open a half-year, or close one whose principal is what the custodians filed.

    Raises:
        UsufructError: ``O210`` for the opening of a half-year before the law, ``O213`` for one that is known.
    """
    if action == "open":
        check_under_law(half)
        if half.label in state.periods:
            last = date.fromisoformat(max(each.end for each in state.periods.values()))
            what = f"{half} is {state.periods[half.label].status} already"
            remedy = f"open the one after the last: usufruct propose open {HalfYear.of(last).next}"
            raise refuse("O213", what, "period", "a period is opened once", remedy)
    body = Period(half.label, half.start.isoformat(), half.end.isoformat(), action, cited("period", half.end))
    why = " (principal booked is principal filed)" if action == "close" else ""
    step = "opening of a period" if action == "open" else "period"
    return Sheet(step, f"{action} the period {half.label}, {half.start} to {half.end}{why}", (body,))
