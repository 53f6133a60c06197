"""Time short-rate paths against QuantLib, and against the fastest generation of their normals.

Run as ``python -m bench.rates``; QuantLib comes with the extra ``peers``. Every round times all candidates
in turn, in alternating order, so that a busy moment slows them alike; what counts is the median of the
rounds' ratios. Compile time is told apart. CPU seconds of both sides show what a wall ratio owes to threads.

A round counts only if every candidate got the processors that it has threads for: time that a neighbour
took says nothing about either side. The rule is the same for both sides and was set before any figure; where
too few rounds pass, the rows say ``busy`` and are no verdict.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.cold_start import Row, machine, table
from usufruct.markets.draws import PathDraws
from usufruct.markets.short_rate import ShortRate, fitted
from usufruct.outlook.kernel_rate_paths import PARTS, on_threads, rate_paths
from usufruct.outlook.kernel_source import kernel_source
from usufruct.outlook.kernel_store import load_kernel

LATEST = Path(__file__).with_name("latest_rates.json")
PATHS, MONTHS, THREADS = 10_000, 540, 2
ROUNDS, MOST_ROUNDS, LEAST_ROUNDS = 15, 60, 5
LEAST_SHARE = 0.8
BUSY = 3
PEER_PATHS = 500
PADDED = -(-PATHS // 64) * 64
REVERSION, VOLATILITY, RATE = 0.05, 0.008, 0.03
BOUND_PARTS = ("usufruct.markets.draws.coefficients", "usufruct.markets.draws.lanes", "bench.normals_bound")


@dataclass(frozen=True, slots=True)
class Timing:
    """One measurement, for each path or draw.

    Attributes:
        wall: seconds on the clock.
        cpu: seconds of all threads together.
    """

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two candidates and what is asked of them.

    Attributes:
        target: what is compared, as printed.
        peer: name of the candidate that sets the measure.
        ours: name of ours.
        floor: the least ratio of speeds, ours to the peer's.
        goal: the ratio aimed at.
    """

    target: str
    peer: str
    ours: str
    floor: float
    goal: float


