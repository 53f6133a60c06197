"""Implementing Decision (CFSP) 2024/2760 and Implementing Regulation (EU) 2024/2761: 95 % to the loan mechanism.

Adopted in October 2024, the key applies to the second biannual payment made in 2025 (payment 3) and to all later ones.
"""

from datetime import date

from usufruct.engine import Act, Count, Money, Rate, Source
from usufruct.engine.words import keyed_by

SWITCH = Act(
    Source(
        "Council Implementing Decision (CFSP) 2024/2760",
        "eu",
        date(2024, 10, 28),
        "32024D2760",
        verified=False,
        note="application clause not read; the parallel clause of Regulation 2024/2761 is used",
    )
)
ROUTE = Source("Council Implementing Regulation (EU) 2024/2761", "eu", date(2024, 10, 28), "32024R2761")
_ART = SWITCH.at("Decision 2014/512/CFSP Art. 1a(11)")

SWITCH.parameter("facility_key", (3, "5 %", _ART))
SWITCH.parameter("budget_key", (3, "95 %", _ART))
SWITCH.parameter("ukraine_facility_key", (3, "0 %", ROUTE.at("Art. 1, Annex XLI(1)")))
SWITCH.parameter(
    "mechanism_key", (1, "0 %", ROUTE.at("Art. 2")), (3, "100 %", ROUTE.at("Art. 1, Annex XLI(1)"))
)


@SWITCH.provision(ROUTE.at("Art. 1, Annex XLI(1)"), since="2024-02-15", each="call")
def mechanism_part(budget_part: Money, payment_number: Count, mechanism_key: Rate) -> Money:
    """The part of the budget share that goes to the Ukraine Loan Cooperation Mechanism."""
    return budget_part * keyed_by(mechanism_key, payment_number)
