"""Two clocks, scenarios as values, hashes and differences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import permutations
from typing import Any

from tests.engine.small_laws import MEMBERS, half_years, open_act, run_both
from usufruct.engine import Act, Choice, Money, Rate, Rulebook, Source, Timeline, World, assemble
from usufruct.engine.words import reading, when

HALVES = World(Timeline.of(half_years(6)), MEMBERS, {"eu.a": {(n, ()): 1000 for n in range(6)}})


def base_act() -> Act:
    act = open_act("Act A", date(2020, 5, 22))
    act.parameter(
        "levy_rate",
        ("2020-01-01", "50 %", act.at("Art. 1")),
        ("2021-01-01", "60 %", act.at("Art. 1"), "2021-09-01"),
    )
    act.reading("roll", options=("lapses", "rolls on"), default="lapses", why="silent", cite=act.at("Art. 3"))
    act.measure("ban", ("2020-01-01", "2020-12-31", act.at("Art. 4")))

    @act.provision(act.at("Art. 2"), since="2020-01-01", each="half-year")
    def levy(a: Money, levy_rate: Rate, roll: Choice) -> Money:
        """What is owed."""
        return a * levy_rate + when(reading(roll, "rolls on"), a, 0)

    return act


def amending_act() -> Act:
    act = Act(Source("Act B", "eu", date(2021, 10, 1)))
    act.measure("ban", ("2021-01-01", None, act.at("Art. 4")))

    @act.provision(act.at("Art. 5"), since="2021-06-30", each="half-year")
    def levy(a: Money) -> Money:
        """What is owed since the amendment."""
        return a * "1/10"

    return act


def owed(law: Rulebook) -> list[int]:
    values = run_both(law, HALVES)
    return [values["eu.levy", "half-year", n, ()] for n in range(6) if ("eu.levy", "half-year", n, ()) in values]


def test_a_retroactive_amendment_is_seen_only_once_it_is_published() -> None:
    law = assemble(base_act(), amending_act())
    assert owed(law) == [500, 500, 100, 100, 100, 100]
    assert owed(law.as_known("2021-09-30")) == [500, 500, 600, 600, 600, 600]
    assert owed(law.as_known("2021-08-31")) == [500] * 6


def test_before_publication_there_is_no_rule() -> None:
    law = assemble(base_act()).as_known("2020-05-21")
    assert law.run(HALVES).interpreter.values == {}
    assert law.at("2021-01-01").entries == ()


def test_a_measure_must_be_renewed_in_time() -> None:
    law = assemble(base_act(), amending_act())
    assert [law.in_force("ban", date(year, 12, 31)) for year in (2019, 2020, 2021)] == [False, True, True]
    early = law.as_known("2021-09-30")
    assert [early.in_force("ban", date(year, 12, 31)) for year in (2019, 2020, 2021)] == [False, True, False]


def test_the_law_on_a_day_as_known_on_another() -> None:
    law = assemble(base_act(), amending_act())
    then, now = law.at("2021-07-01", known="2021-08-01"), law.at("2021-07-01")
    assert then.hash == assemble(base_act()).at("2021-07-01", known="2021-08-01").hash
    changed = {change.name: change for change in then.diff(now)}
    assert set(changed) == {"levy_rate", "levy", "ban"}
    figure = changed["levy_rate"]
    assert figure.before is not None
    assert figure.after is not None
    assert (figure.before.text, figure.after.text) == ("50 %", "60 %")
    assert changed["ban"].before is None
    assert now.diff(now) == ()


def test_an_amendment_leaves_the_base_as_it_is() -> None:
    law = assemble(base_act())
    before, figures = law.hash, owed(law)
    milder = law.amend("no levy", levy_rate=("2021-01-01", "0 %"))
    assert owed(milder) == [500, 500, 0, 0, 0, 0]
    assert (law.hash, owed(law)) == (before, figures)
    assert milder.hash != law.hash
    assert milder.quantities is law.quantities
    assert milder.measures is law.measures
    assert owed(milder.as_known("2020-06-01")) == [500, 500, 0, 0, 0, 0]


def test_a_choice_is_a_new_law_too() -> None:
    law = assemble(base_act())
    other = law.choose(roll="rolls on")
    assert owed(other) == [1500, 1500, 1600, 1600, 1600, 1600]
    assert owed(law) == [500, 500, 600, 600, 600, 600]
    assert other.hash != law.hash
    assert other.choose(roll="lapses").hash == law.hash


def declarations() -> list[Callable[[Act], Any]]:
    def figure(act: Act) -> None:
        act.parameter("levy_rate", ("2020-01-01", "50 %", act.at("Art. 1")))

    def given(act: Act) -> None:
        act.input("a", Money, act.at("Annex"), "a", each="half-year")

    def rule(act: Act) -> None:
        def levy(a: Money, levy_rate: Rate) -> Money:
            """What is owed."""
            return a * levy_rate

        act.provision(act.at("Art. 2"), since="2020-01-01", each="half-year")(levy)

    def doubt(act: Act) -> None:
        act.reading("roll", options=("yes", "no"), default="no", why="silent", cite=act.at("Art. 3"))

    return [figure, given, rule, doubt]


def test_equal_laws_have_equal_hashes_in_whatever_order_they_are_written_down() -> None:
    hashes = set()
    for order in permutations(declarations()):
        act = Act(Source("Act A", "eu", date(2020, 1, 1)))
        for declare in order:
            declare(act)
        hashes.add(assemble(act).hash)
    assert len(hashes) == 1


def test_a_hash_knows_every_part_of_the_law() -> None:
    def variant(
        figure: str = "50 %", since: str = "2020-01-01", known: str = "2020-05-22", rounds: Any = "down"
    ) -> str:
        act = open_act()
        act.parameter("levy_rate", (since, figure, act.at("Art. 1"), known))

        @act.provision(act.at("Art. 2"), since="2020-01-01", each="half-year", rounds=rounds)
        def levy(a: Money, levy_rate: Rate) -> Money:
            """What is owed."""
            return a * levy_rate

        return assemble(act).hash

    variants: list[dict[str, Any]] = [
        {},
        {"figure": "51 %"},
        {"since": "2021-01-01"},
        {"known": "2021-01-01"},
        {"rounds": "half even"},
    ]
    assert len({variant(**each) for each in variants}) == len(variants)
    assert variant() == variant()
