"""What a provision may not say: every fault has a code, the article and a remedy, and all faults come at once."""

# mypy: disable-error-code="arg-type, call-overload, name-defined, no-any-return, operator, return-value, type-var"

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from usufruct.engine import Act, Flag, Money, Rate, Source, assemble
from usufruct.engine.words import aged, at_least_zero, lag, rounded, when
from usufruct.errors import UsufructError

WHERE = "Draft act Art. 1, eu."


def act() -> Act:
    made = Act(Source("Draft act", "eu", published=date(2024, 5, 22)))
    made.input("profit", Money, made.at("Art. 2"), "profit after tax", per="custodian", each="half-year")
    made.input("held", Flag, made.at("Art. 2"), "assets are held", per="custodian", each="half-year")
    made.parameter("rate", ("2024-02-15", "99.7 %", made.at("Art. 3")))
    return made


def faults_of(*rules: Callable[..., Any]) -> list[tuple[str, str, str]]:
    made = act()
    for rule in rules:
        made.provision(made.at("Art. 1"), since="2024-02-15", each="half-year", per="custodian")(rule)
    with pytest.raises(UsufructError) as refused:
        assemble(made)
    assert all(fault.remedy for fault in refused.value.faults)
    return [(fault.code, fault.where, fault.what) for fault in refused.value.faults]


def equals(profit: Money) -> Money:
    return when(profit == 0, profit, 0)


def differs(profit: Money) -> Money:
    return profit if profit != 0 else -profit


def among(profit: Money) -> Money:
    return profit if profit in (1, 2) else -profit


def branches(profit: Money) -> Money:
    return max(profit, 0)


def to_float(profit: Money) -> Money:
    return float(profit)


def to_whole(profit: Money) -> Money:
    return int(profit)


def nearest_whole(profit: Money) -> Money:
    return round(profit)


def magnitude(profit: Money) -> Money:
    return abs(profit)


def floored(profit: Money) -> Money:
    return profit // 2


def rest(profit: Money) -> Money:
    return profit % 2


def power(profit: Money) -> Money:
    return profit**2


def no_divisor(profit: Money) -> Money:
    return profit * (1 // 0)


def no_condition(profit: Money) -> Money:
    return when(profit, 1, 2)


def nameless(profit: Money) -> Money:
    return profit * undefined_share  # noqa: F821


def itself(profit: Money) -> Money:
    return itself(profit)


def nothing(profit: Money) -> Money:
    return None


def several(profit: Money) -> Money:
    return [profit]


def sideways(profit: Money) -> Money:
    return rounded(profit, "sideways")


def ahead(profit: Money) -> Money:
    return lag(profit, -1)


def ageless(profit: Money) -> Money:
    return aged(profit, profit, 0).held


def text(profit: Money) -> Money:
    return "some"


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        *((rule, "U102") for rule in (equals, differs, among, branches)),
        *((rule, "U119") for rule in (to_float, to_whole, nearest_whole, magnitude, floored, rest, power, no_divisor)),
        *((rule, "U119") for rule in (no_condition, nameless, itself, nothing, several, ahead, ageless)),
        (sideways, "U118"),
        (text, "M105"),
    ],
)
def test_what_python_would_let_pass_or_crash_on_is_a_fault_with_its_article(
    rule: Callable[..., Any], code: str
) -> None:
    found = faults_of(rule)
    assert [(each, where) for each, where, _ in found] == [(code, f"{WHERE}{rule.__name__}")]


def test_a_line_of_the_rule_is_named_and_no_file() -> None:
    ((_, _, what),) = faults_of(to_float)
    assert what.startswith("line 2 of the rule")
    assert "/" not in what


def one(other: Money) -> Money:
    return other


def other(one: Money) -> Money:
    return one


def first(second: Money) -> Money:
    return second


def second(first: Money) -> Money:
    return first


def too_large(profit: Money, rate: Rate, share: Rate) -> Money:
    return profit * (rate * rate * rate * rate * share * share)


def share(rate: Rate) -> Rate:
    return rate * rate * rate


def misspelt(profitt: Money) -> Money:
    return profitt


def a_float(profit: Money) -> Money:
    return profit * 0.997


def test_all_faults_come_at_once() -> None:
    found = faults_of(one, other, first, second, too_large, misspelt, a_float, share, equals, to_float)
    codes = [code for code, _, _ in found]
    assert sorted(codes) == ["U102", "U104", "U105", "U109", "U109", "U111", "U119"]
    assert {where.removeprefix(WHERE) for _, where, _ in found} == {
        *("one", "first", "too_large", "misspelt", "a_float", "equals", "to_float")
    }


def test_a_word_that_is_right_is_no_fault() -> None:
    made = act()

    @made.provision(made.at("Art. 1"), since="2024-02-15", each="half-year", per="custodian")
    def levy(held: Flag, profit: Money, rate: Rate) -> Money:
        """A share of the profit."""
        return when(held, rate * at_least_zero(profit), 0)

    @made.provision(made.at("Art. 1"), since="2024-02-15", each="half-year", per="custodian")
    def before(profit: Money) -> Money:
        """Of the half-year before."""
        return lag(profit, 1)

    assert set(assemble(made).quantities) == {"eu.profit", "eu.held", "eu.levy", "eu.before"}
