"""Policy rates against printed decisions, and blind to what was learnt later."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from usufruct import facts
from usufruct.errors import UsufructError
from usufruct.markets.assumption import Assumption
from usufruct.markets.policy_rates import CURRENCIES, policy_rates


@pytest.mark.parametrize(
    ("currency", "day", "percent"),
    [
        ("EUR", date(2023, 9, 20), "4.00"),
        ("EUR", date(2024, 6, 11), "4.00"),
        ("EUR", date(2024, 6, 12), "3.75"),
        ("USD", date(2024, 1, 2), "5.375"),
        ("GBP", date(2023, 8, 3), "5.25"),
        ("CAD", date(2024, 6, 4), "5.00"),
        ("JPY", date(2023, 12, 29), "-0.10"),
        ("CHF", date(2025, 12, 1), "0.00"),
    ],
)
def test_rates_that_were_in_force(currency: str, day: date, percent: str) -> None:
    """Widely printed decisions; the dollar is the middle of its target range."""
    assert policy_rates(currency, "2026-11-01").rate(day) == Fraction(percent) / 100


def test_a_decision_is_known_before_it_takes_effect() -> None:
    eve, then = policy_rates("EUR", "2024-06-05"), policy_rates("EUR", "2024-06-06")
    assert eve.announced() == ()
    assert [step.rate for step in then.announced()] == [Fraction("0.0375")]
    assert then.rate(date(2024, 6, 6)) == Fraction("0.04")


def test_a_hold_is_confirmed_up_to_a_printed_day() -> None:
    assert policy_rates("GBP", "2026-11-22").confirmed_on == date(2026, 11, 4)
    assert policy_rates("CAD", "2026-11-22").confirmed_on == date(2026, 6, 10)


@pytest.mark.parametrize("currency", CURRENCIES)
def test_steps_rise_and_are_known_by_the_day(currency: str) -> None:
    day = date(2025, 3, 1)
    steps = policy_rates(currency, day).steps
    assert [step.effective_from for step in steps] == sorted({step.effective_from for step in steps})
    assert all(step.known_on <= day for step in steps)
    assert all(facts.get(step.address).series == "policy_rate" for step in steps)


def test_what_does_not_exist_is_refused() -> None:
    with pytest.raises(UsufructError, match="R143"):
        policy_rates("SEK", "2026-01-01")
    with pytest.raises(UsufructError, match="R142"):
        policy_rates("EUR", "2010-01-01")
    with pytest.raises(UsufructError, match="R142"):
        policy_rates("EUR", "2026-01-01").rate(date(2010, 1, 1))


@pytest.mark.parametrize(
    ("name", "value", "reason"), [("rate", "0.2", "because"), ("", "0.1", "because"), ("rate", "0.1", "")]
)
def test_an_assumption_needs_a_name_a_reason_and_a_range_around_it(name: str, value: str, reason: str) -> None:
    with pytest.raises(UsufructError, match="R140"):
        Assumption(name, Fraction(value), Fraction(0), Fraction("0.15"), reason)
