"""One law, several worlds, three executions: what they must agree on."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

import numpy as np

from tests.engine.random_laws import KNOWN_EARLY, Specimen, specimen, timeline, world
from usufruct.engine import Rulebook, World
from usufruct.engine.execution.arithmetic import Exact, Radius
from usufruct.engine.execution.arrays import run_arrays
from usufruct.engine.execution.interpreter import Interpreter
from usufruct.engine.shape import EVER, Kind
from usufruct.errors import UsufructError

PATHS = 3
LAWS = 36


@cache
def law_of(seed: int, later: str = "as written") -> Specimen:
    return specimen(seed, later)


def stacked(law: Rulebook, worlds: list[World]) -> dict[str, Any]:
    """The inputs of several worlds as one array each, rates as numerators over their common grid."""
    arrays: dict[str, Any] = {}
    for name, definition in law.quantities.items():
        if definition.input is None or name not in worlds[0].inputs:
            continue
        shape = definition.shape
        members = worlds[0].members_of(shape)
        steps = 1 if shape.cadence == EVER else len(worlds[0].timeline.steps[shape.cadence])
        grid = 10**6 if shape.kind is Kind.RATE else 1
        table = [
            [[Fraction(each.inputs[name][step, member]) * grid for each in worlds] for member in members]
            for step in range(steps)
        ]
        sizes = tuple(len(worlds[0].members[axis]) for axis in shape.axes)
        array = np.array([[[int(value) for value in row] for row in step] for step in table], dtype=np.int64)
        array = array.reshape(steps, *sizes, len(worlds))
        arrays[name] = (array, grid) if shape.kind is Kind.RATE else array
    return arrays


def disagreements(seed: int, paths: int = PATHS) -> list[str]:
    """What the executions of a random law do not agree on, over several paths; empty when all is well."""
    try:
        law = law_of(seed).law
    except UsufructError as error:
        return [] if {fault.code for fault in error.faults} == {"U111"} else [str(error)]
    worlds = [world(seed, path) for path in range(paths)]
    given = stacked(law, worlds)
    kept = Random(seed).sample(sorted(given), len(given) // 4)
    # Some inputs are the same on every path, and are read from the world.
    worlds = [each if not n else _with_inputs(each, worlds[0], kept) for n, each in enumerate(worlds)]
    arrays = {name: array for name, array in given.items() if name not in kept}
    try:
        exact = run_arrays(law, worlds[0], "exact", paths, arrays)
    except UsufructError as error:
        return [] if _justified(error, law, worlds) else [str(error)]
    real = run_arrays(law, worlds[0], "real", paths, arrays)
    found = []
    for path, each in enumerate(worlds):
        reference = Interpreter(law, each).run().values
        bound = Interpreter(law, each, Radius()).run().values
        integers, floats = exact.path(path), real.path(path)
        found += [
            f"exact {key}: {integers.get(key)}, not {v}" for key, v in reference.items() if integers.get(key) != v
        ]
        found += [f"exact {key} is not in the reference" for key in integers if key not in reference]
        found += [
            f"real {key}: {floats[key]} is not within {float(v.radius)} of {float(v.value)}"
            for key, v in bound.items()
            if abs(Fraction(floats[key]) - v.value) > v.radius
        ]
    return found


def _justified(error: UsufructError, law: Rulebook, worlds: list[World]) -> bool:
    """A refusal is justified where an amount comes near the range, 2**51, even in the middle of a formula."""
    watched = Watched()
    for each in worlds:
        Interpreter(law, each, watched).run()
    return {fault.code for fault in error.faults} == {"U135"} and watched.largest > 2**45


class Watched(Exact):
    """The reference arithmetic, remembering the largest number that any operation gave."""

    def __init__(self) -> None:
        self.largest = Fraction(0)

    def apply(self, op: str, args: Sequence[Fraction | int], how: Any) -> Fraction | int:
        found = super().apply(op, args, how)
        self.largest = max(self.largest, abs(Fraction(found)))
        return found


def _with_inputs(own: World, first: World, names: list[str]) -> World:
    for name in names:
        own = own.but(name, first.inputs[name])
    return own


def seen_early(seed: int, later: str) -> tuple[dict[Any, Any], list[str]]:
    """Every figure and every snapshot of a law as one could know it before its amendments."""
    law = law_of(seed, later).law.as_known(KNOWN_EARLY)
    days = sorted({step.on for steps in timeline().steps.values() for step in steps})
    snapshots = [law.at(day).hash for day in days]
    try:
        return Interpreter(law, world(seed, 0)).run().values, snapshots
    except UsufructError as error:
        return {fault.code: fault.what for fault in error.faults}, snapshots


def radii_of(seed: int) -> list[Fraction]:
    """How far the real execution of a random law may be from the reference, figure by figure."""
    run = Interpreter(law_of(seed).law, world(seed, 0), Radius()).run()
    return [each.radius for each in run.values.values()]


def unexplained(seed: int, figures: int = 6) -> list[str]:
    """Sampled figures whose explanation does not work out to the figure again."""
    law = law_of(seed).law
    result = law.run(world(seed, 0))
    keys = Random(seed).sample(sorted(k for k in result.interpreter.values if k[0].count(".") == 1), figures)
    found = []
    for name, cadence, index, member in keys:
        tree = result.explain(name, index, *member, cadence=cadence)
        if tree.recomputed() != result.interpreter.values[name, cadence, index, member]:
            found.append(f"{name} {cadence} {index} {member}: {tree.recomputed()}")
    return found
