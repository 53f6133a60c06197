"""Population and product of Ukraine, which no source at hand prints: what a reader gives for them."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from usufruct.errors import UsufructError, refuse
from usufruct.money import read_figure

_SCALES: Final = {"": 1, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_FORM: Final = re.compile(r"(?P<number>[0-9][0-9 ._]*?) *(?P<scale>thousand|million|billion|trillion)?(?: +EUR)?")
_MOST: Final = 10**14


def given(text: str, where: str) -> int:
    """A whole number above zero as a reader writes it: people, or euro.

    Args:
        text: such as ``"33 million"`` or ``"190 billion EUR"``.
        where: the option it was given with.

    Raises:
        UsufructError: ``G132`` for a text that is no such number.

    Example:
        >>> given("33.5 million", "--population"), given("190 billion EUR", "--product")
        (33500000, 190000000000)
    """
    remedy = "write it as '33 million', or '190 billion EUR'"
    found = _FORM.fullmatch(" ".join(text.split()))
    if found is None:
        raise refuse("G132", f"{text!r:.40} is no number of people or euro", where, "", remedy)
    try:
        number = read_figure(found["number"]) * _SCALES[found["scale"] or ""]
    except UsufructError:
        raise refuse("G132", f"{text!r:.40} is no number of people or euro", where, "", remedy) from None
    if number != Fraction(int(number)) or not 0 < number <= _MOST:
        raise refuse("G132", f"{text!r:.40} is no whole number from 1 to 100 trillion", where, "", remedy)
    return int(number)
