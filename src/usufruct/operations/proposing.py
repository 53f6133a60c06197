"""A proposal before it is recorded: its order, and what its own orders would become if everybody approved."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from usufruct.errors import refuse
from usufruct.ledger import Order, Record, Rejection, SigningKey, State, decide
from usufruct.ledger.bodies import Account, Body, Journal, Payment, Proposal, Reversal
from usufruct.ledger.folding import fold
from usufruct.ledger.ordering import executing, proposal_of, signed
from usufruct.ledger.state import ProposalState
from usufruct.operations.steps import cited
from usufruct.operations.tray import Sheet

EXPIRES: Final = timedelta(days=30)
"""How long approvals of a proposal count, unless its maker says otherwise; a rule of this ledger."""


def proposal_body(
    state: State, subject: str, sheet: Sheet, at: str, expires: timedelta = EXPIRES, replaces: int | None = None
) -> Proposal:
    """The proposal of a sheet.

    Raises:
        UsufructError: ``O105`` when approvals would end outside the calendar.
    """
    view, article = with_accounts(state, sheet.bodies), cited(sheet.step, at)
    return proposal_of(view, subject, sheet.bodies, sheet.rendered, _later(at, expires), replaces, article)


def proposal_order(state: State, body: Proposal, key: SigningKey, at: str) -> Order:
    """A proposal as an order, with its signature; each on one subject has a number of its own."""
    number = sum(each.body.subject == body.subject for each in state.proposals.values())
    return signed(state.ledger, body, key, f"proposal:{body.subject}:{number + 1}", at)


def idems_of(proposal: int, count: int) -> list[str]:
    """Idempotency keys of the orders that execute a proposal."""
    return [f"item:{proposal}:{item}" for item in range(count)]


def rehearse(state: State, orders: Sequence[Order]) -> None:
    """Decide orders on a branch, so that one which is refused leaves none of them half done.

    Raises:
        UsufructError: every reason for which one is refused.
    """
    trial = state.branch() if len(orders) > 1 else state
    for order in orders:
        for record in _decided(trial, order):
            if trial is not state:
                fold(trial, record)


def rehearse_proposal(state: State, order: Order, sheet: Sheet) -> None:
    """Decide a proposal, and its orders as if everybody had approved it.

    Raises:
        UsufructError: every reason for which the proposal or one of its orders is refused.
    """
    if not _decided(state, order):
        return  # a retry of what is recorded
    body: Any = order.body
    number, trial = state.size, copy.copy(state)
    made = ProposalState(body, order.content, state.person_of(order.by), 0)
    trial.proposals = {**state.proposals, number: made}
    rehearse(trial, executing(number, sheet.bodies, order.by, idems_of(number, len(sheet.bodies)), order.at))


def disposed_of(state: State, bodies: Sequence[Body]) -> set[int]:
    """Journals that some orders take from, or reverse."""
    found: set[int] = set()
    for body in bodies:
        if isinstance(body, Reversal):
            found.add(body.journal)
        elif isinstance(body, Journal | Payment) and body.basis in state.journals:
            there = dict(state.journals[body.basis].legs)
            if isinstance(body, Payment) or any(amount * there.get(path, 0) < 0 for path, amount in body.legs):
                found.add(body.basis)
    return found


def _decided(state: State, order: Order) -> tuple[Record, ...]:
    """What an order becomes; nothing for a retry."""
    decision = decide(state, order)
    if isinstance(decision, Rejection):
        raise decision.error()
    return decision if isinstance(decision, tuple) else ()


def with_accounts(state: State, bodies: Sequence[Body]) -> State:
    """A view of a state in which the accounts that the orders open are open; amounts are told by them."""
    fresh = {body.path: body for body in bodies if isinstance(body, Account)}
    if not fresh:
        return state
    view = copy.copy(state)
    view.accounts = {**state.accounts, **fresh}
    return view


def _later(at: str, span: timedelta) -> str:
    try:
        return (datetime.fromisoformat(at.removesuffix("Z")) + span).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        raise refuse(
            "O105", f"{at!r:.40} plus {span.days} days is no instant", "expiry", "", "give fewer days with --expires"
        ) from None
