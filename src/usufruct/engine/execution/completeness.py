"""Whether a world gives everything that a law needs: asked once, before the first step is carried out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from usufruct.engine.order import regime
from usufruct.engine.shape import EVER
from usufruct.engine.timeline import Step, World
from usufruct.errors import Fault, UsufructError

if TYPE_CHECKING:
    from usufruct.engine.graph import Node
    from usufruct.engine.rulebook import Rulebook


def check_complete(law: Rulebook, world: World, besides: frozenset[str] = frozenset()) -> None:
    """Refuse a run for which an input or a figure of the law is missing.

    Args:
        law: the law to be run.
        world: what it is to be run over.
        besides: inputs that are given in another way, as arrays for many paths.

    Raises:
        UsufructError: with every ``U130`` (input not given) and ``U131`` (parameter without a value that day)
            at once.
    """
    faults: dict[tuple[str, str], Fault] = {}
    for index, step in world.timeline.in_order():
        for name, positions in _inputs_read(law, step, index):
            if name not in besides:
                for fault in _missing(law, world, name, positions):
                    faults[fault.code, fault.what] = fault
        for name in _figures_read(law, step):
            if law.row(name, step.on) is None:
                fault = no_figure(law, name, str(step.on), step.label)
                faults.setdefault((fault.code, fault.what), fault)
    if faults:
        raise UsufructError(faults.values())


def no_figure(law: Rulebook, name: str, key: str, where: str) -> Fault:
    """The fault ``U131``: a parameter has no value for a day or an event number."""
    known = f" and known on {law.known}" if law.known else ""
    return Fault(
        "U131",
        f"{name} has no value for {key}{known}",
        where,
        "no publication known at that date sets it",
        "choose a later date, or amend the law",
    )


def _inputs_read(law: Rulebook, step: Step, index: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Inputs that a step reads, with the positions at which it reads them."""
    for leaf in _leaves(law, step):
        definition = law.quantities.get(leaf.name)
        if definition is None or definition.input is None:
            continue
        match leaf.op:
            case "lag":
                back = index - leaf.data[1]
                positions: tuple[int, ...] = (back,) if back >= 0 else ()
            case "over" | "at":
                covered = step.covers.get(definition.shape.cadence, ())
                positions = covered[-1:] if leaf.op == "at" else covered
            case _:
                positions = (index,)
        yield leaf.name, (0,) if definition.shape.cadence == EVER else positions


def _figures_read(law: Rulebook, step: Step) -> Iterator[str]:
    return (leaf.name for leaf in _leaves(law, step) if leaf.op == "ref" and leaf.name in law.parameters)


def _leaves(law: Rulebook, step: Step) -> Iterator[Node]:
    for _, version in regime(law, step.cadence, step.on):
        yield from version.leaves if version else ()


def _missing(law: Rulebook, world: World, name: str, positions: tuple[int, ...]) -> Iterator[Fault]:
    definition = law.quantities[name]
    if definition.input is None or definition.input.default is not None:
        return
    given = world.inputs.get(name, {})
    for position in positions:
        for member in world.members_of(definition.shape):
            if (position, member) not in given:
                yield Fault(
                    "U130",
                    f"{name} is not given for {' '.join(member) or 'this law'}, position {position}",
                    str(definition.input.cite),
                    "unknown is not zero",
                    "give the input",
                )
