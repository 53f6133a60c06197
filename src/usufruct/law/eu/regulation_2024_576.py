"""Regulation (EU) 2024/576: balances kept apart and the whole net profit locked up, 15 February to 22 May 2024."""

from datetime import date

from usufruct.engine import Act, Choice, Count, Flag, LocalMoney, Money, Rate, Source
from usufruct.engine.words import at_least_zero, convert, reading, total, when
from usufruct.law.eu import AS_ENACTED

LOCKUP = Act(Source("Council Regulation (EU) 2024/576", "eu", date(2024, 2, 14), "32024R0576", note=AS_ENACTED))
_SINCE = "2024-02-15"
_SCOPE = LOCKUP.at("Art. 1, Art. 5a(8)")
_REVENUE = LOCKUP.at("Art. 1, Art. 5a(8)(b)")
_PROFIT = LOCKUP.at("Art. 1, Art. 5a(8)(c)")
_RELEASE = LOCKUP.at("Art. 1, Art. 5a(8)(d)")
_LOCK = LOCKUP.at("Art. 1, Art. 5a(8)(c)-(d)")
_LINE = ("custodian", "currency")

LOCKUP.parameter("value_threshold", (_SINCE, "1 000 000", _SCOPE), kind=Money)

LOCKUP.input(
    "is_depository",
    Flag,
    _SCOPE,
    "central securities depository under Regulation (EU) No 909/2014",
    per="custodian",
)
LOCKUP.input(
    "value_held",
    Money,
    _SCOPE,
    "total value of the central bank's assets held, at the end of the half-year",
    per="custodian",
    each="half-year",
)
LOCKUP.input(
    "revenue",
    LocalMoney,
    _REVENUE,
    "revenue from the cash balances that pile up because of the measures, from 15 February 2024 only",
    per=_LINE,
    each="half-year",
)
LOCKUP.input(
    "expenses",
    LocalMoney,
    _PROFIT,
    "expenses linked to managing the immobilised assets and the risks of doing so",
    per=_LINE,
    each="half-year",
)
LOCKUP.input(
    "reported_tax",
    LocalMoney,
    _PROFIT,
    "corporate tax accrual under the general regime, as reported",
    per=_LINE,
    each="half-year",
    default=0,
    why="computed at the general rate where it is not reported",
)
LOCKUP.input(
    "tax_is_reported",
    Flag,
    _PROFIT,
    "the custodian reports its own tax accrual",
    per="custodian",
    each="half-year",
    default=0,
    why="computed at the general rate where it is not reported",
)
LOCKUP.input(
    "risk_provision",
    LocalMoney,
    _PROFIT,
    "provision for litigation and other risks of the half-year",
    per=_LINE,
    each="half-year",
    default=0,
    why="none reported",
)
LOCKUP.input(
    "released_by_supervisor",
    Money,
    _RELEASE,
    "part of the locked profit that the supervisor released for capital and risk management",
    per="custodian",
    each="half-year",
    default=0,
    why="no release was reported",
)
LOCKUP.input(
    "average_rate",
    Rate,
    _PROFIT,
    "currency units for one euro, mean of the half-year",
    per="currency",
    each="half-year",
)
LOCKUP.input(
    "closing_rate",
    Rate,
    _PROFIT,
    "currency units for one euro, last day of the half-year",
    per="currency",
    each="half-year",
)
LOCKUP.input("minor_units", Count, _PROFIT, "minor units in one unit of the currency", per="currency")

LOCKUP.reading(
    "risk_provision_deductible",
    options=("no", "yes"),
    default="no",
    why="expenses linked to the assets are deducted; the provision of 2025 fits the published contribution only if not",
    cite=_PROFIT,
)


@LOCKUP.provision(_SCOPE, since=_SINCE, each="half-year", per="custodian")
def in_scope(is_depository: Flag, value_held: Money, value_threshold: Money, ban: Flag) -> Flag:
    """A depository holding more than one million euro of the central bank's assets, while the ban stands."""
    return is_depository & (value_held > value_threshold) & ban


@LOCKUP.provision(_PROFIT, since=_SINCE, each="half-year", per="currency")
def conversion_rate(average_rate: Rate) -> Rate:
    """Currency units for one euro; under national accounting law income is converted as it accrues."""
    return average_rate


