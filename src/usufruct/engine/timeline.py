"""The steps at which a law runs, and the world it runs over: dates, members, inputs.

Dates come from the calendar before the run. The graph sees steps, links between steps, day counts and
numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import product
from types import MappingProxyType

from usufruct.engine.shape import CADENCES, Shape

Member = tuple[str, ...]
"""One name per axis of a quantity, in the order of the axes; empty for a figure without axis."""
Value = int | Fraction


@dataclass(frozen=True, slots=True)
class Step:
    """One half-year, call, request, month or financial year.

    Attributes:
        cadence: which kind of step.
        label: for people, "2025-H1" or "call 3".
        on: the day whose law applies.
        when: the day on which the step is carried out; steps run in this order.
        covers: positions of the steps of another cadence that this one sums over or is linked to.
    """

    cadence: str
    label: str
    on: date
    when: date
    covers: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Timeline:
    """All steps by cadence, each cadence in order of time.

    Example:
        >>> half = Step("half-year", "2025-H1", date(2025, 6, 30), date(2025, 7, 25))
        >>> call = Step("call", "call 3", date(2025, 8, 1), date(2025, 8, 1), {"half-year": (0,)})
        >>> [step.label for _, step in Timeline.of([call, half]).in_order()]
        ['2025-H1', 'call 3']
    """

    steps: Mapping[str, tuple[Step, ...]]

    @classmethod
    def of(cls, steps: list[Step]) -> Timeline:
        """Sort steps into their cadences."""
        by_cadence: dict[str, list[Step]] = {cadence: [] for cadence in CADENCES}
        for step in sorted(steps, key=lambda each: (each.on, each.when)):
            by_cadence[step.cadence].append(step)
        return cls(MappingProxyType({cadence: tuple(each) for cadence, each in by_cadence.items()}))

    def in_order(self) -> list[tuple[int, Step]]:
        """(position within its cadence, step), in the order in which they are carried out."""
        ranked = [
            (step.when, rank, index, step)
            for rank, cadence in enumerate(CADENCES)
            for index, step in enumerate(self.steps[cadence])
        ]
        return [(index, step) for _, _, index, step in sorted(ranked, key=lambda each: each[:3])]

    def position(self, cadence: str, label: str) -> int:
        """Position of a step by its label."""
        return [step.label for step in self.steps[cadence]].index(label)


@dataclass(frozen=True, slots=True)
class World:
    """What the law is run over.

    Attributes:
        timeline: the steps.
        members: names per axis, in the stated order in which money is divided.
        inputs: by qualified name, then by (step position, member); records use position 0 and hold at every
            step. Money is in minor units, rates are fractions, flags 0 or 1.
        notes: where a given input comes from, under the same keys, for explanations.
    """

    timeline: Timeline
    members: Mapping[str, tuple[str, ...]]
    inputs: Mapping[str, Mapping[tuple[int, Member], Value]]
    notes: Mapping[tuple[str, int, Member], str] = field(default_factory=lambda: MappingProxyType({}))

    def members_of(self, shape: Shape) -> list[Member]:
        """Every member of a shape, in order."""
        return list(product(*(self.members[axis] for axis in shape.axes)))

    def but(self, name: str, values: Mapping[tuple[int, Member], Value]) -> World:
        """The same world with other values of one input."""
        merged = MappingProxyType({**self.inputs.get(name, {}), **values})
        return World(self.timeline, self.members, MappingProxyType({**self.inputs, name: merged}), self.notes)
