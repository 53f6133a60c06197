"""What an array run reads from outside: inputs and figures of the law, brought into full rank.

An array has one dimension per axis in the order of :data:`usufruct.engine.shape.AXES` (of size 1 where the
quantity has not that axis) and a last one for the paths (of size 1 where all paths agree).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from usufruct.engine.act import Parameter
from usufruct.engine.lower.mul_div import LARGEST
from usufruct.engine.rulebook import Definition, Rulebook
from usufruct.engine.shape import AXES, EVER, MONETARY, Kind, Shape
from usufruct.engine.sizes import COUNT_LIMIT, RATE_GRID, RATE_LIMIT, SUMMANDS
from usufruct.engine.timeline import Member, World
from usufruct.errors import Fault, UsufructError
from usufruct.money import read_figure


def sizes_of(shape: Shape, world: World) -> tuple[int, ...]:
    """Size of each axis in full rank, the paths left out."""
    return tuple(len(world.members[axis]) if axis in shape.axes else 1 for axis in AXES)


def printed(text: str, kind: Kind) -> Fraction:
    """A figure of the law in the unit of the run: euro become cents."""
    return read_figure(text) * (100 if kind is Kind.MONEY else 1)


@dataclass(frozen=True, slots=True)
class Given:
    """One input, ready to be read step by step.

    Attributes:
        values: one array of full rank per position, numerators for a rate of the exact execution.
        denominator: of a rate in the exact execution.
    """

    values: Mapping[int, Any]
    denominator: int = 1


def load_inputs(law: Rulebook, world: World, arrays: Mapping[str, Any], execution: str, paths: int) -> dict[str, Given]:
    """Every input and every opening balance of a world as arrays.

    Raises:
        UsufructError: with every ``U134`` (too fine or too large for exact integers), ``U136`` (an array of
            the wrong shape or type, or for no input of the law) and ``U138`` (too many members) at once.
    """
    faults = [
        Fault(
            "U138",
            f"{len(names)} members of {axis}",
            "world",
            "sums are bounded for 64 of them",
            "run in parts",
        )
        for axis, names in world.members.items()
        if len(names) > SUMMANDS
    ]
    found: dict[str, Given] = {}
    for name in (*arrays, *world.inputs):
        definition = law.quantities.get(name)
        if name in arrays and (definition is None or definition.input is None):
            faults.append(
                Fault(
                    "U136",
                    f"{name} is no input of the law",
                    "inputs",
                    "",
                    "name an input of the law, or leave the array out",
                )
            )
        elif definition is not None and name not in found:
            loading = _Loading(definition, world, execution, faults)
            found[name] = loading.array(arrays[name], paths) if name in arrays else loading.scalars()
    if faults:
        raise UsufructError(faults)
    return found


class _Loading:
    """One input being brought into arrays; what cannot be held is noted as a fault."""

    def __init__(self, definition: Definition, world: World, execution: str, faults: list[Fault]) -> None:
        self.definition = definition
        self.shape = definition.shape
        self.world = world
        self.exact = execution == "exact"
        self.faults = faults

    def _fault(self, code: str, what: str, remedy: str) -> None:
        cite = str(self.definition.input.cite) if self.definition.input else "opening balance"
        self.faults.append(Fault(code, f"{self.definition.name}: {what}", cite, "", remedy))

    def scalars(self) -> Given:
        """The values of the world, the same on every path."""
        given = self.world.inputs[self.definition.name]
        default = self.definition.input.default if self.definition.input else 0
        members = self.world.members_of(self.shape)
        positions = sorted({position for position, _ in given} | ({0} if self.shape.cadence == EVER else set()))
        grid = self._grid(given) if self.exact else 1
        values = {}
        for position in positions:
            row = [given.get((position, member), default) for member in members]
            # A hole stays a hole: what is read has been found complete before the run.
            flat = [self._number(Fraction(value or 0), grid) for value in row]
            kind = (np.bool_ if self.shape.kind is Kind.FLAG else np.int64) if self.exact else self._real_type()
            values[position] = np.array(flat, dtype=kind).reshape(*sizes_of(self.shape, self.world), 1)
        return Given(values, grid)

    def _real_type(self) -> Any:
        return np.bool_ if self.shape.kind is Kind.FLAG else np.float64

    def _number(self, value: Fraction, grid: int) -> Any:
        if self.shape.kind is Kind.FLAG:
            return bool(value)
        if not self.exact:
            return value.numerator / value.denominator
        return int(value * grid)

    def _grid(self, given: Mapping[tuple[int, Member], Any]) -> int:
        kind = self.shape.kind
        values = [Fraction(value) for value in given.values()]
        common = lcm(*(value.denominator for value in values))
        largest = max((abs(value) for value in values), default=Fraction(0))
        if kind is not Kind.RATE:
            if common != 1:
                self._fault("U134", "a value is not a whole number", "round it to the minor unit first")
            self._check_largest(largest)
            return 1
        grid = 1
        while grid < RATE_GRID and grid % common:
            grid *= 10
        if grid % common:
            self._fault("U134", f"a rate is finer than one in {RATE_GRID:,}", "round it to nine decimals first")
            return 1
        self._check_largest(largest)
        return grid

    def _check_largest(self, largest: Fraction) -> None:
        kind = self.shape.kind
        limit = LARGEST if kind in MONETARY else RATE_LIMIT if kind is Kind.RATE else COUNT_LIMIT
        if largest > limit:
            self._fault("U134", f"{float(largest):.6g} is beyond {limit:,}", "give it in a larger unit")

    def array(self, given: Any, paths: int) -> Given:
        """Values per path; shape (steps, members of each own axis ..., paths)."""
        grid = 1
        if isinstance(given, tuple):
            given, grid = given
        array = np.asarray(given)
        own = tuple(len(self.world.members[axis]) for axis in self.shape.axes)
        if array.ndim != len(own) + 2 or array.shape[1:-1] != own or array.shape[-1] not in (1, paths):
            expected = ", ".join(["steps", *map(str, own), str(paths)])
            self._fault("U136", f"an array of shape {array.shape} was given", f"give ({expected})")
            return Given({})
        if self.exact and not self._holds(array, grid):
            return Given({})
        full = array.reshape(array.shape[0], *sizes_of(self.shape, self.world), array.shape[-1])
        if self.shape.kind is Kind.FLAG:
            full = full.astype(np.bool_)
        else:
            full = full.astype(np.int64) if self.exact else full / grid
        return Given(dict(enumerate(full)), grid)

    def _holds(self, array: Any, grid: int) -> bool:
        before = len(self.faults)
        if array.dtype.kind not in "iub":
            self._fault(
                "U136",
                f"an array of {array.dtype} was given",
                "give integers; a rate as (numerators, denominator)",
            )
        elif RATE_GRID % grid or (grid != 1 and self.shape.kind is not Kind.RATE):
            self._fault(
                "U134", f"the grid of 1/{grid} is none of 1/1 to 1/{RATE_GRID}", "take a denominator within them"
            )
        elif array.size:
            self._check_largest(Fraction(max(abs(int(array.max())), abs(int(array.min()))), grid))
        return len(self.faults) == before


class KeyedTable:
    """A parameter by event number, as arrays in which a number is searched.

    Attributes:
        first: the first number with a figure.
    """

    def __init__(self, law: Rulebook, parameter: Parameter, execution: str) -> None:
        keys = sorted({row.since for row in parameter.rows if law.seen(row.known) and isinstance(row.since, int)})
        rows = [law.row(parameter.name, key) for key in keys]
        figures = [printed(row.figure, parameter.kind) for row in rows if row is not None]
        self.exact, self.kind = execution == "exact", parameter.kind
        self.first = keys[0] if keys else None
        self._keys = np.array(keys, dtype=np.int64)
        self._common = lcm(*(figure.denominator for figure in figures)) if self.exact else 1
        if self.exact:
            self._values = np.array([0, *(int(figure * self._common) for figure in figures)], dtype=np.int64)
        else:
            self._values = np.array([0.0, *(figure.numerator / figure.denominator for figure in figures)])

    def look_up(self, number: Any) -> Any:
        """The figure for each number; zero before the first row."""
        found = self._values[np.searchsorted(self._keys, np.asarray(number).astype(np.int64), side="right")]
        return (found, self._common) if self.exact and self.kind is Kind.RATE else found
