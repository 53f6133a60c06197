"""A bank statement and its entries, as booked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BankEntry:
    """One movement on an account.

    Attributes:
        reference: the bank's reference, unique within its statement; parts of a batch have ``/1``, ``/2`` behind
            it, and what the bank kept of it ``/charges``.
        amount: minor units, positive when the account receives.
        value_day: day from which it counts.
        booking_day: day on which it was booked.
        end_to_end: the payer's identifier; empty when the bank gives none.
        returned: whether it undoes an earlier movement: a return, a rejection or a reversal.
        reason: code of the return such as ``AC04``, or the bank's own words; empty when none is given.
        text: remittance information and what the bank adds.
        counterparty: number of the account that the money came from or went to; empty when the bank gives none.
    """

    reference: str
    amount: int
    value_day: dt.date
    booking_day: dt.date
    end_to_end: str
    returned: bool
    reason: str
    text: str
    counterparty: str = ""


@dataclass(frozen=True, slots=True)
class BankStatement:
    """What was booked on an account; the opening balance and the entries make the closing balance.

    Attributes:
        account: IBAN or other number of the account.
        number: the bank's identifier of the statement.
        currency: ISO 4217 code of the account; all amounts are in its minor units.
        opening: booked balance before the first entry, in minor units.
        closing: booked balance after the last one.
        start: first day covered.
        end: last day covered.
        entries: the booked entries, in the bank's order.
        files: which of the files given it was read from, by place from 0; several where its pages stand in several.
    """

    account: str
    number: str
    currency: str
    opening: int
    closing: int
    start: dt.date
    end: dt.date
    entries: tuple[BankEntry, ...]
    files: tuple[int, ...] = (0,)
