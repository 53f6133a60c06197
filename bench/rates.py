"""Short-rate paths against QuantLib, and against the fastest generation of their normals.

QuantLib comes with the extra ``peers``.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from bench.cold_start import Row
from bench.paired import Candidate, Comparison, Measurement, measure, row
from usufruct.markets.draws import PathDraws
from usufruct.markets.short_rate import ShortRate, fitted
from usufruct.outlook.kernel_rate_paths import PARTS, on_threads, rate_paths
from usufruct.outlook.kernel_source import kernel_source
from usufruct.outlook.kernel_store import load_kernel

PATHS, MONTHS, THREADS = 10_000, 540, 2
PEER_PATHS = 500
PADDED = -(-PATHS // 64) * 64
REVERSION, VOLATILITY, RATE = 0.05, 0.008, 0.03
BOUND_PARTS = ("usufruct.markets.draws.coefficients", "usufruct.markets.draws.lanes", "bench.normals_bound")

COMPARISONS = (
    Comparison("10,000 x 540 rates into a given array", "QuantLib into numpy", "given array", 350, 600),
    Comparison("10,000 x 540 rates into a new array", "QuantLib into numpy", "new array", 350, 600),
    Comparison("10,000 x 540 rates, strict mode", "QuantLib into numpy", "strict", 350, 600),
    Comparison("10,000 x 540 rates, QuantLib without numpy", "QuantLib alone", "given array", 73, 73),
)


def model() -> ShortRate:
    """Return the model that both sides simulate: one factor, flat curve at 3 %."""
    curve = [RATE] * MONTHS
    return fitted("EUR", curve, reversion=REVERSION, volatility=VOLATILITY, fit="discount factors")


def quantlib_generator(seed: int) -> Any:
    """Return QuantLib's generator of paths of the same model."""
    import QuantLib as ql  # noqa: N813  the library's customary name

    today = ql.Date(1, 1, 2026)
    curve = ql.YieldTermStructureHandle(ql.FlatForward(today, RATE, ql.Actual365Fixed()))
    process = ql.HullWhiteProcess(curve, REVERSION, VOLATILITY)
    uniform = ql.UniformRandomSequenceGenerator(MONTHS, ql.UniformRandomGenerator(seed))
    normal = ql.GaussianRandomSequenceGenerator(uniform)
    bridge = False
    return ql.GaussianPathGenerator(process, MONTHS / 12, MONTHS, normal, bridge)


def normals_alone(paths: int, normals_a_path: int, threads: int = THREADS) -> Callable[[], None]:
    """Return a call that draws normals and adds them up: the physical limit of every kernel that needs as many."""
    draw = load_kernel(kernel_source(BOUND_PARTS, "fast")).normals_sum
    return lambda: on_threads(lambda share: draw(np.uint64(7), *share, normals_a_path // 4), paths // 64, threads)


def candidates() -> dict[str, Candidate]:
    """Return what is timed, by name."""
    ours, generator = model(), quantlib_generator(7)
    peer_rows = np.empty((PEER_PATHS, MONTHS + 1))
    wide, draws = np.empty((MONTHS, PADDED)), PathDraws(7)

    def peer_into_numpy() -> None:
        for path in peer_rows:
            path[:] = list(generator.next().value())  # a list is the fastest way we found

    def peer_alone() -> None:
        for _ in range(PEER_PATHS):
            generator.next()

    def paths(**options: Any) -> Callable[[], object]:
        return lambda: rate_paths(ours, draws, PATHS, **{"threads": THREADS, "mode": "fast", **options})

    return {
        "QuantLib into numpy": Candidate(peer_into_numpy, PEER_PATHS),
        "QuantLib alone": Candidate(peer_alone, PEER_PATHS),
        "given array": Candidate(paths(out=wide), PATHS, THREADS),
        "new array": Candidate(paths(), PATHS, THREADS),
        "strict": Candidate(paths(out=wide, mode="strict"), PATHS, THREADS),
    }


def compile_seconds() -> float:
    """Return the seconds that the kernel takes to compile where no machine code is kept yet."""
    ours = model()
    level, rates = np.array(ours.level), np.empty((MONTHS, 64))
    kept = os.environ.get("USUFRUCT_CACHE_DIR")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["USUFRUCT_CACHE_DIR"] = folder
        try:
            # A text of its own, because this process has the usual one in memory already.
            kernel = load_kernel(kernel_source(PARTS, "fast") + "FRESH = True\n").rates_range
        finally:
            os.environ.pop("USUFRUCT_CACHE_DIR")
            if kept is not None:
                os.environ["USUFRUCT_CACHE_DIR"] = kept
        began = time.perf_counter()
        kernel(np.uint64(7), 0, 0, 1, 0, 0, ours.decay, ours.deviation, level, rates)
        return time.perf_counter() - began


def check_results() -> None:
    """Compare both sides with the exact mean and deviation of the last rate.

    Raises:
        SystemExit: one of them simulates something else; its time would mean nothing.
    """
    ours, generator = model(), quantlib_generator(11)
    exact_deviation = ours.variances()[-1] ** 0.5
    samples = {
        "ours": rate_paths(ours, PathDraws(11), 4000)[-1],
        "QuantLib": np.array([generator.next().value().back() for _ in range(4000)]),
    }
    for name, sample in samples.items():
        error = exact_deviation / len(sample) ** 0.5
        if abs(sample.mean() - ours.level[-1]) > 4 * error or abs(sample.std() / exact_deviation - 1) > 0.05:
            raise SystemExit(f"bench: {name} has mean {sample.mean()} and deviation {sample.std()}")


def rows() -> tuple[list[Row], Measurement, float]:
    """The rows, what was measured, and the seconds that the kernel takes to compile once."""
    check_results()
    found = measure(candidates())
    return [row(comparison, found) for comparison in COMPARISONS], found, compile_seconds()
