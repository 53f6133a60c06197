"""Partners that join in a scenario: their flow by half-year, the way to the lenders, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from usufruct.calendar import HalfYear
from usufruct.errors import UsufructError
from usufruct.outlook.projection import Projection, project
from usufruct.outlook.reference_path import reference_path, step_of
from usufruct.outlook.scenario import baseline, from_key
from usufruct.outlook.scenario_partners import partners_paid, possible_partners

BASE = baseline("2026-11-22").but(horizon="2031-12-31", paths=64)
JOINED = BASE.but(partner={"france": "50 %, cash 100 %, owed 0 %, rate 2 % @ 2028-04-01"})


def lenders_received(found: Projection) -> float:
    return sum(row.mean for plan in found.ready.plans for row in found.fan("paid-to", plan.lender).rows)


def test_the_flow_begins_on_its_day_and_is_that_of_the_stock() -> None:
    assert partners_paid(JOINED, HalfYear(2027, 2)) == 0
    # Half of 2 % on EUR 18bn: 91 of the 366 days of 2028 in its first half, 184 in its second.
    whole = 18 * 10**11 * 2 / 100 / 2
    assert partners_paid(JOINED, HalfYear(2028, 1)) == pytest.approx(whole * 91 / 366, abs=2)
    assert partners_paid(JOINED, HalfYear(2028, 2)) == pytest.approx(whole * 184 / 366, abs=2)
    late = BASE.but(partner=dict(JOINED_TEXT), horizon="2070-12-31")
    assert partners_paid(late, HalfYear(2069, 1)) > 0


JOINED_TEXT = (("france", "50 %, cash 100 %, owed 0 %, rate 2 % @ 2028-04-01"),)


def test_all_of_it_reaches_the_lenders() -> None:
    base, joined = project(BASE, tier="arrays"), project(JOINED, tier="arrays")
    brought = sum(partners_paid(JOINED, half) for half in joined.ready.halves)
    left = [each.fan("paid-in-all").rows[-1].mean for each in (base, joined)]
    assert left[0] == left[1]
    assert lenders_received(joined) - lenders_received(base) == pytest.approx(brought, rel=1e-6)


def test_a_path_is_the_reference() -> None:
    found, exact = project(JOINED, tier="arrays"), reference_path(JOINED, 5)
    column = list(found.outcome.results).index("out eu.paid_to_lender Japan")
    for number, half in enumerate(found.ready.halves):
        expected = float(exact.get("paid_to_lender", step_of(exact, "paid_to_lender", half), "Japan"))
        assert found.outcome.kept[5, number, column] == pytest.approx(expected, abs=20)


def test_a_partner_survives_the_key() -> None:
    two = JOINED.but(partner={"united-kingdom": "levy @ 2029-01-01"})
    assert {name for name, _, _ in two.partner} == {"france", "united-kingdom"}
    assert from_key(two.key) == two.but(name="")


def test_every_partner_has_a_short_name() -> None:
    assert len(possible_partners()) == 12
    assert possible_partners()["belgium"] == "Belgium (banks)"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"partner": {"atlantis": "levy @ 2028-01-01"}}, "X111"),
        ({"partner": {"france": "levy"}}, "X112"),
        ({"partner": {"france": "lots @ 2028-01-01"}}, "X112"),
        ({"partner": {"france": "levy @ 2025-01-01"}}, "X113"),
        ({"partner": {"canada": "levy @ 2028-01-01"}}, "X113"),
        ({"partner": {"france": "levy @ 2028-01-01"}, "regime": "F"}, "X113"),
    ],
)
def test_what_cannot_be_is_refused(changes: dict[str, object], code: str) -> None:
    with pytest.raises(UsufructError, match=code):
        BASE.but(**changes)  # type: ignore[arg-type]


def test_an_unpublished_stock_can_be_given() -> None:
    assert BASE.but(partner={"canada": "levy, stock 3 billion CAD @ 2028-01-01"}).partner


@pytest.mark.long
def test_the_compiled_half_year_takes_partners_in() -> None:
    arrays, compiled = (project(JOINED, tier=tier) for tier in ("arrays", "compiled"))
    column = list(compiled.outcome.results).index("out eu.paid_to_lender Japan")
    assert np.allclose(compiled.outcome.means[:, column], arrays.outcome.kept[:, :, column].mean(axis=0), rtol=1e-9)
