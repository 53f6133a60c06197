"""Needs are what was printed, once each, with their years."""

from __future__ import annotations

from fractions import Fraction

import pytest

from usufruct import facts
from usufruct.errors import UsufructError
from usufruct.facts import reference_rate
from usufruct.regimes.needs_given import given
from usufruct.regimes.needs_table import AIMS, needs

KNOWN = "2026-11-22"


def test_every_pair_of_the_table_is_a_figure_and_every_planned_total_is_there_once() -> None:
    there = {(figure.series, figure.item) for figure in facts.load()}
    assert set(AIMS) <= there
    found = needs(KNOWN)
    assert len({each.figure.id for each in found}) == len(found)
    plans = [each.figure.amount for each in found if each.kind == "loan plan" and each.aim == "all"]
    assert plans == [90 * 10**9]


def test_only_the_newest_assessment_of_reconstruction_counts() -> None:
    for known, name in ((KNOWN, "rdna5"), ("2025-12-31", "rdna4"), ("2022-12-31", "rdna1")):
        found = [each for each in needs(known) if each.figure.series == "reconstruction_need"]
        assert [name in each.figure.id for each in found] == [True]
        assert found[0].span == 10
    assert needs("2022-01-31") == ()


def test_a_corrected_figure_takes_the_place_of_the_one_before() -> None:
    packages = [each.figure.amount for each in needs(KNOWN) if "support package" in each.figure.item]
    assert packages == [Fraction("151.4") * 10**9]
    assert [each.figure.amount for each in needs("2024-01-01") if "support package" in each.figure.item] == [
        115 * 10**9
    ]


def test_years_count_by_their_months_and_dollars_by_their_day() -> None:
    package = next(each for each in needs(KNOWN) if "support package" in each.figure.item)
    assert package.years[0] == (2023, Fraction(3, 4))
    assert package.years[-1] == (2027, Fraction(1, 4))
    assert package.span == 4
    rate = reference_rate("USD", "2024-11-21")
    low, printed, most = package.in_euro()
    assert printed == Fraction("151.4") * 10**11 / rate
    assert most - printed == printed - low == Fraction("0.05") * 10**11 / rate


def test_sectors_damage_and_money_of_the_fund_are_no_needs() -> None:
    assert not any(
        word in each.figure.id for each in needs(KNOWN) for word in ("housing", "damage", "eff-access", "allocated")
    )


@pytest.mark.parametrize(
    ("text", "number"), [("33 million", 33_000_000), ("190 billion EUR", 190 * 10**9), ("1 000", 1000), ("7", 7)]
)
def test_what_is_given_is_read(text: str, number: int) -> None:
    assert given(text, "--population") == number


@pytest.mark.parametrize(
    "text", ["", "0", "-3", "many", "1.5", "3 dozen", "33 million USD", "9" * 70, "1e9", "500 trillion"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(UsufructError, match="G132"):
        given(text, "--population")
