"""Regulation (EU) 2024/2773: the Ukraine Loan Cooperation Mechanism and the exceptional macro-financial loan.

Everything available is paid out at each request, by initial committed principal in euro at the frozen rates. The
Regulation knows no rounding, no reserve and no order inside a loan; what it leaves open is a reading.
"""

from datetime import date

from usufruct.engine import Act, Choice, Count, Flag, LocalMoney, Money, Rate, Source, allocate
from usufruct.engine.words import (
    at_least_zero,
    convert,
    cover,
    larger,
    latch,
    over,
    reading,
    smaller,
    total,
    when,
)

MECHANISM = Act(Source("Regulation (EU) 2024/2773", "eu", date(2024, 10, 28), "32024R2773"))
_FORCE = "2024-10-29"
_LENDERS = 5

MECHANISM.parameter("ceiling", (_FORCE, "45 000 000 000", MECHANISM.at("Art. 5(4)")), kind=Money)
MECHANISM.parameter(
    "union_loan_before_reduction", (_FORCE, "35 000 000 000", MECHANISM.at("Art. 10(1)")), kind=Money
)

MECHANISM.input(
    "principal",
    LocalMoney,
    MECHANISM.at("Art. 5(2), recital 16"),
    "initial principal committed in the loan documents",
    per="lender",
)
MECHANISM.input(
    "frozen_rate",
    Rate,
    MECHANISM.at("Art. 6(5)(b)"),
    "currency units for one euro, printed in the Official Journal of 20 September 2024",
    per="lender",
)
MECHANISM.input(
    "lender_minor_units",
    Count,
    MECHANISM.at("Art. 6(5)(b)"),
    "minor units in one unit of the lender's currency",
    per="lender",
)
MECHANISM.input("is_union", Flag, MECHANISM.at("Art. 9"), "the loan is the Union's own", per="lender")
MECHANISM.input(
    "loan_in_force",
    Flag,
    MECHANISM.at("Art. 5(3)"),
    "the loan has entered into force",
    per="lender",
    each="request",
)
MECHANISM.input(
    "amount_due",
    Money,
    MECHANISM.at("Art. 8(2)(b)"),
    "what is still due to the lender under its loan",
    per="lender",
    each="request",
)
MECHANISM.input(
    "reduction_for_undisbursed",
    Rate,
    MECHANISM.at("Art. 5(3)"),
    "share by which the allocation was reduced because the loan was not fully disbursed",
    per="lender",
    each="request",
    default=0,
    why="a reduction is optional and none was reported",
)
MECHANISM.input(
    "voluntary_contributions",
    Money,
    MECHANISM.at("Art. 4(1)(b)"),
    "contributions of states and others since the last request",
    each="request",
    default=0,
    why="none was reported",
)
MECHANISM.input(
    "union_loan_due",
    Money,
    MECHANISM.at("Art. 15(2)(f)"),
    "what falls due on the macro-financial loan at the request",
    each="request",
    default=0,
    why="no repayment schedule is published; nothing is shown as discharged",
)
MECHANISM.input(
    "interest_on_surplus",
    Money,
    MECHANISM.at("Art. 8(4)"),
    "interest earned on the retained surplus since the last request",
    each="request",
    default=0,
    why="none was reported",
)
MECHANISM.input(
    "reparations_received",
    Money,
    MECHANISM.at("Art. 15(2)(f)(iii)"),
    "reparations that Ukraine must use for the loan",
    each="request",
    default=0,
    why="none was paid",
)
MECHANISM.input(
    "union_share_suspended",
    Flag,
    MECHANISM.at("Art. 11(5)"),
    "the Union's part of the mechanism is suspended",
    each="request",
    default=0,
    why="no suspension was reported",
)

