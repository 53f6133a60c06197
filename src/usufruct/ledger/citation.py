"""What a step rests on, as records cite it: places in acts by CELEX or ELI, or a rule of the ledger itself."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

CITATION: Final = re.compile(
    r"(?:https?://data\.europa\.eu/)?eli/[!-~]+|[0-9][0-9]{4}[A-Z]{1,2}[0-9]{4}(?:\([0-9]{2}\))?"
)
"""An ELI, or a CELEX number such as ``32024R1469``."""
HOUSE: Final = "rule of this ledger"
"""What a step cites that no act asks for."""
LONGEST: Final = 400
"""Characters of all places that one step cites."""


@lru_cache(maxsize=4096)
def is_article(text: str) -> bool:
    """Say whether text cites places in acts, joined by ``; ``, or says that it is a rule of the ledger.

    Example:
        >>> is_article("32024R1673 Art. 7; 32014R0833 Art. 5a(9)"), is_article(HOUSE)
        (True, True)
        >>> is_article("2024/1673 Art. 7"), is_article("32024R1673"), is_article("")
        (False, False, False)
    """
    if text == HOUSE:
        return True
    places = [part.partition(" ") for part in text.split("; ")]
    cited = all(CITATION.fullmatch(act) is not None and bool(place.strip()) for act, _, place in places)
    return cited and len(text) <= LONGEST
