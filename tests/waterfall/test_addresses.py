"""Addresses: every form is known, near misses are named, what is missing is said."""

from __future__ import annotations

import pytest

from usufruct.errors import UsufructError
from usufruct.waterfall.replay import replay


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("paymet:3", "payment:3"),
        ("2025-H1:contributon", "2025-H1:contribution"),
        ("lender:Japn", "lender:Japan"),
        ("fact:euroclear.intrest.2024-H1", "fact:euroclear.interest.2024-H1"),
        ("total:recieved by the Union", "total:received by the Union"),
    ],
)
def test_a_near_miss_is_named(address: str, meant: str) -> None:
    with pytest.raises(UsufructError) as caught:
        replay().explain(address)
    (fault,) = caught.value.faults
    assert fault.code == "W220"
    assert meant in fault.remedy


@pytest.mark.parametrize(
    "address", ["", ":", "payment:", "payment:x", "test:0", "2025-H1", "2025-H1:call:", "x" * 10_000]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsufructError) as caught:
        replay().explain(address)
    assert [fault.code for fault in caught.value.faults] == ["W220"]


def test_payment_3_is_a_chain_of_figures_that_agree() -> None:
    found = replay()
    assert found.explain("payment:3").value == found.explain("test:17").value
    assert found.explain("payment:3:received").value == 160_000_000_000
    implied = found.explain("2025-H1:call:implied").value
    assert abs(implied - found.explain("payment:3").value) <= 1
    low, central, high = (found.explain(f"2025-H1:contribution{run}").value for run in (":low", "", ":high"))
    assert low < central < high


def test_what_is_missing_is_listed_with_what_was_searched_for() -> None:
    with pytest.raises(UsufructError) as caught:
        replay().explain("payment:5")
    said = [fault.what for fault in caught.value.faults]
    assert said[0] == "not derivable, for want of the results of 2026-H1, from which its contribution would follow"
    assert any("fact:contribution.payment-5.received" in what for what in said)


def test_on_an_early_day_a_later_figure_is_not_derivable() -> None:
    with pytest.raises(UsufructError) as caught:
        replay("2025-01-01").explain("payment:3")
    assert {fault.code for fault in caught.value.faults} == {"W221"}
    with pytest.raises(UsufructError) as caught:
        replay("2025-01-01").explain("fact:contribution.payment-3.received")
    assert {fault.code for fault in caught.value.faults} == {"W220"}
