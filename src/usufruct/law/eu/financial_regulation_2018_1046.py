"""Regulation (EU, Euratom) 2018/1046, the Financial Regulation until 29 September 2024: interest on late payment.

It governed the first call; Regulation 2024/2509 restates its rules, article by article, for the later ones.
"""

from datetime import date

from usufruct.engine import Act, Choice, Count, Money, Rate, Source
from usufruct.engine.words import accrue, at_least_zero, pay_in_order, reading, when

EARLIER = Act(
    Source(
        "Regulation (EU, Euratom) 2018/1046",
        "eu",
        date(2018, 7, 30),
        "32018R1046",
        note="Art. 98 to 102 read in a mirror of the Official Journal text, whose copy does not say which "
        "state it shows",
    )
)
_SINCE = "2018-08-02"
_RATE = EARLIER.at("Art. 99(2)(b)")
_INTEREST = EARLIER.at("Art. 99(3)")
_ORDER = EARLIER.at("Art. 101(1)")

EARLIER.parameter("default_margin", (_SINCE, "3.5 %", _RATE))

_PER_CALL = (
    ("late_amount", Money, EARLIER.at("Art. 99(1)"), "part of the call that came after its due date"),
    (
        "days_late",
        Count,
        _INTEREST,
        "days from the day after the deadline up to the day of payment, that day included",
    ),
    ("late_receipt", Money, _ORDER, "what came in after the due date"),
)
for _name, _kind, _cite, _meaning in _PER_CALL:
    EARLIER.input(
        _name,
        _kind,
        _cite,
        _meaning,
        per="custodian",
        each="call",
        default=0,
        why="paid in full and on time unless said otherwise",
    )
EARLIER.input(
    "refinancing_rate",
    Rate,
    _RATE,
    "main refinancing rate of the central bank on the first day of the month of the deadline",
    each="call",
    default=0,
    why="only read where a payment was late",
)
EARLIER.reading(
    "default_interest_basis",
    options=("actual/365", "actual/360"),
    default="actual/365",
    why="the article states no day count and no compounding; a calendar year is the plain meaning of a yearly rate",
    cite=EARLIER.at("Art. 99"),
)


@EARLIER.provision(_RATE, since=_SINCE, each="call")
def default_rate(refinancing_rate: Rate, default_margin: Rate) -> Rate:
    """Rate of interest on late payment, never below zero (Art. 99(5))."""
    return at_least_zero(refinancing_rate + default_margin)


@EARLIER.provision(_INTEREST, since=_SINCE, each="call", per="custodian")
def default_interest(late_amount: Money, default_rate: Rate, days_late: Count, default_interest_basis: Choice) -> Money:
    """Simple interest on what came late."""
    year = accrue(late_amount, default_rate, days_late, 365)
    money_market = accrue(late_amount, default_rate, days_late, 360)
    return when(reading(default_interest_basis, "actual/365"), year, money_market)


@EARLIER.provision(_ORDER, since=_SINCE, each="call", per="custodian")
def interest_discharged(late_receipt: Money, default_interest: Money, late_amount: Money) -> Money:
    """A late receipt covers the interest first."""
    return pay_in_order(late_receipt, [default_interest, late_amount])[0]


@EARLIER.provision(_ORDER, since=_SINCE, each="call", per="custodian")
def claim_discharged(late_receipt: Money, default_interest: Money, late_amount: Money) -> Money:
    """What is left of a late receipt covers the claim."""
    return pay_in_order(late_receipt, [default_interest, late_amount])[1]
