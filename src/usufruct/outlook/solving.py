"""Goal seek on scenarios: the value of one input at which an answer meets a target, by bisection.

Every trial uses the same random numbers, so an answer that moves one way with an input moves one way along the
search. Nothing is solved path by path: what is sought is a property of the whole distribution.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

from usufruct.calendar import HalfYear
from usufruct.errors import refuse
from usufruct.outlook.projection import Projection, Tier, project
from usufruct.outlook.scenario import Scenario
from usufruct.outlook.scenario_fields import BY_NAME, number_text

PATHS: Final = 1024
STEP: Final = Fraction(1, 10_000)
"""A rate or a share is found to a hundredth of a point."""
HALF: Final = 0.5


def _flow(projection: Projection) -> float:
    flows = [flow.mean for flow in projection.yearly_flow if flow.year > projection.scenario.known.year][:5]
    return sum(flows) / max(len(flows), 1) / 100


def _median_year(projection: Projection) -> float:
    found = projection.repaid.median
    return float("inf") if found is None else HalfYear.read(found).year + (HalfYear.read(found).half - 1) / 2


MEASURES: Final[Mapping[str, Callable[[Projection], float]]] = MappingProxyType(
    {
        "repaid-share": lambda projection: 1 - projection.repaid.never,
        "repaid": _median_year,
        "flow": _flow,
        "coverage": lambda projection: projection.coverage()[0][1],
        "owed": lambda projection: projection.fan("owed-in-all").rows[-1].mean / 100,
        "paid": lambda projection: projection.fan("paid-in-all").rows[-1].mean / 100,
    }
)
"""Answers that can be aimed at: share of paths repaid by the horizon, year by which half of them are (2045.5 is the
second half), mean yearly payments of the first five years, coverage of interest in the first whole year, mean debt and
mean payments in all at the horizon; amounts in euro."""
RANGES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "flat": ("-5 %", "20 %"),
        "shift": ("-10 %", "20 %"),
        "long_run": ("-5 %", "20 %"),
        "spread": ("-5 %", "10 %"),
        "cash": ("0", "500000000000"),
        "expense_ratio": ("0", "1"),
        "tax_passed_on": ("0", "1"),
        "earlier_profits": ("0", "60000000000"),
        "volatility": ("0", "4"),
    }
)
"""Inputs that can be sought, with the ends between which they are."""


@dataclass(frozen=True, slots=True)
class Solved:
    """What a search found.

    Attributes:
        key: the input that was sought.
        value: the first value, going the way that helps, at which the target is met; None where none does.
        measure: the answer that was aimed at.
        target: what it was to reach.
        reached: the answer there; None where no value does.
        before: the last value tried at which the target was missed; None where every value meets it.
        before_reached: the answer there.
        trials: how many projections were run.
    """

    key: str
    value: str | None
    measure: str
    target: str
    reached: float | None
    before: str | None
    before_reached: float | None
    trials: int


def solve(
    scenario: Scenario, key: str, measure: str, target: float, *, at_most: bool = False, tier: Tier = "auto"
) -> Solved:
    """Find the value of an input at which an answer meets a target.

    Args:
        scenario: everything else.
        key: one of :data:`RANGES`, or ``"released"`` for a day.
        measure: one of :data:`MEASURES`.
        target: what it is to reach.
        at_most: the answer must not exceed the target; else it must not fall short of it.
        tier: how the projections are run.

    Raises:
        UsufructError: ``X131`` for an input that cannot be sought or an answer that does not exist.
    """
    _check(key, measure)
    trial = _Trial(replace(scenario, paths=min(scenario.paths, PATHS)), key, measure, target, at_most, tier)
    low, high = _ends(scenario, key)
    return _bisect(trial, low, high)


def break_even_rate(scenario: Scenario, share: float = HALF, *, tier: Tier = "auto") -> Fraction | None:
    """The lowest constant deposit rate of the euro at which a share of paths repays all loans by the horizon.

    The other currencies keep the rates of the scenario, and their uncertainty.

    Args:
        scenario: everything else; its own path of the euro's rate is set aside.
        share: of paths, from 0 to 1.
        tier: how the projections are run.

    Returns:
        a fraction of one a year to a hundredth of a point; None where no rate from -5 % to 20 % does.
    """
    base = replace(scenario, flat=None, curve=None, long_run=None)
    found = solve(base, "flat", "repaid-share", share, tier=tier)
    return None if found.value is None else Fraction(found.value)


def earliest_release(scenario: Scenario, share: float = HALF, *, tier: Tier = "auto") -> date | None:
    """The earliest day of release with which a share of paths still repays all loans by the horizon.

    A later release only adds payments, so every later day repays as well. None where no day up to the horizon does.
    """
    found = solve(replace(scenario, released=None), "released", "repaid-share", share, tier=tier)
    return None if found.value is None else date.fromisoformat(found.value)


def debt_capacity(projection: Projection, cover: Fraction = Fraction(6, 5), discount: Fraction | None = None) -> float:
    """The loan that the stream to the mechanism could carry, in cents: its present value over a cover.

    Args:
        projection: whose stream.
        cover: present value over debt, at least 1.
        discount: flat rate a year; the expected policy rates of the euro if left out.

    Raises:
        UsufructError: ``X132`` for a cover below one or a discount rate of -100 % or less.
    """
    if cover < 1 or (discount is not None and discount <= -1):
        raise refuse("X132", f"cover {cover}, discount {discount}", "debt capacity", remedy="give a cover of 1 or more")
    return present_value(projection, "to-mechanism", discount) / float(cover)


def present_value(projection: Projection, figure: str = "payment", discount: Fraction | None = None) -> float:
    """Mean payments of the paths, each discounted from the middle of the month of its settlement, in cents.

    Args:
        projection: whose stream.
        figure: a name of :data:`usufruct.outlook.projection.FIGURES` without lenders.
        discount: flat rate a year; the expected policy rates of the euro if left out.
    """
    ready = projection.ready
    levels = [float(rate) for rate in ready.models[0].level] if discount is None else None
    factor, value, month = 1.0, 0.0, 0
    rows = {row.period: row.mean for row in projection.fan(figure).rows}
    for number, half in enumerate(ready.halves):
        settled = (number + 1) * 6 + int(ready.inputs.settled_after[number])
        while month < settled:
            rate = float(discount or 0) if levels is None else levels[month]
            factor /= (1 + rate) ** (1 / 12)
            month += 1
        value += rows[half.label] * factor
    return value


@dataclass
class _Trial:
    scenario: Scenario
    key: str
    measure: str
    target: float
    at_most: bool
    tier: Tier
    trials: int = 0

    def __call__(self, value: int) -> tuple[float, bool]:
        changes: dict[str, Any] = {self.key: self.text(value)}
        reached = MEASURES[self.measure](project(self.scenario.but(**changes), tier=self.tier))
        self.trials += 1
        return reached, reached <= self.target if self.at_most else reached >= self.target

    def text(self, value: int) -> str:
        if self.key == "released":
            return date.fromordinal(value).isoformat()
        step = Fraction(10**7) if BY_NAME[self.key].kind == "euro" else STEP
        return number_text(value * step)


def _ends(scenario: Scenario, key: str) -> tuple[int, int]:
    if key == "released":
        return (scenario.known + timedelta(days=1)).toordinal(), scenario.horizon.toordinal()
    from usufruct.money import read_figure

    step = Fraction(10**7) if BY_NAME[key].kind == "euro" else STEP
    low, high = (int(read_figure(text) / step) for text in RANGES[key])
    return low, high


def _bisect(trial: _Trial, low: int, high: int) -> Solved:
    at_low, at_high = trial(low), trial(high)
    name, target = trial.measure, f"{'at most' if trial.at_most else 'at least'} {trial.target:g}"
    if at_low[1] == at_high[1]:
        # Met at both ends it is met by the first; missed at both nothing between can meet a monotone answer.
        met = at_low[1]
        value, got = (trial.text(low), at_low[0]) if met else (None, None)
        missed, missed_got = (None, None) if met else (trial.text(high), at_high[0])
        return Solved(trial.key, value, name, target, got, missed, missed_got, trial.trials)
    good, bad = (high, low) if at_high[1] else (low, high)
    good_got, bad_got = (at_high[0], at_low[0]) if at_high[1] else (at_low[0], at_high[0])
    while abs(good - bad) > 1:
        middle = (good + bad) // 2
        got, met = trial(middle)
        if met:
            good, good_got = middle, got
        else:
            bad, bad_got = middle, got
    return Solved(trial.key, trial.text(good), name, target, good_got, trial.text(bad), bad_got, trial.trials)


def _check(key: str, measure: str) -> None:
    if key not in (*RANGES, "released"):
        remedy = f"one of: {', '.join((*RANGES, 'released'))}"
        raise refuse("X131", f"{key!r} cannot be sought", "solve", "", remedy)
    if measure not in MEASURES:
        raise refuse("X131", f"no answer is called {measure!r}", "solve", "", f"one of: {', '.join(MEASURES)}")
