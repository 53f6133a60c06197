"""Worlds for the loans: requests on plain days, money put in by hand, and the same arithmetic in plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import ceil, floor

from usufruct.engine import Rulebook, Step, Timeline, World
from usufruct.engine.execution.interpreter import Interpreter
from usufruct.engine.timeline import Member, Value
from usufruct.law.loans import projection_rulebook

UNION, STATES, JAPAN = "European Union", "United States", "Japan"
LENDERS = (UNION, STATES, JAPAN)
MINOR = {UNION: 100, STATES: 100, JAPAN: 1}
FROZEN = {UNION: Fraction(1), STATES: Fraction("1.1156"), JAPAN: Fraction("159.53")}


@dataclass(frozen=True)
class Request:
    """What comes from outside at one request, by lender; money in euro cents or the lender's minor units."""

    available: int
    drawn: Mapping[str, int] = field(default_factory=dict)
    factor: Mapping[str, Fraction] = field(default_factory=dict)
    rate: Mapping[str, Fraction] = field(default_factory=dict)
    more: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)


def world(principal: Mapping[str, int], requests: Sequence[Request], first: date = date(2025, 8, 25)) -> World:
    """Lenders with a principal, in force from the first request; half a year from one request to the next."""
    lenders = tuple(principal)
    days = [
        date(first.year + (i + (first.month > 6)) // 2, 8 if (i + (first.month > 6)) % 2 else 2, 25)
        for i in range(len(requests))
    ]
    steps = [Step("request", f"request {i + 1}", day, day) for i, day in enumerate(days)]
    inputs: dict[str, dict[tuple[int, Member], Value]] = {}

    def put(name: str, index: int, member: Member, value: Value) -> None:
        inputs.setdefault(name, {})[index, member] = value

    for lender in lenders:
        put("eu.principal", 0, (lender,), principal[lender])
        put("eu.frozen_rate", 0, (lender,), FROZEN[lender])
        put("eu.lender_minor_units", 0, (lender,), MINOR[lender])
        put("eu.is_union", 0, (lender,), int(lender == UNION))
        for index, each in enumerate(requests):
            put("eu.loan_in_force", index, (lender,), 1)
            put("loans.drawn", index, (lender,), each.drawn.get(lender, 0))
            put("loans.interest_factor", index, (lender,), each.factor.get(lender, Fraction(0)))
            put("loans.lender_rate", index, (lender,), each.rate.get(lender, FROZEN[lender]))
    for index, each in enumerate(requests):
        put("eu.voluntary_contributions", index, (), each.available)
        for name, by_lender in each.more.items():
            for lender, value in by_lender.items():
                put(name, index, (lender,) if lender else (), value)
    members = {"custodian": (), "currency": (), "lender": lenders}
    return World(Timeline.of(steps), members, inputs)


class Ran:
    """A finished run, asked by short names."""

    def __init__(self, asked: World, law: Rulebook | None = None) -> None:
        self.law = law or projection_rulebook()
        self.world = asked
        self.run = Interpreter(self.law, asked).run()

    def __call__(self, name: str, request: int, lender: str = "") -> Fraction:
        member = (lender,) if lender else ()
        return Fraction(self.run.value(self.law.resolve(name), "request", request, member))


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


def to_local(cents: int, rate: Fraction, minor: int) -> int:
    return half_up(Fraction(cents) * rate * minor / 100)


def to_euro(local: int, rate: Fraction, minor: int, *, up: bool = False) -> int:
    exact = Fraction(local) * 100 / (rate * minor)
    return ceil(exact) if up else half_up(exact)
