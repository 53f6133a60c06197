"""The driver of the compiled executions: it walks the timeline and hands every step what its kernel reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from usufruct.engine.execution.completeness import no_figure
from usufruct.engine.lower import ratios
from usufruct.engine.lower.array_result import ArrayResult
from usufruct.engine.lower.kernel import Kernel, compiled
from usufruct.engine.lower.loading import Given, KeyedTable, load_inputs, printed, sizes_of
from usufruct.engine.lower.mul_div import BeyondRangeError, guarded
from usufruct.engine.lower.writing import write
from usufruct.engine.order import Regime, regime
from usufruct.engine.rulebook import Rulebook
from usufruct.engine.shape import EVER, MONETARY, Kind, Shape
from usufruct.engine.sizes import COUNT_LIMIT, Sizes
from usufruct.engine.timeline import Step, World
from usufruct.errors import UsufructError, refuse


class ArrayRun:
    """A law being run over many paths.

    Attributes:
        values: by quantity and cadence, then by position: an array of full rank, or numerators and
            denominators.
    """

    def __init__(
        self, law: Rulebook, world: World, execution: str, paths: int | None, arrays: Mapping[str, Any]
    ) -> None:
        self.law = law
        self.world = world
        self.execution = execution
        self.exact = execution == "exact"
        widths = [np.shape(each[0] if isinstance(each, tuple) else each) for each in arrays.values()]
        self.paths = paths or max((shape[-1] for shape in widths if shape), default=1)
        self.inputs = load_inputs(law, world, arrays, execution, self.paths)
        self.values: dict[tuple[str, str], dict[int, Any]] = {}
        self._tables: dict[str, KeyedTable] = {}

    def run(self) -> ArrayResult:
        """Carry out every step."""
        for index, step in self.world.timeline.in_order():
            kernel = self._kernel(regime(self.law, step.cadence, step.on))
            load = StepLoad(self, step, index)
            try:
                kernel.step(load, load.store)
            except BeyondRangeError as error:
                raise refuse(
                    "U135",
                    f"an amount or a count left the range of exact 64-bit arithmetic in {step.label}",
                    kernel.owner(error.__traceback__),
                    "an integer would wrap",
                    "run the reference, or give the amounts in a larger unit",
                ) from None
        return ArrayResult(self.law, self.world, self.execution, self.paths, self.values, self.read)

    def _kernel(self, rules: Regime) -> Kernel:
        # Days with the same versions in force share a kernel; a law keeps its versions, so their identity will do.
        law = self.law
        key = (self.execution, *((name, id(version)) for name, version in rules))
        if key not in law.kernels:
            law.kernels[key] = compiled(write(law, rules, self.execution, Sizes.of_law(law)))
        found: Kernel = law.kernels[key]
        return found

    def table(self, name: str) -> KeyedTable:
        """The figures of a keyed parameter."""
        if name not in self._tables:
            self._tables[name] = KeyedTable(self.law, self.law.parameters[name], self.execution)
        return self._tables[name]

    def nothing(self, shape: Shape) -> Any:
        """Zero in the rank and representation of a shape."""
        kind = np.bool_ if shape.kind is Kind.FLAG else np.int64 if self.exact else np.float64
        zeros = np.zeros((*sizes_of(shape, self.world), 1), dtype=kind)
        return (zeros, 1) if self.exact and shape.kind is Kind.RATE else zeros

    def read(self, name: str, cadence: str, index: int) -> Any:
        """A quantity that has been computed or given; nothing where no rule was in force."""
        computed = self.values.get((name, cadence), {})
        if index in computed:
            return computed[index]
        definition = self.law.quantities[name]
        if definition.stock:
            return self.opening(name, cadence, index)
        if definition.input is None:
            return self.nothing(definition.shape)
        return self._given(name, 0 if definition.shape.cadence == EVER else index)

    def opening(self, name: str, cadence: str, index: int) -> Any:
        """Balance at the start of a step: the last close, or the opening given, or nothing."""
        computed = self.values.get((name, cadence), {})
        earlier = [position for position in computed if position < index]
        return computed[max(earlier)] if earlier else self._given(name, -1)

    def _given(self, name: str, position: int) -> Any:
        definition = self.law.quantities[name]
        given = self.inputs.get(name, Given({}))
        if position not in given.values:
            nothing = self.nothing(definition.shape)
            default = definition.input.default if definition.input and position >= 0 else None
            return self._default(nothing, default) if default else nothing
        values = given.values[position]
        return (values, given.denominator) if self.exact and definition.shape.kind is Kind.RATE else values

    @staticmethod
    def _default(nothing: Any, default: int) -> Any:
        return (nothing[0] + default, 1) if isinstance(nothing, tuple) else nothing + default


class StepLoad:
    """What one step reads and keeps; the object that generated source calls ``load``."""

    def __init__(self, run: ArrayRun, step: Step, index: int) -> None:
        self.run = run
        self.step = step
        self.index = index

    def value(self, name: str) -> Any:
        """A quantity of this step that is given, or that no rule in force defines."""
        return self.run.read(name, self.step.cadence, self.index)

    def opening(self, name: str) -> Any:
        """The balance at the start of the step."""
        return self.run.opening(name, self.step.cadence, self.index)

    def lag(self, name: str, back: int) -> Any:
        """The quantity some steps earlier."""
        if self.index < back:
            return self.run.nothing(self.run.law.quantities[name].shape)
        return self.run.read(name, self.step.cadence, self.index - back)

    def at(self, name: str, cadence: str) -> Any:
        """The quantity at the step linked to this one."""
        return self._sum(name, cadence, self.step.covers.get(cadence, ())[-1:])

    def over(self, name: str, cadence: str) -> Any:
        """The sum of a quantity over the steps that this one covers."""
        return self._sum(name, cadence, self.step.covers.get(cadence, ()))

    def _sum(self, name: str, cadence: str, positions: tuple[int, ...]) -> Any:
        found = [self.run.read(name, cadence, position) for position in positions]
        shape = self.run.law.quantities[name].shape
        if len(found) == 1:
            return found[0]
        if not found:
            return self.run.nothing(shape)
        if self.run.exact and shape.kind is Kind.RATE:
            return ratios.summed(found)
        whole = sum(found[1:], found[0])
        return guarded(whole) if self.run.exact else whole

    def figure(self, name: str) -> Any:
        """A figure of the law on the day of the step."""
        law = self.run.law
        row = law.row(name, self.step.on)
        if row is None:
            raise UsufructError([no_figure(law, name, str(self.step.on), self.step.label)])
        kind = law.parameters[name].kind
        value = printed(row.figure, kind)
        if not self.run.exact:
            return value.numerator / value.denominator
        if kind is Kind.RATE:
            return value.numerator, value.denominator
        return np.full((1, 1, 1, 1), int(value), dtype=np.int64) if kind in MONETARY else int(value)

    def keyed(self, name: str, number: Any) -> Any:
        """A figure of the law for an event number; zero for an event that has not happened yet."""
        table = self.run.table(name)
        numbers = np.asarray(number)
        late = numbers >= 1 if table.first is None else (numbers >= 1) & (numbers < table.first)
        if late.any():
            law = self.run.law
            raise UsufructError([no_figure(law, name, f"number {int(numbers[late].min())}", self.step.label)])
        return table.look_up(number)

    def reading(self, name: str, option: str) -> bool:
        """Whether a reading is set to an option."""
        return self.run.law.option(name) == option

    def in_force(self, measure: str) -> bool:
        """Whether a measure is in force on the day of the step."""
        return self.run.law.in_force(measure, self.step.on)

    def position(self, axis: str, member: str) -> int:
        """Where a member stands on its axis."""
        return self.run.world.members[axis].index(member)

    def store(self, name: str, value: Any) -> Any:
        """Keep a quantity of this step, spread over its own axes; returns it as kept.

        Raises:
            BeyondRangeError: if an amount or a count leaves its range.
        """
        kept = self._spread(value, self.run.law.quantities[name].shape)
        self.run.values.setdefault((name, self.step.cadence), {})[self.index] = kept
        return kept

    def _spread(self, value: Any, shape: Shape) -> Any:
        sizes = sizes_of(shape, self.run.world)
        if isinstance(value, tuple):
            return _broadcast(value[0], sizes), value[1]
        array = _broadcast(value, sizes)
        if self.run.exact and shape.kind is not Kind.FLAG:
            guarded(array, COUNT_LIMIT) if shape.kind is Kind.COUNT else guarded(array)
        return array


def _broadcast(value: Any, sizes: tuple[int, ...]) -> Any:
    array = np.asarray(value)
    paths = array.shape[-1] if array.ndim else 1
    return array if array.shape == (*sizes, paths) else np.broadcast_to(array, (*sizes, paths))
