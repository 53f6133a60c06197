"""Scenarios with probabilities that a user states: each is run whole, and the answers are weighted.

Political events have no probability of ours. Whoever states one gets the exact mixture: every date and every law is a
stratum of its own, on the same draws, so that no sampling noise comes from the events. How many laws are run is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Final

from usufruct.calendar import HalfYear
from usufruct.errors import Fault, UsufructError
from usufruct.outlook.fan import QUANTILES
from usufruct.outlook.kernel_histogram import Histogram
from usufruct.outlook.projection import Projection, Tier, project
from usufruct.outlook.projection_answers import RepaidBy, YearFlow
from usufruct.outlook.scenario import Scenario
from usufruct.outlook.scenario_presets import scenario as named_scenario

MOST: Final = 12
"""Each stratum is a projection; more than that is no longer an opinion about events."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """A scenario and its probability.

    Attributes:
        weight: probability, as stated; a fraction of one.
        scenario: what holds in it.
    """

    weight: Fraction
    scenario: Scenario


@dataclass(frozen=True, eq=False)
class Mixture:
    """Several projections and the weight of each.

    Attributes:
        weights: of the projections; they add up to one.
        projections: on the same draws, as many paths each.
    """

    weights: tuple[Fraction, ...]
    projections: tuple[Projection, ...]

    @property
    def laws(self) -> int:
        """How many different laws were run."""
        return len({each.ready.law.hash for each in self.projections})

    @cached_property
    def yearly_flow(self) -> tuple[YearFlow, ...]:
        """Payments called in each calendar year, over events and paths."""
        flows = []
        for place, first in enumerate(self.projections[0].yearly_flow):
            rows = [each.yearly_flow[place] for each in self.projections]
            mean = sum(float(weight) * row.mean for weight, row in zip(self.weights, rows, strict=True))
            if first.state != "projected":
                flows.append(YearFlow(first.year, first.state, mean, mean, mean, mean))
                continue
            low, median, high = (self._quantile(first.year, QUANTILES[number]) for number in (1, 3, 5))
            flows.append(YearFlow(first.year, first.state, mean, low, median, high))
        return tuple(flows)

    @cached_property
    def repaid(self) -> RepaidBy:
        """When all loans are repaid, over events and paths."""
        shares = [each.repaid.by_half_year for each in self.projections]
        weighed = []
        for rows in zip(*shares, strict=True):
            reached = sum(float(weight) * share for weight, (_, share) in zip(self.weights, rows, strict=True))
            weighed.append((rows[0][0], reached))

        def by(share: float) -> str | None:
            return next((label for label, reached in weighed if reached >= share - 1e-12), None)

        return RepaidBy(by(0.1), by(0.5), by(0.9), 1 - weighed[-1][1], tuple(weighed))

    def _quantile(self, year: int, share: float) -> float:
        """A quantile of the mixture: the histograms are added up as often as the weights say, in whole numbers."""
        common = lcm(*(weight.denominator for weight in self.weights))
        merged: list[int] | None = None
        for weight, each in zip(self.weights, self.projections, strict=True):
            counted = each.histogram_of("payment-of-two", HalfYear(year, 1))
            times = int(weight * common)
            if merged is None:
                scale, merged = counted.scale, [0] * len(counted.counts)
            merged = [one + times * other for one, other in zip(merged, counted.counts, strict=True)]
        assert merged is not None  # noqa: S101 - a mixture has strata
        return Histogram(scale, tuple(merged)).quantile(share)


def mixture(strata: Sequence[Stratum], base: Scenario, *, tier: Tier = "auto") -> Mixture:
    """Run every stratum; what is left of one is given to a base scenario.

    Args:
        strata: at most twelve.
        base: what holds with the probability that is left; it lends its seed, paths and horizon to all.
        tier: how they are run.

    Raises:
        UsufructError: ``X134`` for weights that are none, or add up to more than one, or too many strata; ``X113`` for
            strata seen from another day or with another horizon.

    Example:
        >>> from usufruct.outlook.scenario import baseline
        >>> base = baseline("2026-11-22").but(horizon="2030-12-31", paths=64)
        >>> peace = Stratum(Fraction(1, 4), base.but(regime="H", regime_from="2029-01-01"))
        >>> found = mixture([peace], base, tier="arrays")
        >>> [str(weight) for weight in found.weights], found.yearly_flow[-1].low
        (['1/4', '3/4'], 0.0)
    """
    _check(strata, base)
    left = 1 - sum((each.weight for each in strata), Fraction(0))
    rows = [*((each.weight, each.scenario) for each in strata), *([(left, base)] if left else [])]
    shared = [each.but(seed=base.seed, paths=base.paths, name=each.name) for _, each in rows]
    return Mixture(tuple(weight for weight, _ in rows), tuple(project(each, tier=tier) for each in shared))


def read_stratum(text: str, base: Scenario) -> Stratum:
    """Read ``25 %: regime=H&regime_from=2030-01-01``; the rest of the scenario is that of the base.

    Raises:
        UsufructError: ``X134`` for a text without a weight; else as a scenario.

    Example:
        >>> from usufruct.outlook.scenario import baseline
        >>> read_stratum("25 %: renewal-fails", baseline("2026-11-22")).weight
        Fraction(1, 4)
    """
    from usufruct.money import read_figure

    weight, mark, name = (part.strip() for part in text.partition(":"))
    try:
        number = read_figure(weight)
    except UsufructError:
        number = Fraction(-1)
    if not mark or number < 0:
        raise UsufructError([_fault(f"{text!r:.60} states no probability", "write '25 %: regime=H'")])
    given = named_scenario(f"known={base.known}&{name}" if "=" in name and "known=" not in name else name, base.known)
    own = {key: value for key, value in given.texts().items() if key != "known"}
    return Stratum(number, base.but(**_grouped(own), name=name))


def _grouped(texts: dict[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, text in texts.items():
        group, _, name = key.partition(".")
        if name:
            inner = found.setdefault(group, {})
            assert isinstance(inner, dict)  # noqa: S101 - groups never share a name with a field
            inner[name] = text
        else:
            found[key] = text
    return found


def _check(strata: Sequence[Stratum], base: Scenario) -> None:
    total = sum((each.weight for each in strata), Fraction(0))
    rules = (
        (0 < len(strata) <= MOST, f"{len(strata)} strata", f"give one to {MOST}"),
        (all(each.weight > 0 for each in strata), "a probability is not above zero", "leave the stratum out"),
        (total <= 1, f"the probabilities add up to {float(total):.4g}", "at most one in all"),
        (
            all((each.scenario.known, each.scenario.horizon) == (base.known, base.horizon) for each in strata),
            "strata are seen from another day, or run to another horizon",
            "give all of them the day and the horizon of the base",
        ),
    )
    faults = [_fault(what, remedy) for holds, what, remedy in rules if not holds]
    if faults:
        raise UsufructError(faults)


def _fault(what: str, remedy: str) -> Fault:
    return Fault("X134", what, "mixture", "a mixture is a probability distribution", remedy)
