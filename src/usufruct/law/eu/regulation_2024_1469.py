"""Regulation (EU) 2024/1469: the contribution, Article 5a(8) to (11) of Regulation 833/2014.

Published on 22 May 2024, reaching back to 15 February 2024. Retained amounts stay a debt to the Union, by vintage and
without interest, until they are used, released after five years or released when the measures end.
"""

from datetime import date

from usufruct.engine import Act, Choice, Flag, Money, Rate, Source
from usufruct.engine.words import aged, at, at_least_zero, pay_in_order, reading, rounded, smaller, when

LEVY = Act(Source("Council Regulation (EU) 2024/1469", "eu", date(2024, 5, 22), "32024R1469"))
_PAR9 = LEVY.at("Art. 1, Art. 5a(9)")
_RETAIN = LEVY.at("Art. 1, Art. 5a(10)(a)")
_TEST = LEVY.at("Art. 1, Art. 5a(10)(e)")
_END = LEVY.at("Art. 1, Art. 5a(10)(f)")
_SINCE = "2024-02-15"
CALLS_FROM_COLLECTION = 11
"""A retention is collected with its call, in the half-year after its own; the fifth anniversary falls eleven half-years later."""
CALLS_FROM_HALF_YEAR = 10

LEVY.parameter("contribution_rate", (_SINCE, "99.7 %", _PAR9))
LEVY.parameter("retention_rate", (_SINCE, "10 %", _RETAIN))

LEVY.reading(
    "rounding",
    options=("half up", "half even", "down"),
    default="half up",
    why="no act prescribes a rounding; the nearest cent, halves upwards, is what invoices of the Union show",
    cite=_PAR9,
)

LEVY.reading(
    "five_years_run_from",
    options=("collection", "end of the half-year"),
    default="collection",
    why="the article names no start; recital 28 counts from the collection of the contribution",
    cite=_TEST,
)

LEVY.input(
    "retains_the_cap",
    Flag,
    _RETAIN,
    "the custodian keeps as much as the cap allows",
    per="custodian",
    each="half-year",
    default=1,
    why="published payments are nine tenths of the published contributions",
)
LEVY.input(
    "retention_requested",
    Money,
    _RETAIN,
    "amount the custodian asks to keep where it does not keep the cap",
    per="custodian",
    each="half-year",
    default=0,
    why="only read where the cap is not kept",
)
LEVY.input(
    "extra_retention_rate",
    Rate,
    LEVY.at("Art. 1, Art. 5a(10)(b)"),
    "extra share of the contribution that the supervisor allowed",
    per="custodian",
    each="half-year",
    default=0,
    why="no supervisor decision was reported",
)
LEVY.input(
    "extra_retention_cut",
    Rate,
    LEVY.at("Art. 1, Art. 5a(10)(c)"),
    "share by which the Commission cut the extra retention",
    per="custodian",
    each="half-year",
    default=0,
    why="no Commission decision was reported",
)
LEVY.input(
    "amount_used",
    Money,
    LEVY.at("Art. 1, Art. 5a(10)(d)"),
    "retained amounts spent on losses due to the war that own resources could not cover",
    per="custodian",
    each="half-year",
    default=0,
    why="no use was reported",
)
LEVY.input(
    "released_by_decision",
    Money,
    LEVY.at("Art. 1, Art. 5a(10)(c)"),
    "retained amounts that a decision makes due now",
    per="custodian",
    each="half-year",
    default=0,
    why="no decision was reported",
)
LEVY.input(
    "still_needed",
    Money,
    _TEST,
    "part of the matured vintage that the supervisor decides is still needed",
    per="custodian",
    each="half-year",
    default=0,
    why="no supervisor decision was reported",
)
LEVY.input(
    "needed_after_the_end",
    Money,
    _END,
    "part of the retention that the supervisor keeps back after the end of the measures",
    per="custodian",
    each="call",
    default=0,
    why="no supervisor decision was reported",
)


@LEVY.provision(_PAR9, since=_SINCE, each="half-year", per="custodian")
def contribution(in_scope: Flag, net_profit: Money, contribution_rate: Rate, rounding: Choice) -> Money:
    """The share of the net profit that a custodian in scope owes to the Union; a loss owes nothing and is owed nothing."""
    share = contribution_rate * at_least_zero(net_profit)
    nearest = when(reading(rounding, "half even"), rounded(share, "half even"), rounded(share))
    return when(in_scope, when(reading(rounding, "down"), rounded(share, "down"), nearest), 0)


@LEVY.provision(LEVY.at("Art. 1, Art. 5a(8)(c)"), since=_SINCE, each="half-year", per="custodian")
def undistributable(contribution: Money) -> Money:
    """Only the contribution may not be distributed; the rest of the net profit is free."""
    return contribution


@LEVY.provision(LEVY.at("Art. 1, Art. 5a(8)(c)"), since=_SINCE, each="half-year", per="custodian")
def distributable(net_profit: Money, undistributable: Money) -> Money:
    """What is left with the custodian: 0.3 % of a profit, the whole of a loss."""
    return net_profit - undistributable


