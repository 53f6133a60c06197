"""Regulation (EU) 2024/576: balances kept apart and the whole net profit locked up, 15 February to 22 May 2024."""

from datetime import date

from usufruct.engine import Act, Count, Flag, LocalMoney, Money, Rate, Source
from usufruct.engine.quantity import Choice
from usufruct.engine.words import at_least_zero, convert, reading, total, when

LOCKUP = Act(Source("Council Regulation (EU) 2024/576", "eu", date(2024, 2, 14), "32024R0576"))
_PAR8 = LOCKUP.at("Art. 1, Art. 5a(8)")

LOCKUP.parameter("value_threshold", ("2024-02-15", "1 000 000", _PAR8), kind=Money)

_HALF = {"each": "half-year"}
LOCKUP.input(
    "is_depository",
    Flag,
    _PAR8,
    "central securities depository under Regulation (EU) No 909/2014",
    per="custodian",
)
LOCKUP.input(
    "value_held",
    Money,
    _PAR8,
    "total value of the central bank's assets held, at the end of the half-year",
    per="custodian",
    each="half-year",
)
LOCKUP.input(
    "revenue",
    LocalMoney,
    LOCKUP.at("Art. 1, Art. 5a(8)(b)"),
    "revenue from the cash balances that pile up because of the measures, from 15 February 2024 only",
    per=("custodian", "currency"),
    each="half-year",
)
LOCKUP.input(
    "expenses",
    LocalMoney,
    LOCKUP.at("Art. 1, Art. 5a(8)(c)"),
    "expenses linked to managing the immobilised assets and the risks of doing so",
    per=("custodian", "currency"),
    each="half-year",
)
LOCKUP.input(
    "reported_tax",
    LocalMoney,
    LOCKUP.at("Art. 1, Art. 5a(8)(c)"),
    "corporate tax accrual under the general regime, as reported",
    per=("custodian", "currency"),
    each="half-year",
    default=0,
    why="computed at the general rate where it is not reported",
)
LOCKUP.input(
    "tax_is_reported",
    Flag,
    LOCKUP.at("Art. 1, Art. 5a(8)(c)"),
    "the custodian reports its own tax accrual",
    per="custodian",
    each="half-year",
    default=0,
    why="computed at the general rate where it is not reported",
)
LOCKUP.input(
    "risk_provision",
    LocalMoney,
    LOCKUP.at("Art. 1, Art. 5a(8)(c)"),
    "provision for litigation and other risks of the half-year",
    per=("custodian", "currency"),
    each="half-year",
    default=0,
    why="none reported",
)
LOCKUP.input(
    "released_by_supervisor",
    Money,
    LOCKUP.at("Art. 1, old Art. 5a(8)(d)"),
    "part of the locked profit that the supervisor released for capital and risk management",
    per="custodian",
    each="half-year",
    default=0,
    why="no release was reported",
)
LOCKUP.input(
    "average_rate",
    Rate,
    LOCKUP.at("conversion"),
    "currency units for one euro, mean of the half-year",
    per="currency",
    **_HALF,
)
LOCKUP.input(
    "closing_rate",
    Rate,
    LOCKUP.at("conversion"),
    "currency units for one euro, last day of the half-year",
    per="currency",
    **_HALF,
)
LOCKUP.input(
    "minor_units", Count, LOCKUP.at("conversion"), "minor units in one unit of the currency", per="currency"
)

LOCKUP.reading(
    "risk_provision_deductible",
    options=("no", "yes"),
    default="no",
    why="the act deducts expenses linked to the assets; the provision of 2025 fits the published contribution only if left out",
    cite=LOCKUP.at("Art. 1, Art. 5a(8)(c)"),
)


@LOCKUP.provision(_PAR8, since="2024-02-15", each="half-year", per="custodian")
def in_scope(is_depository: Flag, value_held: Money, value_threshold: Money, ban: Flag) -> Flag:
    """A depository whose holding of the central bank's assets is worth more than one million euro, while the ban stands."""
    return is_depository & (value_held > value_threshold) & ban


@LOCKUP.provision(_PAR8, since="2024-02-15", each="half-year", per="currency")
def conversion_rate(average_rate: Rate, closing_rate: Rate, conversion_day: Choice) -> Rate:
    """Currency units for one euro at which the half-year is reported in euro."""
    return when(reading(conversion_day, "mean of the half-year"), average_rate, closing_rate)


_LINE = ("custodian", "currency")


@LOCKUP.provision(LOCKUP.at("Art. 1, Art. 5a(8)(b)"), since="2022-01-01", each="half-year", per=_LINE)
def revenue_line(revenue: LocalMoney, conversion_rate: Rate, minor_units: Count) -> Money:
    """Revenue in one currency, in euro, to the cent."""
    return convert(revenue, conversion_rate, minor_units)


@LOCKUP.provision(LOCKUP.at("Art. 1, Art. 5a(8)(c)"), since="2022-01-01", each="half-year", per=_LINE)
def expenses_line(
    expenses: LocalMoney,
    risk_provision: LocalMoney,
    conversion_rate: Rate,
    minor_units: Count,
    risk_provision_deductible: Choice,
) -> Money:
    """Related expenses in one currency, in euro, to the cent; a risk provision counts only under that reading."""
    counted = when(reading(risk_provision_deductible, "yes"), risk_provision, 0)
    return convert(expenses + counted, conversion_rate, minor_units)


@LOCKUP.provision(LOCKUP.at("Art. 1, Art. 5a(8)(c)"), since="2022-01-01", each="half-year", per=_LINE)
def reported_tax_line(reported_tax: LocalMoney, conversion_rate: Rate, minor_units: Count) -> Money:
    """The custodian's own tax accrual in one currency, in euro, to the cent."""
    return convert(reported_tax, conversion_rate, minor_units)


@LOCKUP.provision(LOCKUP.at("Art. 1, Art. 5a(8)(b)"), since="2022-01-01", each="half-year", per="custodian")
def revenue_in_euro(revenue_line: Money) -> Money:
    """Revenue from the balances, all currencies, in euro."""
    return total(revenue_line, "currency")


@LOCKUP.provision(LOCKUP.at("Art. 1, Art. 5a(8)(c)"), since="2022-01-01", each="half-year", per="custodian")
def expenses_in_euro(expenses_line: Money) -> Money:
    """Related expenses, all currencies, in euro."""
    return total(expenses_line, "currency")


@LOCKUP.provision(LOCKUP.at("Art. 1, Art. 5a(8)(c)"), since="2022-01-01", each="half-year", per="custodian")
def reported_tax_in_euro(reported_tax_line: Money) -> Money:
    """The custodian's own tax accrual, all currencies, in euro."""
    return total(reported_tax_line, "currency")


@LOCKUP.provision(LOCKUP.at("Art. 1, Art. 5a(8)(c)"), since="2024-02-15", each="half-year", per="custodian")
def net_profit(revenue_in_euro: Money, expenses_in_euro: Money, corporate_tax: Money) -> Money:
    """Profit on the balances after related expenses and general-regime corporate tax; negative in a loss."""
    return revenue_in_euro - expenses_in_euro - corporate_tax


@LOCKUP.provision(
    LOCKUP.at("Art. 1, old Art. 5a(8)(c)-(d)"), since="2024-02-15", each="half-year", per="custodian"
)
def undistributable(in_scope: Flag, net_profit: Money, released_by_supervisor: Money) -> Money:
    """The whole net profit may not be distributed, but for what the supervisor released."""
    return when(in_scope, at_least_zero(at_least_zero(net_profit) - released_by_supervisor), 0)
