"""The parts of a year add up to its payments, and a part of a need is payments over need."""

from __future__ import annotations

import pytest

from usufruct.outlook.answers.needs import Met, needs_met, under_each_regime
from usufruct.outlook.answers.stream import DEFENCE, FACILITY, MILITARY, OTHER_LOANS, StreamYear, stream
from usufruct.outlook.answers.view import View
from usufruct.outlook.scenario import from_key
from usufruct.regimes.needs import by_purpose
from usufruct.waterfall.replay import replay

KEY = "known=2026-11-22&horizon=2031-12-31&paths=64"
BILLION = 1e11


@pytest.fixture(scope="module")
def view() -> View:
    return View(from_key(KEY), "arrays")


@pytest.fixture(scope="module")
def years(view: View) -> dict[int, StreamYear]:
    return {each.year: each for each in stream(view)}


@pytest.fixture(scope="module")
def met(view: View) -> dict[str, Met]:
    return {each.need.figure.id: each for each in needs_met(view)}


def test_shares_of_a_year_add_up_to_one(years: dict[int, StreamYear]) -> None:
    for each in years.values():
        assert sum(part.share for part in each.parts) == pytest.approx(1, abs=1e-9)
        assert each.low <= each.mean <= each.high


def test_the_past_by_purpose_is_what_was_received(years: dict[int, StreamYear]) -> None:
    received = {(each.year, each.purpose): each.amount for each in by_purpose(replay("2026-11-22"))}
    for year in (2024, 2025):
        assert years[year].mean * years[year].share(DEFENCE) == pytest.approx(received[year, "defence"], abs=2)
        facility = received[year, "resilience and reconstruction"]
        assert years[year].mean * years[year].share(FACILITY) == pytest.approx(facility, abs=2)


def test_the_lenders_parts_follow_committed_principal(years: dict[int, StreamYear]) -> None:
    # 2.258bn pounds at 0.83953 and 20bn dollars at 1.1156, of EUR 45bn less what the Union's 18.115 leaves open.
    pounds, dollars = 2.258 / 0.83953, 20 / 1.1156
    whole = pounds + dollars + 18.115 + 5 / 1.511 + 471.9 / 159.53
    assert years[2027].share(MILITARY) == pytest.approx(0.95 * pounds / whole, abs=1e-6)
    assert years[2027].share(OTHER_LOANS) == pytest.approx(0.95 * dollars / whole, abs=1e-6)


def test_the_year_under_way_has_the_spread_of_its_payment(view: View, years: dict[int, StreamYear]) -> None:
    payment = view.projection.next_payment
    assert years[2026].state == "under way"
    assert years[2026].high - years[2026].low == pytest.approx(payment.high - payment.low)


def test_a_part_of_a_need_by_independent_arithmetic(years: dict[int, StreamYear], met: dict[str, Met]) -> None:
    need = met["external-need.total.2026-01-01..2027-12-31"]
    called = years[2026].mean + years[2027].mean
    assert need.covered[1] == pytest.approx(called / (135.7 * BILLION))
    assert need.covered[0] == pytest.approx((years[2026].low + years[2027].low) / (135.75 * BILLION))
    assert need.covered[2] == pytest.approx((years[2026].high + years[2027].high) / (135.65 * BILLION))
    assert need.earmarked == pytest.approx(0.05 * called / (135.7 * BILLION), rel=1e-6)
    assert need.earmarked + need.repays == pytest.approx(need.covered[1])


def test_what_is_earmarked_is_earmarked_for_its_own_aim(met: dict[str, Met]) -> None:
    for each in met.values():
        assert each.earmarked + each.repays <= each.covered[1] + 1e-12
        assert each.covered[0] <= each.covered[1] <= each.covered[2]
        if each.need.aim in ("resilience", "reconstruction") and each.need.years[0][0] > 2025:
            assert each.earmarked == 0


def test_years_beyond_the_horizon_are_left_out_of_the_need(years: dict[int, StreamYear], met: dict[str, Met]) -> None:
    rdna = met["reconstruction-need.rdna5-total.2025-12-31"]
    reached = [year for year in years if year >= 2026]
    assert rdna.years == len(reached) < 10
    assert rdna.needed[1] == rdna.need.in_euro()[1] * len(reached) / 10


def test_regimes_move_what_comes_and_never_what_came(view: View) -> None:
    found = {each.letter: {one.need.figure.id: one for one in each.met} for each in under_each_regime(view)}
    assert sorted(found) == list("ABCDEFGHIJ")
    past, future = "external-need.external-financing-need.2025", "external-need.total.2027"
    assert len({each[past].covered for each in found.values()}) == 1
    assert found["A"][future].covered[1] < found["D"][future].covered[1]
    assert found["C"][future].earmarked > found["D"][future].earmarked
    assert found["E"][future] == found["D"][future] == found["J"][future]


def test_only_needs_known_on_the_day_of_the_view_are_met() -> None:
    early = View(from_key("known=2025-12-31&horizon=2028-12-31&paths=64"), "arrays")
    names = [each.need.figure.id for each in needs_met(early)]
    assert any("rdna4" in name for name in names)
    assert not any("rdna5" in name or "support-loan" in name for name in names)
