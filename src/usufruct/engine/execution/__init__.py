"""The executions of the one graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from usufruct.errors import refuse

if TYPE_CHECKING:
    from usufruct.engine.rulebook import Rulebook
    from usufruct.engine.timeline import World

EXECUTIONS = ("reference", "exact", "real")


def run(law: Rulebook, world: World, execution: str) -> Any:
    """Run a law over a world in one of :data:`EXECUTIONS`.

    Raises:
        UsufructError: ``U133`` for another execution.
    """
    if execution == "reference":
        from usufruct.engine.execution.interpreter import Interpreter
        from usufruct.engine.result import Result

        return Result(law, world, Interpreter(law, world).run())
    if execution in EXECUTIONS:
        from usufruct.engine.execution.arrays import run_arrays

        return run_arrays(law, world, execution)
    raise refuse("U133", f"no execution is called {execution}", "run", "", f"one of {', '.join(EXECUTIONS)}")
