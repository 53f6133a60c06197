"""A flow is stock times rate times share by days, exact and rounded once; the first day moves it."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usufruct.assets.joined_total import totals
from usufruct.assets.joining import join
from usufruct.assets.measures import read_measure
from usufruct.errors import UsufructError
from usufruct.facts import reference_rate
from usufruct.law import rulebook

KNOWN = "2026-11-22"
MARKET = "2026-10-30"
EXACT = "50 %, cash 100 %, owed 0 %, rate 2 %"


def test_the_levy_is_read_from_the_law() -> None:
    measure = read_measure("levy", date(2027, 1, 1), date(2026, 11, 22))
    assert measure.share == Fraction(997, 1000) * Fraction(9, 10)
    law = rulebook()
    assert str(law.row("eu.contribution_rate", date(2027, 1, 1)).cite) in measure.rule  # type: ignore[union-attr]


def test_the_central_flow_by_independent_arithmetic() -> None:
    row = join("United Kingdom", "2027-01-01", "levy", KNOWN).years[0]
    # 25bn at 3.75 %, tax 25 %, 99.7 % of the rest, a tenth of it retained.
    assert row.in_currency("GBP").value == round(
        25_000_000_000_00 * Fraction("0.0375") * Fraction("0.75") * Fraction("0.8973")
    )
    euro = row.in_currency("EUR").value
    pounds = row.in_currency("GBP").value
    assert euro is not None
    assert pounds is not None
    assert abs(euro - Fraction(pounds) / reference_rate("GBP", MARKET)) <= 2


def test_yen_have_no_minor_unit_and_dollars_keep_theirs() -> None:
    row = join("Japan", "2027-01-01", EXACT, KNOWN).years[0]
    dollars, yen = row.in_currency("USD").value, row.in_currency("JPY").value
    assert dollars == 30_000_000_000_00 // 100
    cross = reference_rate("JPY", MARKET) / reference_rate("USD", MARKET)
    assert yen == round(300_000_000 * cross)


@settings(max_examples=40, deadline=None)
@given(st.dates(date(2027, 1, 1), date(2028, 12, 31)))
def test_the_first_year_counts_by_its_days(since: date) -> None:
    row = join("France", since, EXACT + ", stock 18 billion EUR", KNOWN, years=1).years[0]
    whole = 366 if since.year == 2028 else 365
    left = (date(since.year + 1, 1, 1) - since).days
    exact = 18_000_000_000_00 * Fraction(1, 2) * Fraction(2, 100) * Fraction(left, whole)
    flow = row.in_currency("EUR")
    assert row.days == left
    assert flow.low == flow.value == flow.high
    assert abs(flow.low - exact) <= Fraction(1, 2)


def test_a_day_later_is_a_day_less() -> None:
    first = date(2027, 3, 1)
    one, other = (join("France", day, EXACT, KNOWN).years for day in (first, first + timedelta(days=1)))
    assert one[0].in_currency("EUR").high > other[0].in_currency("EUR").high
    assert one[1] == other[1]


def test_a_change_of_the_rate_counts_from_its_day() -> None:
    # 2 % to 16 June 2026, 2.25 % from 17 June.
    row = join("France", "2026-01-01", "all, stock 1 billion EUR", KNOWN, years=1).years[0]
    days = (date(2026, 6, 17) - date(2026, 1, 1)).days
    exact = 100_000_000_000 * (Fraction(2, 100) * days + Fraction(225, 10_000) * (365 - days)) / 365
    assert row.in_currency("EUR").value == round(exact)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["United States", "Canada", "Japan", "Switzerland", "Australia", "Luxembourg", "Sweden"]),
    st.sampled_from(["levy", "all", "37 %"]),
    st.lists(
        st.sampled_from(["cash 60 %", "owed 25 %", "tax 10 %", "rate -0.5 %", "held GBP", "stock 2 million USD"]),
        unique_by=lambda clause: clause.split()[0],
    ),
    st.dates(date(2024, 6, 1), date(2060, 1, 1)),
)
def test_low_central_and_high_are_in_order_in_every_currency(
    name: str, channelled: str, clauses: list[str], since: date
) -> None:
    found = join(name, since, ", ".join([channelled, *clauses]), KNOWN)
    for row in found.years:
        for flow in row.flows:
            assert 0 <= flow.low <= flow.high
            assert flow.value is None or flow.low <= flow.value <= flow.high


def test_a_negative_rate_brings_nothing_and_takes_nothing() -> None:
    row = join("France", "2027-01-01", "all, rate -1 %, cash 100 %, owed 0 %", KNOWN).years[0]
    assert row.in_currency("EUR")[1:] == (0, 0, 0)


def test_given_values_narrow_the_range_and_answer_their_question() -> None:
    wide, narrow = (join("France", "2027-01-01", text, KNOWN) for text in ("levy", "levy, owed 0 %, cash 100 %"))
    assert narrow.years[0].in_currency("EUR").value == wide.years[0].in_currency("EUR").value
    assert any("contractual right" in each for each in wide.questions)
    assert not any("contractual right" in each or "is cash" in each for each in narrow.questions)


def test_without_a_bound_there_is_no_flow() -> None:
    found = join("France", "2027-01-01", "all", "2025-06-30")
    assert (found.stock, found.years) == (None, ())


def test_all_partners_add_up_and_what_is_shared_counts_once() -> None:
    names = ("France", "Germany", "Sweden", "Cyprus", "Japan")
    joined = [join(name, "2027-01-01", "50 %, rate 2 %", KNOWN, years=2) for name in names]
    for place, total in enumerate(totals(joined)):
        rows = {each.partner.name: each.years[place].in_currency("EUR") for each in joined}
        assert total.in_euro.value == (rows["France"].value or 0) + (rows["Japan"].value or 0)
        assert total.in_euro.high == rows["France"].high + rows["Japan"].high + rows["Sweden"].high
        assert dict(total.own)["JPY"] == joined[-1].years[place].in_currency("JPY").value
        assert total.unknown == ("Germany", "Sweden", "Cyprus")


@pytest.mark.parametrize(
    ("measure", "codes"),
    [
        ("", ["A162"]),
        ("levy, 50 %", ["A162"]),
        ("cash 60 %", ["A162"]),
        ("120 %", ["A162"]),
        ("levi, cash 2, tax x, stock 3, held XXX", ["A162"] * 5),
        ("all, cash 10 %, cash 20 %", ["A162"]),
        ("all, stock 99999999999999999999 EUR", ["A162"]),
        ("all, rate 1000 %", ["A162"]),
        ("1e-3", ["A162"]),
    ],
)
def test_a_measure_that_cannot_be_is_refused_with_every_fault(measure: str, codes: list[str]) -> None:
    with pytest.raises(UsufructError) as refused:
        read_measure(measure, date(2027, 1, 1), date(2026, 11, 22))
    assert [fault.code for fault in refused.value.faults] == codes


@pytest.mark.parametrize(
    ("since", "years", "measure", "code"),
    [
        ("2023-01-01", 3, "levy", "A163"),
        ("2027-01-01", 0, "all", "A164"),
        ("2099-01-01", 3, "all", "A164"),
        ("2010-01-01", 3, "all", "R142"),
        ("soon", 3, "all", "F160"),
        ("2027-01-01", 3, "all, stock 3 billion RUB", "F141"),
    ],
)
def test_days_and_currencies_that_cannot_be_are_refused(since: str, years: int, measure: str, code: str) -> None:
    with pytest.raises(UsufructError, match=code):
        join("France", since, measure, KNOWN, years=years)
