"""Regulation (EU) 2024/2773: how the Union's macro-financial loan is repaid, Articles 8(4), 11(5), 14(3), 15(2).

The share of the mechanism pays first, then retained surplus, then reparations, then Ukraine. While the
precondition of Article 11(1) is not met the share is suspended: it may serve the Union's own borrowing, but that
does not discharge Ukraine.
"""

from usufruct.engine import Choice, Flag, Money
from usufruct.engine.words import at_least_zero, cover, pay_in_order, reading, smaller, total, when
from usufruct.law.eu.regulation_2024_2773 import FORCE, MECHANISM

_SUSPEND = MECHANISM.at("Art. 11(5) and 14(3)")
_SURPLUS = MECHANISM.at("Art. 8(4)")
_EARLY = MECHANISM.at("Art. 8(4) and 15(2)(e)")
_STEP = tuple(MECHANISM.at(f"Art. 15(2)(f)({step})") for step in ("i", "ii", "iii", "iv"))

_AMOUNTS = (
    (
        "union_loan_due",
        MECHANISM.at("Art. 15(2)(f)"),
        "what falls due on the macro-financial loan at the request",
    ),
    ("interest_on_surplus", _SURPLUS, "interest earned on the retained surplus since the last request"),
    ("early_repayment", _EARLY, "part of the surplus that is used to repay the loan before it falls due"),
    ("reparations_received", _STEP[2], "reparations that Ukraine must use for the loan"),
    ("suspended_amounts_used", _SUSPEND, "suspended amounts used for the Union's own borrowing"),
)
for _name, _cite, _meaning in _AMOUNTS:
    MECHANISM.input(
        _name,
        Money,
        _cite,
        _meaning,
        each="request",
        default=0,
        why="none was reported, and no repayment schedule is published",
    )
MECHANISM.input(
    "union_share_suspended",
    Flag,
    _SUSPEND,
    "the Union's part of the mechanism is suspended",
    each="request",
    default=0,
    why="no suspension was reported",
)
MECHANISM.reading(
    "suspended_share_afterwards",
    options=("released to the loan", "stays with the Union"),
    default="released to the loan",
    why="suspended amounts serve the Union's borrowing as far as necessary; what is left was allotted to the loan",
    cite=_SUSPEND,
)


@MECHANISM.provision(_SUSPEND, since=FORCE, each="request")
def union_share_allotted(paid_to_lender: Money, is_union: Flag) -> Money:
    """The Union's own part of the payment, suspended or not."""
    return total(when(is_union, paid_to_lender, 0), "lender")


@MECHANISM.provision(_SUSPEND, since=FORCE, each="request")
def suspended_share_used(
    opening_suspended_share: Money,
    union_share_allotted: Money,
    union_share_suspended: Flag,
    suspended_amounts_used: Money,
) -> Money:
    """Suspended amounts that served the Union's own borrowing; they discharge nothing of Ukraine's debt."""
    there = opening_suspended_share + when(union_share_suspended, union_share_allotted, 0)
    return smaller(at_least_zero(suspended_amounts_used), there)


@MECHANISM.provision(_SUSPEND, since=FORCE, each="request")
def suspended_share_released(
    opening_suspended_share: Money,
    suspended_share_used: Money,
    union_share_suspended: Flag,
    suspended_share_afterwards: Choice,
) -> Money:
    """What is left of the suspended amounts once the suspension has ended, by reading."""
    left = opening_suspended_share - suspended_share_used
    ended = ~union_share_suspended & reading(suspended_share_afterwards, "released to the loan")
    return when(ended, left, 0)


@MECHANISM.stock(_SUSPEND, since=FORCE, each="request")
def suspended_share(
    opening_suspended_share: Money,
    union_share_allotted: Money,
    union_share_suspended: Flag,
    suspended_share_used: Money,
    suspended_share_released: Money,
) -> Money:
    """Suspended amounts that the Union holds."""
    came = when(union_share_suspended, union_share_allotted, 0)
    return opening_suspended_share + came - suspended_share_used - suspended_share_released


@MECHANISM.provision(_STEP[0], since=FORCE, each="request")
def union_share_paid(
    union_share_allotted: Money, union_share_suspended: Flag, suspended_share_released: Money
) -> Money:
    """The Union's own share that supports repayment: none while it is suspended."""
    return when(~union_share_suspended, union_share_allotted, 0) + suspended_share_released


@MECHANISM.provision(_STEP[0], since=FORCE, each="request")
def union_loan_from_mechanism(union_loan_due: Money, union_share_paid: Money) -> Money:
    """First step of the repayment order: the mechanism's support."""
    return smaller(at_least_zero(union_loan_due), union_share_paid)


@MECHANISM.provision(_STEP[1], since=FORCE, each="request")
def union_loan_from_surplus(
    union_loan_due: Money, union_share_paid: Money, opening_union_surplus: Money, interest_on_surplus: Money
) -> Money:
    """Second step: surplus retained from earlier payments, with its interest."""
    given, _ = cover(union_loan_due, [union_share_paid, opening_union_surplus + interest_on_surplus])
    return given[1]


@MECHANISM.provision(_STEP[2], since=FORCE, each="request")
def union_loan_from_reparations(
    union_loan_due: Money,
    union_loan_from_mechanism: Money,
    union_loan_from_surplus: Money,
    reparations_received: Money,
) -> Money:
    """Third step: reparations or an equivalent settlement."""
    open_amount = at_least_zero(union_loan_due) - union_loan_from_mechanism - union_loan_from_surplus
    return pay_in_order(open_amount, [reparations_received])[0]


@MECHANISM.provision(_STEP[3], since=FORCE, each="request")
def union_loan_from_ukraine(
    union_loan_due: Money,
    union_loan_from_mechanism: Money,
    union_loan_from_surplus: Money,
    union_loan_from_reparations: Money,
) -> Money:
    """Last step: Ukraine's own liability."""
    covered = union_loan_from_mechanism + union_loan_from_surplus + union_loan_from_reparations
    return at_least_zero(union_loan_due) - covered


@MECHANISM.provision(_EARLY, since=FORCE, each="request")
def union_loan_repaid_early(
    opening_union_surplus: Money,
    interest_on_surplus: Money,
    union_share_paid: Money,
    union_loan_from_mechanism: Money,
    union_loan_from_surplus: Money,
    early_repayment: Money,
) -> Money:
    """Surplus used to repay the loan before it falls due, within what there is after the second step."""
    there = opening_union_surplus + interest_on_surplus - union_loan_from_surplus
    return smaller(at_least_zero(early_repayment), there + union_share_paid - union_loan_from_mechanism)


@MECHANISM.stock(_SURPLUS, since=FORCE, each="request")
def union_surplus(
    opening_union_surplus: Money,
    interest_on_surplus: Money,
    union_share_paid: Money,
    union_loan_from_mechanism: Money,
    union_loan_from_surplus: Money,
    union_loan_repaid_early: Money,
) -> Money:
    """Surplus retained for later instalments of the macro-financial loan only."""
    fresh = union_share_paid - union_loan_from_mechanism
    left = opening_union_surplus + interest_on_surplus - union_loan_from_surplus
    return left + fresh - union_loan_repaid_early
