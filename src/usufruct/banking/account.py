"""Account numbers and bank identifiers, checked before a bank has to."""

from __future__ import annotations

import re
from typing import Final

from usufruct.errors import Fault

_LIKE_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_OTHER: Final = re.compile(r"[A-Za-z0-9/\-?:().,'+]{1,34}")
# The pattern of BICFIDec2014Identifier in the schemas.
_BIC: Final = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")


def compact(account: str) -> str:
    """Return an account number without the blanks it is printed with.

    Example:
        >>> compact("BE68 5390 0754 7034")
        'BE68539007547034'
    """
    return account.replace(" ", "") if isinstance(account, str) else ""


def is_iban(account: str) -> bool:
    """Tell whether an account number is an IBAN: its form, and its check digits by ISO 7064 (mod 97-10).

    The length that each country fixes is left to the bank.

    Example:
        >>> is_iban("BE68 5390 0754 7034"), is_iban("BE69 5390 0754 7034"), is_iban("021083271")
        (True, False, False)
    """
    text = compact(account)
    if _LIKE_IBAN.fullmatch(text) is None:
        return False
    return int("".join(str(int(mark, 36)) for mark in text[4:] + text[:4])) % 97 == 1


def account_faults(account: str, where: str) -> list[Fault]:
    """Return what is wrong with an account number; one that is shaped like an IBAN must be one.

    Example:
        >>> print(account_faults("BE69 5390 0754 7034", "creditor account")[0])
        I104 at creditor account: 'BE69539007547034' has wrong check digits. Do: compare it with its source.
        >>> account_faults("021083271-77", "creditor account")
        []
    """
    text = compact(account)
    if _LIKE_IBAN.fullmatch(text):
        wrong = not is_iban(text)
        what = f"{text!r} has wrong check digits"
        return [Fault("I104", what, where, "", "compare it with its source")] if wrong else []
    if _OTHER.fullmatch(text) and not (text.startswith("/") or text.endswith("/") or "//" in text):
        return []
    remedy = "write an IBAN, or up to 34 Latin characters"
    return [Fault("I104", f"{account!r:.60} is no account number", where, "", remedy)]


def agent_faults(agent: str, where: str, *, needed: bool) -> list[Fault]:
    """Return what is wrong with the BIC of a bank; it may be empty where the IBAN is enough.

    Example:
        >>> agent_faults("NBBEBEBB", "creditor agent", needed=True), agent_faults("", "creditor agent", needed=False)
        ([], [])
    """
    if isinstance(agent, str) and (_BIC.fullmatch(agent) or (agent == "" and not needed)):
        return []
    why = "outside SEPA a payment is sent to a bank by its BIC" if needed and not agent else ""
    return [Fault("I105", f"{agent!r:.40} is no BIC", where, why, "write the 8 or 11 characters of ISO 9362")]
