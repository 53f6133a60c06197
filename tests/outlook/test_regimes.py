"""Regimes in projections: two laws in one half-year, three executions, money that adds up, and what is refused."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.outlook.plain_kernel import plain
from usufruct import facts
from usufruct.calendar import HalfYear
from usufruct.engine.straight.half_year import OTHER_LAW
from usufruct.errors import UsufructError
from usufruct.outlook.inputs import prepare
from usufruct.outlook.projection import Projection, project
from usufruct.outlook.reference_path import reference_path, step_of
from usufruct.outlook.regime_case import cases
from usufruct.outlook.regime_flows import PURPOSES, by_year
from usufruct.outlook.regime_losses import borne
from usufruct.outlook.scenario import Scenario, baseline, from_key, with_drafts
from usufruct.outlook.scenario_drafts import scenario_drafts
from usufruct.outlook.settlement import Settlement, settlement
from usufruct.outlook.support_loan import disbursements, shared, support_loan

BASE = baseline("2026-11-22").but(horizon="2030-12-31", paths=64)
HALF = "2028-01-01"


def under(letter: str, **changes: Any) -> Scenario:
    return BASE.but(regime=letter, regime_from=HALF, **changes)


def payments(found: Projection) -> np.ndarray:
    column = list(found.outcome.results).index("out eu.payment")
    return np.asarray(found.outcome.kept[:, :, column])


@pytest.fixture(scope="module")
def in_force() -> Projection:
    return project(BASE, tier="arrays")


def first_half(found: Projection) -> int:
    return [half.start for half in found.ready.halves].index(date.fromisoformat(HALF))


@pytest.mark.parametrize("letter", ["C", "F", "G", "I"])
def test_a_path_under_a_regime_is_the_reference(letter: str) -> None:
    found = project(under(letter), tier="arrays")
    exact = reference_path(under(letter), 5)
    for number, half in enumerate(found.ready.halves):
        expected = float(exact.get("payment", step_of(exact, "payment", half)))
        assert payments(found)[5, number] == pytest.approx(expected, abs=20), half.label


def test_before_it_begins_nothing_differs_and_afterwards_its_rules_hold(in_force: Projection) -> None:
    base, first = payments(in_force), first_half(in_force)
    held = in_force.ready.cash.held_in_all(HalfYear(2028, 1)) / 100
    # A loan of 90 of what is held takes that part of the profit; an even split takes half of it; the first key none.
    for letter, part in (("C", 1.0), ("I", 0.5), ("F", 1 - 90e9 / held)):
        found = payments(project(under(letter), tier="arrays"))
        assert np.array_equal(found[:, :first], base[:, :first]), letter
        assert found[:, first] == pytest.approx(base[:, first] * part, rel=0.02 if letter == "F" else 1e-9)
    nothing = payments(project(under("A"), tier="arrays"))
    assert nothing[:, first].max() == 0 < base[:, first].min()


def test_the_first_key_serves_no_loan_and_a_release_ends_the_flow() -> None:
    served = [row.mean for row in project(under("C"), tier="arrays").fan("to-mechanism").rows]
    assert served[-1] == 0 < served[-7]
    released = project(BASE.but(regime="H", regime_from=HALF), tier="arrays")
    assert released.run_id != project(BASE.but(released=HALF), tier="arrays").run_id
    assert payments(released).sum() == payments(project(BASE.but(released=HALF), tier="arrays")).sum()
    assert sum(loss.mean for loss in released.loss_by_bearer()) > 0


def test_a_loan_that_repays_the_others_first_does_so_once() -> None:
    kept, first = (
        project(under("F", reading={"era_under_the_loan": option}), tier="arrays")
        for option in ("preserved", "repaid first")
    )
    assert kept.repaid.median is None
    assert first.repaid.median == "2028-H1"
    owed = {row.period: row.mean for row in first.fan("owed-in-all").rows}
    assert owed["2027-H2"] > 3.5e12
    assert owed["2029-H2"] < 1e8


def run_of(settled: Settlement, values: np.ndarray, uniforms: dict[str, float]) -> dict[str, float]:
    """One half-year of a settlement as plain Python, on lanes that are named by row."""
    law = plain(settled.source).half_year_law
    rows = np.zeros(settled.rows.values)
    for name, row in settled.rows.names.items():
        if not name.startswith("out "):
            rows[row * 64 : (row + 1) * 64] = values + crc32(name.encode()) % 7919
    law(rows, np.array([uniforms.get(name, 0.01) for name in settled.uniforms]))
    return {name: float(rows[settled.rows.names[name] * 64]) for name in settled.outputs}


@pytest.mark.parametrize("letter", ["C", "F", "I"])
def test_two_laws_in_one_half_year_are_each_of_them_alone(letter: str) -> None:
    from usufruct.outlook.half_year_inputs import CUSTODIAN
    from usufruct.outlook.inputs import OUTPUTS
    from usufruct.outlook.projected_law import law_of_the_regime, law_without_it

    ready = prepare(under(letter))
    both = ready.settlement
    lenders = {plan.lender: (plan.terms.currency, plan.frozen_rate, plan.principal) for plan in ready.plans}
    given = sorted({name.split()[0] for name in both.uniforms if name != OTHER_LAW} - _always())
    alone = [
        settlement(law_without_it(ready.scenario), (CUSTODIAN,), lenders, OUTPUTS),
        settlement(law_of_the_regime(ready.scenario), (CUSTODIAN,), lenders, OUTPUTS, given=given),
    ]
    lanes = np.full(64, 1e9)
    terms = {f"eu.value_held 0 {CUSTODIAN}": 2e13, "eu.profit_of_the_deal 0": 0.5, "eu.guarantees_given 0": 1.0}
    for flag, single in enumerate(alone):
        wanted = run_of(single, lanes, terms)
        found = run_of(both, lanes, {**terms, OTHER_LAW: float(flag)})
        assert found == pytest.approx(wanted, rel=1e-12, abs=1e-3), flag


def _always() -> set[str]:
    return {name.split()[0] for name in prepare(BASE).settlement.uniforms}


@given(
    letter=st.sampled_from("ABCEFGHIJ"),
    half=st.integers(0, 6),
    share=st.integers(0, 100),
)
@settings(max_examples=12)
def test_money_by_purpose_is_all_money_and_no_book_loses_a_cent(letter: str, half: int, share: int) -> None:
    start = HalfYear(2027 + half // 2, 1 + half % 2).start
    percent = f"{share} %"
    given_terms = {
        "G": {"vehicle_share": percent},
        "I": {"profit_of_the_deal": percent, "assets_of_the_deal": percent},
    }
    small = BASE.but(paths=64, horizon="2031-06-30")
    (found,) = cases(small, letter, start, tier="arrays")
    if letter in given_terms:
        scenario = small.but(regime=letter, regime_from=start, given=given_terms[letter])
        found = type(found)(found.regime, project(scenario, tier="arrays"), found.in_force)
    from_yields = PURPOSES[:3]
    first, last = small.known.year + 1, found.projection.yearly_flow[-1].year
    money = by_year(found)
    parts = sum(amount for name in from_yields for amount in money.get(name, {}).values())
    whole = sum(flow.mean for flow in found.projection.yearly_flow if first <= flow.year <= last)
    assert parts == pytest.approx(whole, rel=1e-9, abs=1)
    books, held = found.books, found.projection.ready.cash.held_in_all(HalfYear.of(start).previous)
    for book in ("principal", "claim of the central bank"):
        assert books.total(book) == held
        assert min(books.balances[book].values()) >= 0
    assert books.total("guarantees") == found.loan
    assert (books.uncovered > 0) <= bool(books.touching_the_principal)
    if found.regime.moves_by is None:
        assert found.principal == "intact"
        assert books.entries == ()


def test_a_loss_of_the_vehicle_falls_on_whom_the_reading_says() -> None:
    for bearer, said in (("custodian", "custodian"), ("budget of the Union", "budget of the Union")):
        scenario = under("G", reading={"bearer_of_the_loss": bearer}, given={"vehicle_share": "50 %"})
        found = cases(BASE, "G", date.fromisoformat(HALF), tier="arrays")[0]
        found = type(found)(found.regime, project(scenario, tier="arrays"), found.in_force)
        (loss,) = [line for line in borne(found) if "vehicle" in line.what]
        held = found.projection.ready.cash.held_in_all(HalfYear(2028, 1))
        assert loss.bearer == said
        # 1 % less 1.645 times 6 % is -8.87 % a year on half of the balances.
        assert loss.amount == pytest.approx(held * 0.5 * 0.0887, rel=0.01)


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("known=2026-11-22&regime=F&regime_from=2028-02-01", "X113"),
        ("known=2026-11-22&regime=F&regime_from=2025-01-01", "X113"),
        ("known=2026-11-22&regime=F&regime_from=2171-01-01", "X113"),
        ("known=2026-11-22&regime_from=2028-01-01", "X113"),
        ("known=2026-11-22&regime=H&released=2030-01-01", "X113"),
        ("known=2026-11-22&regime=F&given.profit_of_the_deal=0.5", "X113"),
        ("known=2026-11-22&reading.size_of_the_loan=140", "X113"),
        ("known=2026-11-22&regime=F&reading.size_of_the_loan=91", "X112"),
        ("known=2026-11-22&regime=I&given.profit_of_the_deal=120 %", "X112"),
        ("known=2026-11-22&regime=I&given.profit=1", "X111"),
        ("known=2026-11-22&regime=K", "X112"),
    ],
)
def test_what_no_regime_can_be_is_refused(key: str, code: str) -> None:
    with pytest.raises(UsufructError, match=code):
        from_key(key)


def test_every_answer_of_a_projection_is_there_under_a_regime_that_begins_later() -> None:
    # The next payment is worked out over a horizon before the regime begins.
    found = project(under("F"), tier="arrays")
    assert found.next_payment.low < found.next_payment.central < found.next_payment.high
    assert found.coverage()
    assert sum(loss.mean for loss in found.loss_by_bearer()) > 0


def test_a_regime_survives_its_key() -> None:
    scenario = under("I", given={"profit_of_the_deal": "1/3"})
    assert from_key(scenario.key) == scenario.but(name="")
    assert scenario.given == (("profit_of_the_deal", Fraction(1, 3)),)


def test_the_support_loan_is_paid_as_planned_and_shares_reparations_pro_rata() -> None:
    known = facts.load().as_of(date(2026, 11, 22))
    assert sum(row.budget + row.defence for row in disbursements(known)) == 90 * 10**11
    assert sum(row.defence for row in disbursements(known)) == 60 * 10**11
    assert [row.year for row in disbursements(known)] == [2026, 2027]
    own, others = shared(known, HalfYear(2029, 1), 50 * 10**11, 40 * 10**11)
    # 50bn over 90bn and 40bn of liabilities.
    assert own == 50 * 10**11 * 90 // 130
    assert own + others == 50 * 10**11
    assert support_loan(known, HalfYear(2029, 1)).get("support_loan_outstanding", "2029-H1") == 90 * 10**11


@pytest.mark.long
@pytest.mark.parametrize("letter", ["C", "F", "G", "I"])
def test_the_compiled_half_year_of_two_laws_is_that_of_the_arrays(letter: str) -> None:
    arrays, compiled = (project(under(letter), tier=tier) for tier in ("arrays", "compiled"))
    column = list(compiled.outcome.results).index("out eu.payment")
    assert np.allclose(compiled.outcome.means[:, column], payments(arrays).mean(axis=0), rtol=1e-9)


DRAFT = '''
from datetime import date

from usufruct.engine import Act, Flag, Money, Rate, Source
from usufruct.engine.words import at_least_zero, rounded, when

SAID = {"kind": "draft", "status": "hypothetical", "verified": False}
DRAFT = Act(Source("Draft: half the levy", "eu", date(2026, 12, 1), **SAID))
DRAFT.parameter("part_of_the_levy", ("2028-01-01", "50 %", DRAFT.at("Art. 1")))
DRAFT.parameter("retention_rate", ("2025-01-01", "5 %", DRAFT.at("Art. 2")))


@DRAFT.provision(DRAFT.at("Art. 1"), since="2028-01-01", each="half-year", per="custodian")
def contribution(contribution_rate: Rate, part_of_the_levy: Rate, net_profit: Money, in_scope: Flag) -> Money:
    """Half of it."""
    return when(in_scope, rounded(part_of_the_levy * contribution_rate * at_least_zero(net_profit)), 0)
'''


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    path = tmp_path_factory.mktemp("draft") / "half.py"
    path.write_text(DRAFT, "utf-8")
    return with_drafts(BASE, scenario_drafts([str(path)]))


def test_a_draft_holds_from_the_half_year_in_which_the_last_of_it_begins(
    drafted: Scenario, in_force: Projection
) -> None:
    found = project(drafted, tier="arrays")
    base, ours, first = payments(in_force), payments(found), first_half(in_force)
    assert np.array_equal(ours[:, :first], base[:, :first])
    # Half the levy, of which 5 % and no longer 10 % are retained.
    assert ours[:, first] == pytest.approx(base[:, first] * 0.5 * 0.95 / 0.9, rel=1e-6)
    exact = reference_path(drafted, 5)
    half = found.ready.halves[first + 1]
    assert ours[5, first + 1] == pytest.approx(float(exact.get("payment", step_of(exact, "payment", half))), abs=20)
    assert found.run_id != in_force.run_id
    assert "half.py" in str(drafted)


def test_a_draft_is_kept_by_changes_and_stands_in_no_key(drafted: Scenario) -> None:
    changed = drafted.but(shift="-1 %")
    assert changed.drafts is drafted.drafts
    assert "half.py" not in changed.key
    assert from_key(changed.key).drafts is None
    with pytest.raises(UsufructError, match="X113"):
        drafted.but(regime="F", regime_from="2027-01-01")
    assert drafted.but(regime="F", regime_from=HALF).regime == "F"


@pytest.mark.long
def test_a_draft_is_compiled_as_the_arrays_run_it(drafted: Scenario) -> None:
    arrays, compiled = project(drafted, tier="arrays"), project(drafted, tier="compiled")
    column = list(compiled.outcome.results).index("out eu.payment")
    assert np.allclose(compiled.outcome.means[:, column], payments(arrays).mean(axis=0), rtol=1e-9)


SEIZED = {"debited_without_consent": "1000000000", "frozen_private_cash": "300000000"}


def test_a_seizure_is_recovered_borne_and_then_taken_from_the_retention() -> None:
    base = BASE.but(horizon="2036-12-31")
    seized = base.but(seized_on="2028-03-01", given={**SEIZED, "own_resources_for_losses": "200000000"})
    before, after = project(base, tier="arrays"), project(seized, tier="arrays")

    def lost(figure: str) -> float:
        pairs = zip(before.fan(figure).rows, after.fan(figure).rows, strict=True)
        return sum(one.mean - other.mean for one, other in pairs)

    # A billion debited, 300m recovered from private cash, 200m borne by the custodian: 500m of the retention.
    place = [half.label for half in before.ready.halves].index("2028-H1")
    lead = len(before.ready.lead_in.halves)
    gone = before.fan("retained").rows[lead + place].mean - after.fan("retained").rows[lead + place].mean
    assert gone == pytest.approx(500e8, abs=100)
    assert lost("released") == pytest.approx(500e8, rel=1e-6)
    assert lost("payment") == pytest.approx(500e8, rel=1e-6)
    huge = base.but(seized_on="2028-03-01", given={"debited_without_consent": "200000000000"})
    # More than is retained cannot be used: what is left is the retention of the half-year itself.
    own = before.fan("retained").at("2028-H1").mean - before.fan("retained").at("2027-H2").mean
    assert project(huge, tier="arrays").fan("retained").at("2028-H1").mean == pytest.approx(own, abs=1000)
    exact = reference_path(seized, 3)
    column = list(after.outcome.results).index("out eu.payment")
    for number, half in enumerate(after.ready.halves):
        expected = float(exact.get("payment", step_of(exact, "payment", half)))
        assert after.outcome.kept[3, number, column] == pytest.approx(expected, abs=20), half.label


@pytest.mark.parametrize(
    "changes",
    [
        {"given": SEIZED},
        {"seized_on": "2020-01-01"},
        {"seized_on": "2027-03-01", "regime": "F", "regime_from": HALF},
    ],
)
def test_a_seizure_that_cannot_be_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(UsufructError, match="X113"):
        BASE.but(**changes)


@pytest.mark.long
def test_a_seizure_is_compiled_as_the_arrays_run_it() -> None:
    seized = BASE.but(seized_on="2028-03-01", given=SEIZED)
    arrays, compiled = project(seized, tier="arrays"), project(seized, tier="compiled")
    column = list(compiled.outcome.results).index("out outlook.retained_in_all")
    assert np.allclose(compiled.outcome.means[:, column], arrays.outcome.kept[:, :, column].mean(axis=0), rtol=1e-9)
