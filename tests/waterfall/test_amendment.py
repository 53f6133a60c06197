"""The past replayed under another law: the difference is the law's alone, and adds up."""

from __future__ import annotations

from fractions import Fraction

import pytest

from usufruct.engine import assemble
from usufruct.law import acts, rulebook
from usufruct.waterfall.amendment import Amendment, Moved, amendment, from_the_first_day
from usufruct.waterfall.payments import CHANNELS
from usufruct.waterfall.replay import replay

RECEIVED = [150_000_000_000, 210_000_000_000, 160_000_000_000, 140_000_000_000]
"""Cents received with payments 1 to 4: 1.5, 2.1, 1.6 and 1.4 billion euro."""


def of(found: Amendment, quantity: str) -> list[Moved]:
    return [row for row in found.rows if row.quantity == quantity]


def test_the_law_in_force_changes_nothing() -> None:
    found = amendment(rulebook(), rulebook())
    assert found is not None
    assert not found.changed
    assert [row.before for row in of(found, "payment")] == RECEIVED


@pytest.mark.parametrize("percent", [0, 5, 20])
def test_another_retention_moves_what_was_paid_by_arithmetic(percent: int) -> None:
    law = rulebook().amend("what if", retention_rate=("2024-02-15", f"{percent} %"))
    found = amendment(rulebook(), law)
    assert found is not None
    for row, paid in zip(of(found, "payment"), RECEIVED, strict=True):
        # What was received is nine tenths of a contribution; of that contribution the rest stays with the custodian.
        assert abs(row.after - Fraction(paid) * (100 - percent) / 90) <= 2
    for contribution in of(found, "contribution"):
        assert contribution.difference == 0
    for number in range(4):
        parts = sum(of(found, channel)[number].after for channel in CHANNELS)
        assert parts == of(found, "payment")[number].after
    mechanism = next(row for row in found.totals if row.quantity == "Ukraine Loan Cooperation Mechanism")
    assert sum(row.after for row in found.lenders) == mechanism.after
    assert sum(row.before for row in found.lenders) == mechanism.before == 285_000_000_000
    assert found.explain("payment", 3).value == of(found, "payment")[2].after


def test_a_retroactive_amendment_moves_the_half_years_from_its_day_on_only() -> None:
    found = amendment(rulebook(), rulebook().amend("what if", contribution_rate=("2025-01-01", "50 %")))
    assert found is not None
    moved = {row.period for row in found.rows if row.difference}
    assert moved == {"2025-H1", "2025-H2"}


def test_nothing_is_replayed_before_the_first_receipt() -> None:
    past = replay("2024-07-01")
    assert amendment(rulebook(), rulebook(), past) is None


def test_acts_moved_back_say_the_same_from_the_first_day_on() -> None:
    moved = from_the_first_day(acts())
    assert all(rule.since.year <= 2024 for act in moved for rule in act.provisions)
    assert [act.source for act in moved] == [act.source for act in acts()]
    assert assemble(*acts()).hash == assemble(*acts()).hash
