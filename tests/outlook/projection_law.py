"""A small projection law, and random half-years for it: losses, capped lenders, repaid loans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

from usufruct.engine import Step, Timeline, World
from usufruct.engine.shape import EVER
from usufruct.engine.straight.exact_symbols import GRID
from usufruct.engine.straight.half_year import input_label
from usufruct.law.loans import projection_rulebook
from usufruct.outlook.settlement import CURRENCIES, FIGURES, Arithmetic, Settlement, settlement

LENDERS = {
    "European Union": ("EUR", Fraction(1), 1811500000000),
    "United States": ("USD", Fraction("1.1156"), 2000000000000),
    "Japan": ("JPY", Fraction("159.53"), 471900000000),
}
OUTPUTS = (
    ("eu.payment", "call"),
    ("eu.mechanism_part", "call"),
    ("eu.paid_to_lender", "request"),
    ("eu.debt_in_euro", "request"),
)
HALF_YEARS = 4


@cache
def law(arithmetic: Arithmetic, custodians: Sequence[str] = ("Alpha", "Beta")) -> Settlement:
    return settlement(projection_rulebook(), custodians, LENDERS, OUTPUTS, arithmetic)


def opening(traced: Settlement, rng: Random) -> dict[str, int]:
    """Stocks on the first day: loans large, almost repaid or repaid; nothing retained yet."""
    values = dict.fromkeys(traced.state, 0)
    for lender, (_, _, principal) in LENDERS.items():
        owed = rng.choice((principal, principal // 10**5, 0))
        values[f"opening loans.outstanding {lender}"] = owed
        values[f"opening loans.drawn_so_far {lender}"] = principal
    return {row: value for row, value in values.items() if row in traced.state}


def half_year(traced: Settlement, rng: Random) -> dict[str, Fraction]:
    """Everything that a half-year reads, rates on the grid of the exact execution."""
    values: dict[str, Fraction] = {}
    for name, index, member in (*traced.lanes, *traced.uniform_places):
        values[input_label(name, index, member)] = Fraction(_value(name, member, rng))
    for name, figure in zip(FIGURES, ("0.25", "0.997", "0.10", "0.95"), strict=True):
        values[f"{name} 0"] = Fraction(figure)
    return values


def _value(name: str, member: tuple[str, ...], rng: Random) -> Any:
    match name:
        case "eu.revenue":
            return rng.choice((0, rng.randint(-(10**9), 10**9), rng.randint(0, 10**12)))
        case "eu.expenses":
            return rng.choice((0, rng.randint(0, 10**10)))
        case "eu.average_rate" | "loans.lender_rate":
            return Fraction(rng.randint(GRID // 2, 3 * GRID) * (100 if "J" in member[-1] else 1), GRID)
        case "loans.interest_factor":
            return Fraction(rng.randint(-(GRID // 100), GRID // 20), GRID)
        case "loans.drawn" | "loans.at_maturity":
            return rng.choice((0, 0, 10**9)) if name == "loans.drawn" else rng.choice((0, 0, 0, 1))
    return rng.choice((0, 0, 0, 1))


def long_world(traced: Settlement, start: dict[str, int], years: list[dict[str, Fraction]]) -> World:
    """The same half-years one after the other, for the interpreter."""
    steps = []
    for number in range(len(years)):
        year, second = 2028 + number // 2, number % 2
        end = date(year, 12, 31) if second else date(year, 6, 30)
        call = date(year + 1, 2, 8) if second else date(year, 8, 8)
        request = date(year + 1, 2, 25) if second else date(year, 8, 25)
        steps.append(Step("half-year", f"{number}", end, end))
        steps.append(Step("call", f"{number}", call, call, {"half-year": (number,)}))
        steps.append(Step("request", f"{number}", request, request, {"call": (number,)}))
    inputs: dict[str, dict[tuple[int, tuple[str, ...]], Any]] = {}
    for name, given in traced.world.inputs.items():
        ever = traced.law.quantities[name].shape.cadence == EVER
        positions = (0,) if ever else range(len(years))
        inputs[name] = {(position, member): value for position in positions for (_, member), value in given.items()}
    for name, _, member in (*traced.lanes, *traced.uniform_places):
        if name not in FIGURES:
            for number, values in enumerate(years):
                inputs.setdefault(name, {})[number, member] = values[input_label(name, 0, member)]
    for (name, member), row in zip(traced.program.closing, traced.state, strict=True):
        inputs.setdefault(name, {})[-1, member] = start[row]
    return World(Timeline.of(steps), traced.world.members, inputs)


__all__ = ["CURRENCIES", "HALF_YEARS", "LENDERS", "OUTPUTS", "half_year", "law", "long_world", "opening"]
