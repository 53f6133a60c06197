"""Regulation (EU) 2026/467: the Ukraine Support Loan of at most EUR 90bn, beside the loans of the G7 initiative.

It claims nothing of the contribution and does not touch the loan mechanism. The two meet where reparations arrive: what
is due on this loan is the part of them that it has in all liabilities that reparations are to repay.
"""

from datetime import date

from usufruct.engine import Act, Flag, Money, Source
from usufruct.engine.words import at_least_zero, mul_div, smaller, when
from usufruct.law.eu import AS_ENACTED

SUPPORT = Act(
    Source(
        "Regulation (EU) 2026/467",
        "eu",
        date(2026, 2, 26),
        "32026R0467",
        note=f"{AS_ENACTED}; recitals not reviewed",
    )
)
_SINCE = "2026-02-27"
_CEILING = SUPPORT.at("Art. 4(1)")
_STEPS = SUPPORT.at("Art. 7(4)-(6) and 8")
_CUT = SUPPORT.at("Art. 4(3)")
_SHARE = SUPPORT.at("Art. 20(2)(k)(i)")
_TRIGGER = SUPPORT.at("Art. 20(2)(j)")
_COST = SUPPORT.at("Art. 22")
_ASSETS = SUPPORT.at("Art. 20(2)(n)")

SUPPORT.parameter("support_loan_ceiling", (_SINCE, "90 000 000 000", _CEILING), kind=Money)
for _name, _cite, _meaning, _why in (
    (
        "support_loan_opened",
        _STEPS,
        "amount that implementing decisions of the Council made accessible",
        "no decision found",
    ),
    ("support_loan_requested", _STEPS, "disbursement of the half-year", "none was reported for the half-year"),
    (
        "support_loan_cancelled",
        _CUT,
        "undisbursed amount cut because needs fell",
        "no decision cutting it was found",
    ),
    ("reparations_in_cash", _TRIGGER, "reparations or settlement received in cash", "none were received"),
    (
        "reparations_in_kind",
        _TRIGGER,
        "value of non-cash assets received, territory excluded, as valued independently",
        "none were received",
    ),
    ("support_loan_due_early", _TRIGGER, "repayment after a breach of the precondition, or fraud", "none was found"),
    (
        "other_reparations_loans",
        _SHARE,
        "outstanding reparations loans of the G7",
        "no reparations loan has been made",
    ),
    (
        "era_liabilities",
        _SHARE,
        "outstanding liabilities of the loans of the G7 initiative, in euro",
        "matters only when reparations are received; the loans are followed in their own currencies elsewhere",
    ),
    ("support_loan_interest", _COST, "borrowing cost of the half-year", "not published"),
    ("subsidy_appropriations", _COST, "appropriations available for the subsidy", "not published"),
):
    SUPPORT.input(_name, Money, _cite, _meaning, each="half-year", default=0, why=_why)
SUPPORT.input(
    "subsidy_requested",
    Flag,
    _COST,
    "Ukraine has requested the borrowing-cost subsidy for the year",
    each="half-year",
    default=1,
    why="the conclusions of December 2025 want Ukraine to repay on reparations only",
)


@SUPPORT.provision(_STEPS, since=_SINCE, each="half-year")
def support_loan_opened_now(
    opening_support_loan_accessible: Money, support_loan_opened: Money, support_loan_ceiling: Money
) -> Money:
    """What becomes accessible, within the ceiling."""
    return smaller(at_least_zero(support_loan_opened), support_loan_ceiling - opening_support_loan_accessible)


@SUPPORT.stock(_STEPS, since=_SINCE, each="half-year")
def support_loan_accessible(opening_support_loan_accessible: Money, support_loan_opened_now: Money) -> Money:
    """All that the Council has made accessible so far."""
    return opening_support_loan_accessible + support_loan_opened_now


@SUPPORT.provision(_CUT, since=_SINCE, each="half-year")
def support_loan_cut(
    support_loan_accessible: Money,
    opening_support_loan_disbursed: Money,
    opening_support_loan_lost: Money,
    support_loan_cancelled: Money,
) -> Money:
    """What is cut of the undisbursed amount; a settlement can close the tap that it makes repayable."""
    there = support_loan_accessible - opening_support_loan_disbursed - opening_support_loan_lost
    return smaller(at_least_zero(support_loan_cancelled), there)


