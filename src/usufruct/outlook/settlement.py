"""The law of one half-year as it is compiled for projections: report, call, request and loans, in one straight line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Literal

from usufruct.engine import Rulebook, Step, Timeline, World
from usufruct.engine.execution.interpreter import Key
from usufruct.engine.shape import Kind
from usufruct.engine.straight.adjoint import adjoint_source
from usufruct.engine.straight.buffer import Rows
from usufruct.engine.straight.exact_source import HELPER, exact_source
from usufruct.engine.straight.exact_symbols import GRID, ExactSymbols
from usufruct.engine.straight.half_year import OTHER_LAW, HalfYearProgram, Place, input_label, state_label, trace
from usufruct.engine.straight.program import Program, RealSymbols
from usufruct.engine.straight.real_source import narrowed, real_source
from usufruct.engine.timeline import Member, Value
from usufruct.outlook.kernel_market_source import Layout

Arithmetic = Literal["real", "exact"]
CURRENCIES = ("EUR", "USD", "GBP", "CAD", "JPY", "CHF")
MINOR_UNITS: Mapping[str, int] = {"JPY": 1}
HALF_YEAR, CALL, REQUEST = date(2028, 6, 30), date(2028, 8, 8), date(2028, 8, 25)
"""Days of the half-year that stands for all: the law has no date between 2028 and the end of a projection."""
LATER_PAYMENT = 9
"""Any payment number from 3 on: the key no longer changes."""
FIGURES = ("be.tax_rate", "eu.contribution_rate", "eu.retention_rate", "eu.budget_key")
"""Figures of the law that are read at run time, so that an amendment needs no new program."""


@dataclass(frozen=True)
class Settlement:
    """What a compiled half-year reads and writes.

    Attributes:
        law: the rulebook it was traced from.
        custodians: in the levy, in order.
        lenders: in the stated order of the allocation, with their currencies.
        rows: places in the buffer.
        uniforms: names of what is read once a half-year, in order.
        state: rows of the stocks.
        outputs: rows of the results.
        source: text of ``half_year_law(w, p)``.
        program: the straight line itself.
        world: the half-year that stands for all.
        lanes: what is read per path.
        uniform_places: what is read once a half-year.
        kept_rows: how many of the first rows hold all that the law reads per path.
        layout: where the driver writes what the law reads.
        uniform_rates: which of the values read once are rates.
    """

    law: Rulebook
    custodians: tuple[str, ...]
    lenders: Mapping[str, str]
    rows: Rows
    uniforms: tuple[str, ...]
    state: tuple[str, ...]
    outputs: tuple[str, ...]
    source: str
    program: HalfYearProgram
    world: World
    lanes: tuple[Place, ...]
    uniform_places: tuple[Place, ...]
    kept_rows: int
    layout: Layout
    uniform_rates: tuple[bool, ...]

    @cached_property
    def single(self) -> Settlement:
        """The same law in single precision: a named approximation for fans, whose bins are a thousand times wider.

        Raises:
            ValueError: for a law in exact arithmetic, which has no approximation.
        """
        if self.layout.exact:
            raise ValueError("integers have no single precision: trace the law in real arithmetic")
        return replace(self, source=narrowed(self.source), layout=replace(self.layout, single=True))

    @cached_property
    def adjoint(self) -> str:
        """Text of ``half_year_law_back(w, p)``, for float64 only; its rows follow those of the law."""
        if self.layout.exact or self.layout.single:
            return ""
        line = self.program
        return adjoint_source("half_year_law_back", line.program, self.uniforms, line.results(), self.rows)


def settlement(
    law: Rulebook,
    custodians: Sequence[str],
    lenders: Mapping[str, tuple[str, Fraction, int]],
    outputs: Sequence[tuple[str, str]],
    arithmetic: Arithmetic = "real",
    other: Rulebook | None = None,
    given: Sequence[str] = (),
) -> Settlement:
    """Trace and write the law of one half-year.

    Args:
        law: the rulebook with the loans.
        custodians: those in the levy.
        lenders: lender to (currency, frozen rate in units for one euro, initial principal in minor units).
        outputs: wanted quantities, as (name, cadence); one row per member.
        arithmetic: "real" or "exact".
        other: the law of half-years in which :data:`OTHER_LAW` is one; the law of all of them if left out.
        given: inputs of it that are one for all paths of a half-year, such as the terms of a regime.
    """
    world = _world(custodians, lenders)
    lanes, uniforms = _places(world)
    uniforms += tuple(
        (name, 0, member) for name in given for member in world.members_of((other or law).quantities[name].shape)
    )
    symbols = RealSymbols(Program()) if arithmetic == "real" else ExactSymbols(Program())
    wanted = _wanted(law, world, outputs)
    program = trace(law, _complete(world, lanes, uniforms), lanes, uniforms, wanted, symbols, other)
    state = tuple(state_label(*stock) for stock in program.closing)
    labels, read = [input_label(*place) for place in lanes], _read(program)
    rows = Rows()
    # What the law reads stands together at the beginning: the way back keeps a copy of it.
    for row in (*(label for label in labels if label in read), *state, *labels):
        rows.place(row)
    names = tuple(input_label(*place) for place in uniforms) + ((OTHER_LAW,) if other else ())
    results = program.results()
    if arithmetic == "real":
        source = real_source("half_year_law", program.program, names, results, rows)
    else:
        source = HELPER + exact_source("half_year_law", program.program, names, results, rows)
    return Settlement(
        law,
        tuple(custodians),
        {name: currency for name, (currency, _, _) in lenders.items()},
        rows,
        names,
        state,
        tuple(row for row in results if row not in state),
        source,
        program,
        world,
        lanes,
        uniforms,
        sum(label in read for label in labels) + len(state),
        _layout(world, rows, lenders, exact=arithmetic == "exact"),
        tuple(_kind(other or law, name) is Kind.RATE for name, _, _ in uniforms) + ((False,) if other else ()),
    )


def _read(program: HalfYearProgram) -> set[str]:
    """Names of the values that the results rest on."""
    line = program.program
    return {line.operations[index].data for index in line.live(program.results().values())}


def _kind(law: Rulebook, name: str) -> Kind:
    return law.parameters[name].kind if name in law.parameters else law.quantities[name].shape.kind


def _layout(world: World, rows: Rows, lenders: Mapping[str, tuple[str, Fraction, int]], *, exact: bool) -> Layout:
    lines = [f"{custodian} {code}" for custodian in world.members["custodian"] for code in CURRENCIES]
    number = {code: place for place, code in enumerate(CURRENCIES)}
    first, *abroad = lenders
    return Layout(
        revenue=tuple(rows.place(f"eu.revenue 0 {line}") for line in lines),
        expenses=tuple(rows.place(f"eu.expenses 0 {line}") for line in lines),
        average_rates=tuple(rows.place(f"eu.average_rate 0 {code}") for code in CURRENCIES if code != "EUR"),
        lender_rates=tuple(
            (rows.place(f"loans.lender_rate 0 {lender}"), number[lenders[lender][0]] - 1) for lender in abroad
        ),
        interest=tuple(rows.place(f"loans.interest_factor 0 {lender}") for lender in (first, *abroad)),
        indices=tuple(number[currency] for currency, _, _ in lenders.values()),
        exact=exact,
        grid=GRID,
    )


def _world(custodians: Sequence[str], lenders: Mapping[str, tuple[str, Fraction, int]]) -> World:
    steps = [
        Step("half-year", "half-year", HALF_YEAR, HALF_YEAR),
        Step("call", "call", CALL, CALL, {"half-year": (0,)}),
        Step("request", "request", REQUEST, REQUEST, {"call": (0,)}),
    ]
    inputs: dict[str, dict[tuple[int, Member], Value]] = {"eu.payment_number": {(0, ()): LATER_PAYMENT}}
    for custodian in custodians:
        inputs.setdefault("eu.is_depository", {})[0, (custodian,)] = 1
        inputs.setdefault("eu.value_held", {})[0, (custodian,)] = 10**13
    for code in CURRENCIES:
        inputs.setdefault("eu.minor_units", {})[0, (code,)] = MINOR_UNITS.get(code, 100)
        inputs.setdefault("eu.closing_rate", {})[0, (code,)] = 1
        inputs.setdefault("eu.average_rate", {})[0, (code,)] = 1
    for lender, (currency, rate, principal) in lenders.items():
        member: Member = (lender,)
        inputs.setdefault("eu.principal", {})[0, member] = principal
        inputs.setdefault("eu.frozen_rate", {})[0, member] = rate
        inputs.setdefault("eu.lender_minor_units", {})[0, member] = MINOR_UNITS.get(currency, 100)
        inputs.setdefault("eu.is_union", {})[0, member] = int(lender == next(iter(lenders)))
        inputs.setdefault("eu.loan_in_force", {})[0, member] = 1
        inputs.setdefault("loans.lender_rate", {})[0, member] = 1
    members = {"custodian": tuple(custodians), "currency": CURRENCIES, "lender": tuple(lenders)}
    return World(Timeline.of(steps), members, inputs)


def _places(world: World) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    lines = [(custodian, code) for custodian in world.members["custodian"] for code in CURRENCIES]
    foreign = [(code,) for code in CURRENCIES if code != "EUR"]
    lenders = [(lender,) for lender in world.members["lender"]]
    abroad = [member for member in lenders if member != lenders[0]]
    lanes: list[Place] = [(name, 0, line) for name in ("eu.revenue", "eu.expenses") for line in lines]
    lanes += [("eu.average_rate", 0, code) for code in foreign]
    lanes += [("loans.lender_rate", 0, lender) for lender in abroad]
    lanes += [("loans.interest_factor", 0, lender) for lender in lenders]
    uniforms: list[Place] = [(name, 0, ()) for name in FIGURES]
    uniforms += [("eu.measures_discontinued", 0, ()), ("eu.ban_over", 0, ())]
    uniforms += [(name, 0, lender) for name in ("loans.drawn", "loans.at_maturity") for lender in lenders]
    return tuple(lanes), tuple(uniforms)


def _complete(world: World, lanes: Sequence[Place], uniforms: Sequence[Place]) -> World:
    """Give every symbolic input a value, so that the check for missing inputs sees it."""
    for name, index, member in (*lanes, *uniforms):
        if name not in FIGURES and (index, member) not in world.inputs.get(name, {}):
            world = world.but(name, {(index, member): 0})
    return world


def _wanted(law: Rulebook, world: World, outputs: Sequence[tuple[str, str]]) -> list[Key]:
    return [
        (name, cadence, 0, member)
        for name, cadence in outputs
        for member in world.members_of(law.quantities[name].shape)
    ]
