"""Contributions of partners and the lenders' parts add up in each currency, whatever they are."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usufruct.assets.joining import join
from usufruct.assets.partners import partners
from usufruct.errors import UsufructError
from usufruct.regimes.partner_shares import divided, lender_weights, shares_of_year
from usufruct.waterfall.replay import replay

KNOWN = "2026-11-22"
CONTRIBUTIONS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from(["EUR", "USD", "JPY", "CHF"]), st.integers(0, 10**14)),
    max_size=12,
)
WEIGHTS = st.lists(st.integers(0, 10**13), min_size=1, max_size=6).filter(any)


@given(CONTRIBUTIONS, WEIGHTS)
def test_every_minor_unit_has_one_recipient_in_its_currency(
    contributions: list[tuple[str, str, int]], weights: list[int]
) -> None:
    lenders = [(f"lender {place}", weight) for place, weight in enumerate(weights)]
    found = divided(contributions, lenders)
    assert len({each.currency for each in found}) == len(found)
    for each in found:
        given_in_it = sum(amount for _, code, amount in contributions if code == each.currency)
        assert sum(amount for _, amount in each.received) == each.whole == given_in_it
        for (_, amount), weight in zip(each.received, weights, strict=True):
            assert abs(amount - Fraction(given_in_it * weight, sum(weights))) < 1
    assert sum(each.whole for each in found) == sum(amount for _, _, amount in contributions)


def test_all_partners_together_add_up_over_the_lenders_of_the_mechanism() -> None:
    weights = lender_weights(replay(KNOWN))
    assert sum(weight for _, weight in weights) <= 45 * 10**11
    joined = [join(each.name, "2027-07-01", "levy", KNOWN) for each in partners(KNOWN)]
    for year in (2027, 2028):
        found = {each.currency: each for each in shares_of_year(joined, year, weights)}
        assert set(found) == {"USD", "GBP", "JPY", "CHF", "EUR"}
        for code, each in found.items():
            own = [
                row.in_currency(code).value or 0
                for one in joined
                if one.partner.own == code
                for row in one.years
                if row.year == year
            ]
            assert each.whole == sum(amount for _, amount in each.received) == sum(own)


def test_nobody_is_asked_for_money_back() -> None:
    with pytest.raises(UsufructError, match="G131"):
        divided([("a", "EUR", -1)], [("x", 1)])


def test_before_the_mechanism_there_is_nothing_to_divide_over() -> None:
    joined = [join("United Kingdom", "2027-01-01", "all", KNOWN)]
    assert shares_of_year(joined, 2027, lender_weights(replay("2024-08-01"))) == ()
