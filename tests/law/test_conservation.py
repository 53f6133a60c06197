"""No cent appears or is lost, whatever the figures and under every reading."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from tests.law.random_worlds import CUSTODIANS, LENDERS, Case, cases
from usufruct.engine import Result, Step
from usufruct.law import rulebook

PRINCIPAL = ("principal", "value_held", "frozen_rate", "amount_due")
few = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def each_half_year(case: Case, result: Result) -> None:
    for label in case.labels("half-year"):
        for one in CUSTODIANS:
            get = getter(result, label, one)
            assert get("net_profit") == get("undistributable") + get("distributable")
            assert get("undistributable") == get("contribution")
            assert get("contribution") == get("interim_due") + get("retention")
            assert 0 <= get("retention") <= get("retention_cap") <= get("contribution") * get("retention_share")
            assert 0 <= get("contribution") <= max(Fraction(0), get("net_profit"))


def each_year(case: Case, result: Result) -> None:
    for year in case.labels("financial-year"):
        for one in CUSTODIANS:
            get = getter(result, year, one)
            over = [getter(result, label, one) for label in case.halves if label.startswith(year)]
            kept = sum(each("retention") for each in over)
            assert 0 <= get("retention_of_year") <= kept
            assert get("retention_excess") == kept - get("retention_of_year")
            if result.world.inputs.get("eu.audited", {}).get((position(case, year), (one,))):
                due = sum(each("interim_due") for each in over) + get("true_up")
                assert get("definitive_contribution") == due + get("retention_of_year")
            else:
                assert get("true_up") == 0


def each_call(case: Case, result: Result) -> None:
    """Due, called and retained, custodian by custodian, call by call."""
    for one in CUSTODIANS:
        before = dict.fromkeys(("overpayment", "lapsed_overpayment", "retained", "awaiting_transfer"), Fraction(0))
        for index, step in enumerate(case.world.timeline.steps["call"]):
            get = getter(result, step.label, one)
            due = linked(result, step, "half-year", "interim_due", one) + get("released")
            due += linked(result, step, "financial-year", "true_up", one)
            carried = get("overpayment") - before["overpayment"]
            lapsed = get("lapsed_overpayment") - before["lapsed_overpayment"]
            assert due == get("called") - carried - lapsed - get("refunded")
            assert get("called") >= 0 <= lapsed
            assert 0 <= get("separate_debit_note") <= get("called")
            kept = linked(result, step, "half-year", "retention", one)
            out = get("retention_used") + get("retention_cut_by_audit") + get("released")
            assert get("retained") == before["retained"] + kept - out
            assert min(get("retention_used"), get("retention_cut_by_audit"), get("released")) >= 0
            assert get("retention_cut_by_audit") <= linked(result, step, "financial-year", "retention_excess", one)
            assert get("retained") == vintages(case, result, index, one) >= 0
            assert get("retention_used") <= before["retained"] - before["awaiting_transfer"]
            assert min(get("awaiting_transfer"), get("kept_after_five_years")) >= 0
            before = {name: get(name) for name in before}


def each_payment(case: Case, result: Result) -> None:
    for label in case.labels("call"):
        get = getter(result, label)
        assert get("payment") == sum(getter(result, label, one)("called") for one in CUSTODIANS)
        assert get("payment") == get("peace_facility_part") + get("budget_part")
        parts = [get(name) for name in ("ukraine_facility_part", "defence_programmes_part", "mechanism_part")]
        assert get("budget_part") == sum(parts)
        assert min(*parts, get("peace_facility_part")) >= 0


def each_request(case: Case, result: Result) -> None:
    """What comes into the mechanism reaches lenders or waits; the Union's loan is covered to the cent."""
    before = dict.fromkeys(("undistributed", "union_surplus", "suspended_share"), Fraction(0))
    for index, step in enumerate(case.world.timeline.steps["request"]):
        get = getter(result, step.label)
        paid = {lender: getter(result, step.label, lender)("paid_to_lender") for lender in LENDERS}
        came = sum(result.get("mechanism_part", call) for call in step.covers["call"])
        came += entry(result, "voluntary_contributions", index)
        assert get("available") == before["undistributed"] + came
        assert get("available") == sum(paid.values()) + get("undistributed")
        for lender in LENDERS:
            assert 0 <= paid[lender] <= getter(result, step.label, lender)("limit")
            assert getter(result, step.label, lender)("limit") <= entry(result, "amount_due", index, lender)
        held = before["suspended_share"] + before["union_surplus"] + entry(result, "interest_on_surplus", index)
        unspent = held + entry(result, "unspent", index, "European Union")
        due = entry(result, "amount_due", index, "European Union")
        assert paid["European Union"] == 0 or paid["European Union"] + unspent <= due
        spent = [get(f"union_loan_from_{name}") for name in ("mechanism", "surplus")]
        spent += [get("union_loan_repaid_early"), get("suspended_share_used")]
        left = get("union_surplus") + get("suspended_share")
        assert held + paid["European Union"] == sum(spent) + left
        assert min(*spent, get("union_surplus"), get("suspended_share")) >= 0
        steps = [get(f"union_loan_from_{name}") for name in ("mechanism", "surplus", "reparations", "ukraine")]
        assert sum(steps) == max(0, entry(result, "union_loan_due", index))
        assert min(steps) >= 0
        before = {name: get(name) for name in before}


