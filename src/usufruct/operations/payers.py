"""Who paid in: by a debit note's reference, else by the payer's account, else by one name alone; never by a guess."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

_NOTE: Final = re.compile(r"(?<![a-z0-9-])dn-([1-9][0-9]{0,2})-([a-z0-9-]+)", re.IGNORECASE)


def payer_of(
    custodians: Iterable[str], text: str, account: str = "", accounts: Mapping[str, str] | None = None
) -> tuple[str, int | None]:
    """Tell which custodian a bank's text names, and which debit note.

    The exact reference of a debit note counts before all, unless the money came from the account of another custodian.
    Then counts from whose account it came. A name counts last, and not where the accounts of that custodian are known
    and the bank says that the money came from none of them. It counts as whole words, the longest first, so that a name
    within a longer one is not taken for it. Who names two custodians names none.

    Args:
        custodians: keys of those that could pay.
        text: end-to-end id and remittance information.
        account: from which account it came, as the bank says; empty where it does not say.
        accounts: which custodian pays from which account.

    Returns:
        The key of the custodian, empty where it cannot be told; the number of the payment, None where none is named.

    Example:
        >>> payer_of(["alpha", "alpha-csd"], "DN-4-alpha-csd"), payer_of(["alpha", "alpha-csd"], "Alpha CSD SA, July")
        (('alpha-csd', 4), ('alpha-csd', None))
        >>> payer_of(["alpha", "alpha-csd"], "Alpha for Alpha CSD"), payer_of(["alpha"], "alphabet")
        (('', None), ('', None))
        >>> payers = {"BE1": "alpha"}
        >>> payer_of(["alpha"], "July", "BE1", payers), payer_of(["alpha"], "of alpha", "BE9", payers)
        (('alpha', None), ('', None))
    """
    known = set(custodians)
    holders = accounts or {}
    holder = holders.get(account, "")
    noted, number = _noted(known, text)
    if noted is not None:
        return (noted, number) if holder in ("", noted) else ("", None)
    if holder:
        return holder, None
    named = _named(known, text)
    return ("" if account and named in holders.values() else named), None


def account_number(text: str) -> str:
    """An account number however people write it: without blanks and hyphens, in capitals, so that two can be compared.

    Example:
        >>> account_number("be68 5390-0754 7034")
        'BE68539007547034'
    """
    return "".join(text.split()).replace("-", "").upper()


def _noted(known: set[str], text: str) -> tuple[str | None, int | None]:
    """Whose debit notes a text names, empty for several; None where it names no note."""
    notes = {(key.lower().rstrip("-"), int(number)) for number, key in _NOTE.findall(text)}
    named = {key for key, _ in notes} & known
    if len(named) != 1:
        return ("", None) if named else (None, None)
    (custodian,) = named
    numbers = {number for key, number in notes if key == custodian}
    return custodian, numbers.pop() if len(numbers) == 1 else None


def _named(known: set[str], text: str) -> str:
    """Whom alone a text names by name."""
    words, found = _words(_NOTE.sub(" ", text)), []
    for key in sorted(known, key=lambda key: (-len(key), key)):
        if f"-{key}-" in words:
            found.append(key)
            words = words.replace(f"-{key}-", "-|-")
    return found[0] if len(found) == 1 else ""


def _words(text: str) -> str:
    """A text as short names have it, with a hyphen at both ends."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return f"-{re.sub(r'[^a-z0-9]+', '-', plain).strip('-')}-"
