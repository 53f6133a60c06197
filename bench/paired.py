"""Candidates timed in turn, round after round: what counts is the median of the rounds' ratios.

Every round times all candidates, in alternating order, so that a busy moment slows them alike. A round counts only if
every candidate got the processors that it has threads for: time that a neighbour took says nothing about either side.
The rule is the same for both sides and was set before any figure; where too few rounds pass, a ratio of CPU seconds,
each divided by its threads, stands in for the ratio of wall time, and the row says so.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.cold_start import Row

ROUNDS, MOST_ROUNDS, LEAST_ROUNDS = 11, 30, 5
LEAST_SHARE = 0.8


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
        tasks: what was timed.
    """

    timings: dict[str, list[Timing]]
    first: dict[str, float]
    tried: int
    quiet: bool
    tasks: dict[str, Candidate]


def measure(tasks: dict[str, Candidate], most: int = MOST_ROUNDS) -> Measurement:
    """Time all candidates, round after round, until enough rounds count."""
    first = {}
    for name, candidate in tasks.items():
        began = time.perf_counter()
        candidate.call()
        first[name] = time.perf_counter() - began
    rounds: list[dict[str, Timing]] = []
    while len(rounds) < most and sum(counts(one, tasks) for one in rounds) < ROUNDS:
        order = list(tasks) if len(rounds) % 2 else list(reversed(tasks))
        rounds.append({name: timed(tasks[name]) for name in order})
    kept = [one for one in rounds if counts(one, tasks)]
    quiet = len(kept) >= LEAST_ROUNDS
    used = kept if quiet else rounds
    return Measurement({name: [one[name] for one in used] for name in tasks}, first, len(rounds), quiet, tasks)


def counts(timings: dict[str, Timing], tasks: dict[str, Candidate]) -> bool:
    """Say whether every candidate of a round got its processors."""
    return all(timing.cpu >= LEAST_SHARE * tasks[name].threads * timing.wall for name, timing in timings.items())


def row(comparison: Comparison, found: Measurement) -> Row:
    """Summarise a comparison: thousands of paths a second of both, and the median of the rounds' ratios.

    Example:
        >>> ten, one = [Timing(1e-3, 1e-3)], [Timing(1e-4, 2e-4)]
        >>> two = {"a": Candidate(list, 1), "b": Candidate(list, 1, 2)}
        >>> row(Comparison("t", "a", "b", 5, 8), Measurement({"a": ten, "b": one}, {}, 1, True, two))
        Row(target='t', peer='1.00', ours='10.00', ratio='10.00', floor='5', goal='8', verdict='met')
    """
    peer, ours = found.timings[comparison.peer], found.timings[comparison.ours]

    def seconds(timing: Timing, name: str) -> float:
        return timing.wall if found.quiet else timing.cpu / found.tasks[name].threads

    ratio = statistics.median(
        seconds(theirs, comparison.peer) / seconds(mine, comparison.ours)
        for theirs, mine in zip(peer, ours, strict=True)
    )
    verdict = "met" if ratio >= comparison.goal else "within" if ratio >= comparison.floor else "missed"
    return Row(
        target=comparison.target,
        peer=f"{speed(peer):.2f}",
        ours=f"{speed(ours):.2f}",
        ratio=f"{ratio:.2f}",
        floor=f"{comparison.floor}",
        goal=f"{comparison.goal}",
        verdict=verdict if found.quiet else f"{verdict} (by CPU seconds: the machine was busy)",
    )


def speed(timings: list[Timing]) -> float:
    """Return thousands of paths a second, by the median round."""
    return 1e-3 / statistics.median(timing.wall for timing in timings)


def sides(found: Measurement) -> dict[str, dict[str, float]]:
    """Threads, CPU seconds for 10,000 paths, and seconds of the first call (compiling included) of every candidate."""
    return {
        name: {
            "threads": found.tasks[name].threads,
            "cpu_seconds_for_10000_paths": round(statistics.median(t.cpu for t in each) * 10_000, 4),
            "cpu_to_wall": round(statistics.median(t.cpu / t.wall for t in each), 2),
            "first_call_seconds": round(found.first[name], 3),
        }
        for name, each in found.timings.items()
    }
