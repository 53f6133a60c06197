"""Commission Implementing Regulation (EU) 2024/1673: reports, calls and the yearly reconciliation.

What it says without moving a figure stands in :mod:`usufruct.law.eu.regulation_2024_1673_duties`.
"""

from datetime import date

from usufruct.engine import Act, Choice, Count, Flag, LocalMoney, Money, Rate, Source
from usufruct.engine.words import (
    at,
    at_least_zero,
    convert,
    mul_div,
    once,
    over,
    reading,
    rounded,
    smaller,
    total,
    when,
)
from usufruct.law.eu import AS_ENACTED
from usufruct.law.eu.rounding import to_the_cent

CALLS = Act(
    Source(
        "Commission Implementing Regulation (EU) 2024/1673",
        "eu",
        date(2024, 6, 7),
        "32024R1673",
        note=AS_ENACTED,
    )
)
_SINCE = "2024-02-15"
_EURO = CALLS.at("Art. 3(3)")
_INTERIM = CALLS.at("Art. 4(3)")
_AUDITED = CALLS.at("Art. 5(1)-(3)")
_RETAINED = CALLS.at("Art. 5(3)(a)")
_CALL = CALLS.at("Art. 7 and 8(2)-(4)")
_TRUEUP = CALLS.at("Art. 8(2)-(4)")
_LINE = ("custodian", "currency")

CALLS.reading(
    "conversion_source",
    options=("reference rates", "own rates"),
    default="reference rates",
    why="Art. 3(3) wants the rates stated but names no source; reference rates of the central bank can be checked",
    cite=_EURO,
)
CALLS.reading(
    "conversion_day",
    options=("mean of the half-year", "last day of the half-year"),
    default="mean of the half-year",
    why="Art. 3(3) wants the rates stated but names no day; income accrues over the whole half-year",
    cite=_EURO,
)
CALLS.reading(
    "retention_cap_tested_on",
    options=("audited year", "each call"),
    default="audited year",
    why="Art. 5(3) reports the retention of the year next to its contribution, so the cap binds the audited year too",
    cite=_RETAINED,
)
CALLS.reading(
    "overpayment_beyond_next_call",
    options=("rolls on", "lapses"),
    default="rolls on",
    why="the acts only net an overpayment against the next payment; letting the rest lapse would collect "
    "more than is due",
    cite=_TRUEUP,
)
CALLS.reading(
    "overpayment_without_further_payment",
    options=("not refunded", "refunded"),
    default="not refunded",
    why="both acts know only netting against a payment due to the Union; no provision pays a custodian back",
    cite=_TRUEUP,
)


CALLS.input(
    "own_rate",
    Rate,
    _EURO,
    "currency units for one euro that the custodian states in its report",
    per="currency",
    each="half-year",
    default=0,
    why="the reference rate is used where the custodian states none",
)
_AUDITED_LINES = (
    (
        "audited_revenue",
        "revenue in the audited accounts, of half-years in scope and from 15 February 2024 only",
    ),
    ("audited_expenses", "related expenses of the same time in the audited accounts"),
    (
        "audited_risk_provision",
        "provision for litigation and other risks of the same time in the audited accounts",
    ),
    ("audited_reported_tax", "corporate tax of the same time in the audited accounts"),
)
for _name, _meaning in _AUDITED_LINES:
    CALLS.input(
        _name,
        LocalMoney,
        _AUDITED,
        _meaning,
        per=_LINE,
        each="financial-year",
        default=0,
        why="only read where audited accounts are filed and state it",
    )
_AUDITED_FLAGS = (
    ("audited", _AUDITED, "audited accounts of the year have been filed", "no reconciliation without them"),
    (
        "audited_tax_is_reported",
        _AUDITED,
        "the audited accounts state the tax",
        "computed at the general rate",
    ),
    (
        "audited_retention_is_stated",
        _RETAINED,
        "the audited accounts state the retention",
        "what was kept stands",
    ),
)
for _name, _cite, _meaning, _why in _AUDITED_FLAGS:
    CALLS.input(_name, Flag, _cite, _meaning, per="custodian", each="financial-year", default=0, why=_why)
