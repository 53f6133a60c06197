"""Decision (CFSP) 2024/1470 and Annex XLI of Regulation 833/2014: who receives the contribution, by payment.

The key follows the number of the biannual payment, not the period in which the profit was made.
"""

from datetime import date

from usufruct.engine import Act, Choice, Count, Money, Rate, Source
from usufruct.engine.words import at_least_zero, keyed_by, reading, rounded, smaller, total, when
from usufruct.law.eu.regulation_2024_1469 import LEVY

KEY = Act(
    Source(
        "Council Decision (CFSP) 2024/1470",
        "eu",
        date(2024, 5, 22),
        "32024D1470",
        verified=False,
        note="not read; the 90 % stand in recital 2 of Decision (CFSP) 2024/1471, the rest follows",
    )
)
_ART = KEY.at("Decision 2014/512/CFSP Art. 1a(11)")
_FIRST = LEVY.at("Art. 1(3) and Annex, Annex XLI(1)(a)")
_SECOND = LEVY.at("Art. 1(3) and Annex, Annex XLI(1)(b)")
_DEVIATE = LEVY.at("Art. 1(3) and Annex, Annex XLI(2)")
_SINCE = "2024-02-15"

KEY.parameter("facility_key", (1, "90 %", _ART))
KEY.parameter("budget_key", (1, "10 %", _ART))
KEY.parameter("ukraine_facility_key", (1, "100 %", _FIRST))
KEY.parameter("defence_programmes_key", (1, "0 %", _SECOND))
KEY.parameter("deviation_cap", (1, "10 %", _DEVIATE))

KEY.input("payment_number", Count, _ART, "number of the biannual payment since the first of July 2024", each="call")
KEY.input(
    "annex_deviation",
    Rate,
    _DEVIATE,
    "share of the budget part moved away from the first beneficiary of Annex XLI",
    each="call",
    default=0,
    why="no use of the clause was reported",
)
KEY.reading(
    "cent_of_the_split",
    options=("budget rounded", "facility rounded"),
    default="budget rounded",
    why="neither act says who takes the odd cent; the budget part is rounded and the Facility takes the rest",
    cite=_ART,
)


@KEY.provision(_ART, since=_SINCE, each="call")
def payment(called: Money) -> Money:
    """The biannual payment: what all custodians were called to pay, paid in full."""
    return total(called, "custodian")


@KEY.provision(_ART, since=_SINCE, each="call")
def budget_part(
    payment: Money, payment_number: Count, budget_key: Rate, facility_key: Rate, cent_of_the_split: Choice
) -> Money:
    """The part of the payment that goes to Union programmes."""
    to_facility = rounded(keyed_by(facility_key, payment_number) * payment)
    to_budget = rounded(keyed_by(budget_key, payment_number) * payment)
    return when(reading(cent_of_the_split, "budget rounded"), to_budget, payment - to_facility)


@KEY.provision(_ART, since=_SINCE, each="call")
def peace_facility_part(payment: Money, budget_part: Money) -> Money:
    """The part of the payment that goes to the European Peace Facility: the rest."""
    return payment - budget_part


@KEY.provision(_DEVIATE, since=_SINCE, each="call")
def deviation(annex_deviation: Rate, deviation_cap: Rate, payment_number: Count) -> Rate:
    """The deviation from the key of Annex XLI, within its cap."""
    return smaller(at_least_zero(annex_deviation), keyed_by(deviation_cap, payment_number))


@KEY.provision(_FIRST, since=_SINCE, each="call")
def ukraine_facility_part(
    budget_part: Money, payment_number: Count, ukraine_facility_key: Rate, deviation: Rate
) -> Money:
    """The part of the budget share that goes to the Ukraine Facility."""
    key = keyed_by(ukraine_facility_key, payment_number)
    return budget_part * (key - key * deviation)


@KEY.provision(_SECOND, since=_SINCE, each="call")
def defence_programmes_part(budget_part: Money, ukraine_facility_part: Money) -> Money:
    """The rest of the budget share: defence procurement programmes."""
    return budget_part - ukraine_facility_part
