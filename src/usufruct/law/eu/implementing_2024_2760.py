"""Implementing Decision (CFSP) 2024/2760 and Implementing Regulation (EU) 2024/2761: 95 % to the loan mechanism.

Adopted in October 2024, the key applies to the second biannual payment made in 2025 (payment 3) and to all later
ones, whatever period their profits come from.
"""

from datetime import date

from usufruct.engine import Act, Choice, Count, Money, Rate, Source
from usufruct.engine.words import at_least_zero, keyed_by, reading, smaller, when
from usufruct.law.eu import AS_ENACTED

SWITCH = Act(
    Source(
        "Council Implementing Decision (CFSP) 2024/2760",
        "eu",
        date(2024, 10, 28),
        "32024D2760",
        verified=False,
        note="not read; the 95 % stand in recital 13 of Regulation 2024/2773, the first payment in "
        "Regulation 2024/2761",
    )
)
ROUTE = Source(
    "Council Implementing Regulation (EU) 2024/2761",
    "eu",
    date(2024, 10, 28),
    "32024R2761",
    note=f"{AS_ENACTED}; that the mechanism receives 100 % is said in recital 13 of Regulation 2024/2773",
)
FIRST_PAYMENT = 3
"""The second biannual payment made in 2025."""
_ART = SWITCH.at("Decision 2014/512/CFSP Art. 1a(11)")
_ANNEX = ROUTE.at("Art. 1 and Annex, Annex XLI(1)")
_SINCE = "2024-02-15"

SWITCH.parameter("facility_key", (FIRST_PAYMENT, "5 %", _ART))
SWITCH.parameter("budget_key", (FIRST_PAYMENT, "95 %", _ART))
SWITCH.parameter("ukraine_facility_key", (FIRST_PAYMENT, "0 %", _ANNEX))
SWITCH.parameter("mechanism_key", (1, "0 %", ROUTE.at("Art. 2")), (FIRST_PAYMENT, "100 %", _ANNEX))

SWITCH.reading(
    "deviation_clause",
    options=("closed", "still open"),
    default="closed",
    why="Annex XLI(2) was not repealed, but with the mechanism as the one beneficiary there is no key to deviate from",
    cite=_ANNEX,
)


@SWITCH.provision(_ANNEX, since=_SINCE, each="call")
def deviation(annex_deviation: Rate, deviation_cap: Rate, payment_number: Count, deviation_clause: Choice) -> Rate:
    """The deviation from the key of Annex XLI, within its cap; closed for the mechanism unless read otherwise."""
    allowed = smaller(at_least_zero(annex_deviation), keyed_by(deviation_cap, payment_number))
    is_open = reading(deviation_clause, "still open") | (payment_number < FIRST_PAYMENT)
    return when(is_open, allowed, 0)


@SWITCH.provision(_ANNEX, since=_SINCE, each="call")
def mechanism_part(budget_part: Money, payment_number: Count, mechanism_key: Rate, deviation: Rate) -> Money:
    """The part of the budget share that goes to the Ukraine Loan Cooperation Mechanism."""
    key = keyed_by(mechanism_key, payment_number)
    return budget_part * (key - key * deviation)


@SWITCH.provision(_ANNEX, since=_SINCE, each="call")
def defence_programmes_part(budget_part: Money, ukraine_facility_part: Money, mechanism_part: Money) -> Money:
    """The rest of the budget share: defence programmes, or what an open clause moves from the mechanism."""
    return budget_part - ukraine_facility_part - mechanism_part


SWITCH.statement(
    "first_payment_to_the_mechanism",
    "The new key applies to the second biannual payment made in 2025 and to all payments after it.",
    ROUTE.at("Art. 2"),
    since="2024-10-29",
)