CALLS.input(
    "audited_retention",
    Money,
    _RETAINED,
    "retention of the year as stated with the audited accounts",
    per="custodian",
    each="financial-year",
    default=0,
    why="only read where it is stated",
)
CALLS.input(
    "audited_conversion_rate",
    Rate,
    _EURO,
    "currency units for one euro in the audited accounts",
    per="currency",
    each="financial-year",
    default=1,
    why="only read where audited accounts are filed; one for the euro",
)


@CALLS.provision(_EURO, since=_SINCE, each="half-year", per="currency")
def conversion_rate(
    average_rate: Rate, closing_rate: Rate, own_rate: Rate, conversion_day: Choice, conversion_source: Choice
) -> Rate:
    """Currency units for one euro at which the half-year is reported in euro."""
    reference = when(reading(conversion_day, "mean of the half-year"), average_rate, closing_rate)
    return when(reading(conversion_source, "own rates") & (own_rate > 0), own_rate, reference)


@CALLS.provision(_INTERIM, since=_SINCE, each="half-year", per="custodian")
def interim_due(contribution: Money, retention: Money) -> Money:
    """What the half-year makes due: contribution less retention; the call adds releases and the true-up."""
    return contribution - retention


@CALLS.provision(_INTERIM, since=_SINCE, each="half-year", per="custodian")
def half_years_in_scope(in_scope: Flag) -> Count:
    """One for a half-year in scope, so that a year or a call can count them."""
    return once(in_scope)


@CALLS.provision(_AUDITED, since=_SINCE, each="financial-year", per=_LINE)
def audited_revenue_line(audited_revenue: LocalMoney, audited_conversion_rate: Rate, minor_units: Count) -> Money:
    """Audited revenue of the year in one currency, in euro, to the cent."""
    return convert(audited_revenue, audited_conversion_rate, minor_units)


@CALLS.provision(_AUDITED, since=_SINCE, each="financial-year", per=_LINE)
def audited_expenses_line(
    audited_expenses: LocalMoney,
    audited_risk_provision: LocalMoney,
    audited_conversion_rate: Rate,
    minor_units: Count,
    risk_provision_deductible: Choice,
) -> Money:
    """Audited related expenses in one currency, in euro; a risk provision counts only under that reading."""
    counted = when(reading(risk_provision_deductible, "yes"), audited_risk_provision, 0)
    return convert(audited_expenses + counted, audited_conversion_rate, minor_units)


@CALLS.provision(_AUDITED, since=_SINCE, each="financial-year", per=_LINE)
def audited_tax_line(audited_reported_tax: LocalMoney, audited_conversion_rate: Rate, minor_units: Count) -> Money:
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
    audited_revenue_in_euro: Money,
    audited_expenses_in_euro: Money,
    audited_tax: Money,
    bank_levy: Money,
    bank_levy_deductible: Choice,
) -> Money:
    """Net profit of the year on audited figures; losses and profits of its halves offset, years do not."""
    special = when(reading(bank_levy_deductible, "yes"), over(bank_levy), 0)
    return audited_revenue_in_euro - audited_expenses_in_euro - audited_tax - special


@CALLS.provision(CALLS.at("Art. 8(1)"), since=_SINCE, each="financial-year", per="custodian")
def definitive_contribution(
    audited_net_profit: Money, contribution_rate: Rate, half_years_in_scope: Count, rounding: Choice
) -> Money:
    """The contribution of the year on audited figures."""
    share = to_the_cent(contribution_rate * at_least_zero(audited_net_profit), rounding)
    return when(over(half_years_in_scope) > 0, share, 0)


