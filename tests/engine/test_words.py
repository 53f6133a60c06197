"""Each word of the vocabulary against plain Python arithmetic, in the reference and the compiled executions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.small_laws import figures
from usufruct.engine import Count, Flag, LocalMoney, Money, Rate
from usufruct.engine.words import (
    accrue,
    aged,
    at_least_zero,
    convert,
    count,
    cover,
    into_local,
    lag,
    larger,
    latch,
    mul_div,
    once,
    pay_in_order,
    pick,
    rounded,
    running,
    smaller,
    total,
    when,
)
from usufruct.money import round_to_integer

half_up = round_to_integer
amounts = st.integers(-(10**12), 10**12)
rates = st.integers(-5_000_000, 5_000_000).map(lambda n: Fraction(n, 10**6))
counts = st.integers(0, 400)
flags = st.integers(0, 1)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "a": amounts,
            "b": amounts,
            "c": amounts,
            "r": rates,
            "s": rates,
            "n": counts,
            "m": counts,
            "f": flags,
            "g": flags,
        }
    ),
    min_size=1,
    max_size=6,
)
quick = settings(max_examples=12)
Row = dict[str, Any]


def plus(a: Money, b: Money) -> Money:
    return a + b


def minus(a: Money, b: Money) -> Money:
    return a - b


def opposite(a: Money) -> Money:
    return -a


def less_from_nothing(a: Money) -> Money:
    return 0 - a


def times_rate(a: Money, r: Rate) -> Money:
    return r * a


def times_sum_of_rates(a: Money, r: Rate, s: Rate) -> Money:
    return a * (r - s + "1/3")


def times_count(a: Money, n: Count) -> Money:
    return a * n


def by_rate(a: Money, r: Rate) -> Money:
    return a / larger(r, "1/2")


def by_count(a: Money, n: Count) -> Money:
    return a / n


def share(a: Money, b: Money, c: Money) -> Money:
    return at_least_zero(c) * (smaller(at_least_zero(a), at_least_zero(b)) / at_least_zero(b))


def in_one_step(a: Money, b: Money, c: Money) -> Money:
    return mul_div(a, smaller(at_least_zero(b), at_least_zero(c)), at_least_zero(c))


def interest(a: Money, r: Rate, n: Count) -> Money:
    return accrue(a, r, n, 360)


def chosen(f: Flag, a: Money, b: Money) -> Money:
    return when(f, a, b)


def chosen_or_nothing(f: Flag, a: Money) -> Money:
    return when(f, a, 0)


def least(a: Money, b: Money) -> Money:
    return smaller(a, b)


def most(a: Money, b: Money) -> Money:
    return larger(a, b)


def floored(a: Money) -> Money:
    return at_least_zero(a)


def in_mid_formula(a: Money, r: Rate) -> Money:
    return rounded(a * r, "down") * "1/7"


def below(a: Money, b: Money, c: Money) -> Money:
    return when(a < b, c, 0)


def at_most(a: Money, b: Money, c: Money) -> Money:
    return when(a <= b, c, 0)


def above(a: Money, b: Money, c: Money) -> Money:
    return when(a > b, c, 0)


def at_least(r: Rate, s: Rate, c: Money) -> Money:
    return when(r >= s, c, 0)


def logic(f: Flag, g: Flag, a: Money, b: Money, c: Money) -> Money:
    return when(f & g, a, 0) + when(f | g, b, 0) + when(~f, c, 0)


def fraction_of_a_cent(a: Money, b: Money, r: Rate) -> Money:
    return smaller(a * r, b / 3) + larger(a / 7, -b) - when(a * r < b / 3, a / 9, b / 2)


def divided(one: int | Fraction, other: int | Fraction) -> Fraction:
    return Fraction(one) / other if other else Fraction(0)


PLAIN: list[tuple[Callable[..., Any], Callable[[Row], int | Fraction]]] = [
    (plus, lambda w: w["a"] + w["b"]),
    (minus, lambda w: w["a"] - w["b"]),
    (opposite, lambda w: -w["a"]),
    (less_from_nothing, lambda w: -w["a"]),
    (times_rate, lambda w: w["a"] * w["r"]),
    (times_sum_of_rates, lambda w: w["a"] * (w["r"] - w["s"] + Fraction(1, 3))),
    (times_count, lambda w: w["a"] * w["n"]),
    (by_rate, lambda w: w["a"] / max(w["r"], Fraction(1, 2))),
    (by_count, lambda w: divided(w["a"], w["n"])),
    (share, lambda w: max(w["c"], 0) * divided(min(max(w["a"], 0), max(w["b"], 0)), max(w["b"], 0))),
    (in_one_step, lambda w: w["a"] * divided(min(max(w["b"], 0), max(w["c"], 0)), max(w["c"], 0))),
    (interest, lambda w: w["a"] * w["r"] * w["n"] / 360),
    (chosen, lambda w: w["a"] if w["f"] else w["b"]),
    (chosen_or_nothing, lambda w: w["a"] if w["f"] else 0),
    (least, lambda w: min(w["a"], w["b"])),
    (most, lambda w: max(w["a"], w["b"])),
    (floored, lambda w: max(w["a"], 0)),
    (in_mid_formula, lambda w: Fraction(int(w["a"] * w["r"]), 7)),
    (below, lambda w: w["c"] if w["a"] < w["b"] else 0),
    (at_most, lambda w: w["c"] if w["a"] <= w["b"] else 0),
    (above, lambda w: w["c"] if w["a"] > w["b"] else 0),
    (at_least, lambda w: w["c"] if w["r"] >= w["s"] else 0),
    (logic, lambda w: w["a"] * (w["f"] and w["g"]) + w["b"] * (w["f"] or w["g"]) + w["c"] * (1 - w["f"])),
    (
        fraction_of_a_cent,
        lambda w: (
            min(w["a"] * w["r"], Fraction(w["b"], 3))
            + max(Fraction(w["a"], 7), -w["b"])
            - (Fraction(w["a"], 9) if w["a"] * w["r"] < Fraction(w["b"], 3) else Fraction(w["b"], 2))
        ),
    ),
]


@pytest.mark.parametrize(("rule", "plain"), PLAIN, ids=lambda each: each.__name__)
@quick
@given(rows)
def test_a_word_without_memory(
    rule: Callable[..., Any], plain: Callable[[Row], int | Fraction], rows: list[Row]
) -> None:
    assert figures(rule, rows) == [half_up(Fraction(plain(row))) for row in rows]


def test_equal_amounts_are_not_below_each_other() -> None:
    row = {"a": 5, "b": 5, "c": 9}
    assert [figures(rule, [row])[0] for rule in (below, at_most, above)] == [0, 9, 0]


def test_nothing_is_due_where_there_is_nothing_to_divide_by() -> None:
    assert figures(by_count, [{"a": 7, "n": 0}]) == [0]
    assert figures(in_one_step, [{"a": 7, "b": 3, "c": 0}]) == [0]


# Over members -------------------------------------------------------------------------------------------------------


def all_together(x: Money) -> Money:
    return total(x, "lender")


def up_to_here(x: Money) -> Money:
    return running(x, "lender")


def east_alone(x: Money) -> Money:
    return pick(x, "lender", "east")


def in_euro(local: LocalMoney, price: Rate, minor: Count) -> Money:
    return convert(local, price, minor)


def in_currency(a: Money, price: Rate, minor: Count) -> LocalMoney:
    return into_local(a, price, minor)


thirds = st.tuples(amounts, amounts, amounts)


@quick
@given(thirds)
def test_total_running_and_pick(x: tuple[int, int, int]) -> None:
    assert figures(all_together, [{"x": x}]) == [sum(x)]
    assert figures(up_to_here, [{"x": x}], per="lender") == [(x[0], x[0] + x[1], sum(x))]
    assert figures(east_alone, [{"x": x}]) == [x[1]]


def test_conversion_knows_minor_units() -> None:
    row = {"local": (111_560, 15_953), "price": (Fraction("1.1156"), Fraction("159.53")), "minor": (100, 1)}
    # USD 1,115.60 at 1.1156 are EUR 1,000.00; JPY 15,953 at 159.53 are EUR 100.00.
    assert figures(in_euro, [row], per="currency") == [(100_000, 10_000)]
    # And back: EUR 1,000.00 are USD 1,115.60 and JPY 159,530.
    assert figures(in_currency, [{**row, "a": 100_000}], per="currency") == [(111_560, 159_530)]


# With a memory ------------------------------------------------------------------------------------------------------


def earlier(a: Money) -> Money:
    return lag(a, 2)


def on_since(f: Flag, g: Flag, a: Money) -> Money:
    return when(latch(f, g), a, 0)


def happened(f: Flag) -> Count:
    return count(f)


def once_here(f: Flag, a: Money) -> Money:
    return a * once(f)


def held(a: Money, b: Money) -> Money:
    return aged(at_least_zero(a), b, 3).held


def matured(a: Money, b: Money) -> Money:
    return aged(at_least_zero(a), b, 3).matured


def used(a: Money, b: Money) -> Money:
    return aged(at_least_zero(a), b, 3).used


def balance(opening_balance: Money, a: Money, r: Rate) -> Money:
    return opening_balance + rounded(a * r)


@quick
@given(rows)
def test_lag_latch_and_count(rows: list[Row]) -> None:
    assert figures(earlier, rows) == [rows[n - 2]["a"] if n >= 2 else 0 for n in range(len(rows))]
    on, seen, states, numbers = False, 0, [], []
    for row in rows:
        on = bool(row["f"]) or (on and not row["g"])
        seen += row["f"]
        states.append(row["a"] if on else 0)
        numbers.append(seen)
    assert figures(on_since, rows) == states
    assert figures(happened, rows) == numbers
    assert figures(once_here, rows) == [row["a"] * row["f"] for row in rows]


def simulated_vintages(rows: list[Row], slots: int) -> list[tuple[int, int, int]]:
    """Held, matured and used at each step, by a list of (age, amount)."""
    vintages: list[list[int]] = []
    found = []
    for row in rows:
        wanted, taken = max(row["b"], 0), 0
        for vintage in sorted(vintages, key=lambda each: -each[0]):
            part = min(vintage[1], wanted - taken)
            vintage[1] -= part
            taken += part
        for vintage in vintages:
            vintage[0] += 1
        ripe = sum(amount for age, amount in vintages if age >= slots)
        vintages = [[age, amount] for age, amount in vintages if age < slots] + [[0, max(row["a"], 0)]]
        found.append((sum(amount for _, amount in vintages), ripe, taken))
    return found


@settings(max_examples=25)
@given(rows)
def test_vintages_against_a_list_of_ages(rows: list[Row]) -> None:
    expected = simulated_vintages(rows, 3)
    assert figures(held, rows) == [each[0] for each in expected]
    assert figures(matured, rows) == [each[1] for each in expected]
    assert figures(used, rows) == [each[2] for each in expected]


@quick
@given(rows)
def test_a_stock_carries_its_balance(rows: list[Row]) -> None:
    closing, expected = 0, []
    for row in rows:
        closing += half_up(row["a"] * row["r"])
        expected.append(closing)
    assert figures(balance, rows, stock=True) == expected


# In an order --------------------------------------------------------------------------------------------------------


def second_claim(a: Money, b: Money, c: Money) -> Money:
    return pay_in_order(a, [b, c])[1]


def uncovered(a: Money, b: Money, c: Money) -> Money:
    return cover(a, [b, c])[1]


@quick
@given(rows)
def test_claims_and_sources_in_their_order(rows: list[Row]) -> None:
    def second(row: Row) -> int:
        left: int = max(row["a"], 0) - min(max(row["a"], 0), max(row["b"], 0))
        claim: int = max(row["c"], 0)
        return min(left, claim)

    assert figures(second_claim, rows) == [second(row) for row in rows]
    gaps = [max(0, max(row["a"], 0) - max(row["b"], 0) - max(row["c"], 0)) for row in rows]
    assert figures(uncovered, rows) == gaps
