"""Regulation (EU, Euratom) 2024/2509, the Financial Regulation: interest on late payment, Articles 98 to 105.

The rules are those of Regulation 2018/1046, restated under the same numbers.
"""

from datetime import date

from usufruct.engine import Act, Source
from usufruct.law.eu import AS_ENACTED
from usufruct.law.eu.financial_regulation_2018_1046 import (
    claim_discharged,
    default_interest,
    default_rate,
    interest_discharged,
)

FINANCE = Act(Source("Regulation (EU, Euratom) 2024/2509", "eu", date(2024, 9, 26), "32024R2509", note=AS_ENACTED))
_SINCE = "2024-09-30"
_RATE = FINANCE.at("Art. 99(2)(b)")
_ORDER = FINANCE.at("Art. 101(1)")

FINANCE.parameter("default_margin", (_SINCE, "3.5 %", _RATE))
FINANCE.provision(_RATE, since=_SINCE, each="call")(default_rate)
FINANCE.provision(FINANCE.at("Art. 99(3)"), since=_SINCE, each="call", per="custodian")(default_interest)
FINANCE.provision(_ORDER, since=_SINCE, each="call", per="custodian")(interest_discharged)
FINANCE.provision(_ORDER, since=_SINCE, each="call", per="custodian")(claim_discharged)

FINANCE.statement(
    "debit_note_at_the_latest",
    "A debit note is sent at the latest five years after the Union could in normal circumstances claim the debt.",
    FINANCE.at("Art. 98(2)"),
    since=_SINCE,
)
FINANCE.statement(
    "span_of_default_interest",
    "Interest runs from the calendar day after the deadline up to the day on which the debt is paid in "
    "full, at a rate never below zero; neither day count nor compounding is stated.",
    FINANCE.at("Art. 99(3) and (5)"),
    since=_SINCE,
)
FINANCE.statement(
    "order_of_receipts",
    "A partial payment covers interest first; among several debts the oldest comes first unless the debtor "
    "says otherwise.",
    FINANCE.at("Art. 101(1)"),
    since=_SINCE,
)
FINANCE.statement(
    "limitation",
    "Claims of the Union lapse after five years.",
    FINANCE.at("Art. 105(1)"),
    since=_SINCE,
)
FINANCE.statement(
    "costs_of_financial_assistance",
    "The country that receives a loan bears the costs that the Union has with it.",
    FINANCE.at("Art. 223(4)(e)"),
    since=_SINCE,
)
