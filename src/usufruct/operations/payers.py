"""Who paid in: by the reference of a debit note, else by the name of one custodian alone; never by a guess."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_NOTE: Final = re.compile(r"(?<![a-z0-9-])dn-([1-9][0-9]{0,2})-([a-z0-9-]+)", re.IGNORECASE)


def payer_of(custodians: Iterable[str], text: str) -> tuple[str, int | None]:
    """Tell which custodian a bank's text names, and which debit note.

    The exact reference of a debit note counts before any name. A name counts as whole words, the longest first, so
    that a name within a longer one is not taken for it. Who names two custodians names none.

    Args:
        custodians: keys of those that could pay.
        text: end-to-end id and remittance information.

    Returns:
        The key of the custodian, empty where it cannot be told; the number of the payment, None where none is named.

    Example:
        >>> payer_of(["alpha", "alpha-csd"], "DN-4-alpha-csd"), payer_of(["alpha", "alpha-csd"], "Alpha CSD SA, July")
        (('alpha-csd', 4), ('alpha-csd', None))
        >>> payer_of(["alpha", "alpha-csd"], "Alpha for Alpha CSD"), payer_of(["alpha"], "alphabet")
        (('', None), ('', None))
    """
    known = sorted(custodians, key=lambda key: (-len(key), key))
    notes = {(key.lower().rstrip("-"), int(number)) for number, key in _NOTE.findall(text)}
    named = {key for key, _ in notes} & set(known)
    if named:
        numbers = {number for key, number in notes if key in named}
        return (min(named), numbers.pop() if len(numbers) == 1 else None) if len(named) == 1 else ("", None)
    words, found = _words(_NOTE.sub(" ", text)), []
    for key in known:
        if f"-{key}-" in words:
            found.append(key)
            words = words.replace(f"-{key}-", "-|-")
    return (found[0], None) if len(found) == 1 else ("", None)


def _words(text: str) -> str:
    """A text as short names have it, with a hyphen at both ends."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return f"-{re.sub(r'[^a-z0-9]+', '-', plain).strip('-')}-"
