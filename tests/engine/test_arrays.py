"""The compiled executions from outside: many paths, refusals, and source that one can read."""

from __future__ import annotations

import linecache
import subprocess
import sys
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from tests.engine.differential import law_of, stacked
from tests.engine.random_laws import world
from tests.engine.small_laws import MEMBERS, half_years, law_with, open_act, world_of
from usufruct.engine import Count, Money, Rate, Rulebook, Timeline, World, assemble
from usufruct.engine.execution.arrays import run_arrays
from usufruct.engine.lower.kernel import compiled
from usufruct.engine.lower.writing import write
from usufruct.engine.order import regime
from usufruct.engine.sizes import Sizes
from usufruct.engine.words import keyed_by, total
from usufruct.errors import UsufructError


def levy(x: Money, r: Rate) -> Money:
    """What each owes."""
    return x * r


def squared(n: Count, m: Count) -> Count:
    """A count of counts."""
    return n * m


LAW = law_with(levy, per="lender")


def codes(law: Rulebook, inputs: dict[str, Any], rows: list[dict[str, Any]] | None = None) -> list[str]:
    with pytest.raises(UsufructError) as caught:
        run_arrays(law, world_of(rows or [{}]), "exact", None, inputs)
    return [fault.code for fault in caught.value.faults]


def test_each_path_has_its_own_inputs() -> None:
    x = np.array([[[100, 200], [300, 400], [500, 600]]])
    found = run_arrays(LAW, world_of([{"r": Fraction(1, 4)}]), "exact", inputs={"eu.x": x})
    assert repr(found) == "<ArrayResult of small law: 1 arrays, 2 paths, exact>"
    assert found.get("levy", "half 0", "east").tolist() == [75, 100]
    assert found.get("x", 0, "west").tolist() == [500, 600]
    figures = dict(zip(MEMBERS["lender"], (50, 100, 150), strict=True))
    assert found.path(1) == {("eu.levy", "half-year", 0, (name,)): each for name, each in figures.items()}


def test_rates_are_numerators_over_one_denominator() -> None:
    rates = (np.array([[25, 50]]), 100)
    found = run_arrays(LAW, world_of([{"x": (100, 0, 0)}]), "exact", inputs={"eu.r": rates})
    assert found.get("levy", 0, "union").tolist() == [25, 50]
    numerators, denominators = found.fraction("r", 0)
    assert numerators.tolist() == [25, 50]
    assert int(np.asarray(denominators).flat[0]) == 100
    real = run_arrays(LAW, world_of([{"x": (100, 0, 0)}]), "real", inputs={"eu.r": np.array([[0.25, 0.5]])})
    assert real.get("levy", 0, "union").tolist() == [25.0, 50.0]


def test_paths_do_not_know_of_each_other() -> None:
    law = law_of(5).law
    worlds = [world(5, path) for path in range(4)]
    together = run_arrays(law, worlds[0], "exact", 4, stacked(law, worlds))
    for path, each in enumerate(worlds):
        alone = run_arrays(law, each, "exact", 1, stacked(law, [each]))
        assert alone.path(0) == together.path(path)


def test_amending_a_figure_leaves_the_source_as_it_is() -> None:
    act = open_act()
    act.parameter("levy_rate", ("2020-01-01", "50 %", act.at("Art. 1")))
    act.parameter("split", (1, "90 %", act.at("Art. 2")))

    @act.provision(act.at("Art. 2"), since="2020-01-01", each="half-year")
    def owed(a: Money, levy_rate: Rate, split: Rate, n: Count) -> Money:
        """What is owed."""
        return a * levy_rate * keyed_by(split, n)

    law = assemble(act)
    other = law.amend("what if", levy_rate=("2021-01-01", "2/37"), split=(2, "1/3"))
    day = date(2021, 6, 30)
    texts = [write(each, regime(each, "half-year", day), "exact", Sizes.of_law(each)) for each in (law, other)]
    assert texts[0] == texts[1]
    rows = [{"a": 1000, "n": 2}] * 3
    assert other.run(world_of(rows), "exact").path(0) == other.run(world_of(rows)).interpreter.values
    assert other.run(world_of(rows), "exact").get("owed", 2).tolist() == [18]


