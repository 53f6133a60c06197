"""The five loans as numbers: what was drawn and when, what interest costs, when they mature, as known on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from usufruct.engine.assumption import Assumption
from usufruct.facts import Facts, reference_rate
from usufruct.law.loans import LoanTerms, loan_terms
from usufruct.money import round_to_integer
from usufruct.outlook.scenario import LENDERS, Scenario
from usufruct.waterfall.published import FROZEN_DAY

_SHORT: Final = {name: short for short, name in LENDERS.items()}
UNDRAWN: Final = (
    "what was not known to be drawn is taken as drawn at the last request before the paths begin; "
    "the days are not published"
)


@dataclass(frozen=True, slots=True)
class LoanPlan:
    """One loan as a projection runs it.

    Attributes:
        terms: as published or assumed.
        frozen_rate: units of its currency for one euro in the allocation.
        principal: committed, in minor units of its currency.
        drawings: (day, minor units), oldest first; never more than the principal in sum.
        index: currency whose policy rate stands in for the index; empty for a fixed rate.
        margin: over that rate, or the fixed rate; fractions of one a year.
        matures_on: from then on the whole debt is due.
    """

    terms: LoanTerms
    frozen_rate: Fraction
    principal: int
    drawings: tuple[tuple[date, int], ...]
    index: str
    margin: Fraction
    matures_on: date

    @property
    def lender(self) -> str:
        """The lender, as on the axis of the law."""
        return self.terms.lender

    @property
    def undrawn(self) -> int:
        """Minor units not known to be drawn."""
        return self.principal - sum(amount for _, amount in self.drawings)

    def interest(self, start: date, end: date, index_rate: Fraction) -> Fraction:
        """Rate times days over basis between two days, at a mean rate of the index."""
        rate = index_rate + self.margin if self.index else self.margin
        return rate * self.terms.part_of_year(start, end)


def loan_plans(scenario: Scenario, known: Facts) -> tuple[LoanPlan, ...]:
    """Return the loans of a scenario in the stated order of the allocation.

    Args:
        scenario: whose costs and principals replace those known.
        known: the facts as of the day of the view.

    Raises:
        UsufructError: ``F132`` where a loan was not known yet.
    """
    return tuple(_plan(terms, scenario, known) for terms in loan_terms())


def cost(terms: LoanTerms, known: Facts) -> Assumption | Fraction:
    """Margin over the policy rate, or the fixed rate: an assumption, or the sum of printed figures and assumptions."""
    level, over = terms.rate.level, terms.rate.over_policy_rate
    if isinstance(level, Assumption):
        return level if over is None or level.low == level.high else _sum(over, level)
    printed = known.get(level).amount
    return printed if over is None else _shifted(over, printed)


def _sum(over: Assumption, level: Assumption) -> Assumption:
    why = f"{over.why}; {level.why}"
    return Assumption(
        f"cost of the loan: {over.name}", over.low + level.low, over.value + level.value, over.high + level.high, why
    )


def _shifted(over: Assumption, by: Fraction) -> Assumption:
    name = f"{over.name}, with the margin"
    return Assumption(name, over.low + by, over.value + by, over.high + by, over.why)


def _plan(terms: LoanTerms, scenario: Scenario, known: Facts) -> LoanPlan:
    short = _SHORT[terms.lender]
    assumed = cost(terms, known)
    margin = dict(scenario.cost).get(short, assumed.value if isinstance(assumed, Assumption) else assumed)
    printed = known.get(terms.principal).amount
    principal = int(dict(scenario.principal).get(short, printed) * terms.minor_units)
    frozen = Fraction(1) if terms.currency == "EUR" else reference_rate(terms.currency, FROZEN_DAY)
    return LoanPlan(
        terms,
        frozen,
        principal,
        _drawings(terms, known, principal),
        terms.rate.near,
        margin,
        _maturity(terms, known),
    )


def _drawings(terms: LoanTerms, known: Facts, principal: int) -> tuple[tuple[date, int], ...]:
    there = {figure.id: figure for figure in known.figures}
    left, found = principal, []
    for drawing in terms.drawdowns:
        figure = there.get(drawing.fact)
        if figure is None or not drawing.interest_runs:
            continue
        amount = figure.amount
        if figure.currency != terms.currency:
            amount *= _rate(terms.currency, drawing.on) / _rate(figure.currency, drawing.on)
        minor = min(round_to_integer(amount * terms.minor_units), left)
        left -= minor
        found.append((drawing.on, minor))
    return tuple(found)


def _rate(currency: str, day: date) -> Fraction:
    return Fraction(1) if currency == "EUR" else reference_rate(currency, day, on_or_before=True)


def _maturity(terms: LoanTerms, known: Facts) -> date:
    term = terms.maturity_years
    years = term.value if isinstance(term, Assumption) else known.get(term).amount
    first = terms.agreed_on or terms.in_force_on
    return first.replace(year=first.year + int(years), day=min(first.day, 28))
