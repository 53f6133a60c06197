"""One half-year of law as a program: which steps it has, what it reads, what it leaves behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from usufruct.engine.execution.interpreter import Interpreter, Key
from usufruct.engine.rulebook import Rulebook
from usufruct.engine.straight.program import Number, Program, RealSymbols
from usufruct.engine.timeline import Member, World


@dataclass(frozen=True)
class HalfYearProgram:
    """The straight line of one half-year.

    Attributes:
        program: the operations.
        state: stocks carried from one half-year to the next, in the order of their rows.
        inputs: symbolic inputs by (quantity, position, member), in the order of their rows.
        closing: value of each stock at the end.
        outputs: wanted results.
    """

    program: Program
    state: tuple[tuple[str, Member], ...]
    inputs: tuple[tuple[str, int, Member], ...]
    closing: Mapping[tuple[str, Member], Number]
    outputs: Mapping[Key, Number]


def trace(
    law: Rulebook,
    world: World,
    symbolic: tuple[tuple[str, int, Member], ...],
    outputs: tuple[Key, ...],
    arithmetic: Any = None,
) -> HalfYearProgram:
    """Run the steps of one half-year with symbols.

    Args:
        law: the rulebook.
        world: the steps of one half-year and everything known before the run.
        symbolic: inputs that differ from path to path.
        outputs: quantities wanted.
        arithmetic: an arithmetic of symbols over a program; real if left out.
    """
    arithmetic = arithmetic or RealSymbols(Program())
    program = arithmetic.program
    for name, index, member in symbolic:
        kind = law.quantities[name].shape.kind
        symbol = arithmetic.symbol(kind, input_label(name, index, member))
        world = world.but(name, {(index, member): symbol})
    stocks = _stocks(law, world)
    for name, member in stocks:
        kind = law.quantities[name].shape.kind
        world = world.but(name, {(-1, member): arithmetic.symbol(kind, state_label(name, member))})
    run = Interpreter(law, world, arithmetic).run()
    closing = {(name, member): arithmetic.stored(_last(run, law, name, member)) for name, member in stocks}
    wanted = {key: arithmetic.stored(run.value(*key)) for key in outputs}
    return _pruned(program, symbolic, stocks, closing, wanted)


def input_label(name: str, index: int, member: Member) -> str:
    """Name under which a symbolic input is read."""
    return " ".join([name, str(index), *member])


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
    symbolic: tuple[tuple[str, int, Member], ...],
    stocks: list[tuple[str, Member]],
    closing: Mapping[tuple[str, Member], Number],
    wanted: Mapping[Key, Number],
) -> HalfYearProgram:
    """Keep only the stocks that a wanted result rests on, now or in a later half-year."""
    opening = {
        program.made[op].index: op.data
        for op in program.operations
        if op.op == "lane" and op.data.startswith("opening ")
    }
    by_label = {state_label(name, member): (name, member) for name, member in stocks}
    needed: set[tuple[str, Member]] = set()
    while True:
        roots = [*wanted.values(), *(closing[stock] for stock in needed)]
        found = {by_label[opening[index]] for index in program.live(roots) if index in opening}
        if found <= needed:
            break
        needed |= found
    state = tuple(stock for stock in stocks if stock in needed)
    return HalfYearProgram(program, state, symbolic, {stock: closing[stock] for stock in state}, wanted)
