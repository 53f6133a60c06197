"""Who plays in the demonstration, with fixed keys, an example bank and its statements."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from usufruct.ledger import SigningKey
from usufruct.operations import chart, paying

NAME: Final = "usufruct.example/demo"
ROLES: Final = {"anna": ("filer", "proposer", "payer", "registrar"), "bert": ("verifier", "approver", "auditor")}
"""Two people: one files, proposes and pays; the other verifies and approves. Neither can do both."""
IBAN: Final = "BE68539007547034"
"""The example account number of the register of IBANs; nobody's account."""
FIRST_DAY: Final = date(2024, 7, 1)


def demo_key(name: str) -> SigningKey:
    """The key of a person of the demonstration: fixed, known to everybody, and good for nothing else."""
    return SigningKey(hashlib.sha256(f"usufruct demonstration {name}".encode()).digest())


def demo_parties() -> paying.Parties:
    """Example bank accounts for everybody who is paid."""
    keys = [*chart.CHANNEL_KEYS.values(), *chart.LENDER_KEYS.values(), "suspense"]
    details = {key: paying.BankDetails(f"Example account of {key}", IBAN, "BBRUBEBB") for key in keys}
    return paying.Parties(paying.BankDetails("Example mechanism", IBAN, "BBRUBEBB"), details)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of an example bank statement."""

    reference: str
    amount: int
    value_day: date
    end_to_end: str = ""
    text: str = ""
    returned: bool = False
    reason: str = ""
    counterparty: str = ""


@dataclass(frozen=True, slots=True)
class ExampleStatement:
    """An example bank statement."""

    number: str
    opening: int
    start: date
    end: date
    entries: tuple[Entry, ...]
    account: str = IBAN
    currency: str = "EUR"

    @property
    def closing(self) -> int:
        """Booked balance after the last entry."""
        return self.opening + sum(each.amount for each in self.entries)


def example_message(identifier: str, transfers: Sequence[paying.Transfer]) -> bytes:
    """The instruction as plain lines, so that the demonstration needs no package for bank messages."""
    rows = [f"{each.end_to_end} {each.amount} {each.currency} {each.creditor_name}" for each in transfers]
    return "\n".join([identifier, *rows]).encode()
