"""Bugs planted on purpose: the differential and the property tests must notice every one of them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import trunc
from random import Random
from typing import Any

import numpy as np
import pytest

from tests.engine import test_allocation, test_clocks, test_solving, test_words
from tests.engine.differential import PATHS, stacked
from tests.engine.random_laws import specimen, world
from usufruct.engine import Count, words
from usufruct.engine import allocation as allocating
from usufruct.engine.execution import arithmetic
from usufruct.engine.execution.arrays import run_arrays
from usufruct.engine.execution.interpreter import Interpreter
from usufruct.engine.graph import Node
from usufruct.engine.lower import loading, parts, ratios, running, wholes
from usufruct.engine.lower.mul_div import mul_div
from usufruct.engine.rulebook import Rulebook
from usufruct.errors import UsufructError

Bug = Callable[[pytest.MonkeyPatch], None]
Check = Callable[[], None]


def executions_agree() -> None:
    """Reference and exact on a few random laws, assembled afresh so that bugs in words are in them too."""
    for seed in range(20):
        law = specimen(seed).law
        worlds = [world(seed, path) for path in range(PATHS)]
        exact = run_arrays(law, worlds[0], "exact", PATHS, stacked(law, worlds))
        for path, each in enumerate(worlds):
            assert exact.path(path) == Interpreter(law, each).run().values


def rows(seed: int, count: int = 8) -> list[dict[str, Any]]:
    rng = Random(seed)
    keys = {"r": 10**6, "s": 10**6}
    return [
        {name: rng.randint(-(10**6), 10**6) for name in "abc"}
        | {name: Fraction(rng.randint(-2 * grid, 2 * grid), grid) for name, grid in keys.items()}
        | {"n": rng.randint(0, 9), "f": rng.randint(0, 1), "g": rng.randint(0, 1)}
        for _ in range(count)
    ]


def property_of(test: Any, *arguments: Any) -> Check:
    """A property test on arguments of our own, so that Hypothesis need not search for them."""
    return lambda: test.hypothesis.inner_test(*arguments)


def words_agree() -> None:
    for rule, plain in test_words.PLAIN:
        test_words.test_a_word_without_memory.hypothesis.inner_test(rule, plain, rows(1))


def draws(seed: int, count: int, *names: str) -> list[dict[str, Any]]:
    rng = Random(seed)
    weights = [tuple(rng.randint(0, 3) for _ in range(3)) for _ in range(2)]
    drawn = [
        {"a": rng.randint(0, 50), "w": rng.choice(weights), "cap": tuple(rng.randint(0, 30) for _ in range(3))}
        for _ in range(count)
    ]
    return [{name: row[name] for name in names} for row in drawn]


vintages = property_of(test_words.test_vintages_against_a_list_of_ages, rows(2))
memories = property_of(test_words.test_lag_latch_and_count, rows(3))
balances = property_of(test_words.test_a_stock_carries_its_balance, rows(4))
members = property_of(test_words.test_total_running_and_pick, (5, 7, 11))
divisions = property_of(test_allocation.test_law_text_agrees_with_the_plain_rule, draws(1, 12, "a", "w"))
caps = property_of(test_allocation.test_law_text_with_caps_agrees_with_the_plain_rule, draws(2, 12, "a", "w", "cap"))
solutions = property_of(test_solving.test_one_unknown_is_found_exactly, 4, Fraction(10**7, 7))


# The bugs -----------------------------------------------------------------------------------------------------------


def down_instead_of_half_up(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(parts, "mul_div_half_up", lambda a, n, d: mul_div(a, n, d)[0])


def quotient_towards_zero(patch: pytest.MonkeyPatch) -> None:
    def wrong(a: Any, n: Any, d: Any) -> Any:
        q, r = mul_div(a, n, d)
        fix = (q < 0) & (r > 0)
        return q + fix, r - fix * d

    patch.setattr(parts, "mul_div", wrong)


def up_taken_for_nearest(patch: pytest.MonkeyPatch) -> None:
    right = parts.rounded
    patch.setattr(parts, "rounded", lambda amount, how: right(amount, "half up" if how == "up" else how))


def smaller_is_larger_when_compiled(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(parts, "least", parts.most)


def rates_compared_without_a_common_denominator(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ratios, "_aligned", lambda one, other: (one[0], other[0], one[1]))


def lag_off_by_one(patch: pytest.MonkeyPatch) -> None:
    right = running.StepLoad.lag
    patch.setattr(running.StepLoad, "lag", lambda load, name, back: right(load, name, back + 1))


def opening_is_the_first_balance(patch: pytest.MonkeyPatch) -> None:
    right = running.ArrayRun.opening
    patch.setattr(
        running.ArrayRun, "opening", lambda run, name, cadence, index: right(run, name, cadence, min(index, 1))
    )


def at_reads_the_first_step_covered(patch: pytest.MonkeyPatch) -> None:
    def wrong(load: running.StepLoad, name: str, cadence: str) -> Any:
        return load._sum(name, cadence, load.step.covers.get(cadence, ())[:1])

    patch.setattr(running.StepLoad, "at", wrong)


def running_sum_leaves_out_the_member(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(wholes, "running", lambda figure, axis: figure.cumsum(axis) - figure)


def number_before_the_row(patch: pytest.MonkeyPatch) -> None:
    def wrong(table: loading.KeyedTable, number: Any) -> Any:
        found = table._values[np.searchsorted(table._keys, np.asarray(number).astype(np.int64), side="left")]
        return found, table._common

    patch.setattr(loading.KeyedTable, "look_up", wrong)


def youngest_vintage_first(patch: pytest.MonkeyPatch) -> None:
    right = words.pay_in_order
    patch.setattr(words, "pay_in_order", lambda amount, claims: right(amount, claims[::-1])[::-1])


def epochs_never_restart(patch: pytest.MonkeyPatch) -> None:
    def never(epoch: Any, _: Any) -> Any:
        return words.figure(epoch.tracer, 0, Count) > 0

    patch.setattr(allocating._Epoch, "_any", never)


def caps_forgotten(patch: pytest.MonkeyPatch) -> None:
    right = words.smaller
    patch.setattr(allocating, "smaller", lambda one, other: one if other.node.op == "max" else right(one, other))


def lag_off_by_one_in_the_text(patch: pytest.MonkeyPatch) -> None:
    right = words._crossing
    patch.setattr(words, "_crossing", lambda op, figure, data: right(op, figure, data and data + 1))


def reference(op: str, wrong: Callable[..., Any]) -> Bug:
    def plant(patch: pytest.MonkeyPatch) -> None:
        right = arithmetic.exact_operation
        patch.setattr(arithmetic, "exact_operation", lambda o, a, how: wrong(*a) if o == op else right(o, a, how))

    return plant


def balance_of_two_steps_before(patch: pytest.MonkeyPatch) -> None:
    right = Interpreter.opening
    patch.setattr(
        Interpreter, "opening", lambda run, name, cadence, index, who: right(run, name, cadence, index - 1, who)
    )


def total_without_the_last(patch: pytest.MonkeyPatch) -> None:
    from usufruct.engine.execution.interpreter import StepRun

    right = StepRun.contexts

    def wrong(step: StepRun, node: Node, context: dict[str, str]) -> Any:
        found = right(step, node, context)
        return found[:-1] if node.op == "total" else found

    patch.setattr(StepRun, "contexts", wrong)


def the_future_is_known(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Rulebook, "seen", lambda _law, _known: True)


def day_of_effect_excluded(patch: pytest.MonkeyPatch) -> None:
    right = Rulebook.version

    def wrong(law: Rulebook, name: str, day: Any) -> Any:
        found = right(law, name, day)
        return found if found and found.provision.since < day else None

    patch.setattr(Rulebook, "version", wrong)


def slope_of_a_sum(patch: pytest.MonkeyPatch) -> None:
    right = arithmetic.Tangent._slope
    patch.setattr(
        arithmetic.Tangent, "_slope", staticmethod(lambda op, a, v: right("sub" if op == "add" else op, a, v))
    )


PLANTED: list[tuple[Bug, Check]] = [
    (down_instead_of_half_up, executions_agree),
    (quotient_towards_zero, executions_agree),
    (up_taken_for_nearest, executions_agree),
    (smaller_is_larger_when_compiled, executions_agree),
    (rates_compared_without_a_common_denominator, executions_agree),
    (lag_off_by_one, executions_agree),
    (opening_is_the_first_balance, executions_agree),
    (at_reads_the_first_step_covered, executions_agree),
    (running_sum_leaves_out_the_member, executions_agree),
    (number_before_the_row, executions_agree),
    (reference("round", lambda x: trunc(x)), executions_agree),
    (reference("min", max), words_agree),
    (reference("le", lambda a, b: int(a < b)), test_words.test_equal_amounts_are_not_below_each_other),
    (
        reference("div", lambda a, b: Fraction(a) / b if b else 1),
        test_words.test_nothing_is_due_where_there_is_nothing_to_divide_by,
    ),
    (youngest_vintage_first, vintages),
    (epochs_never_restart, divisions),
    (caps_forgotten, caps),
    (lag_off_by_one_in_the_text, memories),
    (balance_of_two_steps_before, balances),
    (total_without_the_last, members),
    (the_future_is_known, test_clocks.test_a_retroactive_amendment_is_seen_only_once_it_is_published),
    (day_of_effect_excluded, test_clocks.test_a_retroactive_amendment_is_seen_only_once_it_is_published),
    (slope_of_a_sum, solutions),
]


@pytest.mark.parametrize("check", {check: None for _, check in PLANTED}, ids=lambda check: check.__name__)
def test_without_a_bug_the_check_is_green(check: Check) -> None:
    check()


@pytest.mark.parametrize(("plant", "check"), PLANTED, ids=lambda each: str(each.__name__))
def test_a_planted_bug_is_noticed(plant: Bug, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    with pytest.raises((AssertionError, UsufructError)):
        check()
