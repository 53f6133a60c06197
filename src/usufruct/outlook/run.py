"""Running a projection: the arrays that the compiled driver reads, and what it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from usufruct.markets.draws.lanes import LANES
from usufruct.outlook.kernel_histogram import Scale
from usufruct.outlook.kernel_rate_paths import on_threads
from usufruct.outlook.kernel_source import Mode, kernel_source
from usufruct.outlook.kernel_store import load_kernel
from usufruct.outlook.settlement import Settlement

PARTS = (
    "usufruct.markets.draws.coefficients",
    "usufruct.markets.draws.lanes",
    "usufruct.outlook.kernel_bins",
    "usufruct.outlook.kernel_projection",
)
GROUP = 64
"""Blocks whose sums are added up together: 4,096 paths, the grain at which threads share the work."""
SCALE = Scale(smallest=23, octaves=26)
"""Amounts in cents from EUR 84,000 to EUR 5,600bn, each to one part in 128; less counts as nothing."""

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Inputs:
    """Everything known before the run; see :func:`usufruct.outlook.kernel_projection.project_range`.

    Attributes:
        loadings: 11 x 11, lower-triangular.
        decay: of six rates.
        deviation: of six rates.
        level: months x 6.
        exchange: 5 x 3.
        opening_logs: of five exchange rates.
        weights: months x lines.
        fixed: months x lines.
        loan_terms: lenders x 4.
        part_of_year: months x lenders.
        settled_after: half-years.
        uniforms: half-years x values.
        opening: one a stock, in the order of the settlement.
    """

    loadings: Doubles
    decay: Doubles
    deviation: Doubles
    level: Doubles
    exchange: Doubles
    opening_logs: Doubles
    weights: Doubles
    fixed: Doubles
    loan_terms: Doubles
    part_of_year: Doubles
    settled_after: NDArray[np.int64]
    uniforms: Doubles
    opening: Doubles


@dataclass(frozen=True)
class Outcome:
    """What a run leaves, for every half-year and result.

    Attributes:
        results: names of the results, in order.
        paths: how many.
        means: half-years x results, in minor units.
        counts: half-years x results x bins.
        repaid: paths by the half-year in which all loans were first repaid; the last entry counts "never".
        kept: paths x half-years x results, where paths were asked for.
    """

    results: tuple[str, ...]
    paths: int
    means: Doubles
    counts: NDArray[np.int64]
    repaid: NDArray[np.int64]
    kept: Doubles


def run(
    settlement: Settlement,
    inputs: Inputs,
    paths: int,
    *,
    seed: int = 2024,
    mirrored: bool = True,
    threads: int = 2,
    mode: Mode = "fast",
    keep: bool = False,
    first_path: int = 0,
) -> Outcome:
    """Run paths of a projection.

    Args:
        settlement: the compiled law, in real arithmetic.
        inputs: markets, cash, loans, dates.
        paths: how many, a multiple of 64.
        seed: seed of the draws.
        mirrored: antithetic pairs.
        threads: how many threads share the work.
        mode: "strict" for the same bits everywhere, "fast" to allow fused multiply-add.
        keep: return every path's results as well.
        first_path: number of the first path, a multiple of 64.
    """
    blocks = paths // LANES
    half_years, results = len(inputs.settled_after) - 1, len(settlement.outputs)
    groups = -(-blocks // GROUP)
    sums = np.zeros((groups, half_years, results))
    kept = np.zeros((paths if keep else 0, half_years, results))
    bins = 4 + SCALE.upward
    shares = [np.zeros((half_years, results, bins), np.int64) for _ in range(threads)]
    payoffs = [np.zeros(half_years + 1, np.int64) for _ in range(threads)]
    project = kernel(settlement.source, mode).project_range
    scale = np.array([SCALE.origin, SCALE.upward, SCALE.downward], np.int64)
    state, out = _rows(settlement, settlement.state), _rows(settlement, settlement.outputs)
    places = _places(settlement)

    def fill(share: tuple[int, int]) -> None:
        number = next(index for index, cut in enumerate(_cuts(groups, threads)) if cut == share)
        first, last = share[0] * GROUP, min(share[1] * GROUP, blocks)
        project(
            np.uint64(seed), first_path, first, last, GROUP, int(mirrored), inputs.loadings, inputs.decay,
            inputs.deviation, inputs.level, inputs.exchange, inputs.opening_logs, inputs.weights, inputs.fixed,
            inputs.loan_terms, inputs.part_of_year, inputs.settled_after, inputs.uniforms, inputs.opening, places,
            state, out, settlement.rows.values, sums, shares[number], scale, payoffs[number], kept,
        )  # fmt: skip

    on_threads(fill, groups, threads)
    return Outcome(
        settlement.outputs,
        paths,
        sums.sum(axis=0) / max(paths, 1),
        sum(shares[1:], shares[0]),
        sum(payoffs[1:], payoffs[0]),
        kept,
    )


def _cuts(blocks: int, threads: int) -> list[tuple[int, int]]:
    return list(pairwise(blocks * number // threads for number in range(threads + 1)))


@lru_cache(maxsize=8)
def kernel(source: str, mode: Mode) -> Any:
    """The compiled module of a law and a mode."""
    return load_kernel(kernel_source(PARTS, mode, source))


def _rows(settlement: Settlement, names: tuple[str, ...]) -> NDArray[np.int64]:
    return np.array([settlement.rows.names[name] for name in names], np.int64)


def _places(settlement: Settlement) -> NDArray[np.int64]:
    rows, lenders = settlement.rows.names, list(settlement.lenders.items())
    foreign = {code: number for number, code in enumerate(("USD", "GBP", "CAD", "JPY", "CHF"))}
    first = settlement.custodians[0]
    starts = [
        rows[f"eu.revenue 0 {first} EUR"],
        rows[f"eu.expenses 0 {first} EUR"],
        rows["eu.average_rate 0 USD"],
        rows[f"loans.lender_rate 0 {lenders[1][0]}"],
        rows[f"loans.interest_factor 0 {lenders[0][0]}"],
        len(settlement.custodians) * 6,
    ]
    return np.array([*starts, *(foreign[currency] for _, currency in lenders[1:])], np.int64)
