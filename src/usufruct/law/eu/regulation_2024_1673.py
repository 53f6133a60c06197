"""Commission Implementing Regulation (EU) 2024/1673: reports, calls and the yearly reconciliation."""

from datetime import date

from usufruct.engine import Act, Choice, Count, Flag, LocalMoney, Money, Rate, Source
from usufruct.engine.words import at, at_least_zero, convert, once, over, reading, smaller, total, when

CALLS = Act(Source("Commission Implementing Regulation (EU) 2024/1673", "eu", date(2024, 6, 7), "32024R1673"))
_INTERIM = CALLS.at("Art. 4(3)")
_AUDITED = CALLS.at("Art. 5(1)-(3)")
_TRUEUP = CALLS.at("Art. 8(2)-(4)")
_SINCE = "2024-02-15"

CALLS.reading(
    "conversion_day",
    options=("mean of the half-year", "last day of the half-year"),
    default="mean of the half-year",
    why="Art. 3(3) wants the rates stated but names no day; income accrues over the whole half-year",
    cite=CALLS.at("Art. 3(3)"),
)
CALLS.reading(
    "retention_cap_tested_on",
    options=("audited year", "each call"),
    default="audited year",
    why="Art. 5(3)(a) reports retention by year next to the contribution of the year, so the cap binds the audited year too",
    cite=CALLS.at("Art. 5(3)(a)"),
)
CALLS.reading(
    "overpayment_beyond_next_call",
    options=("rolls on", "lapses"),
    default="rolls on",
    why="the acts only net an overpayment against the next payment; letting the rest lapse would collect more than is due",
    cite=_TRUEUP,
)
CALLS.reading(
    "working_days",
    options=("Belgian and Commission", "Belgian", "Commission", "bank"),
    default="Belgian and Commission",
    why="Regulation 1182/71 Art. 2(2) excludes holidays of the Member State or institution where the act is to be done",
    cite=CALLS.at("Art. 4(1) and 7"),
)

_YEAR = {"each": "financial-year"}
for _name, _meaning in (
    ("audited_revenue", "revenue from the balances in the audited accounts, from 15 February 2024 only"),
    ("audited_expenses", "related expenses in the audited accounts"),
):
    CALLS.input(
        _name,
        LocalMoney,
        _AUDITED,
        _meaning,
        per=("custodian", "currency"),
        each="financial-year",
        default=0,
        why="only read where audited accounts are filed",
    )
CALLS.input(
    "audited_reported_tax",
    LocalMoney,
    _AUDITED,
    "corporate tax of the year in the audited accounts",
    per=("custodian", "currency"),
    each="financial-year",
    default=0,
    why="computed at the general rate where it is not reported",
)
CALLS.input(
    "audited_tax_is_reported",
    Flag,
    _AUDITED,
    "the audited accounts state the tax",
    per="custodian",
    each="financial-year",
    default=0,
    why="computed at the general rate where it is not reported",
)
CALLS.input(
    "audited",
    Flag,
    _AUDITED,
    "audited accounts of the year have been filed",
    per="custodian",
    each="financial-year",
    default=0,
    why="no reconciliation without audited accounts",
)
CALLS.input(
    "audited_retention",
    Money,
    CALLS.at("Art. 5(3)(a)"),
    "retention of the year as stated with the audited accounts",
    per="custodian",
    each="financial-year",
    default=0,
    why="only read where it is stated",
)
CALLS.input(
    "audited_retention_is_stated",
    Flag,
    CALLS.at("Art. 5(3)(a)"),
    "the audited accounts state the retention of the year",
    per="custodian",
    each="financial-year",
    default=0,
    why="what was retained with the calls stands",
)
CALLS.input(
    "audited_conversion_rate",
    Rate,
    CALLS.at("Art. 3(3)"),
    "currency units for one euro in the audited accounts",
    per="currency",
    each="financial-year",
    default=1,
    why="only read where audited accounts are filed; one for the euro",
)


@CALLS.provision(_INTERIM, since=_SINCE, each="half-year", per="custodian")
def interim_due(contribution: Money, retention: Money) -> Money:
    """What the custodian computes for the half-year: contribution less retention; releases and the true-up come with the call."""
    return contribution - retention


@CALLS.provision(_INTERIM, since=_SINCE, each="half-year", per="custodian")
def half_years_in_scope(in_scope: Flag) -> Count:
    """One for a half-year in scope, so that a year can count them."""
    return once(in_scope)


_LINE = ("custodian", "currency")


@CALLS.provision(_AUDITED, since=_SINCE, each="financial-year", per=_LINE)
def audited_revenue_line(
    audited_revenue: LocalMoney, audited_conversion_rate: Rate, minor_units: Count
) -> Money:
    """Audited revenue of the year in one currency, in euro, to the cent."""
    return convert(audited_revenue, audited_conversion_rate, minor_units)


@CALLS.provision(_AUDITED, since=_SINCE, each="financial-year", per=_LINE)
def audited_expenses_line(
    audited_expenses: LocalMoney, audited_conversion_rate: Rate, minor_units: Count
) -> Money:
    """Audited related expenses of the year in one currency, in euro, to the cent."""
    return convert(audited_expenses, audited_conversion_rate, minor_units)


