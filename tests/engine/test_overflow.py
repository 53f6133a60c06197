"""A law that is accepted never wraps; a law that could wrap is refused, naming the article."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any, TypeVar

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.engine.small_laws import law_with, open_act, world_of
from usufruct.engine import Count, Money, Rate, Rulebook, assemble
from usufruct.engine.sizes import COUNT_LIMIT, RATE_GRID, RATE_LIMIT, WORD, Sizes
from usufruct.engine.words import at_least_zero, larger, rounded, smaller, total, when
from usufruct.errors import Fault, UsufructError

T = TypeVar("T")


class Text:
    """A random formula of products, quotients, choices and totals, without a thought for its size."""

    def __init__(self, seed: int, given_arguments: dict[str, Any]) -> None:
        self.rng, self.given = Random(seed), given_arguments

    def money(self, depth: int) -> Money:
        given, pick = self.given, self.rng.randrange(9) if depth else 0
        if pick == 0:
            leaf: Money = self.rng.choice([given["a"], given["b"], given["c"], total(given["x"], "lender")])
            return leaf
        one, other = self.money(depth - 1), self.money(depth - 1)
        ways: list[Callable[[], Any]] = [
            lambda: one + other,
            lambda: one - other,
            lambda: one * self.rate(depth - 1),
            lambda: one / self.rate(depth - 1),
            lambda: smaller(one, other),
            lambda: when(one < other, one, other),
            lambda: rounded(one * self.rate(depth - 1)),
            lambda: total(given["x"] * self.rate(depth - 1), "lender"),
        ]
        found: Money = ways[pick - 1]()
        return found

    def rate(self, depth: int) -> Rate:
        given, pick = self.given, self.rng.randrange(7) if depth else 0
        if pick == 0:
            leaf: Rate = self.rng.choice([given["r"], given["s"], given["n"] / 360, given["levy_rate"]])
            return leaf
        one = self.rate(depth - 1)
        ways: list[Callable[[], Any]] = [
            lambda: one * self.rate(depth - 1),
            lambda: one + self.rate(depth - 1),
            lambda: larger(one, "1/7"),
            lambda: 1 - one,
            lambda: at_least_zero(given["a"]) / at_least_zero(given["b"]),
            lambda: one / given["n"],
        ]
        found: Rate = ways[pick - 1]()
        return found


def random_text(seed: int) -> Rulebook:
    """One provision of any size.

    Raises:
        UsufructError: where it could wrap.
    """
    act = open_act()
    act.parameter("levy_rate", ("2020-01-01", "2/37", act.at("Art. 2")), ("2021-01-01", "997/1000", act.at("Art. 2")))

    @act.provision(act.at("Art. 7"), since="2020-01-01", each="half-year")
    def owed(a: Money, b: Money, c: Money, x: Money, r: Rate, s: Rate, n: Count, levy_rate: Rate) -> Money:
        """Something."""
        names = {"a": a, "b": b, "c": c, "x": x, "r": r, "s": s, "n": n, "levy_rate": levy_rate}
        return Text(seed, names).money(3)

    return assemble(act)


edges = st.sampled_from([0, 1, -1, 7, 2**50, -(2**50), 2**51 - 4, 4 - 2**51])
amounts = st.one_of(edges, st.integers(-(2**45), 2**45))
limit = RATE_LIMIT * RATE_GRID
rates = st.one_of(st.sampled_from([0, 1, -1, limit, -limit]), st.integers(-limit, limit))
counts = st.one_of(st.sampled_from([0, 1, COUNT_LIMIT]), st.integers(0, 400))


@settings(max_examples=250, deadline=None)
@given(st.integers(0, 10**6), st.tuples(*[amounts] * 6), st.tuples(rates, rates), counts)
@example(1, (2**51 - 4,) * 6, (limit, limit), COUNT_LIMIT)
def test_exact_equals_the_reference_or_refuses(
    seed: int, money: tuple[int, ...], rate: tuple[int, int], number: int
) -> None:
    law, faults = attempt(lambda: random_text(seed))
    if law is None:
        assert {(fault.code, fault.where) for fault in faults} == {("U111", "Act A Art. 7, eu.owed")}
        return
    a, b, c, *x = money
    r, s = (Fraction(each, RATE_GRID) for each in rate)
    world = world_of([{"a": a, "b": b, "c": c, "x": tuple(x), "r": r, "s": s, "n": number}])
    found, faults = attempt(lambda: law.run(world, "exact").path(0))
    if found is None:
        assert [fault.code for fault in faults] == ["U135"]
    else:
        assert found == law.run(world).interpreter.values


def attempt(acting: Callable[[], T]) -> tuple[T | None, tuple[Fault, ...]]:
    """What an action gives, or its faults."""
    try:
        return acting(), ()
    except UsufructError as error:
        return None, error.faults


def test_both_outcomes_are_common() -> None:
    """Else the test before this one would prove little."""
    accepted = sum(attempt(lambda seed=seed: random_text(seed))[0] is not None for seed in range(120))  # type: ignore[misc]
    assert 30 < accepted < 110


def twice_a_rate(a: Money, r: Rate, s: Rate) -> Money:
    """Two rates at once."""
    return a * (r * s)


def one_after_the_other(a: Money, r: Rate, s: Rate) -> Money:
    """One rate, rounded, then the other."""
    return rounded(a * r) * s


def test_the_remedy_that_is_named_helps() -> None:
    with pytest.raises(UsufructError) as caught:
        law_with(twice_a_rate)
    fault = caught.value.faults[0]
    assert (fault.code, fault.where) == ("U111", "Act A Art. 1, eu.twice_a_rate")
    assert "so that it is rounded first" in fault.remedy
    assert law_with(one_after_the_other).hash


def test_a_rate_that_grows_with_each_step_is_refused() -> None:
    act = open_act()

    @act.stock(act.at("Art. 1"), since="2020-01-01", each="half-year")
    def index(opening_index: Rate, r: Rate) -> Rate:
        """Compounds without ever being rounded."""
        return opening_index * (1 + r) + 1

    with pytest.raises(UsufructError, match="U111"):
        assemble(act)


def test_an_amendment_is_checked_as_well() -> None:
    act = open_act()
    act.parameter("levy_rate", ("2020-01-01", "1/2", act.at("Art. 2")))

    @act.provision(act.at("Art. 1"), since="2020-01-01", each="half-year")
    def owed(a: Money, r: Rate, levy_rate: Rate) -> Money:
        """Two rates at once, one of them short."""
        return a * (r * levy_rate)

    law = assemble(act)
    with pytest.raises(UsufructError, match="U111"):
        law.amend("a long fraction", levy_rate=("2021-01-01", "1234567/98765432101"))


def test_a_provision_ends_in_whole_cents_within_the_word() -> None:
    node = law_with(one_after_the_other).quantities["eu.one_after_the_other"].versions[0].node
    size = Sizes({}, {}).of(node)
    assert (size.d, size.n < WORD) == (1, True)
