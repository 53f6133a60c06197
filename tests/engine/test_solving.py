"""Running the law backwards, exactly."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.small_laws import open_act, world_of
from usufruct.engine import Money, Rate, Rulebook, Timeline, World, assemble
from usufruct.engine.execution.arithmetic import Tangent
from usufruct.engine.execution.interpreter import Interpreter
from usufruct.engine.words import at_least_zero, larger, smaller, when
from usufruct.errors import UsufructError

A = ("eu.a", "half-year", 0, ())
B = ("eu.b", "half-year", 0, ())
OUT = ("eu.out", "half-year", 0, ())
OTHER = ("eu.other", "half-year", 0, ())


def kinked(seed: int) -> Rulebook:
    """Increasing in a and b, piecewise affine with kinks at random places."""
    rng = Random(seed)
    act = open_act()
    slopes = [f"{rng.randint(1, 20)}/10" for _ in range(4)]
    act.parameter("kink", ("2020-01-01", str(rng.randint(-(10**6), 10**6)), act.at("Art. 2")), kind=Money)

    @act.provision(act.at("Art. 3"), since="2020-01-01", each="half-year")
    def out(a: Money, b: Money, kink: Money) -> Money:
        """Increasing in a."""
        steep = when(a > kink, (a - kink) * slopes[0], (a - kink) * slopes[1])
        return steep + larger(a * slopes[2], smaller(a, kink)) + b

    @act.provision(act.at("Art. 4"), since="2020-01-01", each="half-year")
    def other(a: Money, b: Money) -> Money:
        """Another mixture of the two."""
        return b * 3 + at_least_zero(b) * slopes[3] + a

    return assemble(act)


def unrounded(law: Rulebook, a: Fraction, b: Fraction) -> dict[object, Fraction]:
    world = world_of([{"a": a, "b": b}])
    return {key: each.value for key, each in Interpreter(law, world, Tangent()).run().values.items()}


fractions = st.integers(-(10**9), 10**9).map(lambda n: Fraction(n, 7))


@settings(max_examples=40)
@given(st.integers(0, 50), fractions)
def test_one_unknown_is_found_exactly(seed: int, a: Fraction) -> None:
    law = kinked(seed)
    target = unrounded(law, a, Fraction(0))[OUT]
    solution = law.solve(world_of([{"b": 0}]), {A: 0}, {OUT: target})
    assert solution.unknown == {A: a}
    assert solution.value(OUT) == target


@settings(max_examples=25)
@given(st.integers(0, 50), fractions, fractions)
def test_two_unknowns_are_found_exactly(seed: int, a: Fraction, b: Fraction) -> None:
    law = kinked(seed)
    truth = unrounded(law, a, b)
    solution = law.solve(world_of([{}]), {A: 1, B: 1}, {OUT: truth[OUT], OTHER: truth[OTHER]})
    reached = unrounded(law, solution.unknown[A], solution.unknown[B])
    assert (reached[OUT], reached[OTHER]) == (truth[OUT], truth[OTHER])


def test_slopes_agree_with_a_finite_difference() -> None:
    law = kinked(3)
    target = unrounded(law, Fraction(10**8), Fraction(500))[OUT]
    world = world_of([{"b": 500}])
    step = Fraction(1, 100)
    here, there = (law.solve(world, {A: 0}, {OUT: target + each}) for each in (Fraction(0), step))
    difference = (there.unknown[A] - here.unknown[A]) / step
    assert here.slopes(A)[OUT] == difference
    other = (there.value(OTHER) - here.value(OTHER)) / step
    assert here.slopes(OTHER)[OUT] == other


def flat() -> Rulebook:
    act = open_act()

    @act.provision(act.at("Art. 1"), since="2020-01-01", each="half-year")
    def out(a: Money) -> Money:
        """Nothing below zero."""
        return at_least_zero(a)

    @act.provision(act.at("Art. 2"), since="2020-01-01", each="half-year")
    def hopping(a: Money, r: Rate) -> Money:
        """Jumps over the target for ever."""
        return when(a > 0, a * 2 + a * r, a * 2 - a * r - 0) + when(a > 0, a * 0 + a, a)

    return assemble(act)


def codes(law: Rulebook, unknown: dict[object, int], given_values: dict[object, int]) -> list[str]:
    with pytest.raises(UsufructError) as caught:
        law.solve(world_of([{}]), unknown, given_values)
    return [fault.code for fault in caught.value.faults]


def test_as_many_given_values_as_unknowns() -> None:
    assert codes(flat(), {A: 0}, {}) == ["U140"]


def test_a_floor_in_the_way_is_said_so() -> None:
    assert codes(flat(), {A: -5}, {OUT: 100}) == ["U141"]


def test_an_impossible_target_is_refused() -> None:
    act = open_act()

    @act.provision(act.at("Art. 1"), since="2020-01-01", each="half-year")
    def out(a: Money, b: Money) -> Money:
        """Never below b: two slopes that point away from each other."""
        return larger(a, -a) + b

    law = assemble(act)
    world = world_of([{"b": 10}])
    with pytest.raises(UsufructError) as caught:
        law.solve(world, {A: 3}, {OUT: 5})
    assert [fault.code for fault in caught.value.faults] == ["U142"]


def test_a_name_that_is_misspelt_is_refused_with_the_nearest() -> None:
    from usufruct.law import rulebook

    wrong = {("eu.revenu", "half-year", 0, ("Euroclear",)): Fraction(0)}
    given = {("eu.contributoin", "half-year", 0, ("Euroclear",)): Fraction(0)}
    with pytest.raises(UsufructError) as refused:
        rulebook().solve(World(Timeline.of([]), {}, {}), wrong, given)
    assert [(fault.code, fault.remedy) for fault in refused.value.faults] == [
        ("U105", "did you mean revenue?"),
        ("U105", "did you mean contribution?"),
    ]
