"""The executions of the one graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from usufruct.engine.execution.arrays import run_arrays
from usufruct.engine.execution.interpreter import Interpreter
from usufruct.engine.result import Result
from usufruct.errors import refuse

if TYPE_CHECKING:
    from usufruct.engine.rulebook import Rulebook
    from usufruct.engine.timeline import World

EXECUTIONS = ("reference", "exact", "real")
"""``reference`` defines what is right; ``exact`` equals it on 64-bit integers; ``real`` is float64, unrounded."""


def run(law: Rulebook, world: World, execution: str) -> Any:
    """Run a law over a world in one of :data:`EXECUTIONS`.

    Returns:
        A :class:`usufruct.engine.Result` of the reference, an ``ArrayResult`` of one path of the others.

    Raises:
        UsufructError: ``U133`` for another execution, and whatever the run itself refuses.
    """
    if execution == "reference":
        return Result(law, world, Interpreter(law, world).run())
    if execution in EXECUTIONS:
        return run_arrays(law, world, execution)
    raise refuse("U133", f"no execution is called {execution}", "run", "", f"one of {', '.join(EXECUTIONS)}")
