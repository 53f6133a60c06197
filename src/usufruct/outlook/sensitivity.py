"""What an answer hangs on: one input moved at a time, by a stated step, with the same random numbers.

Curve nodes and figures of the law are moved in the arrays of a run, so that a tornado costs one run a bar. Dates of
repayment move in steps and are compared by bumps; a derivative along a path would miss that they jump.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import log
from typing import Final

import numpy as np

from usufruct.calendar import HalfYear
from usufruct.engine import Rulebook
from usufruct.outlook.array_tier import run_without_compiler
from usufruct.outlook.inputs import Prepared
from usufruct.outlook.projection import Projection
from usufruct.outlook.run import Inputs, Outcome, run
from usufruct.outlook.scenario import Scenario
from usufruct.waterfall.horizon import payment_number
from usufruct.waterfall.tables import Table, euro

PATHS: Final = 1024
NODES: Final = ((0, 2), (2, 5), (5, 10), (10, 20), (20, 200))
"""Years from the beginning of the paths: the pieces in which a curve is moved."""
BASIS_POINTS: Final = 10
CASH_STEP: Final = 1e11
"""One billion euro, in cents."""
EXCHANGE_STEP: Final = 0.05
POINT: Final = 0.01
_ARTICLES: Final = {
    "be.tax_rate 0": ("Belgian corporate tax", "Art. 215 of the Belgian Income Tax Code 1992"),
    "eu.contribution_rate 0": ("share of net profit that is owed", "Regulation (EU) 2024/1469, Art. 5a(9)"),
    "eu.retention_rate 0": ("share that is retained", "Regulation (EU) 2024/1469, Art. 5a(10)(a)"),
    "eu.budget_key 0": ("mechanism's share of a payment", "Decision (CFSP) 2024/2760"),
}


@dataclass(frozen=True, slots=True)
class Effect:
    """An answer after one bump.

    Attributes:
        flow: mean payments of a year over the first five whole years, less those unmoved; cents.
        in_all: mean payments up to the horizon, less those unmoved; cents.
        years: mean years until the loans are repaid, the horizon where they are not, less those unmoved.
        never: share of paths that do not repay by the horizon, less the one unmoved.
    """

    flow: float
    in_all: float
    years: float
    never: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a tornado.

    Attributes:
        name: what was moved.
        source: "curve", "market", "assets", or the article of law.
        step: by how much, in words.
        down: answer after moving it down.
        up: answer after moving it up.
    """

    name: str
    source: str
    step: str
    down: Effect
    up: Effect

    @property
    def width(self) -> float:
        """How far apart the yearly flows of the two ends lie, in cents."""
        return abs(self.up.flow - self.down.flow)


@dataclass(frozen=True)
class Sensitivity:
    """A tornado.

    Attributes:
        scenario: what everything is compared with.
        bars: widest effect on the yearly flow first.
    """

    scenario: Scenario
    bars: tuple[Bar, ...]

    def bar(self, name: str) -> Bar:
        """A bar by its name.

        Raises:
            KeyError: for a name that no bar has.
        """
        for each in self.bars:
            if each.name == name:
                return each
        raise KeyError(name)

    def table(self) -> Table:
        """One row a bar; amounts in euro, years and shares as decimals."""
        effects = ("flow down", "flow up", "years down", "years up", "never down", "never up")
        columns = ("moved", "source", "step", *effects)
        rows = tuple(
            (
                each.name,
                each.source,
                each.step,
                euro(round(each.down.flow)),
                euro(round(each.up.flow)),
                f"{each.down.years:.2f}",
                f"{each.up.years:.2f}",
                f"{each.down.never:.4f}",
                f"{each.up.never:.4f}",
            )
            for each in self.bars
        )
        return Table(columns, rows)

    def _repr_html_(self) -> str:
        return self.table().html(repr(self))

    def __repr__(self) -> str:
        return f"<Sensitivity of {self.scenario}: {len(self.bars)} bars, widest {self.bars[0].name}>"


Change = Callable[[float], Inputs]


def sensitivity(projection: Projection) -> Sensitivity:
    """Return the tornado of a projection.

    Args:
        projection: whose scenario; at most 1,024 of its paths are run for each bar.

    Example:
        >>> from usufruct.outlook.projection import project
        >>> found = sensitivity(project("known=2026-11-22&horizon=2028-12-31&paths=64", tier="arrays"))
        >>> found.bar("Belgian corporate tax").up.flow < 0 < found.bar("cash in EUR").up.flow
        True
    """
    ready = replace(projection.ready, scenario=replace(projection.scenario, paths=min(PATHS, projection.outcome.paths)))
    compiled = projection.tier != "arrays"
    unmoved = _run(ready, ready.inputs, compiled=compiled)
    bars = []
    for name, source, step, change in _changes(ready):
        effects = [_effect(ready, _run(ready, change(sign), compiled=compiled), unmoved) for sign in (-1.0, 1.0)]
        bars.append(Bar(name, source, step, effects[0], effects[1]))
    return Sensitivity(projection.scenario, tuple(sorted(bars, key=lambda bar: -bar.width)))


