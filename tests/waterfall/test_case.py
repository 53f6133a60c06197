"""Inversion lands on every given to the cent, whatever the amounts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usufruct.errors import UsufructError
from usufruct.facts import Facts, load
from usufruct.law import rulebook
from usufruct.waterfall.case import terms
from usufruct.waterfall.payments import Payments, payments


def with_receipts(amounts: list[int]) -> Payments:
    """The payments, had the Union received other amounts (cents)."""
    names = {f"contribution.payment-{number}.received": cents for number, cents in enumerate(amounts, start=1)}
    figures = tuple(
        replace(f, value=f"{names[f.id] // 100}.{names[f.id] % 100:02d}", unit="unit") if f.id in names else f
        for f in load().figures
    )
    facts = Facts(figures)
    return payments(rulebook().as_known(facts.latest_known), facts, {}, facts.latest_known)


@settings(max_examples=6)
@given(st.lists(st.integers(10**10, 10**12), min_size=4, max_size=4))
def test_any_receipts_are_met_and_shared_out_to_the_cent(amounts: list[int]) -> None:
    found = with_receipts(amounts)
    for row, cents in zip(found.rows, amounts, strict=False):
        assert row.received == cents
        assert sum(row.allocation.values()) == cents
    reached = sum(row.allocation.get("Ukraine Loan Cooperation Mechanism", 0) for row in found.rows)
    assert sum(each.allocated for each in found.lenders) == reached


def test_a_quantity_left_out_of_a_run_is_never_taken_for_zero() -> None:
    from usufruct.waterfall.replay import replay

    verdict = replay().verdict(4)
    assert verdict is not None
    with pytest.raises(KeyError, match="no part of this run"):
        verdict.case.solution.value(("eu.retention", "half-year", 0, ("Euroclear",)))


def test_states_are_added_up_only_where_the_sum_restates_one() -> None:
    both = "contribution.payment-1.paid{} + contribution.payment-2.received"
    with pytest.raises(UsufructError) as refused:
        terms(load(), both.format(""))
    assert [fault.code for fault in refused.value.faults] == ["F121"]
    restated = terms(load(), both.format("=received"))
    assert [term.state for term in restated] == ["received", "received"]
