"""The one decision: what an order becomes in a state.

``decide`` is a pure function. It reads no clock and no file, and changes nothing; the instant of an order is
part of it. The same state and order give the same record or the same rejection, in every store and for ever,
so that anyone who has the records can decide again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from usufruct.errors import UsufructError
from usufruct.ledger import (
    rules_approval,
    rules_bank,
    rules_book,
    rules_custody,
    rules_founding,
    rules_journal,
    rules_notice,
    rules_payment,
    rules_people,
)
from usufruct.ledger.codec import KINDS
from usufruct.ledger.quorum import APPROVED
from usufruct.ledger.record import INSTANT, WRITER, Order, Record, payload
from usufruct.ledger.rejection import Already, Case, Rejection
from usufruct.ledger.signing import is_signed
from usufruct.ledger.state import State

Rule = Callable[[Case, Any], Mapping[str, Any] | None]

_ROLES: Final[dict[str, tuple[str, ...]]] = {
    "filing": ("filer",),
    "verification": ("verifier",),
    "notice": ("filer",),
    "proposal": ("proposer",),
    "decision": ("approver", "proposer"),
    "revoke": ("registrar",),
    "lost": ("registrar", "filer", "verifier", "proposer", "approver", "payer"),
    "rotate": ("registrar", "filer", "verifier", "proposer", "approver", "payer", "auditor"),
    "statement": ("payer",),
    "payment_status": ("payer",),
    "match": ("payer",),
    **dict.fromkeys(APPROVED, ("proposer", "payer", "registrar")),
}
"""Which roles may order a kind. Kinds under approval are executed by whoever runs the ledger."""

SIGNED: Final = frozenset(_ROLES) - APPROVED
"""Kinds that carry the signature of the person who orders; the others rest on approvals or on the log."""

_REASONED: Final = frozenset(kind for kind, form in KINDS.items() if "reason" in form.__struct_fields__)
LONGEST_REASON: Final = 1_000
"""Characters in which somebody says why; the log keeps them for ever."""

_RULES: Final[dict[str, Rule]] = {
    "genesis": rules_founding.genesis,
    "person": rules_people.person,
    "key": rules_people.key,
    "grant": rules_people.grant,
    "revoke": rules_people.revoke,
    "rotate": rules_people.rotate,
    "lost": rules_people.lost,
    "account": rules_book.account,
    "rule_set": rules_book.rule_set,
    "period": rules_book.period,
    "seal": rules_book.seal,
    "checkpoint": rules_book.checkpoint,
    "migration": rules_book.migration,
    "filing": rules_custody.filing,
    "verification": rules_custody.verification,
    "notice": rules_notice.notice,
    "legal_release": rules_custody.legal_release,
    "proposal": rules_approval.proposal,
    "decision": rules_approval.decision,
    "journal": rules_journal.journal,
    "reversal": rules_journal.reversal,
    "allocation_run": rules_payment.allocation_run,
    "run_void": rules_payment.run_void,
    "payment": rules_payment.payment,
    "payment_status": rules_payment.payment_status,
    "statement": rules_bank.statement,
    "statement_void": rules_bank.statement_void,
    "match": rules_bank.match,
}


def decide(state: State, order: Order) -> tuple[Record, ...] | Already | Rejection:
    """Decide what an order becomes.

    Args:
        state: the fold over all records so far; it is only read.
        order: what is asked, with the instant at which the writer took it.

    Returns:
        The records to add; or that the same request was recorded before; or why it is refused.
    """
    case = Case(state, order)
    ledger = state.ledger or getattr(order.body, "ledger", "")
    if not _is_well_formed(case, ledger):
        return Rejection(tuple(case.faults))
    before = state.requests.get(order.idem)
    if before is not None:
        # Resolved before anything else: a retry may come when the order could not be accepted any more.
        if before[0] == order.request:
            return Already(before[1])
        case.fault("L201", f"this key stands for record {before[1]}, which says something else", "", "use a new key")
        return Rejection(tuple(case.faults))
    result = _result(case, order.kind)
    if case.faults:
        return Rejection(tuple(case.faults))
    return (Record(state.size, ledger, order, result or {}),)


def _result(case: Case, kind: str) -> Mapping[str, Any] | None:
    """Run the checks that every order meets, then the rule of its kind."""
    state, order = case.state, case.order
    if (kind == "genesis") != (state.size == 0):
        founded = "is founded already" if state.size else "is not founded yet"
        other = "record other orders in it, or found another one: usufruct ledger init"
        case.fault("L202", f"the ledger {founded}", "", other if state.size else "begin with one founding record")
        return None
    _check_instant(case)
    if not _is_by_whom_it_may_be(case, kind):
        return None
    approved = kind in APPROVED
    if (order.under is not None) != approved:
        if approved:
            what, why = f"a {kind} executes an approved proposal and names it", "nobody orders this alone"
            case.fault("L207", what, why, "propose it (usufruct propose), and have others approve it")
        else:
            case.fault("L207", f"a {kind} names no proposal", "", "leave the proposal out (under)")
        return None
    if approved and not rules_approval.is_approved(case, kind):
        return None
    if kind in _REASONED and len(order.body.reason) > LONGEST_REASON:  # type: ignore[union-attr]
        case.fault("L203", f"the reason has more than {LONGEST_REASON} characters", "", "say it in a few words")
    return _RULES[kind](case, order.body)


def _is_well_formed(case: Case, ledger: str) -> bool:
    order, under = case.order, case.order.under
    texts = type(order.idem) is type(order.by) is type(order.at) is type(order.signature) is type(ledger) is str
    if not texts or not 1 <= len(order.idem) <= 200 or not order.idem.isprintable() or not ledger:
        what = "an order has text in each part, and an idempotency key of 1 to 200 characters that can be printed"
        return case.check(False, "L203", what, "", "give text in each part, and a key of its own to the order")  # noqa: FBT003
    if under is not None and not (type(under[0]) is type(under[1]) is int and under[0] >= 0 <= under[1]):
        do = "write the number of the proposal's record and the position of the item, from 0"
        return case.check(False, "L203", "a proposal and its item are named by numbers", "", do)  # noqa: FBT003
    try:
        order.body_bytes  # noqa: B018 - refuses what has no form; kept for whoever hashes or stores it
    except UsufructError as error:
        case.faults.extend(error.faults)
        return False
    return True


def is_instant(text: str) -> bool:
    """Say whether text is an instant of the calendar as records write it.

    Example:
        >>> is_instant("2025-07-28T09:30:00Z"), is_instant("2025-02-30T09:30:00Z"), is_instant("2025-07-28")
        (True, False, False)
    """
    if INSTANT.fullmatch(text) is None:
        return False
    try:
        datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return False
    return True


def _check_instant(case: Case) -> None:
    at = case.order.at
    if at == case.state.at:  # checked when it was first seen
        return
    if not is_instant(at):
        case.fault("L204", f"{at!r:.40} is no instant", "", "write UTC such as 2025-07-28T09:30:00Z")
    elif at < case.state.at:
        case.fault(
            "L204", f"{at} lies before the last record, {case.state.at}", "order is by number", "check the clock"
        )


def _is_by_whom_it_may_be(case: Case, kind: str) -> bool:
    state, order = case.state, case.order
    roles = _ROLES.get(kind)
    if roles is None:
        return case.check(
            order.by == WRITER and not order.signature,
            "L205",
            f"a {kind} is by the writer only",
            "",
            "leave it to its command, such as usufruct ledger seal PERIOD",
        )
    key = state.keys.get(order.by)
    if key is None or not key.in_force:
        return case.check(False, "L205", f"no key {order.by!r:.40} is in force", "", "sign with a key in force")  # noqa: FBT003
    if state.roles[key.person].isdisjoint(roles):
        case.fault("L206", f"{key.person} is no {' or '.join(roles)}")
    if kind in SIGNED:
        signed = is_signed(payload(state.ledger, order), key.public, order.signature)
        case.check(
            signed,
            "L208",
            f"the signature is not by key {order.by} over this order",
            "",
            "sign the order as it stands, for this ledger, with the key that it names",
        )
    elif order.signature:
        case.fault("L208", f"a {kind} carries no signature; the approvals do", "", "leave the signature out")
    return True
