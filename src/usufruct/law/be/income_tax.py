"""Belgian Income Tax Code: corporate tax under the general regime, which the levy looks to.

The text of the Code was not read. The rate and its start are those that law firms and tax services reported when
the reform was voted; it also closes the published accounts of the custodian. The contribution is no deduction:
tax comes first, and the levy takes its share of what is left.
"""

from datetime import date

from usufruct.engine import Act, Choice, Flag, Money, Rate, Source
from usufruct.engine.words import at_least_zero, reading, when

CODE = Act(
    Source(
        "Belgian Income Tax Code 1992",
        "be",
        date(2017, 12, 29),
        verified=False,
        note="text not read; 25 % for financial years from 2020, by the reform published on 29 December "
        "2017, as reported",
    )
)
_ART = CODE.at("Art. 215")
_SINCE = "2020-01-01"

CODE.parameter("tax_rate", (_SINCE, "25 %", _ART))

CODE.reading(
    "tax_accrual_in_a_loss",
    options=("negative", "none"),
    default="negative",
    why="a loss of one half-year is set against the profit of the other in the same tax year: its accrual is a credit",
    cite=_ART,
)


@CODE.provision(_ART, since=_SINCE, each="half-year", per="custodian")
def taxable_profit(revenue_in_euro: Money, expenses_in_euro: Money) -> Money:
    """Profit on the balances before the levy: revenue less related expenses; the levy is not deducted."""
    return revenue_in_euro - expenses_in_euro


@CODE.provision(_ART, since=_SINCE, each="half-year", per="custodian")
def corporate_tax(
    taxable_profit: Money,
    tax_rate: Rate,
    tax_is_reported: Flag,
    reported_tax_in_euro: Money,
    tax_accrual_in_a_loss: Choice,
) -> Money:
    """Tax accrual of the half-year: as reported by the custodian, or at the general rate."""
    base = when(reading(tax_accrual_in_a_loss, "none"), at_least_zero(taxable_profit), taxable_profit)
    return when(tax_is_reported, reported_tax_in_euro, tax_rate * base)


@CODE.provision(_ART, since=_SINCE, each="financial-year", per="custodian")
def audited_tax(
    audited_revenue_in_euro: Money,
    audited_expenses_in_euro: Money,
    tax_rate: Rate,
    audited_tax_is_reported: Flag,
    audited_reported_tax_in_euro: Money,
) -> Money:
    """Tax of the financial year on the audited figures; a year with a loss owes none."""
    profit = at_least_zero(audited_revenue_in_euro - audited_expenses_in_euro)
    return when(audited_tax_is_reported, audited_reported_tax_in_euro, tax_rate * profit)
