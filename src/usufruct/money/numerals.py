"""How a plain decimal numeral is written: the one grammar that amounts and figures share."""

from __future__ import annotations

import re
from typing import Final

from usufruct.errors import refuse

# More digits than any sum of money has; it keeps hostile input from becoming a long computation.
DIGITS_AT_MOST: Final = 60

_SEPARATOR: Final = "[ _\u00a0\u2009\u202f]"
_NUMERAL: Final = re.compile(rf"([-\u2212]?)([0-9]{{1,3}}(?:{_SEPARATOR}[0-9]{{3}})+|[0-9]+)(?:\.([0-9]+))?")


def plain(text: str) -> tuple[str, str, str] | None:
    """Return the sign, the whole digits and the decimals of a numeral, or None when it is not one.

    The sign is ``"-"`` or empty. Separators are accepted between groups of exactly three digits, so a
    slip such as ``"1 23"`` is not read as a number.

    Example:
        >>> plain("1 234.50"), plain("\u22127"), plain("1 23")
        (('', '1234', '50'), ('-', '7', ''), None)
    """
    found = _NUMERAL.fullmatch(text.strip())
    if found is None:
        return None
    sign, whole, decimals = found.groups(default="")
    digits = re.sub(_SEPARATOR, "", whole)
    if len(digits) + len(decimals) > DIGITS_AT_MOST:
        return None
    return "-" if sign else "", digits, decimals


def text_of(value: object, where: str, example: str) -> str:
    """Return a value that is text; refuse everything else, binary floats above all.

    Raises:
        UsufructError: ``M104`` when the value is not text.

    Example:
        >>> text_of("99.7 %", "rate", "'99.7 %'")
        '99.7 %'
    """
    if isinstance(value, str):
        return value
    why = "what is printed is a text; a number has already lost how it was written"
    if isinstance(value, float):
        why = "a binary float such as 0.1 is not the decimal that was written"
    raise refuse("M104", f"text was expected, this is a {type(value).__name__}", where, why, f"write {example}")
