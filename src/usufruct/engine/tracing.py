"""Calling a provision once with symbolic quantities, and noting every fault on the way.

A tracer is what the symbolic quantities of one provision share: where they stand, the faults found so far and
the hidden stocks that words with a memory (``latch``, ``count``, ``aged``) have asked for. A fault never
stops the trace: the faulty operation is replaced by a plausible constant so that later faults are seen as
well.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from usufruct.engine.graph import Node, constant
from usufruct.engine.shape import AXES, EVER, MONETARY, Kind, Shape
from usufruct.errors import Fault, UsufructError
from usufruct.money import read_figure

_SAME = frozenset({"add", "sub", "min", "max", "lt", "le"})
_PRODUCTS = {
    (Kind.RATE, Kind.RATE): Kind.RATE,
    (Kind.RATE, Kind.COUNT): Kind.RATE,
    (Kind.COUNT, Kind.RATE): Kind.RATE,
    (Kind.COUNT, Kind.COUNT): Kind.COUNT,
}
_QUOTIENTS = {
    (Kind.RATE, Kind.RATE): Kind.RATE,
    (Kind.RATE, Kind.COUNT): Kind.RATE,
    (Kind.COUNT, Kind.RATE): Kind.RATE,
    (Kind.COUNT, Kind.COUNT): Kind.RATE,
    (Kind.MONEY, Kind.MONEY): Kind.RATE,
    (Kind.LOCAL, Kind.LOCAL): Kind.RATE,
}
for _money in MONETARY:
    for _pure in (Kind.RATE, Kind.COUNT):
        _PRODUCTS[_money, _pure] = _PRODUCTS[_pure, _money] = _QUOTIENTS[_money, _pure] = _money


class Tracer:
    """Collects the graph, the hidden stocks and the faults of one provision.

    Attributes:
        name: the quantity that the provision defines.
        where: the article, for the faults.
        cadence: the steps at which the provision runs.
        faults: everything found wrong so far.
        hidden: closing rules of the stocks that words with a memory need, by name.
        memories: the shapes of those stocks.

    Example:
        >>> tracer = Tracer("tax", "Art. 1", "half-year")
        >>> _ = tracer.literal(0.25, Kind.RATE)
        >>> tracer.faults[0].code
        'U104'
    """

    def __init__(self, name: str, where: str, cadence: str) -> None:
        self.name = name
        self.where = where
        self.cadence = cadence
        self.faults: list[Fault] = []
        self.hidden: dict[str, Node] = {}
        self.memories: dict[str, Shape] = {}

    def fault(self, code: str, what: str, why: str = "", remedy: str = "") -> None:
        """Note a fault of this provision and go on."""
        self.faults.append(Fault(code, what, f"{self.where}, {self.name}", why, remedy))

    def literal(self, value: object, kind: Kind) -> Node:
        """Turn what stands in the text (an integer, a fraction, a printed figure) into a node.

        Faults: ``U104`` for a binary float, ``U103`` for an amount of money other than zero.
        """
        if isinstance(value, float):
            self.fault(
                "U104",
                f"{value!r} is a binary float",
                "no binary float is exactly what an act says",
                f"write it as it is printed, for example '{value:g}'",
            )
            return constant(0, kind)
        figure = self._figure(value)
        if kind in MONETARY and figure != 0:
            self.fault(
                "U103",
                f"{value!r} is a bare number where money is meant",
                "a bare number does not say whether it counts euros or cents",
                "declare a parameter with kind=Money and use its name",
            )
            return constant(0, kind)
        return constant(figure, kind)

    def _figure(self, value: object) -> Fraction:
        if isinstance(value, (bool, int, Fraction)):
            return Fraction(value)
        try:
            return read_figure(str(value))
        except UsufructError as error:
            self.faults += [replace(fault, where=f"{self.where}, {self.name}") for fault in error.faults]
            return Fraction(0)

    def binary(self, op: str, left: Node, right: Node) -> Node:
        """Join two nodes by an arithmetic operation or a comparison, checking units, axes and cadence."""
        kind = self._kind(op, left.shape.kind, right.shape.kind)
        return self.node(op, (left, right), None, kind)

    def _kind(self, op: str, left: Kind, right: Kind) -> Kind:
        if op in _SAME:
            if left != right and {left, right} != {Kind.RATE, Kind.COUNT}:
                self._unit_fault(op, left, right)
            if op in ("lt", "le"):
                return Kind.FLAG
            return left if left == right or left == Kind.RATE else right
        kind = (_PRODUCTS if op == "mul" else _QUOTIENTS).get((left, right))
        if kind is None:
            self._unit_fault(op, left, right)
            return left if left in MONETARY else right
        return kind

    def _unit_fault(self, op: str, left: Kind, right: Kind) -> None:
        verb = {"add": "added to", "sub": "less", "mul": "times", "div": "divided by"}.get(op, "compared with")
        self.fault(
            "U101",
            f"{left.value} {verb} {right.value} has no unit",
            "a figure without a unit cannot be owed by anybody",
            "convert one of the two first, or look at the article again",
        )

    def node(self, op: str, args: tuple[Node, ...], data: object, kind: Kind) -> Node:
        """Build a node whose axes and cadence follow from its arguments."""
        return Node(op, args, data, Shape(kind, self.joint_axes(args), self._cadence(args)))

    def joint_axes(self, args: tuple[Node, ...]) -> tuple[str, ...]:
        """The axes of figures that meet in one expression; one of them must have them all (``U106``)."""
        joint = tuple(axis for axis in AXES if any(axis in arg.shape.axes for arg in args))
        if args and not any(arg.shape.axes == joint for arg in args):
            spread = " and ".join(" by ".join(arg.shape.axes) for arg in args if arg.shape.axes)
            self.fault(
                "U106",
                f"figures per {spread} meet in one expression",
                "they belong to different parties",
                "bring one of them to a single figure with total() or pick() first",
            )
        return joint

    def _cadence(self, args: tuple[Node, ...]) -> str:
        cadences = sorted({arg.shape.cadence for arg in args} - {EVER})
        if len(cadences) > 1:
            self.fault(
                "U107",
                f"figures of each {' and of each '.join(cadences)} meet in one expression",
                "they do not belong to the same step of the law",
                "use over(x) for the sum over the steps covered, or at(x) for the step linked",
            )
            return self.cadence if self.cadence in cadences else cadences[0]
        return cadences[0] if cadences else EVER

    def memory(self, word: str, kind: Kind, axes: tuple[str, ...]) -> tuple[str, Node]:
        """Ask for a hidden stock; returns its name and its opening value. Set ``hidden[name]`` to close it.

        The name says which memory of the provision it is, its kind and its axes: a later version of the
            provision
        takes up the memory of the one before where it remembers the same things in the same order.
        """
        form = "-".join((*kind.value.split(), *axes))
        name = f"{self.name}.{word}{len(self.hidden) + 1}.{form}"
        self.hidden[name] = constant(0, kind)
        self.memories[name] = Shape(kind, axes, self.cadence)
        return name, Node("opening", (), name, self.memories[name])
