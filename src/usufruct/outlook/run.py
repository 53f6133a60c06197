"""Running a projection: the arrays that the compiled driver reads, and what it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from usufruct.errors import Fault, UsufructError
from usufruct.markets.draws.hybrid import HybridDraws
from usufruct.markets.draws.lanes import LANES
from usufruct.outlook.kernel_arrays import Arrays, arrays, net_arrays
from usufruct.outlook.kernel_histogram import Histogram, Scale
from usufruct.outlook.kernel_market_source import market_source
from usufruct.outlook.kernel_rate_paths import MODES, on_threads
from usufruct.outlook.kernel_source import Mode, kernel_source
from usufruct.outlook.kernel_store import load_kernel
from usufruct.outlook.settlement import Settlement

_DRAWS = (
    "usufruct.markets.draws.coefficients",
    "usufruct.markets.draws.percentage_points",
    "usufruct.markets.draws.lanes",
)
_OF_DRAWS: Final = {
    "independent": ("usufruct.outlook.kernel_draws_ahead", "usufruct.outlook.kernel_draws"),
    "mirrored": ("usufruct.outlook.kernel_draws_ahead", "usufruct.outlook.kernel_paired_draws"),
    "net": ("usufruct.markets.draws.hybrid_lanes", "usufruct.outlook.kernel_net_draws"),
}
Draws = Literal["independent", "mirrored", "net"]
GROUP = 16
"""Blocks whose sums are added up together: 1,024 paths, the grain at which threads share the work."""
SCALE = Scale(smallest=23, octaves=26)
"""Amounts in cents from EUR 84,000 to EUR 5,600bn, each to one part in 128; less counts as nothing."""

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Inputs:
    """Everything known before the run; a line is a holder and a currency, those of the levy first.

    Attributes:
        loadings: 11 x 11, lower-triangular.
        decay: of six rates, the share of the state left after a month.
        deviation: of six rates, what a month adds.
        level: months x 6, the deterministic part of the rates.
        exchange: 5 x 3: deviation, steady drift, share of the rate difference.
        opening_logs: of five exchange rates.
        weights: months x lines: cash times part of a year, minor units.
        fixed: months x lines: interest of the spread, minor units.
        loan_terms: lenders x 4: number of the index, slope, margin; the last column holds the expense ratio of each
            holder in the levy.
        part_of_year: months x lenders, days over basis.
        settled_after: for each half-year the months of the next one after which it is settled.
        uniforms: half-years x values, in the order of the settlement.
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
    """What a run leaves, for every half-year that is settled, and every result.

    Attributes:
        results: names of the results, in order.
        paths: how many.
        means: half-years x results, in minor units.
        counts: half-years x fans x bins.
        repaid: paths by the half-year in which all loans were first repaid; the last entry counts "never".
        kept: paths x half-years x results, where paths were asked for.
        fans: results that have a histogram, in order.
        earnings: half-years x holders outside the levy: mean earnings in euro cents.
    """

    results: tuple[str, ...]
    paths: int
    means: Doubles
    counts: NDArray[np.int64]
    repaid: NDArray[np.int64]
    kept: NDArray[Any]
    fans: tuple[str, ...] = ()
    earnings: Doubles | None = None

    def histogram(self, result: str, half_year: int) -> Histogram:
        """Return the histogram of a result, for quantiles and for merging with that of another run."""
        counts = self.counts[half_year, self.fans.index(result)]
        return Histogram(SCALE, tuple(counts.tolist()))


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
    fans: Sequence[str] | None = None,
    net: HybridDraws | None = None,
) -> Outcome:
    """Run paths of a projection.

    Args:
        settlement: the compiled law, in real or exact arithmetic.
        inputs: markets, cash, loans, dates.
        paths: how many, a multiple of 64.
        seed: seed of the draws.
        mirrored: antithetic pairs.
        threads: how many threads share the work.
        mode: "strict" for the same bits everywhere, "fast" to allow fused multiply-add.
        keep: return every path's results as well.
        first_path: number of the first path, a multiple of 64.
        fans: results of which a histogram is wanted; all of them when None.
        net: a randomised net for means, in the place of ``seed`` and ``mirrored``; its steps are the months.

    Raises:
        UsufructError: ``R160`` for a count, mode, net or result that does not fit.
    """
    wanted = settlement.outputs if fans is None else tuple(fans)
    check_run(settlement, inputs, paths, first_path, threads, mode, wanted, net)
    given = arrays(settlement, inputs, wanted)
    blocks = paths // LANES
    half_years, results = len(inputs.settled_after) - 1, len(settlement.outputs)
    groups = -(-blocks // GROUP)
    sums = np.zeros((groups, half_years, results))
    markets = np.zeros((groups, half_years, given.outside.shape[2] if given.outside.size else 0))
    kept = np.zeros((paths if keep else 0, half_years, results), given.buffer.dtype)
    shares: list[tuple[NDArray[np.int32], NDArray[np.int64]]] = []
    project = kernel(settlement, inputs, mode, draws_of(mirrored, net)).project_range
    scale = np.array([SCALE.origin, SCALE.upward, SCALE.downward], np.int64)
    tables, nothing = net_arrays(net), np.empty((0, 0))

    def fill(share: tuple[int, int]) -> None:
        # Narrow counts stay in the near caches; a thread has fewer paths than they hold.
        counts = np.zeros((half_years, len(wanted), SCALE.bins), np.int32)
        repaid = np.zeros(half_years + 1, np.int64)
        shares.append((counts, repaid))
        project(
            np.uint64(net.seed if net else seed), first_path, share[0] * GROUP, min(share[1] * GROUP, blocks), GROUP,
            *tables, *given.driver(), np.zeros_like(given.buffer), sums, markets,
            counts, scale, repaid, kept, kept[:0, 0], nothing,
        )  # fmt: skip

    on_threads(fill, groups, threads)
    return Outcome(
        settlement.outputs,
        paths,
        sums.sum(axis=0) / max(paths, 1),
        _added([counts for counts, _ in shares]),
        np.sum([repaid for _, repaid in shares], axis=0),
        kept,
        wanted,
        _earnings(given.outside[:half_years], markets.sum(axis=0) / max(paths, 1)),
    )


def _added(shares: Sequence[NDArray[np.int32]]) -> NDArray[np.int64]:
    counts = shares[0].astype(np.int64)
    for share in shares[1:]:
        counts += share
    return counts


def _earnings(figures: Doubles, markets: Doubles) -> Doubles:
    """Half-years x holders: what each earns on the means of the markets, in euro cents."""
    if not markets.size:
        return np.zeros(figures.shape[:2])
    return np.asarray(np.einsum("ijk,ik->ij", figures, markets))


def check_run(
    settlement: Settlement,
    inputs: Inputs,
    paths: int,
    first_path: int,
    threads: int,
    mode: str,
    fans: Sequence[str],
    net: HybridDraws | None,
) -> None:
    months = len(inputs.level)
    fits = net is None or (net.steps, net.factors) == (months, 11)
    unknown = [fan for fan in fans if fan not in settlement.outputs]
    rules = (
        ("paths", paths, 0 <= paths < 2**31 and paths % LANES == 0, f"give a multiple of {LANES} below 2**31"),
        ("first_path", first_path, first_path >= 0 and first_path % LANES == 0, f"give a multiple of {LANES}"),
        ("threads", threads, threads >= 1, "give 1 or more"),
        ("mode", mode, mode in MODES, f"write {' or '.join(MODES)}"),
        ("fans", unknown, not unknown, "name results of the settlement"),
        ("net", net, fits, f"give a net of {months} steps and 11 factors"),
        ("half-years", len(inputs.settled_after), 6 * len(inputs.settled_after) == months, "give one for six months"),
    )
    faults = [
        Fault("R160", f"{name} is {value!r}", name, remedy=remedy) for name, value, holds, remedy in rules if not holds
    ]
    if faults:
        raise UsufructError(faults)


def draws_of(mirrored: bool, net: HybridDraws | None) -> Draws:  # noqa: FBT001 - as in the runs themselves
    """The kind of draws that a run takes."""
    return "net" if net is not None else "mirrored" if mirrored else "independent"


def kernel(settlement: Settlement, inputs: Inputs, mode: Mode, draws: Draws) -> Any:
    """Return the compiled module of a law, the short rates that its loans follow, a mode and a kind of draws."""
    return _kernel(parts_of(draws), mode, _generated(settlement, inputs, draws))


def kernel_text(settlement: Settlement, inputs: Inputs, mode: Mode) -> str:
    """The text of the kernel that :func:`run` compiles for a law and its inputs."""
    return kernel_source(parts_of("mirrored"), mode, _generated(settlement, inputs, "mirrored"))


def parts_of(draws: Draws) -> tuple[str, ...]:
    """The modules that a kernel is made of, in their order."""
    return (*_DRAWS, *_OF_DRAWS[draws], "usufruct.outlook.kernel_projection")


def markets_of(settlement: Settlement, inputs: Inputs, draws: Draws) -> str:
    """The text of a kernel's markets."""
    indices = tuple(int(index) for index in inputs.loan_terms[:, 0])
    return market_source(replace(settlement.layout, indices=indices), mirrored=draws == "mirrored")


def _generated(settlement: Settlement, inputs: Inputs, draws: Draws) -> str:
    return settlement.source + "\n" + markets_of(settlement, inputs, draws)


@lru_cache(maxsize=8)
def _kernel(parts: tuple[str, ...], mode: Mode, generated: str) -> Any:
    return load_kernel(kernel_source(parts, mode, generated))


__all__ = ["SCALE", "Arrays", "Inputs", "Outcome", "kernel", "kernel_text", "run"]
