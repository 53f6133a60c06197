"""One payment to be made, and everything that would make a bank refuse it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from usufruct.banking.account import account_faults, agent_faults
from usufruct.banking.latin import identifier_faults, text_faults
from usufruct.banking.service import SEPA, service_level
from usufruct.errors import Fault, UsufructError
from usufruct.money import currency

LONGEST_NAME: Final = 70
LONGEST_PURPOSE: Final = 140
# Of an amount and of a control sum, decimals included, in the schemas.
MOST_DIGITS: Final = 18


@dataclass(frozen=True, slots=True)
class Instruction:
    """A credit transfer to be made; nothing is checked before it is written.

    Attributes:
        end_to_end: identifier that travels to the payee and back on statements; at most 35 characters.
        amount: minor units of the currency, above zero; the yen has none, so whole yen.
        currency: ISO 4217 code.
        debtor_name: holder of the account that pays; at most 70 characters.
        debtor_account: IBAN, or another account number of at most 34 characters.
        creditor_name: who is paid; at most 70 characters.
        creditor_account: IBAN, or another account number.
        creditor_agent: BIC of the payee's bank; may be empty for a SEPA payment.
        execution_day: day on which the account is to be debited.
        purpose: text for the payee; at most 140 characters.

    Example:
        >>> Instruction(
        ...     end_to_end="R41-8f3a",
        ...     amount=1_414_000_000_00,
        ...     currency="EUR",
        ...     debtor_name="Central Securities Depository",
        ...     debtor_account="BE68539007547034",
        ...     creditor_name="European Commission",
        ...     creditor_account="LU280019400644750000",
        ...     creditor_agent="BCEELULL",
        ...     execution_day=dt.date(2026, 2, 27),
        ...     purpose="Windfall contribution H2 2025",
        ... ).service_level
        'URGP'
    """

    end_to_end: str
    amount: int
    currency: str
    debtor_name: str
    debtor_account: str
    creditor_name: str
    creditor_account: str
    creditor_agent: str
    execution_day: dt.date
    purpose: str

    @property
    def service_level(self) -> str:
        """``SEPA`` or ``URGP``; see :func:`usufruct.banking.service.service_level`."""
        return service_level(self.amount, self.currency, self.debtor_account, self.creditor_account)


def instruction_faults(instruction: Instruction, where: str) -> list[Fault]:
    """Return every fault of one instruction, ``where`` naming it."""
    faults = [
        *identifier_faults(instruction.end_to_end, f"{where}, end-to-end id"),
        *_amount_faults(instruction, where),
        *text_faults(instruction.debtor_name, f"{where}, debtor name", LONGEST_NAME),
        *account_faults(instruction.debtor_account, f"{where}, debtor account"),
        *text_faults(instruction.creditor_name, f"{where}, creditor name", LONGEST_NAME),
        *account_faults(instruction.creditor_account, f"{where}, creditor account"),
        *text_faults(instruction.purpose, f"{where}, purpose", LONGEST_PURPOSE),
    ]
    day = instruction.execution_day
    if not isinstance(day, dt.date) or isinstance(day, dt.datetime):
        faults.append(Fault("I107", f"{day!r:.40} is no day", f"{where}, execution day", "", "give a date"))
    if not faults:
        needed = instruction.service_level != SEPA
        faults += agent_faults(instruction.creditor_agent, f"{where}, creditor agent", needed=needed)
    return faults


def _amount_faults(instruction: Instruction, where: str) -> list[Fault]:
    faults = []
    amount = instruction.amount
    if isinstance(amount, bool) or not isinstance(amount, int) or not 0 < amount < 10**MOST_DIGITS:
        remedy = "give whole minor units above zero, at most 18 digits"
        faults.append(Fault("I106", f"{amount!r:.40} cannot be paid", f"{where}, amount", "", remedy))
    try:
        currency(instruction.currency)
    except UsufructError as error:
        faults += error.faults
    return faults
