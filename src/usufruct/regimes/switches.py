"""The two clocks of the law, and which regime may hold under which: the ban of 833/2014, the prohibition of 2025/2600.

The levy has its trigger in the ban, which must be renewed; the prohibition keeps the assets where they are and levies
nothing. A regime that moves the assets needs an act that sets aside whichever of the two stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from usufruct.engine import Citation
from usufruct.law.eu.regulation_833_2014 import ADDED
from usufruct.law.eu.regulation_2024_1469 import LEVY
from usufruct.law.eu.regulation_2025_2600 import HOLD
from usufruct.regimes.regime import Regime

BAN: Final = ADDED.at("Art. 1(3), Art. 5a(4)")
PROHIBITION: Final = HOLD.at("Art. 2(1)")
RATE: Final = LEVY.at("Art. 1(1), Art. 5a(9)")
_LEVIED: Final = ("C", "D", "E", "F", "G", "I")


@dataclass(frozen=True, slots=True)
class Tension:
    """Why a regime cannot simply hold while the switches stand as they do.

    Attributes:
        what: in a sentence.
        needs: what would let it hold.
        cites: the articles that stand against each other.
    """

    what: str
    needs: str
    cites: tuple[Citation, ...]


def tensions(regime: Regime, *, ban: bool, prohibition: bool) -> tuple[Tension, ...]:
    """Everything that stands against a regime while the two switches are on or off.

    Args:
        regime: the regime.
        ban: whether the ban of Regulation 833/2014 is in force.
        prohibition: whether the prohibition of Regulation 2025/2600 is in force.

    Example:
        >>> from usufruct.regimes.catalogue import regime
        >>> tensions(regime("D"), ban=True, prohibition=True)
        ()
        >>> [each.what for each in tensions(regime("D"), ban=False, prohibition=True)]
        ['the assets stay where they are, but the levy has lost its trigger']
    """
    found = []
    if regime.letter in _LEVIED and not ban:
        what = (
            "the assets stay where they are, but the levy has lost its trigger"
            if prohibition
            else "nothing keeps the assets, and the levy has lost its trigger"
        )
        found.append(Tension(what, "a renewal of the ban, or a levy of its own", (RATE, BAN)))
    if regime.letter in ("A", "B") and not ban and not prohibition:
        found.append(
            Tension("nothing keeps the assets where they are", "the ban or the prohibition", (BAN, PROHIBITION))
        )
    if regime.moves_by is not None:
        standing = [cite for cite, on in ((BAN, ban), (PROHIBITION, prohibition)) if on]
        # The end of the prohibition is what regime H is; the vesting of another jurisdiction is not bound by the Union.
        foreign = regime.moves_by.source.jurisdiction != "eu"
        if standing and not foreign:
            what = f"assets are moved while {' and '.join(str(cite) for cite in standing)} forbids it"
            found.append(Tension(what, "an act of the Council that allows it", (regime.moves_by, *standing)))
    return tuple(found)
