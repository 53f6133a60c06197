"""What a contribution that never falls below zero does when rates do: by the law, and over many paths."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from usufruct.calendar import HalfYear
from usufruct.engine.execution.interpreter import Interpreter
from usufruct.outlook.cash_plan import cash_plan
from usufruct.outlook.half_year_inputs import CUSTODIAN, world_of
from usufruct.outlook.known_markets import known_markets
from usufruct.outlook.lead_in import levied_half_years
from usufruct.outlook.projected_law import projected_law
from usufruct.outlook.projection import project
from usufruct.outlook.scenario import baseline
from usufruct.waterfall.horizon import payment_number

KNOWN = date(2026, 11, 22)
PATHS = 2_000
YEARS = 44


def run_of(curve: str) -> tuple[list[int], list[int]]:
    """Net profit and payment of the half-years of 2027 and 2028, on cash in euro that yields the policy rate."""
    scenario = baseline(KNOWN).but(curve=curve, foreign_share="0", spread="0", expense_ratio="0")
    markets = known_markets(scenario)
    halves = levied_half_years(scenario, markets, cash_plan(scenario, markets), HalfYear(2028, 2))
    run = Interpreter(projected_law(scenario), world_of(halves, (), {})).run()
    places = [payment_number(HalfYear(year, half)) - 1 for year in (2027, 2028) for half in (1, 2)]
    profits = [int(run.value("eu.net_profit", "half-year", place, (CUSTODIAN,))) for place in places]
    return profits, [int(run.value("eu.payment", "call", place, ())) for place in places]


def test_a_loss_owes_nothing_and_is_carried_nowhere() -> None:
    calm, steady = run_of("2027-01-01 2 %")
    profits, payments = run_of("2027-01-01 -1 %, 2027-06-30 -1 %, 2027-07-01 2 %")
    assert profits[0] < 0 < calm[0]
    assert profits[0] == pytest.approx(-calm[0] / 2, rel=1e-6)
    assert payments[0] == 0
    assert payments[1:] == steady[1:]


def levied_rates() -> NDArray[np.float64]:
    """Mean rate of the levied mix, of shape (years, half-years, paths), outside the law and its kernel."""
    scenario = baseline(KNOWN)
    markets = known_markets(scenario)
    cash = cash_plan(scenario, markets)
    months = 12 * YEARS
    models = markets.models(date(2027, 1, 1), months)
    root = np.array(markets.parameters.loadings())[: len(models), : len(models)]
    normals = np.random.default_rng(1).standard_normal((months, len(models), PATHS))
    rates = np.full((months, PATHS), float(cash.spread))
    for number, model in enumerate(models):
        state, weight = np.zeros(PATHS), float(cash.mix[model.currency])
        for month in range(months):
            state = state * model.decay + model.deviation * (root[number] @ normals[month])
            rates[month] += weight * (model.level[month] + state)
    halves: NDArray[np.float64] = rates.reshape(YEARS, 2, 6, PATHS).mean(axis=2)
    return halves


def test_the_floor_adds_to_the_mean_and_little_more_by_half_years_than_by_years() -> None:
    """The figures of docs/outlook.md, on fewer paths."""
    rates = levied_rates()
    whole = rates.sum(axis=(0, 1)).mean()
    by_half = np.maximum(rates, 0).sum(axis=(0, 1)).mean()
    by_year = np.maximum(rates.sum(axis=1), 0).sum(axis=0).mean()
    assert (rates < 0).mean() == pytest.approx(0.15, abs=0.02)
    assert by_half / whole - 1 == pytest.approx(0.08, abs=0.02)
    assert 0 < by_half / by_year - 1 < 0.002


def test_uncertain_rates_pay_more_on_average_than_expected_ones() -> None:
    """Far ahead the floor binds on some paths; on no path is a payment negative."""
    base = baseline(KNOWN).but(horizon="2050-12-31", paths=512)
    uncertain = project(base, tier="arrays").fan("payment").at("2050-H1")
    certain = project(base.but(volatility="0"), tier="arrays").fan("payment").at("2050-H1")
    assert uncertain.mean > certain.mean
    assert min(uncertain.quantiles) >= 0
