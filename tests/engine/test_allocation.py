"""Dividing money: every cent once, nobody below zero, nobody above a cap."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.small_laws import LENDERS, law_with, run_both, world_of
from usufruct.engine import Count, Money, allocate, divide
from usufruct.errors import UsufructError

HALF = Fraction(1, 2)
amounts = st.one_of(st.integers(0, 30), st.integers(0, 10**12))
weights = st.tuples(*[st.integers(0, 9)] * 3)
caps = st.tuples(*[st.one_of(st.integers(0, 15), st.integers(0, 10**12))] * 3)
quick = settings(max_examples=25)


def paid(a: Money, w: Count) -> Money:
    """What each lender gets."""
    return allocate(a, w, "lender").paid


def paid_inside(a: Money, w: Count, cap: Money) -> Money:
    """What each lender gets, never more than its cap."""
    return allocate(a, w, "lender", cap, rounds=3).paid


def left_over(a: Money, w: Count, cap: Money) -> Money:
    """What nobody could take."""
    return allocate(a, w, "lender", cap, rounds=3).unallocated


Third = tuple[int, int, int]


def run(rows: list[dict[str, Any]], rule: Any = paid) -> list[Third]:
    values = run_both(law_with(rule, per="lender"), world_of(rows))
    name = f"eu.{rule.__name__}"
    return [tuple(values[name, "half-year", n, (each,)] for each in LENDERS) for n in range(len(rows))]


def remaining(rows: list[dict[str, Any]]) -> list[int]:
    values = run_both(law_with(left_over), world_of(rows))
    return [values["eu.left_over", "half-year", n, ()] for n in range(len(rows))]


def up_to(amount: int, weights: Sequence[int]) -> list[int]:
    """Cumulative rounding, written down once more."""
    whole, before, weight, shares = sum(weights), 0, 0, []
    for own in weights:
        weight += own
        reached = floor(Fraction(amount * weight, whole) + HALF) if whole else 0
        shares.append(reached - before)
        before = reached
    return shares


def simulated(rows: list[dict[str, Any]], rounds: int = 0) -> list[Third]:
    """The whole rule in plain Python: epochs, caps, rounds, cents held at zero."""
    accrued, had, last, bitten = 0, [0, 0, 0], (0, 0, 0), False
    found: list[Third] = []
    for row in rows:
        amount, own = row["a"], row["w"]
        if own != last or bitten:
            accrued, had = 0, [0, 0, 0]
        accrued += amount
        wanted = [max(0, share - before) for share, before in zip(up_to(accrued, own), had, strict=True)]
        cap: Sequence[int] = row.get("cap", ())
        given = granted([min(want, most) for want, most in zip(wanted, cap or wanted, strict=True)], amount)
        for _ in range(rounds if cap else 0):
            left = amount - sum(given)
            room = tuple(weight if got < most else 0 for weight, got, most in zip(own, given, cap, strict=True))
            more = [min(s, max(0, m - g)) for s, m, g in zip(up_to(left, room), cap, given, strict=True)]
            given = [g + extra for g, extra in zip(given, granted(more, left), strict=True)]
        bitten = bool(cap) and any(most < want for most, want in zip(cap, wanted, strict=True))
        had = [before + got for before, got in zip(had, given, strict=True)]
        last = own
        found.append((given[0], given[1], given[2]))
    return found


def granted(wanted: list[int], available: int) -> list[int]:
    """In the stated order, never more than is there."""
    given, left = [], available
    for want in wanted:
        given.append(min(want, left))
        left -= given[-1]
    return given


free = st.lists(st.fixed_dictionaries({"a": amounts, "w": weights}), min_size=1, max_size=6)
steady = st.tuples(weights, st.lists(amounts, min_size=1, max_size=8)).map(
    lambda drawn: [{"a": amount, "w": drawn[0]} for amount in drawn[1]]
)
capped = st.lists(st.fixed_dictionaries({"a": amounts, "w": weights, "cap": caps}), min_size=1, max_size=5)


@quick
@given(free)
def test_law_text_agrees_with_the_plain_rule(rows: list[dict[str, Any]]) -> None:
    assert run(rows) == simulated(rows)


@settings(max_examples=60)
@given(capped)
def test_law_text_with_caps_agrees_with_the_plain_rule(rows: list[dict[str, Any]]) -> None:
    assert run(rows, paid_inside) == simulated(rows, rounds=3)


@quick
@given(free)
def test_every_cent_has_one_recipient(rows: list[dict[str, Any]]) -> None:
    for row, shares in zip(rows, run(rows), strict=True):
        assert sum(shares) == (row["a"] if any(row["w"]) else 0)
        assert min(shares) >= 0


@quick
@given(steady)
def test_each_is_within_a_cent_of_its_exact_share_over_the_epoch(rows: list[dict[str, Any]]) -> None:
    own = rows[0]["w"]
    if not any(own):
        return
    whole = sum(row["a"] for row in rows)
    shares = run(rows)
    for member, weight in enumerate(own):
        exact = Fraction(whole * weight, sum(own))
        assert abs(sum(each[member] for each in shares) - exact) <= 1


@quick
@given(capped)
def test_caps_hold_and_rounds_fill_them(rows: list[dict[str, Any]]) -> None:
    for row, shares, left in zip(rows, run(rows, paid_inside), remaining(rows), strict=True):
        assert sum(shares) + left == row["a"]
        assert left >= 0
        assert all(share <= most for share, most in zip(shares, row["cap"], strict=True))
        # As many rounds as members fill everybody who takes part, save for cents held at zero within a round.
        room = [most - got for most, got, weight in zip(row["cap"], shares, row["w"], strict=True) if weight]
        assert left == 0 or sum(room) == 0


@given(st.integers(-(10**15), 10**15), st.lists(st.integers(0, 10**6), min_size=1, max_size=7).filter(any))
def test_divide_is_the_first_step(amount: int, weights: list[int]) -> None:
    shares = divide(amount, weights)
    assert sum(shares) == amount
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(amount * weight, sum(weights))) < 1
    if len(weights) == 3 and 0 <= amount <= 10**12 and max(weights) <= 400:
        assert run([{"a": amount, "w": tuple(weights)}]) == [shares]


@given(amounts, weights.filter(any))
def test_a_first_step_equals_divide(amount: int, own: Third) -> None:
    assert run([{"a": amount, "w": own}]) == [divide(amount, own)]


def test_a_change_of_weights_opens_an_epoch_and_asks_nobody_for_money() -> None:
    rows = [{"a": 900, "w": (1, 1, 1)}, {"a": 90, "w": (0, 1, 1)}, {"a": 90, "w": (1, 1, 1)}]
    assert run(rows) == [(300, 300, 300), (0, 45, 45), (30, 30, 30)]


def test_running_total_makes_small_amounts_fair() -> None:
    rows = [{"a": 1, "w": (1, 1, 1)}] * 9
    assert [sum(each) for each in zip(*run(rows), strict=True)] == [3, 3, 3]


@pytest.mark.parametrize("weights", [[0, 0], [-1, 2], []])
def test_dividing_over_nobody_is_refused(weights: list[int]) -> None:
    with pytest.raises(UsufructError) as caught:
        divide(100, weights)
    assert [fault.code for fault in caught.value.faults] == ["U120"]