COMPARISONS = (
    Comparison("10,000 x 540 rates, given float64 array", "QuantLib into numpy", "given array", 350, 600),
    Comparison("10,000 x 540 rates, new float64 array", "QuantLib into numpy", "new array", 350, 600),
    Comparison("10,000 x 540 rates, given float32 array", "QuantLib into numpy", "float32 array", 350, 600),
    Comparison("the same, strict mode, float64", "QuantLib into numpy", "strict", 350, 600),
    Comparison("the same, one thread each, float64", "QuantLib into numpy", "one thread", 175, 300),
    Comparison("the same, QuantLib without numpy", "QuantLib alone", "given array", 73, 73),
    Comparison("share of the bound set by the normals", "normals alone", "given array", 0.33, 0.60),
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


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something to time.

    Attributes:
        call: does the work once.
        paths: how many paths that makes.
        threads: how many processors it keeps busy.
    """

    call: Callable[[], object]
    paths: int
    threads: int = 1


def candidates() -> dict[str, Candidate]:
    """Return what is timed, by name."""
    ours, generator = model(), quantlib_generator(7)
    peer_rows = np.empty((PEER_PATHS, MONTHS + 1))
    wide, narrow = np.empty((MONTHS, PADDED)), np.empty((MONTHS, PADDED), np.float32)
    draws, normals = PathDraws(7), load_kernel(kernel_source(BOUND_PARTS, "fast")).normals_sum

    def peer_into_numpy() -> None:
        for row in peer_rows:
            row[:] = list(generator.next().value())  # a list is the fastest way we found

    def peer_alone() -> None:
        for _ in range(PEER_PATHS):
            generator.next()

    def normals_alone() -> None:
        on_threads(lambda share: normals(np.uint64(7), *share, MONTHS // 4), PADDED // 64, THREADS)

    def paths(**options: Any) -> Callable[[], object]:
        return lambda: rate_paths(ours, draws, PATHS, **{"threads": THREADS, "mode": "fast", **options})

    return {
        "QuantLib into numpy": Candidate(peer_into_numpy, PEER_PATHS),
        "QuantLib alone": Candidate(peer_alone, PEER_PATHS),
        "normals alone": Candidate(normals_alone, PADDED, THREADS),
        "given array": Candidate(paths(out=wide), PATHS, THREADS),
        "new array": Candidate(paths(), PATHS, THREADS),
        "float32 array": Candidate(paths(out=narrow), PATHS, THREADS),
        "strict": Candidate(paths(out=wide, mode="strict"), PATHS, THREADS),
        "one thread": Candidate(paths(out=wide, threads=1), PATHS),
    }


def timed(candidate: Candidate) -> Timing:
    """Time a call, repeated for about 20 ms where it is shorter, so that the clock's grain does not tell."""
    wall, cpu, repeats = time.perf_counter(), time.process_time(), 0
    while repeats == 0 or time.perf_counter() - wall < 0.02:
        candidate.call()
        repeats += 1
    each = repeats * candidate.paths
    return Timing((time.perf_counter() - wall) / each, (time.process_time() - cpu) / each)


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a run of the benchmark found.

    Attributes:
        timings: of every candidate, one for each round that counts.
        first: seconds of each first call, compilation or its cache included.
        tried: how many rounds there were.
        quiet: whether enough of them counted; if not, all are in ``timings``.
    """

    timings: dict[str, list[Timing]]
    first: dict[str, float]
    tried: int
    quiet: bool


def measure() -> Measurement:
    """Time all candidates, round after round, until enough rounds count."""
    tasks = candidates()
    first = {}
    for name, candidate in tasks.items():
        began = time.perf_counter()
        candidate.call()
        first[name] = time.perf_counter() - began
    rounds: list[dict[str, Timing]] = []
    while len(rounds) < MOST_ROUNDS and sum(counts(one, tasks) for one in rounds) < ROUNDS:
        order = list(tasks) if len(rounds) % 2 else list(reversed(tasks))
        rounds.append({name: timed(tasks[name]) for name in order})
    kept = [one for one in rounds if counts(one, tasks)]
    quiet = len(kept) >= LEAST_ROUNDS
    used = kept if quiet else rounds
    return Measurement({name: [one[name] for one in used] for name in tasks}, first, len(rounds), quiet)


def counts(timings: dict[str, Timing], tasks: dict[str, Candidate]) -> bool:
    """Say whether every candidate of a round got its processors."""
    return all(timing.cpu >= LEAST_SHARE * tasks[name].threads * timing.wall for name, timing in timings.items())


def row(comparison: Comparison, timings: dict[str, list[Timing]]) -> Row:
    """Summarise a comparison: thousands of paths a second of both, and the median of the rounds' ratios.

    Example:
        >>> ten, one = [Timing(1e-3, 1e-3)], [Timing(1e-4, 2e-4)]
        >>> row(Comparison("t", "a", "b", 5, 8), {"a": ten, "b": one})
        Row(target='t', peer='1.00', ours='10.00', ratio='10.00', floor='5', goal='8', verdict='met')
    """
    peer, ours = timings[comparison.peer], timings[comparison.ours]
    ratio = statistics.median(theirs.wall / mine.wall for theirs, mine in zip(peer, ours, strict=True))
    verdict = "met" if ratio >= comparison.goal else "within" if ratio >= comparison.floor else "missed"
    return Row(
        target=comparison.target,
        peer=f"{speed(peer):.2f}",
        ours=f"{speed(ours):.2f}",
        ratio=f"{ratio:.2f}",
        floor=f"{comparison.floor}",
        goal=f"{comparison.goal}",
        verdict=verdict,
    )


def speed(timings: list[Timing]) -> float:
    """Return thousands of paths a second, by the median round."""
    return 1e-3 / statistics.median(timing.wall for timing in timings)


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


def main() -> int:
    """Check, measure, print the table; return 1 when a floor is missed, 3 when the machine was too busy.

    ``latest_rates.json`` is written only when enough rounds count.
    """
    check_results()
    found = measure()
    timings, first = found.timings, found.first
    rows = [row(comparison, timings) for comparison in COMPARISONS]
    if not found.quiet:
        rows = [replace(one, verdict="busy") for one in rows]
    print("peer and ours: thousands of paths a second; ratio: ours to peer, at least the floor")
    print(table(rows))
    seconds = {
        name: {
            "cpu_seconds_for_10000_paths": round(statistics.median(t.cpu for t in each) * PATHS, 4),
            "cpu_to_wall": round(statistics.median(t.cpu / t.wall for t in each), 2),
            "first_call_seconds": round(first[name], 3),
        }
        for name, each in timings.items()
    }
    for name, numbers in seconds.items():
        print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in numbers.items()))
    cpu = statistics.median(
        theirs.cpu / mine.cpu
        for theirs, mine in zip(timings["QuantLib into numpy"], timings["given array"], strict=True)
    )
    print(f"CPU seconds, QuantLib into numpy to given array: {cpu:.0f} times")
    compiling = compile_seconds()
    print(f"compile time of the kernel: {compiling:.2f} s, once for each machine")
    print(f"rounds: {len(timings['strict'])} count of {found.tried}")
    bound = speed(timings["normals alone"]) * MONTHS / 1000
    print(f"normals alone: {bound:.0f} million a second on {THREADS} threads; load {os.getloadavg()[0]:.2f}")
    if not found.quiet:
        return BUSY
    document = {
        "schema_version": 1,
        "unit": "thousands of paths a second",
        "threads": {"ours": THREADS, "peer": 1},
        "machine": machine(),
        "normals_bound_millions_a_second": round(bound),
        "rounds": {"counted": len(timings["strict"]), "tried": found.tried, "quiet": found.quiet},
        "cpu_seconds_ratio": round(cpu),
        "compile_seconds": round(compiling, 2),
        "seconds": seconds,
        "rows": [asdict(one) for one in rows],
    }
    LATEST.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    return 1 if any(one.verdict == "missed" for one in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
