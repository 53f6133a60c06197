"""The driver of a projection: months of markets, cash and loans, and the compiled law twice a year.

Text for the compiler, like ``usufruct.markets.draws.lanes``. A block of 64 paths lives in a few hundred rows of memory
from the first month to the last. The law (``half_year``, generated) runs for each half-year when its payments are settled,
one or three months into the next; its stocks open in the rows in which they closed.

Everything that is known before the run comes in arrays: levels of the rates, cash by month, drawings, days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from usufruct.markets.draws.lanes import LANES, normal_lanes
from usufruct.outlook.kernel_bins import count_values

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]
    Whole = NDArray[np.int64]

    def half_year_law(w: Doubles, p: Doubles) -> None:
        """The generated law of one half-year."""


FACTORS = 11
RATES = 6
FOREIGN = 5
LENDERS = 5
MONTHS = 6
STEPS_A_CALL = 4
INVERSE_LOG_2 = 1.4426950408889634
LOG_2_HIGH = 6.93147180369123816490e-01
LOG_2_LOW = 1.90821492927058770002e-10
EXPONENT_BIAS = np.int64(1023)
EXPONENT_SHIFT = np.int64(52)
E_2, E_3, E_4 = 1.0 / 2.0, 1.0 / 6.0, 1.0 / 24.0
E_5, E_6, E_7 = 1.0 / 120.0, 1.0 / 720.0, 1.0 / 5040.0
E_8, E_9, E_10 = 1.0 / 40320.0, 1.0 / 362880.0, 1.0 / 3628800.0
E_11, E_12 = 1.0 / 39916800.0, 1.0 / 479001600.0


def exponential(logs: Doubles, values: Doubles) -> None:
    """Fill a row with the exponentials of another, for numbers between -700 and 700."""
    for lane in range(LANES):
        x = logs[lane]
        whole = np.floor(x * INVERSE_LOG_2 + 0.5)
        r = (x - whole * LOG_2_HIGH) - whole * LOG_2_LOW
        p = ((((E_12 * r + E_11) * r + E_10) * r + E_9) * r + E_8) * r + E_7
        p = (((((p * r + E_6) * r + E_5) * r + E_4) * r + E_3) * r + E_2) * r + 1.0
        scale = np.int64((np.int64(whole) + EXPONENT_BIAS) << EXPONENT_SHIFT)
        values[lane] = (p * r + 1.0) * np.float64(scale.view(np.float64))


def month_of_markets(
    draws: NDArray[np.float32],
    loadings: Doubles,
    decay: Doubles,
    deviation: Doubles,
    level: Doubles,
    exchange: Doubles,
    states: Doubles,
    logs: Doubles,
    rates: Doubles,
) -> None:
    """Move states, rates and exchange rates by one month.

    Args:
        draws: independent normals, one row a factor.
        loadings: lower-triangular matrix that correlates them.
        decay: share of each rate's state that is left.
        deviation: standard deviation that the month adds to each rate's state.
        level: deterministic part of each rate this month.
        exchange: for each foreign currency deviation, steady drift and share of the rate difference.
        states: rows to move, one a rate.
        logs: rows to move, the logarithm of each exchange rate.
        rates: rows to fill, one a rate.
    """
    for factor in range(FACTORS):
        weights = loadings[factor]
        if factor < RATES:
            state, rate = states[factor], rates[factor]
            keep, spread, shift = decay[factor], deviation[factor], level[factor]
            for lane in range(LANES):
                z = 0.0
                for other in range(factor + 1):
                    z += weights[other] * np.float64(draws[other, lane])
                moved = state[lane] * keep + spread * z
                state[lane] = moved
                rate[lane] = shift + moved
        else:
            foreign = factor - RATES
            log, own, euro = logs[foreign], rates[foreign + 1], rates[0]
            spread, steady, share = exchange[foreign, 0], exchange[foreign, 1], exchange[foreign, 2]
            for lane in range(LANES):
                z = 0.0
                for other in range(factor + 1):
                    z += weights[other] * np.float64(draws[other, lane])
                log[lane] += share * (own[lane] - euro[lane]) + (steady + spread * z)


def earn(rates: Doubles, weights: Doubles, fixed: Doubles, revenue: Doubles) -> None:
    """Add one month's interest to every line of revenue.

    Args:
        rates: rows of this month, one a currency.
        weights: cash times part of a year, for each holder and currency.
        fixed: interest of the spread, for each holder and currency.
        revenue: rows to add to, one for each holder and currency.
    """
    lines = len(weights)
    for line in range(lines):
        weight, steady = weights[line], fixed[line]
        if weight != 0.0 or steady != 0.0:
            rate, row = rates[line % RATES], revenue[line]
            for lane in range(LANES):
                row[lane] += weight * rate[lane] + steady


def project_range(
    seed: np.uint64,
    first_path: int,
    first_block: int,
    last_block: int,
    blocks_a_group: int,
    mirrored: int,
    loadings: Doubles,
    decay: Doubles,
    deviation: Doubles,
    level: Doubles,
    exchange: Doubles,
    opening_logs: Doubles,
    weights: Doubles,
    fixed: Doubles,
    loan_terms: Doubles,
    part_of_year: Doubles,
    settled_after: Whole,
    uniforms: Doubles,
    opening: Doubles,
    places: Whole,
    state_rows: Whole,
    out_rows: Whole,
    buffer: int,
    sums: Doubles,
    counts: Whole,
    scale: Whole,
    repaid: Whole,
    kept: Doubles,
) -> None:
    """Run some blocks of 64 paths.

    Args:
        seed: seed of the draws.
        first_path: path of the first block, a multiple of 64.
        first_block: first block to run.
        last_block: block to stop before.
        blocks_a_group: blocks whose sums are added up together, so that sums do not depend on threads.
        mirrored: 1 for antithetic pairs, else 0.
        loadings: 11 x 11, lower-triangular.
        decay: of six rates.
        deviation: of six rates.
        level: months x 6, deterministic part of the rates.
        exchange: 5 x 3, deviation, steady drift and share of the rate difference.
        opening_logs: logarithms of five exchange rates.
        weights: months x lines, cash times part of a year in minor units.
        fixed: months x lines, interest of the spread in minor units.
        loan_terms: lenders x 3: number of the index, margin, and expense ratio in the first two rows' last column.
        part_of_year: months x lenders, days over basis.
        settled_after: months of the next half-year after which each half-year is settled.
        uniforms: half-years x values read once.
        opening: opening value of each stock.
        places: first rows of revenue, expenses, exchange rates, lenders' rates and interest in the buffer, then how many
            lines are levied, then for each lender abroad the number of its exchange rate.
        state_rows: rows of the stocks.
        out_rows: rows of the results.
        buffer: how many values the buffer of the law holds.
        sums: groups x half-years x results, to fill.
        counts: half-years x results x bins, to add to.
        scale: origin, bins upward and bins downward of the histograms.
        repaid: half-years + 1, to add to: when the debt of all lenders was first nothing; the last is never.
        kept: paths x half-years x results to fill where its first axis is not empty.
    """
    months, lines = weights.shape
    half_years, results = sums.shape[1], sums.shape[2]
    levied = places[5]
    words = np.empty((4, LANES), np.uint32)
    normals = np.empty((FACTORS, STEPS_A_CALL, LANES), np.float32)
    draws = np.empty((FACTORS, LANES), np.float32)
    states, rates = np.empty((RATES, LANES)), np.empty((RATES, LANES))
    logs, values = np.empty((FOREIGN, LANES)), np.empty((FOREIGN, LANES))
    means, settled_means = np.empty((FOREIGN, LANES)), np.empty((FOREIGN, LANES))
    revenue, settled = np.empty((lines, LANES)), np.empty((lines, LANES))
    interest = np.empty((LENDERS, LANES))
    debt, first_free = np.empty(LANES), np.empty(LANES, np.int64)
    w = np.zeros(buffer)
    for block in range(first_block, last_block):
        group = block // blocks_a_group
        path = first_path + block * LANES
        states[:] = 0.0
        revenue[:] = 0.0
        interest[:] = 0.0
        means[:] = 0.0
        first_free[:] = half_years
        for foreign in range(FOREIGN):
            logs[foreign, :] = opening_logs[foreign]
        for number in range(len(state_rows)):
            row = state_rows[number] * LANES
            w[row : row + LANES] = opening[number]
        for month in range(months):
            step = month % STEPS_A_CALL
            if step == 0:
                for factor in range(FACTORS):
                    normal_lanes(seed, path, month // STEPS_A_CALL, factor, mirrored, words, normals[factor])
            for factor in range(FACTORS):
                draws[factor] = normals[factor, step]
            month_of_markets(draws, loadings, decay, deviation, level[month], exchange, states, logs, rates)
            for foreign in range(FOREIGN):
                exponential(logs[foreign], values[foreign])
                mean, value = means[foreign], values[foreign]
                for lane in range(LANES):
                    mean[lane] += value[lane]
            earn(rates, weights[month], fixed[month], revenue)
            for lender in range(LENDERS):
                rate, row = rates[int(loan_terms[lender, 0])], interest[lender]
                slope, margin = loan_terms[lender, 1], loan_terms[lender, 2]
                part = part_of_year[month, lender]
                for lane in range(LANES):
                    row[lane] += (slope * rate[lane] + margin) * part
            within, half_year = month % MONTHS, month // MONTHS
            past = half_year - 1
            if past >= 0 and within == settled_after[past]:
                for line in range(levied):
                    at = (places[0] + line) * LANES
                    row = settled[line]
                    w[at : at + LANES] = row
                    at = (places[1] + line) * LANES
                    ratio = loan_terms[line // RATES, 3]
                    spent = w[at : at + LANES]
                    for lane in range(LANES):
                        spent[lane] = ratio * row[lane]
                for foreign in range(FOREIGN):
                    at = (places[2] + foreign) * LANES
                    w[at : at + LANES] = settled_means[foreign]
                for lender in range(LENDERS - 1):
                    at = (places[3] + lender) * LANES
                    w[at : at + LANES] = values[places[6 + lender]]
                for lender in range(LENDERS):
                    at = (places[4] + lender) * LANES
                    w[at : at + LANES] = interest[lender]
                interest[:] = 0.0
                half_year_law(w, uniforms[past])
                debt[:] = 0.0
                for number in range(results):
                    at = out_rows[number] * LANES
                    out = w[at : at + LANES]
                    whole = 0.0
                    for lane in range(LANES):
                        whole += out[lane]
                    sums[group, past, number] += whole
                    count_values(out, scale[0], scale[1], scale[2], counts[past, number])
                    if len(kept) > 0:
                        base = block * LANES
                        for lane in range(LANES):
                            kept[base + lane, past, number] = out[lane]
                for lender in range(LENDERS):
                    at = out_rows[results - LENDERS + lender] * LANES
                    out = w[at : at + LANES]
                    for lane in range(LANES):
                        debt[lane] += out[lane]
                for lane in range(LANES):
                    if debt[lane] <= 0.5 and first_free[lane] == half_years:
                        first_free[lane] = past
            if within == MONTHS - 1:
                for line in range(lines):
                    settled[line] = revenue[line]
                for foreign in range(FOREIGN):
                    mean, row = means[foreign], settled_means[foreign]
                    for lane in range(LANES):
                        row[lane] = mean[lane] / 6.0
                revenue[:] = 0.0
                means[:] = 0.0
        for lane in range(LANES):
            repaid[first_free[lane]] += 1
