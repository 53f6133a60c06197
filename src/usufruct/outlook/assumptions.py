"""Parameter uncertainty beside path uncertainty: every named assumption, and what its range does to the answers.

A fan of paths shows what rates may do. What nobody has published (shares, currencies, margins) is not drawn at random:
the projection is run again at either end of each range, with the same random numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING, Any, Final, cast

from usufruct.calendar import HalfYear
from usufruct.engine.assumption import Assumption
from usufruct.errors import UsufructError
from usufruct.outlook.cash_plan import CashPlan
from usufruct.outlook.inputs import Prepared, prepare
from usufruct.outlook.known_markets import FOREIGN
from usufruct.outlook.loan_plan import cost
from usufruct.outlook.scenario import LENDERS, Scenario
from usufruct.waterfall.horizon import payment_number

if TYPE_CHECKING:
    from usufruct.outlook.projection import Projection, Tier

PATHS: Final = 1024
NEAR: Final = ("central_bank_share", "foreign_share", "expense_ratio", "spread")
"""Assumptions that move a payment whose rates are known already."""
EIGHT_OF_TEN: Final = Fraction(1282, 1000)
"""Standard errors on either side that hold eight of ten normal outcomes."""
_YEARS: Final = 5


@dataclass(frozen=True, slots=True)
class Ranged:
    """An assumption that a scenario can set.

    Attributes:
        key: of the scenario.
        name: in words.
        low: least value of the range.
        value: the one used.
        high: greatest value.
        why: reason for the range.
    """

    key: str
    name: str
    low: Fraction
    value: Fraction
    high: Fraction
    why: str


@dataclass(frozen=True, slots=True)
class Reached:
    """The answers at one end of a range, in cents.

    Attributes:
        flow: mean payments of a year, over the first five whole years.
        repaid: half-year by which half of the paths have repaid; None beyond the horizon.
        never: share of paths that have not repaid by the horizon.
    """

    flow: float
    repaid: str | None
    never: float


@dataclass(frozen=True, slots=True)
class AssumptionEffect:
    """What the range of an assumption does to the answers."""

    assumption: Ranged
    at_low: Reached
    at_value: Reached
    at_high: Reached


def ranges(ready: Prepared) -> tuple[Ranged, ...]:
    """Every assumption of a scenario that has a range, as calibrated on its day."""
    parameters = ready.markets.parameters
    found = [*near_ranges(ready.cash)]
    found += _rates(ready)
    found.append(_ranged("reversion", cast(Assumption, parameters.reversion)))
    why = "halved and doubled, as the volatilities themselves are"
    found.append(
        Ranged("volatility", "factor on all volatilities", Fraction(1, 2), ready.scenario.volatility, Fraction(2), why)
    )
    return (*found, *_costs(ready))


def near_ranges(cash: CashPlan) -> tuple[Ranged, ...]:
    """The assumptions of :data:`NEAR`, as calibrated on the day of the view."""
    held, spread = cash.held, cash.spread
    error = held.spread.standard_error * EIGHT_OF_TEN
    why = "8 of 10 outcomes by the scatter of the yields observed and the rounding of what is printed"
    return (
        _ranged("central_bank_share", held.central_bank_share),
        _ranged("foreign_share", held.foreign_share),
        _ranged("expense_ratio", held.expense_ratio),
        Ranged("spread", "yield of the cash over the policy rates", spread - error, spread, spread + error, why),
    )


def reached(projection: Projection) -> Reached:
    """The answers of a projection in three numbers."""
    flows = [flow.mean for flow in projection.yearly_flow if flow.year > projection.scenario.known.year][:_YEARS]
    found = projection.repaid
    return Reached(sum(flows) / max(len(flows), 1), found.median, found.never)


def assumption_effects(projection: Projection) -> tuple[AssumptionEffect, ...]:
    """Run a projection again at either end of each range, widest effect on the yearly flow first."""
    from usufruct.outlook.projection import project

    tier = cast("Tier", projection.tier)
    few = replace(projection.scenario, paths=min(PATHS, projection.scenario.paths))
    middle = reached(project(few, tier=tier))
    effects = []
    for each in ranges(projection.ready):
        ends = [reached(project(at_value(few, each.key, value), tier=tier)) for value in (each.low, each.high)]
        effects.append(AssumptionEffect(each, ends[0], middle, ends[1]))
    return tuple(sorted(effects, key=lambda effect: -abs(effect.at_high.flow - effect.at_low.flow)))


def next_payment_spread(projection: Projection) -> tuple[float, float]:
    """How far assumptions may move the next payment down and up, in cents, if they miss independently of each other."""
    ready = projection.ready
    half = projection.next_half
    central = expected_payment(ready, half)
    down = up = 0.0
    for each in ranges(ready):
        if each.key in NEAR:
            moved = [
                expected_payment(_short(projection.scenario, each.key, end, half), half) - central
                for end in (each.low, each.high)
            ]
            down += min(*moved, 0.0) ** 2
            up += max(*moved, 0.0) ** 2
    return sqrt(down), sqrt(up)


def expected_payment(ready: Prepared, half: HalfYear) -> float:
    """The payment on a half-year at expected rates: from the lead-in, or with every rate on its expected path."""
    result = ready.lead_in.result
    if half < ready.halves[0]:
        return float(result.get("payment", f"call {payment_number(half)}"))
    from usufruct.outlook.array_tier import run_without_compiler

    still = prepare(replace(ready.scenario, volatility=Fraction(0), horizon=half.end, paths=64))
    outcome = run_without_compiler(still, 64)
    return float(outcome.means[still.halves.index(half), outcome.results.index("out eu.payment")])


def _short(scenario: Scenario, key: str, value: Fraction, half: HalfYear) -> Prepared:
    end = max(half.end, prepare(scenario).halves[0].end)
    return prepare(at_value(replace(scenario, horizon=end), key, value))


def at_value(scenario: Scenario, key: str, value: Fraction) -> Scenario:
    """The scenario with one assumption set to a value."""
    changes: dict[str, Any] = {key: value}
    return scenario.but(**changes)


def _ranged(key: str, each: Assumption) -> Ranged:
    why = getattr(each, "why", None) or getattr(each, "reason", "")
    return Ranged(key, each.name, each.low, each.value, each.high, str(why))


def _rates(ready: Prepared) -> Iterator[Ranged]:
    scenario = ready.scenario
    if scenario.flat is None and scenario.curve is None:
        for each in ready.markets.curves["EUR"].assumptions[:1]:
            value = each.value if scenario.long_run is None else scenario.long_run
            yield Ranged("long_run", each.name, each.low, value, each.high, each.reason)
    abroad = [ready.markets.curves[code].assumptions[0] for code in FOREIGN]
    wide = max(max(each.value - each.low, each.high - each.value) for each in abroad)
    name = "policy rates of other currencies long after the last quote, against what is assumed of each"
    why = (
        "without a quote a rate is taken to stay, and a policy rate moves by two points within a few years often enough"
    )
    yield Ranged("long_run_abroad", name, -wide, scenario.long_run_abroad, wide, f"{why}; all move together here")


def _costs(ready: Prepared) -> Iterator[Ranged]:
    for short, lender in LENDERS.items():
        plan = next(plan for plan in ready.plans if plan.lender == lender)
        try:
            assumed = cost(plan.terms, ready.known)
        except UsufructError:
            continue
        if isinstance(assumed, Assumption) and assumed.low < assumed.high:
            yield Ranged(f"cost.{short}", assumed.name, assumed.low, plan.margin, assumed.high, assumed.why)
