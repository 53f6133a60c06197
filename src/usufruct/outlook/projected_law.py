"""The law that a projection runs: the acts, the loans, the sums that a projection reports, and what a scenario amends.

A hypothesis is written like an act, so that it explains itself in the same tree, and says that it is none.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

from usufruct.calendar import HalfYear
from usufruct.engine import Act, Count, Flag, LocalMoney, Money, Rate, Rulebook, Source, assemble
from usufruct.engine.words import at, at_least_zero, convert, latch, over, total
from usufruct.law import acts
from usufruct.law.loans import agreements
from usufruct.law.supposed.loss_recovery import RECOVERY, SEIZURE
from usufruct.outlook.scenario import Scenario
from usufruct.outlook.scenario_drafts import ScenarioDrafts, acts_from
from usufruct.outlook.scenario_fields import number_text
from usufruct.outlook.scenario_regime import BY_RULES, other_from
from usufruct.regimes.catalogue import regime

_SINCE: Final = "2024-02-15"
_REQUESTS: Final = "2024-10-29"
_SEIZED: Final = "*"

SUMS: Final = Act(
    Source(
        "Figures of a projection",
        "outlook",
        date(2024, 2, 15),
        kind="accounts",
        verified=False,
        note="no act: sums of what the law computes, so that a projection can report and explain them",
    )
)
ASSUMED: Final = Act(
    Source(
        "Assumed: the ban is renewed",
        "eu",
        date(2024, 2, 15),
        kind="hypothesis",
        verified=False,
        note="renewals that no act has decided yet; a scenario says when they fail",
    )
)
PASSED_ON: Final = Act(
    Source(
        "Hypothesis: more for the mechanism",
        "eu",
        date(2024, 2, 15),
        kind="hypothesis",
        verified=False,
        note="no act: a share of the tax on the yields, or profits from before the levy, as voluntary contributions",
    )
)
NOTHING: Final = Act(
    Source(
        "Figures of a projection: what is no debt",
        "eu",
        date(2024, 10, 28),
        kind="accounts",
        verified=False,
        note="no act: Art. 5(2) and 7(1) of Regulation 2024/2773 as the loans apply them, fit for unrounded numbers",
    )
)
_TRACE: Final = 10**13
"""A part of the principal that is less than one minor unit for every loan of less than 10**13 of them."""
_OWED = SUMS.at("debts in euro")
_FLOW = SUMS.at("payments so far")
_TAX = PASSED_ON.at("tax passed on")
_EARLIER = PASSED_ON.at("earlier profits")
PASSED_ON.parameter("tax_passed_on_share", (_SINCE, "0 %", _TAX))
PASSED_ON.input(
    "earlier_profits_paid",
    Money,
    _EARLIER,
    "profits from before the levy that are paid to the mechanism with this request",
    each="request",
    default=0,
    why="paid once, if at all",
)


@ASSUMED.provision(ASSUMED.at("renewals to come"), since="2024-02-16", each="half-year")
def ban(measures_discontinued: Flag) -> Flag:
    """The ban stands until a scenario ends it; a recorded renewal takes over from its day."""
    return ~measures_discontinued


PASSED_ON.input(
    "partners_paid",
    Money,
    PASSED_ON.at("partners"),
    "what partners that have joined bring for the half-year",
    each="request",
    default=0,
    why="no partner has joined",
)


@PASSED_ON.provision(_TAX, since=_SINCE, each="call", per="custodian")
def tax_of_custodian_passed_on(corporate_tax: Money, tax_passed_on_share: Rate) -> Money:
    """Share of the tax of the half-year that is passed on with the call."""
    return tax_passed_on_share * at_least_zero(at(corporate_tax))


@PASSED_ON.provision(_TAX, since=_SINCE, each="call")
def tax_passed_on(tax_of_custodian_passed_on: Money) -> Money:
    """The same of all custodians."""
    return total(tax_of_custodian_passed_on, "custodian")


@PASSED_ON.provision(_TAX, since=_REQUESTS, each="request", supplies=True)
def voluntary_contributions(tax_passed_on: Money, earlier_profits_paid: Money, partners_paid: Money) -> Money:
    """What the mechanism receives as voluntary contributions: the tax passed on, earlier profits, partners' yields."""
    return over(tax_passed_on) + earlier_profits_paid + partners_paid


@NOTHING.provision(NOTHING.at("less than a minor unit"), since="2024-12-07", each="request", per="lender")
def repaid(loan_in_force: Flag, debt: LocalMoney, undrawn: LocalMoney, principal: LocalMoney) -> Flag:
    """Fully repaid: no debt and nothing left to draw, where less than a minor unit is nothing.

    In whole minor units this is the rule of the loans. Unrounded arithmetic leaves a trace of a repaid debt, and a loan
    with a trace would keep its share of the mechanism.
    """
    trace = principal / _TRACE
    return latch(loan_in_force & (debt <= trace) & (undrawn <= trace), ~loan_in_force)


@SUMS.stock(_FLOW, since=_SINCE, each="call")
def paid_in_all(opening_paid_in_all: Money, payment: Money) -> Money:
    """All biannual payments so far."""
    return opening_paid_in_all + payment


@SUMS.stock(_FLOW, since=_SINCE, each="call")
def previous_payment(payment: Money) -> Money:
    """The payment, kept for the next call."""
    return payment


