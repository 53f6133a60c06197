"""The split of the ledger is the law's, for any amount and in any number of parts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usufruct.errors import UsufructError
from usufruct.law import rulebook
from usufruct.ledger.entitlement import shares_now
from usufruct.operations.sharing import keys_of_payment

LAW = rulebook()
BUDGET = {1: Fraction(1, 10), 2: Fraction(1, 10), 3: Fraction(95, 100), 4: Fraction(95, 100), 9: Fraction(95, 100)}


def half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


@given(st.sampled_from(sorted(BUDGET)), st.lists(st.integers(1, 10**13), min_size=1, max_size=5))
def test_the_budget_is_rounded_and_the_facility_has_the_rest(number: int, parts: list[int]) -> None:
    keys = keys_of_payment(LAW, number)
    assert sum(key.part for key in keys) == 1
    weights, accrued, paid = [key.part for key in keys], 0, [0] * len(keys)
    for part in parts:
        shares = shares_now(part, weights, accrued, paid)
        assert sum(shares) == part
        accrued, paid = accrued + part, [a + b for a, b in zip(paid, shares, strict=True)]
    facility = next(i for i, key in enumerate(keys) if key.channel == "European Peace Facility")
    assert abs(accrued - paid[facility] - half_up(BUDGET[number] * accrued)) <= (len(parts) > 1)


def test_the_keys_cite_the_acts_that_print_them() -> None:
    early, late = ({key.channel: key.articles for key in keys_of_payment(LAW, n)} for n in (2, 3))
    assert set(early) == {"Ukraine Facility", "European Peace Facility"}
    assert set(late) == {"Ukraine Loan Cooperation Mechanism", "European Peace Facility"}
    assert "2024/1470" in early["European Peace Facility"][0]
    assert "2024/2760" in late["European Peace Facility"][0]
    assert "2024/2761" in late["Ukraine Loan Cooperation Mechanism"][1]


def test_another_law_gives_another_split() -> None:
    amended = LAW.amend("a test", facility_key=(4, "30 %"), budget_key=(4, "70 %"))
    assert [str(key.part) for key in keys_of_payment(amended, 4)] == ["7/10", "3/10"]
    assert keys_of_payment(amended, 3) == keys_of_payment(LAW, 3)


def test_a_payment_before_the_first_has_no_key() -> None:
    with pytest.raises(UsufructError, match="O140"):
        keys_of_payment(LAW, 0)
