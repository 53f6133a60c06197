"""The score card sees nothing later than the day of each forecast, scores as defined, and says what it says it does."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import erf, sqrt
from pathlib import Path
from random import Random

import pytest

from usufruct import facts
from usufruct.calendar import HalfYear
from usufruct.facts import Facts, Figure
from usufruct.outlook.other_forecasts import OtherForecast, other_forecasts
from usufruct.outlook.payment_forecast import _deviation_of_mean, payment_forecast
from usufruct.outlook.score_card import (
    Forecast,
    ScoreCard,
    knowledge_days,
    ranked_probability_score,
    score_card,
    summarised,
)

PAGE = Path(__file__).parents[2] / "docs" / "score-card.md"
DAY = date(2024, 10, 31)
HALF = HalfYear(2025, 1)


@pytest.fixture(scope="module")
def card() -> ScoreCard:
    return score_card()


def forecast(central: float, deviation: float, outcome: float | None, **more: object) -> Forecast:
    made = Forecast(date(2025, 1, 1), 2, "2024-H2", central, deviation, None, outcome, 0.0)
    return replace(made, **more)  # type: ignore[arg-type]


def doubled(figure: Figure) -> Figure:
    """The same figure with every number in it doubled, where it is one."""
    value, low, high = (text and str(Decimal(text) * 2) for text in (figure.value, figure.value_low, figure.value_high))
    return replace(figure, value=value, value_low=low, value_high=high)


def with_later(change: Callable[[Figure], Figure | None], day: date) -> Facts:
    packaged = facts.load()
    kept = [figure if figure.known_on <= day else change(figure) for figure in packaged]
    later = tuple(source for source in packaged.further_sources if source.known_on <= day)
    return Facts(tuple(figure for figure in kept if figure is not None), later)


@pytest.mark.parametrize("change", [doubled, lambda _: None], ids=["doubled", "deleted"])
@pytest.mark.parametrize(("day", "half"), [(DAY, HALF), (date(2025, 7, 18), HalfYear(2025, 2))])
def test_later_figures_change_no_forecast(change: Callable[[Figure], Figure | None], day: date, half: HalfYear) -> None:
    other = with_later(change, day)
    assert other != facts.load()
    assert payment_forecast(day, half, other) == payment_forecast(day, half)


def test_figures_of_the_day_do_change_it() -> None:
    """Without this, a forecast that read no facts at all would pass the test above."""
    packaged = facts.load()
    balances = tuple(
        doubled(each) if each.series == "balance" and each.known_on == DAY else each for each in packaged.figures
    )
    assert payment_forecast(DAY, HALF, Facts(balances)).central > 1.2 * payment_forecast(DAY, HALF).central


def altered_rates(raw: bytes, day: date, *, keep: bool) -> bytes:
    """The table of reference rates with later lines tripled, or without them."""
    lines = raw.decode("ascii").splitlines()
    after = [line for line in lines[1:] if line[:10] > day.isoformat()]
    head = [line for line in lines if line not in set(after)]
    tripled = [",".join([line[:10], *(str(float(cell) * 3) for cell in line.split(",")[1:])]) for line in after]
    return ("\n".join([*head, *(tripled if keep else [])]) + "\n").encode("ascii")


@pytest.mark.parametrize("keep", [True, False], ids=["tripled", "deleted"])
def test_later_reference_rates_change_no_forecast(monkeypatch: pytest.MonkeyPatch, keep: bool) -> None:
    from hashlib import sha256

    from usufruct.facts import reference_rates as table
    from usufruct.facts.packaged import data_bytes
    from usufruct.outlook import known_markets

    before = payment_forecast(DAY, HALF)
    raw = altered_rates(data_bytes("ecb_reference_rates"), DAY, keep=keep)
    caches = (table.reference_rates, known_markets._calibration, known_markets._history, payment_forecast)
    with monkeypatch.context() as patched:
        patched.setattr(table, "data_bytes", lambda _: raw)
        patched.setattr(table, "RATES_SHA256", sha256(raw).hexdigest())
        for cached in caches:
            cached.cache_clear()
        try:
            assert (table.reference_rates().days[-1] == DAY) is not keep
            assert payment_forecast(DAY, HALF) == before
        finally:
            for cached in caches:
                cached.cache_clear()


def test_a_later_outcome_changes_outcomes_alone() -> None:
    """Known by 1 September 2025, payment 3 has an outcome; another one moves no forecast made before it."""
    known = date(2025, 9, 1)
    packaged = facts.load()
    other = Facts(
        tuple(doubled(each) if each.id == "contribution.payment-3.received" else each for each in packaged.figures)
    )
    day = knowledge_days(packaged.as_of(known))[-1]
    assert day < date(2025, 8, 8)
    assert payment_forecast(day, HALF, other.as_of(known)) == payment_forecast(day, HALF)


@pytest.mark.parametrize(("central", "deviation", "outcome"), [(0.0, 1.0, 0.3), (10.0, 4.0, 1.0), (-2.0, 0.5, -2.0)])
def test_the_score_is_the_integral_that_defines_it(central: float, deviation: float, outcome: float) -> None:
    step, low = 0.001, min(central, outcome) - 12 * deviation
    count = int((max(central, outcome) + 12 * deviation - low) / step)
    points = (low + (n + 0.5) * step for n in range(count))
    gaps = ((1 + erf((x - central) / deviation / sqrt(2))) / 2 - (x >= outcome) for x in points)
    assert ranked_probability_score(central, deviation, outcome) == pytest.approx(
        sum(gap * gap for gap in gaps) * step, abs=2e-3
    )


def test_the_score_of_a_certain_forecast_is_the_size_of_its_error() -> None:
    assert ranked_probability_score(2.0, 0.0, 5.0) == 3.0
    assert ranked_probability_score(2.0, 1e-9, 5.0) == pytest.approx(3.0)


def test_the_deviation_of_a_mean_is_that_of_many_paths() -> None:
    random, decay, found = Random(7), 0.9, []
    for _ in range(20_000):
        state, months = 0.0, []
        for month in range(1, 9):
            state = state * decay + 0.5 * random.gauss(0.0, 1.0)
            if month >= 3:
                months.append(state)
        found.append(sum(months) / len(months))
    simulated = sqrt(sum(each * each for each in found) / len(found))
    assert _deviation_of_mean(decay, 0.5, 3, 9) == pytest.approx(simulated, rel=0.03)
    assert _deviation_of_mean(decay, 0.5, 1, 1) == 0.0


def test_repeating_the_last_payment_is_held_against_the_same_forecasts() -> None:
    found = summarised(
        [
            forecast(100.0, 10.0, 130.0),
            forecast(100.0, 10.0, 90.0, no_change=60.0, payment=3),
            forecast(100.0, 10.0, None, no_change=60.0, payment=4),
        ]
    )
    assert found is not None
    assert (found.n, found.payments, found.bias, found.mean_error, found.inside) == (2, 2, -10.0, 20.0, 1)
    assert (found.no_change, found.beside_no_change) == (30.0, 10.0)


def test_without_an_outcome_or_an_earlier_payment_nothing_is_said() -> None:
    assert summarised([forecast(1.0, 1.0, None)]) is None
    alone = summarised([forecast(1.0, 1.0, 2.0)])
    assert alone is not None
    assert (alone.no_change, alone.beside_no_change) == (None, None)


def test_an_interval_never_goes_below_nothing_and_still_scores_as_it_was_made() -> None:
    near = forecast(10.0, 100.0, 10.0)
    assert near.low == 0.0
    assert near.score == ranked_probability_score(10.0, 100.0, 10.0)


def test_rounding_of_the_outcome_counts_for_the_interval() -> None:
    outside = forecast(100.0, 10.0, 115.0)
    assert outside.inside is False
    assert replace(outside, tolerance=5.0).inside is True


def test_a_forecast_is_made_on_every_day_of_news_for_every_payment_to_come(card: ScoreCard) -> None:
    days = knowledge_days(facts.load())
    assert sorted({each.known for each in card.forecasts}) == [day for day in days if day < date(2026, 4, 1)]
    assert [each.payment for each in card.forecasts if each.known == days[0]] == [2, 3, 4, 5]
    received = {1: "2024-07-26", 2: "2025-04-09", 3: "2025-08-11", 4: "2026-04-01"}
    assert all(str(each.known) < received.get(each.payment, "9999") for each in card.forecasts)


def test_farther_ahead_is_less_certain(card: ScoreCard) -> None:
    for day in {each.known for each in card.forecasts}:
        deviations = [each.deviation for each in card.forecasts if each.known == day]
        assert deviations == sorted(deviations)


def test_the_page_shows_the_actual_card(card: ScoreCard) -> None:
    page = PAGE.read_text()
    found = card.summary
    assert found is not None
    for name, part in (("all", found), *card.by_payment(), *card.by_lead()):
        errors = f"{part.bias / 1e8:+.0f} | {part.mean_error / 1e8:.0f} | {part.score / 1e8:.0f}"
        assert f"| {name} | {part.n} | {part.payments} | {errors} | {part.inside} of {part.n} |" in page
    for each in card.forecasts:
        if each.outcome is not None:
            ends = f"{each.low / 1e8:.0f} to {each.high / 1e8:.0f}"
            amounts = f"{each.central / 1e8:.0f} | {ends} | {each.outcome / 1e8:.0f} | {(each.error or 0) / 1e8:+.0f}"
            assert f"| {each.known} | {each.payment} | {amounts} |" in page
    assert f"by {(found.no_change or 0) / 1e8:.0f}" in page
    assert f"by {(found.beside_no_change or 0) / 1e8:.0f}" in page


def said(who: str, basis: str) -> OtherForecast:
    return next(each for each in other_forecasts(facts.load()) if each.who == who and each.basis.startswith(basis))


@pytest.mark.parametrize(
    ("who", "basis", "middle", "outcome"),
    [
        ("European Commission", "provision of 2024 and 2025", 2.75, 7.3 / (686 / 365.25)),
        ("von der Leyen", "provision of 2024, a year", 2.25, 4.0 / (321 / 365.25)),
        ("Dombrovskis (Commission)", "provision of 2024", 3.0, 4.0),
        ("KSE Institute", "provision of 2025", 2.75, 3.3 / (365 / 365.25)),
        ("senior EU official (Reuters)", "provision of 2024 and 2025", 17.5 / (1416 / 365.25), 7.3 / (686 / 365.25)),
        ("Euroclear (FT)", "interest in the accounts, 2024", 4.4, 6.9),
        ("Euroclear", "payment 2, received", 2.0, 2.1),
        ("Borrell / Council", "payment 1, received", 1.4, 1.5),
        ("Belgium", "tax in the accounts, 2023 and 2024", 2.3 / (731 / 365.25), (1.085 + 1.69) / 2),
    ],
)
def test_others_are_held_against_what_they_spoke_of(who: str, basis: str, middle: float, outcome: float) -> None:
    found = said(who, basis)
    assert found.error is not None
    assert float(found.low + found.high) / 2e11 == pytest.approx(middle)
    assert float(found.error) / 1e11 == pytest.approx(middle - outcome)


def test_what_nobody_could_know_has_no_outcome() -> None:
    early = other_forecasts(facts.load().as_of("2024-12-31"))
    commission = next(each for each in early if each.who == "European Commission")
    assert (commission.outcome, commission.error, commission.inside) == (None, None, None)
    assert commission.basis == "no provision of a year was known yet"


def test_the_page_names_every_other_forecast_and_its_miss() -> None:
    page = re.sub(r"\s+", " ", PAGE.read_text())
    for each in other_forecasts(facts.load()):
        if each.error is not None:
            assert f"| {each.known} | {each.who} |" in page
            assert f"| {float(each.error) / 1e11:+.2f} | {each.basis} |" in page
