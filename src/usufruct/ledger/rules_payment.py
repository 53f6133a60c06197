"""Allocation over recipients, payments and what becomes of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from usufruct.ledger.bodies import STATUSES, AllocationRun, Payment, PaymentStatus, RunVoid
from usufruct.ledger.days import is_day
from usufruct.ledger.entitlement import shares_now
from usufruct.ledger.rejection import Case
from usufruct.ledger.rules_people import HASH
from usufruct.ledger.rules_resting import payment_takes
from usufruct.ledger.rules_step import step
from usufruct.ledger.what_to_do import SHA256

_WEIGHT: Final = re.compile(r"(?:0|[1-9][0-9]{0,24})(?:/[1-9][0-9]{0,24})?")
_END_TO_END: Final = re.compile(r"[A-Za-z0-9+?/:().,'-]{1,35}")
_NEXT: Final = {
    "instructed": ("accepted", "settled", "rejected"),
    "accepted": ("settled", "rejected"),
    "settled": ("returned",),
}
MOST_RECIPIENTS: Final = 1_000

_PAYMENTS: Final = "name the record of a payment: usufruct ledger export shows the kind of each record"


def allocation_run(case: Case, body: AllocationRun) -> Mapping[str, Any] | None:
    """Divide an amount; the result holds the shares, the running total and what is carried."""
    weights = _weights(case, body)
    case.check(body.amount > 0, "L280", "an amount to be divided is above zero", "", "give an amount above zero")
    case.check(not body.rule_set or body.rule_set in case.state.rule_sets, "L270", f"no rules {body.rule_set!r:.60}")
    step(case, body, by_law=body.rule_set != "")
    epoch = case.state.epochs.get(body.epoch)
    if epoch is not None:
        same = (epoch.asset, epoch.weights) == (body.asset, tuple((row.account, row.weight) for row in body.weights))
        case.check(
            same, "L281", f"epoch {body.epoch!r:.60} has other weights", "", "a change of weights opens a new epoch"
        )
    if case.faults:
        return None
    accrued, paid = (epoch.accrued, epoch.paid) if epoch is not None else (0, [0] * len(weights))
    shares = shares_now(body.amount, weights, accrued, paid)
    return {
        "accrued": str(accrued + body.amount),
        "carried": str(body.amount - sum(shares)),
        "paid": [str(before + share) for before, share in zip(paid, shares, strict=True)],
        "shares": [str(share) for share in shares],
    }


def run_void(case: Case, body: RunVoid) -> None:
    """Drop a run while no journal books it; two people agree, as they did on the run."""
    step(case, body, by_law=False)
    known = case.state.runs.get(body.run)
    if known is None or known.void is not None:
        case.fault(
            "L300",
            f"{body.run} is no allocation run that stands",
            "",
            "name a run that waits to be booked, by the number of its record: usufruct inbox",
        )
        return
    case.check(
        bool(body.reason.strip()),
        "L300",
        "it does not say why the run is dropped",
        "",
        "say why in a few words: usufruct propose void RUN --reason TEXT",
    )
    case.check(
        known.booked is None,
        "L300",
        f"journal {known.booked} books it",
        "",
        "reverse that journal first, if it is wrong: usufruct propose reversal JOURNAL",
    )


def _weights(case: Case, body: AllocationRun) -> Sequence[Fraction]:
    case.check(
        1 <= len(body.weights) <= MOST_RECIPIENTS,
        "L280",
        f"{len(body.weights)} recipients cannot share",
        "",
        "name 1 to 1000 recipients",
    )
    names = [row.account for row in body.weights]
    case.check(
        len(set(names)) == len(names),
        "L280",
        "a recipient stands twice",
        "",
        "name each recipient once, with all of its weight",
    )
    for row in body.weights:
        account = case.state.accounts.get(row.account)
        suits = account is not None and (account.book, account.asset) == ("proceeds", body.asset)
        case.check(
            suits,
            "L280",
            f"{row.account!r:.80} is no account of proceeds in {body.asset!r:.20}",
            "",
            "open the account first, or name one of proceeds in this currency: usufruct ledger balance proceeds",
        )
        case.check(
            _WEIGHT.fullmatch(row.weight) is not None,
            "L280",
            f"{row.weight!r:.60} is no weight",
            "",
            "write a whole number or a fraction, such as 95 or 19/20",
        )
    if case.faults:
        return ()
    weights = [Fraction(row.weight) for row in body.weights]
    case.check(
        sum(weights) > 0, "L280", "no weight is above zero", "", "give one recipient at least a weight above zero"
    )
    return weights


def payment(case: Case, body: Payment) -> None:
    """Instruct a payment from an account of the mechanism; its end-to-end id is never used again."""
    state, check = case.state, case.check
    named = _END_TO_END.fullmatch(body.end_to_end) is not None
    check(named and body.end_to_end not in state.end_to_ends, "L282", f"{body.end_to_end!r:.60} is used or no id")
    account = state.accounts.get(body.account)
    suits = account is not None and (account.book, account.side, account.asset) == ("proceeds", "asset", body.asset)
    check(
        suits,
        "L283",
        f"{body.account!r:.80} pays no {body.asset!r:.20}",
        "principal is never paid from",
        "pay from a bank account of proceeds in the currency of the payment",
    )
    check(body.amount > 0, "L283", "a payment is above zero", "", "give an amount above zero")
    check(
        1 <= len(body.payee) <= 120,
        "L283",
        "a payment names its payee by a pseudonym or an account",
        "",
        "name the payee in 1 to 120 characters",
    )
    check(
        is_day(body.due) and is_day(body.instructed),
        "L283",
        "due or instructed is no day",
        "",
        "write both days as 2025-07-28",
    )
    check(HASH.fullmatch(body.document) is not None, "L283", "the instruction is named by its SHA-256", "", SHA256)
    rests = body.basis is None or any(body.basis in kind for kind in (state.runs, state.journals, state.payments))
    rests = rests and (body.basis not in state.runs or state.runs[body.basis].void is None)
    check(
        rests,
        "L283",
        f"{body.basis} is no record that a payment can rest on",
        "",
        "name an allocation, a journal or a payment of this ledger, or none",
    )
    if body.basis in state.journals:
        payment_takes(case, body, body.basis)
    step(case, body, by_law=True)


def payment_status(case: Case, body: PaymentStatus) -> None:
    """Say what became of a payment; each that frees or moves money takes a document of the bank."""
    step(case, body, by_law=False)
    known = case.state.payments.get(body.payment)
    if not case.check(known is not None, "L284", f"there is no payment {body.payment}", "", _PAYMENTS) or known is None:
        return
    allowed = _NEXT.get(known.status, ())
    sound = body.status in STATUSES and body.status in allowed
    remedy = f"from there it becomes {' or '.join(allowed)}" if allowed else "it is final: what came after is suspense"
    case.check(sound, "L284", f"a payment that is {known.status} does not become {body.status!r:.40}", "", remedy)
    case.check(
        body.value is None or is_day(body.value), "L284", f"{body.value!r:.40} is no day", "", "write it as 2025-07-28"
    )
    if body.status in ("settled", "returned"):
        statement = case.state.statements.get(body.statement) if body.statement is not None else None
        shown = statement is not None and statement.void is None and statement.body.account == known.body.account
        case.check(shown, "L285", f"no statement of {known.body.account} shows it", "only a bank proves a payment")
    if body.status == "rejected" or body.document:
        shown = HASH.fullmatch(body.document) is not None
        case.check(
            shown, "L285", "no message of the bank rejects it", "what is rejected is owed again", "name its SHA-256"
        )
