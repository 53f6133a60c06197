"""Belgian annual tax on credit institutions: no corporate tax, at most an expense of the balances, by reading.

Whether it reaches blocked balances at all was not found. The custodian's own figure is an input, none unless given,
and whether it may be deducted is a reading. The rates are printed for those who want to estimate it.
"""

from datetime import date

from usufruct.engine import Act, Money, Source
from usufruct.law.eu.regulation_2024_576 import LOCKUP

BANK_LEVY = Act(
    Source(
        "Belgian Code of various duties and taxes",
        "be",
        date(2016, 8, 3),
        verified=False,
        note="text not read; figures as reported in 2016, 2022 and 2023; dated by the law that introduced the tax",
    )
)
_RATE = BANK_LEVY.at("Art. 201/12")

BANK_LEVY.parameter("bank_levy_rate", ("2016-01-01", "0.13231 %", _RATE))
BANK_LEVY.parameter("bank_levy_rate_above_fifty_billion", ("2024-01-01", "0.1758 %", _RATE, "2023-10-31"))
BANK_LEVY.parameter(
    "bank_levy_not_deductible_from_income_tax",
    ("2023-01-01", "80 %", _RATE, "2022-10-11"),
    ("2024-01-01", "100 %", _RATE, "2023-10-31"),
)

BANK_LEVY.input(
    "bank_levy",
    Money,
    _RATE,
    "annual tax on credit institutions that the custodian attributes to the blocked balances",
    per="custodian",
    each="half-year",
    default=0,
    why="whether the tax reaches blocked balances was not found, and no amount was reported",
)
BANK_LEVY.reading(
    "bank_levy_deductible",
    options=("no", "yes"),
    default="no",
    why="it is no tax under the general regime, and no source treats it as an expense of managing the "
    "immobilised assets",
    cite=LOCKUP.at("Art. 1, Art. 5a(8)(c)"),
)
BANK_LEVY.statement(
    "bank_levy_base",
    "The annual tax on credit institutions is a rate on the yearly average of debts to customers.",
    _RATE,
    since="2016-01-01",
)
