"""Regulation (EU, Euratom) 2024/2509, the Financial Regulation: interest on late payment, Articles 99 and 101."""

from datetime import date

from usufruct.engine import Act, Choice, Count, Money, Rate, Source
from usufruct.engine.words import accrue, at_least_zero, pay_in_order, reading, when

FINANCE = Act(Source("Regulation (EU, Euratom) 2024/2509", "eu", date(2024, 9, 26), "32024R2509"))
_ART99 = FINANCE.at("Art. 99(2)(b)")
_SINCE = "2024-09-30"

FINANCE.parameter("default_margin", (_SINCE, "3.5 %", _ART99))

_LATE = {"per": "custodian", "each": "call"}
FINANCE.input(
    "late_amount",
    Money,
    FINANCE.at("Art. 99(1)"),
    "part of the call that came after its due date",
    per="custodian",
    each="call",
    default=0,
    why="paid in full and on time unless said otherwise",
)
FINANCE.input(
    "days_late",
    Count,
    FINANCE.at("Art. 99(3)"),
    "days from the day after the deadline up to the day of payment",
    per="custodian",
    each="call",
    default=0,
    why="paid on time unless said otherwise",
)
FINANCE.input(
    "refinancing_rate",
    Rate,
    _ART99,
    "main refinancing rate on the first day of the month of the deadline",
    each="call",
    default=0,
    why="only read where a payment was late",
)
FINANCE.input(
    "late_receipt",
    Money,
    FINANCE.at("Art. 101(1)"),
    "what came in after the due date",
    per="custodian",
    each="call",
    default=0,
    why="paid on time unless said otherwise",
)
FINANCE.reading(
    "default_interest_basis",
    options=("actual/365", "actual/360"),
    default="actual/365",
    why="Art. 99 states no basis; a calendar year is the plain meaning of a yearly rate",
    cite=FINANCE.at("Art. 99"),
)


@FINANCE.provision(_ART99, since=_SINCE, each="call")
def default_rate(refinancing_rate: Rate, default_margin: Rate) -> Rate:
    """Rate of interest on late payment, never below zero (Art. 99(5))."""
    return at_least_zero(refinancing_rate + default_margin)


@FINANCE.provision(FINANCE.at("Art. 99(3)"), since=_SINCE, each="call", per="custodian")
def default_interest(
    late_amount: Money, default_rate: Rate, days_late: Count, default_interest_basis: Choice
) -> Money:
    """Simple interest on what came late."""
    year = accrue(late_amount, default_rate, days_late, 365)
    return when(
        reading(default_interest_basis, "actual/365"), year, accrue(late_amount, default_rate, days_late, 360)
    )


@FINANCE.provision(FINANCE.at("Art. 101(1)"), since=_SINCE, each="call", per="custodian")
def interest_discharged(late_receipt: Money, default_interest: Money, late_amount: Money) -> Money:
    """A late receipt covers the interest first."""
    return pay_in_order(late_receipt, [default_interest, late_amount])[0]


@FINANCE.provision(FINANCE.at("Art. 101(1)"), since=_SINCE, each="call", per="custodian")
def claim_discharged(late_receipt: Money, default_interest: Money, late_amount: Money) -> Money:
    """What is left of a late receipt covers the claim."""
    return pay_in_order(late_receipt, [default_interest, late_amount])[1]
