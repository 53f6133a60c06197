"""Steps of several cadences: over and at, openings, what lapses, what was not there yet."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tests.engine.small_laws import MEMBERS, half_years, open_act, run_both, world_of
from tests.engine.test_words import simulated_vintages
from usufruct.engine import Count, Flag, Money, Rate, Step, Timeline, World, assemble
from usufruct.engine.timeline import Member
from usufruct.engine.words import aged, at, keyed_by, over

ACT = open_act()
ACT.parameter("split", (1, "90 %", ACT.at("Art. 2")), (3, "95 %", ACT.at("Art. 2")))


@ACT.provision(ACT.at("Art. 3"), since="2020-01-01", each="half-year")
def levy(a: Money) -> Money:
    """What is owed for half a year."""
    return a * "1/2"


@ACT.provision(ACT.at("Art. 4"), since="2020-01-01", each="financial-year")
def yearly(levy: Money) -> Money:
    """What is owed for a year."""
    return over(levy)


@ACT.provision(ACT.at("Art. 5"), since="2020-01-01", each="call")
def called(levy: Money) -> Money:
    """What is called."""
    return at(levy)


ACT.input("number", Count, ACT.at("Annex"), "payment number", each="call")


@ACT.provision(ACT.at("Art. 6"), since="2020-01-01", each="call")
def repays(called: Money, split: Rate, number: Count) -> Money:
    """What repays the loans."""
    return called * keyed_by(split, number)


@ACT.stock(ACT.at("Art. 7"), since="2020-01-01", each="half-year")
def reserve(opening_reserve: Money, a: Money) -> Money:
    """What has been kept."""
    return opening_reserve + a


@ACT.provision(ACT.at("Art. 8"), since="2020-01-01", until="2021-01-01", each="half-year")
def lapsing(a: Money) -> Money:
    """What is owed for a year only."""
    return a


@ACT.provision(ACT.at("Art. 9"), since="2020-01-01", each="half-year")
def reads_lapsing(lapsing: Money, f: Flag) -> Money:
    """What reads a rule that lapses."""
    return lapsing + 0


LAW = assemble(ACT, title="steps")


def world(amounts: list[int], numbers: tuple[int, ...] = (1, 2, 3, 4)) -> World:
    halves = half_years(4)
    years = [Step("financial-year", "2020", date(2020, 12, 31), date(2020, 12, 31), {"half-year": (0, 1)})]
    days = (date(2020, 1, 15), date(2020, 7, 20), date(2021, 1, 20), date(2021, 7, 20))
    calls = [Step("call", f"call {n}", day, day, {"half-year": (n - 1,)} if n else {}) for n, day in enumerate(days)]
    inputs: dict[str, dict[tuple[int, Member], int | Fraction]] = {
        "eu.a": {(n, ()): amount for n, amount in enumerate(amounts)},
        "eu.number": {(n, ()): number for n, number in enumerate(numbers)},
        "eu.reserve": {(-1, ()): 1000},
    }
    return World(Timeline.of([*years, *calls, *halves]), MEMBERS, inputs)


def test_over_sums_the_steps_covered_and_at_reads_the_one_linked() -> None:
    values = run_both(LAW, world([10, 21, 30, 40]))
    assert values["eu.yearly", "financial-year", 0, ()] == 5 + 11
    assert [values["eu.called", "call", n, ()] for n in range(4)] == [0, 5, 11, 15]


def test_the_split_goes_by_number_and_not_by_day() -> None:
    values = run_both(LAW, world([2000, 2000, 2000, 2000], numbers=(1, 2, 3, 2)))
    assert [values["eu.repays", "call", n, ()] for n in range(4)] == [0, 900, 950, 900]
    assert run_both(LAW, world([2000] * 4, numbers=(0, 0, 0, 0)))["eu.repays", "call", 1, ()] == 0


def test_a_stock_starts_from_its_opening() -> None:
    values = run_both(LAW, world([1, 2, 3, 4]))
    assert [values["eu.reserve", "half-year", n, ()] for n in range(4)] == [1001, 1003, 1006, 1010]


def test_a_rule_that_has_lapsed_owes_nothing() -> None:
    values = run_both(LAW, world([1, 2, 3, 4]))
    assert [values["eu.reads_lapsing", "half-year", n, ()] for n in range(4)] == [1, 2, 0, 0]
    assert ("eu.lapsing", "half-year", 2, ()) not in values


def test_steps_run_in_the_order_in_which_they_are_carried_out() -> None:
    labels = [step.label for _, step in world([0] * 4).timeline.in_order()]
    assert labels == ["call 0", "half 0", "call 1", "half 1", "2020", "call 2", "half 2", "call 3", "half 3"]


@pytest.mark.parametrize("slots", [20])
def test_a_long_memory_runs_and_explains_itself(slots: int) -> None:
    act = open_act()

    @act.provision(act.at("Art. 1"), since="2020-01-01", each="half-year")
    def kept(a: Money, b: Money) -> Money:
        """What is kept for ten years."""
        return aged(a, b, slots).held

    law = assemble(act)
    rows = [{"a": 7 * n, "b": 5 * n} for n in range(150)]
    result = law.run(world_of(rows))
    assert result.get("kept", 149) == simulated_vintages(rows, slots)[149][0]
    assert result.explain("kept", 149).recomputed() == result.get("kept", 149)
