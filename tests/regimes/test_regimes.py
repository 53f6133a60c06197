"""The regimes as law: each runs, keeps its status visible, and moves the flow by arithmetic done here another way."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usufruct.engine import Rulebook
from usufruct.errors import UsufructError
from usufruct.law import rulebook
from usufruct.law.supposed.loss_recovery import RECOVERY, SEIZURE
from usufruct.regimes import REGIMES, Phase, Regime, regime, succession
from usufruct.regimes.guarantees import guarantees_by_key, guarantees_printed
from usufruct.regimes.switches import tensions
from usufruct.waterfall.amendment import Amendment, amendment
from usufruct.waterfall.payments import CHANNELS
from usufruct.waterfall.published import CUSTODIAN
from usufruct.waterfall.replay import replay

BILLION = 10**11
PAST = replay()


def replayed(law: Rulebook) -> Amendment:
    found = amendment(rulebook(), law, PAST)
    assert found is not None
    return found


def total(found: Amendment, quantity: str) -> Fraction:
    return next(row.after for row in found.totals if row.quantity == quantity)


def assert_conserved(found: Amendment) -> None:
    """Net profit is contribution and what is left; a payment is its parts; lenders share what reaches the mechanism."""
    run = found.after.interpreter
    for index in range(4):
        net = run.value("eu.net_profit", "half-year", index, (CUSTODIAN,))
        kept = run.value("eu.distributable", "half-year", index, (CUSTODIAN,))
        locked = run.value("eu.undistributable", "half-year", index, (CUSTODIAN,))
        assert net == kept + locked
        payment = run.value("eu.payment", "call", index, ())
        assert payment == sum(run.value(name, "call", index, ()) for name in CHANNELS.values())
        assert payment >= 0
    assert sum(row.after for row in found.lenders) == total(found, "Ukraine Loan Cooperation Mechanism")


def test_the_ten_regimes_stand_in_order_with_their_status() -> None:
    assert [each.letter for each in REGIMES] == list("ABCDEFGHIJ")
    assert [each.status[0] for each in REGIMES] == list("hhhaaphhhh")
    assert regime("f").name == "reparations loan"
    with pytest.raises(UsufructError, match="G103"):
        regime("K")


@pytest.mark.parametrize("each", REGIMES, ids=[each.letter for each in REGIMES])
def test_a_regime_is_law_with_articles_and_runs_in_replay(each: Regime) -> None:
    law = each.rulebook()
    assert each.status in law.title
    assert each.basis
    assert each.bearers
    for act in each.acts:
        marks = {str(row.cite).endswith(f"[{act.source.status}]") for figure in act.parameters for row in figure.rows}
        assert marks <= {act.source.status != "adopted"}
    assert_conserved(replayed(law))
    assert each.rulebook(loans=True).hash != law.hash


def test_the_law_in_force_is_regime_d() -> None:
    assert regime("D").rulebook().hash == rulebook().hash
    assert not replayed(regime("D").rulebook()).changed
    assert not replayed(regime("E").rulebook()).changed


def test_without_a_levy_the_custodian_keeps_everything() -> None:
    found = replayed(regime("A").rulebook())
    assert total(found, "payment") == total(found, "contribution") == 0
    run = found.after.interpreter
    assert run.value("eu.distributable", "half-year", 2, (CUSTODIAN,)) == run.value(
        "eu.net_profit", "half-year", 2, (CUSTODIAN,)
    )


def test_locked_up_nothing_is_paid_and_nothing_distributed() -> None:
    run = replayed(regime("B").rulebook()).after.interpreter
    for index in range(4):
        assert run.value("eu.distributable", "half-year", index, (CUSTODIAN,)) == 0
        assert run.value("eu.undistributable", "half-year", index, (CUSTODIAN,)) > BILLION


def test_with_the_first_key_no_loan_is_served() -> None:
    found = replayed(regime("C").rulebook())
    assert total(found, "Ukraine Loan Cooperation Mechanism") == 0
    assert total(found, "Ukraine Facility") == 66 * BILLION // 100
    assert total(found, "European Peace Facility") == 594 * BILLION // 100


@pytest.mark.parametrize("size", [90, 140, 165, 210])
def test_a_swap_ends_the_yield_of_what_is_swapped(size: int) -> None:
    law = regime("F").rulebook(readings={"size_of_the_loan": str(size)}, always=True)
    run = replayed(law).after.interpreter
    # Its rules hold from 2026 on, so they are put back to the first day of the levy to try them on the past.
    held = run.value("eu.value_held", "half-year", 3, (CUSTODIAN,))
    swapped = min(size * BILLION, held)
    for index in range(4):
        earned = run.value("eu.revenue", "half-year", index, (CUSTODIAN, "EUR"))
        left = run.value("eu.revenue_in_euro", "half-year", index, (CUSTODIAN,))
        assert abs(left - earned * (1 - Fraction(swapped, held))) <= 2
        assert run.value("eu.loan_for_ukraine", "half-year", index, ()) == swapped


def test_era_repaid_first_takes_forty_five_billion_of_the_loan() -> None:
    law = regime("F").rulebook(readings={"size_of_the_loan": "140", "era_under_the_loan": "repaid first"}, always=True)
    run = replayed(law).after.interpreter
    assert run.value("eu.era_repaid_at_once", "half-year", 3, ()) == 45 * BILLION
    assert run.value("eu.loan_for_ukraine", "half-year", 3, ()) == 95 * BILLION


def test_reparations_are_shared_pro_rata_with_the_loans_of_the_initiative() -> None:
    found = replayed(regime("E").rulebook())
    law, world = regime("E").rulebook(always=True), found.before.world
    given = {
        "eu.support_loan_opened": {(0, ()): 95 * BILLION},
        "eu.support_loan_requested": {(0, ()): 60 * BILLION, (1, ()): 60 * BILLION},
        "eu.reparations_in_cash": {(2, ()): 20 * BILLION},
        "eu.era_liabilities": {(2, ()): 45 * BILLION},
        "eu.support_loan_interest": {(1, ()): 2 * BILLION},
        "eu.subsidy_appropriations": {(1, ()): BILLION},
    }
    for name, values in given.items():
        world = world.but(name, values)  # type: ignore[arg-type]
    run = law.run(world).interpreter
    assert run.value("eu.support_loan_disbursed", "half-year", 1, ()) == 90 * BILLION
    repaid = run.value("eu.support_loan_repaid", "half-year", 2, ())
    assert repaid == Fraction(20 * BILLION) * 90 / (90 + 45) // 1
    assert run.value("eu.support_loan_outstanding", "half-year", 2, ()) == 90 * BILLION - repaid
    assert run.value("eu.interest_borne_by_the_union", "half-year", 1, ()) == BILLION
    assert run.value("eu.interest_borne_by_ukraine", "half-year", 1, ()) == BILLION


@pytest.mark.parametrize("bearer", ["budget of the Union", "custodian", "later proceeds"])
def test_a_loss_of_the_vehicle_has_exactly_one_bearer(bearer: str) -> None:
    law = regime("G").rulebook(readings={"bearer_of_the_loss": bearer})
    before = replayed(law).before.world
    shares = {(index, ()): Fraction(1, 2) for index in range(4)}
    spreads = {(0, ()): Fraction(1, 100), (1, ()): Fraction(-1, 100), (2, ()): Fraction(0), (3, ()): Fraction(0)}
    world = before.but("eu.vehicle_share", shares).but("eu.vehicle_spread", spreads)  # type: ignore[arg-type]
    run = law.run(world).interpreter
    held = run.value("eu.value_held", "half-year", 1, (CUSTODIAN,))
    loss = Fraction(held, 200)
    by = {
        name: sum(run.value(name, "half-year", index, (CUSTODIAN,)) for index in range(4))
        for name in ("eu.loss_of_the_budget", "eu.loss_of_the_custodian", "eu.loss_set_off")
    }
    carried = run.value("eu.loss_carried", "half-year", 3, (CUSTODIAN,))
    assert sum(by.values()) + carried == loss
    assert sum(value > 0 for value in by.values()) == 1
    gain = run.value("eu.revenue_in_euro", "half-year", 0, (CUSTODIAN,)) - run.value(
        "eu.revenue", "half-year", 0, (CUSTODIAN, "EUR")
    )
    assert abs(gain - loss) <= 1  # the revenue was found by inversion, and is no whole number of cents


def test_a_deal_divides_a_payment_to_the_cent() -> None:
    law = regime("I").rulebook()
    world = replayed(law).before.world.but("eu.profit_of_the_deal", {(3, ()): Fraction(1, 3)})
    run = law.run(world).interpreter
    other = run.value("eu.payment_to_another_party", "call", 3, ())
    assert other == 46_666_666_667
    assert run.value("eu.payment", "call", 3, ()) == 140_000_000_000 - other


def test_release_needs_all_three_conditions_and_the_council() -> None:
    law = regime("H").rulebook()
    base = replayed(law).before.world
    names = ("war_has_ceased", "reparations_provided", "no_serious_risk", "council_has_acted")
    for missing in (*names, ""):
        world = base
        for name in names:
            world = world.but(f"eu.{name}", {(3, ()): int(name != missing)})
        run = law.run(world).interpreter
        over = not missing
        assert run.value("eu.prohibition_repealed", "half-year", 3, ()) == over
        released = run.value("eu.released_at_the_end", "call", 3, (CUSTODIAN,))
        assert (released > 0) == over
        assert run.value("eu.contribution", "half-year", 3, (CUSTODIAN,)) == (
            0 if over else run.value("eu.contribution", "half-year", 3, (CUSTODIAN,))
        )


def test_no_more_is_vested_than_is_held() -> None:
    law = regime("J").rulebook()
    world = replayed(rulebook()).before.world
    for index, ordered in enumerate((0, 3, 4, 5)):
        world = world.but("us.state_assets_held", {(index, ()): 5 * BILLION})
        world = world.but("us.vesting_ordered", {(index, ()): ordered * BILLION})
    run = law.run(world).interpreter
    assert [run.value("us.vested", "half-year", index, ()) // BILLION for index in range(4)] == [0, 3, 5, 5]


def test_a_seizure_is_recovered_then_borne_then_taken_from_the_retention() -> None:
    law = regime("D").rulebook(RECOVERY, SEIZURE)
    base = replayed(law).before.world
    assert not replayed(law).changed
    me = (CUSTODIAN,)
    world = base.but("eu.debited_without_consent", {(3, me): 4 * BILLION})
    world = world.but("eu.frozen_private_cash", {(3, me): 3 * BILLION})
    world = world.but("eu.own_resources_for_losses", {(3, me): 9 * BILLION // 10})
    run = law.run(world).interpreter
    assert run.value("eu.amount_used", "half-year", 3, me) == BILLION // 10
    plain = law.run(base).interpreter
    for name, change in (("eu.retained", -BILLION // 10), ("eu.retention_used", BILLION // 10), ("eu.called", 0)):
        assert run.value(name, "call", 3, me) - plain.value(name, "call", 3, me) == change
    # Without recovery and own resources the retention is used up, and never below zero.
    bare = law.run(base.but("eu.debited_without_consent", {(3, me): 40 * BILLION})).interpreter
    assert bare.value("eu.retention_used", "call", 3, me) == plain.value("eu.retained", "call", 2, me)


DAYS = [date(2024, 2, 15), date(2024, 9, 1), date(2025, 1, 1), date(2025, 7, 1)]
DAYS = [date(2024, 2, 15), date(2024, 9, 1), date(2025, 1, 1), date(2025, 7, 1)]
PHASES = st.lists(
    st.tuples(
        st.sampled_from(DAYS),
        st.sampled_from(REGIMES),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda phase: phase[0],
).map(lambda found: [Phase(*each) for each in sorted(found, key=lambda phase: phase[0])])


@settings(max_examples=25, deadline=None)
@given(phases=PHASES)
def test_random_sequences_of_regimes_are_one_law_without_a_cycle_and_conserve_every_cent(phases: list[Phase]) -> None:
    found = replayed(succession(phases))
    assert_conserved(found)
    run = found.after.interpreter
    levied = ("C", "D", "E", "F", "G", "H", "I", "J")
    for index, end in enumerate((date(2024, 6, 30), date(2024, 12, 31), date(2025, 6, 30), date(2025, 12, 31))):
        now = [phase.regime.letter for phase in phases if phase.day <= end]
        paid = run.value("eu.contribution", "half-year", index, (CUSTODIAN,)) > 0
        # A loan of the size of all balances leaves nothing to levy; the default of ninety billion leaves half.
        assert paid == (not now or now[-1] in levied)


def test_days_of_a_succession_rise() -> None:
    for days in ((), (date(2025, 1, 1), date(2025, 1, 1)), (date(2025, 7, 1), date(2025, 1, 1))):
        with pytest.raises(UsufructError, match="G104"):
            succession([Phase(day, regime("A")) for day in days])


@pytest.mark.parametrize(
    ("letter", "ban", "prohibition", "number"),
    [
        ("D", True, True, 0),
        ("D", False, True, 1),
        ("A", False, True, 0),
        ("A", False, False, 1),
        ("F", True, True, 1),
        ("H", False, False, 0),
        ("H", True, True, 1),
        ("J", True, True, 0),
        ("F", False, True, 2),
    ],
)
def test_switches_that_cannot_hold_together_are_named(letter: str, ban: bool, prohibition: bool, number: int) -> None:
    found = tensions(regime(letter), ban=ban, prohibition=prohibition)
    assert len(found) == number
    assert all(each.cites and each.needs for each in found)


@settings(max_examples=50)
@given(amount=st.integers(0, 10**14), weights=st.lists(st.integers(0, 10**6), min_size=1, max_size=27))
def test_guarantees_add_up_to_the_cent(amount: int, weights: list[int]) -> None:
    key = {f"state {place}": Fraction(weight) for place, weight in enumerate(weights)}
    if not any(weights):
        with pytest.raises(UsufructError, match="G105"):
            guarantees_by_key(amount, key)
        return
    found = guarantees_by_key(amount, key)
    assert sum(each.amount for each in found) == amount
    for each, weight in zip(found, weights, strict=True):
        assert abs(each.amount - Fraction(amount * weight, sum(weights))) <= 1


def test_printed_drafts_are_three_and_none_is_scaled() -> None:
    assert [(each.state, each.amount // BILLION) for each in guarantees_printed()] == [
        ("Germany", 52),
        ("France", 34),
        ("Italy", 25),
    ]