@SUPPORT.stock(_CUT, since=_SINCE, each="half-year")
def support_loan_lost(opening_support_loan_lost: Money, support_loan_cut: Money) -> Money:
    """All that was cut so far."""
    return opening_support_loan_lost + support_loan_cut


@SUPPORT.provision(_STEPS, since=_SINCE, each="half-year")
def support_loan_paid(
    support_loan_accessible: Money,
    support_loan_lost: Money,
    opening_support_loan_disbursed: Money,
    support_loan_requested: Money,
) -> Money:
    """What is disbursed, within what is accessible and was not cut."""
    there = support_loan_accessible - support_loan_lost - opening_support_loan_disbursed
    return smaller(at_least_zero(support_loan_requested), there)


@SUPPORT.stock(_STEPS, since=_SINCE, each="half-year")
def support_loan_disbursed(opening_support_loan_disbursed: Money, support_loan_paid: Money) -> Money:
    """All that was disbursed so far."""
    return opening_support_loan_disbursed + support_loan_paid


@SUPPORT.provision(_TRIGGER, since=_SINCE, each="half-year")
def reparations_shared(reparations_in_cash: Money, reparations_in_kind: Money) -> Money:
    """Reparations that trigger a repayment: within 30 days in cash, 90 days after assets in kind."""
    return at_least_zero(reparations_in_cash) + at_least_zero(reparations_in_kind)


@SUPPORT.provision(_SHARE, since=_SINCE, each="half-year")
def liabilities_on_reparations(
    opening_support_loan_outstanding: Money, other_reparations_loans: Money, era_liabilities: Money
) -> Money:
    """Everything that reparations are shared over."""
    return opening_support_loan_outstanding + at_least_zero(other_reparations_loans) + at_least_zero(era_liabilities)


@SUPPORT.provision(_SHARE, since=_SINCE, each="half-year")
def support_loan_repaid(
    opening_support_loan_outstanding: Money,
    liabilities_on_reparations: Money,
    reparations_shared: Money,
    support_loan_due_early: Money,
) -> Money:
    """The part of the reparations that this loan has in all liabilities, and what a breach makes due."""
    share = mul_div(reparations_shared, opening_support_loan_outstanding, liabilities_on_reparations)
    return smaller(share + at_least_zero(support_loan_due_early), opening_support_loan_outstanding)


@SUPPORT.stock(_SHARE, since=_SINCE, each="half-year")
def support_loan_outstanding(
    opening_support_loan_outstanding: Money, support_loan_paid: Money, support_loan_repaid: Money
) -> Money:
    """What Ukraine owes on the loan; the rest stays until the next trigger."""
    return opening_support_loan_outstanding + support_loan_paid - support_loan_repaid


@SUPPORT.provision(_COST, since=_SINCE, each="half-year")
def interest_borne_by_the_union(
    support_loan_interest: Money, subsidy_requested: Flag, subsidy_appropriations: Money
) -> Money:
    """The borrowing-cost subsidy, within appropriations."""
    within = smaller(at_least_zero(support_loan_interest), at_least_zero(subsidy_appropriations))
    return when(subsidy_requested, within, 0)


@SUPPORT.provision(_COST, since=_SINCE, each="half-year")
def interest_borne_by_ukraine(support_loan_interest: Money, interest_borne_by_the_union: Money) -> Money:
    """What the subsidy does not cover."""
    return at_least_zero(support_loan_interest) - interest_borne_by_the_union


for _name, _text, _cite in (
    (
        "limited_recourse",
        "Ukraine repays from reparations only; its claim to them is pledged up to the amount disbursed.",
        SUPPORT.at("Art. 20(2)(a)-(b)"),
    ),
    (
        "repayment_terms",
        "Cash reparations are shared within 30 days, non-cash assets within 90 days of their valuation.",
        _TRIGGER,
    ),
    (
        "use_of_the_assets",
        "The Union may use immobilised assets to repay the loan, in accordance with Union and international law.",
        _ASSETS,
    ),
    (
        "indicative_split",
        "Thirty billion are meant for the budget and sixty for defence industry; only the ninety is a limit.",
        SUPPORT.at("Art. 7(3)(c)"),
    ),
    (
        "availability",
        "Available to 31 December 2027, disbursed by 31 December 2028.",
        SUPPORT.at("Art. 4(2)"),
    ),
    (
        "states_apart",
        "States that do not take part are compensated for debt service and calls on the guarantee.",
        SUPPORT.at("Art. 4(4)"),
    ),
):
    SUPPORT.statement(_name, _text, _cite, since=_SINCE)