MECHANISM.reading(
    "union_principal",
    options=("as published", "rest of the ceiling"),
    default="as published",
    why="the Union printed EUR 18.115bn; the ceiling less the four bilateral loans is EUR 0.7m more",
    cite=MECHANISM.at("Art. 10(1)"),
)
MECHANISM.reading(
    "share_of_a_capped_loan",
    options=("offered to the others", "stays in the mechanism"),
    default="offered to the others",
    why="Art. 8(3) wants everything paid out; what happens when only the amount due to one lender binds is not said",
    cite=MECHANISM.at("Art. 8(2)(b)"),
)


@MECHANISM.provision(MECHANISM.at("Art. 6(5)(b)"), since=_FORCE, each="request", per="lender")
def converted_principal(principal: LocalMoney, frozen_rate: Rate, lender_minor_units: Count) -> Money:
    """Initial principal in euro at the frozen rate, to the cent."""
    return convert(principal, frozen_rate, lender_minor_units)


@MECHANISM.provision(MECHANISM.at("Art. 10(1)"), since=_FORCE, each="request")
def bilateral_principal(converted_principal: Money, is_union: Flag) -> Money:
    """Sum of the bilateral principals in euro."""
    return total(when(~is_union, converted_principal, 0), "lender")


@MECHANISM.provision(MECHANISM.at("Art. 5(2)"), since=_FORCE, each="request", per="lender")
def principal_in_euro(
    converted_principal: Money,
    is_union: Flag,
    bilateral_principal: Money,
    ceiling: Money,
    union_principal: Choice,
) -> Money:
    """Principal that counts: as converted, or for the Union what the bilateral loans leave of the ceiling."""
    rest = is_union & reading(union_principal, "rest of the ceiling")
    return when(rest, ceiling - bilateral_principal, converted_principal)


@MECHANISM.provision(MECHANISM.at("Art. 10(1)"), since=_FORCE, each="request")
def union_loan_maximum(
    union_loan_before_reduction: Money, bilateral_principal: Money, ceiling: Money
) -> Money:
    """The most the Union may lend: reduced by what it and the bilateral loans together exceed the ceiling."""
    return union_loan_before_reduction - at_least_zero(
        union_loan_before_reduction + bilateral_principal - ceiling
    )


@MECHANISM.provision(MECHANISM.at("Art. 5(4)"), since=_FORCE, each="request")
def within_ceiling(principal_in_euro: Money, ceiling: Money) -> Flag:
    """The principals together keep within the ceiling."""
    return total(principal_in_euro, "lender") <= ceiling


@MECHANISM.provision(MECHANISM.at("Art. 5(2)"), since=_FORCE, each="request", per="lender")
def repaid(loan_in_force: Flag, amount_due: Money) -> Flag:
    """The loan has been fully repaid, with interest and costs; its share then goes to the others."""
    return latch(loan_in_force & (amount_due <= 0), ~loan_in_force)


@MECHANISM.provision(MECHANISM.at("Art. 5(2)-(3)"), since=_FORCE, each="request", per="lender")
def weight(
    principal_in_euro: Money, loan_in_force: Flag, repaid: Flag, reduction_for_undisbursed: Rate
) -> Money:
    """What counts for the allocation: the initial principal of each loan in force that is not repaid."""
    return when(loan_in_force & ~repaid, principal_in_euro - reduction_for_undisbursed * principal_in_euro, 0)


@MECHANISM.provision(MECHANISM.at("Art. 5(2)"), since=_FORCE, each="request", per="lender")
def share(weight: Money) -> Rate:
    """The lender's share of the mechanism: its weight over the sum of weights."""
    return weight / total(weight, "lender")


@MECHANISM.provision(MECHANISM.at("Art. 4(1)"), since=_FORCE, each="request")
def available(opening_undistributed: Money, mechanism_part: Money, voluntary_contributions: Money) -> Money:
    """Everything the mechanism holds at the request."""
    return opening_undistributed + over(mechanism_part) + voluntary_contributions


