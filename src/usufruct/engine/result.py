"""What a run of the law gives: every figure by quantity, step and member, each able to explain itself."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from usufruct.engine.execution.interpreter import Interpreter
from usufruct.engine.explanation import Explanation, explain
from usufruct.engine.shape import EVER
from usufruct.engine.tabulating import frame_of, page_of, rows_of
from usufruct.engine.timeline import World
from usufruct.errors import refuse

if TYPE_CHECKING:
    from usufruct.engine.rulebook import Rulebook


@dataclass(frozen=True)
class Result:
    """A reference run: amounts in minor units, rates as fractions.

    Attributes:
        law: the rulebook that was run.
        world: what it was run over.
        interpreter: the finished run with every value.
    """

    law: Rulebook
    world: World
    interpreter: Interpreter

    def __repr__(self) -> str:
        steps = sum(len(each) for each in self.world.timeline.steps.values())
        return f"<Result of {self.law.title}: {len(self.interpreter.values)} figures over {steps} steps>"

    def _repr_html_(self) -> str:
        return page_of(self)

    def to_polars(self) -> Any:
        """A polars frame with one row for each figure; see :data:`usufruct.engine.tabulating.COLUMNS`.

        Raises:
            UsufructError: ``U139`` if polars is not installed.
        """
        return frame_of(rows_of(self), "polars")

    def to_pandas(self) -> Any:
        """A pandas frame with one row for each figure; see :data:`usufruct.engine.tabulating.COLUMNS`.

        Raises:
            UsufructError: ``U139`` if pandas is not installed.
        """
        return frame_of(rows_of(self), "pandas")

    def get(self, name: str, step: str | int, *member: str, cadence: str = "") -> Fraction | int:
        """One figure.

        Args:
            name: the quantity, short or qualified.
            step: label or position of the step.
            member: one name per axis of the quantity.
            cadence: only for a quantity that holds at every step: at which kind of step to read it.

        Raises:
            UsufructError: ``U105`` for an unknown quantity, ``U132`` for an unknown step or member.
        """
        full = self.law.resolve(name)
        shape = self.law.quantities[full].shape
        kind = cadence or shape.cadence
        index = position_of(self.world, kind, step)
        if member not in self.world.members_of(shape):
            raise refuse("U132", f"{name} has no member {' '.join(member) or '(none)'}", name, "", f"it is {shape}")
        value: Fraction | int = self.interpreter.value(full, kind, index, member)
        return value

    def explain(self, name: str, step: str | int, *member: str, cadence: str = "") -> Explanation:
        """The tree of provisions, parameters and inputs behind one figure."""
        full = self.law.resolve(name)
        shape = self.law.quantities[full].shape
        kind = cadence or (shape.cadence if shape.cadence != EVER else "half-year")
        return explain(self, full, kind, position_of(self.world, kind, step), member)


def position_of(world: World, cadence: str, step: str | int) -> int:
    """Position of a step given by label or position.

    Raises:
        UsufructError: ``U132`` if no step of the cadence is called so, or there are not so many.
    """
    labels = [each.label for each in world.timeline.steps.get(cadence, ())]
    if isinstance(step, int) and 0 <= step < len(labels):
        return step
    if step not in labels:
        raise refuse("U132", f"no {cadence} is called {step}", "run", "", f"one of: {', '.join(labels)}")
    return labels.index(str(step))
