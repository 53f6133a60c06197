"""What lies between the first payment and the first random month: settled half-years, and those under way.

Half-years whose payment was received are actuals: the law is solved for the revenue behind each receipt. Half-years
that have ended or are ending on the day of the view, but whose payment was not received by then, are run at the rates
known and expected. All of them go through the exact reference; its closing balances open the projection.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from usufruct import facts
from usufruct.calendar import HalfYear, half_years
from usufruct.engine import Result, Rulebook
from usufruct.engine.execution.interpreter import Interpreter
from usufruct.errors import refuse
from usufruct.facts import Facts, reference_rate
from usufruct.facts.reference_rates import reference_rates
from usufruct.outlook.cash_plan import CashPlan
from usufruct.outlook.half_year_inputs import HalfYearInputs, Number, world_of
from usufruct.outlook.known_markets import KnownMarkets
from usufruct.outlook.loan_plan import LoanPlan
from usufruct.outlook.scenario import Scenario
from usufruct.outlook.scenario_regime import first_of_paths
from usufruct.outlook.settlement import CURRENCIES
from usufruct.waterfall.horizon import FIRST_TO_MECHANISM, REQUEST_AFTER, call_day, payment_number
from usufruct.waterfall.payments import figure_of, payment_numbers
from usufruct.waterfall.published import CUSTODIAN
from usufruct.waterfall.replay import replay

FIRST = HalfYear(2024, 1)
SETTLED_MONTH = {1: 1, 2: 3}
"""By half, the month of the next half-year (from 0) in which a half-year is settled: August and April."""


@dataclass(frozen=True)
class LeadIn:
    """The half-years before the paths begin.

    Attributes:
        halves: every half-year since the first payment, oldest first.
        paid: payment days that were known, by number.
        received: numbers of the payments that were received by the day of the view.
        result: the exact run over them.
    """

    halves: tuple[HalfYearInputs, ...]
    paid: Mapping[int, date]
    received: frozenset[int]
    result: Result

    def closing(self, stock: str, member: tuple[str, ...]) -> Fraction:
        """Balance of a stock when the paths begin."""
        run = self.result.interpreter
        cadence = run.law.quantities[stock].shape.cadence
        return Fraction(run.opening(stock, cadence, len(run.world.timeline.steps[cadence]), member))


def check_view(known: date) -> None:
    """Refuse a day of the view on which the debts of the loans cannot be opened.

    Raises:
        UsufructError: ``X121`` for a day before the loan mechanism had been paid for the first time.
    """
    last = first_of_paths(known).previous
    if last < FIRST or payment_number(last) < FIRST_TO_MECHANISM:
        raise refuse(
            "X121",
            f"no projection opens on {known}",
            "scenario, known",
            "debts are opened from the first payment to the loan mechanism on",
            "take a day of the view from 1 October 2025 on",
        )


def lead_in(
    scenario: Scenario,
    law: Rulebook,
    markets: KnownMarkets,
    cash: CashPlan,
    plans: Sequence[LoanPlan],
) -> LeadIn:
    """Run every half-year before the paths."""
    last = first_of_paths(scenario.known).previous
    halves = half_years(FIRST, last)
    builder = _Builder(scenario, markets, cash, plans, last)
    made = tuple(builder.half_year(half) for half in halves)
    world = world_of(made, plans, builder.paid)
    result = Result(law, world, Interpreter(law, world).run())
    return LeadIn(made, builder.paid, frozenset(builder.revenue), result)


def levied_half_years(
    scenario: Scenario, markets: KnownMarkets, cash: CashPlan, last: HalfYear, published: Facts | None = None
) -> tuple[HalfYearInputs, ...]:
    """Every half-year from the first payment to a last one, without the loans: received ones as actuals."""
    builder = _Builder(scenario, markets, cash, (), last, published)
    return tuple(builder.half_year(half) for half in half_years(FIRST, last))


@dataclass
class _Builder:
    """Inputs of the lead-in, half-year by half-year."""

    scenario: Scenario
    markets: KnownMarkets
    cash: CashPlan
    plans: Sequence[LoanPlan]
    last: HalfYear
    published: Facts | None = None
    paid: dict[int, date] = field(default_factory=dict)
    revenue: dict[int, Fraction] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, (day, revenue) in _received(self.scenario.known, self.published).items():
            self.paid[number] = day
            self.revenue[number] = revenue

    def half_year(self, half: HalfYear) -> HalfYearInputs:
        number = payment_number(half)
        received = number in self.revenue
        revenue: Mapping[str, Number] = {"EUR": self.revenue[number]} if received else self._revenue(half)
        expenses: Mapping[str, Number] = {}
        if not received:
            expenses = {code: amount * self.cash.expense_ratio for code, amount in revenue.items()}
        final = half == self.last
        start, end = self._interest_from(half), self._interest_to(half)
        return HalfYearInputs(
            half,
            revenue,
            expenses,
            {code: self._average(code, half) for code in CURRENCIES},
            discontinued=ended(self.scenario, half),
            lender_rate={plan.lender: self._rate(plan.terms.currency, end) for plan in self.plans},
            interest_factor={plan.lender: self._interest(plan, start, end) for plan in self.plans},
            drawn={plan.lender: sum(self._drawn(plan, start, end, final=final).values()) for plan in self.plans},
            factor_on_drawn={plan.lender: self._on_drawn(plan, start, end) for plan in self.plans},
            earlier_profits=int(self.scenario.earlier_profits * 100) if final else 0,
            note="implied by the payment received" if received else "rates known and expected on the day of the view",
        )

    def _revenue(self, half: HalfYear) -> dict[str, Number]:
        months = [date(half.year, half.start.month + n, 1) for n in range(6)]
        found: dict[str, Number] = {}
        for code in CURRENCIES:
            rates = self.markets.monthly(code, half.start, 6)
            pairs = zip(months, rates, strict=True)
            whole = sum((self.cash.weight(code, m) * (rate + self.cash.spread) for m, rate in pairs), Fraction(0))
            found[code] = round(whole)
        return found

    def _request_day(self, half: HalfYear) -> date:
        return call_day(half, self.paid) + REQUEST_AFTER

    def _interest_to(self, half: HalfYear) -> date:
        """The day of the request; at the end of the lead-in that of its month, where the paths take over."""
        if half != self.last:
            return self._request_day(half)
        after = half.next.start
        month = after.month + SETTLED_MONTH[half.half] + 1
        return date(after.year, month, 1)

    def _interest_from(self, half: HalfYear) -> date:
        if payment_number(half) <= FIRST_TO_MECHANISM:
            return date.min
        return self._request_day(half.previous)

    def _interest(self, plan: LoanPlan, start: date, end: date) -> Fraction:
        if start == date.min or start >= end:
            return Fraction(0)
        index = self.markets.mean(plan.index, start, end) if plan.index else Fraction(0)
        return plan.interest(start, end, index)

    def _drawn(self, plan: LoanPlan, start: date, end: date, *, final: bool) -> dict[date, int]:
        drawn = {day: amount for day, amount in plan.drawings if start < day <= end}
        if final and plan.undrawn:
            drawn[end] = drawn.get(end, 0) + plan.undrawn
        return drawn

    def _on_drawn(self, plan: LoanPlan, start: date, end: date) -> Fraction:
        """Interest from each drawing to the request, weighted by amount."""
        drawn = self._drawn(plan, start, end, final=end == self._interest_to(self.last))
        whole = sum(drawn.values())
        if not whole:
            return Fraction(0)
        interest = (amount * self._interest(plan, day, end) for day, amount in drawn.items() if amount)
        return sum(interest, Fraction(0)) / whole

    def _average(self, code: str, half: HalfYear) -> Number:
        """Mean over the ends of the months known, else the last rate known."""
        ends = [_month_end(half.start, n) for n in range(6)]
        rates = [self._rate(code, end) for end in ends]
        return sum(rates, Fraction(0)) / len(rates)

    def _rate(self, code: str, day: date) -> Fraction:
        if code == "EUR":
            return Fraction(1)
        last = min(self.scenario.known, reference_rates().days[-1])
        return reference_rate(code, day, on_or_before=True) if day <= last else self.markets.spot[code]


@lru_cache(maxsize=64)
def _received(known: date, published: Facts | None) -> Mapping[int, tuple[date, Fraction]]:
    """Day of each payment received by a day, and the revenue that the law implies behind it."""
    view = (facts.load() if published is None else published).as_of(known)
    settled = replay(known, facts=view).payments.settled
    found = {}
    for number in payment_numbers(view):
        figure = figure_of(number, "received", view)
        if figure is not None and figure.dated is not None and settled is not None:
            revenue = settled.found["eu.revenue", "half-year", number - 1, (CUSTODIAN, "EUR")]
            found[number] = (figure.dated, revenue)
    return found


def ended(scenario: Scenario, half: HalfYear) -> bool:
    """Whether the ban has ended by the end of a half-year, by release or because its renewal failed."""
    days = [day for day in (scenario.released, scenario.renewal_fails) if day is not None]
    return any(day <= half.end for day in days)


def _month_end(first: date, months: int) -> date:
    month = first.month + months
    return date(first.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
