"""What Regulation (EU) 2024/2773 asks of the loans, answered by the loans themselves.

The Regulation takes the amount due to each lender, the money kept for it and what falls due on the Union's loan as
reports (Art. 7(2)(g)). For a run of decades they follow from the debts, and stand here as rules in their place.
"""

from datetime import date

from usufruct.engine import Act, Choice, Count, Flag, LocalMoney, Money, Rate, Source
from usufruct.engine.words import at_least_zero, convert, latch, reading, smaller, total, when
from usufruct.law.eu.regulation_2024_2773 import FORCE, MECHANISM

APPLIED = Act(
    Source(
        "Regulation (EU) 2024/2773, applied to the debts",
        "eu",
        date(2024, 10, 28),
        kind="agreement",
        verified=False,
        note="the agreement of December 2024 with Ukraine and the loan agreements were not read",
    )
)
PAYABLE_FROM = "2024-12-06"
"""Entry into force of the agreement between the Union and Ukraine: no payment before (Art. 7(1))."""
_DUE = MECHANISM.at("Art. 7(2)(g)(i), 8(2)(b)")
_KEPT = MECHANISM.at("Art. 7(2)(g)(ii)")
_REDUCTION = MECHANISM.at("Art. 5(3)")
_SURPLUS = MECHANISM.at("Art. 8(4), 15(2)(e)")

APPLIED.measure("disbursement_window", (FORCE, "2027-12-31", MECHANISM.at("Art. 5(3), 6(2)")))
APPLIED.reading(
    "amount_due_means",
    options=("whole debt with interest", "interest and scheduled principal", "committed principal"),
    default="whole debt with interest",
    why="Art. 8(2)(b) says the total amount due, and Art. 5(2) speaks of repayment with interest and costs",
    cite=_DUE,
)
APPLIED.reading(
    "undrawn_commitment",
    options=("counts as due", "is not due"),
    default="counts as due",
    why="the allocation goes by committed principal from entry into force, and everything available is paid out",
    cite=_DUE,
)
APPLIED.reading(
    "undisbursed_by_2027",
    options=("not reduced", "reduced in proportion"),
    default="not reduced",
    why="the Commission may reduce the share of a bilateral loan not fully disbursed by then; it need not",
    cite=_REDUCTION,
)
APPLIED.reading(
    "union_surplus_use",
    options=("early repayment", "retained"),
    default="early repayment",
    why="Art. 8(4) offers both; the G7 announced that excess income goes to early repayment",
    cite=_SURPLUS,
)


@APPLIED.provision(_DUE, since=FORCE, each="request", per="lender")
def undrawn(undisbursed: LocalMoney, disbursement_window: Flag) -> LocalMoney:
    """Committed principal that can still be drawn."""
    return when(disbursement_window, undisbursed, 0)


@APPLIED.provision(_DUE, since=FORCE, each="request", per="lender", rounds="up")
def debt_in_euro(debt: LocalMoney, lender_rate: Rate, lender_minor_units: Count) -> Money:
    """The debt in euro at the rate of the day of the request, rounded up so that it is enough to discharge it."""
    return convert(debt, lender_rate, lender_minor_units)


@APPLIED.provision(_DUE, since=FORCE, each="request", per="lender", rounds="up")
def undrawn_in_euro(undrawn: LocalMoney, lender_rate: Rate, lender_minor_units: Count) -> Money:
    """What can still be drawn, in euro at the rate of the day of the request."""
    return convert(undrawn, lender_rate, lender_minor_units)


@APPLIED.provision(_DUE, since=FORCE, each="request", per="lender", rounds="up")
def falls_due_in_euro(falls_due: LocalMoney, lender_rate: Rate, lender_minor_units: Count) -> Money:
    """What falls due at the request, in euro."""
    return convert(falls_due, lender_rate, lender_minor_units)


@APPLIED.provision(_DUE, since=FORCE, each="request", per="lender")
def whole_debt_in_euro(debt_in_euro: Money, undrawn_in_euro: Money, undrawn_commitment: Choice) -> Money:
    """The whole debt with interest, and by reading what can still be drawn."""
    return debt_in_euro + when(reading(undrawn_commitment, "counts as due"), undrawn_in_euro, 0)


