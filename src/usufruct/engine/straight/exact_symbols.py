"""Arithmetic of symbols in 64-bit integers: equal, integer for integer, to the reference.

A number is a whole of minor units, a ratio ``n/d`` with ``d > 0``, or a whole and a proper fraction of one more,
``q + r/d``. Every product of an amount and a ratio is one ``mul_div`` with the meaning of 128 bits; nothing else can
exceed 64 bits in a law that :func:`usufruct.engine.checks.check_overflow` has passed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from usufruct.engine.shape import MONETARY, Kind
from usufruct.engine.straight.program import Number, Program

GRID = 10**9
"""Steps of one in which the exact execution reads a rate."""
ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Ratio:
    """``n / d`` with ``d > 0``; an integer where ``d`` is one. ``amount`` marks money, which may be large."""

    n: Number
    d: Number = ONE
    amount: bool = False

    @property
    def value(self) -> Fraction:
        """The figure itself, where it is known before the run."""
        assert isinstance(self.n, Fraction)  # noqa: S101 - only asked of event numbers, which dates decide
        assert isinstance(self.d, Fraction)  # noqa: S101
        return self.n / self.d

    @property
    def whole(self) -> bool:
        """Whether it is certainly an integer."""
        return self.d == ONE


@dataclass(frozen=True, slots=True)
class Parts:
    """``q + r / d`` with ``0 <= r < d``: an amount that has not been rounded yet."""

    q: Number
    r: Number
    d: Number


Value = Ratio | Parts


class ExactSymbols:
    """Arithmetic of symbols for the exact execution.

    Attributes:
        program: receives integer operations: the primitives on integers and ``mul_div`` (floor of a product over a
            divisor).
    """

    def __init__(self, program: Program) -> None:
        self.program = program

    def symbol(self, kind: Kind, name: str, read: str = "lane") -> Value:
        """A value from outside: an amount, a count or a flag as an integer, a rate in steps of :data:`GRID`."""
        found = self.program.read(read, name)
        return Ratio(found, Fraction(GRID)) if kind is Kind.RATE else Ratio(found, amount=kind in MONETARY)

    def lift(self, value: Any) -> Value:
        """A symbol as it is; a figure as a ratio of integers."""
        if isinstance(value, (Ratio, Parts)):
            return value
        figure = Fraction(value)
        return Ratio(Fraction(figure.numerator), Fraction(figure.denominator))

    def apply(self, op: str, args: Sequence[Value], how: Any) -> Value:
        """Record the integer operations that a primitive comes down to."""
        match op:
            case "add" | "sub":
                return self._sum(op, args[0], args[1])
            case "neg":
                return self._sum("sub", Ratio(ZERO, amount=True), args[0])
            case "mul":
                return self._product(args[0], args[1])
            case "div":
                return self._quotient(args[0], self._ratio(args[1]))
            case "lt" | "le":
                return Ratio(self._compare(op, args[0], args[1]))
            case "min" | "max":
                one, other = (args[0], args[1]) if op == "min" else (args[1], args[0])
                return self._choose(self._compare("lt", one, other), args[0], args[1])
            case "and" | "or" | "not":
                return Ratio(self._make(op, *(self._flag(arg) for arg in args)))
            case "select":
                return self._choose(self._flag(args[0]), args[1], args[2])
            case "round":
                return self._rounded(args[0], str(how))
        raise AssertionError(op)

    def _make(self, op: str, *args: Number) -> Number:
        return self.program.make(op, args)

    def _flag(self, value: Value) -> Number:
        assert isinstance(value, Ratio)  # noqa: S101 - flags are integers by construction
        return value.n

    def _ratio(self, value: Value) -> Ratio:
        if isinstance(value, Ratio):
            return value
        return Ratio(self._make("add", self._make("mul", value.q, value.d), value.r), value.d, amount=True)

    def _parts(self, value: Value) -> Parts:
        if isinstance(value, Parts):
            return value
        if value.whole:
            return Parts(value.n, ZERO, ONE)
        return self._divided(value.n, ONE, value.d)

    def _divided(self, amount: Number, n: Number, d: Number) -> Parts:
        """``amount * n / d`` as floor and remainder."""
        if isinstance(amount, Fraction) and isinstance(n, Fraction) and isinstance(d, Fraction):
            floor, rest = divmod(int(amount * n), int(d))
            return Parts(Fraction(floor), Fraction(rest), d)
        q = self._make("mul_div", amount, n, d)
        product = self._make("wrap_mul", amount, n)
        return Parts(q, self._make("sub", product, self._make("wrap_mul", q, d)), d)

    def _sum(self, op: str, left: Value, right: Value) -> Value:
        if isinstance(left, Ratio) and isinstance(right, Ratio):
            if left.whole and right.whole:
                return Ratio(self._make(op, left.n, right.n), amount=left.amount or right.amount)
            if not (left.amount or right.amount):
                one, other, d = self._common(left.n, left.d, right.n, right.d)
                return Ratio(self._make(op, one, other), d)
        a, b = self._parts(left), self._parts(right)
        one, other, d = self._common(a.r, a.d, b.r, b.d)
        return self._carried(self._make(op, a.q, b.q), self._make(op, one, other), d)

    def _carried(self, q: Number, r: Number, d: Number) -> Parts:
        """Bring a remainder between -d and 2 d back into its place."""
        below, above = self._make("lt", r, ZERO), self._make("le", d, r)
        shift = self._make("sub", self._make("select", above, ONE, ZERO), self._make("select", below, ONE, ZERO))
        return Parts(self._make("add", q, shift), self._make("sub", r, self._make("mul", shift, d)), d)

    def _common(self, n: Number, d: Number, m: Number, e: Number) -> tuple[Number, Number, Number]:
        if d == e:
            return n, m, d
        if isinstance(d, Fraction) and isinstance(e, Fraction):
            common = Fraction(lcm(int(d), int(e)))
            return self._make("mul", n, common / d), self._make("mul", m, common / e), common
        return self._make("mul", n, e), self._make("mul", m, d), self._make("mul", d, e)

    def _product(self, left: Value, right: Value) -> Value:
        if isinstance(left, Parts) or (isinstance(left, Ratio) and left.amount):
            return self._amount_times(left, self._ratio(right))
        if isinstance(right, Parts) or right.amount:
            return self._amount_times(right, left)
        return Ratio(self._make("mul", left.n, right.n), self._make("mul", left.d, right.d))

    def _amount_times(self, amount: Value, rate: Ratio) -> Value:
        if isinstance(amount, Ratio) and amount.whole and rate.whole:
            return Ratio(self._make("mul", amount.n, rate.n), amount=True)
        whole = self._parts(amount)
        main = self._divided(whole.q, rate.n, rate.d)
        if whole.r == ZERO:
            return main
        # (q + r/d) n/e: the fraction of a unit times n goes beside the remainder, over d e.
        top = self._make("add", self._make("mul", main.r, whole.d), self._make("mul", whole.r, rate.n))
        bottom = self._make("mul", rate.d, whole.d)
        rest = self._divided(top, ONE, bottom)
        return Parts(self._make("add", main.q, rest.q), rest.r, bottom)

    def _quotient(self, left: Value, right: Ratio) -> Value:
        """Divide by turning the divisor over; nothing where it is zero."""
        positive = self._make("lt", ZERO, right.n)
        nothing = self._make("and", self._make("le", ZERO, right.n), self._make("le", right.n, ZERO))
        sign = self._make("select", positive, ONE, Fraction(-1))
        n = self._make("select", nothing, ZERO, self._make("mul", sign, right.d))
        d = self._make("select", nothing, ONE, self._make("mul", sign, right.n))
        money_over_money = isinstance(left, Ratio) and left.amount and right.amount
        if money_over_money and isinstance(left, Ratio):
            return Ratio(self._make("mul", left.n, n), self._make("mul", left.d, d))
        turned = Ratio(n, d)
        if isinstance(left, Parts) or left.amount:
            return self._amount_times(left, turned)
        return Ratio(self._make("mul", left.n, n), self._make("mul", left.d, d))

    def _compare(self, op: str, left: Value, right: Value) -> Number:
        if isinstance(left, Ratio) and isinstance(right, Ratio):
            if left.whole and right.whole:
                return self._make(op, left.n, right.n)
            if not (left.amount or right.amount):
                one, other, _ = self._common(left.n, left.d, right.n, right.d)
                return self._make(op, one, other)
        a, b = self._parts(left), self._parts(right)
        one, other, _ = self._common(a.r, a.d, b.r, b.d)
        same = self._make("and", self._make("le", a.q, b.q), self._make("le", b.q, a.q))
        return self._make("or", self._make("lt", a.q, b.q), self._make("and", same, self._make(op, one, other)))

    def _choose(self, condition: Number, one: Value, other: Value) -> Value:
        if isinstance(condition, Fraction):
            return one if condition else other
        if isinstance(one, Ratio) and isinstance(other, Ratio):
            amount = one.amount or other.amount
            if one.d == other.d:
                return Ratio(self._make("select", condition, one.n, other.n), one.d, amount)
            if not amount:
                n, d = (self._make("select", condition, a, b) for a, b in ((one.n, other.n), (one.d, other.d)))
                return Ratio(n, d)
        a, b = self._parts(one), self._parts(other)
        left, right, d = self._common(a.r, a.d, b.r, b.d)
        return Parts(self._make("select", condition, a.q, b.q), self._make("select", condition, left, right), d)

    def _rounded(self, value: Value, how: str) -> Value:
        if isinstance(value, Ratio) and value.whole:
            return Ratio(value.n, amount=True)
        parts = self._parts(value)
        twice = self._make("mul", Fraction(2), parts.r)
        negative = self._make("lt", parts.q, ZERO)
        some = self._make("lt", ZERO, parts.r)
        over, half = self._make("lt", parts.d, twice), self._make("le", parts.d, twice)
        match how:
            case "half up":
                up = half
            case "half away from zero":
                up = self._make("select", negative, over, half)
            case "half even":
                exact_half = self._make("and", half, self._make("not", over))
                up = self._make("or", over, self._make("and", exact_half, self._make("odd", parts.q)))
            case "down":
                up = self._make("and", negative, some)
            case _:
                up = self._make("and", self._make("not", negative), some)
        return Ratio(self._make("add", parts.q, self._make("select", up, ONE, ZERO)), amount=True)

    def stored(self, value: Value) -> Number:
        """What is written for a result: its integer. Rates are no results of the exact execution."""
        assert isinstance(value, Ratio)  # noqa: S101 - every provision of money rounds
        assert value.whole  # noqa: S101
        return value.n
