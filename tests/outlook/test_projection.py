"""Projections: the compiled run, the array tier and the exact reference of single paths say the same."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import isfinite
from typing import Any

import numpy as np
import pytest

from usufruct import facts
from usufruct.calendar import HalfYear
from usufruct.engine.explanation import Explanation
from usufruct.errors import UsufructError
from usufruct.outlook.array_tier import market_arrays, run_without_compiler
from usufruct.outlook.inputs import Prepared, prepare
from usufruct.outlook.projection import FIGURES, Projection, project
from usufruct.outlook.reference_path import market_path, reference_path, step_of
from usufruct.outlook.run import Outcome, run
from usufruct.outlook.scenario import Scenario, baseline
from usufruct.outlook.scenario_presets import preset
from usufruct.outlook.scenario_regime import first_of_paths

KNOWN = date(2026, 11, 22)
EUR_100 = 10_000


@pytest.fixture(scope="module")
def base() -> Scenario:
    return baseline(KNOWN).but(horizon="2045-12-31", paths=512)


@pytest.fixture(scope="module")
def ready(base: Scenario) -> Prepared:
    return prepare(base)


@pytest.fixture(scope="module")
def kept(base: Scenario, ready: Prepared) -> Outcome:
    return run(ready.settlement, ready.inputs, 64, seed=base.seed, keep=True, mode="strict")


@pytest.fixture(scope="module")
def projected(base: Scenario) -> Projection:
    return project(base)


def short(**changes: Any) -> Projection:
    """Ten years on few paths, without the compiler."""
    return project(baseline(KNOWN).but(**{"horizon": "2036-12-31", "paths": 64, **changes}), tier="arrays")


@pytest.mark.parametrize("path", [0, 32, 41])
def test_a_path_of_the_compiled_run_is_the_exact_reference_within_a_hundred_euro(
    base: Scenario, ready: Prepared, kept: Outcome, path: int
) -> None:
    exact = reference_path(base, path)
    for number, half in enumerate(ready.halves):
        free = any(
            exact.get("repaid", step_of(exact, "repaid", half), plan.lender)
            or exact.get("limit", step_of(exact, "limit", half), plan.lender)
            <= exact.get("paid_to_lender", step_of(exact, "paid_to_lender", half), plan.lender)
            for plan in ready.plans
        )
        if free:  # from the first loan repaid on, unrounded arithmetic meets the kinks of the law a trace later
            break
        for column, label in enumerate(kept.results):
            quantity, *member = label.removeprefix("out ").split(" ", 1)
            value = float(exact.get(quantity, step_of(exact, quantity, half), *member))
            assert abs(kept.kept[path, number, column] - value) < EUR_100, (half, label)
    assert number >= 10


def test_mirrored_paths_have_mirrored_markets(ready: Prepared) -> None:
    one, other = market_path(ready, 3), market_path(ready, 35)
    level = ready.models[0].level
    for month in (0, 7, 99):
        assert one.rates[0][month] + other.rates[0][month] == pytest.approx(2 * level[month], abs=1e-15)


@pytest.mark.parametrize("path", [2, 40])
def test_markets_of_a_path_agree_bit_for_bit(ready: Prepared, path: int) -> None:
    rates, exchange = market_arrays(ready, 64)
    alone = market_path(ready, path)
    assert tuple(tuple(rows[:, path].tolist()) for rows in rates) == alone.rates
    assert tuple(tuple(rows[:, path].tolist()) for rows in exchange) == alone.exchange


def test_expected_rates_are_the_forward_curve(base: Scenario, ready: Prepared) -> None:
    curve = ready.markets.curves["EUR"]
    wanted = curve.monthly(date(2031, 5, 1), 1)[0]
    months = (2031 - 2027) * 12 + 4
    assert ready.months[months] == date(2031, 5, 1)
    assert ready.models[0].level[months] == pytest.approx(float(wanted))


def test_the_array_tier_runs_the_first_paths_of_the_compiled_run(ready: Prepared, kept: Outcome) -> None:
    arrays = run_without_compiler(ready, 64)
    assert arrays.results == kept.results
    flows = [kept.results.index(f"out {name}") for name in ("eu.payment", "eu.mechanism_part", "outlook.paid_in_all")]
    assert np.abs(arrays.kept[:, :, flows] - kept.kept[:, :, flows]).max() < EUR_100
    early = np.abs(arrays.kept[:, :12] - kept.kept[:, :12]).max()
    assert early < EUR_100
    assert np.abs(arrays.means - kept.means).max() < 1e8  # loans repaid on single paths: less than EUR 1m in the mean
    assert arrays.counts.sum() == kept.counts.sum()


def test_payments_received_are_actuals_and_the_next_one_is_not(projected: Projection) -> None:
    rows = projected.fan("payment").rows
    assert [row.state for row in rows[:6]] == ["received"] * 4 + ["under way"] * 2
    printed = [facts.load().get(f"contribution.payment-{n}.received").amount * 100 for n in (1, 2, 3, 4)]
    assert [row.mean for row in rows[:4]] == [float(amount) for amount in printed]
    found = projected.next_payment
    assert (found.number, found.period, found.overdue) == (5, "2026-H1", True)
    assert found.low < found.central < found.high
    # By hand: 173bn at 2.03 % for half a year, less expenses of 1.1 %, 25 % tax, 0.3 % and a tenth retained.
    assert 1.2e11 < found.central < 1.5e11


def test_a_payment_by_hand(ready: Prepared) -> None:
    """The first payment of a path from its rates alone."""
    exact = reference_path(ready.scenario, 5, ready.halves[0])
    markets = market_path(ready, 5)
    revenue = Fraction(0)
    for column, code in enumerate(("EUR", "USD", "GBP", "CAD")):
        local = sum(
            Fraction(float(ready.inputs.weights[m, column])) * Fraction(markets.rates[column][m])
            + Fraction(float(ready.inputs.fixed[m, column]))
            for m in range(6)
        )
        spot = Fraction(1) if code == "EUR" else Fraction(sum(markets.exchange[column - 1][:6])) / 6
        revenue += local / spot
    net = revenue * (1 - Fraction(float(ready.inputs.loan_terms[0, 3]))) * Fraction(3, 4)
    payment = net * Fraction(997, 1000) * Fraction(9, 10)
    assert abs(payment - Fraction(exact.get("payment", "call 7"))) < EUR_100


def test_the_sums_of_a_projection_add_up(kept: Outcome) -> None:
    column = {name: number for number, name in enumerate(kept.results)}
    payments = kept.kept[:, :, column["out eu.payment"]]
    in_all = kept.kept[:, :, column["out outlook.paid_in_all"]]
    assert np.abs(np.diff(in_all, axis=1) - payments[:, 1:]).max() < 1
    lenders = [number for name, number in column.items() if name.startswith("out outlook.owed ")]
    owed = kept.kept[:, :, column["out outlook.owed_in_all"]]
    assert len(lenders) == 5
    assert np.abs(kept.kept[:, :, lenders].sum(axis=2) - owed).max() < 1
    two = kept.kept[:, 1:, column["out outlook.payment_of_two"]]
    assert np.abs(two - payments[:, 1:] - payments[:, :-1]).max() < 1


def test_every_figure_explains_itself_down_to_inputs(projected: Projection) -> None:
    tree = projected.explain("paid-to", "2029-H1", path=7, lender="Canada")
    assert isinstance(tree, Explanation)
    assert tree.recomputed() == tree.value
    assert {leaf.op for leaf in tree.leaves()} <= {"article", "input", "opening", "const", "reading", "in_force"}
    exact = projected.path(7, "2029-H1")
    assert tree.value == exact.get("paid_to_lender", step_of(exact, "paid_to_lender", HalfYear(2029, 1)), "Canada")


def test_the_answers_hang_together(projected: Projection) -> None:
    found = projected.repaid
    shares = [share for _, share in found.by_half_year]
    assert shares == sorted(shares)
    assert found.never == pytest.approx(1 - shares[-1])
    year = {flow.year: flow for flow in projected.yearly_flow}
    assert year[2025].state == "received"
    assert year[2025].mean == 2.1e11 + 1.6e11
    assert year[2030].low < year[2030].median < year[2030].high
    assert projected.repaid_to("Canada").never <= found.never + 1e-9
    assert all(ratio > 1 for _, ratio in projected.coverage()[:5])


def test_run_ids_tell_scenarios_apart_and_runs_not(base: Scenario, projected: Projection) -> None:
    again = project(base)
    assert again.run_id == projected.run_id
    assert np.array_equal(again.outcome.means, projected.outcome.means)
    assert project(base.but(seed=1)).run_id != projected.run_id
    assert repr(projected).startswith("<Projection market path: repaid by ")
    assert projected._repr_html_().startswith("<table>")
    assert len(projected.to_polars()) == len(projected.to_pandas()) == len(projected.table().rows)


def test_the_law_of_a_scenario_moves_what_it_should() -> None:
    plain, none = short(), short(law={"retention_rate": "0 % @ 2027-01-01"})
    ratio = none.fan("payment").at("2028-H1").mean / plain.fan("payment").at("2028-H1").mean
    assert ratio == pytest.approx(1 / 0.9, rel=1e-9)
    taxed = short(law={"tax_rate": "50 % @ 2028-01-01"})
    before, after = (each.fan("payment").at("2027-H2").mean for each in (plain, taxed))
    assert before == after
    assert taxed.fan("contribution").at("2028-H1").mean == pytest.approx(
        plain.fan("contribution").at("2028-H1").mean * 2 / 3, rel=1e-9
    )


def test_tax_passed_on_reaches_the_lenders() -> None:
    plain, passed = short(), short(tax_passed_on="1")
    paid = [sum(each.fan("paid-to", who).at("2028-H1").mean for who in each.lenders()) for each in (plain, passed)]
    contribution = plain.fan("contribution").at("2028-H1").mean
    assert paid[1] - paid[0] == pytest.approx(contribution / 0.997 / 3, rel=1e-6)


def test_earlier_profits_lower_the_debt_once() -> None:
    plain, more = short(), short(earlier_profits="3250000000")
    gap = plain.fan("owed-in-all").at("2027-H1").mean - more.fan("owed-in-all").at("2027-H1").mean
    assert gap == pytest.approx(3.25e11, rel=0.02)


def test_a_release_ends_the_payments_pays_out_what_was_retained_and_leaves_the_loss() -> None:
    freed = short(released="2030-01-15")
    last = freed.fan("payment").at("2030-H1")
    before = freed.fan("retained").at("2029-H2")
    assert last.mean == pytest.approx(before.mean, rel=1e-9)
    assert freed.fan("payment").at("2030-H2").mean == 0
    losses = freed.loss_by_bearer()
    assert [loss.bearer for loss in losses] == ["Ukraine", "United States", "Canada", "Japan", "United Kingdom"]
    assert sum(loss.mean for loss in losses) == pytest.approx(freed.fan("owed-in-all").at("2030-H1").mean, rel=1e-9)
    headroom = short(released="2030-01-15", reading={"union_shortfall": "Union headroom"})
    assert headroom.loss_by_bearer()[0].bearer == "Union headroom"


def test_when_the_renewal_fails_the_levy_stops() -> None:
    lapsed = short(renewal_fails="2028-07-31")
    assert lapsed.fan("contribution").at("2028-H1").mean > 0
    assert lapsed.fan("contribution").at("2028-H2").mean == 0


@pytest.mark.parametrize("flat", ["-5 %", "0", "50 %"])
def test_absurd_rates_give_an_answer_and_never_a_nan(flat: str) -> None:
    found = short(flat=flat)
    assert all(isfinite(row.mean) for row in found.fan("owed-in-all").rows)
    payment = found.fan("payment").at("2029-H1").mean
    assert (payment == 0) if flat == "-5 %" else payment > 0
    assert not np.isnan(found.outcome.means).any()


def test_no_cash_pays_nothing_but_what_was_retained() -> None:
    found = short(cash="0")
    assert found.fan("payment").at("2027-H1").mean == 0
    assert found.fan("owed-in-all").at("2030-H1").mean > found.fan("owed-in-all").at("2027-H1").mean
    assert found.repaid.never == 1


def test_a_lender_without_principal_is_paid_nothing() -> None:
    found = short(principal={"canada": 0})
    assert all(row.mean == 0 for row in found.fan("paid-to", "Canada").rows)
    assert all(row.mean == 0 for row in found.fan("owed-to", "Canada").rows)
    assert found.fan("paid-to", "Japan").at("2029-H1").mean > short().fan("paid-to", "Japan").at("2029-H1").mean


@pytest.mark.parametrize(
    ("known", "horizon", "code"), [("2026-11-22", "2026-11-23", "X122"), ("2024-12-01", "2030-12-31", "X121")]
)
def test_what_leaves_nothing_to_project_is_refused(known: str, horizon: str, code: str) -> None:
    with pytest.raises(UsufructError) as error:
        project(baseline(known).but(horizon=horizon), tier="arrays")
    assert [fault.code for fault in error.value.faults] == [code]


def test_figures_lenders_and_half_years_that_do_not_exist_are_refused(base: Scenario) -> None:
    found = short()
    for figure, lender in (("paymnt", ""), ("paid-to", ""), ("payment", "Japan"), ("owed-to", "France")):
        with pytest.raises(UsufructError, match="X125"):
            found.fan(figure, lender)
    with pytest.raises(UsufructError, match="X124"):
        reference_path(base, 0, "2026-H1")


def test_the_paths_begin_with_the_half_year_nearest_to_the_view() -> None:
    for day in (date(2026, 10, 2), date(2027, 3, 31)):
        assert first_of_paths(day) == HalfYear(2027, 1)


def test_a_view_is_blind_to_what_became_known_later() -> None:
    """A view of early 2026 knows no payment 4, and is the same whatever the years after brought."""
    early = project(baseline("2026-02-01").but(horizon="2030-12-31", paths=64), tier="arrays")
    assert [row.state for row in early.fan("payment").rows[:4]] == ["received"] * 3 + ["under way"]
    assert max(figure.known_on for figure in early.ready.known) <= date(2026, 2, 1)


def test_presets_run() -> None:
    for name in ("lower-for-longer", "retention-20"):
        wanted = preset(name, KNOWN).but(horizon="2030-12-31", paths=64)
        assert project(wanted, tier="arrays").fan("payment").at("2029-H1").mean > 0
    assert set(FIGURES) >= {"payment", "owed-to"}
