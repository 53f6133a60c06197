"""Guarantees and losses under a regime, by bearer; what nobody has said stays unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from usufruct.calendar import HalfYear
from usufruct.law.supposed.higher_yield import VEHICLE
from usufruct.law.supposed.reparations_loan import LOAN
from usufruct.outlook.half_year_inputs import CUSTODIAN
from usufruct.outlook.reference_path import reference_path, step_of
from usufruct.outlook.regime_case import RegimeCase
from usufruct.outlook.scenario_regime import begins, term
from usufruct.outlook.support_loan import LAST_PAYMENT, costs
from usufruct.regimes.guarantees import guarantees_printed
from usufruct.regimes.terms import TERMS

TAIL: Final = Fraction(-1645, 1000)
"""Standard deviations of the one year in twenty that is worst, of a normal distribution."""
_BEARERS: Final = {
    "loss_of_the_budget": "budget of the Union",
    "loss_of_the_custodian": "custodian",
    "loss_set_off": "later proceeds, and so Ukraine",
}


@dataclass(frozen=True, slots=True)
class Borne:
    """A guarantee or a loss.

    Attributes:
        what: the risk.
        bearer: who bears it.
        amount: cents; None where nobody has published or said how much.
        low: least, where there is a range.
        high: most.
        basis: article, draft or assumption.
    """

    what: str
    bearer: str
    amount: float | None
    basis: str
    low: float | None = None
    high: float | None = None


def borne(case: RegimeCase) -> Iterator[Borne]:
    """Every guarantee and loss."""
    yield from _debts(case)
    special = {"E": _support, "F": _guarantees, "G": _vehicle, "I": _deal, "J": _vesting}.get(case.regime.letter)
    if special is not None:
        yield from special(case)


def _debts(case: RegimeCase) -> Iterator[Borne]:
    """What the yields leave unpaid: at a release, else at the horizon."""
    for loss in case.projection.loss_by_bearer():
        what = f"loan of {loss.lender} left unpaid"
        yield Borne(what, loss.bearer, loss.mean, "Regulation (EU) 2024/2773 Art. 5(6)-(7) and 7", loss.low, loss.high)


def _support(case: RegimeCase) -> Iterator[Borne]:
    known = case.projection.ready.known
    for cost in costs(case.projection, known, (LAST_PAYMENT.year - 1,)):
        what = f"interest of {cost.year} on the Ukraine Support Loan"
        yield Borne(what, "budget of the Union", cost.mean, "Regulation (EU) 2026/467 Art. 22", cost.low, cost.high)
    yield Borne(
        "principal, if no reparations are paid",
        "budget of the Union",
        None,
        "Regulation (EU) 2026/467 Art. 4(4), 20(2)",
    )


def _guarantees(case: RegimeCase) -> Iterator[Borne]:
    cite = str(LOAN.at("guarantees"))
    yield Borne("guarantees of the loan in all", "member states by a key not published", float(case.loan), cite)
    for each in guarantees_printed():
        yield Borne("guarantee, of a loan whose size was not said", each.state, float(each.amount), each.basis)


def _vehicle(case: RegimeCase) -> Iterator[Borne]:
    """A bad year, put through the law of the vehicle: twice a half-year of the worst one in twenty."""
    scenario = case.projection.scenario
    bad = term(scenario, "vehicle_spread") + TAIL * term(scenario, "vehicle_deviation")
    half = HalfYear.of(begins(scenario))
    tail = scenario.but(given={"vehicle_spread": max(bad, TERMS["vehicle_spread"].assumed.low)})
    run, found = reference_path(tail, 0, half), dict[str, int]()
    for name, bearer in _BEARERS.items():
        found[bearer] = 2 * int(run.get(name, step_of(run, name, half), CUSTODIAN))
    for bearer, amount in found.items():
        if amount:
            what = "loss of the vehicle in the worst year of twenty"
            yield Borne(what, bearer, float(amount), str(VEHICLE.at("loss of the vehicle")))


def _deal(case: RegimeCase) -> Iterator[Borne]:
    amount = float(case.books["principal", "other parties"])
    what = "balances given to other parties"
    yield Borne(what, "the central bank, which disputes it", amount, "assets_of_the_deal, a term")
    what = "profits given to another party, to the horizon"
    yield Borne(what, "Ukraine and the lenders", -case.windfall_in_all, "profit_of_the_deal, a term")


def _vesting(case: RegimeCase) -> Iterator[Borne]:
    amount = float(case.books["principal", "vested"])
    yield Borne("a claim that prevails", "the state that vested the assets", amount, case.regime.bearers[0].risk)