@APPLIED.provision(_KEPT, since=FORCE, each="request", per="lender")
def kept_for_loan(
    unspent: Money,
    is_union: Flag,
    opening_union_surplus: Money,
    interest_on_surplus: Money,
    opening_suspended_share: Money,
) -> Money:
    """Everything that the limit of Art. 8(2)(b) takes off the amount due: paid before, and still there."""
    of_union = opening_union_surplus + interest_on_surplus + opening_suspended_share
    return unspent + when(is_union, of_union, 0)


@APPLIED.provision(_DUE, since=FORCE, each="request", per="lender", supplies=True)
def amount_due(
    whole_debt_in_euro: Money,
    falls_due_in_euro: Money,
    principal_in_euro: Money,
    opening_paid_so_far: Money,
    kept_for_loan: Money,
    amount_due_means: Choice,
) -> Money:
    """What remains due to the lender under its loan, by reading.

    Committed principal means that payments never pass it in sum. Money kept for the loan counts among them already,
    and the limit of Art. 8(2)(b) takes it off once more; it is therefore put back here.
    """
    left = at_least_zero(principal_in_euro - opening_paid_so_far + kept_for_loan)
    committed = smaller(left, whole_debt_in_euro)
    scheduled = when(
        reading(amount_due_means, "interest and scheduled principal"), falls_due_in_euro, whole_debt_in_euro
    )
    return when(reading(amount_due_means, "committed principal"), committed, scheduled)


@APPLIED.provision(_KEPT, since=FORCE, each="request", per="lender", supplies=True)
def unspent(opening_unspent_held: Money, interest_on_unspent: Money) -> Money:
    """Money kept for a bilateral loan, with the interest on it."""
    return opening_unspent_held + interest_on_unspent


@APPLIED.provision(MECHANISM.at("Art. 5(2), 7(1)"), since=PAYABLE_FROM, each="request", per="lender")
def repaid(loan_in_force: Flag, debt: LocalMoney, undrawn: LocalMoney) -> Flag:
    """Fully repaid, with interest: no debt and nothing left to draw, whatever counts as the amount due."""
    return latch(loan_in_force & (debt <= 0) & (undrawn <= 0), ~loan_in_force)


@APPLIED.provision(_REDUCTION, since=FORCE, each="request", per="lender", supplies=True)
def reduction_for_undisbursed(
    undisbursed: LocalMoney, principal: LocalMoney, disbursement_window: Flag, undisbursed_by_2027: Choice
) -> Rate:
    """Undisbursed over committed principal once the window has closed, if the allocation is reduced at all."""
    reduced = ~disbursement_window & reading(undisbursed_by_2027, "reduced in proportion")
    return when(reduced, undisbursed / principal, 0)


@APPLIED.provision(MECHANISM.at("Art. 15(2)(f)"), since=FORCE, each="request", supplies=True)
def union_loan_due(falls_due_in_euro: Money, is_union: Flag) -> Money:
    """What falls due on the Union's loan at the request."""
    return total(when(is_union, falls_due_in_euro, 0), "lender")


@APPLIED.provision(_SURPLUS, since=FORCE, each="request", supplies=True)
def early_repayment(debt_in_euro: Money, union_loan_due: Money, is_union: Flag, union_surplus_use: Choice) -> Money:
    """What the Union's surplus may repay before it falls due: the rest of the debt, or nothing where it is retained."""
    rest = at_least_zero(total(when(is_union, debt_in_euro, 0), "lender") - union_loan_due)
    return when(reading(union_surplus_use, "early repayment"), rest, 0)


@APPLIED.provision(MECHANISM.at("Art. 8(4)"), since=FORCE, each="request")
def union_surplus_factor(unspent_interest_factor: Rate, is_union: Flag) -> Rate:
    """Sum of rate x days / basis for the Union's surplus."""
    return total(when(is_union, unspent_interest_factor, 0), "lender")


@APPLIED.provision(MECHANISM.at("Art. 8(4)"), since=FORCE, each="request", supplies=True)
def interest_on_surplus(opening_union_surplus: Money, union_surplus_factor: Rate) -> Money:
    """Interest on the Union's retained surplus."""
    return opening_union_surplus * union_surplus_factor
