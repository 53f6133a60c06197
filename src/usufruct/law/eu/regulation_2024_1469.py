"""Regulation (EU) 2024/1469: the contribution and its retention, Article 5a(8) to (10) of Regulation 833/2014.

Published on 22 May 2024, reaching back to 15 February 2024. Retained amounts stay a debt to the Union, by vintage
and without interest, until they are used, released after five years or released when the measures end. What else
the Regulation says stands in :mod:`usufruct.law.eu.regulation_2024_1469_duties`.
"""

from datetime import date

from usufruct.engine import Act, Choice, Count, Flag, Money, Rate, Source
from usufruct.engine.words import aged, at, at_least_zero, once, pay_in_order, reading, smaller, when
from usufruct.law.eu import AS_ENACTED
from usufruct.law.eu.rounding import to_the_cent

LEVY = Act(Source("Council Regulation (EU) 2024/1469", "eu", date(2024, 5, 22), "32024R1469", note=AS_ENACTED))
_SINCE = "2024-02-15"
_PROFIT = LEVY.at("Art. 1(1), Art. 5a(8)(c)")
_RATE = LEVY.at("Art. 1(1), Art. 5a(9)")
_RETAIN = LEVY.at("Art. 1(1), Art. 5a(10)(a)")
_EXTRA = LEVY.at("Art. 1(1), Art. 5a(10)(b)")
_CUT = LEVY.at("Art. 1(1), Art. 5a(10)(c)")
_USE = LEVY.at("Art. 1(1), Art. 5a(10)(d)")
_TEST = LEVY.at("Art. 1(1), Art. 5a(10)(e)")
_END = LEVY.at("Art. 1(1), Art. 5a(10)(f)")
_REPORT = LEVY.at("Art. 1(2), Art. 5a(11)")
CALLS_FROM_COLLECTION = 11
"""A retention is collected with its call; the tenth call after it may fall before the fifth anniversary of that
day, the eleventh never does."""
CALLS_FROM_HALF_YEAR = 10
"""Counted from the end of its half-year, five years are over when the tenth call after its own is made."""

LEVY.parameter("contribution_rate", (_SINCE, "99.7 %", _RATE))
LEVY.parameter("retention_rate", (_SINCE, "10 %", _RETAIN))

LEVY.reading(
    "rounding",
    options=("half up", "half even", "down"),
    default="half up",
    why="no act prescribes a rounding; to the nearest cent, halves upwards, is the common commercial rule",
    cite=_RATE,
)
LEVY.reading(
    "five_years_run_from",
    options=("collection", "end of the half-year"),
    default="collection",
    why="the article names no start; recital 28 counts from the collection of the contribution",
    cite=_TEST,
)
LEVY.reading(
    "transfer_after_the_test",
    options=("call after the yearly report", "next call"),
    default="call after the yearly report",
    why="the article names no day; Art. 7(b) and 9 of Regulation 2024/1673 wait for the yearly report of the custodian",
    cite=_TEST,
)

LEVY.reading(
    "retention_cut_leaves",
    options=("vintages of the audited year", "oldest vintage"),
    default="vintages of the audited year",
    why="the article names no order; what the audit of a year takes back was retained for that year",
    cite=_TEST,
)

