"""What the entries of a bank statement were taken for, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from usufruct.operations.accruing import Accrual
from usufruct.operations.chart import EURO


@dataclass(frozen=True, slots=True)
class Reading:
    """What an entry was taken for.

    Attributes:
        reference: the bank's reference.
        amount: signed, in minor units of the currency of the account.
        what: ``settlement``, ``return``, ``receipt`` or ``suspense``.
        why: in one sentence.
        legs: the journal that books it, amounts by account.
        payment: number of the payment that it settles or brings back.
        address: figure that it books.
        value: its value day.
        deadline: the day by which it had to come in, for a receipt on a debit note that was sent.
        asset: currency of the account.
        accruals: interest that is booked before it, for a receipt that came late.
    """

    reference: str
    amount: int
    what: str
    why: str
    legs: dict[str, int]
    payment: int | None
    address: str
    value: str
    deadline: str | None = None
    asset: str = EURO
    accruals: tuple[Accrual, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a statement.

    Attributes:
        statement: number of its record.
        readings: what each entry was taken for.
        proposal: number of the proposal with its journals; None when nothing is left to approve.
        written: records that were written about its entries: what became of payments, and matches.
        waiting: entries whose journal waits for approval.
    """

    statement: int
    readings: tuple[Reading, ...]
    proposal: int | None
    written: tuple[int, ...]
    waiting: int