@SUMS.provision(_FLOW, since=_SINCE, each="call")
def payment_of_two(payment: Money, opening_previous_payment: Money) -> Money:
    """This payment and the one before; on the profits of a first half-year, all payments of a calendar year."""
    return payment + opening_previous_payment


@SUMS.provision(_FLOW, since=_SINCE, each="call")
def retained_in_all(retained: Money) -> Money:
    """What all custodians retain after the call."""
    return total(retained, "custodian")


@SUMS.provision(_OWED, since=_REQUESTS, each="request", per="lender")
def owed(outstanding: LocalMoney, lender_rate: Rate, lender_minor_units: Count) -> Money:
    """What is owed to a lender after the request, in euro at the rate of its day."""
    return convert(outstanding, lender_rate, lender_minor_units)


@SUMS.provision(_OWED, since=_REQUESTS, each="request")
def owed_in_all(owed: Money) -> Money:
    """What is owed to all lenders after the request, in euro."""
    return total(owed, "lender")


@SUMS.provision(_OWED, since=_REQUESTS, each="request", per="lender")
def interest_in_euro(interest_of_period: LocalMoney, lender_rate: Rate, lender_minor_units: Count) -> Money:
    """Interest of a loan since the last request, in euro at the rate of the day of this one."""
    return convert(interest_of_period, lender_rate, lender_minor_units)


@SUMS.provision(_OWED, since=_REQUESTS, each="request")
def interest_in_all(interest_in_euro: Money) -> Money:
    """Interest of all loans since the last request, in euro."""
    return total(interest_in_euro, "lender")


def projected_law(scenario: Scenario) -> Rulebook:
    """Return the law of a scenario, as known on its day.

    Amounts whose test of five years is over are carried by the next call: the compiled half-year has no yearly
    report to wait for, and the wait would be half a year at most. A scenario may choose any reading but this one's
    other option changes nothing in a projection.

    Raises:
        UsufructError: as :meth:`Rulebook.amend` for a figure that the law refuses.

    Example:
        >>> from usufruct.outlook.scenario import baseline
        >>> milder = projected_law(baseline("2026-11-22").but(law={"retention_rate": "0 % @ 2027-01-01"}))
        >>> milder.row("eu.retention_rate", date(2028, 1, 1)).figure
        '0 %'
    """
    half = other_from(scenario)
    return _law(*_asked(scenario), _letters(scenario), scenario.drafts, half)


def law_without_it(scenario: Scenario) -> Rulebook:
    """The law of the half-years before the regime or the drafts of a scenario begin."""
    return _law(*_asked(scenario), "", None, None)


def law_of_the_regime(scenario: Scenario) -> Rulebook:
    """The law of the half-years in which the regime and the drafts hold, as if they had held on any day."""
    return _law(*_asked(scenario), _letters(scenario), scenario.drafts, None)


def _letters(scenario: Scenario) -> str:
    """The regime with rules of its own, if any, and a mark for a seizure."""
    return (scenario.regime if scenario.regime in BY_RULES else "") + (_SEIZED if scenario.seized_on else "")


def _asked(scenario: Scenario) -> tuple[date, tuple[tuple[str, str, str], ...], tuple[tuple[str, str], ...], str]:
    more = bool(scenario.tax_passed_on or scenario.earlier_profits or scenario.partner)
    return scenario.known, scenario.law, scenario.reading, number_text(scenario.tax_passed_on) if more else ""


@lru_cache(maxsize=16)
def _law(
    known: date,
    rows: tuple[tuple[str, str, str], ...],
    options: tuple[tuple[str, str], ...],
    passed_on: str,
    letter: str,
    drafts: ScenarioDrafts | None,
    half: HalfYear | None,
) -> Rulebook:
    law = _assembled(bool(passed_on), letter, drafts, half).as_known(known)
    options = tuple((name, option) for name, option in options if name in law.readings)
    law = law.choose(transfer_after_the_test="next call").choose(**dict(options))
    if passed_on not in ("", "0"):
        law = law.amend("Belgium passes its tax on", tax_passed_on_share=(str(known), passed_on, "scenario"))
    for name, day, figure in rows:
        law = law.amend(f"{name} of the scenario", **{name: (int(day) if day.isdigit() else day, figure)})
    return law


@lru_cache(maxsize=8)
def _assembled(
    more: bool,  # noqa: FBT001 - one private caller
    letter: str,
    drafts: ScenarioDrafts | None,
    half: HalfYear | None,
) -> Rulebook:
    extra = [PASSED_ON] if more else []
    title = "levy and loans, as projected"
    if name := letter.removesuffix(_SEIZED):
        extra += [acts_from(act, half) for act in regime(name).acts]
        title += f" under regime {name}"
    if letter.endswith(_SEIZED):
        extra += [acts_from(act, half) for act in (RECOVERY, SEIZURE)]
        title += ", with a seizure"
    if drafts:
        extra += [acts_from(act, half, own_figures=False) for act in drafts.acts]
        title += f", with {', '.join(f'{act.source.title} ({act.source.status})' for act in drafts.acts)}"
    return assemble(*acts(), ASSUMED, *agreements(), *extra, NOTHING, SUMS, title=title)
