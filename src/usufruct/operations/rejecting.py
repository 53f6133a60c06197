"""A bank rejects a payment before it settles: its own message says so, and what was to be paid is owed again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Protocol

from usufruct.errors import refuse
from usufruct.ledger import SigningKey, State
from usufruct.ledger.bodies import PaymentStatus
from usufruct.operations.office import Done, Office
from usufruct.operations.steps import cited


class StatusLike(Protocol):
    """One status of a pain.002 message, as ``usufruct.banking.PaymentStatusReport`` has it."""

    @property
    def original_message_id(self) -> str: ...  # noqa: D102
    @property
    def payment_group(self) -> str: ...  # noqa: D102
    @property
    def end_to_end(self) -> str: ...  # noqa: D102
    @property
    def status(self) -> str: ...  # noqa: D102
    @property
    def reason(self) -> str: ...  # noqa: D102
    @property
    def rejected(self) -> bool: ...  # noqa: D102


def message_id(end_to_ends: Sequence[str]) -> str:
    """The identifier of a message to the bank: a digest of the payments that it instructs, in their order."""
    return "M" + hashlib.sha256("".join(end_to_ends).encode()).hexdigest()[:30]


def reject(
    office: Office, key: SigningKey, payment: int, said: Sequence[StatusLike], document: str, reason: str = ""
) -> Done:
    """Record that a bank rejected a payment before it settled; what it was to pay is owed again.

    Args:
        office: where.
        key: of the payer.
        payment: number of its record.
        said: the statuses of the bank's message.
        document: SHA-256 of that message.
        reason: in place of the bank's.

    Raises:
        UsufructError: ``O165`` when there is no such payment, ``O169`` when the message does not reject it.
    """
    known = office.state.payments.get(payment)
    if known is None:
        raise refuse("O165", f"there is no payment {payment}", "reject", "", "name the number of its record")
    status = status_of(office.state, payment, said)
    if status is None or not status.rejected:
        told = "does not name it" if status is None else f"says {status.status} of it"
        what = f"the bank's message {told}: payment {payment}, {known.body.end_to_end}"
        why = "what is rejected is owed again, and paid again"
        raise refuse("O169", what, "reject", why, "bring the pain.002 that rejects it, or wait for the bank statement")
    article = cited("settlement", office.state.at)
    body = PaymentStatus(payment, "rejected", None, None, reason or status.reason, article, None, document)
    seq = office.post(key, body, f"status:{payment}:rejected")
    return Done("payment", (seq,))


def status_of(state: State, payment: int, said: Sequence[StatusLike]) -> StatusLike | None:
    """What a message of the bank says of a payment: its own status, else that of the whole message that instructed it.

    The status of a group of payments is left aside: which payments it holds is the bank's to say one by one.
    """
    body = state.payments[payment].body
    own = [each for each in said if each.end_to_end == body.end_to_end]
    if own:
        return own[-1]
    together = [each.body.end_to_end for each in state.payments.values() if each.body.document == body.document]
    whole = [each for each in said if not each.end_to_end and not each.payment_group]
    return next((each for each in whole if each.original_message_id == message_id(together)), None)
