"""Regulation (EU) 2024/2773: the Ukraine Loan Cooperation Mechanism, Articles 4 to 8 and 10.

Everything available is paid out at each request, by initial committed principal in euro at the frozen rates. The
Regulation knows no rounding, no reserve and no order inside a loan; what it leaves open is a reading. The Union's
own loan stands in :mod:`usufruct.law.eu.regulation_2024_2773_union_loan`, duties and dates in
:mod:`usufruct.law.eu.regulation_2024_2773_duties`.
"""

from datetime import date

from usufruct.engine import Act, Choice, Count, Flag, LocalMoney, Money, Rate, Source, allocate
from usufruct.engine.words import (
    at_least_zero,
    convert,
    latch,
    over,
    reading,
    smaller,
    total,
    when,
)
from usufruct.law.eu import AS_ENACTED

MECHANISM = Act(Source("Regulation (EU) 2024/2773", "eu", date(2024, 10, 28), "32024R2773", note=AS_ENACTED))
FORCE = "2024-10-29"
LENDERS = 5
"""How often what one lender cannot take is offered to the others: the Union and four states."""
_KEY = MECHANISM.at("Art. 5(2), recital 16")
_DECISION = MECHANISM.at("Art. 5(3)")
_CEILING = MECHANISM.at("Art. 5(4)")
_FROZEN = MECHANISM.at("Art. 6(5)(b)")
_LIMIT = MECHANISM.at("Art. 8(2)(b)")
_OUT = MECHANISM.at("Art. 8(3)")
_MAXIMUM = MECHANISM.at("Art. 10(1)")

MECHANISM.parameter("ceiling", (FORCE, "45 000 000 000", _CEILING), kind=Money)
MECHANISM.parameter("union_loan_before_reduction", (FORCE, "35 000 000 000", _MAXIMUM), kind=Money)

_PER_LENDER = (
    ("principal", LocalMoney, _KEY, "initial principal committed in the loan documents"),
    ("frozen_rate", Rate, _FROZEN, "currency units for one euro, Official Journal of 20 September 2024"),
    ("lender_minor_units", Count, _FROZEN, "minor units in one unit of the lender's currency"),
    ("is_union", Flag, MECHANISM.at("Art. 2(4)"), "the loan is the Union's own"),
)
for _name, _kind, _cite, _meaning in _PER_LENDER:
    MECHANISM.input(_name, _kind, _cite, _meaning, per="lender")
