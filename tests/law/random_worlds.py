"""Random half-years, years, uses, decisions and loans, for laws that must hold whatever the figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from hypothesis import strategies as st

from tests.law.worlds import half_years, timeline, world
from usufruct.engine import Result, Rulebook, Step, World
from usufruct.engine.timeline import Member, Value
from usufruct.law import rulebook

CUSTODIANS = ("Castor", "Pollux")
CURRENCIES = ("EUR", "USD", "JPY")
LENDERS = ("European Union", "United States", "Japan")
AMOUNT = 10**13

amounts = st.integers(0, AMOUNT) | st.integers(0, 300)
signed = st.integers(-AMOUNT, AMOUNT) | st.integers(-300, 300)
rates = st.sampled_from([Fraction(0), Fraction(1, 100), Fraction(37, 1000), Fraction(1, 2)])
exchange = st.sampled_from([Fraction("1.0813"), Fraction("159.53"), Fraction("0.83953")])
flags = st.integers(0, 1)

READINGS: dict[str, tuple[str, ...]] = {
    name: each.options for name, each in rulebook().readings.items() if name != "working_days"
}


@dataclass(frozen=True)
class Case:
    """A law under some readings and a world for it."""

    law: Rulebook
    world: World
    halves: tuple[str, ...]
    given: Mapping[tuple[str, str, Member], Value]

    def __repr__(self) -> str:
        """What is not zero and not the default, so that a failing case can be read."""
        put = {" ".join((name, label, *who)): str(value) for (name, label, who), value in self.given.items() if value}
        choices = {name: option for name, option in self.law.choices.items() if option != READINGS[name][0]}
        return f"<{self.halves[0]} to {self.halves[-1]}: {choices} {put}"[:20_000] + ">"

    def run(self) -> Result:
        result = self.law.run(self.world)
        assert isinstance(result, Result)
        return result

    def labels(self, cadence: str) -> list[str]:
        return [step.label for step in self.world.timeline.steps[cadence]]


Sometimes = Callable[[str, str, Member, st.SearchStrategy[Value]], None]
"""Puts a value in, or leaves the input out."""

PER_HALF_YEAR: tuple[tuple[str, st.SearchStrategy[Value]], ...] = (
    ("value_held", st.sampled_from([10**8, 10**8 + 1, 0])),
    ("retains_the_cap", st.just(0)),
    ("retention_requested", signed),
    ("extra_retention_rate", rates),
    ("extra_retention_cut", rates),
    ("amount_used", signed),
    ("released_by_decision", signed),
    ("still_needed", signed),
    ("bank_levy", st.integers(0, 10**6)),
)
PER_LINE = (("revenue", amounts), ("expenses", amounts), ("risk_provision", st.integers(0, 10**8)))
PER_YEAR: tuple[tuple[str, st.SearchStrategy[Value]], ...] = (
    ("audited", st.just(1)),
    ("audited_retention_is_stated", flags),
    ("audited_retention", signed),
    ("retained_amounts_reported", flags),
)


@st.composite
def cases(draw: st.DrawFn, most: int = 14, *, lenders: bool = True) -> Case:
    """A run of half-years with anything in it."""
    halves = half_years(draw(st.sampled_from(["2024-H1", "2024-H2", "2025-H1"])), draw(st.integers(1, most)))
    ends = draw(st.booleans())
    steps = timeline(halves, draw(st.integers(1, 2)) if ends else 0)
    given: dict[tuple[str, str, Member], Value] = {}

    def sometimes(name: str, label: str, member: Member, values: st.SearchStrategy[Value]) -> None:
        if draw(st.booleans()):
            given[name, label, member] = draw(values)

    for label in halves:
        _half_year(label, given, sometimes, draw)
    for step, custodian in product(steps.steps["financial-year"], CUSTODIANS):
        for name, values in PER_YEAR:
            sometimes(name, step.label, (custodian,), values)
        sometimes("audited_revenue", step.label, (custodian, "EUR"), amounts)
        sometimes("audited_expenses", step.label, (custodian, "JPY"), amounts)
    calls = steps.steps["call"]
    over_from = draw(st.integers(0, len(calls) - 1)) if ends else len(calls)
    for index, step in enumerate(calls):
        given["ban_over", step.label, ()] = int(index >= over_from)
        sometimes("annex_deviation", step.label, (), rates)
        for custodian in CUSTODIANS:
            sometimes("needed_after_the_end", step.label, (custodian,), amounts)
    if lenders:
        _loans(given, steps.steps["request"], sometimes, draw)
    law = rulebook().choose(**{name: draw(st.sampled_from(options)) for name, options in READINGS.items()})
    made = world(steps, given, CUSTODIANS, CURRENCIES, LENDERS if lenders else (), law)
    return Case(law, made, tuple(halves), given)


def _half_year(label: str, given: dict[tuple[str, str, Member], Value], sometimes: Sometimes, draw: st.DrawFn) -> None:
    for code in CURRENCIES[1:]:
        rate = draw(exchange)
        given["average_rate", label, (code,)] = rate
        given["closing_rate", label, (code,)] = rate + Fraction(1, 1000)
        sometimes("own_rate", label, (code,), exchange)
    for custodian in CUSTODIANS:
        for name, values in PER_HALF_YEAR:
            sometimes(name, label, (custodian,), values)
        for (name, line), code in product(PER_LINE, CURRENCIES):
            sometimes(name, label, (custodian, code), line)


def _loans(
    given: dict[tuple[str, str, Member], Value],
    requests: Sequence[Step],
    sometimes: Sometimes,
    draw: st.DrawFn,
) -> None:
    minor = {"European Union": 100, "United States": 100, "Japan": 1}
    for lender in LENDERS:
        given["principal", "", (lender,)] = draw(st.integers(1, AMOUNT))
        given["frozen_rate", "", (lender,)] = draw(exchange)
        given["lender_minor_units", "", (lender,)] = minor[lender]
        given["is_union", "", (lender,)] = int(lender == "European Union")
    for step in requests:
        for lender in LENDERS:
            given["amount_due", step.label, (lender,)] = draw(amounts)
            sometimes("loan_in_force", step.label, (lender,), flags)
            sometimes("unspent", step.label, (lender,), amounts)
            sometimes("reduction_for_undisbursed", step.label, (lender,), rates)
        for name in ("union_loan_due", "early_repayment", "reparations_received", "suspended_amounts_used"):
            sometimes(name, step.label, (), signed)
        for name in ("voluntary_contributions", "interest_on_surplus"):
            sometimes(name, step.label, (), amounts)
        sometimes("union_share_suspended", step.label, (), flags)
