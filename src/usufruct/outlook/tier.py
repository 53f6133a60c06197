"""Which execution answers now: the compiled kernel where its machine code is kept, numpy while it is being made.

The first ``usufruct project`` of a law on a machine would wait for the compiler. It answers from a few hundred paths
through numpy instead, says so, and leaves a process behind that compiles; what comes after finds the kernel.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final, cast

from usufruct.errors import refuse
from usufruct.outlook.inputs import prepare
from usufruct.outlook.kernel_store import is_compiled, kernel_name, kernels_folder
from usufruct.outlook.projection import Tier
from usufruct.outlook.run import kernel_text, run
from usufruct.outlook.scenario import Scenario, from_key

TIERS: Final[tuple[Tier, ...]] = ("auto", "compiled", "single", "arrays")
_STALE: Final = 300
"""Seconds after which a compiler that left no kernel is taken to have failed."""


def chosen_tier(name: str, scenario: Scenario, note: Callable[[str], None], *, at_once: bool = False) -> Tier:
    """The tier that runs a scenario.

    Args:
        name: "compiled" to wait for the compiler, "single" to do so for single precision, "arrays" to do without it,
            "auto" for what answers soonest.
        scenario: what is to be run.
        note: told in a sentence what "auto" does where no kernel is there yet.
        at_once: whether "auto" answers from numpy meanwhile. What runs dozens of projections is sooner done by waiting.

    Raises:
        UsufructError: ``X127`` for another name; a run raises ``R121`` for "compiled" and "single" without numba.
    """
    if name not in TIERS:
        raise refuse("X127", f"{name!r:.40} is no way to run a projection", "tier", "", f"one of: {', '.join(TIERS)}")
    if name != "auto":
        return cast("Tier", name)
    if find_spec("numba") is None:
        note("numba is not installed: fewer paths, through numpy; pip install 'usufruct[fast]' brings the compiler")
        return "arrays"
    ready = prepare(scenario)
    text = kernel_text(ready.settlement, ready.inputs, "strict")
    if is_compiled(text):
        return "compiled"
    if not at_once or scenario.drafts:
        note("the kernel of this law is compiled first, which takes some twenty seconds once")
        return "compiled"
    started = _compile_beside(scenario, kernels_folder() / f"{kernel_name(text)}.compiling")
    note(
        "the kernel of this law is being compiled, which takes some twenty seconds once; until then fewer paths "
        "answer, through numpy (--tier compiled waits)"
        if started
        else "this machine keeps no kernels: fewer paths answer, through numpy (name a folder in USUFRUCT_CACHE_DIR)"
    )
    return "arrays"


def _compile_beside(scenario: Scenario, mark: Path) -> bool:
    """Start a process that compiles, unless one is at it; False where nothing could be kept."""
    try:
        mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if mark.exists() and time.time() - mark.stat().st_mtime < _STALE:
            return True
        mark.touch()
    except OSError:
        return False
    subprocess.Popen(  # noqa: S603 - this interpreter, this module, a key that was read and written by us
        [sys.executable, "-m", __name__, scenario.key, str(mark)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    return True


def main(arguments: Sequence[str]) -> int:
    """Compile the kernel of a scenario, then remove the mark that says so."""
    key, mark = arguments
    try:
        os.nice(5)
        ready = prepare(from_key(key))
        run(ready.settlement, ready.inputs, 64, mode="strict")
    finally:
        Path(mark).unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
