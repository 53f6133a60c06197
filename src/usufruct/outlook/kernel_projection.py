"""The driver of a projection: months of markets, cash and loans, and the compiled law twice a year.

Text for the compiler, like ``usufruct.markets.draws.lanes``. A block of 64 paths lives in a few hundred rows of memory
from the first month to the last. The law (``half_year_law``, generated) runs for each half-year when its payments are
settled, one or three months into the next; its stocks open in the rows in which they closed. What a half-year earned is
worked out once, when it ends, from the rates of its six months.

Everything that is known before the run comes in arrays: levels of the rates, cash by month, drawings, days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from usufruct.markets.draws.lanes import LANES
from usufruct.outlook.kernel_draws import FACTORS, draw_month
from usufruct.outlook.kernel_draws_ahead import draw_block

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from usufruct.outlook.kernel_generated import (
        close_half_year,
        earn_levied,
        give_to_law,
        half_year_law,
        in_euro,
        quote_markets,
        row_sum,
    )

    Doubles = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Counts = NDArray[np.int32]

RATES, FOREIGN, MONTHS, FIGURES = 6, 5, 6, 7
MARKET_ROWS = 40
MONTH_OF_RATES = RATES * LANES
LOG_ROW = 6
FIRST_QUOTE, QUOTES = 11 * LANES, FOREIGN * LANES
OUTSIDE = RATES * FIGURES
SHIFT = np.int64(45)
MAGNITUDE = np.int64(0x7FFF_FFFF_FFFF_FFFF)
# In single precision what is left of a repaid loan may be some steps of its size: at EUR 20bn one is EUR 1,300.
SINGLE_STEP = 1e7
INFINITE = np.int64(0x7FF0_0000_0000_0000)


def place_row(values: Any, at: int, scale: Whole, first: int, places: Whole) -> None:
    """Find the bin of every value of a row, as ``kernel_bins`` defines it, counted from the first bin of its table."""
    row = values[at : at + LANES]
    origin, upward, downward = scale[0], scale[1], scale[2]
    zero = 2 + downward
    for lane in range(LANES):
        bits = np.float64(row[lane]).view(np.int64)
        magnitude = np.int64(bits & MAGNITUDE)
        number = np.int64(magnitude >> SHIFT) - origin
        above = zero + 1 + min(number, upward)
        below = zero - 1 - min(number, downward)
        place = above if bits >= 0 else below
        place = zero if number < 0 else place
        places[lane] = first + (0 if magnitude > INFINITE else place)


def count_rows(places: Whole, counts: Counts) -> None:
    """Add one to the bin of every value; the tables take turns, for a bin can be added to only once in eight cycles."""
    for lane in range(LANES):
        for number in range(len(places)):
            counts[places[number, lane]] += 1


def open_block(m: Doubles, w: Any, opening_logs: Doubles, state_rows: Whole, opening: Any) -> None:
    """Put markets and stocks where a path begins."""
    m[:] = 0.0
    for foreign in range(FOREIGN):
        start = (LOG_ROW + foreign) * LANES
        m[start : start + LANES] = opening_logs[foreign]
    for number in range(len(state_rows)):
        start = state_rows[number] * LANES
        w[start : start + LANES] = opening[number]


def note_results(
    w: Any,
    past: int,
    column: int,
    out_rows: Whole,
    asked: Whole,
    scale: Whole,
    numbers: Whole,
    sums: Doubles,
    counts: Counts,
    kept: Any,
) -> None:
    """Add the results of a settlement to sums and histograms, and keep them where asked."""
    for number in range(len(out_rows)):
        sums[past, number] += row_sum(w, out_rows[number] * LANES)
        if len(kept) > 0:
            out = w[out_rows[number] * LANES : (out_rows[number] + 1) * LANES]
            for lane in range(LANES):
                kept[column + lane, past, number] = out[lane]
    for number in range(len(asked)):
        place_row(w, out_rows[asked[number]] * LANES, scale, number * counts.shape[2], numbers[number])
    count_rows(numbers, counts[past].reshape(-1))


def note_debt(w: Any, past: int, half_years: int, debt_rows: Whole, debt: Doubles, first_free: Whole) -> None:
    """Note the half-year in which a path first owes no lender anything."""
    bound = SINGLE_STEP if w.itemsize == 4 else 0.5
    debt[:] = 0.0 if len(debt_rows) > 0 else 2.0 * bound
    for number in range(len(debt_rows)):
        row = w[debt_rows[number] * LANES : (debt_rows[number] + 1) * LANES]
        for lane in range(LANES):
            debt[lane] += np.float64(row[lane])
    for lane in range(LANES):
        here = past if debt[lane] <= bound else half_years
        first_free[lane] = min(first_free[lane], here)


def end_half_year(
    w: Any,
    m: Doubles,
    r: Doubles,
    q: NDArray[np.float32],
    figures: Doubles,
    ratios: Doubles,
    scales: Doubles,
    markets: Doubles,
) -> None:
    """Work out what the half-year earned, line by line for the law.

    No law reads what holders outside the levy earn, and it is linear in the markets: sums of the markets are enough for
    the mean of each of them.
    """
    close_half_year(w, m, scales)
    earn_levied(w, r, figures, ratios)
    if len(markets) > 0:
        in_euro(m, r, q)
    for row in range(len(markets)):
        markets[row] += row_sum(q, row * LANES)


def project_range(
    seed: np.uint64,
    first_path: int,
    first_block: int,
    last_block: int,
    blocks_a_group: int,
    directions: NDArray[np.uint32],
    shifts: NDArray[np.uint32],
    patterns: NDArray[np.uint32],
    places: Whole,
    bridge: Doubles,
    constants: Doubles,
    level: Doubles,
    exchange: Doubles,
    opening_logs: Doubles,
    figures: Doubles,
    ratios: Doubles,
    scales: Doubles,
    terms: Doubles,
    part_of_year: Doubles,
    settled_after: Whole,
    uniforms: Any,
    opening: Any,
    state_rows: Whole,
    out_rows: Whole,
    debt_rows: Whole,
    asked: Whole,
    w: Any,
    sums: Doubles,
    markets: Doubles,
    counts: Counts,
    scale: Whole,
    repaid: Whole,
    kept: Any,
    saved: Any,
    quoted: Doubles,
) -> None:
    """Run some blocks of 64 paths.

    Args:
        seed: seed of the draws.
        first_path: path of the first block, a multiple of 64.
        first_block: first block to run.
        last_block: block to stop before.
        blocks_a_group: blocks whose sums are added up together, so that sums do not depend on threads.
        directions: direction numbers of a net, empty where none is used; so are the four that follow.
        shifts: its digital shifts.
        patterns: what the six lowest bits of a number contribute.
        places: points of the bridge.
        bridge: weights of the points.
        constants: loadings of the correlation row by row, then decay and deviation of six rates.
        level: months x 6, deterministic part of the rates.
        exchange: for each foreign currency deviation, steady drift and share of the rate difference.
        opening_logs: logarithms of five exchange rates.
        figures: half-years x (lines of the levy x 7): interest of the spread, then cash times part of a year by month.
        ratios: expenses of each of them as a share of revenue.
        scales: euro cents for a minor unit of each currency at an exchange rate of one.
        terms: for each lender slope and margin of its rate and a place that is not read.
        part_of_year: months x lenders, days over basis.
        settled_after: months of the next half-year after which each half-year is settled.
        uniforms: half-years x values read once.
        opening: opening value of each stock.
        state_rows: rows of the stocks.
        out_rows: rows of the results.
        debt_rows: rows of what each lender is still owed.
        asked: results of which a histogram is wanted.
        w: buffer of the law.
        sums: groups x half-years x results, to add to.
        markets: groups x half-years x 42, to add to: for each currency what a unit is worth in euro cents, then that
            times the rate of each month; its last axis is empty where nobody outside the levy asks.
        counts: half-years x asked x bins, to add to.
        scale: origin, bins upward and bins downward of the histograms.
        repaid: half-years + 1, to add to: when the debt of all lenders was first nothing; the last is never.
        kept: paths x half-years x results to fill where its first axis is not empty.
        saved: half-years x what the law reads, to fill for the way back where it is not empty.
        quoted: half-years x exchange rates of the six months and of the day of settlement, likewise.
    """
    months, half_years = level.shape[0], sums.shape[1]
    words = np.empty((4, LANES), np.uint32)
    normals = np.empty((FACTORS, 4, LANES), np.float32)
    increments, walk = np.empty((FACTORS, len(bridge), LANES), np.float32), np.empty((len(bridge), LANES))
    m, r = np.zeros(MARKET_ROWS * LANES, level.dtype), np.empty(MONTHS * MONTH_OF_RATES, level.dtype)
    q = np.empty(OUTSIDE * LANES, np.float32)
    debt, nothing = np.empty(LANES), np.empty(0)
    numbers, first_free = np.empty((len(asked), LANES), np.int64), np.empty(LANES, np.int64)
    drawn = normals.reshape(-1)
    for block in range(first_block, last_block):
        group, path = block // blocks_a_group, first_path + block * LANES
        first_free[:] = half_years
        open_block(m, w, opening_logs, state_rows, opening)
        draw_block(seed, path, directions, shifts, patterns, places, bridge, walk, increments)
        for month in range(months):
            start = draw_month(seed, path, month, words, normals, increments)
            within, half_year = month % MONTHS, month // MONTHS
            quote_markets(
                m,
                r[within * MONTH_OF_RATES :],
                drawn[start:],
                constants,
                level[month],
                exchange,
                terms,
                part_of_year[month],
            )
            if len(quoted) > 0:
                quoted[half_year, within * QUOTES : (within + 1) * QUOTES] = m[FIRST_QUOTE : FIRST_QUOTE + QUOTES]
            past = half_year - 1
            if past >= 0 and within == settled_after[past]:
                give_to_law(w, m)
                if len(saved) > 0:
                    saved[past] = w[: saved.shape[1]]
                    quoted[past, MONTHS * QUOTES :] = m[FIRST_QUOTE : FIRST_QUOTE + QUOTES]
                half_year_law(w, uniforms[past])
                note_results(w, past, block * LANES, out_rows, asked, scale, numbers, sums[group], counts, kept)
                note_debt(w, past, half_years, debt_rows, debt, first_free)
            if within == MONTHS - 1:
                # The half-year that ends last is never settled; its markets have no row.
                share = markets[group, half_year] if half_year < half_years else nothing
                end_half_year(w, m, r, q, figures[half_year], ratios, scales, share)
        for lane in range(LANES):
            repaid[first_free[lane]] += 1
