"""Laws of one or two provisions for the tests of single words, run in the reference and in exact at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from usufruct.engine import (
    Act,
    Count,
    Flag,
    LocalMoney,
    Money,
    Rate,
    Rulebook,
    Source,
    Step,
    Timeline,
    World,
    assemble,
)
from usufruct.engine.execution.arithmetic import Radius
from usufruct.engine.execution.interpreter import Interpreter

LENDERS = ("union", "east", "west")
MEMBERS = {"custodian": ("alpha", "beta"), "currency": ("USD", "JPY"), "lender": LENDERS}


def open_act(title: str = "Act A", published: date = date(2020, 1, 1)) -> Act:
    """An act with inputs of every kind: a, b, c amounts; r a rate; n, m counts; f, g flags; x, w, cap per lender."""
    act = Act(Source(title, "eu", published))
    for name in "abc":
        act.input(name, Money, act.at(f"Annex {name}"), f"amount {name}", each="half-year", default=0, why="none")
    for name in "rs":
        act.input(name, Rate, act.at(f"Annex {name}"), f"rate {name}", each="half-year", default=0, why="none")
    for name in "nm":
        act.input(name, Count, act.at(f"Annex {name}"), f"count {name}", each="half-year", default=0, why="none")
    for name in "fg":
        act.input(name, Flag, act.at(f"Annex {name}"), f"flag {name}", each="half-year", default=0, why="none")
    for name, kind in (("x", Money), ("w", Count), ("cap", Money)):
        act.input(name, kind, act.at(f"Annex {name}"), name, per="lender", each="half-year", default=0, why="none")
    act.input(
        "local",
        LocalMoney,
        act.at("Annex"),
        "in currency",
        per="currency",
        each="half-year",
        default=0,
        why="",
    )
    act.input("price", Rate, act.at("Annex"), "units per euro", per="currency", each="half-year", default=1, why="")
    act.input("minor", Count, act.at("Annex"), "minor units", per="currency", each="half-year", default=1, why="")
    return act


def law_with(rule: Callable[..., Any], *, per: str | tuple[str, ...] = (), stock: bool = False) -> Rulebook:
    """The open act with one provision, each half-year since 2020."""
    act = open_act()
    if stock:
        act.stock(act.at("Art. 1"), since="2020-01-01", each="half-year", per=per)(rule)
    else:
        act.provision(act.at("Art. 1"), since="2020-01-01", each="half-year", per=per)(rule)
    return assemble(act, title="small law")


def half_years(count: int) -> list[Step]:
    """Steps of half a year from 2020 on."""
    days = [date(2020 + n // 2, 12, 31) if n % 2 else date(2020 + n // 2, 6, 30) for n in range(count)]
    return [Step("half-year", f"half {n}", day, day) for n, day in enumerate(days)]


def world_of(rows: Sequence[Mapping[str, Any]]) -> World:
    """A world of half-years from one mapping each; a tuple gives one value per member."""
    inputs: dict[str, dict[tuple[int, tuple[str, ...]], int | Fraction]] = {}
    for position, row in enumerate(rows):
        for name, value in row.items():
            own = inputs.setdefault(f"eu.{name}", {})
            if isinstance(value, tuple):
                axis = "currency" if name in ("local", "price", "minor") else "lender"
                own.update({(position, (member,)): one for member, one in zip(MEMBERS[axis], value, strict=True)})
            else:
                own[position, ()] = value
    return World(Timeline.of(half_years(len(rows))), MEMBERS, inputs)


def run_both(law: Rulebook, world: World) -> dict[Any, Any]:
    """The values of the reference, once exact has given the same and real has stayed inside its bound."""
    reference = Interpreter(law, world).run().values
    assert law.run(world, "exact").path(0) == reference
    bound = Interpreter(law, world, Radius()).run().values
    for key, value in law.run(world, "real").path(0).items():
        assert abs(Fraction(value) - bound[key].value) <= bound[key].radius, key
    return reference


def figures(
    rule: Callable[..., Any],
    rows: Sequence[Mapping[str, Any]],
    *,
    per: str | tuple[str, ...] = (),
    stock: bool = False,
) -> list[Any]:
    """What a rule makes of each row of inputs: a figure, or one per member as a tuple."""
    law = law_with(rule, per=per, stock=stock)
    world = world_of(rows)
    values = run_both(law, world)
    name = f"eu.{rule.__name__}"
    members = world.members_of(law.quantities[name].shape)
    found = [tuple(values[name, "half-year", n, member] for member in members) for n in range(len(rows))]
    return [each[0] for each in found] if not per else found