@MECHANISM.provision(MECHANISM.at("Art. 8(3)"), since=_FORCE, each="request", per="lender")
def paid_to_lender(
    available: Money, weight: Money, amount_due: Money, share_of_a_capped_loan: Choice
) -> Money:
    """What each lender receives: all that is available, by weight, never more than is due to it."""
    offered = allocate(available, weight, "lender", cap=amount_due, rounds=_LENDERS)
    alone = allocate(available, weight, "lender", cap=amount_due, rounds=0)
    return when(reading(share_of_a_capped_loan, "offered to the others"), offered.paid, alone.paid)


@MECHANISM.stock(MECHANISM.at("Art. 8(3)"), since=_FORCE, each="request")
def undistributed(available: Money, paid_to_lender: Money) -> Money:
    """What no lender could take; it waits for the next request."""
    return available - total(paid_to_lender, "lender")


@MECHANISM.stock(MECHANISM.at("Art. 8(2)(b)"), since=_FORCE, each="request", per="lender")
def paid_so_far(opening_paid_so_far: Money, paid_to_lender: Money) -> Money:
    """Sum of all payments of the mechanism to the lender."""
    return opening_paid_so_far + paid_to_lender


@MECHANISM.provision(MECHANISM.at("Art. 15(2)(f)(i)"), since=_FORCE, each="request")
def union_share_paid(paid_to_lender: Money, is_union: Flag, union_share_suspended: Flag) -> Money:
    """The Union's own share, unless it is suspended; a suspended share does not discharge Ukraine."""
    return when(
        union_share_suspended,
        0 * total(paid_to_lender, "lender"),
        total(when(is_union, paid_to_lender, 0), "lender"),
    )


@MECHANISM.provision(MECHANISM.at("Art. 15(2)(f)(i)"), since=_FORCE, each="request")
def union_loan_from_mechanism(union_loan_due: Money, union_share_paid: Money) -> Money:
    """First step of the repayment order: the mechanism's support."""
    return smaller(union_loan_due, union_share_paid)


@MECHANISM.provision(MECHANISM.at("Art. 15(2)(f)(ii)"), since=_FORCE, each="request")
def union_loan_from_surplus(
    union_loan_due: Money, union_share_paid: Money, opening_union_surplus: Money, interest_on_surplus: Money
) -> Money:
    """Second step: surplus retained from earlier payments, with its interest."""
    given, _ = cover(union_loan_due, [union_share_paid, opening_union_surplus + interest_on_surplus])
    return given[1]


@MECHANISM.provision(MECHANISM.at("Art. 15(2)(f)(iii)"), since=_FORCE, each="request")
def union_loan_from_reparations(
    union_loan_due: Money,
    union_loan_from_mechanism: Money,
    union_loan_from_surplus: Money,
    reparations_received: Money,
) -> Money:
    """Third step: reparations or an equivalent settlement."""
    return smaller(
        union_loan_due - union_loan_from_mechanism - union_loan_from_surplus, larger(reparations_received, 0)
    )


@MECHANISM.provision(MECHANISM.at("Art. 15(2)(f)(iv)"), since=_FORCE, each="request")
def union_loan_from_ukraine(
    union_loan_due: Money,
    union_loan_from_mechanism: Money,
    union_loan_from_surplus: Money,
    union_loan_from_reparations: Money,
) -> Money:
    """Last step: Ukraine's own liability."""
    return union_loan_due - union_loan_from_mechanism - union_loan_from_surplus - union_loan_from_reparations


@MECHANISM.stock(MECHANISM.at("Art. 8(4)"), since=_FORCE, each="request")
def union_surplus(
    opening_union_surplus: Money,
    interest_on_surplus: Money,
    union_share_paid: Money,
    union_loan_from_mechanism: Money,
    union_loan_from_surplus: Money,
) -> Money:
    """Surplus retained for later instalments of the macro-financial loan only."""
    fresh = union_share_paid - union_loan_from_mechanism
    return opening_union_surplus + interest_on_surplus + fresh - union_loan_from_surplus
