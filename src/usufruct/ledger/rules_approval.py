"""Four eyes: what was proposed is approved by other natural persons, exactly as it stands, in time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from usufruct.ledger.bodies import Amount, Decision, Holding, Proposal
from usufruct.ledger.quorum import APPROVED
from usufruct.ledger.record import INSTANT
from usufruct.ledger.rejection import Case
from usufruct.ledger.rules_people import HASH
from usufruct.ledger.rules_step import step
from usufruct.ledger.state import ProposalState, State
from usufruct.ledger.what_to_do import SHA256

MOST_ITEMS: Final = 10_000


def amounts_of(state: State, kind: str, body: Any) -> tuple[Holding, ...]:
    """Return what an order moves, in minor units of each asset, in the order of the codes.

    For a journal it is the sum of its debits; a reversal has none, so that no threshold can trap a mistake.
    """
    moved = _moved(state, kind, body)
    return tuple(Holding(asset, Amount(moved[asset])) for asset in sorted(moved))


def _moved(state: State, kind: str, body: Any) -> dict[str, int]:
    match kind:
        case "journal":
            totals: dict[str, int] = {}
            for path, amount in body.legs:
                if amount > 0 and (account := state.accounts.get(path)) is not None:
                    totals[account.asset] = totals.get(account.asset, 0) + amount
            return totals
        case "allocation_run" | "payment":
            return {body.asset: body.amount}
        case "legal_release" if body.account in state.accounts:
            return {state.accounts[body.account].asset: body.amount}
        case _:
            return {}


def is_approved(case: Case, kind: str) -> bool:
    """Check that an order executes an approved item: same content, same amount, once, in time."""
    state, order = case.state, case.order
    assert order.under is not None  # noqa: S101 - checked by the caller, repeated for the type checker
    number, item = order.under
    proposal = state.proposals.get(number)
    items = () if proposal is None else proposal.body.items
    if proposal is None or item >= len(items):
        case.fault(
            "L210",
            f"there is no item {item} of a proposal {number}",
            "",
            "name an item of a proposal that waits, counted from 0: usufruct inbox",
        )
        return False
    before = len(case.faults)
    if item in proposal.done:
        case.fault("L212", f"item {item} of proposal {number} was executed already")
    elif proposal.status != "pending":
        case.fault("L210", f"proposal {number} is {proposal.status}", "", "propose it again, and have that approved")
    if order.at > proposal.body.expires:
        case.fault("L211", f"proposal {number} expired at {proposal.body.expires}", "", "propose it again")
    asked, digest, amounts = items[item]
    if digest != order.content or asked != kind:
        case.fault("L213", f"this is not what item {item} of proposal {number} says", "any change voids an approval")
    elif dict(amounts) != _moved(state, kind, order.body):  # each asset once: seen when it was proposed
        case.fault("L214", f"proposal {number} stated another amount for item {item}", "the quorum follows the amount")
    count = len(state.approvals_of(proposal))
    if count < proposal.needed:
        case.fault(
            "L209",
            f"proposal {number} has {count} of {proposal.needed} approvals",
            "",
            "have others approve it: usufruct approve NUMBER",
        )
    return len(case.faults) == before


def proposal(case: Case, body: Proposal) -> None:
    """Put orders up for approval."""
    state, check = case.state, case.check
    check(
        1 <= len(body.items) <= MOST_ITEMS,
        "L251",
        f"a proposal has 1 to {MOST_ITEMS} items, not {len(body.items)}",
        "",
        "divide it over several proposals, each with an item at least",
    )
    is_hash = HASH.fullmatch
    for kind, digest, amounts in body.items:
        if kind not in APPROVED or is_hash(digest) is None:
            case.fault(
                "L251",
                f"{kind!r:.40} is not proposed, or its digest is no SHA-256",
                "",
                "name a kind that others approve, and the SHA-256 of its content as 64 hexadecimal digits",
            )
        if amounts and (len(amounts) > 1 or amounts[0][1] <= 0):
            _check_amounts(case, amounts)
    check(
        HASH.fullmatch(body.rendered) is not None,
        "L251",
        "the text shown to approvers is named by its SHA-256",
        "",
        SHA256,
    )
    well_timed = INSTANT.fullmatch(body.expires) is not None and body.expires > case.order.at
    check(
        well_timed,
        "L211",
        f"{body.expires!r:.40} is no instant after this one",
        "",
        "give a later instant, such as 2025-08-28T09:30:00Z",
    )
    check(
        1 <= len(body.subject) <= 200,
        "L251",
        "a proposal has a subject of 1 to 200 characters",
        "",
        "say in a few words what it is about",
    )
    step(case, body, by_law=False)
    waiting = state.pending.get(body.subject)
    if waiting is not None and waiting != body.replaces and not _has_expired(state.proposals[waiting], case):
        case.fault(
            "L252",
            f"proposal {waiting} on the same subject is pending",
            "",
            "replace it, or withdraw it: usufruct approve NUMBER --withdraw",
        )
    if body.replaces is not None:
        old = state.proposals.get(body.replaces)
        own = old is not None and old.maker == case.person and old.status == "pending" and not old.done
        check(
            own,
            "L253",
            f"{body.replaces} is no pending proposal of {case.person}",
            "",
            "name one of your own that waits (usufruct inbox), or none",
        )


def _check_amounts(case: Case, amounts: Sequence[Holding]) -> None:
    assets = [holding.asset for holding in amounts]
    sound = assets == sorted(set(assets)) and all(holding.amount > 0 for holding in amounts)
    case.check(
        sound,
        "L251",
        "the amounts of an item are positive, one for each asset, in the order of the codes",
        "",
        "state each currency once, in the order of the codes, with an amount above zero",
    )


def _has_expired(waiting: ProposalState, case: Case) -> bool:
    return case.order.at > waiting.body.expires


def decision(case: Case, body: Decision) -> None:
    """Approve, reject or withdraw a pending proposal, exactly as it stands."""
    step(case, body, by_law=False)
    proposal = case.state.proposals.get(body.proposal)
    if proposal is None or proposal.status != "pending":
        case.fault("L253", f"no proposal {body.proposal} is pending")
        return
    case.check(
        body.digest == proposal.digest,
        "L213",
        "this is not the digest of the proposal",
        "any change voids it",
        "look at it again, and decide on it as it stands: usufruct approve NUMBER --show",
    )
    # What has expired is approved no more; it can still be taken back, so that it does not wait for ever.
    in_time = body.verdict != "approve" or not _has_expired(proposal, case)
    case.check(in_time, "L211", f"proposal {body.proposal} expired at {proposal.body.expires}", "", "propose it again")
    own = case.person == proposal.maker
    match body.verdict:
        case "withdraw":
            case.check(
                own,
                "L254",
                f"only {proposal.maker} can withdraw proposal {body.proposal}",
                "",
                "ask who proposed it to withdraw it, or reject it: usufruct approve NUMBER --reject",
            )
        case "approve" | "reject":
            why = "four eyes are two natural persons, however many keys one of them holds"
            case.check(not own, "L254", f"{case.person} proposed it", why, "have another person decide")
            approver = "approver" in case.state.roles.get(case.person, ())
            case.check(approver, "L206", f"{case.person} is no approver")
            held = proposal.approvals.get(case.person)
            fresh = held is None or not case.state.keys[held].in_force
            case.check(fresh or body.verdict == "reject", "L255", f"{case.person} approved it already")
        case _:
            case.fault("L254", f"{body.verdict!r:.40} is no verdict", "", "approve, reject or withdraw")
