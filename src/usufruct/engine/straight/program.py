"""A straight line of operations, built by running a law with symbols."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from usufruct.engine.execution.arithmetic import exact_operation
from usufruct.engine.shape import Kind


@dataclass(frozen=True, slots=True)
class Var:
    """The result of one operation of a program, by position."""

    index: int


Number = Fraction | Var
"""A figure known before the run, or the result of an operation."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation.

    Attributes:
        op: a primitive of the engine, or "lane" and "uniform" for what is read: one value a path, one for all paths.
        args: operands.
        data: what is read: its name.
    """

    op: str
    args: tuple[Number, ...]
    data: str = ""


@dataclass
class Program:
    """Operations in an order in which each reads only earlier ones; equal operations are made once.

    Example:
        >>> program = Program()
        >>> x = program.read("lane", "revenue")
        >>> program.make("mul", (x, Fraction(0)))
        Fraction(0, 1)
        >>> program.make("add", (x, Fraction(0))) == x
        True
    """

    operations: list[Operation] = field(default_factory=list)
    made: dict[Operation, Var] = field(default_factory=dict)

    def read(self, kind: str, name: str) -> Var:
        """A value that comes from outside: ``lane`` (one a path) or ``uniform`` (one for all)."""
        return self._add(Operation(kind, (), name))

    def make(self, op: str, args: Sequence[Number], how: Any = None) -> Number:
        """The result of a primitive, worked out now where everything is known."""
        known = [arg for arg in args if isinstance(arg, Fraction)]
        if len(known) == len(args):
            return _worked_out(op, known, how)
        folded = _folded(op, args)
        return folded if folded is not None else self._add(Operation(op, tuple(args), str(how or "")))

    def _add(self, operation: Operation) -> Var:
        if operation not in self.made:
            self.made[operation] = Var(len(self.operations))
            self.operations.append(operation)
        return self.made[operation]

    def live(self, wanted: Iterable[Number]) -> list[int]:
        """Positions of the operations that the wanted results rest on, in order."""
        return sorted(self.reach(wanted, set()))

    def reach(self, wanted: Iterable[Number], seen: set[int]) -> set[int]:
        """Add the operations that results rest on to ``seen``; return those that were not there."""
        found: set[int] = set()
        stack = [each.index for each in wanted if isinstance(each, Var)]
        while stack:
            index = stack.pop()
            if index not in seen:
                seen.add(index)
                found.add(index)
                stack.extend(arg.index for arg in self.operations[index].args if isinstance(arg, Var))
        return found


def _worked_out(op: str, known: Sequence[Fraction], how: Any) -> Fraction:
    match op:
        case "mul_div":
            return Fraction(known[0] * known[1] // known[2])
        case "wrap_mul":
            return known[0] * known[1]
        case "odd":
            return known[0] % 2
    return Fraction(exact_operation(op, known, how))


_ZERO, _ONE = Fraction(0), Fraction(1)


def _folded(op: str, args: Sequence[Number]) -> Number | None:
    """What algebra already knows, or None."""
    match op:
        case "add" | "sub":
            return _folded_sum(op, args[0], args[1])
        case "mul" | "wrap_mul" | "div":
            return _folded_product(op, args[0], args[1])
        case "mul_div":
            if _ZERO in args[:2]:
                return _ZERO
            return args[0] if args[1] == args[2] else None
        case "and" | "or":
            return _folded_logic(op, args[0], args[1])
        case "select":
            return _folded_choice(args[0], args[1], args[2])
        case "min" | "max" | "lt" | "le" if args[0] == args[1]:
            return {"lt": _ZERO, "le": _ONE}.get(op, args[0])
    return None


def _folded_sum(op: str, one: Number, other: Number) -> Number | None:
    if other == _ZERO:
        return one
    if op == "add":
        return other if one == _ZERO else None
    return _ZERO if one == other else None


def _folded_product(op: str, one: Number, other: Number) -> Number | None:
    if _ZERO in (one, other):
        return _ZERO
    if other == _ONE:
        return one
    return other if one == _ONE and op != "div" else None


def _folded_logic(op: str, one: Number, other: Number) -> Number | None:
    decides, keeps = (_ZERO, _ONE) if op == "and" else (_ONE, _ZERO)
    if decides in (one, other):
        return decides
    if one == keeps:
        return other
    return one if other == keeps else None


def _folded_choice(condition: Number, one: Number, other: Number) -> Number | None:
    if isinstance(condition, Fraction):
        return one if condition else other
    return one if one == other else None


class RealSymbols:
    """Arithmetic of symbols without rounding, for the real execution and its adjoint."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def symbol(self, kind: Kind, name: str, read: str = "lane") -> Number:
        """A value from outside, whatever its unit: read per path ("lane") or once ("uniform")."""
        del kind
        return self.program.read(read, name)

    def lift(self, value: Any) -> Number:
        """A symbol as it is; a figure as a fraction."""
        return value if isinstance(value, Var) else Fraction(value)

    def apply(self, op: str, args: Sequence[Number], how: Any) -> Number:
        """Record the primitive; rounding is nothing here."""
        return args[0] if op == "round" else self.program.make(op, args, how)

    def stored(self, value: Number) -> Number:
        """What is written for a result: the number itself."""
        return value
