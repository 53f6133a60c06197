"""The way back: derivatives of a mean over paths by everything that the law and its markets read, in one sweep.

Text for the compiler. A block runs forward once and leaves, for each half-year, what the law read; then its half-years
are gone through from the last to the first. Rates and exchange rates depend on the curves only through figures that are
the same for all paths, so the sweep ends at sums over paths: months and curves are worked out from them once, by
``usufruct.outlook.gradient``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from usufruct.markets.draws.lanes import LANES
from usufruct.outlook.kernel_projection import FOREIGN, MONTHS, project_range

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from usufruct.outlook.kernel_generated import half_year_law_back, row_sum

    Doubles = NDArray[np.float64]
    Whole = NDArray[np.int64]

FIRST_VALUE = FOREIGN * LANES


def products(left: Doubles, at: int, right: Doubles, start: int, row: Doubles) -> float:
    """Sum over a block of the products of two rows."""
    one, other = left[at : at + LANES], right[start : start + LANES]
    for lane in range(LANES):
        row[lane] = one[lane] * other[lane]
    return row_sum(row, 0)


def fill_rows(w: Doubles, rows: Whole, values: Doubles) -> None:
    """Set every lane of some rows to one figure each; a row of -1 is read by nobody."""
    for number in range(len(rows)):
        if rows[number] >= 0:
            w[rows[number] * LANES : (rows[number] + 1) * LANES] = values[number]


def reduce_rows(w: Doubles, rows: Whole, sums: Doubles) -> None:
    """Add the sum of each of some rows; a row of -1 is read by nobody."""
    for number in range(len(rows)):
        if rows[number] >= 0:
            sums[number] += row_sum(w, rows[number] * LANES)


def reduce_markets(
    w: Doubles,
    past: int,
    average_rows: Whole,
    lender_rows: Whole,
    lender_numbers: Whole,
    quoted: Doubles,
    row: Doubles,
    means: Doubles,
    days: Doubles,
) -> None:
    """Add the derivatives by the logarithms of the exchange rates.

    Args:
        w: buffer of the law.
        past: half-year.
        average_rows: for each foreign currency the derivative by its mean rate.
        lender_rows: for each lender abroad the derivative by the rate of the day.
        lender_numbers: number of its exchange rate.
        quoted: exchange rates of the six months, then of the day of settlement.
        row: for products.
        means: months x currencies, to add to.
        days: currencies, to add to.
    """
    for foreign in range(FOREIGN):
        if average_rows[foreign] >= 0:
            for month in range(MONTHS):
                start = (month * FOREIGN + foreign) * LANES
                means[month, foreign] += products(w, average_rows[foreign] * LANES, quoted, start, row)
    for number in range(len(lender_rows)):
        if lender_rows[number] >= 0:
            foreign = lender_numbers[number]
            start = (MONTHS * FOREIGN + foreign) * LANES
            days[foreign] += products(w, lender_rows[number] * LANES, quoted, start, row)


def gradient_range(
    seed: np.uint64,
    first_path: int,
    first_block: int,
    last_block: int,
    blocks_a_group: int,
    forward: Any,
    w: Doubles,
    outputs: Any,
    uniforms: Doubles,
    objective: Doubles,
    kept_rows: int,
    rows: Any,
    found: Any,
) -> None:
    """Run some blocks forward and back.

    Args:
        seed: seed of the draws.
        first_path: path of the first block, a multiple of 64.
        first_block: first block to run.
        last_block: block to stop before.
        blocks_a_group: blocks whose sums are added up together.
        forward: arguments of ``project_range`` from ``directions`` to ``asked``.
        w: buffer of the law.
        outputs: its arguments from ``sums`` to ``kept``.
        uniforms: half-years x values read once.
        objective: half-years x results: the weight of each in the sum that is differentiated.
        kept_rows: how many of the first rows of the buffer hold what the law reads per path.
        rows: derivatives' rows by result, stock, line and interest, figure read once, mean exchange rate, lender's
            rate, then the numbers of the lenders' exchange rates.
        found: sums to add to: by group and half-year, for inputs, figures, months of mean rates, rates of the day.
    """
    by_result, by_stock, by_input, by_figure, by_average, by_lender, lender_numbers = rows
    inputs, figures, means, days = found
    half_years, width = len(objective), kept_rows * LANES
    saved = np.empty((half_years, width))
    quoted = np.zeros((half_years + 1, (MONTHS + 1) * FIRST_VALUE))
    row = np.empty(LANES)
    nothing = np.zeros(len(by_figure) + len(by_stock))
    for block in range(first_block, last_block):
        group = block // blocks_a_group
        # The type checker counts a starred argument as endless.
        project_range(  # type: ignore[call-arg]
            seed, first_path, block, block + 1, blocks_a_group, *forward, w, *outputs, saved, quoted
        )
        fill_rows(w, by_stock, nothing)
        for back in range(half_years):
            past = half_years - 1 - back
            w[:width] = saved[past]
            fill_rows(w, by_result, objective[past])
            fill_rows(w, by_figure, nothing)
            half_year_law_back(w, uniforms[past])
            reduce_rows(w, by_input, inputs[group, past])
            reduce_rows(w, by_figure, figures[group, past])
            reduce_markets(
                w,
                past,
                by_average,
                by_lender,
                lender_numbers,
                quoted[past],
                row,
                means[group, past],
                days[group, past],
            )
