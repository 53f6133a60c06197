"""Why a figure is what it is, in a form that anybody can work out again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

import pytest

from tests.engine.differential import law_of
from tests.engine.random_laws import world
from tests.engine.small_laws import MEMBERS, half_years
from usufruct.engine import Act, Money, Rate, Result, Source, Timeline, World, assemble

LEAVES = {"article", "input", "opening"}


OPERATIONS: dict[str, Callable[..., Any]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "neg": lambda a: -a,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b if b else 0,
    "min": min,
    "max": max,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "and": min,
    "or": max,
    "not": lambda a: 1 - a,
    "select": lambda condition, a, b: a if condition else b,
}


def rounded(x: Fraction, how: str) -> int:
    match how:
        case "half up":
            return floor(x + Fraction(1, 2))
        case "half away from zero":
            return floor(x + Fraction(1, 2)) if x >= 0 else -floor(-x + Fraction(1, 2))
        case "half even":
            return round(x)
        case "down":
            return floor(x) if x >= 0 else ceil(x)
    return ceil(x) if x >= 0 else floor(x)


def evaluate(document: dict[str, Any]) -> Fraction:
    """The figure of an explanation from its leaves alone: written without the engine, as an auditor would."""
    values: list[Fraction] = []
    for node in document["nodes"]:
        parts = [values[part] for part in node.get("parts", [])]
        match node["op"], parts:
            case _, []:
                value = Fraction(node["value"])
            case "figure", [value]:
                pass
            case "sum", _:
                value = sum(parts, Fraction(0))
            case "round", [a]:
                value = Fraction(rounded(a, node["how"]))
            case op, _:
                value = Fraction(OPERATIONS[op](*parts))
        values.append(value)
    return values[-1]


@pytest.mark.parametrize("seed", range(12))
def test_a_tree_of_a_random_law_is_worked_out_without_the_engine(seed: int) -> None:
    law = law_of(seed).law
    result = law.run(world(seed, 0))
    for name, cadence, index, member in sorted(k for k in result.interpreter.values if k[0].count(".") == 1)[::9]:
        tree = result.explain(name, index, *member, cadence=cadence)
        document = tree.as_json()
        assert evaluate(document) == Fraction(document["value"]) == result.get(name, index, *member, cadence=cadence)
        assert {leaf.op for leaf in tree.leaves()} <= LEAVES
        assert all(leaf.cite for leaf in tree.leaves())


def result() -> Result:
    act = Act(Source("Act A", "eu", date(2020, 1, 1)))
    act.parameter("levy_rate", ("2020-01-01", "99.7 %", act.at("Art. 1")))
    act.input("profit", Money, act.at("Annex"), "net profit", each="half-year", default=0, why="no profit reported")

    @act.provision(act.at("Art. 2"), since="2020-01-01", each="half-year")
    def levy(profit: Money, levy_rate: Rate) -> Money:
        """What is owed."""
        return profit * levy_rate

    @act.stock(act.at("Art. 3"), since="2020-01-01", each="half-year")
    def held(opening_held: Money, levy: Money) -> Money:
        """What is held."""
        return opening_held + levy

    inputs: Any = {"eu.profit": {(0, ()): 1000}, "eu.held": {(-1, ()): 5}}
    notes: Any = {("eu.profit", 0, ()): "annual report, page 7", ("eu.held", -1, ()): "balance sheet"}
    found: Result = assemble(act).run(World(Timeline.of(half_years(2)), MEMBERS, inputs, notes))
    return found


def test_leaves_name_their_article_their_source_or_the_reason_for_a_default() -> None:
    tree = result().explain("held", 1)
    leaves = {leaf.label: (leaf.op, leaf.value, leaf.cite) for leaf in tree.leaves()}
    assert leaves == {
        "profit half 0": ("input", 1000, "annual report, page 7"),
        "profit half 1": ("input", 0, "nothing given: no profit reported"),
        "levy_rate = 99.7 %": ("article", Fraction(997, 1000), "Act A Art. 1, since 2020-01-01"),
        "held at the start": ("opening", 5, "balance sheet"),
    }
    assert [figure.label for figure in tree.figures()] == ["held half 0, closing balance", "levy half 1"]
    assert tree.cite == "Act A Art. 3"
    assert tree.meaning == "What is held."


def test_a_changed_leaf_changes_the_figure() -> None:
    document = result().explain("levy", 0).as_json()
    assert evaluate(document) == 997
    for node in document["nodes"]:
        if node["op"] == "input":
            node["value"] = "2000"
    assert evaluate(document) == 1994


def test_a_result_shows_itself() -> None:
    run = result()
    assert repr(run) == "<Result of Act A: 4 figures over 2 steps>"
    assert "<td>levy</td>" in run._repr_html_()
    frame = run.to_polars()
    assert frame.columns == ["quantity", "cadence", "step", "member", "value", "amount", "rate"]
    assert frame["amount"].to_list() == [997, 1002, 0, 1002]
    assert run.to_pandas()["value"].tolist() == ["997", "1002", "0", "1002"]