MECHANISM.input("loan_in_force", Flag, _DECISION, "the loan has entered into force", per="lender", each="request")
MECHANISM.input(
    "amount_due",
    Money,
    MECHANISM.at("Art. 7(2)(g)(i)"),
    "what remains due to the lender under its loan: principal, interest and costs not yet discharged",
    per="lender",
    each="request",
)
MECHANISM.input(
    "unspent",
    Money,
    MECHANISM.at("Art. 7(2)(g)(ii)"),
    "earlier payments that have not discharged anything yet, with the interest on them",
    per="lender",
    each="request",
    default=0,
    why="none was reported; the Union's own surplus is counted besides",
)
MECHANISM.input(
    "reduction_for_undisbursed",
    Rate,
    _DECISION,
    "share by which the allocation of a bilateral loan was reduced because it was not fully disbursed by "
    "the end of 2027",
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

MECHANISM.reading(
    "union_principal",
    options=("as published", "rest of the ceiling"),
    default="as published",
    why="the Union printed EUR 18.115bn; the ceiling less the four bilateral loans is EUR 0.7m more",
    cite=_MAXIMUM,
)
MECHANISM.reading(
    "share_of_a_capped_loan",
    options=("offered to the others", "stays in the mechanism"),
    default="offered to the others",
    why="Art. 8(3) wants everything paid out; where the amount due to one lender binds, nothing says who "
    "takes the rest",
    cite=_LIMIT,
)


@MECHANISM.provision(_FROZEN, since=FORCE, each="request", per="lender")
def converted_principal(principal: LocalMoney, frozen_rate: Rate, lender_minor_units: Count) -> Money:
    """Initial principal in euro at the frozen rate, to the cent."""
    return convert(principal, frozen_rate, lender_minor_units)


@MECHANISM.provision(_MAXIMUM, since=FORCE, each="request")
def bilateral_principal(converted_principal: Money, is_union: Flag) -> Money:
    """Sum of the bilateral principals in euro."""
    return total(when(~is_union, converted_principal, 0), "lender")


@MECHANISM.provision(_KEY, since=FORCE, each="request", per="lender")
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


@MECHANISM.provision(_MAXIMUM, since=FORCE, each="request")
def union_loan_maximum(union_loan_before_reduction: Money, bilateral_principal: Money, ceiling: Money) -> Money:
    """The most the Union may lend: reduced by what it and the bilateral loans exceed the ceiling by.

    The act tests it once, when the release of the loan is decided, on approved and intended loans.
    """
    excess = at_least_zero(union_loan_before_reduction + bilateral_principal - ceiling)
    return union_loan_before_reduction - excess


@MECHANISM.provision(_CEILING, since=FORCE, each="request")
def within_ceiling(principal_in_euro: Money, ceiling: Money) -> Flag:
    """The principals together keep within the ceiling."""
    return total(principal_in_euro, "lender") <= ceiling


@MECHANISM.provision(MECHANISM.at("Art. 5(2)"), since=FORCE, each="request", per="lender")
def repaid(loan_in_force: Flag, amount_due: Money) -> Flag:
    """The loan has been fully repaid, with interest and costs; its share then goes to the others."""
    return latch(loan_in_force & (amount_due <= 0), ~loan_in_force)


@MECHANISM.provision(MECHANISM.at("Art. 5(2)-(3)"), since=FORCE, each="request", per="lender")
def weight(
    principal_in_euro: Money,
    loan_in_force: Flag,
    repaid: Flag,
    is_union: Flag,
    reduction_for_undisbursed: Rate,
) -> Money:
    """What counts for the allocation: the principal of each loan in force that is not repaid."""
    reduction = smaller(at_least_zero(reduction_for_undisbursed), 1) * principal_in_euro
    counted = principal_in_euro - when(is_union, 0 * principal_in_euro, reduction)
    return when(loan_in_force & ~repaid, counted, 0)


@MECHANISM.provision(MECHANISM.at("Art. 5(2)"), since=FORCE, each="request", per="lender")
def share(weight: Money) -> Rate:
    """The lender's share of the mechanism: its weight over the sum of weights."""
    return weight / total(weight, "lender")


@MECHANISM.provision(MECHANISM.at("Art. 4(1)"), since=FORCE, each="request")
def available(opening_undistributed: Money, mechanism_part: Money, voluntary_contributions: Money) -> Money:
    """Everything the mechanism holds at the request."""
    return opening_undistributed + over(mechanism_part) + voluntary_contributions


@MECHANISM.provision(_LIMIT, since=FORCE, each="request", per="lender")
def limit(
    amount_due: Money,
    unspent: Money,
    is_union: Flag,
    opening_union_surplus: Money,
    interest_on_surplus: Money,
    opening_suspended_share: Money,
) -> Money:
    """The most a lender may receive: what remains due, less what earlier payments still hold for it."""
    held = opening_union_surplus + interest_on_surplus + opening_suspended_share
    return at_least_zero(amount_due - unspent - when(is_union, held, 0))


@MECHANISM.provision(_OUT, since=FORCE, each="request", per="lender")
def paid_to_lender(available: Money, weight: Money, limit: Money, share_of_a_capped_loan: Choice) -> Money:
    """What each lender is allotted: all that is available, by weight, never more than its limit."""
    offered = allocate(available, weight, "lender", cap=limit, rounds=LENDERS)
    alone = allocate(available, weight, "lender", cap=limit, rounds=0)
    return when(reading(share_of_a_capped_loan, "offered to the others"), offered.paid, alone.paid)


@MECHANISM.stock(_OUT, since=FORCE, each="request")
def undistributed(available: Money, paid_to_lender: Money) -> Money:
    """What no lender could take; it waits for the next request."""
    return available - total(paid_to_lender, "lender")


@MECHANISM.stock(_LIMIT, since=FORCE, each="request", per="lender")
def paid_so_far(opening_paid_so_far: Money, paid_to_lender: Money) -> Money:
    """Sum of all payments of the mechanism to the lender."""
    return opening_paid_so_far + paid_to_lender
