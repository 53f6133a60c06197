"""Sensitivities of a projection: the mean of any sum of results, with its derivatives by curves and figures of the law.

Derivatives are taken along each path, so a clause that jumps has none where it jumps: dates, shares of paths and
conditions are to be moved by a bump instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from usufruct.engine.straight.adjoint import bar
from usufruct.errors import refuse
from usufruct.markets.draws.hybrid import HybridDraws
from usufruct.markets.draws.lanes import LANES
from usufruct.outlook.kernel_arrays import arrays, net_arrays
from usufruct.outlook.kernel_market_source import FOREIGN, MONTHS, RATES
from usufruct.outlook.kernel_rate_paths import on_threads
from usufruct.outlook.kernel_source import Mode, kernel_source
from usufruct.outlook.kernel_store import load_kernel
from usufruct.outlook.run import GROUP, SCALE, Draws, Inputs, check_run, draws_of, markets_of, parts_of
from usufruct.outlook.settlement import CURRENCIES, Settlement

Doubles = NDArray[np.float64]
PART = "usufruct.outlook.kernel_adjoint"


@dataclass(frozen=True)
class Gradient:
    """The mean of a weighted sum of results, and its derivatives.

    Attributes:
        value: the mean, in minor units.
        level: months x 6: by the deterministic part of each rate; in minor units for a rate higher by one.
        figures: for each name read once, by half-year: a figure of the law that changes from that half-year on has
            the sum of what follows.
        opening_logs: by the logarithm of each of the five exchange rates at the start.
        fixed: months x lines of the levy: by the interest of the spread.
    """

    value: float
    level: Doubles
    figures: dict[str, Doubles]
    opening_logs: Doubles
    fixed: Doubles

    def by_nodes(self, matrix: Doubles, currency: int) -> Doubles:
        """Return the derivatives by the nodes of a curve.

        Args:
            matrix: months x nodes: what a node adds to the level of each month.
            currency: number of the currency.
        """
        derivatives: Doubles = matrix.T @ self.level[:, currency]
        return derivatives


def gradient(
    settlement: Settlement,
    inputs: Inputs,
    paths: int,
    objective: Doubles,
    *,
    seed: int = 2024,
    mirrored: bool = True,
    threads: int = 2,
    mode: Mode = "fast",
    first_path: int = 0,
    net: HybridDraws | None = None,
) -> Gradient:
    """Return a mean and all its derivatives, at the price of about two runs.

    Args:
        settlement: the compiled law in real arithmetic; the fewer its outputs, the less there is to differentiate.
        inputs: markets, cash, loans, dates.
        paths: how many, a multiple of 64.
        objective: half-years x results: the weight of each in the sum.
        seed: seed of the draws.
        mirrored: antithetic pairs.
        threads: how many threads share the work.
        mode: "strict" for the same bits everywhere, "fast" to allow fused multiply-add.
        first_path: number of the first path, a multiple of 64.
        net: a randomised net, in the place of ``seed`` and ``mirrored``.

    Raises:
        UsufructError: ``R160`` for what does not fit, ``R161`` for a law in exact arithmetic or an objective of
            another shape.
    """
    check_run(settlement, inputs, paths, first_path, threads, mode, (), net)
    half_years, results = len(inputs.settled_after) - 1, len(settlement.outputs)
    if not settlement.adjoint or objective.shape != (half_years, results):
        raise refuse(
            "R161",
            f"an objective of shape {objective.shape} for {half_years} half-years and {results} results",
            "gradient",
            "derivatives need real arithmetic and one weight for each half-year and result",
            "trace the law in real arithmetic and give that shape",
        )
    given, rows = arrays(settlement, inputs, ()), _rows(settlement)
    blocks = paths // LANES
    groups = -(-blocks // GROUP)
    sums, found = np.zeros((groups, half_years, results)), _found(groups, half_years, rows)
    function = _kernel(settlement, inputs, mode, draws_of(mirrored, net))
    outputs = (
        sums,
        np.zeros((groups, half_years, 0)),
        np.zeros((half_years, 0, SCALE.bins), np.int32),
        np.array([SCALE.origin, SCALE.upward, SCALE.downward], np.int64),
        np.zeros(half_years + 1, np.int64),
        np.empty((0, half_years, results)),
    )
    forward = (*net_arrays(net), *given.driver())

    def fill(share: tuple[int, int]) -> None:
        # The count of repaid paths is of no use here, and each thread needs its own.
        own = (*outputs[:4], np.zeros(half_years + 1, np.int64), outputs[5])
        function(
            np.uint64(net.seed if net else seed),
            first_path,
            share[0] * GROUP,
            min(share[1] * GROUP, blocks),
            GROUP,
            forward,
            np.zeros_like(given.buffer),
            own,
            given.uniforms,
            np.ascontiguousarray(objective),
            settlement.kept_rows,
            rows,
            found,
        )

    on_threads(fill, groups, threads)
    by_input, by_figure, by_mean, by_day = (each.sum(axis=0) / max(paths, 1) for each in found)
    value = float((sums.sum(axis=0) * objective).sum()) / max(paths, 1)
    return _assembled(settlement, inputs, value, by_input, by_figure, by_mean, by_day)


@lru_cache(maxsize=8)
def _kernel_of(parts: tuple[str, ...], mode: Mode, generated: str) -> Any:
    return load_kernel(kernel_source(parts, mode, generated)).gradient_range


def _kernel(settlement: Settlement, inputs: Inputs, mode: Mode, draws: Draws) -> Any:
    markets = markets_of(settlement, inputs, draws)
    return _kernel_of((*parts_of(draws), PART), mode, "\n".join((settlement.source, settlement.adjoint, markets)))


def _rows(settlement: Settlement) -> tuple[NDArray[np.int64], ...]:
    names, layout = settlement.rows.names, settlement.layout
    of_row = {row: name for name, row in names.items()}

    def bars(wanted: list[str]) -> NDArray[np.int64]:
        return np.array([names.get(bar(name), -1) for name in wanted], np.int64)

    lenders = [row for row, _ in layout.lender_rates]
    inputs = [*layout.revenue, *layout.expenses, *layout.interest]
    return (
        np.array([names.get(bar(name), -1) for name in settlement.outputs], np.int64),
        bars(list(settlement.state)),
        bars([of_row[row] for row in inputs]),
        bars(list(settlement.uniforms)),
        bars([of_row[row] for row in layout.average_rates]),
        bars([of_row[row] for row in lenders]),
        np.array([number for _, number in layout.lender_rates], np.int64),
    )


def _found(groups: int, half_years: int, rows: tuple[NDArray[np.int64], ...]) -> tuple[Doubles, ...]:
    return (
        np.zeros((groups, half_years, len(rows[2]))),
        np.zeros((groups, half_years, len(rows[3]))),
        np.zeros((groups, half_years, MONTHS, FOREIGN)),
        np.zeros((groups, half_years, FOREIGN)),
    )


def _assembled(
    settlement: Settlement,
    inputs: Inputs,
    value: float,
    by_input: Doubles,
    by_figure: Doubles,
    by_mean: Doubles,
    by_day: Doubles,
) -> Gradient:
    """From derivatives by what the law read to derivatives by what is given."""
    lines = len(settlement.layout.revenue)
    half_years, months = len(by_input), len(inputs.level)
    ratios = np.repeat(inputs.loan_terms[: lines // RATES, 3], RATES)
    by_revenue = by_input[:, :lines] + ratios * by_input[:, lines : 2 * lines]
    fixed = np.zeros((months, lines))
    fixed[: MONTHS * half_years] = np.repeat(by_revenue, MONTHS, axis=0)
    level = np.zeros((months, RATES))
    for line in range(lines):
        level[:, line % RATES] += fixed[:, line] * inputs.weights[:, line]
    _add_interest(level, inputs, by_input[:, 2 * lines :])
    by_log = _by_log(inputs, by_mean, by_day)
    for foreign in range(FOREIGN):
        share = inputs.exchange[foreign, 2] * by_log[:, foreign]
        level[:, foreign + 1] += share
        level[:, 0] -= share
    figures = {name: by_figure[:, place] for place, name in enumerate(settlement.uniforms)}
    return Gradient(value, level, figures, by_log[0], fixed)


def _add_interest(level: Doubles, inputs: Inputs, by_interest: Doubles) -> None:
    """The interest of a settlement is that of the months since the one before."""
    start = 0
    for half_year, terms in enumerate(by_interest):
        end = MONTHS * (half_year + 1) + int(inputs.settled_after[half_year]) + 1
        for lender, derivative in enumerate(terms):
            index, slope = int(inputs.loan_terms[lender, 0]), inputs.loan_terms[lender, 1]
            level[start:end, index] += derivative * slope * inputs.part_of_year[start:end, lender]
        start = end


def _by_log(inputs: Inputs, by_mean: Doubles, by_day: Doubles) -> Doubles:
    """By a shift of the logarithm of each exchange rate in a month and in all that follow."""
    half_years = len(by_mean)
    months = np.zeros((len(inputs.level), FOREIGN))
    months[: MONTHS * half_years] = by_mean.reshape(-1, FOREIGN) / MONTHS
    for half_year in range(half_years):
        months[MONTHS * (half_year + 1) + int(inputs.settled_after[half_year])] += by_day[half_year]
    following: Doubles = np.cumsum(months[::-1], axis=0)[::-1]
    return following


assert len(CURRENCIES) == RATES  # noqa: S101 - the arrays count currencies by their place in this list
