"""Rates and the levy on them, against QuantLib's paths with a waterfall in Python.

Ours runs the half-year of the real law for one custodian (scope, tax, contribution, retention by vintage with its test
of five years, call); the peer runs the same steps written out in plain Python. Both are checked against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from bench.cold_start import Row
from bench.job import job, rulebook
from bench.paired import Candidate, Comparison, Measurement, measure, row
from bench.rates import MONTHS, PADDED, PATHS, PEER_PATHS, THREADS, model, quantlib_generator
from usufruct.engine.straight.buffer import LANES
from usufruct.markets.draws import PathDraws
from usufruct.outlook.kernel_rate_paths import PARTS as RATE_PARTS
from usufruct.outlook.kernel_rate_paths import on_threads, rate_paths
from usufruct.outlook.kernel_source import kernel_source
from usufruct.outlook.kernel_store import load_kernel
from usufruct.outlook.settlement import CURRENCIES, Settlement, settlement

CASH, RATIO = 17_500_000_000_000.0, 0.01
VINTAGES = 11
AVERAGE_RATES = dict.fromkeys(CURRENCIES, 1.0)
HALF_YEARS = MONTHS // 6
PARTS = (*RATE_PARTS, "bench.levy_range")
COMPARISONS = (Comparison("10,000 x 540 rates and the levy", "QuantLib, levy in Python", "rates and levy", 900, 900),)


def law() -> Settlement:
    """The half-year of the levy for one custodian, up to the payment."""
    lenders = {name: (given[0], given[1], given[2]) for name, given in job()["lenders"].items()}
    return settlement(rulebook(), ("First",), lenders, (("eu.payment", "call"),))


def our_payments() -> Callable[[], np.ndarray[Any, np.dtype[np.float64]]]:
    """A call that makes rates and runs the levy on them; payments by half-year and path."""
    traced, ours = law(), model()
    level = np.array(ours.level)
    names, layout = traced.rows.names, traced.layout
    opening = np.zeros(traced.rows.values)
    for place in layout.average_rates:
        opening[place * LANES : (place + 1) * LANES] = 1.0
    figures = job()["law"]
    uniforms = np.tile([float(figures.get(name, 0)) for name in traced.uniforms], (HALF_YEARS, 1))
    run = load_kernel(kernel_source(PARTS, "fast", traced.source)).levy_range
    payment = names[traced.outputs[0]] * LANES
    paid = np.empty((HALF_YEARS, PADDED))
    places = (layout.revenue[0] * LANES, layout.expenses[0] * LANES, payment)

    def fill(share: tuple[int, int]) -> None:
        mine = (CASH / 12, RATIO, *places, uniforms, opening, np.empty_like(opening), paid)
        run(np.uint64(7), *share, ours.decay, ours.deviation, level, *mine)

    def call() -> np.ndarray[Any, np.dtype[np.float64]]:
        on_threads(fill, PADDED // LANES, THREADS)
        return paid

    return call


def python_levy(rates: Sequence[float]) -> list[float]:
    """The same levy on one path, in plain Python: payments by half-year."""
    vintages: list[float] = []
    payments = []
    for half_year in range(HALF_YEARS):
        earned = sum(CASH / 12 * rate for rate in rates[6 * half_year : 6 * half_year + 6])
        revenue = {code: earned if code == "EUR" else 0.0 for code in CURRENCIES}
        expenses = {code: RATIO * amount for code, amount in revenue.items()}
        revenue_in_euro = sum(amount / AVERAGE_RATES[code] for code, amount in revenue.items())
        expenses_in_euro = sum(amount / AVERAGE_RATES[code] for code, amount in expenses.items())
        tax = 0.25 * max(revenue_in_euro - expenses_in_euro, 0.0)
        net_profit = revenue_in_euro - expenses_in_euro - tax
        contribution = 0.997 * max(net_profit, 0.0)
        retention = 0.10 * contribution
        due = contribution - retention
        vintages.append(retention)
        released = vintages.pop(0) if len(vintages) > VINTAGES else 0.0
        payments.append(due + released)
    return payments


def candidates() -> dict[str, Candidate]:
    """Both sides, checked against each other first."""
    generator, call = quantlib_generator(7), our_payments()
    check(call()[:, :PATHS])

    def peer() -> None:
        for _ in range(PEER_PATHS):
            python_levy(list(generator.next().value())[1:])

    return {
        "QuantLib, levy in Python": Candidate(peer, PEER_PATHS),
        "rates and levy": Candidate(call, PATHS, THREADS),
    }


def check(paid: np.ndarray[Any, np.dtype[np.float64]]) -> None:
    """Run the Python levy on our own rates: payments must agree on every path without a loss.

    After a loss the law's audit of the year moves the next payment; the Python levy leaves that out, to its advantage.

    Raises:
        SystemExit: they do not; a time for another law would mean nothing.
    """
    rates = rate_paths(model(), PathDraws(7), PATHS, threads=THREADS, mode="fast")
    for path in np.flatnonzero(rates.min(axis=0) > 0)[:5]:
        mine, theirs = paid[:, path], python_levy(rates[:, path].tolist())
        if not np.allclose(mine, theirs, rtol=1e-9, atol=1.0):
            worst = int(np.argmax(np.abs(mine - theirs)))
            raise SystemExit(f"bench: levy of half-year {worst} is {mine[worst]} here and {theirs[worst]} in Python")


def rows() -> tuple[list[Row], Measurement]:
    """The row, and what was measured."""
    found = measure(candidates())
    return [row(comparison, found) for comparison in COMPARISONS], found