_PER_HALF_YEAR = (
    ("retention_requested", _RETAIN, "amount the custodian asks to keep where it does not keep the cap"),
    (
        "amount_used",
        _USE,
        "retained amounts spent on losses due to the war that own resources could not cover",
    ),
    ("released_by_decision", _CUT, "retained amounts that a decision makes due now"),
    ("still_needed", _TEST, "part of the vintage now five years old that the supervisor finds still needed"),
)
for _name, _cite, _meaning in _PER_HALF_YEAR:
    LEVY.input(
        _name,
        Money,
        _cite,
        _meaning,
        per="custodian",
        each="half-year",
        default=0,
        why="nothing of the kind was reported",
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
    "extra_retention_rate",
    Rate,
    _EXTRA,
    "extra share of the contribution that the supervisor allowed for this financial year",
    per="custodian",
    each="half-year",
    default=0,
    why="no supervisor decision was reported",
)
LEVY.input(
    "extra_retention_cut",
    Rate,
    _CUT,
    "share by which the Commission cut the extra retention",
    per="custodian",
    each="half-year",
    default=0,
    why="no Commission decision was reported",
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
LEVY.input(
    "retained_amounts_reported",
    Flag,
    _REPORT,
    "the report of 30 June after the year names the retained amounts to be transferred",
    per="custodian",
    each="financial-year",
    default=1,
    why="the report is due every year",
)


@LEVY.provision(_RATE, since=_SINCE, each="half-year", per="custodian")
def contribution(in_scope: Flag, net_profit: Money, contribution_rate: Rate, rounding: Choice) -> Money:
    """The share of the net profit owed to the Union; a loss owes nothing and is owed nothing."""
    return when(in_scope, to_the_cent(contribution_rate * at_least_zero(net_profit), rounding), 0)


@LEVY.provision(_PROFIT, since=_SINCE, each="half-year", per="custodian")
def undistributable(contribution: Money) -> Money:
    """Only the contribution may not be distributed; the rest of the net profit is free."""
    return contribution


@LEVY.provision(_PROFIT, since=_SINCE, each="half-year", per="custodian")
def distributable(net_profit: Money, undistributable: Money) -> Money:
    """What is left with the custodian: 0.3 % of a profit, the whole of a loss."""
    return net_profit - undistributable


@LEVY.provision(LEVY.at("Art. 1(1), Art. 5a(10)(a)-(c)"), since=_SINCE, each="half-year", per="custodian")
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


@LEVY.provision(_USE, since=_SINCE, each="call", per="custodian")
def retention_used(opening_retained: Money, opening_awaiting_transfer: Money, amount_used: Money) -> Money:
    """Retained amounts used since the last call, within what was still retained; they cease to be due."""
    return smaller(at_least_zero(at(amount_used)), opening_retained - opening_awaiting_transfer)


@LEVY.provision(_RETAIN, since=_SINCE, each="call", per="custodian")
def retention_cut_by_audit(
    opening_retained: Money, opening_awaiting_transfer: Money, retention_used: Money, retention_excess: Money
) -> Money:
    """Retention beyond the audited cap that leaves the liability; the true-up collects it.

    What was used already is no longer retained and cannot leave; the true-up collects it all the same.
    """
    return smaller(at(retention_excess), opening_retained - opening_awaiting_transfer - retention_used)


@LEVY.provision(_CUT, since=_SINCE, each="call", per="custodian")
def retention_recalled(
    opening_retained: Money,
    opening_awaiting_transfer: Money,
    retention_used: Money,
    retention_cut_by_audit: Money,
    released_by_decision: Money,
) -> Money:
    """Retained amounts that a decision makes due with this call."""
    there = opening_retained - opening_awaiting_transfer - retention_used - retention_cut_by_audit
    return smaller(at_least_zero(at(released_by_decision)), there)


@LEVY.provision(_END, since=_SINCE, each="call", per="custodian")
def released_at_the_end(
    opening_retained: Money,
    opening_awaiting_transfer: Money,
    retention_used: Money,
    retention_cut_by_audit: Money,
    retention_recalled: Money,
    ban_over: Flag,
    needed_after_the_end: Money,
) -> Money:
    """Once the measures are discontinued all unused retention is due, but for what the supervisor keeps."""
    there = opening_retained - opening_awaiting_transfer - retention_used - retention_cut_by_audit
    unused = there - retention_recalled
    return when(ban_over, at_least_zero(unused - at_least_zero(needed_after_the_end)), 0)


@LEVY.provision(_TEST, since=_SINCE, each="call", per="custodian")
def taken_oldest_first(
    retention_used: Money,
    retention_cut_by_audit: Money,
    retention_recalled: Money,
    released_at_the_end: Money,
    retention_cut_leaves: Choice,
) -> Money:
    """What goes out of the retained amounts without a test of their age, from the oldest on."""
    cut = when(reading(retention_cut_leaves, "oldest vintage"), retention_cut_by_audit, 0)
    return retention_used + cut + retention_recalled + released_at_the_end


@LEVY.provision(_TEST, since=_SINCE, each="call", per="custodian")
def vintages_before(
    opening_retained: Money,
    opening_awaiting_transfer: Money,
    opening_kept_after_five_years: Money,
    opening_vintage_of_last_call: Money,
    opening_vintage_of_call_before: Money,
) -> Money:
    """Retained amounts of all earlier half-years that are not five years old yet."""
    tested = opening_awaiting_transfer + opening_kept_after_five_years
    return opening_retained - tested - opening_vintage_of_last_call - opening_vintage_of_call_before


def _taken(oldest_first: Money, cut: Money, kept: Money, before: Money, second: Money, last: Money) -> list[Money]:
    """What leaves each of four parts: oldest first, but what the audit cuts from the audited year first."""
    parts = [kept, before, second, last]
    by_age = pay_in_order(oldest_first, parts)
    left = [part - taken for part, taken in zip(parts, by_age, strict=True)]
    of_second, of_last, of_before, of_kept = pay_in_order(cut, [left[2], left[3], left[1], left[0]])
    by_cut = [of_kept, of_before, of_second, of_last]
    return [one + other for one, other in zip(by_age, by_cut, strict=True)]


@LEVY.provision(_TEST, since=_SINCE, each="call", per="custodian")
def cut_from_audited_year(retention_cut_by_audit: Money, retention_cut_leaves: Choice) -> Money:
    """Retention cut by the audit that leaves the vintages of the audited year before any other."""
    return when(reading(retention_cut_leaves, "vintages of the audited year"), retention_cut_by_audit, 0)


@LEVY.stock(_TEST, since=_SINCE, each="call", per="custodian")
def vintage_of_last_call(retention: Money) -> Money:
    """What is retained with this call; nothing has left it yet."""
    return at(retention)


@LEVY.stock(_TEST, since=_SINCE, each="call", per="custodian")
def vintage_of_call_before(
    taken_oldest_first: Money,
    cut_from_audited_year: Money,
    opening_kept_after_five_years: Money,
    vintages_before: Money,
    opening_vintage_of_call_before: Money,
    opening_vintage_of_last_call: Money,
) -> Money:
    """What is left of the vintage of the call before."""
    parts = (opening_kept_after_five_years, vintages_before, opening_vintage_of_call_before)
    taken = _taken(taken_oldest_first, cut_from_audited_year, *parts, opening_vintage_of_last_call)
    return opening_vintage_of_last_call - taken[3]


@LEVY.provision(_TEST, since=_SINCE, each="call", per="custodian")
def matured(
    taken_oldest_first: Money,
    cut_from_audited_year: Money,
    opening_kept_after_five_years: Money,
    vintages_before: Money,
    opening_vintage_of_call_before: Money,
    opening_vintage_of_last_call: Money,
    five_years_run_from: Choice,
) -> Money:
    """The vintage that has been retained for five years without being used.

    The vintages of the last two calls, which an audit may cut, stand apart; older ones are told by their age.
    """
    parts = (opening_kept_after_five_years, vintages_before, opening_vintage_of_call_before)
    taken = _taken(taken_oldest_first, cut_from_audited_year, *parts, opening_vintage_of_last_call)
    grown_up = opening_vintage_of_call_before - taken[2]
    from_collection = aged(grown_up, taken[1], CALLS_FROM_COLLECTION - 2).matured
    from_half_year = aged(grown_up, taken[1], CALLS_FROM_HALF_YEAR - 2).matured
    return when(reading(five_years_run_from, "collection"), from_collection, from_half_year)


@LEVY.provision(_TEST, since=_SINCE, each="call", per="custodian")
def kept_at_the_test(matured: Money, still_needed: Money, ban_over: Flag) -> Money:
    """The part of the matured vintage that the supervisor lets the custodian keep."""
    return when(ban_over, matured, smaller(at_least_zero(at(still_needed)), matured))


@LEVY.stock(_TEST, since=_SINCE, each="call", per="custodian")
def kept_after_five_years(
    taken_oldest_first: Money,
    cut_from_audited_year: Money,
    opening_kept_after_five_years: Money,
    vintages_before: Money,
    opening_vintage_of_call_before: Money,
    opening_vintage_of_last_call: Money,
    kept_at_the_test: Money,
) -> Money:
    """Retention older than five years that was found to be still needed; it goes out before the vintages."""
    parts = (opening_kept_after_five_years, vintages_before, opening_vintage_of_call_before)
    taken = _taken(taken_oldest_first, cut_from_audited_year, *parts, opening_vintage_of_last_call)
    return opening_kept_after_five_years - taken[0] + kept_at_the_test


@LEVY.provision(_REPORT, since=_SINCE, each="financial-year", per="custodian")
def reports_on_retention(retained_amounts_reported: Flag) -> Count:
    """One for a year whose report on retained amounts has been made, so that a call can look for it."""
    return once(retained_amounts_reported)


@LEVY.provision(_TEST, since=_SINCE, each="call", per="custodian")
def released_after_the_test(
    opening_awaiting_transfer: Money,
    matured: Money,
    kept_at_the_test: Money,
    reports_on_retention: Count,
    ban_over: Flag,
    transfer_after_the_test: Choice,
) -> Money:
    """Retention no longer needed after five years, carried by the call that may carry it."""
    carried = ban_over | (at(reports_on_retention) > 0) | reading(transfer_after_the_test, "next call")
    return when(carried, opening_awaiting_transfer + matured - kept_at_the_test, 0)


@LEVY.stock(_TEST, since=_SINCE, each="call", per="custodian")
def awaiting_transfer(
    opening_awaiting_transfer: Money, matured: Money, kept_at_the_test: Money, released_after_the_test: Money
) -> Money:
    """Retention no longer needed that waits for the yearly report; still part of what is retained."""
    return opening_awaiting_transfer + matured - kept_at_the_test - released_after_the_test


@LEVY.provision(LEVY.at("Art. 1(1), Art. 5a(10)(c), (e) and (f)"), since=_SINCE, each="call", per="custodian")
def released(retention_recalled: Money, released_at_the_end: Money, released_after_the_test: Money) -> Money:
    """Retention that becomes payable with this call."""
    return retention_recalled + released_at_the_end + released_after_the_test


@LEVY.stock(_RETAIN, since=_SINCE, each="call", per="custodian")
def retained(
    opening_retained: Money,
    retention: Money,
    retention_used: Money,
    retention_cut_by_audit: Money,
    released: Money,
) -> Money:
    """Liability to the Union for retained amounts, after the call; it bears no interest."""
    return opening_retained + at(retention) - retention_used - retention_cut_by_audit - released
