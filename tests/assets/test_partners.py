"""What partners hold is what was published, and what was not is unknown, not zero."""

from __future__ import annotations

from fractions import Fraction

import pytest

from usufruct import facts
from usufruct.assets.partners import NOT_PUBLISHED, Stock, partner, partners
from usufruct.errors import UsufructError

KNOWN = "2026-11-22"
REQUIRED = (
    *("United States", "United Kingdom", "Canada", "Japan", "Switzerland", "Australia", "Luxembourg"),
    *("France", "Germany", "Sweden", "Cyprus"),
)
BILLION = 10**9


def bounds(stock: Stock | None) -> list[Fraction | float | None]:
    """Low, taken and high in billions."""
    assert stock is not None
    return [None if each is None else each / BILLION for each in (stock.low, stock.value, stock.high)]


@pytest.mark.parametrize("name", REQUIRED)
def test_every_partner_has_stock_rate_law_switch_and_questions(name: str) -> None:
    found = partner(name, KNOWN)
    assert found.stock is not None
    assert 0 <= found.stock.low <= (found.stock.value or found.stock.low) <= found.stock.high
    assert found.switch
    assert found.switch_source
    assert found.holder.legal_basis
    assert found.holder.yields
    assert any("contractual right" in each for each in found.questions)
    assert (found.stock.value is None) == (NOT_PUBLISHED in found.questions)
    assert (found.rate is None) == (name == "Australia")


def test_the_range_holds_the_rounding_and_the_figures_of_the_same_perimeter() -> None:
    found = {each.name: each.stock for each in partners(KNOWN)}
    assert bounds(found["France"]) == [17.5, 18, 18.5]
    # 4 to 5, at most 5, and 6 printed to the billion.
    assert bounds(found["United States"]) == [4, 6, 6.5]


def test_what_is_left_of_the_union_is_bounded_by_three_figures_and_shared() -> None:
    for name in ("Germany", "Sweden", "Cyprus"):
        stock = partner(name, KNOWN).stock
        assert stock is not None
        # 25.5 less 17.5 less 6.5
        assert bounds(stock) == [0, None, 1.5]
        assert stock.shared


def test_reserves_by_issuer_bound_what_is_held_and_give_no_centre() -> None:
    canada = partner("Canada", KNOWN)
    assert canada.stock is not None
    assert (canada.stock.value, canada.stock.currency, canada.held) == (None, "USD", "CAD")
    assert {each.role for each in canada.estimates} == {"upper bound", "not counted"}


def test_a_denied_estimate_is_shown_and_not_counted() -> None:
    found = partner("Luxembourg", KNOWN)
    assert found.stock is not None
    assert found.stock.high == 10_000
    rivals = [each for each in found.estimates if each.role == "not counted"]
    assert [each.figure.high for each in rivals] == [20 * BILLION]


def test_only_what_was_known_on_the_day_counts() -> None:
    assert partner("France", "2025-06-30").stock is None
    # At most 5, and 4 to 5.
    assert bounds(partner("United States", "2025-01-31").stock) == [4, None, 5]


def test_every_figure_of_the_table_is_a_fact_and_its_currency_is_kept() -> None:
    known = {figure.id for figure in facts.load()}
    from usufruct.assets.partner_table import PARTNER_TABLE

    for row in PARTNER_TABLE:
        assert {*row.taken, *row.upper, *row.shared, *row.rivals} <= known
    for each in partners(KNOWN):
        taken = [one.figure for one in each.estimates if one.role == "taken"]
        assert each.stock is not None
        assert all(figure.currency == each.stock.currency for figure in taken)


@pytest.mark.parametrize("name", ["Atlantis", "Euroclear Bank", ""])
def test_what_is_no_partner_is_refused(name: str) -> None:
    with pytest.raises(UsufructError, match="A161"):
        partner(name, KNOWN)


def test_the_nearest_partner_is_named_as_it_is_written() -> None:
    with pytest.raises(UsufructError, match="did you mean Germany"):
        partner("Germny", KNOWN)
