"""What an array run gives: every figure of every path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from usufruct.engine.result import position_of
from usufruct.engine.rulebook import Rulebook
from usufruct.engine.shape import AXES, Kind, Shape
from usufruct.engine.timeline import Member, World
from usufruct.errors import refuse


@dataclass(frozen=True)
class ArrayResult:
    """Figures over paths: minor units as integers (exact) or floats (real).

    Attributes:
        law: the rulebook that was run.
        world: what it was run over.
        execution: ``exact`` or ``real``.
        paths: how many.
        values: by quantity and cadence, then by position, as the run keeps them.
        read: a quantity by name, cadence and position, computed or not.
    """

    law: Rulebook
    world: World
    execution: str
    paths: int
    values: Mapping[tuple[str, str], Mapping[int, Any]]
    read: Callable[[str, str, int], Any]

    def __repr__(self) -> str:
        figures = sum(len(each) for each in self.values.values())
        return f"<ArrayResult of {self.law.title}: {figures} arrays, {self.paths} paths, {self.execution}>"

    def get(self, name: str, step: str | int, *member: str, cadence: str = "") -> Any:
        """One figure on every path.

        Args:
            name: the quantity, short or qualified.
            step: label or position of the step.
            member: one name per axis of the quantity.
            cadence: only for a quantity that holds at every step: at which kind of step to read it.

        Returns:
            An array over the paths; a rate of the exact execution as the nearest floats, see
            :meth:`fraction`.

        Raises:
            UsufructError: ``U105`` for an unknown quantity, ``U132`` for an unknown step or member.
        """
        value = self._find(name, step, member, cadence)
        return value[0] / value[1] if isinstance(value, tuple) else value

    def fraction(self, name: str, step: str | int, *member: str, cadence: str = "") -> tuple[Any, Any]:
        """Numerators and denominators of an exact figure on every path; arguments as :meth:`get`."""
        value = self._find(name, step, member, cadence)
        return value if isinstance(value, tuple) else (value, np.ones_like(value))

    def _find(self, name: str, step: str | int, member: Member, cadence: str) -> Any:
        full = self.law.resolve(name)
        shape = self.law.quantities[full].shape
        kind = cadence or shape.cadence
        index = position_of(self.world, kind, step)
        if member not in self.world.members_of(shape):
            raise refuse("U132", f"{name} has no member {' '.join(member) or '(none)'}", name, "", f"it is {shape}")
        return self._over_paths(self.read(full, kind, index), shape, member)

    def _over_paths(self, value: Any, shape: Shape, member: Member) -> Any:
        if isinstance(value, tuple):
            return self._over_paths(value[0], shape, member), self._over_paths(value[1], shape, member)
        where = dict(zip(shape.axes, member, strict=True))
        array = np.asarray(value)
        if not array.ndim:
            return np.full(self.paths, array)
        index = [
            self.world.members[axis].index(where[axis]) if axis in where and array.shape[i] > 1 else 0
            for i, axis in enumerate(AXES)
        ]
        return np.broadcast_to(array[tuple(index)], (self.paths,))

    def path(self, number: int) -> dict[tuple[str, str, int, Member], Fraction | int | float]:
        """Every computed figure of one path, under the keys of the reference interpreter."""
        found: dict[tuple[str, str, int, Member], Fraction | int | float] = {}
        for (name, cadence), steps in self.values.items():
            shape = self.law.quantities[name].shape
            for index, value in steps.items():
                for member in self.world.members_of(shape):
                    found[name, cadence, index, member] = self._one(
                        self._over_paths(value, shape, member), number, shape
                    )
        return found

    def _one(self, value: Any, number: int, shape: Shape) -> Fraction | int | float:
        if isinstance(value, tuple):
            return Fraction(int(value[0][number]), int(value[1][number]))
        single = value[number]
        if self.execution == "exact" or shape.kind is Kind.FLAG:
            return int(single)
        return float(single)