@CALLS.provision(_AUDITED, since=_SINCE, each="financial-year", per=_LINE)
def audited_tax_line(
    audited_reported_tax: LocalMoney, audited_conversion_rate: Rate, minor_units: Count
) -> Money:
    """Tax of the year in one currency, in euro, to the cent."""
    return convert(audited_reported_tax, audited_conversion_rate, minor_units)


@CALLS.provision(_AUDITED, since=_SINCE, each="financial-year", per="custodian")
def audited_revenue_in_euro(audited_revenue_line: Money) -> Money:
    """Audited revenue of the year, all currencies, in euro."""
    return total(audited_revenue_line, "currency")


@CALLS.provision(_AUDITED, since=_SINCE, each="financial-year", per="custodian")
def audited_expenses_in_euro(audited_expenses_line: Money) -> Money:
    """Audited related expenses of the year, all currencies, in euro."""
    return total(audited_expenses_line, "currency")


@CALLS.provision(_AUDITED, since=_SINCE, each="financial-year", per="custodian")
def audited_reported_tax_in_euro(audited_tax_line: Money) -> Money:
    """Tax of the year as the audited accounts state it, all currencies, in euro."""
    return total(audited_tax_line, "currency")


@CALLS.provision(_AUDITED, since=_SINCE, each="financial-year", per="custodian")
def audited_net_profit(
    audited_revenue_in_euro: Money, audited_expenses_in_euro: Money, audited_tax: Money
) -> Money:
    """Net profit of the year on audited figures; losses and profits of the two halves offset, years do not."""
    return audited_revenue_in_euro - audited_expenses_in_euro - audited_tax


@CALLS.provision(CALLS.at("Art. 8(1)"), since=_SINCE, each="financial-year", per="custodian")
def definitive_contribution(
    audited_net_profit: Money, contribution_rate: Rate, half_years_in_scope: Count
) -> Money:
    """The contribution of the year on audited figures."""
    return when(over(half_years_in_scope) > 0, contribution_rate * at_least_zero(audited_net_profit), 0)


@CALLS.provision(CALLS.at("Art. 5(3)(a)"), since=_SINCE, each="financial-year", per="custodian")
def retention_of_year(
    retention: Money,
    retention_cap: Money,
    contribution: Money,
    definitive_contribution: Money,
    retention_cap_tested_on: Choice,
    audited: Flag,
    retention_rate: Rate,
    audited_retention: Money,
    audited_retention_is_stated: Flag,
) -> Money:
    """Retention of the year that stands after the audit: as stated with the accounts, within a cap that shrinks with the
    contribution.
    """
    kept, allowed, interim = over(retention), over(retention_cap), over(contribution)
    fraction = when(interim > 0, allowed / interim, retention_rate)
    asked = when(audited_retention_is_stated, smaller(at_least_zero(audited_retention), kept), kept)
    tested = smaller(asked, definitive_contribution * fraction)
    return when(audited, when(reading(retention_cap_tested_on, "audited year"), tested, asked), kept)


@CALLS.provision(CALLS.at("Art. 5(3)(a)"), since=_SINCE, each="financial-year", per="custodian")
def retention_excess(retention: Money, retention_of_year: Money) -> Money:
    """Retention of the year beyond the audited cap; it leaves the retained amounts and is part of what is due."""
    return over(retention) - retention_of_year


@CALLS.provision(_TRUEUP, since=_SINCE, each="financial-year", per="custodian")
def true_up(
    definitive_contribution: Money, retention_of_year: Money, interim_due: Money, audited: Flag
) -> Money:
    """What is due for the year after retention, less what was called for it; negative for an overpayment."""
    return when(audited, definitive_contribution - retention_of_year - over(interim_due), 0)


@CALLS.provision(CALLS.at("Art. 7 and 8"), since=_SINCE, each="call", per="custodian")
def netted(interim_due: Money, released: Money, true_up: Money, opening_overpayment: Money) -> Money:
    """This half-year, releases and last year's true-up, less an overpayment still open; it can be negative."""
    return at(interim_due) + released + at(true_up) - opening_overpayment


@CALLS.provision(CALLS.at("Art. 7 and 8(3)"), since=_SINCE, each="call", per="custodian")
def called(netted: Money) -> Money:
    """The debit note: never below zero, because nothing is ever refunded."""
    return at_least_zero(netted)


@CALLS.stock(_TRUEUP, since=_SINCE, each="call", per="custodian")
def overpayment(netted: Money, overpayment_beyond_next_call: Choice) -> Money:
    """Overpayment that the call could not absorb and that the next call still may."""
    return when(reading(overpayment_beyond_next_call, "rolls on"), at_least_zero(-netted), 0)


@CALLS.stock(_TRUEUP, since=_SINCE, each="call", per="custodian")
def lapsed_overpayment(
    opening_lapsed_overpayment: Money, netted: Money, overpayment_beyond_next_call: Choice
) -> Money:
    """Overpayment lost to the custodian under the reading that only the next payment may absorb it."""
    rest = when(reading(overpayment_beyond_next_call, "lapses"), at_least_zero(-netted), 0)
    return opening_lapsed_overpayment + rest
