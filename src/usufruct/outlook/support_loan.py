"""The Ukraine Support Loan beside the yields: when it is paid out, what it costs, and how it ranks on reparations.

The law of Regulation (EU) 2026/467 is run over half-years; nothing of it differs from path to path but the rate at
which the Union borrows. What was planned by year is published; how a year is spread over its halves is assumed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from usufruct.calendar import HalfYear, half_years
from usufruct.engine import Result, Step, Timeline, World, assemble
from usufruct.engine.assumption import Assumption
from usufruct.engine.execution.interpreter import Interpreter
from usufruct.engine.timeline import Member, Value
from usufruct.facts import Facts
from usufruct.law.eu.regulation_2026_467 import SUPPORT
from usufruct.money import round_to_integer
from usufruct.outlook.projection import Projection

FIRST: Final = HalfYear(2026, 1)
LAST_PAYMENT: Final = HalfYear(2028, 2)
"""Art. 4(2): disbursed by 31 December 2028."""
PURPOSES: Final = ("support-loan.military.2026-01-01..2027-12-31", "support-loan.budget-support.2026-01-01..2027-12-31")
_PLANNED: Final = ("support-loan.planned.2026", "support-loan.total.2026-01-01..2027-12-31")
_CENTS: Final = 100
LATE: Final = Assumption(
    "part of a year's plan that is paid in its second half",
    Fraction(1, 2),
    Fraction(1, 2),
    Fraction(1),
    "of what was planned for 2026, EUR 7.1bn were reported paid in its first half; 2027 is taken as even",
)


@dataclass(frozen=True, slots=True)
class Disbursement:
    """What is paid out in a calendar year, in cents.

    Attributes:
        year: calendar year.
        budget: for the budget.
        defence: for defence industry.
    """

    year: int
    budget: int
    defence: int


@dataclass(frozen=True, slots=True)
class Cost:
    """Interest that the Union's budget bears in a year, in cents: one path in ten below, mean, one in ten above."""

    year: int
    low: float
    mean: float
    high: float


def support_loan(
    published: Facts, until: HalfYear, reparations: Mapping[HalfYear, tuple[int, int]] | None = None
) -> Result:
    """Run the law of the loan to a half-year.

    Args:
        published: facts as known; without the plan nothing is paid out.
        until: last half-year.
        reparations: by half-year, what is received in cash and what is still owed on the loans of the G7, in cents.

    Returns:
        The run: ``get("support_loan_outstanding", "half-year 5")``.
    """
    halves = tuple(half_years(FIRST, until))
    paid = _planned(published)
    given = tuple((reparations or {}).get(half, (0, 0)) for half in halves)
    return _run(halves, tuple(paid.get(half, 0) for half in halves), given)


@lru_cache(maxsize=16)
def _run(halves: tuple[HalfYear, ...], requested: tuple[int, ...], reparations: tuple[tuple[int, int], ...]) -> Result:
    steps = [Step("half-year", half.label, half.end, half.end) for half in halves]
    inputs: dict[str, dict[tuple[int, Member], Value]] = {
        "eu.support_loan_opened": {(0, ()): sum(requested)},
        "eu.support_loan_requested": {(index, ()): amount for index, amount in enumerate(requested)},
        "eu.reparations_in_cash": {(index, ()): cash for index, (cash, _) in enumerate(reparations)},
        "eu.era_liabilities": {(index, ()): owed for index, (_, owed) in enumerate(reparations)},
    }
    law = assemble(SUPPORT, title="Ukraine Support Loan")
    world = World(Timeline.of(steps), {}, inputs)
    return Result(law, world, Interpreter(law, world).run())


def _planned(published: Facts) -> dict[HalfYear, int]:
    """What is requested by half-year: plans by year, less what was reported paid in the first half of 2026."""
    found = {each.id: each for each in published}
    if not all(name in found for name in _PLANNED):
        return {}
    first, whole = (int(found[name].amount) * _CENTS for name in _PLANNED)
    early = sum(int(each.amount) * _CENTS for name, each in found.items() if name.startswith("support-loan.disbursed"))
    later = whole - first
    second_half = int(later * LATE.value)
    return {
        HalfYear(2026, 1): early,
        HalfYear(2026, 2): first - early,
        HalfYear(2027, 1): later - second_half,
        HalfYear(2027, 2): second_half,
    }


def disbursements(published: Facts) -> tuple[Disbursement, ...]:
    """What is paid out by year and purpose; the indicative split of Art. 7(3)(c) is taken alike in each year."""
    found = {each.id: each for each in published}
    planned = _planned(published)
    if not planned or not all(name in found for name in PURPOSES):
        return ()
    defence, budget = (Fraction(found[name].amount) for name in PURPOSES)
    run = support_loan(published, LAST_PAYMENT)
    rows = []
    for year in (2026, 2027, 2028):
        paid = int(sum(run.get("support_loan_paid", f"{year}-H{half}") for half in (1, 2)))
        part = round_to_integer(paid * defence / (defence + budget), "half up")
        rows.append(Disbursement(year, paid - part, part))
    return tuple(row for row in rows if row.budget or row.defence)


def costs(projection: Projection, published: Facts, years: Sequence[int]) -> tuple[Cost, ...]:
    """What the Union's budget pays a year: the debt of its middle, at the policy rate of the paths and the margin.

    The Union borrows at long terms; its cost is taken as the euro's policy rate plus a margin, as for the other loan
    that it funds. Bands are those of the rate a year ahead, not of the margin.
    """
    run = support_loan(published, HalfYear(max(years), 2))
    margin = float(projection.ready.plans[0].margin)  # the Union's own loan stands first
    rows = []
    for year in years:
        owed = float(run.get("support_loan_outstanding", f"{year}-H1"))
        mean, deviation = _rate(projection, year)
        wide = 1.2816 * deviation
        low, middle, high = (owed * max(rate + margin, 0.0) for rate in (mean - wide, mean, mean + wide))
        rows.append(Cost(year, low, middle, high))
    return tuple(rows)


def _rate(projection: Projection, year: int) -> tuple[float, float]:
    """Mean and deviation of the euro's policy rate in the middle of a year, from the model of the paths."""
    ready, inputs = projection.ready, projection.ready.inputs
    month = (year - ready.halves[0].year) * 12 + 6 - 6 * (ready.halves[0].half - 1)
    month = min(max(month, 0), len(inputs.level) - 1)
    decay, step = float(inputs.decay[0]), float(inputs.deviation[0])
    variance = step**2 * sum(decay ** (2 * number) for number in range(month + 1))
    return float(inputs.level[month, 0]), variance**0.5


def shared(published: Facts, half: HalfYear, cash: int, era: int) -> tuple[int, int]:
    """How reparations of a half-year are shared: what repays this loan, and what is left for the others.

    Args:
        published: facts as known.
        half: when they are received.
        cash: reparations, in cents.
        era: owed on the loans of the G7 then, in cents of euro.
    """
    run = support_loan(published, half, {half: (cash, era)})
    own = int(run.get("support_loan_repaid", half.label))
    return own, cash - own
