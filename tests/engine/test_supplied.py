"""A rule that takes the place of another act's input, and assumptions that must have a range."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from usufruct.engine import Act, Money, Rate, Source, Step, Timeline, World, assemble
from usufruct.engine.assumption import Assumption
from usufruct.errors import UsufructError

STEP = Step("half-year", "2025-H1", date(2025, 6, 30), date(2025, 7, 31))


def base() -> Act:
    act = Act(Source("Act A", "eu", date(2024, 1, 1)))
    act.input("due", Money, act.at("Art. 1"), "what is due", each="half-year")

    @act.provision(act.at("Art. 2"), since="2024-01-01", each="half-year")
    def paid(due: Money) -> Money:
        """All of it."""
        return due * Fraction(1, 2)

    return act


def supplier(jurisdiction: str = "eu", each: str = "half-year", name: str = "due", *, supplies: bool = True) -> Act:
    act = Act(Source("Loan", jurisdiction, date(2024, 1, 1)))
    act.input("debt", Money, act.at("1"), "debt", each=each)

    def rule(debt: Money) -> Money:
        """Twice the debt."""
        return debt * 2

    rule.__name__ = name
    act.provision(act.at("2"), since="2024-01-01", each=each, supplies=supplies)(rule)
    return act


def codes(*acts: Act) -> list[str]:
    with pytest.raises(UsufructError) as caught:
        assemble(*acts)
    return [fault.code for fault in caught.value.faults]


@pytest.mark.parametrize("order", [1, -1])
def test_the_rule_replaces_the_input_in_either_order(order: int) -> None:
    law = assemble(*[base(), supplier()][::order])
    world = World(Timeline.of([STEP]), {}, {"eu.debt": {(0, ()): 500}, "eu.due": {(0, ()): 7}})
    result = law.run(world)
    assert law.quantities["eu.due"].input is None
    assert result.interpreter.values["eu.paid", "half-year", 0, ()] == 500


def test_the_rule_must_say_that_it_supplies() -> None:
    assert codes(base(), supplier(supplies=False)) == ["U112"]


def test_an_input_of_another_jurisdiction_or_name_is_not_supplied() -> None:
    assert codes(base(), supplier("us")) == ["U105"]
    assert codes(base(), supplier(name="dues")) == ["U105"]


def test_the_shapes_must_agree() -> None:
    assert codes(base(), supplier(each="call")) == ["U112"]


def test_a_figure_of_the_law_is_never_supplied() -> None:
    act = base()
    act.parameter("debt_rate", ("2024-01-01", "1 %", act.at("Art. 3")))
    other = Act(Source("Loan", "eu", date(2024, 1, 1)))

    @other.provision(other.at("1"), since="2024-01-01", supplies=True)
    def debt_rate() -> Rate:
        """A rate."""
        raise AssertionError

    assert "U112" in codes(act, other)


@pytest.mark.parametrize(
    ("low", "value", "high", "name", "why"),
    [(1, 0, 2, "n", "w"), (0, 3, 2, "n", "w"), (0, 1, 2, "", "w"), (0, 1, 2, "n", "")],
)
def test_an_assumption_needs_a_range_that_holds_it_a_name_and_a_reason(
    low: int, value: int, high: int, name: str, why: str
) -> None:
    with pytest.raises(UsufructError) as caught:
        Assumption(name, Fraction(low), Fraction(value), Fraction(high), why)
    assert [fault.code for fault in caught.value.faults] == ["U143"]


def test_an_assumption_prints_its_range_in_its_unit() -> None:
    share = Assumption("share", Fraction(1, 5), Fraction(1, 4), Fraction(2, 5), "inferred")
    assert str(share.at(Fraction(1, 3))) == "assumption share: 33.3333 % (20 % to 40 %); inferred"
    with pytest.raises(UsufructError):
        share.at(Fraction(1, 2))
