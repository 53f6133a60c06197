"""A projection of a year and a half: two custodians, one holder outside, three lenders; and one path by hand."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import Any

import numpy as np

from tests.engine.straight_lines import evaluated
from tests.outlook.projection_law import LENDERS
from usufruct.engine.straight.exact_symbols import GRID
from usufruct.markets.correlation import cholesky, correlated
from usufruct.markets.draws import PathDraws
from usufruct.markets.elementary import log
from usufruct.markets.exchange import ExchangeRate
from usufruct.markets.short_rate import ShortRate
from usufruct.outlook.run import Inputs
from usufruct.outlook.settlement import CURRENCIES, Settlement

MONTHS, HALF_YEARS, SEED = 18, 2, 77
STARTS = {"USD": 1.25, "GBP": 0.875, "CAD": 1.5, "JPY": 160.0, "CHF": 0.95}
MODELS = [ExchangeRate(code, start, 0.1, "interest parity") for code, start in STARTS.items()]
ROOT = cholesky([[1.0 if i == j else 0.25 for j in range(11)] for i in range(11)])
FIGURE = {"be.tax_rate 0": 0.25, "eu.contribution_rate 0": 0.997, "eu.retention_rate 0": 0.1, "eu.budget_key 0": 0.95}


def inputs(traced: Settlement) -> Inputs:
    generator = np.random.default_rng(1)
    custodians = len(traced.custodians)
    months = np.arange(MONTHS)[:, None]
    terms = [(0, 1.0, 0.0075, 0.01), (1, 1.0, 0.013, 0.02), (4, 0.0, 0.009, 0.0)]
    uniforms = np.tile([FIGURE.get(name, 0.0) for name in traced.uniforms], (MONTHS // 6, 1))
    opening = np.zeros(len(traced.state))
    for lender, (_, _, principal) in LENDERS.items():
        for stock in ("outstanding", "drawn_so_far"):
            if f"opening loans.{stock} {lender}" in traced.state:
                opening[traced.state.index(f"opening loans.{stock} {lender}")] = principal
    return Inputs(
        loadings=np.array(ROOT),
        decay=np.linspace(0.98, 0.999, 6),
        deviation=np.linspace(0.001, 0.003, 6),
        level=0.02 + 0.001 * np.arange(6) + 0.0001 * months,
        exchange=np.array([model.monthly() for model in MODELS]),
        opening_logs=np.array([log(start) for start in STARTS.values()]),
        weights=generator.uniform(1e9, 1e11, (MONTHS, 6 * (custodians + 1))),
        fixed=generator.uniform(1e5, 1e7, (MONTHS, 6 * (custodians + 1))),
        loan_terms=np.array(terms),
        part_of_year=np.full((MONTHS, 3), 30.5 / 360),
        settled_after=np.array([1, 3, 1], np.int64),
        uniforms=uniforms,
        opening=opening,
    )


def by_hand(traced: Settlement, given: Inputs, path: int, *, mirrored: bool) -> list[dict[str, Any]]:
    """Results of one path, half-year by half-year, from the reference of every part, in exact arithmetic."""
    draws = PathDraws(SEED, mirrored=mirrored)
    normals = [draws.normals(path, MONTHS, factor) for factor in range(11)]
    shocks = list(zip(*(correlated(ROOT, month) for month in zip(*normals, strict=True)), strict=True))
    rates = [
        ShortRate(code, given.decay[n], given.deviation[n], tuple(given.level[:, n])).path(shocks[n])
        for n, code in enumerate(CURRENCIES)
    ]
    quotes = [model.path(shocks[6 + n], rates[n + 1], rates[0]) for n, model in enumerate(MODELS)]
    state = {row: int(value) for row, value in zip(traced.state, given.opening, strict=True)}
    found, since = [], 0
    for half in range(HALF_YEARS):
        day = 6 * (half + 1) + int(given.settled_after[half])
        read = dict(zip(traced.uniforms, (round(v * GRID) if r else v for v, r in zip(
            given.uniforms[half], traced.uniform_rates, strict=True)), strict=True))  # fmt: skip
        read |= _earned(traced, given, rates, half) | _quoted(traced, quotes, half, day)
        for n, lender in enumerate(traced.lenders):
            index, slope, margin = int(given.loan_terms[n, 0]), given.loan_terms[n, 1], given.loan_terms[n, 2]
            interest = 0.0
            for month in range(since, day + 1):
                interest = interest + (slope * rates[index][month] + margin) * given.part_of_year[month, n]
            read[f"loans.interest_factor 0 {lender}"] = floor(interest * GRID + 0.5)
        since = day + 1
        values = {row: Fraction(value) for row, value in {**read, **state}.items()}
        results = evaluated(traced.program.program, values, traced.program.results())
        state = {row: int(results[row]) for row in traced.state}
        found.append({row: int(value) for row, value in results.items()})
    return found


def _earned(traced: Settlement, given: Inputs, rates: list[Any], half: int) -> dict[str, int]:
    read = {}
    for holder, custodian in enumerate(traced.custodians):
        for n, code in enumerate(CURRENCIES):
            line, span = 6 * holder + n, range(6 * half, 6 * half + 6)
            earned = given.fixed[span.start : span.stop, line].sum()
            for month in span:
                earned = earned + given.weights[month, line] * rates[n][month]
            read[f"eu.revenue 0 {custodian} {code}"] = floor(earned + 0.5)
            read[f"eu.expenses 0 {custodian} {code}"] = floor(given.loan_terms[holder, 3] * earned + 0.5)
    return read


def _quoted(traced: Settlement, quotes: list[Any], half: int, day: int) -> dict[str, int]:
    read = {}
    for n, code in enumerate(CURRENCIES[1:]):
        mean = 0.0
        for month in range(6 * half, 6 * half + 6):
            mean = mean + quotes[n][month]
        read[f"eu.average_rate 0 {code}"] = floor(mean / 6.0 * GRID + 0.5)
    for lender, currency in list(traced.lenders.items())[1:]:
        read[f"loans.lender_rate 0 {lender}"] = floor(quotes[CURRENCIES.index(currency) - 1][day] * GRID + 0.5)
    return read
