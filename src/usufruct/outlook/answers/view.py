"""What an answer is worked out from: a scenario, its projection, and what was published by its day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from usufruct import facts
from usufruct.facts import Facts
from usufruct.outlook.projection import Projection, Tier, project
from usufruct.outlook.scenario import Scenario
from usufruct.waterfall.replay import Replay, replay


@dataclass(frozen=True)
class View:
    """A scenario seen from its day.

    Attributes:
        scenario: what is assumed.
        tier: how projections are run.
    """

    scenario: Scenario
    tier: Tier = "auto"

    @cached_property
    def published(self) -> Facts:
        """What was published by the day of the view."""
        return facts.load().as_of(self.scenario.known)

    @cached_property
    def replay(self) -> Replay:
        """Every payment so far, as known."""
        return replay(self.scenario.known)

    @property
    def projection(self) -> Projection:
        """The projection of the scenario."""
        return _projected(self.scenario, self.tier)

    def but(self, **changes: Any) -> Projection:
        """The projection of the same scenario with other values, on the same draws."""
        return _projected(self.scenario.but(**changes), self.tier)


@lru_cache(maxsize=16)
def _projected(scenario: Scenario, tier: Tier) -> Projection:
    return project(scenario, tier=tier)
