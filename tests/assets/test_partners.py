"""A partner adds what its stock and rate make, and nothing where nothing was published."""

from __future__ import annotations

from fractions import Fraction

import pytest

from usufruct.assets.holders import holders
from usufruct.assets.partners import join
from usufruct.errors import UsufructError
from usufruct.facts import reference_rate

KNOWN = "2025-12-31"


@pytest.mark.parametrize(
    "name", ["Banks in Germany", "Banks in Sweden", "Banks in Cyprus", "Holders in Canada", "Holders in Australia"]
)
def test_without_a_published_stock_there_is_no_flow(name: str) -> None:
    found = join(name, "2027-01-01", Fraction(1), KNOWN)
    assert (found.low, found.value, found.high, found.in_euro) == (None, None, None, (None, None, None))
    assert "what is held was not published" in found.questions


def test_a_flow_is_stock_times_rate_times_share_in_its_currency_and_in_euro() -> None:
    found = join("United Kingdom", "2027-01-01", Fraction(1, 2), KNOWN)
    assert found.currency == "GBP"
    assert found.rate == Fraction(375, 10_000)
    assert found.value == 25_000_000_000_00 * 375 // 20_000
    assert found.low == 0
    rate = reference_rate("GBP", KNOWN, on_or_before=True)
    in_euro = found.in_euro[1]
    assert in_euro is not None
    assert abs(in_euro - Fraction(found.value) / rate) <= 1


def test_every_partner_says_what_would_have_to_change_and_what_is_open() -> None:
    partners = [each for each in holders(KNOWN) if not each.in_levy]
    assert {each.jurisdiction for each in partners} >= {
        *("United States", "United Kingdom", "Canada", "Japan", "Switzerland", "Australia", "Luxembourg"),
        *("France", "Germany", "Sweden", "Cyprus"),
    }
    for each in partners:
        found = join(each.name, "2027-01-01", Fraction(1), KNOWN)
        assert found.switch
        assert len(found.questions) >= 3
        if each.kind == "bank outside the levy":
            assert any("contractual right" in question for question in found.questions)


def test_the_stock_is_the_one_known_on_the_day() -> None:
    assert join("Banks in France", "2027-01-01", Fraction(1), "2025-06-30").value is None
    assert join("Banks in France", "2027-01-01", Fraction(1), KNOWN).value == 18_000_000_000_00 * 2 // 100


@pytest.mark.parametrize(
    ("name", "share", "code"),
    [("Atlantis", 1, "A161"), ("Euroclear Bank", 1, "A161"), ("Banks in France", 2, "A162"), ("France", -1, "A162")],
)
def test_what_cannot_be_is_refused(name: str, share: int, code: str) -> None:
    with pytest.raises(UsufructError, match=code):
        join(name, "2027-01-01", Fraction(share), KNOWN)
