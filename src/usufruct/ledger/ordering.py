"""How people's wishes become orders: signed ones, proposals over orders to come, and their execution."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from usufruct.ledger.bodies import Body, Decision, Item, Proposal
from usufruct.ledger.citation import HOUSE
from usufruct.ledger.codec import kind_of
from usufruct.ledger.record import Order, Under, content_digest, payload
from usufruct.ledger.rules_approval import amounts_of
from usufruct.ledger.signing import SigningKey
from usufruct.ledger.state import State


def signed(ledger: str, body: Body, key: SigningKey, idem: str, at: str) -> Order:
    """Return an order with its signature.

    Args:
        ledger: name of the ledger that it is for; a signature for one ledger is none for another.
        body: what is ordered.
        key: the private key of the person who orders.
        idem: idempotency key from the source.
        at: the instant at which it is handed in.
    """
    order = Order(body, key.id, idem, at)
    return replace(order, signature=key.sign(payload(ledger, order)))


def item_of(state: State, body: Body) -> Item:
    """Return the item of a proposal that stands for an order to come; ``state`` tells the assets of its accounts."""
    kind = kind_of(body)
    return Item(kind, content_digest(body), amounts_of(state, kind, body))


def proposal_of(
    state: State,
    subject: str,
    bodies: Sequence[Body],
    rendered: str,
    expires: str,
    replaces: int | None = None,
    article: str = "",
) -> Proposal:
    """Return the proposal over orders to come, in their order.

    Args:
        state: the state in which it is made; accounts that the orders use must be open.
        subject: what it is about.
        bodies: the orders to come.
        rendered: SHA-256 of the text that approvers are shown.
        expires: the instant after which it is void.
        replaces: a pending proposal of the same maker that it voids.
        article: what asks for it; see :mod:`usufruct.ledger.citation`. Its deadline is the earliest of the orders.
    """
    items = tuple(item_of(state, body) for body in bodies)
    deadline = min((day for body in bodies if (day := getattr(body, "deadline", None))), default=None)
    return Proposal(subject, items, rendered, expires, replaces, article, deadline)


def approval_of(state: State, proposal: int, verdict: str = "approve") -> Decision:
    """Return the decision over a proposal as it stands now; it is due while approvals of the proposal count."""
    known = state.proposals[proposal]
    return Decision(proposal, known.digest, verdict, HOUSE, known.body.expires[:10])


def executing(proposal: int, bodies: Sequence[Body], by: str, idems: Sequence[str], at: str) -> tuple[Order, ...]:
    """Return the orders that execute the items of a proposal, the first body being item 0."""
    return tuple(
        Order(body, by, idem, at, "", Under(proposal, item))
        for item, (body, idem) in enumerate(zip(bodies, idems, strict=True))
    )
