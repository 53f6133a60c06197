"""Money by year and purpose under a regime: what the yields bring, what new lending brings, what is vested."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from usufruct import facts
from usufruct.calendar import HalfYear
from usufruct.law.eu.regulation_2026_467 import SUPPORT
from usufruct.law.supposed.reparations_loan import LOAN
from usufruct.law.supposed.vesting import VESTED_BY
from usufruct.money import read_figure
from usufruct.outlook.regime_case import RegimeCase
from usufruct.outlook.scenario_regime import begins, holds, term
from usufruct.outlook.support_loan import disbursements

if TYPE_CHECKING:
    from usufruct.outlook.projection import Projection

PURPOSES: Final = (
    "loans of the G7, served",
    "defence, Peace Facility",
    "Ukraine Facility",
    "new loan: budget",
    "new loan: defence",
    "new loan: purpose not said",
    "vested: rebuilding",
)
"""What money is for, in the words of the acts; the first goes to lenders on behalf of Ukraine, the rest reaches it."""
YEARS_OF_PAYOUT: Final = 2
"""A reparations loan was meant for two years, 2026 and 2027; it is taken as paid out evenly over as many."""
_SERVED, _DEFENCE, _FACILITY = "loans of the G7, served", "defence, Peace Facility", "Ukraine Facility"
_SPLIT_OF_165 = ("reparations-loan.part-for-budget", "reparations-loan.part-for-defence-industry")


@dataclass(frozen=True, slots=True)
class Flow:
    """Money of a year for a purpose; cents, means over the paths.

    Attributes:
        year: calendar year.
        purpose: one of :data:`PURPOSES`.
        amount: cents.
        earmarked: whether an act ties it to the purpose.
        basis: the article or the assumption it rests on.
    """

    year: int
    purpose: str
    amount: float
    earmarked: bool
    basis: str


def flows(case: RegimeCase) -> Iterator[Flow]:
    """Every flow from the year after the view on."""
    first = case.projection.scenario.known.year + 1
    found = [*_of_the_yields(case.projection), *_of_new_lending(case), *_vested(case)]
    yield from sorted((flow for flow in found if flow.year >= first), key=lambda flow: flow.year)


def by_year(case: RegimeCase) -> dict[str, dict[int, float]]:
    """Cents by purpose and year, in the order of the purposes; what brings nothing is left out."""
    found: dict[str, dict[int, float]] = {purpose: {} for purpose in PURPOSES}
    for flow in flows(case):
        years = found[flow.purpose]
        years[flow.year] = years.get(flow.year, 0.0) + flow.amount
    return {purpose: years for purpose, years in found.items() if years}


def _of_the_yields(projection: Projection) -> Iterator[Flow]:
    """Payments by what the key gives them to; what serves a loan was cash to Ukraine when the loan was drawn.

    A payment counts in the year in which it is called: that on a second half-year in the year after.
    """
    served = {row.period: row.mean for row in projection.fan("to-mechanism").rows}
    for row in projection.fan("payment").rows:
        half = HalfYear.read(row.period)
        to_loans = served.get(row.period, 0.0)
        rest = row.mean - to_loans
        facility = rest * _part_of_the_facility(projection, half)
        year = half.year if half.half == 1 else half.year + 1
        basis = f"usufruct explain project:payment:{row.period}"
        for purpose, amount in ((_SERVED, to_loans), (_DEFENCE, rest - facility), (_FACILITY, facility)):
            if amount > 0 and year <= projection.yearly_flow[-1].year:
                yield Flow(year, purpose, amount, earmarked=True, basis=basis)


def _part_of_the_facility(projection: Projection, half: HalfYear) -> float:
    """What the first key gives the Ukraine Facility, where it holds; else all of the rest is for the Peace Facility."""
    if projection.scenario.regime != "C" or not holds(projection.scenario, half):
        return 0.0
    row = projection.ready.law.row("eu.part_of_the_budget", half.end)
    return float(read_figure(row.figure)) if row is not None else 0.0


def _of_new_lending(case: RegimeCase) -> Iterator[Flow]:
    known = case.projection.ready.known
    if case.regime.letter == "E":
        split = str(SUPPORT.at("Art. 7(3)(c)"))
        for paid in disbursements(known):
            yield Flow(paid.year, "new loan: budget", float(paid.budget), earmarked=False, basis=split)
            yield Flow(paid.year, "new loan: defence", float(paid.defence), earmarked=False, basis=split)
    if case.regime.letter == "F":
        law, scenario = case.projection.ready.law, case.projection.scenario
        era = law.row("eu.era_part_of_the_loan", begins(scenario))
        first = law.option("era_under_the_loan") == "repaid first"
        aside = float(read_figure(era.figure)) * 100 if era is not None and first else 0.0
        amount = max(case.loan - aside, 0.0) / YEARS_OF_PAYOUT
        for number in range(YEARS_OF_PAYOUT):
            year = begins(scenario).year + number
            for purpose, part in _purposes(law.option("size_of_the_loan")).items():
                yield Flow(year, purpose, amount * part, earmarked=False, basis=str(LOAN.at("size of the loan")))


def _purposes(size: str) -> Mapping[str, float]:
    """The split that was reported, of the loan of EUR 165bn only."""
    found = {entry.id: entry for entry in facts.proposals()}
    parts = [float(found[name].value or 0) for name in _SPLIT_OF_165 if name in found]
    if size != "165" or len(parts) != len(_SPLIT_OF_165) or not all(parts):
        return {"new loan: purpose not said": 1.0}
    budget, defence = parts
    whole = budget + defence
    return {"new loan: budget": budget / whole, "new loan: defence": defence / whole}


def _vested(case: RegimeCase) -> Iterator[Flow]:
    if case.regime.letter == "J":
        amount = float(term(case.projection.scenario, "vesting_ordered")) * 100
        if amount > 0:
            year = begins(case.projection.scenario).year
            yield Flow(year, "vested: rebuilding", amount, earmarked=True, basis=str(VESTED_BY))
