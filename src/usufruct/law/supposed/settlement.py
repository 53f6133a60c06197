"""Supposed: how it may end. Release under the conditions of Regulation (EU) 2025/2600, and a deal that shares profits.

The Regulation ends when all three of its conditions hold; as the Council amends it then, the end is modelled as the
Council's act. The shares of a deal are inputs; the only ones that were printed stand in a draft of November 2025.
"""

from datetime import date

from usufruct.engine import Act, Count, Flag, Money, Rate, Source
from usufruct.engine.words import at, latch, once, rounded, total

RELEASE = Act(
    Source(
        "Supposed: the Council ends the prohibition",
        "eu",
        date(2025, 12, 14),
        kind="hypothesis",
        status="hypothetical",
        verified=False,
        note="an act under Art. 6(2) of Regulation (EU) 2025/2600; none exists",
    )
)
DEAL = Act(
    Source(
        "Supposed: a deal shares the profits",
        "eu",
        date(2025, 11, 21),
        kind="hypothesis",
        status="hypothetical",
        verified=False,
        note="shape of the 28-point draft of November 2025; no text on the assets was agreed",
    )
)
_SINCE = "2025-12-14"
_THREE = RELEASE.at("Art. 6(1) of Regulation (EU) 2025/2600")
_ACT = RELEASE.at("Art. 6(2) of Regulation (EU) 2025/2600")
_SPLIT = DEAL.at("share of the profit")

for _name, _meaning in (
    ("war_has_ceased", "the war of aggression has ceased"),
    ("reparations_provided", "reparations have been provided to the extent needed for reconstruction"),
    ("no_serious_risk", "Russia's actions objectively no longer pose a serious risk"),
    ("council_has_acted", "the Council has amended the Regulation and ended the ban"),
):
    RELEASE.input(
        _name,
        Flag,
        _THREE if _name != "council_has_acted" else _ACT,
        _meaning,
        each="half-year",
        default=0,
        why="a scenario says when",
    )


@RELEASE.provision(_THREE, since=_SINCE, each="half-year")
def conditions_met(war_has_ceased: Flag, reparations_provided: Flag, no_serious_risk: Flag) -> Flag:
    """All three conditions hold."""
    return war_has_ceased & reparations_provided & no_serious_risk


@RELEASE.provision(_ACT, since=_SINCE, each="half-year", supplies=True)
def prohibition_repealed(conditions_met: Flag, council_has_acted: Flag, war_has_ceased: Flag) -> Flag:
    """The prohibition has ended: the conditions were met and the Council acted; it does not come back by itself."""
    never = war_has_ceased & ~war_has_ceased
    return latch(conditions_met & council_has_acted, never)


@RELEASE.provision(_ACT, since="2024-02-15", each="half-year", supplies=True)
def measures_discontinued(prohibition_repealed: Flag) -> Flag:
    """The ban of Regulation 833/2014 ends with the prohibition."""
    return prohibition_repealed


@RELEASE.provision(_ACT, since="2024-02-15", each="half-year")
def half_years_released(measures_discontinued: Flag) -> Count:
    """One for a half-year by whose end the measures have ended, so that a call can look for it."""
    return once(measures_discontinued)


@RELEASE.provision(_ACT, since="2024-02-15", each="call", supplies=True)
def ban_over(half_years_released: Count) -> Flag:
    """The call is the first, or a later one, after the end of the measures: unused retention becomes due."""
    return at(half_years_released) > 0


DEAL.input(
    "profit_of_the_deal",
    Rate,
    _SPLIT,
    "share of every payment that goes to another party of the deal instead of Ukraine's support",
    each="call",
    default=0,
    why="no deal was made; the draft of November 2025 printed 50 % for one of its parts",
)


@DEAL.provision(_SPLIT, since="2024-02-15", each="call")
def payment_to_another_party(called: Money, profit_of_the_deal: Rate) -> Money:
    """What another party of the deal receives."""
    return rounded(profit_of_the_deal * total(called, "custodian"))


@DEAL.provision(_SPLIT, since="2024-02-15", each="call")
def payment(called: Money, payment_to_another_party: Money) -> Money:
    """What is left for Ukraine's support."""
    return total(called, "custodian") - payment_to_another_party
