"""Decision (CFSP) 2024/1470: who receives the contribution, by payment; and Annex XLI of Regulation 833/2014.

The key follows the number of the biannual payment, not the period in which the profit was made. The decision itself was
not read; the shares are those that the Commission reported with the payments and that Regulation 2024/2773 recites.
"""

from datetime import date

from usufruct.engine import Act, Choice, Count, Money, Rate, Source
from usufruct.engine.words import at_least_zero, keyed_by, reading, smaller, total, when

KEY = Act(
    Source(
        "Council Decision (CFSP) 2024/1470",
        "eu",
        date(2024, 5, 22),
        "32024D1470",
        verified=False,
        note="text not read; shares as reported with payments 1 and 2",
    )
)
ANNEX = Source("Council Regulation (EU) 2024/1469", "eu", date(2024, 5, 22), "32024R1469")
_ART = KEY.at("Decision 2014/512/CFSP Art. 1a(11)")

KEY.parameter("facility_key", (1, "90 %", _ART))
KEY.parameter("budget_key", (1, "10 %", _ART))
KEY.parameter("ukraine_facility_key", (1, "100 %", ANNEX.at("Annex XLI(1)(a)")))
KEY.parameter("defence_programmes_key", (1, "0 %", ANNEX.at("Annex XLI(1)(b)")))
KEY.parameter("deviation_cap", (1, "10 %", ANNEX.at("Annex XLI(2)")))

KEY.input(
    "payment_number", Count, _ART, "number of the biannual payment since the first of July 2024", each="call"
)
KEY.input(
    "annex_deviation",
    Rate,
    ANNEX.at("Annex XLI(2)"),
    "share of the budget part moved from the first to the second beneficiary",
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

KEY.reading(
    "deviation_clause",
    options=("closed", "still open"),
    default="closed",
    why="Regulation 2024/2761 leaves one beneficiary and did not repeal the clause; with one beneficiary nothing can deviate",
    cite=ANNEX.at("Annex XLI(2)"),
)


@KEY.provision(_ART, since="2024-02-15", each="call")
def payment(called: Money) -> Money:
    """The biannual payment: what all custodians were called to pay, paid in full."""
    return total(called, "custodian")


@KEY.provision(_ART, since="2024-02-15", each="call")
def budget_part(
    payment: Money, payment_number: Count, budget_key: Rate, facility_key: Rate, cent_of_the_split: Choice
) -> Money:
    """The part of the payment that goes to Union programmes."""
    rest = payment - keyed_by(facility_key, payment_number) * payment
    return when(
        reading(cent_of_the_split, "budget rounded"), keyed_by(budget_key, payment_number) * payment, rest
    )


@KEY.provision(_ART, since="2024-02-15", each="call")
def peace_facility_part(payment: Money, budget_part: Money) -> Money:
    """The part of the payment that goes to the European Peace Facility: the rest."""
    return payment - budget_part


@KEY.provision(ANNEX.at("Annex XLI(1)(a)"), since="2024-02-15", each="call")
def ukraine_facility_part(
    budget_part: Money, payment_number: Count, ukraine_facility_key: Rate, deviation: Rate
) -> Money:
    """The part of the budget share that goes to the Ukraine Facility."""
    key = keyed_by(ukraine_facility_key, payment_number)
    return budget_part * (key - key * deviation)


@KEY.provision(ANNEX.at("Annex XLI(2)"), since="2024-02-15", each="call")
def deviation(
    annex_deviation: Rate, deviation_cap: Rate, payment_number: Count, deviation_clause: Choice
) -> Rate:
    """The deviation from the key that is allowed."""
    allowed = smaller(at_least_zero(annex_deviation), keyed_by(deviation_cap, payment_number))
    open_clause = reading(deviation_clause, "still open") | (payment_number < 3)
    return when(open_clause, allowed, 0)


@KEY.provision(ANNEX.at("Annex XLI(1)(b)"), since="2024-02-15", each="call")
def defence_programmes_part(budget_part: Money, ukraine_facility_part: Money, mechanism_part: Money) -> Money:
    """The part of the budget share that goes to defence procurement programmes: the rest."""
    return budget_part - ukraine_facility_part - mechanism_part
