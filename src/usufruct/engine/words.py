"""The vocabulary in which law is written: a small, closed set of words.

Every word is defined here once. Words with a memory or with rounds of their own (``latch``, ``count``,
``aged``, ``pay_in_order``, ``cover``) come down to the primitives of :mod:`usufruct.engine.graph`, so that an
execution needs to know the primitives only. :mod:`usufruct.engine.allocation` holds the one word that divides
money.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from usufruct.engine.graph import Node
from usufruct.engine.naming import nearest
from usufruct.engine.quantity import Choice, Count, Figure, Flag, LocalMoney, Money, Number, Quantity, Rate
from usufruct.engine.shape import EVER, Kind, Shape
from usufruct.engine.sizes import is_whole
from usufruct.engine.tracing import Tracer
from usufruct.errors import refuse
from usufruct.money import ROUNDINGS, Rounding

Q = TypeVar("Q", bound=Quantity)
N = TypeVar("N", bound=Number)
M = TypeVar("M", bound=Money)

VOCABULARY = (
    *("+", "-", "*", "/", "<", "<=", ">", ">=", "&", "|", "~", "when", "smaller", "larger", "at_least_zero"),
    *(
        "rounded",
        "mul_div",
        "convert",
        "into_local",
        "accrue",
        "total",
        "pick",
        "opening",
        "lag",
        "over",
        "at",
        "stock",
    ),
    *("aged", "latch", "count", "allocate", "pay_in_order", "cover", "keyed_by", "in_force", "reading"),
)
"""The names of all words; random laws must use each of them."""


def _lift(value: Quantity | Figure, like: Quantity) -> Node:
    return value.node if isinstance(value, Quantity) else like.tracer.literal(value, like.kind)


def when(condition: Flag, then: N, otherwise: N | Figure) -> N:
    """``then`` where the condition holds, ``otherwise`` elsewhere; both sides have one unit."""
    if not isinstance(condition, Flag) or not isinstance(then, Quantity):
        raise refuse(
            "U119",
            "when() chooses by a condition between two figures, the first of which is a quantity",
            "when()",
            remedy="write when(condition, amount, 0), and ~condition for the other way round",
        )
    other = _lift(otherwise, then)
    tracer = condition.tracer
    if other.shape.kind != then.kind:
        tracer.fault(
            "U101",
            f"when() chooses between {then.kind.value} and {other.shape.kind.value}",
            "",
            "give one unit",
        )
    return type(then)(tracer.node("select", (condition.node, then.node, other), None, then.kind), tracer)


def smaller(one: N, other: N | Figure) -> N:
    """The smaller of two figures of one unit."""
    return type(one)(one.tracer.binary("min", one.node, _lift(other, one)), one.tracer)


def larger(one: N, other: N | Figure) -> N:
    """The larger of two figures of one unit."""
    return type(one)(one.tracer.binary("max", one.node, _lift(other, one)), one.tracer)


def at_least_zero(figure: N) -> N:
    """The figure, or zero if it is negative."""
    return larger(figure, 0)


def rounded(amount: M, how: Rounding = "half up") -> M:
    """The amount rounded to a whole minor unit where the article itself rounds in mid-formula."""
    if how not in ROUNDINGS:
        amount.tracer.fault("U118", f"{how!r} is no rounding", "", nearest(str(how), ROUNDINGS))
        how = "half up"
    return type(amount)(amount.tracer.node("round", (amount.node,), how, amount.kind), amount.tracer)


def whole(amount: M, how: Rounding = "half up") -> M:
    """The amount in whole minor units, rounded only where need be; what a word remembers is whole."""
    return amount if is_whole(amount.node) else rounded(amount, how)


def mul_div(amount: M, numerator: Money | Count, denominator: Money | Count) -> M:
    """``amount * numerator / denominator`` in one step, exact; nothing where the denominator is zero."""
    tracer = amount.tracer
    share = tracer.binary("div", numerator.node, denominator.node)
    return type(amount)(tracer.binary("mul", amount.node, share), tracer)


def convert(amount: LocalMoney, units_per_euro: Rate, minor_units: Count) -> Money:
    """Euro value of an amount in the currency's minor unit.

    Args:
        amount: in the minor unit of the currency on the currency axis (yen, US cents).
        units_per_euro: currency units for one euro, as the European Central Bank prints them.
        minor_units: how many minor units make one unit of the currency (100 for USD, 1 for JPY).
    """
    tracer = amount.tracer
    cents = tracer.binary("mul", tracer.literal(100, Kind.RATE), _inverse(units_per_euro * minor_units))
    node = tracer.binary("mul", amount.node, cents)
    return Money(Node(node.op, node.args, "euro", Shape(Kind.MONEY, node.shape.axes, node.shape.cadence)), tracer)


def into_local(amount: Money, units_per_euro: Rate, minor_units: Count) -> LocalMoney:
    """Amount in the currency's minor unit for an amount in euro, the way back of :func:`convert`.

    Args:
        amount: in euro.
        units_per_euro: currency units for one euro.
        minor_units: how many minor units make one unit of the currency (100 for USD, 1 for JPY).
    """
    tracer = amount.tracer
    cent = tracer.literal(100, Kind.RATE)
    node = tracer.binary("mul", amount.node, tracer.binary("div", (units_per_euro * minor_units).node, cent))
    shape = Shape(Kind.LOCAL, node.shape.axes, node.shape.cadence)
    return LocalMoney(Node(node.op, node.args, "local", shape), tracer)


def _inverse(rate: Rate) -> Node:
    return rate.tracer.binary("div", rate.tracer.literal(1, Kind.RATE), rate.node)


def accrue(balance: M, rate: Rate, days: Count, basis: Count | int) -> M:
    """Interest on a balance: balance x rate x days / basis, with no compounding inside the span."""
    return balance * (rate * days / basis)


def total(figure: N, axis: str) -> N:
    """Sum over every member of an axis (custodians, currencies, lenders)."""
    return _across("total", figure, axis, axis, [a for a in figure.node.shape.axes if a != axis])


def running(figure: N, axis: str) -> N:
    """Running sum along an axis, in the stated order of its members, the member itself included."""
    return _across("running", figure, axis, axis, list(figure.node.shape.axes))


def pick(figure: N, axis: str, member: str) -> N:
    """The figure of one member of an axis."""
    return _across("pick", figure, axis, (axis, member), [a for a in figure.node.shape.axes if a != axis])


def _across(op: str, figure: N, axis: str, data: object, axes: list[str]) -> N:
    shape = figure.node.shape
    if axis not in shape.axes:
        figure.tracer.fault("U106", f"{op}() over {axis}, but the figure is {shape}", "", f"use one of {shape.axes}")
        return figure
    if axis == "currency" and shape.kind is Kind.LOCAL:
        figure.tracer.fault("U101", f"{op}() over currencies that are not yet euro", "", "convert() first")
    node = Node(op, (figure.node,), data, Shape(shape.kind, tuple(axes), shape.cadence))
    return type(figure)(node, figure.tracer)


def over(figure: N) -> N:
    """Sum of a quantity over the steps that the present step covers (two half-years in a financial year)."""
    return _crossing("over", figure, None)


def at(figure: N) -> N:
    """The quantity at the step linked to this one (the half-year a call is for); zero where none is."""
    return _crossing("at", figure, None)


def lag(figure: Q, steps: int) -> Q:
    """The quantity ``steps`` steps of its own cadence earlier; zero before the first."""
    if not isinstance(steps, int) or steps < 1:
        figure.tracer.fault("U119", f"lag() by {steps} steps", "the law cannot read what comes later", "lag(figure, 1)")
        return figure
    return _crossing("lag", figure, steps)


def _crossing(op: str, figure: Q, data: object) -> Q:
    tracer, node = figure.tracer, figure.node
    if node.op != "ref" or node.shape.cadence == EVER:
        tracer.fault("U107", f"{op}() of an expression", "only a named quantity has a history", "name it first")
        return figure
    cadence = node.shape.cadence if op == "lag" else tracer.cadence
    if op != "lag" and node.shape.cadence == tracer.cadence:
        tracer.fault("U107", f"{op}() of a figure of the same step", "", "use the figure itself, or lag()")
    shape = Shape(node.shape.kind, node.shape.axes, cadence)
    return type(figure)(Node(op, (), (node.data, data, node.shape.cadence), shape), tracer)


def reading(choice: Choice, option: str) -> Flag:
    """True where the named reading of the law is set to this option.

    A fault ``U113`` is noted for an option that the reading does not have.
    """
    if option not in choice.options:
        choice.tracer.fault("U113", f"{option!r} is no option of {choice.name}", "", nearest(option, choice.options))
    return Flag(Node("reading", (), (choice.name, option), Shape(Kind.FLAG)), choice.tracer)


def latch(sets: Flag, clears: Flag) -> Flag:
    """A switch with memory: on from the step at which ``sets`` holds until ``clears`` does; ``sets`` wins."""
    tracer = sets.tracer
    joint = tracer.node("or", (sets.node, clears.node), None, Kind.FLAG)
    name, before = tracer.memory("latch", Kind.COUNT, joint.shape.axes)
    one, zero = tracer.literal(1, Kind.COUNT), tracer.literal(0, Kind.COUNT)
    kept = tracer.node("select", (clears.node, zero, before), None, Kind.COUNT)
    tracer.hidden[name] = tracer.node("select", (sets.node, one, kept), None, Kind.COUNT)
    return Flag(tracer.binary("lt", zero, tracer.hidden[name]), tracer)


def count(event: Flag) -> Count:
    """How many times the event has happened, this step included."""
    tracer = event.tracer
    name, before = tracer.memory("count", Kind.COUNT, event.node.shape.axes)
    one, zero = tracer.literal(1, Kind.COUNT), tracer.literal(0, Kind.COUNT)
    happened = tracer.node("select", (event.node, one, zero), None, Kind.COUNT)
    tracer.hidden[name] = tracer.binary("add", before, happened)
    return Count(tracer.hidden[name], tracer)


@dataclass(frozen=True, slots=True)
class Vintages:
    """What :func:`aged` returns, all in the unit of the inflow.

    Attributes:
        held: the sum of all vintages at the close of the step, the new one included.
        matured: what reached its last age in this step without being used.
        used: what was really taken, oldest vintage first, never more than was there.
        youngest_first: the vintages at the close of the step.
    """

    held: Money
    matured: Money
    used: Money
    youngest_first: tuple[Money, ...]


def aged(inflow: Money, use: Money, slots: int) -> Vintages:
    """A stock that knows the age of what it holds.

    At each step ``use`` is taken from the oldest vintages first; every vintage then ages by one step and the
    inflow becomes the youngest. What is still there after ``slots`` steps has matured and leaves. Both
    amounts are taken in whole minor units, rounded half up where they are not.
    """
    inflow, use = whole(inflow), whole(use)
    tracer = inflow.tracer
    if not isinstance(slots, int) or slots < 1:
        tracer.fault("U119", f"aged() with {slots} ages", "", "give how many steps an amount is held, such as 10")
        slots = 1
    axes = tracer.joint_axes((inflow.node, use.node))
    names, before = zip(*(tracer.memory("vintage", Kind.MONEY, axes) for _ in range(slots)), strict=True)
    opening = [Money(node, tracer) for node in before]
    taken = pay_in_order(use, opening[::-1])[::-1]
    kept = [balance - share for balance, share in zip(opening, taken, strict=True)]
    closing = [inflow, *kept[:-1]]
    for name, balance in zip(names, closing, strict=True):
        tracer.hidden[name] = balance.node
    return Vintages(_sum(closing), kept[-1], _sum(taken), tuple(closing))


def _sum(amounts: Sequence[M]) -> M:
    first, *others = amounts
    for amount in others:
        first = first + amount
    return first


def once(flag: Flag) -> Count:
    """One where the condition holds, zero elsewhere."""
    return when(flag, figure(flag.tracer, 1, Count), 0)


def pay_in_order(amount: M, claims: Sequence[M]) -> list[M]:
    """Pay claims one after the other from an amount, each in full before the next one sees a cent."""
    payments: list[M] = []
    before: M | None = None
    for claim in map(at_least_zero, claims):
        payments.append(smaller(claim, at_least_zero(amount if before is None else amount - before)))
        before = claim if before is None else before + claim
    return payments


def cover(need: M, sources: Sequence[M]) -> tuple[list[M], M]:
    """Cover a need from sources in their order; returns what each gives and what stays uncovered."""
    given = pay_in_order(need, sources)
    return given, at_least_zero(need) - _sum(given)


def keyed_by(parameter: Q, number: Count) -> Q:
    """The value of a parameter whose rows go by a number (a payment), not by a date."""
    shape = number.node.shape
    node = Node("keyed", (number.node,), parameter.node.data, Shape(parameter.kind, shape.axes, shape.cadence))
    return type(parameter)(node, parameter.tracer)


def figure(tracer: Tracer, value: Figure, of: type[Q]) -> Q:
    """A figure of the text as a quantity, for words that need one without a neighbour."""
    return of(tracer.literal(value, of.kind), tracer)


__all__ = [
    "VOCABULARY",
    "Vintages",
    "accrue",
    "aged",
    "at",
    "at_least_zero",
    "convert",
    "count",
    "cover",
    "figure",
    "into_local",
    "keyed_by",
    "lag",
    "larger",
    "latch",
    "mul_div",
    "once",
    "over",
    "pay_in_order",
    "pick",
    "reading",
    "rounded",
    "running",
    "smaller",
    "total",
    "when",
    "whole",
]
