"""The one allocation rule: how an amount is divided so that every cent has exactly one recipient.

Within an *epoch* (constant weights) the running total ``A`` is allocated by cumulative rounding in a stated
order of members: the first ``i`` members together get ``r(A W_i / W)`` and member ``i`` the difference to the
one before. What a member is paid now is its share of the running total less what the epoch has paid it
already. A change of weights (a loan repaid, an amended decision) opens a new epoch; carrying the total across
it would ask members for money back. The same rule serves law text (:func:`allocate`), the kernel and the
ledger (:func:`divide`).

Within an epoch a member's cumulative share can fall short of what it has been paid by one cent of rounding;
such a negative cent is held at zero and carried, so nobody is ever asked for a cent back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from usufruct.engine.quantity import Count, Flag, Money, Number
from usufruct.engine.shape import Kind
from usufruct.engine.words import at_least_zero, figure, rounded, running, smaller, total, when, whole
from usufruct.errors import refuse
from usufruct.money import round_to_integer


def divide(amount: int, weights: Sequence[int | Fraction]) -> tuple[int, ...]:
    """Divide a whole amount over members in their order, by cumulative rounding, half up.

    Args:
        amount: minor units; any sign.
        weights: not negative; at least one positive. Their order is the stated order of the members.

    Returns:
        One whole amount per member; they add up to ``amount`` and each is less than one minor unit from its
        exact share.

    Raises:
        UsufructError: ``U120`` if no weight is positive or one is negative.

    Example:
        >>> divide(100, [1, 1, 1])
        (33, 34, 33)
    """
    everyone = sum(weights, Fraction(0))
    if everyone <= 0 or min(weights) < 0:
        raise refuse("U120", f"nothing can be divided over weights {list(weights)}", "divide", "", "name a recipient")
    shares, before, weight = [], 0, Fraction(0)
    for own in weights:
        weight += own
        upto = round_to_integer(amount * weight / everyone)
        shares.append(upto - before)
        before = upto
    return tuple(shares)


@dataclass(frozen=True, slots=True)
class Allocation:
    """What :func:`allocate` returns.

    Attributes:
        paid: per member of the axis, in whole minor units, never negative, never above the cap.
        unallocated: what no member could take, because every cap is full or no weight is positive.
    """

    paid: Money
    unallocated: Money


def allocate(amount: Money, weights: Number, axis: str, cap: Money | None = None, rounds: int = 1) -> Allocation:
    """Divide an amount over the members of an axis by weight, to the cent, inside caps.

    Args:
        amount: what is to be divided in this step, in whole minor units (rounded half up where it is not); a
            negative amount divides nothing.
        weights: per member; zero takes a member out. A change of any weight opens a new epoch, and so does a
            cap that bit in the step before.
        axis: the axis of the members.
        cap: the most that each member may take now, rounded down to whole minor units; None for no limit.
        rounds: how many times what the caps refuse is offered to the members that still have room; the number
            of members is always enough.
    """
    if axis not in weights.node.shape.axes:
        what = f"allocate() over {axis}, but the weights are {weights.node.shape}"
        weights.tracer.fault("U106", what, "", f"give a weight for each {axis}")
        return Allocation(amount, amount)
    if axis in amount.node.shape.axes:
        weights.tracer.fault("U106", f"allocate() over {axis} of what is already per {axis}", "", "total() it first")
        return Allocation(amount, amount)
    amount = at_least_zero(whole(amount))
    cap = None if cap is None else whole(cap, "down")
    epoch = _Epoch(amount, weights, axis, cap)
    accrued = epoch.accrued_before + amount
    share = at_least_zero(_cumulative(accrued, weights, axis) - epoch.paid_before)
    paid = _within(share if cap is None else smaller(share, at_least_zero(cap)), amount, axis)
    for _ in range(rounds if cap is not None else 0):
        assert cap is not None  # noqa: S101 - said by the range above, repeated for the type checker
        left = amount - total(paid, axis)
        with_room = when(paid < cap, weights, 0)
        wanted = smaller(at_least_zero(_cumulative(left, with_room, axis)), at_least_zero(cap - paid))
        paid = _within(paid + wanted, amount, axis)
    epoch.close(accrued, paid, None if cap is None else cap < share)
    return Allocation(paid, amount - total(paid, axis))


class _Epoch:
    """What an allocation remembers of its epoch: the running total, and what each member had of it."""

    def __init__(self, amount: Money, weights: Number, axis: str, cap: Money | None) -> None:
        tracer = weights.tracer
        self.weights, self.axis, self.tracer = weights, axis, tracer
        axes = tracer.joint_axes((weights.node, amount.node, *([] if cap is None else [cap.node])))
        outer = tuple(other for other in axes if other != axis)
        self._accrued, accrued = tracer.memory("accrued", Kind.MONEY, outer)
        self._paid, paid = tracer.memory("paid", Kind.MONEY, axes)
        self._weight, weight = tracer.memory("weight", weights.kind, weights.node.shape.axes)
        self._capped, capped = tracer.memory("capped", Kind.COUNT, outer)
        before = type(weights)(weight, tracer)
        changed = self._any((weights < before) | (before < weights)) | (Count(capped, tracer) > 0)
        self.accrued_before = when(changed, figure(tracer, 0, Money), Money(accrued, tracer))
        self.paid_before = when(changed, figure(tracer, 0, Money), Money(paid, tracer))

    def close(self, accrued: Money, paid: Money, bitten: Flag | None) -> None:
        hidden, tracer = self.tracer.hidden, self.tracer
        hidden[self._accrued] = accrued.node
        hidden[self._paid] = (self.paid_before + paid).node
        hidden[self._weight] = self.weights.node
        one, zero = figure(tracer, 1, Count), figure(tracer, 0, Count)
        hidden[self._capped] = zero.node if bitten is None else when(self._any(bitten), one, zero).node

    def _any(self, flag: Flag) -> Flag:
        one = figure(self.tracer, 1, Count)
        return total(when(flag, one, 0), self.axis) > 0


def _cumulative(amount: Money, weights: Number, axis: str) -> Money:
    """Each member's share of a running total: rounded up to and including it, less up to the one before."""
    everyone, upto = total(weights, axis), running(weights, axis)
    return _share(amount, upto, everyone) - _share(amount, upto - weights, everyone)


def _share(amount: Money, part: Number, everyone: Number) -> Money:
    tracer = amount.tracer
    fraction = tracer.binary("div", part.node, everyone.node)
    return rounded(Money(tracer.binary("mul", amount.node, fraction), tracer))


def _within(wanted: Money, available: Money, axis: str) -> Money:
    """Grant in the stated order, never more than is there: a cent held at zero is not paid out twice."""
    upto, limit = running(wanted, axis), at_least_zero(available)
    return smaller(at_least_zero(upto), limit) - smaller(at_least_zero(upto - wanted), limit)