@CALLS.provision(_RETAINED, since=_SINCE, each="financial-year", per="custodian", rounds="down")
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
    """Retention of the year that stands after the audit.

    It is what the accounts state, never more than was kept, within a cap that shrinks with the contribution.
    """
    kept, allowed, interim = over(retention), over(retention_cap), over(contribution)
    # Each part is rounded by itself: one denominator for both would not fit exact arithmetic at a finer rate.
    in_proportion = rounded(mul_div(definitive_contribution, allowed, interim), "down")
    cap = when(interim > 0, in_proportion, rounded(definitive_contribution * retention_rate, "down"))
    asked = when(audited_retention_is_stated, smaller(at_least_zero(audited_retention), kept), kept)
    tested = smaller(asked, cap)
    return when(audited, when(reading(retention_cap_tested_on, "audited year"), tested, asked), kept)


@CALLS.provision(_RETAINED, since=_SINCE, each="financial-year", per="custodian")
def retention_excess(retention: Money, retention_of_year: Money) -> Money:
    """Retention of the year that does not stand after the audit: part of what is due."""
    return over(retention) - retention_of_year


@CALLS.provision(_TRUEUP, since=_SINCE, each="financial-year", per="custodian")
def true_up(definitive_contribution: Money, retention_of_year: Money, interim_due: Money, audited: Flag) -> Money:
    """What is due for the year after retention, less what was called for it; negative for an overpayment."""
    return when(audited, definitive_contribution - retention_of_year - over(interim_due), 0)


@CALLS.provision(_CALL, since=_SINCE, each="call", per="custodian")
def netted(interim_due: Money, released: Money, true_up: Money, opening_overpayment: Money) -> Money:
    """The half-year, releases and last year's true-up, less an open overpayment; it can be negative."""
    return at(interim_due) + released + at(true_up) - opening_overpayment


@CALLS.provision(_CALL, since=_SINCE, each="call", per="custodian")
def called(netted: Money) -> Money:
    """The debit note: never below zero (Art. 8(3))."""
    return at_least_zero(netted)


@CALLS.provision(CALLS.at("Art. 8(4) and 9"), since=_SINCE, each="call", per="custodian")
def separate_debit_note(called: Money, half_years_in_scope: Count) -> Money:
    """What is called although no biannual payment is due: a true-up or a release after the last one."""
    return when(at(half_years_in_scope) > 0, 0 * called, called)


@CALLS.provision(_TRUEUP, since=_SINCE, each="call", per="custodian")
def refunded(
    netted: Money,
    retained: Money,
    ban_over: Flag,
    half_years_in_scope: Count,
    overpayment_without_further_payment: Choice,
) -> Money:
    """Overpayment paid back, under that reading, once no biannual payment and no retention can absorb it."""
    nothing_to_come = ban_over & ~(at(half_years_in_scope) > 0) & (retained <= 0)
    paid_back = reading(overpayment_without_further_payment, "refunded") & nothing_to_come
    return when(paid_back, at_least_zero(-netted), 0)


@CALLS.stock(_TRUEUP, since=_SINCE, each="call", per="custodian")
def overpayment(netted: Money, refunded: Money, overpayment_beyond_next_call: Choice) -> Money:
    """Overpayment that the call could not absorb and that the next call still may."""
    return when(reading(overpayment_beyond_next_call, "rolls on"), at_least_zero(-netted) - refunded, 0)


@CALLS.stock(_TRUEUP, since=_SINCE, each="call", per="custodian")
def lapsed_overpayment(
    opening_lapsed_overpayment: Money, netted: Money, refunded: Money, overpayment_beyond_next_call: Choice
) -> Money:
    """Overpayment lost to the custodian under the reading that only the next payment may absorb it."""
    rest = when(reading(overpayment_beyond_next_call, "lapses"), at_least_zero(-netted) - refunded, 0)
    return opening_lapsed_overpayment + rest
