"""The replay: money is conserved, nothing later is seen, nothing is computed before it is asked for."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from usufruct.facts import Facts, load
from usufruct.publish.replay_document import replay_document
from usufruct.waterfall import payments as payments_module
from usufruct.waterfall.half_years import _verdict
from usufruct.waterfall.payments import CHANNELS
from usufruct.waterfall.replay import Replay, replay

DAYS = ("2024-02-20", "2024-07-19", "2025-02-05", "2025-07-18", "2026-02-04")


@pytest.fixture(scope="module")
def now() -> Replay:
    return replay()


def test_every_receipt_is_split_to_the_cent(now: Replay) -> None:
    received = {1: 150_000_000_000, 2: 210_000_000_000, 3: 160_000_000_000, 4: 140_000_000_000}
    for row in now.payments.rows:
        assert row.received == received.get(row.number)
        assert sum(row.allocation.values()) == (row.received or 0)
        assert tuple(row.allocation) == (tuple(CHANNELS) if row.received else ())


def test_the_split_follows_the_number_of_the_payment(now: Replay) -> None:
    parts = {row.number: list(row.allocation.values()) for row in now.payments.rows if row.received}
    assert parts[2] == [189_000_000_000, 21_000_000_000, 0, 0]
    assert parts[3] == [8_000_000_000, 0, 0, 152_000_000_000]


def test_the_lenders_share_out_everything_that_reached_the_mechanism(now: Replay) -> None:
    lenders = now.payments.lenders
    assert sum(each.share for each in lenders) == 1
    assert sum(each.principal for each in lenders) <= 45 * 10**11
    for row in now.payments.rows:
        part = row.allocation.get("Ukraine Loan Cooperation Mechanism", 0)
        if part:
            assert sum(each.by_payment[row.number] for each in lenders) == part
            for each in lenders:
                assert abs(each.by_payment[row.number] - part * each.share) <= len(lenders)
    assert all(each.allocated == sum(each.by_payment.values()) for each in lenders)


def test_the_principals_follow_from_the_frozen_rates(now: Replay) -> None:
    by_hand = {
        "European Union": Fraction("18115e8") * 1000,
        "United States": Fraction(20 * 10**11) / Fraction("1.1156"),
        "Canada": Fraction(5 * 10**11) / Fraction("1.511"),
        "Japan": Fraction(4719 * 10**10) / Fraction("159.53"),
        "United Kingdom": Fraction(2258 * 10**8) / Fraction("0.83953"),
    }
    for each in now.payments.lenders:
        if each.name != "European Union":
            assert abs(each.principal - by_hand[each.name]) <= Fraction(1, 2), each.name
    assert {each.name: each.principal for each in now.payments.lenders}["European Union"] == 1_811_500_000_000


def test_totals_are_sums_of_what_is_shown(now: Replay) -> None:
    totals = {total.name: total.amount for total in now.totals}
    rows = [row for row in now.payments.rows if row.received]
    assert totals["received by the Union"] == sum(row.received or 0 for row in rows)
    for channel in CHANNELS:
        assert totals[channel] == sum(row.allocation[channel] for row in rows)
    assert totals["interest earned"] == Fraction("17121") * 10**8


@pytest.mark.parametrize("day", DAYS)
def test_nothing_later_is_seen(day: str) -> None:
    """Deleting everything that became known later, or replacing it with nonsense, changes no byte."""
    everything = load()
    later = [figure for figure in everything.figures if str(figure.known_on) > day]
    assert later
    kept = Facts(tuple(f for f in everything.figures if str(f.known_on) <= day), everything.further_sources)
    perturbed = Facts(
        tuple(replace(f, value="77.7" if f.value else "") if f in later else f for f in everything.figures),
        everything.further_sources,
    )
    plain = replay_document(replay(day))
    assert replay_document(replay(day, facts=kept)) == plain
    assert replay_document(replay(day, facts=perturbed)) == plain


def test_each_half_year_is_one_of_four_things(now: Replay) -> None:
    seen = {line.verdict for statement in now.half_years for line in statement.lines}
    assert seen == {"published", "inside", "forward", "not derivable"}
    for statement in now.half_years:
        for line in statement.lines:
            if line.verdict == "inside":
                assert line.published is not None
                assert line.low is not None
                assert line.high is not None
                assert line.tolerance is not None
                assert line.low - line.tolerance <= line.published <= line.high + line.tolerance
            if line.verdict == "not derivable":
                assert line.published is line.central is line.implied is None


@pytest.mark.parametrize(
    ("published", "verdict"), [(89, "outside"), (90, "inside"), (200, "inside"), (210, "inside"), (211, "outside")]
)
def test_a_printed_figure_may_lie_half_a_digit_beyond_the_range(published: int, verdict: str) -> None:
    low, high, tolerance = Fraction(100), Fraction(200), Fraction(10)
    assert _verdict(Fraction(published), tolerance, low, high, None) == verdict


def test_one_figure_costs_one_test(monkeypatch: pytest.MonkeyPatch) -> None:
    found = replay()

    def too_much(*_: object) -> None:
        raise AssertionError("payments were computed")

    monkeypatch.setattr(payments_module, "_settled", too_much)
    assert found.explain("test:9").value == found.verdict(9).computed  # type: ignore[union-attr]
    assert found.explain("payment:3").value == 161_820_000_000
    assert sorted(found._judged) == [9, 17]
    assert found.explain("fact:loan.uk.committed").value == 225_800_000_000


def test_a_replay_shows_itself(now: Replay) -> None:
    assert repr(now) == "<Replay as of 2026-11-22: 18 of 22 tests inside, 4 payments received>"
    html = now._repr_html_()
    assert html.startswith("<table>")
    assert html.count("<tr>") == 23
    assert "http" not in html
    polars = now.to_polars()
    assert polars.shape == (22, 8)
    assert now.to_pandas()["figure"].tolist() == polars["figure"].to_list()
