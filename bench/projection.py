"""The benchmark job: the real law on eleven factors, 20 holders and 540 months, against its peers and its limits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from bench.cold_start import Row
from bench.job import inputs, job, law
from bench.paired import Candidate, Comparison, Measurement, measure, row
from bench.quantlib_factors import generator
from bench.rates import normals_alone
from usufruct.outlook.gradient import gradient
from usufruct.outlook.run import Inputs, run
from usufruct.outlook.settlement import Settlement

PATHS, PEER_PATHS, GRADIENT_PATHS, THREADS = 32_768, 40, 8_192, 2
FACTORS = 11
SINGLE = "job, antithetic, single precision"
NORMALS = FACTORS * 540
COMPARISONS = (
    Comparison("benchmark job; QuantLib: its factors", "QuantLib, 11 factors into numpy", "job, antithetic", 300, 500),
    Comparison("the same, QuantLib without numpy", "QuantLib, 11 factors alone", "job, antithetic", 75, 125),
    Comparison(
        "the same in single precision; QuantLib: its factors", "QuantLib, 11 factors into numpy", SINGLE, 300, 500
    ),
    Comparison("share of the bound of its normals, single precision", "its normals alone", SINGLE, 0.33, 0.6),
    Comparison("share of the bound, double precision", "its normals alone", "job, antithetic", 0.33, 0.6),
    Comparison("share of the bound, double precision, no pairs", "its normals alone", "job", 0.33, 0.6),
    Comparison("exact cents, speed over real", "job", "job, exact cents", 0.2, 0.33),
    Comparison("value and all sensitivities, speed over value", "job, antithetic", "job and its gradient", 0.33, 0.67),
)


def candidates() -> dict[str, Candidate]:
    """Return what is timed, by name."""
    real, exact = law("real"), law("exact")
    fans = job()["fan_results"]
    given, given_exact = inputs(real), inputs(exact)
    source, rows_of_path = generator(7), np.empty((FACTORS, 541))
    objective = np.zeros((len(given.settled_after) - 1, len(real.outputs)))
    objective[:, real.outputs.index("out eu.payment")] = 1.0

    def alone() -> None:
        for _ in range(PEER_PATHS):
            source.next()

    def into_numpy() -> None:
        for _ in range(PEER_PATHS):
            path = source.next().value()
            for factor in range(FACTORS):
                rows_of_path[factor] = list(path[factor])

    def ours(traced: Settlement, given: Inputs, *, mirrored: bool) -> Callable[[], object]:
        return partial(run, traced, given, PATHS, threads=THREADS, mode="fast", fans=fans, mirrored=mirrored)

    return {
        "QuantLib, 11 factors into numpy": Candidate(into_numpy, PEER_PATHS),
        "QuantLib, 11 factors alone": Candidate(alone, PEER_PATHS),
        "its normals alone": Candidate(normals_alone(PATHS, NORMALS), PATHS, THREADS),
        "job": Candidate(ours(real, given, mirrored=False), PATHS, THREADS),
        "job, antithetic": Candidate(ours(real, given, mirrored=True), PATHS, THREADS),
        SINGLE: Candidate(ours(real.single, given, mirrored=True), PATHS, THREADS),
        "job, exact cents": Candidate(ours(exact, given_exact, mirrored=False), PATHS, THREADS),
        "job and its gradient": Candidate(
            partial(gradient, real, given, GRADIENT_PATHS, objective, threads=THREADS, mode="fast"),
            GRADIENT_PATHS,
            THREADS,
        ),
    }


def rows() -> tuple[list[Row], Measurement]:
    """The rows, and what was measured."""
    found = measure(candidates())
    return [row(comparison, found) for comparison in COMPARISONS], found
