"""Symbolic quantities: what the arguments of a provision are while the law is being read.

``Money``, ``LocalMoney``, ``Rate``, ``Count`` and ``Flag`` are the annotations of every provision. Their
operators build the expression graph; their types tell mypy the same unit rules that the tracer checks.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NoReturn, Self, TypeVar, overload

from usufruct.engine.graph import Node
from usufruct.engine.shape import MONETARY, Kind
from usufruct.engine.tracing import Tracer
from usufruct.errors import refuse

Figure = int | Fraction | str
"""A figure standing in the text of a provision: an integer, a fraction or the figure as printed."""


class Quantity:
    """A node together with the tracer that notes what is wrong with it."""

    __slots__ = ("node", "tracer")
    kind: Kind

    def __init__(self, node: Node, tracer: Tracer) -> None:
        self.node = node
        self.tracer = tracer

    def __bool__(self) -> NoReturn:
        raise refuse(
            "U102",
            "a quantity has no truth value until the law is run",
            f"{self.tracer.where}, {self.tracer.name}",
            "an `if` would freeze one branch into the law",
            "use when(condition, a, b), and & | ~ between conditions",
        )

    def __eq__(self, other: object) -> NoReturn:
        raise refuse(
            "U102",
            "quantities are not compared with == or `in`: the answer would be fixed before the law is run",
            f"{self.tracer.where}, {self.tracer.name}",
            "Python would compare two symbols, never two amounts",
            "use (a <= b) & (b <= a), or say which of the two is meant with < or >=",
        )

    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.node!r})"

    def _operand(self, other: object, op: str) -> Node:
        if isinstance(other, Quantity):
            return other.node
        return self.tracer.literal(other, self._literal_kind(other, op))

    def _literal_kind(self, other: object, op: str) -> Kind:
        if op in ("mul", "div") and self.kind in (*MONETARY, Kind.COUNT):
            return Kind.COUNT if isinstance(other, int) else Kind.RATE
        return self.kind

    def _join(self, op: str, other: object, *, swapped: bool = False) -> Node:
        mine, theirs = self.node, self._operand(other, op)
        return self.tracer.binary(op, theirs, mine) if swapped else self.tracer.binary(op, mine, theirs)

    def _like(self, node: Node) -> Self:
        return type(self)(node, self.tracer)


class Flag(Quantity):
    """A condition: ``&``, ``|`` and ``~`` join conditions; there is no `if` on it."""

    kind = Kind.FLAG

    def __and__(self, other: Flag) -> Flag:
        return Flag(self.tracer.node("and", (self.node, other.node), None, Kind.FLAG), self.tracer)

    def __or__(self, other: Flag) -> Flag:
        return Flag(self.tracer.node("or", (self.node, other.node), None, Kind.FLAG), self.tracer)

    def __invert__(self) -> Flag:
        return Flag(self.tracer.node("not", (self.node,), None, Kind.FLAG), self.tracer)


class Choice:
    """A reading of the law as an argument; ``reading(choice, option)`` asks which option is in use."""

    __slots__ = ("name", "options", "tracer")

    def __init__(self, name: str, options: tuple[str, ...], tracer: Tracer) -> None:
        self.name = name
        self.options = options
        self.tracer = tracer


class Number(Quantity):
    """What money, rates and counts share: sums of the same unit and comparisons."""

    def __add__(self, other: Self | Figure) -> Self:
        return self._like(self._join("add", other))

    def __radd__(self, other: Figure) -> Self:
        return self._like(self._join("add", other, swapped=True))

    def __sub__(self, other: Self | Figure) -> Self:
        return self._like(self._join("sub", other))

    def __rsub__(self, other: Figure) -> Self:
        return self._like(self._join("sub", other, swapped=True))

    def __neg__(self) -> Self:
        return self._like(self.tracer.node("neg", (self.node,), None, self.kind))

    def __lt__(self, other: Self | Figure) -> Flag:
        return Flag(self._join("lt", other), self.tracer)

    def __le__(self, other: Self | Figure) -> Flag:
        return Flag(self._join("le", other), self.tracer)

    def __gt__(self, other: Self | Figure) -> Flag:
        return Flag(self._join("lt", other, swapped=True), self.tracer)

    def __ge__(self, other: Self | Figure) -> Flag:
        return Flag(self._join("le", other, swapped=True), self.tracer)


class Rate(Number):
    """A pure fraction: 99.7 %, a share, an interest rate a year."""

    kind = Kind.RATE

    @overload
    def __mul__(self, other: Amount) -> Amount: ...
    @overload
    def __mul__(self, other: Rate | Count | Figure) -> Rate: ...
    def __mul__(self, other: Quantity | Figure) -> Quantity:
        return _typed(self._join("mul", other), self.tracer)

    def __rmul__(self, other: Figure) -> Rate:
        return Rate(self._join("mul", other, swapped=True), self.tracer)

    def __truediv__(self, other: Rate | Count | Figure) -> Rate:
        return Rate(self._join("div", other), self.tracer)

    def __rtruediv__(self, other: Figure) -> Rate:
        return Rate(self._join("div", other, swapped=True), self.tracer)


class Count(Number):
    """A whole number: days, a payment number, how many lenders remain."""

    kind = Kind.COUNT

    @overload
    def __mul__(self, other: Amount) -> Amount: ...
    @overload
    def __mul__(self, other: Rate) -> Rate: ...
    @overload
    def __mul__(self, other: Count | int) -> Count: ...
    def __mul__(self, other: Quantity | int) -> Quantity:
        return _typed(self._join("mul", other), self.tracer)

    def __rmul__(self, other: int) -> Count:
        return Count(self._join("mul", other, swapped=True), self.tracer)

    def __truediv__(self, other: Count | Rate | Figure) -> Rate:
        return Rate(self._join("div", other), self.tracer)


class Money(Number):
    """Euro, exact to the cent once the provision has rounded."""

    kind = Kind.MONEY

    def __mul__(self, other: Rate | Count | Figure) -> Self:
        return self._like(self._join("mul", other))

    def __rmul__(self, other: Figure) -> Self:
        return self._like(self._join("mul", other, swapped=True))

    @overload
    def __truediv__(self, other: Money) -> Rate: ...
    @overload
    def __truediv__(self, other: Rate | Count | Figure) -> Self: ...
    def __truediv__(self, other: Quantity | Figure) -> Quantity:
        return _typed(self._join("div", other), self.tracer)


class LocalMoney(Money):
    """An amount in the minor unit of the currency on the currency axis; ``convert`` turns it into euro."""

    kind = Kind.LOCAL


Amount = TypeVar("Amount", bound=Money)
TYPES: dict[Kind, type[Quantity]] = {c.kind: c for c in (Money, LocalMoney, Rate, Count, Flag)}
"""The symbolic class of each kind."""


def _typed(node: Node, tracer: Tracer) -> Quantity:
    return TYPES[node.shape.kind](node, tracer)


def symbol(node: Node, tracer: Tracer) -> Quantity:
    """Wrap a node in the class of its kind.

    Example:
        >>> from usufruct.engine.shape import Shape
        >>> symbol(Node("ref", (), "tax_rate", Shape(Kind.RATE)), Tracer("tax", "Art. 1", "ever"))
        Rate(<ref tax_rate: rate>)
    """
    return _typed(node, tracer)