def _run(ready: Prepared, inputs: Inputs, *, compiled: bool) -> Outcome:
    scenario = ready.scenario
    if compiled:
        return run(ready.settlement, inputs, scenario.paths, seed=scenario.seed, mode="strict")
    levels = zip(ready.models, inputs.level.T, strict=True)
    models = tuple(replace(model, level=tuple(level.tolist())) for model, level in levels)
    law = _law_of(ready, inputs)
    return run_without_compiler(replace(ready, law=law, inputs=inputs, models=models), scenario.paths)


def _law_of(ready: Prepared, inputs: Inputs) -> Rulebook:
    """The law whose figures are those of the arrays: without the compiler, a run reads figures in the law itself."""
    law = ready.law
    for label in _ARTICLES:
        column = ready.settlement.uniforms.index(label)
        moved = inputs.uniforms[:, column]
        if np.array_equal(moved, ready.inputs.uniforms[:, column]):
            continue
        name = label.removesuffix(" 0")
        for number, half in enumerate(ready.halves):
            if number == 0 or moved[number] != moved[number - 1]:
                key = payment_number(half) if name == "eu.budget_key" else str(half.start)
                law = law.amend("moved by a point", **{name.partition(".")[2]: (key, f"{moved[number]:.6f}", "a bump")})
    return law


def _changes(ready: Prepared) -> Iterator[tuple[str, str, str, Change]]:
    yield from _nodes(ready)
    yield from _law(ready)
    inputs, spot = ready.inputs, ready.inputs.opening_logs
    for column, code in enumerate(("EUR", "USD", "GBP", "CAD")):
        if inputs.weights[:, column].any():
            yield f"cash in {code}", "assets", "EUR 1bn", _cash(ready, column)
    yield (
        "yield over the policy rates",
        "assets",
        f"{BASIS_POINTS} bp",
        lambda sign: replace(inputs, fixed=inputs.fixed + sign * BASIS_POINTS * 1e-4 * inputs.weights),
    )
    for number, code in enumerate(("USD", "GBP", "CAD", "JPY")):
        yield f"{code} for one euro", "market", "5 %", _exchange(inputs, spot, number)


def _nodes(ready: Prepared) -> Iterator[tuple[str, str, str, Change]]:
    months = len(ready.inputs.level)
    for column, code in ((0, "EUR"), (1, "USD")):
        for first, beyond in NODES:
            if first * 12 < months:
                name = f"{code} rates, {f'years {first} to {beyond}' if beyond * 12 < months else f'from year {first}'}"
                yield name, "curve", f"{BASIS_POINTS} bp", _level(ready.inputs, column, first * 12, beyond * 12)


def _level(inputs: Inputs, column: int, first: int, beyond: int) -> Change:
    def change(sign: float) -> Inputs:
        level = inputs.level.copy()
        level[first:beyond, column] += sign * BASIS_POINTS * 1e-4
        return replace(inputs, level=level)

    return change


def _law(ready: Prepared) -> Iterator[tuple[str, str, str, Change]]:
    for label, (name, article) in _ARTICLES.items():
        column = ready.settlement.uniforms.index(label)
        yield name, article, "1 point", _uniform(ready.inputs, column)


def _uniform(inputs: Inputs, column: int) -> Change:
    def change(sign: float) -> Inputs:
        moved = inputs.uniforms.copy()
        moved[:, column] = np.clip(moved[:, column] + sign * POINT, 0.0, 1.0)
        return replace(inputs, uniforms=moved)

    return change


def _cash(ready: Prepared, column: int) -> Change:
    """A billion more of one currency, in the months in which there is any."""
    inputs = ready.inputs
    code = ("EUR", "USD", "GBP", "CAD")[column]
    held = float(ready.cash.opening[code]) * 100

    def change(sign: float) -> Inputs:
        factor = 1 + sign * CASH_STEP / held
        weights, fixed = inputs.weights.copy(), inputs.fixed.copy()
        weights[:, column] *= factor
        fixed[:, column] *= factor
        return replace(inputs, weights=weights, fixed=fixed)

    return change


def _exchange(inputs: Inputs, spot: np.ndarray[tuple[int, ...], np.dtype[np.float64]], number: int) -> Change:
    def change(sign: float) -> Inputs:
        moved = spot.copy()
        moved[number] += log(1 + sign * EXCHANGE_STEP)
        return replace(inputs, opening_logs=moved)

    return change


def _effect(ready: Prepared, moved: Outcome, unmoved: Outcome) -> Effect:
    return Effect(*(one - other for one, other in zip(_answers(ready, moved), _answers(ready, unmoved), strict=True)))


def _answers(ready: Prepared, outcome: Outcome) -> tuple[float, float, float, float]:
    payments = outcome.means[:, outcome.results.index("out eu.payment")]
    firsts = [number for number, half in enumerate(ready.halves) if half.year < ready.halves[0].year + 5]
    years = len({ready.halves[number].year for number in firsts})
    flow = float(payments[firsts].sum()) / years
    waits = np.array([_years(ready.halves[0], half) for half in (*ready.halves, ready.halves[-1].next)])
    return flow, float(payments.sum()), float(outcome.repaid @ waits) / outcome.paths, _never(outcome)


def _never(outcome: Outcome) -> float:
    return float(outcome.repaid[-1]) / outcome.paths


def _years(first: HalfYear, half: HalfYear) -> float:
    return (half.year - first.year) + (half.half - first.half) / 2
