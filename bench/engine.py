"""Time the exact execution of a law against the real one: to the cent for at most five times the price.

The law has what the levy has (interest, tax, a levy, retention by vintage, a call, a split by number, a capped
allocation over lenders); the figures are invented. Both executions run over the same 2,000 paths.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from statistics import median
from typing import Any

import numpy as np

from bench.cold_start import Row
from usufruct.engine import (
    Act,
    Count,
    Money,
    Rate,
    Rulebook,
    Source,
    Step,
    Timeline,
    World,
    allocate,
    assemble,
)
from usufruct.engine.execution.arrays import run_arrays
from usufruct.engine.words import accrue, aged, at, at_least_zero, keyed_by, lag, smaller, total

PATHS = 2_000
HALF_YEARS = 16
ROUNDS = 7
FLOOR, GOAL = 8, 5
MEMBERS = {
    "custodian": tuple(f"custodian {number}" for number in range(12)),
    "currency": ("EUR",),
    "lender": tuple(f"lender {number}" for number in range(5)),
}


def law() -> Rulebook:
    """A law of middling size: about 250 operations for each half-year and call."""
    act = Act(Source("Benchmark Regulation", "eu", date(2024, 1, 1)))
    place = act.at("Art. 1")
    act.parameter("tax_rate", ("2024-01-01", "25 %", place))
    act.parameter("levy_rate", ("2024-01-01", "99.7 %", place))
    act.parameter("retention_rate", ("2024-01-01", "10 %", place))
    act.parameter("split", (1, "90 %", place), (3, "95 %", place))
    act.input("balance", Money, place, "cash held", per="custodian", each="half-year")
    act.input("expenses", Money, place, "expenses", per="custodian", each="half-year")
    act.input("short_rate", Rate, place, "rate earned", each="half-year")
    act.input("principal", Money, place, "committed", per="lender")
    act.input("number", Count, place, "payment number", each="call")

    @act.provision(place, since="2024-01-01", each="half-year", per="custodian")
    def interest(balance: Money, short_rate: Rate) -> Money:
        """Interest of half a year."""
        return accrue(balance, short_rate, Count(short_rate.tracer.literal(182, Count.kind), short_rate.tracer), 360)

    @act.provision(place, since="2024-01-01", each="half-year", per="custodian")
    def tax(interest: Money, expenses: Money, tax_rate: Rate) -> Money:
        """Corporate tax."""
        return tax_rate * at_least_zero(interest - expenses)

    @act.provision(place, since="2024-01-01", each="half-year", per="custodian")
    def levy(interest: Money, expenses: Money, tax: Money, levy_rate: Rate) -> Money:
        """Share of the net profit that is owed."""
        return levy_rate * at_least_zero(interest - expenses - tax)

    @act.provision(place, since="2024-01-01", each="half-year", per="custodian")
    def retained(levy: Money, retention_rate: Rate) -> Money:
        """What may be held back."""
        return retention_rate * levy

    @act.provision(place, since="2024-01-01", each="half-year", per="custodian")
    def released(retained: Money, levy: Money) -> Money:
        """What is released after five years, or used before."""
        return aged(retained, smaller(lag(levy, 1), retained), 10).matured

    @act.provision(place, since="2024-01-01", each="call")
    def called(levy: Money, retained: Money, released: Money) -> Money:
        """What the custodians pay."""
        return total(at(levy), "custodian") - total(at(retained), "custodian") + total(at(released), "custodian")

    @act.provision(place, since="2024-01-01", each="call")
    def loans(called: Money, split: Rate, number: Count) -> Money:
        """The part that repays the loans."""
        return called * keyed_by(split, number)

    @act.provision(place, since="2024-01-01", each="call", per="lender")
    def repaid(loans: Money, principal: Money) -> Money:
        """What each lender receives."""
        return allocate(loans, principal, "lender", cap=principal, rounds=2).paid

    return assemble(act, title="benchmark")


def world(paths: int = PATHS) -> tuple[World, dict[str, Any]]:
    """The timeline, the inputs that all paths share, and those that each path has its own."""
    steps = []
    for half in range(HALF_YEARS):
        year, second = 2024 + half // 2, half % 2
        end = date(year, 12, 31) if second else date(year, 6, 30)
        paid = date(year + 1, 1, 25) if second else date(year, 7, 25)
        steps.append(Step("half-year", f"{year}-H{second + 1}", end, end))
        steps.append(Step("call", f"call {half + 1}", paid, paid, {"half-year": (half,)}))
    shared: dict[str, Any] = {
        "eu.principal": {(0, (name,)): 900_000_000_000 + 7 * n for n, name in enumerate(MEMBERS["lender"])},
        "eu.number": {(position, ()): position + 1 for position in range(HALF_YEARS)},
    }
    draw = np.random.default_rng(1)
    size = (HALF_YEARS, len(MEMBERS["custodian"]), paths)
    own = {
        "eu.balance": draw.integers(0, 2_000_000_000_000, size),
        "eu.expenses": draw.integers(0, 2_000_000_000, size),
        "eu.short_rate": (draw.integers(-5_000, 50_000, (HALF_YEARS, paths)), 10**6),
    }
    return World(Timeline.of(steps), MEMBERS, shared), own


def seconds(run: Callable[[], object]) -> float:
    """CPU seconds of one run, which a busy machine disturbs least."""
    began = time.process_time()
    run()
    return time.process_time() - began


def rows() -> list[Row]:
    """Measure both executions in turn; the ratio is the median of the rounds."""
    rulebook = law()
    shared, own = world()

    def run(execution: str) -> float:
        return seconds(lambda: run_arrays(rulebook, shared, execution, PATHS, own))

    for execution in ("real", "exact"):
        run(execution)  # compiles the kernels; not counted
    taken = [(run("real"), run("exact")) for _ in range(ROUNDS)]
    ratio = median(exact / real for real, exact in taken)
    return [
        Row(
            target=f"exact execution, {PATHS} paths",
            peer=f"{1000 * median(real for real, _ in taken):.0f}",
            ours=f"{1000 * median(exact for _, exact in taken):.0f}",
            ratio=f"{ratio:.2f}",
            floor=f"{FLOOR}",
            goal=f"{GOAL}",
            verdict="met" if ratio <= GOAL else "within" if ratio <= FLOOR else "missed",
        )
    ]
