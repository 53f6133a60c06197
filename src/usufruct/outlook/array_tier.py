"""A projection without the compiler: the same paths, fewer of them, through numpy and the law's array execution.

It answers where numba is not installed, or before the compiled half-year exists on this machine. Slower by a factor of
hundreds, so it runs few paths; they are the first paths of the compiled run, not others.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from usufruct.engine import World
from usufruct.engine.execution.arrays import run_arrays
from usufruct.markets.calibration import FACTORS
from usufruct.markets.correlation import correlated
from usufruct.markets.draws import PathDraws
from usufruct.markets.draws.blocks import normal_block
from usufruct.markets.elementary_arrays import exp
from usufruct.outlook.half_year_inputs import CUSTODIAN, HalfYearInputs, world_of
from usufruct.outlook.inputs import OUTPUTS, Prepared, regime_of
from usufruct.outlook.lead_in import SETTLED_MONTH, ended
from usufruct.outlook.run import SCALE, Outcome
from usufruct.outlook.settlement import CURRENCIES
from usufruct.waterfall.horizon import FIRST_TO_MECHANISM, call_day

Doubles = NDArray[np.float64]
PATHS: Final = 256
_MONTHS: Final = 6
_SHIFT: Final = 45


def run_without_compiler(ready: Prepared, paths: int) -> Outcome:
    """Run the first paths of a projection with numpy alone.

    Args:
        ready: the scenario.
        paths: how many, a multiple of 64.

    Returns:
        What :func:`usufruct.outlook.run.run` returns, with every path kept.
    """
    rates, exchange = market_arrays(ready, paths)
    world = _world(ready)
    arrays = _arrays(ready, world, rates, exchange)
    result = run_arrays(ready.law, world, "real", paths, arrays)
    names, kept = [], []
    for name, cadence in OUTPUTS:
        shape = ready.law.quantities[name].shape
        steps = len(world.timeline.steps[cadence])
        for member in world.members_of(shape):
            rows = [
                np.broadcast_to(result.get(name, index, *member), (paths,))
                for index in range(steps - len(ready.halves), steps)
            ]
            names.append(" ".join(["out", name, *member]))
            kept.append(np.array(rows))
    order = [names.index(label) for label in ready.settlement.outputs]
    values = np.array([kept[place].T for place in order]).transpose(1, 2, 0).copy()
    debts = values[:, :, -len(ready.plans) :].sum(axis=2)
    repaid, results = _repaid(debts, len(ready.halves)), ready.settlement.outputs
    return Outcome(results, paths, values.mean(axis=0), _counts(values), repaid, values, results)


def market_arrays(ready: Prepared, paths: int) -> tuple[list[Doubles], list[Doubles]]:
    """Rates and exchange rates, months x paths each; every column has the bits of the reference path."""
    draws = PathDraws(ready.scenario.seed, mirrored=True)
    months = len(ready.models[0].level)
    independent = [normal_block(draws, 0, paths, months, f).astype(np.float64) for f in range(len(FACTORS))]
    moved = correlated(ready.markets.parameters.loadings(), independent)
    rates = []
    for model, normals in zip(ready.models, moved, strict=False):
        state, rows = np.zeros(paths), np.empty((months, paths))
        for month in range(months):
            state = state * model.decay + model.deviation * normals[month]
            rows[month] = model.level[month] + state
        rates.append(rows)
    exchange = []
    for number, (deviation, steady, share) in enumerate(ready.inputs.exchange):
        level, rows = np.full(paths, ready.inputs.opening_logs[number]), np.empty((months, paths))
        own, euro, normals = rates[number + 1], rates[0], moved[len(rates) + number]
        for month in range(months):
            level = level + (share * (own[month] - euro[month]) + (steady + deviation * normals[month]))
            rows[month] = level
        exchange.append(exp(rows))
    return rates, exchange


def _world(ready: Prepared) -> World:
    """Everything that is one for all paths; the lead-in whole, the paths without their markets."""
    later = [
        HalfYearInputs(
            half,
            {},
            {},
            {},
            discontinued=ended(ready.scenario, half),
            lender_rate={},
            interest_factor={},
            drawn={},
            at_maturity={plan.lender: call_day(half, {}) >= plan.matures_on for plan in ready.plans},
            **regime_of(ready, half),
        )
        for half in ready.halves
    ]
    return world_of([*ready.lead_in.halves, *later], ready.plans, ready.lead_in.paid)


def _arrays(ready: Prepared, world: World, rates: list[Doubles], exchange: list[Doubles]) -> dict[str, Any]:
    paths, before = rates[0].shape[1], len(ready.lead_in.halves)
    halves = before + len(ready.halves)
    requests = halves - FIRST_TO_MECHANISM + 1
    revenue = np.zeros((halves, 1, len(CURRENCIES), paths))
    average = np.ones((halves, len(CURRENCIES), paths))
    lender_rate, interest = np.ones((requests, len(ready.plans), paths)), np.zeros((requests, len(ready.plans), paths))
    for number in range(len(ready.halves)):
        months = slice(number * _MONTHS, (number + 1) * _MONTHS)
        for column in range(len(CURRENCIES)):
            weights, fixed = ready.inputs.weights[months, column], ready.inputs.fixed[months, column]
            revenue[before + number, 0, column] = weights @ rates[column][months] + fixed.sum()
            if column:
                average[before + number, column] = exchange[column - 1][months].mean(axis=0)
        _request(ready, number, requests - len(ready.halves) + number, rates, exchange, lender_rate, interest)
    expenses = revenue * ready.inputs.loan_terms[0, 3]
    arrays = {
        "eu.revenue": revenue,
        "eu.expenses": expenses,
        "eu.average_rate": average,
        "eu.closing_rate": average,
        "loans.lender_rate": lender_rate,
        "loans.interest_factor": interest,
    }
    for name, array in arrays.items():
        _fill_lead_in(world, name, array, requests - len(ready.halves) if name.startswith("loans.") else before)
    return arrays


def _request(
    ready: Prepared,
    number: int,
    row: int,
    rates: list[Doubles],
    exchange: list[Doubles],
    lender_rate: Doubles,
    interest: Doubles,
) -> None:
    half = ready.halves[number]
    first = number * _MONTHS + SETTLED_MONTH[half.previous.half] + 1
    last = (number + 1) * _MONTHS + SETTLED_MONTH[half.half]
    for place, plan in enumerate(ready.plans):
        index, slope, margin = ready.inputs.loan_terms[place, :3]
        parts = ready.inputs.part_of_year[first : last + 1, place]
        interest[row, place] = parts @ (slope * rates[int(index)][first : last + 1] + margin)
        code = plan.terms.currency
        if code != "EUR":
            lender_rate[row, place] = exchange[CURRENCIES.index(code) - 1][last]


def _fill_lead_in(world: World, name: str, array: Doubles, steps: int) -> None:
    given = world.inputs[name]
    for (index, member), value in given.items():
        if 0 <= index < steps:
            places = tuple(_position(world, name, each) for each in member)
            array[(index, *places)] = float(value)


def _position(world: World, name: str, member: str) -> int:
    if member == CUSTODIAN:
        return 0
    axis = "lender" if name.startswith("loans.") else "currency"
    return world.members[axis].index(member)


def _counts(values: Doubles) -> NDArray[np.int64]:
    """The histograms of :mod:`usufruct.outlook.kernel_bins`, by arrays."""
    bits = values.view(np.int64)
    number = (np.abs(bits) >> _SHIFT) - SCALE.origin
    place = np.where(number < 0, SCALE.zero, SCALE.zero + 1 + np.minimum(number, SCALE.upward))
    place = np.where((values < 0) & (number >= 0), 1, place)
    counts = np.zeros((*values.shape[1:], SCALE.bins), np.int64)
    for half_year in range(values.shape[1]):
        for result in range(values.shape[2]):
            counts[half_year, result] = np.bincount(place[:, half_year, result], minlength=SCALE.bins)
    return counts


def _repaid(debts: Doubles, half_years: int) -> NDArray[np.int64]:
    free = debts <= 0.5
    first = np.where(free.any(axis=1), free.argmax(axis=1), half_years)
    return np.bincount(first, minlength=half_years + 1)
