"""From a scenario to the arrays of the compiled driver: markets, cash, loans, dates and the opening balances.

Everything known before a run is worked out here in exact numbers and turned into floats once, at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from usufruct import facts
from usufruct.calendar import HalfYear, half_years
from usufruct.engine import Rulebook
from usufruct.engine.straight.half_year import OTHER_LAW
from usufruct.errors import refuse
from usufruct.facts import Facts
from usufruct.markets.elementary import log
from usufruct.markets.exchange import ExchangeRate
from usufruct.markets.policy_rates import CURRENCIES as RATES
from usufruct.markets.short_rate import ShortRate
from usufruct.outlook.cash_plan import CashPlan, cash_plan
from usufruct.outlook.half_year_inputs import CUSTODIAN
from usufruct.outlook.known_markets import KnownMarkets, known_markets
from usufruct.outlook.lead_in import SETTLED_MONTH, LeadIn, check_view, ended, lead_in
from usufruct.outlook.loan_plan import LoanPlan, loan_plans
from usufruct.outlook.projected_law import law_of_the_regime, law_without_it, projected_law
from usufruct.outlook.run import Inputs
from usufruct.outlook.scenario import Scenario
from usufruct.outlook.scenario_partners import QUANTITY, partners_paid
from usufruct.outlook.scenario_regime import BY_RULES, first_of_paths, has_other_rules, holds, regime_inputs, resolved
from usufruct.outlook.settlement import CURRENCIES, Settlement, settlement
from usufruct.waterfall.horizon import call_day, payment_number

Doubles = NDArray[np.float64]
OUTPUTS = (
    ("eu.contribution", "half-year"),
    ("eu.payment", "call"),
    ("eu.mechanism_part", "call"),
    ("eu.released", "call"),
    ("outlook.retained_in_all", "call"),
    ("outlook.paid_in_all", "call"),
    ("outlook.payment_of_two", "call"),
    ("eu.paid_to_lender", "request"),
    ("eu.undistributed", "request"),
    ("outlook.owed", "request"),
    ("outlook.owed_in_all", "request"),
    ("outlook.interest_in_all", "request"),
    ("loans.outstanding", "request"),
)
"""Quantities of every half-year; debts by lender come last, where the driver looks for the day of repayment."""


@dataclass(frozen=True)
class Prepared:
    """A scenario made ready to run.

    Attributes:
        scenario: as given, a regime of figures written out.
        law: amended by it, as known on its day.
        known: the facts as known.
        markets: rates and exchange rates.
        cash: what is held, month by month.
        plans: the loans, in the stated order.
        lead_in: half-years before the paths.
        halves: half-years of the paths, oldest first.
        models: short rates from the first month of the paths.
        exchanges: exchange rates.
        settlement: the compiled half-year.
        inputs: arrays for :func:`usufruct.outlook.run.run`.
    """

    scenario: Scenario
    law: Rulebook
    known: Facts
    markets: KnownMarkets
    cash: CashPlan
    plans: tuple[LoanPlan, ...]
    lead_in: LeadIn
    halves: tuple[HalfYear, ...]
    models: tuple[ShortRate, ...]
    exchanges: tuple[ExchangeRate, ...]
    settlement: Settlement
    inputs: Inputs

    @property
    def months(self) -> tuple[date, ...]:
        """First days of the months of the paths: those of the half-years, and six more to settle the last one."""
        return months_from(self.halves[0].start, 6 * len(self.halves) + 6)


def prepare(scenario: Scenario) -> Prepared:
    """Make a scenario ready to run.

    Raises:
        UsufructError: ``X121`` where the day of the view is too early, ``X122`` where the horizon leaves no half-year,
            and whatever facts, law and holdings refuse.

    Example:
        >>> from usufruct.outlook.scenario import baseline
        >>> ready = prepare(baseline("2026-11-22").but(horizon="2030-12-31"))
        >>> ready.halves[0].label, ready.halves[-1].label, ready.inputs.weights.shape
        ('2027-H1', '2030-H2', (54, 6))
    """
    meant = resolved(scenario)
    return replace(_prepared(replace(meant, paths=64, seed=0, name="")), scenario=meant)


@lru_cache(maxsize=64)
def _prepared(scenario: Scenario) -> Prepared:
    """The arrays do not depend on the number of paths or the seed."""
    check_view(scenario.known)
    known = facts.load().as_of(scenario.known)
    halves = _halves(scenario)
    law = projected_law(scenario)
    markets = known_markets(scenario)
    cash = cash_plan(scenario, markets)
    plans = loan_plans(scenario, known)
    opening = lead_in(scenario, law, markets, cash, plans)
    months = months_from(halves[0].start, 6 * len(halves) + 6)
    models = markets.models(months[0], len(months))
    exchanges = markets.exchanges()
    settled = compiled(scenario, law, plans)
    inputs = _inputs(scenario, law, markets, cash, plans, opening, halves, months, models, exchanges, settled)
    return Prepared(scenario, law, known, markets, cash, plans, opening, halves, models, exchanges, settled, inputs)


def compiled(scenario: Scenario, law: Rulebook, plans: Sequence[LoanPlan]) -> Settlement:
    """The half-year of a law and its loans, written out for the compiler; of two laws where a regime has its rules."""
    terms = tuple((plan.lender, plan.terms.currency, plan.frozen_rate, plan.principal) for plan in plans)
    if not has_other_rules(scenario):
        return _written(law_without_it(scenario), terms, None, _given(scenario))
    return _written(law_without_it(scenario), terms, law_of_the_regime(scenario), _given(scenario))


def _given(scenario: Scenario) -> tuple[str, ...]:
    """What partners, and the rules of a regime, read and the driver has to bring: holdings, and the terms."""
    partners = (QUANTITY,) if scenario.partner else ()
    held = ("eu.value_held",) if scenario.regime in BY_RULES else ()
    return (*held, *regime_inputs(scenario, first_of_paths(scenario.known)), *partners)


@lru_cache(maxsize=8)
def _written(
    law: Rulebook,
    lenders: tuple[tuple[str, str, Fraction, int], ...],
    other: Rulebook | None,
    given: tuple[str, ...],
) -> Settlement:
    """Scenarios of one law differ in what they read at run time; the text of the half-year is written once."""
    own = {name: (code, rate, principal) for name, code, rate, principal in lenders}
    return settlement(law, (CUSTODIAN,), own, OUTPUTS, other=other, given=given)


def months_from(first: date, months: int) -> tuple[date, ...]:
    """First days of consecutive months.

    Example:
        >>> [str(day) for day in months_from(date(2026, 12, 1), 2)]
        ['2026-12-01', '2027-01-01']
    """
    start = first.year * 12 + first.month - 1
    return tuple(date(n // 12, n % 12 + 1, 1) for n in range(start, start + months))


def _halves(scenario: Scenario) -> tuple[HalfYear, ...]:
    first, last = first_of_paths(scenario.known), HalfYear.of(scenario.horizon)
    if last < first:
        raise refuse(
            "X122",
            f"no half-year begins after {scenario.known} and ends by {scenario.horizon}",
            "scenario, horizon",
            "a payment follows its half-year by months, so there is nothing to project",
            f"the nearest horizon is {first.end}",
        )
    return tuple(half_years(first, last))


def _inputs(
    scenario: Scenario,
    law: Rulebook,
    markets: KnownMarkets,
    cash: CashPlan,
    plans: tuple[LoanPlan, ...],
    opening: LeadIn,
    halves: tuple[HalfYear, ...],
    months: tuple[date, ...],
    models: tuple[ShortRate, ...],
    exchanges: tuple[ExchangeRate, ...],
    settled: Settlement,
) -> Inputs:
    weights, fixed = _cash_arrays(cash, months, models, scenario.known)
    return Inputs(
        loadings=np.array(markets.parameters.loadings()),
        decay=np.array([model.decay for model in models]),
        deviation=np.array([model.deviation for model in models]),
        level=np.array([model.level for model in models]).T.copy(),
        exchange=np.array([model.monthly() for model in exchanges]),
        opening_logs=np.array([log(model.start) for model in exchanges]),
        weights=weights,
        fixed=fixed,
        loan_terms=_loan_terms(plans, cash),
        part_of_year=_parts_of_year(plans, months, halves[0]),
        settled_after=np.array([SETTLED_MONTH[half.half] for half in (*halves, halves[-1].next)], np.int64),
        uniforms=np.array([uniforms(scenario, law, plans, cash, half, settled.uniforms) for half in halves]),
        opening=_opening(opening, settled),
    )


def _cash_arrays(
    cash: CashPlan, months: Sequence[date], models: Sequence[ShortRate], known: date
) -> tuple[Doubles, Doubles]:
    """Months that were over on the day of the view earn what was known, without uncertainty."""
    weights, fixed = np.zeros((len(months), len(CURRENCIES))), np.zeros((len(months), len(CURRENCIES)))
    spread = float(cash.spread)
    for row, month in enumerate(months):
        over = row + 1 < len(months) and months[row + 1] <= known
        for column, code in enumerate(CURRENCIES):
            weight = float(cash.weight(code, month))
            level = models[column].level[row] if over else 0.0
            weights[row, column] = 0.0 if over else weight
            fixed[row, column] = weight * (spread + level)
    return weights, fixed


def _loan_terms(plans: Sequence[LoanPlan], cash: CashPlan) -> Doubles:
    """Number of the index, slope and margin of each loan; the expense ratio of each custodian in the last column."""
    ratio = float(cash.expense_ratio)
    return np.array(
        [
            [RATES.index(plan.index) if plan.index else 0, float(bool(plan.index)), float(plan.margin), ratio]
            for plan in plans
        ]
    )


def _parts_of_year(plans: Sequence[LoanPlan], months: Sequence[date], first: HalfYear) -> Doubles:
    """Nothing in the months up to the last settlement of the lead-in, which counted them."""
    counted = SETTLED_MONTH[first.previous.half] + 1
    ends = (*months[1:], months_from(months[-1], 2)[1])
    parts = np.array(
        [
            [float(plan.terms.part_of_year(start, end)) for plan in plans]
            for start, end in zip(months, ends, strict=True)
        ]
    )
    parts[:counted] = 0.0
    return parts


def uniforms(
    scenario: Scenario,
    law: Rulebook,
    plans: Sequence[LoanPlan],
    cash: CashPlan,
    half: HalfYear,
    names: Sequence[str],
) -> list[float]:
    """What is one for all paths of a half-year, in the order of the compiled half-year.

    Raises:
        KeyError: for a name that no scenario sets: the compiled half-year has learnt to read something new.
    """
    over = float(ended(scenario, half))
    values = {f"eu.{name} 0": over for name in ("measures_discontinued", "ban_over")}
    values |= {f"{name} 0": _figure(law, name, half.end) for name in _DATED}
    values["eu.budget_key 0"] = _figure(law, "eu.budget_key", payment_number(half))
    values[f"eu.retained_amounts_reported 0 {CUSTODIAN}"] = float(half.half == 1)
    for name, value in regime_inputs(scenario, half).items():
        values |= dict.fromkeys((f"{name} 0", f"{name} 0 {CUSTODIAN}"), float(value))
    values[f"eu.value_held 0 {CUSTODIAN}"] = float(cash.held_in_all(half))
    values[f"{QUANTITY} 0"] = float(partners_paid(scenario, half))
    values[OTHER_LAW] = float(holds(scenario, half))
    request = call_day(half, {})
    for plan in plans:
        values[f"loans.drawn 0 {plan.lender}"] = 0.0
        values[f"loans.at_maturity 0 {plan.lender}"] = float(request >= plan.matures_on)
    return [values[name] for name in names]


def regime_of(ready: Prepared, half: HalfYear) -> dict[str, Any]:
    """What :class:`HalfYearInputs` takes for partners and the rules of a regime; nothing where there are none."""
    paid = {"partners_paid": partners_paid(ready.scenario, half)} if ready.scenario.partner else {}
    if not holds(ready.scenario, half):
        return paid
    held = {"held": ready.cash.held_in_all(half)} if ready.scenario.regime in BY_RULES else {}
    return {**paid, **held, "given": regime_inputs(ready.scenario, half)}


_DATED = ("be.tax_rate", "eu.contribution_rate", "eu.retention_rate")


def _figure(law: Rulebook, name: str, key: date | int) -> float:
    from usufruct.money import read_figure

    row = law.row(name, key)
    if row is None:
        raise refuse("X123", f"{name} has no figure on {key}", "law", remedy="take a later day of the view")
    return float(read_figure(row.figure))


def _opening(opening: LeadIn, settled: Settlement) -> Doubles:
    """Closing balances of the lead-in, in the order of the stocks of the compiled half-year."""
    stocks = {" ".join(["opening", name, *member]): (name, member) for name, member in settled.program.closing}
    return np.array([float(opening.closing(*stocks[label])) for label in settled.state])
