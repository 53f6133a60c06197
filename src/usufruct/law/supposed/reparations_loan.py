"""Proposed in December 2025, not adopted: cash of the central bank swapped into an instrument of the Union at 0 %.

The claim of the central bank against the custodian stays as it is; the custodian then holds the Union's instrument in
the place of cash. What is swapped yields nothing, so the base of the levy shrinks by it. The loan was meant for 2026
and 2027: its rules are taken to hold from the first half-year of 2026. The text of COM(2025) 3502 was not read; what
stands here was reported, and the options differ between reports.
"""

from datetime import date

from usufruct.engine import Act, Choice, Count, LocalMoney, Money, Rate, Source
from usufruct.engine.words import at_least_zero, convert, mul_div, over, reading, smaller, total, when

LOAN = Act(
    Source(
        "Proposal for a reparations loan",
        "eu",
        date(2025, 12, 3),
        kind="proposal",
        status="proposed",
        verified=False,
        note="as reported; COM(2025) 3502 was not read",
    )
)
_SINCE = "2026-01-01"
_SIZE = LOAN.at("size of the loan")
_SWAP = LOAN.at("debt contract of the Union at 0 %")
_ERA = LOAN.at("repayment of the loans of the G7 initiative")
_GUARANTEE = LOAN.at("draft terms of 18 December 2025, guarantees")

for _size in ("90", "140", "165", "210"):
    LOAN.parameter(f"loan_of_{_size}", (_SINCE, f"{_size} 000 000 000", _SIZE), kind=Money)
LOAN.parameter("era_part_of_the_loan", (_SINCE, "45 000 000 000", _ERA), kind=Money)
LOAN.parameter("guarantees_before_payout", (_SINCE, "75 %", _GUARANTEE))
LOAN.parameter("rate_of_the_instrument", (_SINCE, "0 %", _SWAP))
LOAN.reading(
    "size_of_the_loan",
    options=("90", "140", "165", "210"),
    default="90",
    why="headline of the proposal for 2026 and 2027; 140 was the paper of September, 165 a report, 210 the ceiling",
    cite=_SIZE,
)
LOAN.reading(
    "era_under_the_loan",
    options=("repaid first", "preserved"),
    default="preserved",
    why="the draft conclusions of 18 December preserve the loans; the reported proposal set EUR 45bn aside",
    cite=_ERA,
)
LOAN.input(
    "guarantees_given",
    Rate,
    _GUARANTEE,
    "share of the guarantees that is in place",
    each="half-year",
    default=1,
    why="the regime supposes that the loan is made",
)


@LOAN.provision(_SIZE, since=_SINCE, each="half-year")
def loan_agreed(
    loan_of_90: Money, loan_of_140: Money, loan_of_165: Money, loan_of_210: Money, size_of_the_loan: Choice
) -> Money:
    """The loan, in the size that is read."""
    upper = when(reading(size_of_the_loan, "165"), loan_of_165, loan_of_210)
    middle = when(reading(size_of_the_loan, "140"), loan_of_140, upper)
    return when(reading(size_of_the_loan, "90"), loan_of_90, middle)


@LOAN.provision(_SWAP, since=_SINCE, each="half-year")
def cash_of_all_holders(value_held: Money) -> Money:
    """What the custodians hold, the most that could be swapped."""
    return total(value_held, "custodian")


@LOAN.provision(_GUARANTEE, since=_SINCE, each="half-year")
def loan_paid_in(
    loan_agreed: Money, cash_of_all_holders: Money, guarantees_given: Rate, guarantees_before_payout: Rate
) -> Money:
    """The cash swapped: the loan within what is held, once enough of the guarantees is in place."""
    there = smaller(loan_agreed, at_least_zero(cash_of_all_holders))
    return when(guarantees_given >= guarantees_before_payout, there, 0)


@LOAN.provision(_ERA, since=_SINCE, each="half-year")
def era_repaid_at_once(loan_paid_in: Money, era_part_of_the_loan: Money, era_under_the_loan: Choice) -> Money:
    """The part of the loan that repays the loans of the G7 initiative, where they are repaid first."""
    return when(reading(era_under_the_loan, "repaid first"), smaller(loan_paid_in, era_part_of_the_loan), 0)


@LOAN.provision(_ERA, since=_SINCE, each="half-year")
def era_repaid_now(opening_era_repaid_so_far: Money, era_repaid_at_once: Money) -> Money:
    """What of it is paid in this half-year: all of it in the first one."""
    return at_least_zero(era_repaid_at_once - opening_era_repaid_so_far)


@LOAN.stock(_ERA, since=_SINCE, each="half-year")
def era_repaid_so_far(opening_era_repaid_so_far: Money, era_repaid_now: Money) -> Money:
    """All that the loan has paid to repay the loans of the G7 initiative."""
    return opening_era_repaid_so_far + era_repaid_now


@LOAN.provision(_ERA, since=_SINCE, each="call")
def era_repayment_called(era_repaid_now: Money) -> Money:
    """The same, at the call that follows the half-year."""
    return over(era_repaid_now)


@LOAN.provision(_ERA, since=_SINCE, each="request", supplies=True)
def voluntary_contributions(era_repayment_called: Money) -> Money:
    """It reaches the lenders through the mechanism, as a voluntary contribution does."""
    return over(era_repayment_called)


@LOAN.provision(_SIZE, since=_SINCE, each="half-year")
def loan_for_ukraine(loan_paid_in: Money, era_repaid_at_once: Money) -> Money:
    """The part of the loan that Ukraine can spend."""
    return loan_paid_in - era_repaid_at_once


@LOAN.provision(_SWAP, since=_SINCE, each="half-year", per=("custodian", "currency"))
def revenue_unswapped(revenue: LocalMoney, conversion_rate: Rate, minor_units: Count) -> Money:
    """What all balances would earn, in euro."""
    return convert(revenue, conversion_rate, minor_units)


@LOAN.provision(_SWAP, since=_SINCE, each="half-year", per=("custodian", "currency"))
def revenue_foregone(revenue_unswapped: Money, loan_paid_in: Money, cash_of_all_holders: Money) -> Money:
    """What the swapped balances would have earned; every custodian has the same part of its balances swapped."""
    return mul_div(revenue_unswapped, loan_paid_in, cash_of_all_holders)


@LOAN.provision(_SWAP, since=_SINCE, each="half-year", per=("custodian", "currency"))
def revenue_line(revenue_unswapped: Money, revenue_foregone: Money) -> Money:
    """Revenue from the balances that were not swapped; the instrument yields nothing."""
    return revenue_unswapped - revenue_foregone


LOAN.statement(
    "claim_unchanged",
    "The claim of the central bank against the custodian is not reduced by the swap.",
    _SWAP,
    since=_SINCE,
)
LOAN.statement(
    "guarantees_by_income",
    "Member states guarantee the instrument by the key of gross national income, irrevocably and on demand.",
    _GUARANTEE,
    since=_SINCE,
)
