"""What one half-year of a projection feeds into the law, and the world that consecutive half-years make.

The reference runs over this world: first the half-years that are settled or under way, then, for a single path, every
half-year to the horizon. The compiled half-year reads the same numbers from arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final

from usufruct.calendar import HalfYear
from usufruct.engine import World
from usufruct.engine.timeline import Member, Value
from usufruct.outlook.loan_plan import LoanPlan
from usufruct.outlook.settlement import CURRENCIES, MINOR_UNITS
from usufruct.regimes.terms import ANY, terms_of
from usufruct.waterfall.horizon import FIRST_TO_MECHANISM, horizon, payment_number

CUSTODIAN: Final = "Euroclear"
BY_CUSTODIAN: Final = frozenset(term.quantity for term in terms_of(ANY))
"""Terms that befall a custodian."""
VALUE_HELD: Final = 10**13
"""Cents that stand for a holding far above the threshold; the compiled half-year takes the same."""
_FAR_ABOVE: Final = "EUR 100bn stands for any holding far above the threshold; nothing else reads it"
Number = int | Fraction


@dataclass(frozen=True)
class HalfYearInputs:
    """One half-year; money in minor units of its currency.

    Attributes:
        half_year: which one.
        revenue: of the levied custodian, by currency.
        expenses: related to it, by currency.
        average_rate: units for one euro over the half-year, by currency.
        discontinued: the ban has ended by the end of the half-year.
        lender_rate: units for one euro on the day of the request, by lender.
        interest_factor: on the opening debt since the last request, by lender.
        drawn: since the last request, by lender.
        factor_on_drawn: on that, by lender.
        at_maturity: by lender.
        earlier_profits: paid to the mechanism with the request.
        partners_paid: by partners that have joined, with the request.
        held: by the custodian at its end, in cents of euro.
        given: what the rules of a regime read, by qualified name.
        note: where revenue and rates come from.
    """

    half_year: HalfYear
    revenue: Mapping[str, Number]
    expenses: Mapping[str, Number]
    average_rate: Mapping[str, Number]
    discontinued: bool
    lender_rate: Mapping[str, Number]
    interest_factor: Mapping[str, Number]
    drawn: Mapping[str, int]
    factor_on_drawn: Mapping[str, Number] = field(default_factory=dict)
    at_maturity: Mapping[str, bool] = field(default_factory=dict)
    earlier_profits: int = 0
    partners_paid: int = 0
    held: int = VALUE_HELD
    given: Mapping[str, Number] = field(default_factory=dict)
    note: str = ""

    @property
    def payment(self) -> int:
        """Number of the payment on its profits."""
        return payment_number(self.half_year)


def world_of(halves: Sequence[HalfYearInputs], plans: Sequence[LoanPlan], paid: Mapping[int, date]) -> World:
    """Return the world of consecutive half-years.

    Args:
        halves: oldest first, the first one that of payment 1.
        plans: the loans, in the stated order.
        paid: payment days that are known, by number.
    """
    timeline = horizon([each.half_year for each in halves], paid)
    lenders = tuple(plan.lender for plan in plans)
    world = _World({}, {})
    world.standing(plans)
    requests = 0
    for index, each in enumerate(halves):
        world.half_year(index, each)
        if each.payment >= FIRST_TO_MECHANISM:
            day = timeline.steps["request"][requests].on
            world.request(requests, each, plans, day)
            requests += 1
    members = {"custodian": (CUSTODIAN,), "currency": CURRENCIES, "lender": lenders if requests else ()}
    return World(timeline, members, world.inputs, world.notes)


@dataclass(frozen=True)
class _World:
    """Inputs under construction."""

    inputs: dict[str, dict[tuple[int, Member], Value]]
    notes: dict[tuple[str, int, Member], str]

    def put(self, name: str, index: int, member: Member, value: Value, note: str) -> None:
        self.inputs.setdefault(name, {})[index, member] = value
        self.notes[name, index, member] = note

    def standing(self, plans: Sequence[LoanPlan]) -> None:
        held = "a depository whose holdings lie far above the threshold"
        self.put("eu.is_depository", 0, (CUSTODIAN,), 1, held)
        for code in CURRENCIES:
            self.put("eu.minor_units", 0, (code,), MINOR_UNITS.get(code, 100), f"minor units of {code}")
        for plan in plans:
            own = (plan.lender,)
            printed = f"fact:{plan.terms.principal}, or the scenario"
            self.put("eu.principal", 0, own, plan.principal, printed)
            self.put("eu.frozen_rate", 0, own, plan.frozen_rate, "reference rate of 19 September 2024")
            units = plan.terms.minor_units
            self.put("eu.lender_minor_units", 0, own, units, f"minor units of {plan.terms.currency}")
            union = plan.lender == plans[0].lender
            self.put("eu.is_union", 0, own, int(union), "the macro-financial loan is the Union's own")

    def half_year(self, index: int, each: HalfYearInputs) -> None:
        why = _FAR_ABOVE if each.held == VALUE_HELD else "the plan of the cash"
        self.put("eu.value_held", index, (CUSTODIAN,), each.held, why)
        for name, value in each.given.items():
            of_custodian = name in BY_CUSTODIAN
            why = "a term of the regime, as the scenario gives or assumes it"
            self.put(name, index, (CUSTODIAN,) if of_custodian else (), value, why)
        over = int(each.discontinued)
        why = "the scenario ends the measures" if over else "the scenario keeps the measures"
        self.put("eu.measures_discontinued", index, (), over, why)
        self.put("eu.ban_over", index, (), over, why)
        self.put("eu.payment_number", index, (), each.payment, "in the order of calls")
        for code in CURRENCIES:
            line = (CUSTODIAN, code)
            self.put("eu.revenue", index, line, each.revenue.get(code, 0), each.note)
            self.put("eu.expenses", index, line, each.expenses.get(code, 0), each.note)
            for name in ("eu.average_rate", "eu.closing_rate"):
                self.put(name, index, (code,), each.average_rate.get(code, 1), each.note)

    def request(self, index: int, each: HalfYearInputs, plans: Sequence[LoanPlan], day: date) -> None:
        if each.earlier_profits:
            self.put("eu.earlier_profits_paid", index, (), each.earlier_profits, "one-off of the scenario")
        if each.partners_paid:
            self.put("eu.partners_paid", index, (), each.partners_paid, "partners that join in the scenario")
        for plan in plans:
            own, name = (plan.lender,), plan.lender
            in_force = int(day >= plan.terms.in_force_on)
            self.put("eu.loan_in_force", index, own, in_force, f"in force since {plan.terms.in_force_on}")
            self.put("loans.lender_rate", index, own, each.lender_rate.get(name, 1), each.note)
            self.put("loans.interest_factor", index, own, each.interest_factor.get(name, 0), each.note)
            self.put("loans.drawn", index, own, each.drawn.get(name, 0), "drawings known, or taken as drawn")
            self.put("loans.interest_factor_on_drawn", index, own, each.factor_on_drawn.get(name, 0), each.note)
            mature = int(each.at_maturity.get(name, False))
            self.put("loans.at_maturity", index, own, mature, f"matures on {plan.matures_on}")
