"""What a custodian's published accounts imply: not law, but the identity that ties its printed figures together.

The perimeter is all sanctioned Russian clients, wider than the central bank whose balances alone are levied. Every
quantity is named so that the two perimeters cannot be confused.
"""

from datetime import date

from usufruct.engine import Act, Count, Money, Rate, Source
from usufruct.engine.words import over, total

ACCOUNTS = Act(
    Source(
        "Euroclear, published results",
        "accounts",
        date(2022, 7, 27),
        kind="accounts",
        verified=False,
        note="no act; press releases and reports on them, mostly not read in the original",
    )
)
_INCOME = ACCOUNTS.at("results on Russian sanctioned assets")
_LEVIED = "2024-05-22"
"""Figures that read the levy could not be known before it was published."""
for _name, _meaning in (
    ("interest_all", "interest on the cash of all sanctioned Russian clients"),
    ("lost_income", "business income lost through the sanctions"),
    ("direct_costs", "direct costs of the sanctions"),
    ("risk_provision_all", "provision for risks, booked in the period"),
    ("tax_booked", "corporate tax as booked, where the identity is tested without the tax law"),
    ("first_quarter_interest", "interest of the quarter in which the levy began"),
):
    ACCOUNTS.input(
        _name,
        Money,
        _INCOME,
        _meaning,
        each="half-year",
        default=0,
        why="no figure was printed for the period",
    )
for _name, _meaning in (
    ("days_before_levy", "days of that quarter before 15 February 2024"),
    ("days_of_quarter", "days of that quarter"),
):
    ACCOUNTS.input(
        _name,
        Count,
        _INCOME,
        _meaning,
        each="half-year",
        default=0,
        why="the levy did not begin in the period",
    )
ACCOUNTS.input(
    "central_bank_share",
    Rate,
    _INCOME,
    "the central bank's share of the interest of all sanctioned Russian clients",
    default=0,
    why="no share was asked for",
)
ACCOUNTS.input(
    "expense_ratio",
    Rate,
    _INCOME,
    "related expenses on the central bank's assets over its interest",
    default=0,
    why="not published; taken as none unless a range is given",
)


@ACCOUNTS.provision(_INCOME, since="2022-01-01", each="half-year", known="2024-02-14")
def interest_before_levy(first_quarter_interest: Money, days_before_levy: Count, days_of_quarter: Count) -> Money:
    """Interest before 15 February 2024, taking the quarter as evenly earned; it is not levied."""
    return first_quarter_interest * (days_before_levy / days_of_quarter)


@ACCOUNTS.provision(_INCOME, since="2022-01-01", each="half-year", known=_LEVIED)
def share_gap(
    revenue_in_euro: Money, interest_all: Money, interest_before_levy: Money, central_bank_share: Rate
) -> Money:
    """Levied revenue less the central bank's share of the interest; zero where the share is what ties them."""
    return total(revenue_in_euro, "custodian") - central_bank_share * (interest_all - interest_before_levy)


@ACCOUNTS.provision(_INCOME, since="2022-01-01", each="half-year", known=_LEVIED)
def expense_gap(expenses_in_euro: Money, revenue_in_euro: Money, expense_ratio: Rate) -> Money:
    """Related expenses less their share of the revenue; zero where the ratio is what ties them."""
    return total(expenses_in_euro, "custodian") - expense_ratio * total(revenue_in_euro, "custodian")


@ACCOUNTS.provision(_INCOME, since="2022-01-01", each="half-year")
def net_booked(pretax_all: Money, tax_booked: Money) -> Money:
    """Net result of a period without levy, the tax taken as booked."""
    return pretax_all - tax_booked


@ACCOUNTS.provision(_INCOME, since="2022-01-01", each="half-year")
def pretax_all(interest_all: Money, lost_income: Money, direct_costs: Money, risk_provision_all: Money) -> Money:
    """Profit before tax and levy on all Russian sanctioned assets."""
    return interest_all - lost_income - direct_costs - risk_provision_all


@ACCOUNTS.provision(_INCOME, since="2022-01-01", each="half-year")
def tax_all(pretax_all: Money, tax_rate: Rate) -> Money:
    """Belgian corporate tax on it; the levy is not deducted first."""
    return tax_rate * pretax_all


@ACCOUNTS.provision(_INCOME, since="2022-01-01", each="half-year", known=_LEVIED)
def levy_all(contribution: Money) -> Money:
    """The windfall contribution booked in the period."""
    return total(contribution, "custodian")


@ACCOUNTS.provision(_INCOME, since="2022-01-01", each="half-year", known=_LEVIED)
def pretax_after_levy(pretax_all: Money, levy_all: Money) -> Money:
    """Profit before tax as printed once the levy has been booked."""
    return pretax_all - levy_all


@ACCOUNTS.provision(_INCOME, since="2022-01-01", each="half-year", known=_LEVIED)
def net_all(pretax_all: Money, levy_all: Money, tax_all: Money) -> Money:
    """What stays with the custodian."""
    return pretax_all - levy_all - tax_all


@ACCOUNTS.provision(_INCOME, since="2022-01-01", each="half-year", known=_LEVIED)
def payable(interim_due: Money) -> Money:
    """What is payable for the period: the levy less the retained part."""
    return total(interim_due, "custodian")


@ACCOUNTS.provision(_INCOME, since="2022-01-01", each="financial-year", known=_LEVIED)
def levy_of_year(contribution: Money) -> Money:
    """The windfall contribution of the year."""
    return total(over(contribution), "custodian")


@ACCOUNTS.provision(_INCOME, since="2022-01-01", each="financial-year", known=_LEVIED)
def payable_of_year(interim_due: Money) -> Money:
    """What is payable for the year."""
    return total(over(interim_due), "custodian")
