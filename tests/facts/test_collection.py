"""Views, vintages, conflicts and lookups of the collection."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usufruct import facts
from usufruct.errors import UsufructError
from usufruct.facts import Facts, Figure

ALL = "all sanctioned Russian clients"
DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))


def codes(error: pytest.ExceptionInfo[UsufructError]) -> set[str]:
    return {fault.code for fault in error.value.faults}


def view(known: Facts, day: date) -> tuple[object, ...]:
    """Everything a reader can get out of a dated view."""
    seen = known.as_of(day)
    answers: list[object] = [seen.all(), seen.hash, seen.series(), seen.gaps(), seen.find(derived=True)]
    answers.append(seen.latest_vintages(seen.all()))
    answers.append(tuple(seen.sources_of(figure.id) for figure in seen))
    answers.append(known.diff(date(2019, 1, 1), max(day, date(2019, 1, 1))))
    return tuple(answers)


@given(day=DAYS)
def test_a_view_does_not_change_when_all_later_rows_are_deleted(day: date) -> None:
    known = facts.load()
    cut = Facts(
        tuple(figure for figure in known if figure.known_on <= day),
        tuple(source for source in known.further_sources if source.known_on <= day),
    )
    assert view(cut, day) == view(known, day)


@given(day=DAYS, seed=st.integers(1, 10**6))
def test_a_view_does_not_change_when_all_later_rows_are_perturbed(day: date, seed: int) -> None:
    known = facts.load()
    spoilt = Facts(
        tuple(
            replace(figure, value=str(seed), series=f"x{seed}", note="x", corrects=known.figures[0].id)
            if figure.known_on > day
            else replace(figure, hindsight=f"in the end {seed}")
            for figure in known
        ),
        tuple(
            replace(source, figure=known.figures[0].id, note=str(seed)) if source.known_on > day else source
            for source in known.further_sources
        ),
    )
    assert view(spoilt, day) == view(known, day)


@given(day=DAYS)
def test_every_figure_appears_on_its_day_and_not_before(day: date) -> None:
    shown = {figure.id for figure in facts.as_of(day)}
    assert shown == {figure.id for figure in facts.load() if figure.known_on <= day}


def test_hindsight_is_kept_but_never_shown_in_a_dated_view() -> None:
    forecast = "forecast.euroclear.2024-03-05"
    assert "outcome" in facts.get(forecast).hindsight
    assert facts.as_of("2026-11-22").get(forecast).hindsight == ""


def test_a_month_counts_from_its_end() -> None:
    name = "loan.canada.disbursed.2025-07"
    assert name not in {figure.id for figure in facts.as_of("2025-07-30")}
    assert facts.as_of("2025-07-31").get(name).known_precision == "month"


def test_the_latest_vintage_answers_and_the_first_one_answers_before_it_was_replaced() -> None:
    series, item = "imf_programme", "total support package or gap"
    assert facts.load().one(series=series, item=item).value == "151.4"
    assert facts.as_of("2024-11-20").one(series=series, item=item).value == "115"
    assert len(facts.load().find(series=series, item=item)) == 2


def test_diff_tells_a_new_print_from_a_correction() -> None:
    known = facts.load()
    first = known.get("euroclear.interest.2024")
    again = replace(first, id="a.v2", vintage=2, corrects=first.id, value="6.88", known_on=date(2026, 5, 1))
    mended = replace(again, id="a.v3", vintage=3, corrects="a.v2", reason="typing error", known_on=date(2026, 5, 2))
    told = Facts((*known, again, mended)).diff("2026-04-30", "2026-05-02")
    assert ([f.id for f in told.revised], [f.id for f in told.corrected]) == (["a.v2"], ["a.v3"])
    assert "a.v2" not in {figure.id for figure in told.added}


def test_diff_refuses_days_in_the_wrong_order() -> None:
    with pytest.raises(UsufructError) as error:
        facts.diff("2025-01-02", "2025-01-01")
    assert codes(error) == {"F160"}


def test_conflicting_prints_stay_side_by_side_and_are_listed() -> None:
    period = "2025-01-01/2025-07-31"
    found = facts.load().find(series="loan_disbursed", holder="G7 total", period=period)
    assert {figure.value for figure in found} == {"17.6", "18.5"}
    with pytest.raises(UsufructError) as error:
        facts.load().one(series="loan_disbursed", holder="G7 total", period=period)
    assert codes(error) == {"F131"}
    assert "17.6" in str(error.value)
    assert "18.5" in str(error.value)
    source = facts.get("loan.g7.disbursed-total-in-2025.2025-07-31").source
    chosen = facts.load().one(series="loan_disbursed", holder="G7 total", period=period, source=source)
    assert chosen.value == "17.6"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("contribution.payment-1.announced", "contribution.payment-1.received"),
        ("euroclear.assets.central-bank.2023-12-31", "euroclear.assets.central-bank.2023-10-31"),
        (
            "assets.luxembourg.assets.central-bank.2025-11-06",
            "assets.luxembourg.assets.central-bank.2025-09-30",
        ),
        ("loan.us.maturity", "loan.us.maturity.rival"),
        ("loan.uk.disbursed.2025-03-06", "loan.uk.disbursed.2025-03-07.rival"),
        ("court.moscow.judgment-usd", "court.moscow.judgment-eur"),
    ],
)
def test_known_conflicts_are_two_rows(first: str, second: str) -> None:
    a, b = facts.get(first), facts.get(second)
    assert (a.value, a.value_low, a.value_high, a.dated, a.currency) != (
        b.value,
        b.value_low,
        b.value_high,
        b.dated,
        b.currency,
    )


def test_a_lookup_without_answer_names_the_nearest() -> None:
    with pytest.raises(UsufructError) as error:
        facts.load().one(series="intrest", perimeter=ALL)
    assert codes(error) == {"F130"}
    assert "'interest'" in str(error.value)
    with pytest.raises(UsufructError) as error:
        facts.get("euroclear.intrest.2024-H1")
    assert codes(error) == {"F132"}
    assert "'euroclear.interest.2024-H1'" in str(error.value)


def test_words_outside_the_vocabulary_are_refused_all_at_once() -> None:
    with pytest.raises(UsufructError) as error:
        facts.load().find(perimeter="central bank", state="recieved")
    assert [fault.remedy for fault in error.value.faults] == ["write 'central bank only'", "write 'received'"]


def test_an_address_finds_its_figure() -> None:
    figure = facts.get("fact:euroclear.interest.2024-H1")
    assert figure.address == "fact:euroclear.interest.2024-H1"
    assert facts.load().sources_of(figure.address)


def test_the_hash_depends_on_content_only() -> None:
    known = facts.load()
    assert Facts(tuple(reversed(known.figures)), known.further_sources).hash == known.hash
    changed = replace(known.figures[5], value="1")
    assert Facts((*known.figures[:5], changed, *known.figures[6:]), known.further_sources).hash != known.hash
    assert known.hash == Facts(known.figures, known.further_sources).hash


def test_an_empty_view_says_so() -> None:
    with pytest.raises(UsufructError) as error:
        _ = facts.as_of("1990-01-01").latest_known
    assert codes(error) == {"F130"}


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(UsufructError) as error:
        facts.as_of("31 December 2025")
    assert codes(error) == {"F160"}


def test_series_are_counted() -> None:
    counts = facts.load().series()
    assert sum(counts.values()) == len(facts.load())
    assert counts["policy_rate"] == 20 + 20 + 20 + 18 + 6 + 12


def test_tables_have_every_figure() -> None:
    known = facts.as_of("2024-12-31")
    assert known.to_polars().height == len(known)
    assert len(known.to_pandas()) == len(known)
    assert known.to_polars()["value"].to_list() == [figure.value for figure in known]


def test_html_is_self_contained_and_escaped() -> None:
    figure: Figure = replace(facts.get("euroclear.interest.2024"), holder="<b>", note="")
    assert "&lt;b&gt;" in figure._repr_html_()
    page = Facts((figure,) * 70)._repr_html_()
    assert "<b>" not in page
    assert "and 10 more" in page
    assert "http" not in page


def test_one_line_representations() -> None:
    assert repr(facts.load()) == "<Facts: 780 figures, 11 gaps, latest known 2026-11-22>"
    assert repr(facts.get("contribution.payment-4.received")) == (
        "<fact:contribution.payment-4.received: 1.4 billion EUR, received, central bank only, known 2026-04-01>"
    )


def test_the_default_day_shows_everything_and_every_gap() -> None:
    shown = facts.as_of(facts.latest_known())
    assert [figure.id for figure in shown] == [figure.id for figure in facts.load()]
    assert [gap.id for gap in shown.gaps()] == [gap.id for gap in facts.gaps()]
    assert max(figure.known_on for figure in facts.load().find(derived=True)) == date(2026, 11, 4)
