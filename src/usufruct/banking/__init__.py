"""Messages between the mechanism and its banks, in ISO 20022: instructions out, statements and statuses in.

Amounts are integers of minor units on both sides and never pass through a float. The types of the messages are
those of ``pyiso20022`` (extra ``bank``), loaded when the first message is written or read.
"""

from usufruct.banking.bank_notices import BankNotice, read_camt_052, read_camt_054
from usufruct.banking.bank_to_customer import read_camt_053
from usufruct.banking.binding import message_kind
from usufruct.banking.credit_transfer import pain_001
from usufruct.banking.instruction import Instruction
from usufruct.banking.statement import BankEntry, BankStatement
from usufruct.banking.status import PaymentStatusReport, read_pain_002

__all__ = [
    "BankEntry",
    "BankNotice",
    "BankStatement",
    "Instruction",
    "PaymentStatusReport",
    "message_kind",
    "pain_001",
    "read_camt_052",
    "read_camt_053",
    "read_camt_054",
    "read_pain_002",
]
