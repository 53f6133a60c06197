"""The characters that every bank passes on unchanged, and identifiers made of them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from usufruct.errors import Fault

_TEXT: Final = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]+")
_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9/\-?:().,'+]{1,35}")


def text_faults(text: str, where: str, longest: int) -> list[Fault]:
    """Return what keeps ``text`` from reaching the payee unchanged.

    Banks agree on the Latin letters without accents, digits, the space and ``/-?:().,'+`` (European Payments
    Council, EPC217-08). Anything else may be replaced on the way, so it is refused here and spelt by its writer.

    Args:
        text: a name or the purpose of a payment.
        where: whose text it is, for the message.
        longest: the most characters that the element takes.

    Example:
        >>> print(text_faults("République", "creditor name", 70)[0])
        I103 at creditor name: 'République' has characters that banks replace: 'é'. Do: write 'Republique'.
        >>> text_faults("Republique francaise", "creditor name", 70)
        []
    """
    if not isinstance(text, str) or not text.strip() or text != text.strip():
        remedy = "write text without blanks at either end"
        return [Fault("I103", f"{text!r:.60} is no text that can be sent", where, "", remedy)]
    faults = []
    if _TEXT.fullmatch(text) is None:
        odd = "".join(sorted({letter for letter in text if _TEXT.fullmatch(letter) is None}))
        plain = _plain(text)
        remedy = f"write {plain!r:.80}" if plain else "spell it in Latin letters"
        faults.append(Fault("I103", f"{text!r:.80} has characters that banks replace: {odd!r:.40}", where, "", remedy))
    if len(text) > longest:
        what = f"{text!r:.60} has {len(text)} characters, {longest} fit"
        faults.append(Fault("I103", what, where, "banks cut the rest off or refuse the file", "shorten it"))
    return faults


def identifier_faults(text: str, where: str) -> list[Fault]:
    """Return what is wrong with an identifier: 1 to 35 characters, no blank, no slash at an end and none doubled.

    Example:
        >>> identifier_faults("R41-8f3a", "end-to-end id")
        []
        >>> [fault.code for fault in identifier_faults("/R41", "end-to-end id")]
        ['I102']
    """
    if (
        isinstance(text, str)
        and _IDENTIFIER.fullmatch(text)
        and not (text.startswith("/") or text.endswith("/") or "//" in text)
    ):
        return []
    why = "banks give it back, and a payment is found by it"
    remedy = "use 1 to 35 of the characters A-Z a-z 0-9 /-?:().,'+ with no slash at either end and none doubled"
    return [Fault("I102", f"{text!r:.60} is no identifier", where, why, remedy)]


def _plain(text: str) -> str:
    """Spell with the letters that are allowed; empty where letters would be lost."""
    bare = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    return bare if _TEXT.fullmatch(bare) else ""
