"""Curves hold what was known on their day and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.markets.conftest import RewrittenAfter
from usufruct import facts
from usufruct.errors import UsufructError
from usufruct.facts import Facts
from usufruct.markets.expectations import KINDS, OLDEST, quotes
from usufruct.markets.forward_curves import forward_curve, long_run_rate, own_curve
from usufruct.markets.policy_rates import CURRENCIES

DAYS = [date(2024, 2, 15), date(2024, 6, 6), date(2025, 3, 31), date(2025, 12, 10), date(2026, 6, 30)]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("currency", CURRENCIES)
def test_later_facts_change_nothing(currency: str, day: date) -> None:
    assert forward_curve(currency, day, RewrittenAfter.day(day)) == forward_curve(currency, day)


def test_the_rewriting_would_be_noticed() -> None:
    day = date(2025, 3, 31)
    assert forward_curve("EUR", day, RewrittenAfter.day(date(2025, 3, 1))) != forward_curve("EUR", day)


def test_the_euro_curve_of_march_2025_meets_the_quotes_of_that_day() -> None:
    """Forwards of the market as deposit rates, as printed at the end of March 2025."""
    curve = forward_curve("EUR", "2025-03-31")
    assert curve.rate(date(2025, 3, 31)) == Fraction("0.025")
    assert curve.rate(date(2025, 4, 17)) == Fraction("0.02287")
    assert curve.rate(date(2025, 12, 18)) == Fraction("0.01868")
    middle = date(2025, 4, 17) + timedelta(days=7)  # a seventh of the 49 days to 5 June
    assert curve.rate(middle) == Fraction("0.02287") + (Fraction("0.02111") - Fraction("0.02287")) / 7


def test_beyond_the_last_quote_it_moves_to_the_long_run_rate() -> None:
    curve = forward_curve("EUR", "2025-03-31")
    assert curve.rate(date(2030, 12, 18)) == long_run_rate("EUR").value == curve.rate(date(2070, 1, 1))
    high = long_run_rate("EUR").at(Fraction("0.035"))
    assert forward_curve("EUR", "2025-03-31", long_run=high).rate(date(2070, 1, 1)) == Fraction("0.035")
    assert [one.name for one in curve.assumptions] == [
        "long-run policy rate of EUR",
        "years from the last quote to the long-run rate",
    ]


@pytest.mark.parametrize("currency", ["CAD", "JPY", "CHF"])
def test_without_a_quote_it_is_flat(currency: str) -> None:
    curve = forward_curve(currency, "2026-08-01")
    assert {point.rate for point in curve.points} == {curve.points[0].rate}


def test_a_decided_step_is_a_step_and_not_a_slope() -> None:
    curve = forward_curve("EUR", "2024-06-06")
    assert curve.rate(date(2024, 6, 11)) == Fraction("0.04")
    assert curve.rate(date(2024, 6, 12)) == Fraction("0.0375")


@given(st.dates(date(2023, 1, 1), date(2026, 11, 22)), st.sampled_from(CURRENCIES))
def test_quotes_come_from_one_source_and_lie_ahead(day: date, currency: str) -> None:
    found = [(quote, facts.get(quote.address)) for quote in quotes(currency, day, facts.load())]
    assert len({(figure.holder, figure.series, figure.known_on) for _, figure in found}) <= 1
    for quote, figure in found:
        assert figure.known_on <= day < quote.day
        assert day - (figure.dated or figure.known_on) <= OLDEST
        assert figure.verified
        assert figure.series in [kind for kinds in KINDS[currency] for kind in kinds]


def test_memories_and_bounds_make_no_curve() -> None:
    day = date(2025, 3, 31)
    series = {kind for kinds in KINDS["EUR"] for kind in kinds}
    packaged = facts.load()

    def altered(**changes: Any) -> Facts:
        figures = tuple(replace(f, **changes) if f.series in series else f for f in packaged.figures)
        return Facts(figures, packaged.further_sources)

    assert quotes("EUR", day, packaged) != ()
    assert quotes("EUR", day, altered(verified=False)) == ()
    assert quotes("EUR", day, altered(value="", value_low="2")) == ()


def test_market_quotes_come_before_a_later_survey() -> None:
    """On 30 October 2025 a poll of 26 October is newer than the forwards of 13 October."""
    found = quotes("EUR", date(2025, 10, 30), facts.load())
    assert {facts.get(quote.address).series for quote in found} == {"rate_forward_as_deposit_rate"}


POINTS = st.lists(st.tuples(st.integers(1, 4000), st.integers(-200, 2000)), max_size=5, unique_by=lambda p: p[0])


@given(POINTS, st.integers(0, 5000), st.integers(1, 28), st.integers(1, 12))
def test_a_month_is_the_mean_of_its_days(
    points: list[tuple[int, int]], offset: int, first_day: int, months: int
) -> None:
    start = date(2026, 1, 1)
    listed: list[tuple[date | str, str]] = [(start, "1 %")]
    listed += [(start + timedelta(days=day), f"{basis} bp") for day, basis in sorted(points)]
    curve = own_curve("EUR", start, listed)
    first = (start + timedelta(days=offset)).replace(day=first_day)
    first = max(first, start)
    day = first
    for mean in curve.monthly(first, months):
        beyond = (day.replace(day=1) + timedelta(days=32)).replace(day=day.day)
        rates = [curve.rate(day + timedelta(days=number)) for number in range((beyond - day).days)]
        assert mean == sum(rates) / len(rates)
        day = beyond


def test_what_is_no_curve_is_refused() -> None:
    with pytest.raises(UsufructError, match="R145"):
        own_curve("EUR", "2026-01-01", [("2026-02-01", "2 %")])
    with pytest.raises(UsufructError, match="R145"):
        own_curve("EUR", "2026-01-01", [("2026-01-01", "2 %"), ("2026-01-01", "3 %")])
    with pytest.raises(UsufructError) as error:
        own_curve("EUR", "2026-01-01", [("2026-01-01", "two"), ("2026-02-01", "200 %")])
    assert [fault.code for fault in error.value.faults] == ["R147", "R147"]
    curve = own_curve("EUR", "2026-01-01", [("2026-01-01", "2 %")])
    with pytest.raises(UsufructError, match="R146"):
        curve.rate(date(2025, 12, 31))
    with pytest.raises(UsufructError, match="R146"):
        curve.monthly(date(2026, 1, 31), 2)
