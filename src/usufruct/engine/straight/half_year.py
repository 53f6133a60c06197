"""One half-year of law as a program: which steps it has, what it reads, what it leaves behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from usufruct.engine.execution.interpreter import Interpreter, Key
from usufruct.engine.rulebook import Rulebook
from usufruct.engine.straight.program import Number, Program
from usufruct.engine.timeline import Member, World

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
) -> HalfYearProgram:
    """Run the steps of one half-year with symbols.

    Args:
        law: the rulebook.
        world: the steps of one half-year and everything known before the run.
        lanes: inputs that differ from path to path.
        uniforms: inputs, and figures of the law, that are one for all paths of a half-year.
        outputs: quantities wanted.
        arithmetic: an arithmetic of symbols over an empty program.
    """
    for read, places in (("lane", lanes), ("uniform", uniforms)):
        for name, index, member in places:
            shape = law.parameters[name].kind if name in law.parameters else law.quantities[name].shape.kind
            symbol = arithmetic.symbol(shape, input_label(name, index, member), read)
            world = world.but(name, {(index, member): symbol})
    stocks = _stocks(law, world)
    for name, member in stocks:
        kind = law.quantities[name].shape.kind
        world = world.but(name, {(-1, member): arithmetic.symbol(kind, state_label(name, member))})
    run = Interpreter(law, world, arithmetic).run()
    closing = {(name, member): arithmetic.stored(_last(run, law, name, member)) for name, member in stocks}
    wanted = {key: arithmetic.stored(run.value(*key)) for key in outputs}
    return _pruned(arithmetic.program, stocks, closing, wanted)


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
