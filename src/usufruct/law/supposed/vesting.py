"""Confiscation: where national law has it, and what it would do if it were used.

The acts of the United States and Canada exist; whether and when they would be used on these assets is supposed. No act
of the Union vests the assets in anybody. What is vested leaves the balances; the claim of the central bank is disputed.
"""

from datetime import date

from usufruct.engine import Act, Money, Source
from usufruct.engine.words import at_least_zero, smaller

REPO = Act(
    Source(
        "REPO for Ukrainians Act, Public Law 118-50, Division F",
        "us",
        date(2024, 4, 24),
        verified=False,
        note="reports on the Act; the enacted text was not read",
    )
)
SEMA = Act(
    Source(
        "Special Economic Measures Act",
        "ca",
        date(2022, 6, 23),
        verified=False,
        note="a law firm's note on the amendment of 23 June 2022",
    )
)
VESTING = Act(
    Source(
        "Supposed: the President vests the assets held in the United States",
        "us",
        date(2024, 4, 24),
        kind="hypothesis",
        status="hypothetical",
        verified=False,
        note="section 104(b) of the REPO for Ukrainians Act, which had not been used so far as found",
    )
)
VESTED_BY = REPO.at("s. 104(b)")
FORFEITED_BY = SEMA.at("as amended on 23 June 2022")
_SINCE = "2024-04-24"

REPO.statement(
    "no_release", "No release until hostilities end and Ukraine is compensated.", REPO.at("s. 103"), since=_SINCE
)
REPO.statement(
    "power_to_vest", "The President may seize, confiscate or vest the assets for Ukraine.", VESTED_BY, since=_SINCE
)
SEMA.statement(
    "seizure_and_forfeiture",
    "Assets may be seized by order and forfeited by a court, the proceeds used for reconstruction or compensation.",
    FORFEITED_BY,
    since="2022-06-23",
)
for _name, _meaning, _default in (
    ("state_assets_held", "immobilised state assets within the jurisdiction", None),
    ("vesting_ordered", "amount that the President orders to be vested in the half-year", 0),
):
    VESTING.input(
        _name,
        Money,
        VESTING.at("s. 104(b)"),
        _meaning,
        each="half-year",
        default=0,
        why="the Act had not been used so far as found" if _default == 0 else "without an amount nothing can be vested",
    )


@VESTING.provision(VESTING.at("s. 104(b)"), since=_SINCE, each="half-year")
def vested_now(opening_vested: Money, state_assets_held: Money, vesting_ordered: Money) -> Money:
    """What is vested in the half-year, never more than is held."""
    return smaller(at_least_zero(vesting_ordered), at_least_zero(state_assets_held - opening_vested))


@VESTING.stock(VESTING.at("s. 104(b)"), since=_SINCE, each="half-year")
def vested(opening_vested: Money, vested_now: Money) -> Money:
    """All that was vested; it lies in the Ukraine Support Fund."""
    return opening_vested + vested_now
