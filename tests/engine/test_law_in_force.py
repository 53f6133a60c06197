"""The law itself in every execution: the same integers in exact, and real inside the bound computed for it."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import HealthCheck, given, settings

from tests.law.random_worlds import Case, cases
from usufruct.engine.execution.arithmetic import Radius
from usufruct.engine.execution.interpreter import Interpreter
from usufruct.engine.lower.writing import write
from usufruct.engine.order import regime
from usufruct.engine.sizes import Sizes
from usufruct.law import rulebook


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(cases(most=6))
def test_every_execution_of_the_law_in_force(case: Case) -> None:
    reference = Interpreter(case.law, case.world).run().values
    exact = case.law.run(case.world, "exact").path(0)
    assert {key: (exact.get(key), value) for key, value in reference.items() if exact.get(key) != value} == {}
    assert set(exact) == set(reference)
    bound = Interpreter(case.law, case.world, Radius()).run().values
    real = case.law.run(case.world, "real").path(0)
    outside = {key: real[key] for key, each in bound.items() if abs(Fraction(real[key]) - each.value) > each.radius}
    assert outside == {}


def test_the_source_holds_no_figure_of_the_law() -> None:
    law = rulebook()
    other = law.amend("what if", contribution_rate=("2024-01-01", "12.3456 %"))
    steps = {(each.shape.cadence) for each in law.quantities.values() if each.versions}
    day = max(version.provision.since for each in law.quantities.values() for version in each.versions)
    for cadence in sorted(steps - {"ever"}):
        texts = {write(each, regime(each, cadence, day), "exact", Sizes.of_law(each)).source for each in (law, other)}
        assert len(texts) == 1
