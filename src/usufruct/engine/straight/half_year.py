"""One half-year of law as a program: which steps it has, what it reads, what it leaves behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from usufruct.engine.execution.interpreter import Interpreter, Key
from usufruct.engine.rulebook import Rulebook
from usufruct.engine.shape import Kind
from usufruct.engine.straight.program import Number, Program
from usufruct.engine.timeline import Member, World

OTHER_LAW: Final = "the other law holds"
Place = tuple[str, int, Member]
"""An input: quantity or figure of the law, position of its step, member."""


@dataclass(frozen=True)
class HalfYearProgram:
    """The straight line of one half-year.

    Attributes:
        program: the operations.
        closing: value at the end of every stock that matters, by (quantity, member).
        outputs: wanted results.
    """

    program: Program
    closing: Mapping[tuple[str, Member], Number]
    outputs: Mapping[Key, Number]

    def results(self) -> dict[str, Number]:
        """Row to result: a stock closes in the row in which it will open, an output has a row of its own."""
        closing = {state_label(name, member): value for (name, member), value in self.closing.items()}
        return closing | {output_label(key): value for key, value in self.outputs.items()}


def trace(
    law: Rulebook,
    world: World,
    lanes: Sequence[Place],
    uniforms: Sequence[Place],
    outputs: Sequence[Key],
    arithmetic: Any,
    other: Rulebook | None = None,
) -> HalfYearProgram:
    """Run the steps of one half-year with symbols.

    Args:
        law: the rulebook.
        world: the steps of one half-year and everything known before the run.
        lanes: inputs that differ from path to path.
        uniforms: inputs, and figures of the law, that are one for all paths of a half-year.
        outputs: quantities wanted.
        arithmetic: an arithmetic of symbols over an empty program.
        other: the law in those half-years in which the uniform :data:`OTHER_LAW` is one. What both laws do alike is
            done once; a stock that only one of them has stands still under the other.
    """
    for read, places in (("lane", lanes), ("uniform", uniforms)):
        for name, index, member in places:
            symbol = arithmetic.symbol(_kind(law, other, name), input_label(name, index, member), read)
            world = world.but(name, {(index, member): symbol})
    laws = [law] if other is None else [law, other]
    stocks = list(dict.fromkeys(stock for each in laws for stock in _stocks(each, world)))
    opened = {}
    for name, member in stocks:
        found = law if name in law.quantities else laws[-1]
        opened[name, member] = arithmetic.symbol(found.quantities[name].shape.kind, state_label(name, member))
        world = world.but(name, {(-1, member): opened[name, member]})
    runs = [Interpreter(each, _fitting(each, world), arithmetic).run() for each in laws]
    closing = {stock: _joined(arithmetic, [_closing(run, stock, opened[stock]) for run in runs]) for stock in stocks}
    wanted = {key: _joined(arithmetic, [run.value(*key) for run in runs]) for key in outputs}
    return _pruned(arithmetic.program, stocks, closing, wanted)


def _kind(law: Rulebook, other: Rulebook | None, name: str) -> Kind:
    for each in (law, other or law):
        if name in each.parameters:
            return each.parameters[name].kind
        if name in each.quantities:
            return each.quantities[name].shape.kind
    raise KeyError(name)


def _fitting(law: Rulebook, world: World) -> World:
    """The world without what a law does not know."""
    known = {name: given for name, given in world.inputs.items() if name in law.quantities or name in law.parameters}
    return replace(world, inputs=known)


def _closing(run: Interpreter, stock: tuple[str, Member], opened: Any) -> Any:
    return _last(run, run.law, *stock) if stock[0] in run.law.quantities else opened


def _joined(arithmetic: Any, values: Sequence[Any]) -> Number:
    """The result of the law that holds."""
    first, *others = values
    for value in others:
        holds = arithmetic.symbol(Kind.FLAG, OTHER_LAW, "uniform")
        first = arithmetic.apply("select", (holds, arithmetic.lift(value), arithmetic.lift(first)), None)
    stored: Number = arithmetic.stored(first)
    return stored


def input_label(name: str, index: int, member: Member) -> str:
    """Name under which a symbolic input is read."""
    return " ".join([name, str(index), *member])


def output_label(key: Key) -> str:
    """Name of the row that receives an output.

    Example:
        >>> output_label(("eu.payment", "call", 0, ()))
        'out eu.payment'
    """
    return " ".join(["out", key[0], *key[3]])


def state_label(name: str, member: Member) -> str:
    """Name under which the opening value of a stock is read."""
    return " ".join(["opening", name, *member])


def _stocks(law: Rulebook, world: World) -> list[tuple[str, Member]]:
    cadences = {cadence for cadence, steps in world.timeline.steps.items() if steps}
    return [
        (name, member)
        for name, definition in law.quantities.items()
        if definition.stock and definition.shape.cadence in cadences
        for member in world.members_of(definition.shape)
    ]


def _last(run: Interpreter, law: Rulebook, name: str, member: Member) -> Number:
    cadence = law.quantities[name].shape.cadence
    steps = run.world.timeline.steps[cadence]
    value: Number = run.opening(name, cadence, len(steps), member)
    return value


def _pruned(
    program: Program,
    stocks: Sequence[tuple[str, Member]],
    closing: Mapping[tuple[str, Member], Number],
    wanted: Mapping[Key, Number],
) -> HalfYearProgram:
    """Keep only the stocks that a wanted result rests on, now or in a later half-year."""
    labels = {state_label(name, member): (name, member) for name, member in stocks}
    opening = {index: labels[op.data] for index, op in enumerate(program.operations) if op.data in labels}
    needed: set[tuple[str, Member]] = set()
    seen: set[int] = set()
    roots = [*wanted.values()]
    while roots:
        found = {opening[index] for index in program.reach(roots, seen) if index in opening} - needed
        needed |= found
        roots = [closing[stock] for stock in found]
    return HalfYearProgram(program, {stock: closing[stock] for stock in stocks if stock in needed}, dict(wanted))
