"""Guarantees and losses under a regime, by bearer; what nobody has said stays unknown."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from usufruct.calendar import HalfYear
from usufruct.law.supposed.higher_yield import VEHICLE
from usufruct.law.supposed.reparations_loan import LOAN
from usufruct.outlook.half_year_inputs import CUSTODIAN
from usufruct.outlook.reference_path import reference_path, step_of
from usufruct.outlook.regime_outcome import Borne
from usufruct.outlook.scenario_regime import begins, term
from usufruct.outlook.support_loan import LAST_PAYMENT, costs
from usufruct.regimes.guarantees import guarantees_printed
from usufruct.regimes.terms import TERMS

if TYPE_CHECKING:
    from usufruct.outlook.regime_outcome import RegimeOutcome

TAIL: Final = Fraction(-1645, 1000)
"""Standard deviations of the one year in twenty that is worst, of a normal distribution."""
_BEARERS: Final = {
    "loss_of_the_budget": "budget of the Union",
    "loss_of_the_custodian": "custodian",
    "loss_set_off": "later proceeds, and so Ukraine",
}


def borne(outcome: RegimeOutcome) -> Iterator[Borne]:
    """Every guarantee and loss."""
    yield from _debts(outcome)
    special = {"E": _support, "F": _guarantees, "G": _vehicle, "I": _deal, "J": _vesting}.get(outcome.regime.letter)
    if special is not None:
        yield from special(outcome)


def _debts(outcome: RegimeOutcome) -> Iterator[Borne]:
    """What the yields leave unpaid: at a release, else at the horizon."""
    for loss in outcome.projection.loss_by_bearer():
        what = f"loan of {loss.lender} left unpaid"
        yield Borne(what, loss.bearer, loss.mean, "Regulation (EU) 2024/2773 Art. 5(6)-(7) and 7", loss.low, loss.high)


def _support(outcome: RegimeOutcome) -> Iterator[Borne]:
    known = outcome.projection.ready.known
    for cost in costs(outcome.projection, known, (LAST_PAYMENT.year - 1,)):
        what = f"interest of {cost.year} on the Ukraine Support Loan"
        yield Borne(what, "budget of the Union", cost.mean, "Regulation (EU) 2026/467 Art. 22", cost.low, cost.high)
    yield Borne(
        "principal, if no reparations are paid",
        "budget of the Union",
        None,
        "Regulation (EU) 2026/467 Art. 4(4), 20(2)",
    )


def _guarantees(outcome: RegimeOutcome) -> Iterator[Borne]:
    cite = str(LOAN.at("guarantees"))
    yield Borne("guarantees of the loan in all", "member states by a key not published", float(outcome.loan), cite)
    for each in guarantees_printed():
        yield Borne("guarantee, of a loan whose size was not said", each.state, float(each.amount), each.basis)


def _vehicle(outcome: RegimeOutcome) -> Iterator[Borne]:
    """A bad year, put through the law of the vehicle: twice a half-year of the worst one in twenty."""
    scenario = outcome.projection.scenario
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


def _deal(outcome: RegimeOutcome) -> Iterator[Borne]:
    amount = float(outcome.books["principal", "other parties"])
    what = "balances given to other parties"
    yield Borne(what, "the central bank, which disputes it", amount, "assets_of_the_deal, a term")
    what = "profits given to another party, to the horizon"
    yield Borne(what, "Ukraine and the lenders", -outcome.windfall_in_all, "profit_of_the_deal, a term")


def _vesting(outcome: RegimeOutcome) -> Iterator[Borne]:
    amount = float(outcome.books["principal", "vested"])
    yield Borne("a claim that prevails", "the state that vested the assets", amount, outcome.regime.bearers[0].risk)