LAWS: tuple[Callable[[Case, Result], None], ...] = (each_half_year, each_year, each_call, each_payment, each_request)


@few
@given(case=cases())
def test_every_cent_has_one_place(case: Case) -> None:
    result = case.run()
    for law in LAWS:
        law(case, result)


@pytest.mark.parametrize("name", PRINCIPAL)
def test_principal_is_only_ever_read(name: str) -> None:
    """The central bank's assets and the loans' principals come from outside; no rule and no stock changes them."""
    law = rulebook()
    definition = law.quantities[law.resolve(name)]
    assert definition.input is not None
    assert not definition.versions
    assert not definition.stock


@few
@given(case=cases(most=4, lenders=False))
def test_nothing_is_owed_on_the_balances_beyond_contract(case: Case) -> None:
    result = case.run()
    assert all(result.get("owed_to_the_central_bank", h, one) == 0 for h in case.halves for one in CUSTODIANS)


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(case=cases(most=5))
def test_exact_arrays_give_the_same_integers(case: Case) -> None:
    reference = case.run().interpreter.values
    exact = case.law.run(case.world, "exact").path(0)
    assert {key: value for key, value in exact.items() if reference[key] != value} == {}
    assert exact


def getter(result: Result, label: str, *member: str) -> Callable[[str], Fraction]:
    return lambda name: Fraction(result.get(name, label, *member))


def position(case: Case, year: str) -> int:
    return case.world.timeline.position("financial-year", year)


def linked(result: Result, step: Step, cadence: str, name: str, one: str) -> Fraction:
    """The figure of the linked half-year or year; zero where the call has none."""
    covered = step.covers.get(cadence, ())
    return Fraction(result.get(name, covered[-1], one)) if covered else Fraction(0)


def entry(result: Result, name: str, index: int, *member: str) -> Fraction:
    return Fraction(result.world.inputs.get(f"eu.{name}", {}).get((index, member), 0))


def vintages(case: Case, result: Result, index: int, one: str) -> Fraction:
    """The sum of the vintages of the reading in use, of what was kept after five years and of what waits."""
    slots = {"collection": range(1, 10), "end of the half-year": range(10, 18)}
    of_reading = slots[case.law.option("five_years_run_from")]
    names = [f"eu.matured.vintage{slot}.money-custodian" for slot in of_reading]
    names += ["eu.vintage_of_last_call", "eu.vintage_of_call_before"]
    names += ["eu.kept_after_five_years", "eu.awaiting_transfer"]
    return sum((Fraction(result.interpreter.value(name, "call", index, (one,))) for name in names), Fraction(0))
