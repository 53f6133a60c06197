"""Yields and spreads against a table worked out by hand, and the estimate against plain floating point."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import sqrt
from statistics import mean, stdev

import pytest

from usufruct.assets.spread import IGNORANCE, Observation, Spread, estimate_spread, observations, observe, spread_of
from usufruct.errors import UsufructError
from usufruct.facts import Facts, load

LATEST = "2026-03-31"
# Span; interest and average balance in EUR million; yield, deposit rate, spread, basket and share in percent.
BY_HAND = [
    ("2023-12-31", "2024-03-31", 1_590, 145_500, 4.40, 4.00, 0.40, 5.21, 33),
    ("2023-12-31", "2024-06-30", 3_420, 155_750, 4.42, 3.97, 0.44, 5.20, 36),
    ("2024-06-30", "2024-12-31", 3_459, 177_000, 3.89, 3.49, 0.39, 4.70, 33),
    ("2023-12-31", "2024-12-31", 6_879, 166_375, 4.13, 3.73, 0.40, 4.95, 33),
    ("2024-12-31", "2025-03-31", 1_470, 189_000, 3.15, 2.79, 0.36, 4.00, 30),
    ("2024-12-31", "2025-06-30", 2_668, 191_750, 2.81, 2.52, 0.28, 3.91, 20),
    ("2025-06-30", "2025-12-31", 2_332, 193_750, 2.39, 2.00, 0.39, 3.56, 25),
    ("2024-12-31", "2025-12-31", 5_000, 192_750, 2.59, 2.26, 0.34, 3.73, 23),
]


@pytest.mark.parametrize(("start", "end", "interest", "balance", *("rates",)), [(*row[:4], row[4:]) for row in BY_HAND])
def test_yields_are_those_worked_out_by_hand(
    start: str, end: str, interest: int, balance: int, rates: tuple[float, ...]
) -> None:
    seen = observe(date.fromisoformat(start), date.fromisoformat(end), LATEST)
    yielded, deposit, spread, basket, share = rates
    assert seen.average_balance == balance * 10**6
    # The interest of the table was joined from several prints, here it is one print, good to half its last digit.
    room = float(seen.tolerance / seen.weight) * 100
    assert abs(float(seen.interest) / 1e6 - interest) <= float(seen.tolerance) / 1e6
    assert abs(float(seen.yielded) * 100 - yielded) <= room + 0.005
    assert abs(float(seen.policy_rate) * 100 - deposit) <= 0.005
    assert abs(float(seen.spread) * 100 - spread) <= room + 0.01
    assert abs(float(seen.basket_rate) * 100 - basket) <= 0.006
    assert abs(float(seen.implied_foreign_share) * 100 - share) <= room / (basket - deposit) * 100 + 1


def test_a_step_of_the_policy_rate_counts_by_its_days() -> None:
    """3.00 % to 4 February, 2.75 % to 11 March, 2.50 % to the end of March: 35, 35 and 20 of 90 days."""
    seen = observe(date(2024, 12, 31), date(2025, 3, 31), LATEST)
    assert seen.policy_rate == (35 * Fraction("0.03") + 35 * Fraction("0.0275") + 20 * Fraction("0.025")) / 90


def test_the_estimate_is_the_weighted_mean_with_scatter_and_rounding() -> None:
    spread = estimate_spread(LATEST)
    weights = [float(each.weight) for each in spread.observations]
    values = [float(each.spread) for each in spread.observations]
    expected = sum(v * w for v, w in zip(values, weights, strict=True)) / sum(weights)
    assert float(spread.value) == pytest.approx(expected, abs=1e-9)
    rounding = sum(float(each.tolerance) ** 2 for each in spread.observations) / 3 / sum(weights) ** 2
    about_mean = sum((v - expected) ** 2 for v in values) / (len(values) - 1)
    assert float(spread.standard_error) == pytest.approx(sqrt(about_mean / len(values) + rounding), abs=2e-9)
    assert about_mean == pytest.approx(stdev(values) ** 2, rel=0.02)
    assert expected == pytest.approx(mean(values), abs=2e-4)
    assert 0.002 < expected < 0.006


def test_a_mix_takes_over_what_its_currencies_explain() -> None:
    seen = observations(LATEST)
    for each in seen:
        assert each.spread_over(each.implied_foreign_share) == 0
    values = [spread_of(seen, Fraction(share, 10)).value for share in (3, 1, 0)]
    assert values == sorted(set(values))


def test_without_observations_the_spread_is_zero_and_wide() -> None:
    spread = estimate_spread("2024-03-01")
    assert spread == Spread(Fraction(0), IGNORANCE, Fraction(0), ())


def test_where_rates_agree_no_share_is_implied() -> None:
    rate = Fraction(1, 50)
    span = date(2024, 12, 31), date(2025, 6, 30)
    flat = Observation(*span, Fraction(3), Fraction(0), Fraction(100), policy_rate=rate, basket_rate=rate)
    assert flat.implied_foreign_share == 0


@pytest.mark.parametrize(
    ("start", "end", "known"),
    [
        ("2024-12-31", "2025-06-30", "2025-07-17"),  # the day before the results
        ("2024-06-30", "2025-06-30", LATEST),  # interest is printed from the start of each year
        ("2025-06-30", "2024-12-31", LATEST),
        ("2022-12-31", "2023-12-31", LATEST),  # the balance of 2022 is not published
    ],
)
def test_what_was_not_known_is_refused(start: str, end: str, known: str) -> None:
    with pytest.raises(UsufructError) as caught:
        observe(date.fromisoformat(start), date.fromisoformat(end), known)
    assert [fault.code for fault in caught.value.faults] == ["A151"]


def test_more_knowledge_narrows_the_error() -> None:
    errors = [estimate_spread(day).standard_error for day in ("2024-08-01", "2024-12-01", LATEST)]
    assert errors == sorted(errors, reverse=True)


def test_facts_of_ones_own_without_the_custodian_give_no_observation() -> None:
    rates = Facts(tuple(each for each in load() if each.series == "policy_rate"))
    assert observations(LATEST, rates) == ()
