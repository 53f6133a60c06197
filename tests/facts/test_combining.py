"""Sums and differences that mean something, and the refusals of those that do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usufruct import facts
from usufruct.errors import UsufructError
from usufruct.facts import Figure
from usufruct.facts.period import Span, disjoint, follows, read_span

MILLION = 10**6


def get(name: str) -> Figure:
    return facts.get(name)


@pytest.mark.parametrize(
    ("a", "b", "code", "reason"),
    [
        (
            "euroclear.contribution_provision.central-bank.2024",
            "contribution.payment-1.paid",
            "F121",
            "a provision is not a payment",
        ),
        ("euroclear.interest.2024", "euroclear.interest.central-bank.2024", "F120", "central bank only"),
        ("euroclear.interest.2024-H1", "euroclear.interest.2024-9M", "F123", "overlapping periods"),
        ("euroclear.interest.2024-H1", "euroclear.interest.2025-H1", "F123", "leave days between"),
        ("euroclear.interest.2024", "euroclear.interest.2024", "F123", "overlapping periods"),
        ("euroclear.interest.2024", "euroclear.corporate_tax.2024", "F124", "no common sum"),
        ("euroclear.balance.2024-12-31", "euroclear.balance.2025-12-31", "F123", "stocks of two days"),
        ("loan.us.committed", "loan.canada.committed", "F122", "USD"),
        ("rate.ecb.2024-06-12", "rate.ecb.2024-09-18", "F122", "ratio"),
        ("contribution.payment-4.received", "contribution.payment-5.received", "F125", "gap"),
        (
            "assets.eu.assets.central-bank.2025-12-08",
            "assets.france.assets.central-bank.2025-12-08",
            "F124",
            "overlap",
        ),
        (
            "belgium.tax_receipts.planned.2024",
            "belgium.tax_receipts.planned.2025..2029",
            "F122",
            "money a year",
        ),
    ],
)
def test_sums_that_mean_nothing_are_refused_with_a_reason(a: str, b: str, code: str, reason: str) -> None:
    for first, second in ((a, b), (b, a)):
        with pytest.raises(UsufructError) as error:
            _ = get(first) + get(second)
        assert code in {fault.code for fault in error.value.faults}
        assert reason in str(error.value)


def test_every_reason_is_given_at_once() -> None:
    with pytest.raises(UsufructError) as error:
        _ = get("loan.us.committed") + get("euroclear.interest.2024")
    assert [fault.code for fault in error.value.faults] == ["F120", "F121", "F122"]


def test_payments_of_adjoining_periods_add_up() -> None:
    total = get("contribution.payment-1.received") + get("contribution.payment-2.received")
    assert total.amount == 3600 * MILLION
    assert total.tolerance == 100 * MILLION
    assert total.period == "2024-02-15/2024-12-31"
    assert total.source_kind == "derived"
    assert total.known_on == date(2025, 4, 9)
    assert total.sources == (
        get("contribution.payment-1.received").source,
        get("contribution.payment-2.received").source,
    )


def test_instalments_of_a_loan_need_not_adjoin() -> None:
    tranches = facts.load().find(series="loan_disbursed", holder="European Union", item="tranche")
    total = tranches[0]
    for tranche in tranches[1:]:
        total = total + tranche
    assert len(tranches) == 10
    assert total.amount == 18_100 * MILLION
    assert total.period == "2025-01-10/2025-11-13"


def test_a_part_taken_from_its_whole_leaves_the_rest() -> None:
    third_quarter = get("euroclear.interest.2024-9M") - get("euroclear.interest.2024-H1")
    assert (third_quarter.amount, third_quarter.period) == (Fraction(1750 * MILLION), "2024-Q3")
    assert third_quarter.tolerance == 5 * MILLION + 50 * MILLION
    with pytest.raises(UsufructError) as error:
        _ = get("euroclear.interest.2024-H1") - get("euroclear.interest.2025-H1")
    assert error.value.faults[0].code == "F123"


def test_a_change_is_the_later_stock_less_the_earlier() -> None:
    change = get("euroclear.balance.2025-12-31") - get("euroclear.balance.2024-12-31")
    assert (change.amount, change.state) == (Fraction(12_000 * MILLION), "change")
    with pytest.raises(UsufructError):
        _ = get("euroclear.balance.2024-12-31") - get("euroclear.balance.2025-12-31")


def test_costs_of_one_period_add_up_and_come_off_the_income() -> None:
    costs = get("euroclear.direct_costs.2025-H1") + get("euroclear.lost_income.2025-H1")
    assert costs.amount == 68 * MILLION
    assert (get("euroclear.interest.2025-H1") - costs).amount == 2632 * MILLION
    with pytest.raises(UsufructError):
        _ = get("euroclear.direct_costs.2025-H1") + get("euroclear.lost_income.2025")


def test_lenders_add_up_but_not_with_their_total() -> None:
    uk = get("loan.uk.committed")
    other = replace(uk, holder="Canada", id="x")
    assert (uk + other).amount == 4516 * MILLION
    with pytest.raises(UsufructError):
        _ = uk + replace(uk, holder="G7 total", id="x")


def test_a_bound_has_no_amount_but_has_its_end() -> None:
    below = get("assets.luxembourg.assets.central-bank.2025-11-06")
    assert (below.low, below.high) == (None, Fraction(10_000))
    assert below.text() == "at most 10000 EUR"
    for attribute in ("amount", "tolerance"):
        with pytest.raises(UsufructError) as error:
            getattr(below, attribute)
        assert error.value.faults[0].code == "F125"


def test_a_range_keeps_both_ends() -> None:
    target = get("rate.fed.2024-09-19")
    assert (target.low, target.high) == (Fraction(19, 400), Fraction(1, 20))


TEXTS = st.from_regex(r"-?[1-9][0-9]{0,6}(\.[0-9]{1,4})?", fullmatch=True)


@given(a=TEXTS, b=TEXTS)
def test_the_sum_is_exact_and_its_tolerance_is_the_sum(a: str, b: str) -> None:
    whole, half = get("euroclear.interest.2024"), get("euroclear.interest.2024-H1")
    x = replace(half, value=a)
    y = replace(half, value=b, period="2024-H2", period_start=date(2024, 7, 1), period_end=date(2024, 12, 31))
    total = x + y
    assert total.amount == (Fraction(a) + Fraction(b)) * 10**9
    assert total.span == whole.span
    assert total.tolerance == x.tolerance + y.tolerance
    assert (total - y).amount == x.amount
    assert (total - x).span == y.span


SPANS = st.builds(
    lambda start, length: Span(start, start + timedelta(days=length)),
    st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    st.integers(0, 800),
)


@given(span=SPANS)
def test_a_period_reads_back_from_its_label(span: Span) -> None:
    assert read_span(span.label) == span


@given(a=SPANS, b=SPANS)
def test_periods_overlap_when_they_share_a_day(a: Span, b: Span) -> None:
    def days(span: Span) -> set[int]:
        assert span.start is not None
        assert span.end is not None
        return set(range(span.start.toordinal(), span.end.toordinal() + 1))

    assert disjoint(a, b) == (not days(a) & days(b))
    assert not (follows(a, b) and not disjoint(a, b))


@pytest.mark.parametrize("text", ["2024-H3", "2024-13-01", "0000", "2024-07-01/2024-01-01", "first half"])
def test_what_is_not_a_period_is_refused(text: str) -> None:
    with pytest.raises(UsufructError) as error:
        read_span(text)
    assert error.value.faults[0].code == "F115"