@pytest.mark.parametrize("execution", ["exact", "real"])
def test_source_names_its_articles_and_is_shown_by_tracebacks(execution: str) -> None:
    text = write(LAW, regime(LAW, "half-year", date(2020, 6, 30)), execution, Sizes.of_law(LAW))
    assert "    # Act A Art. 1, eu.levy\n" in text.source
    kernel = compiled(text)
    assert linecache.getline(kernel.file, 1) == "def step(load, store):\n"
    assert len(text.owners) == len(text.source.splitlines())


def test_an_amount_out_of_range_names_its_provision_and_never_wraps() -> None:
    rows = [{"x": (2**51 - 5, 0, 0), "r": Fraction(3)}]
    with pytest.raises(UsufructError) as caught:
        LAW.run(world_of(rows), "exact")
    fault = caught.value.faults[0]
    assert (fault.code, fault.where) == ("U135", "Act A Art. 1, eu.levy")
    assert LAW.run(world_of(rows)).get("levy", 0, "union") == 3 * (2**51 - 5)
    counting = law_with(squared)
    with pytest.raises(UsufructError, match="U135"):
        counting.run(world_of([{"n": 2**19, "m": 3}]), "exact")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"a": Fraction(1, 2)}, "not a whole number"),
        ({"a": 2**51}, "beyond"),
        ({"r": Fraction(1, 3)}, "finer"),
        ({"r": Fraction(1, 10**10)}, "finer"),
        ({"r": Fraction(1001)}, "beyond"),
        ({"n": 2**20 + 1}, "beyond"),
    ],
)
def test_what_exact_integers_cannot_hold_is_refused(row: dict[str, Any], words: str) -> None:
    with pytest.raises(UsufructError, match=f"U134.*{words}"):
        LAW.run(world_of([row]), "exact")
    assert LAW.run(world_of([row]), "real").paths == 1


def test_all_inputs_that_do_not_fit_are_listed() -> None:
    wrong: dict[str, Any] = {
        "eu.a": np.zeros((1, 1, 1), dtype=np.int64),
        "eu.r": np.array([[0.5]]),
        "eu.nothing": np.zeros((1, 1), dtype=np.int64),
        "eu.n": (np.array([[1]]), 3),
    }
    assert codes(LAW, wrong, [{"s": Fraction(1, 3)}]) == ["U136", "U136", "U136", "U134", "U134"]
    assert codes(LAW, {"eu.b": np.zeros((1, 2), dtype=np.int64), "eu.a": np.zeros((1, 3), dtype=np.int64)}) == ["U136"]


def test_too_many_members_are_refused() -> None:
    crowd = {**MEMBERS, "lender": tuple(map(str, range(65)))}
    with pytest.raises(UsufructError, match="U138"):
        LAW.run(World(Timeline.of(half_years(1)), crowd, {}), "exact")


def test_without_numpy_the_reference_runs_and_the_others_say_what_is_missing() -> None:
    program = """
import sys
sys.modules["numpy"] = None
from usufruct.engine import *
from datetime import date
act = Act(Source("Act A", "eu", date(2020, 1, 1)))
act.input("a", Money, act.at("Annex"), "a", each="half-year")
@act.provision(act.at("Art. 1"), since="2020-01-01", each="half-year")
def owed(a: Money) -> Money:
    return a * "1/2"
law = assemble(act)
step = Step("half-year", "one", date(2020, 6, 30), date(2020, 6, 30))
world = World(Timeline.of([step]), {}, {"eu.a": {(0, ()): 5}})
print(law.run(world).get("owed", 0))
try:
    law.run(world, "exact")
except Exception as error:
    print(error)
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    first, second = run.stdout.splitlines()
    assert first == "3"
    assert second.startswith("U137 at run: the exact execution needs numpy")


def summed(x: Money) -> Money:
    """All together."""
    return total(x, "lender")


def test_a_sum_out_of_range_is_refused() -> None:
    with pytest.raises(UsufructError, match="U135"):
        law_with(summed).run(world_of([{"x": (2**51 - 9, 2**51 - 9, 2**51 - 9)}]), "exact")
