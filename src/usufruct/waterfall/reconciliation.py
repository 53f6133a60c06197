"""Holding the law against what was published: one verdict per test, with a tolerance carried through the formula."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from usufruct.engine import Explanation, Rulebook, World
from usufruct.engine.execution.interpreter import Key
from usufruct.errors import refuse
from usufruct.facts import Facts
from usufruct.waterfall.case import Case, Entry, cents, terms
from usufruct.waterfall.published import key, periods, world_of
from usufruct.waterfall.reconciliation_tests import ReconciliationTest

FIRST_QUARTER_2024 = (45, 91)
"""Days of the first quarter of 2024 before 15 February, and all its days."""


@dataclass(frozen=True)
class Verdict:
    """What a test gives, in cents.

    Attributes:
        test: the test as data.
        case: the published figures in the law, solved.
        computed: what the law gives.
        published: what was printed.
        tolerance: half of the last printed digit of every figure, the tested one included, carried through.
    """

    test: ReconciliationTest
    case: Case
    computed: Fraction
    published: Fraction
    tolerance: Fraction

    @property
    def residual(self) -> Fraction:
        """Published less computed."""
        return self.published - self.computed

    @property
    def inside(self) -> bool:
        """Whether the residual is within the tolerance."""
        return abs(self.residual) <= self.tolerance

    @property
    def as_recorded(self) -> bool:
        """Whether the verdict is the one on record."""
        return self.inside == self.test.inside

    @property
    def address(self) -> str:
        """How every output names the test."""
        return f"test:{self.test.number}"

    @property
    def target(self) -> Key:
        """The quantity under test."""
        return key(self.case.world.timeline, self.test.target)

    def explain(self) -> Explanation:
        """The tree behind the computed figure."""
        return self.case.explain(self.target)

    def __repr__(self) -> str:
        word = "inside" if self.inside else "MISS"
        gap = f"residual EUR {float(self.residual / 10**8):+.1f}m"
        return f"<{self.address} {self.test.period} {self.test.item}: {word}, {gap}>"


def judge(test: ReconciliationTest, law: Rulebook, facts: Facts) -> Verdict:
    """Run one test.

    Raises:
        UsufructError: ``W201`` if the test would read the figure it tests; ``F132`` if a figure is not known yet.
    """
    case = build(test, law, facts)
    target = key(case.world.timeline, test.target)
    published = terms(facts, test.published)
    tested = {term.figure.id for term in published}
    if tested & {figure.id for figure in case.figures()}:
        raise refuse(
            "W201",
            "the test reads the figure it tests",
            f"test:{test.number}",
            "it could not fail",
            "give other figures",
        )
    tolerance = case.tolerance(target) + sum((term.figure.tolerance * 100 for term in published), Fraction(0))
    computed = case.solution.unknown[target] if target in case.unknown else case.value(target)
    return Verdict(test, case, computed, cents(published), tolerance)


def build(test: ReconciliationTest, law: Rulebook, facts: Facts) -> Case:
    """Put the given figures of a test into the law."""
    timeline = periods(test.periods, year="_of_year" in " ".join([test.target, *test.givens]))
    world = _with_days(world_of(timeline, facts))
    puts = {key(timeline, name): terms(facts, ids) for name, ids in test.puts.items()}
    givens: dict[Key, Entry | None] = {
        key(timeline, name): terms(facts, ids) if ids else None for name, ids in test.givens.items()
    }
    unknown = tuple(key(timeline, name) for name in test.unknown)
    return Case(law, world, puts, {}, givens, unknown, (key(timeline, test.target)[0],))


def _with_days(world: World) -> World:
    before, whole = FIRST_QUARTER_2024
    for index, step in enumerate(world.timeline.steps["half-year"]):
        if step.label in ("2024", "2024-H1", "2024-Q1"):
            world = world.but("accounts.days_before_levy", {(index, ()): before})
            world = world.but("accounts.days_of_quarter", {(index, ()): whole})
    return world
