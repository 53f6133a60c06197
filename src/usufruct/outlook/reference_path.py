"""One path of a projection, made again by the standard library: every figure of it explains itself.

The draws of a path have addresses, so nothing of a run need be kept: the path is regenerated alone, its markets turned
into the inputs of each half-year, and the law run over them in exact numbers, from the first payment on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from usufruct.calendar import HalfYear
from usufruct.engine import Explanation, Result
from usufruct.engine.execution.interpreter import Interpreter
from usufruct.errors import refuse
from usufruct.markets.calibration import FACTORS
from usufruct.markets.correlation import correlated
from usufruct.markets.draws import PathDraws
from usufruct.outlook.half_year_inputs import HalfYearInputs, world_of
from usufruct.outlook.inputs import Prepared, prepare, regime_of
from usufruct.outlook.lead_in import SETTLED_MONTH, ended
from usufruct.outlook.scenario import Scenario
from usufruct.outlook.settlement import CURRENCIES
from usufruct.waterfall.horizon import FIRST_TO_MECHANISM, call_day, payment_number

MONTHS = 6


@dataclass(frozen=True, slots=True)
class MarketPath:
    """Markets of one path, month by month from the first month of the paths.

    Attributes:
        rates: six tuples, in the order of the currencies; fractions of one a year.
        exchange: five tuples, units of each foreign currency for one euro at the end of the month.
    """

    rates: tuple[tuple[float, ...], ...]
    exchange: tuple[tuple[float, ...], ...]


def market_path(ready: Prepared, path: int) -> MarketPath:
    """Return the markets of a path, bit for bit those of the compiled driver in strict mode.

    Args:
        ready: the scenario.
        path: number of the path, from 0; paths come in antithetic pairs 32 apart.

    Raises:
        UsufructError: ``R102`` for a path that no draw has.
    """
    draws = PathDraws(ready.scenario.seed, mirrored=True)
    months = len(ready.models[0].level)
    independent = [draws.normals(path, months, factor) for factor in range(len(FACTORS))]
    root = ready.markets.parameters.loadings()
    # Months in rows: the driver correlates the draws of a month before it moves anything.
    moved = [correlated(root, [row[month] for row in independent]) for month in range(months)]
    columns = [[row[factor] for row in moved] for factor in range(len(FACTORS))]
    rates = tuple(model.path(columns[number]) for number, model in enumerate(ready.models))
    exchange = tuple(
        model.path(columns[len(ready.models) + number], rates[number + 1], rates[0])
        for number, model in enumerate(ready.exchanges)
    )
    return MarketPath(rates, exchange)


def reference_path(scenario: Scenario, path: int = 0, until: HalfYear | str | None = None) -> Result:
    """Run one path of a scenario in exact numbers, from the first payment to a half-year.

    Args:
        scenario: whose path.
        path: its number, as in the projection.
        until: last half-year, or its label; the horizon if left out.

    Returns:
        The run: ``get("payment", "call 7")``, ``explain("outstanding", "request 5", "Japan")``.

    Raises:
        UsufructError: ``R102`` for a path that no draw has, ``X124`` for a half-year that the paths do not reach.
    """
    ready = prepare(scenario)
    last = ready.halves[-1] if until is None else HalfYear.read(until) if isinstance(until, str) else until
    if last not in ready.halves:
        raise refuse(
            "X124",
            f"the paths do not reach {last.label}",
            "half-year",
            remedy=f"one from {ready.halves[0].label} to {ready.halves[-1].label}",
        )
    return _run(scenario, path, last)


@lru_cache(maxsize=8)
def _run(scenario: Scenario, path: int, last: HalfYear) -> Result:
    ready = prepare(scenario)
    markets = market_path(ready, path)
    inputs = ready.inputs
    halves = [*ready.lead_in.halves]
    for number, half in enumerate(ready.halves[: ready.halves.index(last) + 1]):
        revenue = _revenue(ready, markets, number)
        halves.append(
            HalfYearInputs(
                half,
                revenue,
                {code: amount * Fraction(float(inputs.loan_terms[0, 3])) for code, amount in revenue.items()},
                _average(markets, number),
                discontinued=ended(ready.scenario, half),
                lender_rate=_lender_rates(ready, markets, number),
                interest_factor=_interest(ready, markets, number),
                drawn={},
                at_maturity={plan.lender: call_day(half, {}) >= plan.matures_on for plan in ready.plans},
                note=f"path {path} of the scenario",
                **regime_of(ready, half),
            )
        )
    world = world_of(halves, ready.plans, ready.lead_in.paid)
    return Result(ready.law, world, Interpreter(ready.law, world).run())


def explain_path(scenario: Scenario, figure: str, half: str, path: int = 0, *member: str) -> Explanation:
    """The tree behind one figure of one path.

    Args:
        scenario: whose path.
        figure: the quantity, such as ``"payment"`` or ``"owed"``.
        half: label of the half-year whose settlement it belongs to, such as ``"2035-H1"``.
        path: number of the path.
        member: lender or custodian, where the quantity has one.

    Raises:
        UsufructError: ``U105`` for an unknown quantity, ``U132`` for an unknown member, ``X124`` for a half-year that
            the paths do not reach.
    """
    result = reference_path(scenario, path, half)
    return result.explain(figure, step_of(result, figure, HalfYear.read(half)), *member)


def step_of(result: Result, figure: str, half: HalfYear) -> str:
    """Label of the step of a quantity that belongs to a half-year."""
    shape = result.law.quantities[result.law.resolve(figure)].shape
    number = payment_number(half)
    return {
        "call": f"call {number}",
        "request": f"request {number - FIRST_TO_MECHANISM + 1}",
        "financial-year": str(half.year),
    }.get(shape.cadence, half.label)


def _revenue(ready: Prepared, markets: MarketPath, number: int) -> dict[str, Fraction]:
    """Interest of a half-year, the months added in their order as the driver adds them."""
    weights, fixed = ready.inputs.weights, ready.inputs.fixed
    found = {}
    for column, code in enumerate(CURRENCIES):
        whole = 0.0
        for month in range(number * MONTHS, (number + 1) * MONTHS):
            weight, steady = float(weights[month, column]), float(fixed[month, column])
            whole += weight * markets.rates[column][month] + steady
        found[code] = Fraction(whole)
    return found


def _average(markets: MarketPath, number: int) -> dict[str, Fraction]:
    months = range(number * MONTHS, (number + 1) * MONTHS)
    means = {"EUR": Fraction(1)}
    for code, rates in zip(CURRENCIES[1:], markets.exchange, strict=True):
        means[code] = Fraction(_sum([rates[month] for month in months]) / MONTHS)
    return means


def _settled_month(ready: Prepared, number: int) -> int:
    """Month of the paths in which a half-year is settled; negative for the last of the lead-in."""
    half = ready.halves[number] if number >= 0 else ready.halves[0].previous
    return (number + 1) * MONTHS + SETTLED_MONTH[half.half]


def _lender_rates(ready: Prepared, markets: MarketPath, number: int) -> dict[str, Fraction]:
    month = _settled_month(ready, number)
    found = {}
    for plan in ready.plans:
        code = plan.terms.currency
        rate = 1.0 if code == "EUR" else markets.exchange[CURRENCIES.index(code) - 1][month]
        found[plan.lender] = Fraction(rate)
    return found


def _interest(ready: Prepared, markets: MarketPath, number: int) -> dict[str, Fraction]:
    first, last = _settled_month(ready, number - 1) + 1, _settled_month(ready, number)
    found = {}
    for row, plan in enumerate(ready.plans):
        index, slope, margin = (float(each) for each in ready.inputs.loan_terms[row, :3])
        parts = ready.inputs.part_of_year[:, row]
        rates = markets.rates[int(index)]
        pieces = [(slope * rates[month] + margin) * float(parts[month]) for month in range(first, last + 1)]
        found[plan.lender] = Fraction(_sum(pieces))
    return found


def _sum(values: Sequence[float]) -> float:
    total = 0.0
    for value in values:
        total += value
    return total
