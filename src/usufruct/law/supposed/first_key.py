"""Supposed: the first key of the contribution stays: nine tenths for the Peace Facility, and no loan is served."""

from datetime import date

from usufruct.engine import Act, Money, Rate, Source
from usufruct.engine.words import rounded

FIRST_KEY = Act(
    Source(
        "Supposed: the first key of the contribution stays",
        "eu",
        date(2024, 10, 29),
        kind="hypothesis",
        status="hypothetical",
        verified=False,
        note="the key of Decision (CFSP) 2024/1470 and of Annex XLI of 2024, carried on after payment 2",
    )
)
_SINCE = "2024-02-15"
_KEY = FIRST_KEY.at("key of May 2024")

FIRST_KEY.parameter("part_of_the_budget", (_SINCE, "10 %", _KEY))


@FIRST_KEY.provision(_KEY, since=_SINCE, each="call")
def budget_part(payment: Money, part_of_the_budget: Rate) -> Money:
    """A tenth of the payment goes to the budget of the Union, the rest to the European Peace Facility."""
    return rounded(part_of_the_budget * payment)


@FIRST_KEY.provision(_KEY, since=_SINCE, each="call")
def ukraine_facility_part(budget_part: Money) -> Money:
    """The part of the budget goes to the Ukraine Facility."""
    return budget_part


@FIRST_KEY.provision(_KEY, since=_SINCE, each="call")
def mechanism_part(budget_part: Money, ukraine_facility_part: Money) -> Money:
    """Nothing is left for a loan mechanism."""
    return budget_part - ukraine_facility_part
