"""Short rates of many paths from the compiled kernel, on as many threads as asked for.

Threads share the blocks of 64 paths; each writes columns of its own, so neither their number nor their
order changes a bit of the result.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from usufruct.errors import Fault, UsufructError, refuse
from usufruct.markets.draws import PathDraws
from usufruct.markets.draws.lanes import LANES
from usufruct.markets.draws.path_draws import check_address
from usufruct.markets.short_rate import ShortRate
from usufruct.outlook.kernel_rates import STEPS_A_CALL
from usufruct.outlook.kernel_source import Mode, kernel_source
from usufruct.outlook.kernel_store import load_kernel

PARTS: Final = (
    "usufruct.markets.draws.coefficients",
    "usufruct.markets.draws.lanes",
    "usufruct.outlook.kernel_rates",
)
Rates = NDArray[np.float64] | NDArray[np.float32]
MODES: Final[tuple[Mode, ...]] = ("strict", "fast")


def rate_paths(
    model: ShortRate,
    draws: PathDraws,
    paths: int,
    *,
    first_path: int = 0,
    factor: int = 0,
    threads: int = 1,
    mode: Mode = "strict",
    out: Rates | None = None,
) -> Rates:
    """Return the rates of consecutive paths.

    Args:
        model: a fitted model of n months.
        draws: seed and mirroring.
        paths: how many.
        first_path: number of the first, a multiple of 64.
        factor: which source of risk moves this rate.
        threads: how many threads share the work.
        mode: ``"strict"`` gives the bits of the reference on every processor; ``"fast"`` uses fused
            multiply-add, is about a sixth faster, and repeats its bits on the same kind of processor only.
        out: array to write into, of shape (n, paths rounded up to a multiple of 64), float64 or float32;
            a new float64 array when None. The state of the model is float64 in any case.

    Returns:
        array of shape (n, paths): one row a month, one column a path, fractions of one a year.

    Raises:
        UsufructError: ``R122`` for a count or a mode out of range, ``R123`` for an array that does not fit;
            ``R102`` for an address out of range; ``R120`` and ``R121`` when the kernel cannot be made.
    """
    blocks = -(-paths // LANES)
    _check(paths, first_path, threads, mode)
    _check_out(out, (len(model.level), blocks * LANES))
    check_address(first_path + max(paths - 1, 0), len(model.level) // STEPS_A_CALL, factor)
    rates = np.empty((len(model.level), blocks * LANES), np.float64) if out is None else out
    kernel = rates_kernel(mode)
    seed, mirrored = np.uint64(draws.seed), int(draws.mirrored)
    level = np.array(model.level, np.float64)

    def fill(share: tuple[int, int]) -> None:
        kernel(seed, first_path, *share, factor, mirrored, model.decay, model.deviation, level, rates)

    on_threads(fill, blocks, threads)
    return rates[:, :paths]


@cache
def rates_kernel(mode: Mode) -> Any:
    """Return the compiled function ``rates_range`` of a mode."""
    return load_kernel(kernel_source(PARTS, mode)).rates_range


def on_threads(fill: Any, blocks: int, threads: int) -> None:
    """Call ``fill`` with a range of blocks on each thread, one of them this one."""
    cuts = [blocks * number // threads for number in range(threads + 1)]
    mine, *others = pairwise(cuts)
    if not others:
        fill(mine)
        return
    with ThreadPoolExecutor(len(others)) as pool:
        waiting = [pool.submit(fill, share) for share in others]
        fill(mine)
        for task in waiting:
            task.result()


def _check(paths: int, first_path: int, threads: int, mode: str) -> None:
    rules = (
        ("paths", paths, paths >= 0, "give 0 or more"),
        (
            "first_path",
            first_path,
            first_path >= 0 and first_path % LANES == 0,
            f"give a multiple of {LANES}",
        ),
        ("threads", threads, threads >= 1, "give 1 or more"),
        ("mode", mode, mode in MODES, f"write {' or '.join(MODES)}"),
    )
    faults = [
        Fault("R122", f"{name} is {value!r}", name, remedy=remedy) for name, value, holds, remedy in rules if not holds
    ]
    if faults:
        raise UsufructError(faults)


def _check_out(out: Rates | None, shape: tuple[int, int]) -> None:
    if out is None:
        return
    if out.shape != shape or out.dtype not in (np.float64, np.float32) or not out.flags.c_contiguous:
        raise refuse(
            "R123",
            f"the array given is {out.dtype} of shape {out.shape}",
            "out",
            "the kernel writes without looking at the bounds",
            f"give a C-contiguous float64 or float32 array of shape {shape}",
        )
