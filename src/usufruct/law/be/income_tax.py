"""Belgian corporate income tax, the general regime that the levy looks to.

The text of the Code was not read; the rate is reported by the press and closes the published accounts of the
custodian. The contribution itself is no deduction: tax comes first, and the levy takes its share of what is left.
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
        note="rate as reported in October 2023; the article was not compared with an official text",
    )
)

CODE.parameter("tax_rate", ("2018-01-01", "25 %", CODE.at("Art. 215")))

CODE.reading(
    "tax_accrual_in_a_loss",
    options=("negative", "none"),
    default="negative",
    why="a loss of one half-year is set against the profit of the other in the same tax year, so its accrual is a credit",
    cite=CODE.at("Art. 215"),
)


@CODE.provision(CODE.at("Art. 215"), since="2018-01-01", each="half-year", per="custodian")
def taxable_profit(revenue_in_euro: Money, expenses_in_euro: Money) -> Money:
    """Profit on the balances before the levy: revenue less related expenses; the contribution is not deducted."""
    return revenue_in_euro - expenses_in_euro


@CODE.provision(CODE.at("Art. 215"), since="2018-01-01", each="half-year", per="custodian")
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


@CODE.provision(CODE.at("Art. 215"), since="2018-01-01", each="financial-year", per="custodian")
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
