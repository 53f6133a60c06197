"""Flow against needs: every cent has one purpose, and a part of a need is flow over need."""

from __future__ import annotations

from fractions import Fraction

from usufruct.regimes.needs import by_purpose, coverage, per_person, share_of_product
from usufruct.waterfall.replay import replay

BILLION = 10**11


def test_every_received_cent_has_one_purpose_in_the_year_of_its_receipt() -> None:
    found = by_purpose(replay())
    assert sum(each.amount for each in found) == 66 * BILLION // 10
    defence = {each.year: each.amount for each in found if each.purpose == "defence"}
    assert sum(defence.values()) == 339 * BILLION // 100
    repaid = [each for each in found if each.purpose.startswith("repayment")]
    assert sum(each.amount for each in repaid) == 285 * BILLION // 100
    assert {each.use for each in repaid} == {"fungible for Ukraine"}


def test_a_part_of_a_need_is_flow_over_need_a_year() -> None:
    found = {each.need.id: each for each in coverage(3 * BILLION, "2026-11-22")}
    need = found["external-need.total.2026-01-01..2027-12-31"]
    assert need.years == 2
    assert need.part == Fraction(3 * 2 * 10, 1357)
    assert need.low < need.part < need.high
    ten = next(each for name, each in found.items() if "rdna5-total" in name)
    assert ten.years == 10
    assert Fraction(5, 100) < ten.part < Fraction(7, 100)
    assert not any("housing" in name or "eff" in name.split(".")[1].split("-") for name in found)


def test_only_needs_known_by_then_are_met() -> None:
    assert not any("rdna5" in each.need.id for each in coverage(BILLION, "2025-12-31"))


def test_what_was_not_given_is_unknown() -> None:
    assert (per_person(100, None), share_of_product(100, None)) == (None, None)
    assert (per_person(100, 8), share_of_product(100, 400)) == (Fraction(25, 2), Fraction(1, 4))