@LEVY.provision(LEVY.at("Art. 1, Art. 5a(10)(a)-(c)"), since=_SINCE, each="half-year", per="custodian")
def retention_share(retention_rate: Rate, extra_retention_rate: Rate, extra_retention_cut: Rate) -> Rate:
    """Share of the contribution that may be kept: the cap, and what a supervisor allowed beyond it."""
    return retention_rate + at_least_zero(extra_retention_rate - extra_retention_cut)


@LEVY.provision(_RETAIN, since=_SINCE, each="half-year", per="custodian", rounds="down")
def retention_cap(contribution: Money, retention_share: Rate) -> Money:
    """The most that may be kept of this half-year's contribution; never a cent above the share."""
    return retention_share * contribution


@LEVY.provision(_RETAIN, since=_SINCE, each="half-year", per="custodian")
def retention(retention_cap: Money, retains_the_cap: Flag, retention_requested: Money) -> Money:
    """What the custodian provisionally keeps; it remains due to the Union."""
    return when(retains_the_cap, retention_cap, smaller(at_least_zero(retention_requested), retention_cap))


@LEVY.provision(LEVY.at("Art. 1, Art. 5a(10)(d)"), since=_SINCE, each="call", per="custodian")
def retention_used(opening_retained: Money, amount_used: Money) -> Money:
    """Retained amounts used since the last call, never more than was retained; they cease to be due."""
    return smaller(at_least_zero(at(amount_used)), opening_retained)


@LEVY.provision(LEVY.at("Art. 1, Art. 5a(10)(c)"), since=_SINCE, each="call", per="custodian")
def retention_recalled(opening_retained: Money, retention_used: Money, released_by_decision: Money) -> Money:
    """Retained amounts that a decision makes due with this call."""
    return smaller(at_least_zero(at(released_by_decision)), opening_retained - retention_used)


@LEVY.provision(_END, since=_SINCE, each="call", per="custodian")
def released_at_the_end(
    opening_retained: Money,
    retention_used: Money,
    retention_recalled: Money,
    ban_over: Flag,
    needed_after_the_end: Money,
) -> Money:
    """Once the measures are discontinued all unused retention is due, but for what the supervisor keeps back."""
    unused = opening_retained - retention_used - retention_recalled
    return when(ban_over, at_least_zero(unused - at_least_zero(needed_after_the_end)), 0)


@LEVY.provision(_TEST, since=_SINCE, each="call", per="custodian")
def leaves_the_vintages(
    retention_used: Money,
    retention_recalled: Money,
    released_at_the_end: Money,
    retention_excess: Money,
    opening_kept_after_five_years: Money,
) -> Money:
    """What goes out of the dated vintages, oldest first: use, recall, release and excess, after the undated rest."""
    gone = retention_used + retention_recalled + released_at_the_end + at(retention_excess)
    return gone - smaller(gone, opening_kept_after_five_years)


@LEVY.provision(_TEST, since=_SINCE, each="call", per="custodian")
def matured(retention: Money, leaves_the_vintages: Money, five_years_run_from: Choice) -> Money:
    """The vintage that has been retained for five years without being used."""
    from_collection = aged(at(retention), leaves_the_vintages, CALLS_FROM_COLLECTION).matured
    from_half_year = aged(at(retention), leaves_the_vintages, CALLS_FROM_HALF_YEAR).matured
    return when(reading(five_years_run_from, "collection"), from_collection, from_half_year)


@LEVY.provision(_TEST, since=_SINCE, each="call", per="custodian")
def kept_at_the_test(matured: Money, still_needed: Money, ban_over: Flag) -> Money:
    """The part of the matured vintage that the supervisor lets the custodian keep."""
    return when(ban_over, matured, smaller(at_least_zero(at(still_needed)), matured))


@LEVY.stock(_TEST, since=_SINCE, each="call", per="custodian")
def kept_after_five_years(
    opening_kept_after_five_years: Money,
    kept_at_the_test: Money,
    retention_used: Money,
    retention_recalled: Money,
    released_at_the_end: Money,
    retention_excess: Money,
) -> Money:
    """Retention older than five years that was found to be still needed; it goes out before the dated vintages."""
    gone = retention_used + retention_recalled + released_at_the_end + at(retention_excess)
    left = pay_in_order(gone, [opening_kept_after_five_years])[0]
    return opening_kept_after_five_years - left + kept_at_the_test


@LEVY.provision(LEVY.at("Art. 1, Art. 5a(10)(c), (e) and (f)"), since=_SINCE, each="call", per="custodian")
def released(
    retention_recalled: Money, released_at_the_end: Money, matured: Money, kept_at_the_test: Money
) -> Money:
    """Retention that becomes payable with this call."""
    return retention_recalled + released_at_the_end + matured - kept_at_the_test


@LEVY.stock(_RETAIN, since=_SINCE, each="call", per="custodian")
def retained(
    opening_retained: Money, retention: Money, retention_used: Money, released: Money, retention_excess: Money
) -> Money:
    """Liability to the Union for retained amounts, after the call."""
    return opening_retained + at(retention) - retention_used - released - at(retention_excess)
