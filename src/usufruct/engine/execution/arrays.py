"""The door to the compiled executions: many paths at once, ``exact`` to the cent or ``real``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from usufruct.engine.execution.completeness import check_complete
from usufruct.errors import refuse

if TYPE_CHECKING:
    from usufruct.engine.lower.array_result import ArrayResult
    from usufruct.engine.rulebook import Rulebook
    from usufruct.engine.timeline import World


def run_arrays(
    law: Rulebook,
    world: World,
    execution: str,
    paths: int | None = None,
    inputs: Mapping[str, Any] | None = None,
) -> ArrayResult:
    """Run a law over many paths of a world.

    Args:
        law: the law.
        world: inputs that are the same on every path.
        execution: ``exact`` (64-bit minor units, equal to the reference) or ``real`` (float64, unrounded).
        paths: how many; where None, as many as the arrays have, or one.
        inputs: by qualified name, an array of shape (steps, members of each axis of the input ..., paths); an
            input that holds at every step has one step. Amounts are minor units; a rate is a pair of integer
            numerators and one denominator, such as ``(array, 10**6)``. The real execution takes floats as
            well.

    Raises:
        UsufructError: ``U130`` and ``U131`` for what is missing, all at once; ``U134`` for an input that the
            exact execution cannot hold; ``U135`` where an amount leaves its range, naming the provision;
            ``U136`` for an array of another shape; ``U137`` where numpy is not installed.
    """
    try:
        from usufruct.engine.lower.running import ArrayRun
    except ModuleNotFoundError as error:
        if error.name != "numpy":
            raise
        what = f"the {execution} execution needs numpy, which is not installed"
        raise refuse("U137", what, "run", "", "pip install 'usufruct[arrays]', or run the reference") from None
    check_complete(law, world, frozenset(inputs or ()))
    return ArrayRun(law, world, execution, paths, inputs or {}).run()
