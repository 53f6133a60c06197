"""The reference execution: every step in order, every quantity by what its provision says."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from usufruct.engine.execution.arithmetic import Arithmetic, Bounded, Exact
from usufruct.engine.execution.completeness import check_complete, no_figure
from usufruct.engine.graph import Node
from usufruct.engine.order import regime
from usufruct.engine.shape import EVER, Shape
from usufruct.engine.timeline import Member, Step, World
from usufruct.errors import UsufructError, refuse
from usufruct.money import read_figure

if TYPE_CHECKING:
    from usufruct.engine.rulebook import Rulebook, Version

Key = tuple[str, str, int, Member]
"""Quantity, cadence of the step, position of the step, member."""


class Interpreter:
    """Runs a law over a world in one arithmetic.

    Attributes:
        values: every quantity of every step, kept for explanations.
        only: the quantities to be computed, closed under what they read; None for the whole law.
    """

    def __init__(
        self,
        law: Rulebook,
        world: World,
        arithmetic: Arithmetic | None = None,
        only: frozenset[str] | None = None,
    ) -> None:
        self.law = law
        self.only = only
        self.world = world
        self.arithmetic = arithmetic or Exact()
        self.values: dict[Key, Any] = {}
        self._figures: dict[str, Any] = {}

    def run(self) -> Interpreter:
        """Carry out every step of the timeline; returns itself.

        Raises:
            UsufructError: ``U130`` and ``U131`` for every missing input and figure at once, before the first
                step.
        """
        check_complete(self.law, self.world)
        for index, step in self.world.timeline.in_order():
            at = StepRun(self, step, index)
            for name, version in regime(self.law, step.cadence, step.on):
                if self.only is None or name in self.only:
                    at.settle(name, version)
        return self

    def value(self, name: str, cadence: str, index: int, member: Member) -> Any:
        """A quantity that has been computed or given; nothing (zero) where no rule was in force."""
        key = (name, cadence, index, member)
        if key in self.values:
            return self.values[key]
        if self.only is not None and name not in self.only:
            raise KeyError(f"{name} is no part of this run")  # never zero: it was left out, not computed
        if self.law.quantities[name].stock:
            return self.opening(name, cadence, index, member)
        given = self.given(name, index, member)
        return self.arithmetic.lift(0) if given is None else given

    def opening(self, name: str, cadence: str, index: int, member: Member) -> Any:
        """Balance at the start of a step: the last close, else the one given at position -1, else nothing."""
        for earlier in range(index - 1, -1, -1):
            key = (name, cadence, earlier, member)
            if key in self.values:
                return self.values[key]
        given = self.world.inputs.get(name, {}).get((-1, member), 0)
        return self.arithmetic.lift(given)

    def given(self, name: str, index: int, member: Member) -> Any:
        """An input as given, or its declared default; None for a computed quantity.

        Raises:
            UsufructError: ``U130`` if the input is missing and has no default.
        """
        definition = self.law.quantities[name]
        if definition.input is None:
            return None
        position = 0 if definition.shape.cadence == EVER else index
        value = self.world.inputs.get(name, {}).get((position, member))
        if value is None:
            value = definition.input.default
        if value is None:
            raise refuse(
                "U130",
                f"{name} is not given for {' '.join(member) or 'this law'}, position {position}",
                str(definition.input.cite),
                "unknown is not zero",
                "give the input",
            )
        return self.arithmetic.lift(value)

    def figure(self, printed: str, shape: Shape) -> Any:
        """A printed figure as a number: euro become cents."""
        key = f"{printed}|{shape.kind}"
        if key not in self._figures:
            scale = 100 if shape.kind.value == "money" else 1
            self._figures[key] = self.arithmetic.lift(read_figure(printed) * scale)
        return self._figures[key]


class StepRun:
    """One step being carried out: evaluates nodes for members, each once."""

    def __init__(self, run: Interpreter, step: Step, index: int) -> None:
        self.run = run
        self.step = step
        self.index = index
        self.memo: dict[tuple[str, Member], Any] = {}

    def settle(self, name: str, version: Version | None) -> None:
        """Compute a quantity and the hidden stocks of its words, for every member."""
        run, shape = self.run, self.run.law.quantities[name].shape
        if version is None:
            return
        for hidden, node in version.hidden.items():
            own = run.law.quantities[hidden].shape
            self._store(hidden, own, node)
        self._store(name, shape, version.node)

    def _store(self, name: str, shape: Shape, node: Node) -> None:
        for member in self.run.world.members_of(shape):
            context = dict(zip(shape.axes, member, strict=True))
            self.run.values[name, self.step.cadence, self.index, member] = self.evaluate(node, context)

    def evaluate(self, node: Node, context: dict[str, str]) -> Any:
        """The value of a node for one member of each axis in the context."""
        axes = node.shape.axes
        key = (node.key, tuple([context[axis] for axis in axes]) if axes else ())
        if key not in self.memo:
            self.memo[key] = self._compute(node, context)
        return self.memo[key]

    def _compute(self, node: Node, context: dict[str, str]) -> Any:
        sources = self.parts(node, context)
        if sources is not None:
            return self._sum(sources)
        if node.args:
            args = [self.evaluate(arg, context) for arg in node.args]
            if node.op == "keyed":
                return self._keyed(node, args[0])
            return self.run.arithmetic.apply(node.op, args, node.data)
        return self.leaf(node, context)

    def _sum(self, values: Iterator[Any]) -> Any:
        whole = next(values, None)
        if whole is None:
            return self.run.arithmetic.lift(0)
        for value in values:
            whole = self.run.arithmetic.apply("add", [whole, value], None)
        return whole

    def parts(self, node: Node, context: dict[str, str]) -> Iterator[Any] | None:
        """What a node adds up: members of an axis, or steps covered; None for any other node."""
        match node.op:
            case "total" | "running" | "pick":
                return (self.evaluate(node.args[0], each) for each in self.contexts(node, context))
            case "over" | "at":
                return (self._elsewhere(node, index, context) for index in self.steps(node))
            case _:
                return None

    def contexts(self, node: Node, context: dict[str, str]) -> list[dict[str, str]]:
        """The members that a total, a running sum or a pick looks at."""
        if node.op == "pick":
            axis, member = node.data
            return [{**context, axis: member}]
        axis = str(node.data)
        members = self.run.world.members[axis]
        if node.op == "running":
            members = members[: members.index(context[axis]) + 1]
        return [{**context, axis: member} for member in members]

    def steps(self, node: Node) -> tuple[int, ...]:
        """Positions of the steps of another cadence that ``over`` sums or ``at`` looks at."""
        covered = self.step.covers.get(node.data[2], ())
        return covered[-1:] if node.op == "at" else covered

    def _elsewhere(self, node: Node, index: int, context: dict[str, str]) -> Any:
        name, _, cadence = node.data
        member = tuple(context[axis] for axis in node.shape.axes)
        return self.run.value(name, cadence, index, member)

    def leaf(self, node: Node, context: dict[str, str]) -> Any:
        """A constant, a reference, an opening balance, an earlier step, a reading or a measure."""
        run, law = self.run, self.run.law
        member = tuple(context[axis] for axis in node.shape.axes)
        match node.op:
            case "const":
                return run.arithmetic.lift(node.data)
            case "ref" if node.name in law.parameters:
                return self._parameter(node)
            case "ref":
                return run.value(node.name, self.step.cadence, self.index, member)
            case "opening":
                return run.opening(node.name, self.step.cadence, self.index, member)
            case "lag":
                name, back, cadence = node.data
                return (
                    run.value(name, cadence, self.index - back, member)
                    if self.index >= back
                    else run.arithmetic.lift(0)
                )
            case "reading":
                name, option = node.data
                return run.arithmetic.lift(int(law.option(name) == option))
            case _:
                return run.arithmetic.lift(int(law.in_force(str(node.data), self.step.on)))

    def _parameter(self, node: Node) -> Any:
        given = self.run.world.inputs.get(node.name)
        if given is not None:  # a symbol that stands for the figure, so that one program serves every amendment
            return self.run.arithmetic.lift(given[0, ()])
        row = self.run.law.row(node.name, self.step.on)
        if row is None:
            raise UsufructError([no_figure(self.run.law, node.name, str(self.step.on), self.step.label)])
        return self.run.figure(row.figure, node.shape)

    def _keyed(self, node: Node, number: Any) -> Any:
        given = self.run.world.inputs.get(node.name)
        if given is not None:
            return self.run.arithmetic.lift(given[0, ()])
        at = number if isinstance(number, (int, Fraction)) else number.value
        row = self.run.law.row(node.name, int(at))
        if row is None and at >= 1:
            raise UsufructError([no_figure(self.run.law, node.name, f"number {int(at)}", self.step.label)])
        # An event that has not happened yet has no figure and moves no money.
        found: Any = self.run.arithmetic.lift(0) if row is None else self.run.figure(row.figure, node.shape)
        if isinstance(number, Bounded) and number.radius:
            rows = self.run.law.parameters[node.name].rows
            return found.among([self.run.figure(each.figure, node.shape) for each in rows])
        return found
