"""A regime under one scenario: its projection beside that of the law in force, on the same draws, and its books.

Money by year and purpose is worked out from it by ``regime_flows``, guarantees and losses by ``regime_losses``. Nothing
is ranked and nothing recommended; what is not adopted carries its status.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from usufruct.calendar import HalfYear
from usufruct.money import read_figure, round_to_integer
from usufruct.outlook.projection import Projection, Tier, project
from usufruct.outlook.scenario import Scenario
from usufruct.outlook.scenario_regime import IN_FORCE, begins, term
from usufruct.regimes import Books, Regime, Terms, open_books, regime, switched
from usufruct.regimes.books import PRINCIPAL

PEACE: Final = date(2030, 1, 1)
"""The day of a release where a scenario gives none: that of the named scenario ``peace``."""


@dataclass(frozen=True, eq=False)
class RegimeCase:
    """What one regime makes of it.

    Attributes:
        regime: which one.
        projection: of the yields under it.
        in_force: the projection under the law in force, on the same draws.
    """

    regime: Regime
    projection: Projection
    in_force: Projection

    @property
    def begins(self) -> date | None:
        """The day on which it begins; None for the law in force."""
        return None if self.regime.letter == IN_FORCE else begins(self.projection.scenario)

    @cached_property
    def windfall(self) -> tuple[tuple[int, float], ...]:
        """Payments of each year, less those under the law in force; cents."""
        base = {flow.year: flow.mean for flow in self.in_force.yearly_flow}
        return tuple((flow.year, flow.mean - base.get(flow.year, 0.0)) for flow in self.projection.yearly_flow)

    @property
    def windfall_in_all(self) -> float:
        """The same up to the horizon; payments after the last whole year are left out."""
        return sum(amount for _, amount in self.windfall)

    @cached_property
    def books(self) -> Books:
        """Principal, claim and guarantees once it has begun; cents."""
        scenario = self.projection.scenario
        held = self.projection.ready.cash.held_in_all(HalfYear.of(begins(scenario)).previous)
        loan = self.loan
        terms = Terms(
            loan=loan,
            vehicle_share=term(scenario, "vehicle_share"),
            to_other_parties=term(scenario, "assets_of_the_deal"),
            vested=int(term(scenario, "vesting_ordered") * 100),
        )
        return switched(open_books(held, guarantees=loan), self.regime, terms)

    @property
    def loan(self) -> int:
        """The reparations loan, in cents; nothing under another regime."""
        if self.regime.letter != "F":
            return 0
        law = self.projection.ready.law
        row = law.row(f"eu.loan_of_{law.option('size_of_the_loan')}", begins(self.projection.scenario))
        held = self.projection.ready.cash.held_in_all(HalfYear.of(begins(self.projection.scenario)).previous)
        return 0 if row is None else min(round_to_integer(read_figure(row.figure) * 100, "half up"), held)

    @property
    def principal(self) -> str:
        """Whether the principal is intact, and else by which article not."""
        if touched := self.books.touching_the_principal:
            return f"moved by {'; '.join(dict.fromkeys(str(entry.cite) for entry in touched))}"
        if self.books[PRINCIPAL, "returned"]:
            return f"returned to the central bank by {self.regime.moves_by}"
        lent = self.books[PRINCIPAL, "lent against the instrument"]
        return "intact: an instrument of the Union stands for the cash" if lent else "intact"


def cases(
    base: Scenario, letters: Sequence[str] = "ABCDEFGHIJ", since: date | None = None, *, tier: Tier = "auto"
) -> tuple[RegimeCase, ...]:
    """Every regime on the same scenario and draws.

    Args:
        base: a scenario under the law in force; terms and readings of regimes are taken from ``given`` and ``reading``
            of a scenario that names its regime.
        letters: which ones.
        since: first day of the half-year in which they begin; the first of the paths if left out, and for a release
            :data:`PEACE`.
        tier: how they are run.

    Raises:
        UsufructError: ``G103`` for a letter that no regime has, ``X113`` for a day on which no half-year begins.

    Example:
        >>> from usufruct.outlook.scenario import baseline
        >>> small = baseline("2026-11-22").but(horizon="2031-12-31", paths=64)
        >>> found = cases(small, "DF", tier="arrays")
        >>> found[1].windfall_in_all < 0, found[1].principal[:6]
        (True, 'intact')
    """
    in_force = project(base, tier=tier)
    found = []
    for letter in letters:
        each = regime(letter)
        if each.letter == IN_FORCE:
            found.append(RegimeCase(each, in_force, in_force))
            continue
        day = since or (max(PEACE, begins(base)) if each.letter == "H" else None)
        scenario = base.but(regime=each.letter, regime_from=day, name=each.name)
        found.append(RegimeCase(each, project(scenario, tier=tier), in_force))
    return tuple(found)