@LOCKUP.provision(_REVENUE, since=_SINCE, each="half-year", per=_LINE)
def revenue_line(revenue: LocalMoney, conversion_rate: Rate, minor_units: Count) -> Money:
    """Revenue in one currency, in euro, to the cent."""
    return convert(revenue, conversion_rate, minor_units)


@LOCKUP.provision(_PROFIT, since=_SINCE, each="half-year", per=_LINE)
def expenses_line(
    expenses: LocalMoney,
    risk_provision: LocalMoney,
    conversion_rate: Rate,
    minor_units: Count,
    risk_provision_deductible: Choice,
) -> Money:
    """Related expenses in one currency, in euro; a risk provision counts only under that reading."""
    counted = when(reading(risk_provision_deductible, "yes"), risk_provision, 0)
    return convert(expenses + counted, conversion_rate, minor_units)


@LOCKUP.provision(_PROFIT, since=_SINCE, each="half-year", per=_LINE)
def reported_tax_line(reported_tax: LocalMoney, conversion_rate: Rate, minor_units: Count) -> Money:
    """The custodian's own tax accrual in one currency, in euro, to the cent."""
    return convert(reported_tax, conversion_rate, minor_units)


@LOCKUP.provision(_REVENUE, since=_SINCE, each="half-year", per="custodian")
def revenue_in_euro(revenue_line: Money) -> Money:
    """Revenue from the balances, all currencies, in euro."""
    return total(revenue_line, "currency")


@LOCKUP.provision(_PROFIT, since=_SINCE, each="half-year", per="custodian")
def expenses_in_euro(expenses_line: Money) -> Money:
    """Related expenses, all currencies, in euro."""
    return total(expenses_line, "currency")


@LOCKUP.provision(_PROFIT, since=_SINCE, each="half-year", per="custodian")
def reported_tax_in_euro(reported_tax_line: Money) -> Money:
    """The custodian's own tax accrual, all currencies, in euro."""
    return total(reported_tax_line, "currency")


@LOCKUP.provision(_PROFIT, since=_SINCE, each="half-year", per="custodian")
def net_profit(
    revenue_in_euro: Money,
    expenses_in_euro: Money,
    corporate_tax: Money,
    bank_levy: Money,
    bank_levy_deductible: Choice,
) -> Money:
    """Profit on the balances after related expenses and general-regime corporate tax; negative in a loss."""
    special = when(reading(bank_levy_deductible, "yes"), bank_levy, 0)
    return revenue_in_euro - expenses_in_euro - corporate_tax - special


@LOCKUP.provision(_LOCK, since=_SINCE, each="half-year", per="custodian")
def undistributable(in_scope: Flag, net_profit: Money, released_by_supervisor: Money) -> Money:
    """The whole net profit may not be distributed, but for what the supervisor released."""
    return when(in_scope, at_least_zero(at_least_zero(net_profit) - released_by_supervisor), 0)


@LOCKUP.provision(_LOCK, since=_SINCE, each="half-year", per="custodian")
def distributable(net_profit: Money, undistributable: Money) -> Money:
    """What of the net profit is not locked: nothing of a profit without a release, the whole of a loss."""
    return net_profit - undistributable


LOCKUP.statement(
    "balance_sheet_management",
    "Balance sheet management transactions linked to the assets, carried out on or after 28 February 2022, "
    "are outside the ban.",
    LOCKUP.at("Art. 1, Art. 5a(7)"),
    since="2022-02-28",
)
LOCKUP.statement(
    "separate_accounts",
    "Balances that accumulate exclusively because of the measures are accounted for separately, and so are "
    "the revenues from them.",
    LOCKUP.at("Art. 1, Art. 5a(8)(a)-(b)"),
    since=_SINCE,
)
LOCKUP.statement(
    "use_of_net_profits",
    "Net profits on the balances may not be distributed until the Council decides on a contribution; a "
    "supervisor may release a part for capital and risk management, and the Member State tells the "
    "Commission beforehand.",
    _LOCK,
    since=_SINCE,
)
LOCKUP.statement(
    "yearly_report_of_custodians",
    "By 30 June of each year custodians report the balances, revenues and net profits.",
    LOCKUP.at("Art. 1, Art. 5a(9)"),
    since=_SINCE,
)
