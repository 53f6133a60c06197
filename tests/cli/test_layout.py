"""Amounts, columns and formulas as people read them."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from usufruct.cli.formula import formula
from usufruct.cli.layout import WIDTH, columns, million, wrapped
from usufruct.cli.node_value import decimal, value_text
from usufruct.engine import Explanation
from usufruct.engine.shape import Kind


def leaf(name: str, value: int | Fraction, kind: Kind = Kind.MONEY, op: str = "input") -> Explanation:
    return Explanation(op, name, kind, Fraction(value), "somewhere")


def node(op: str, value: int | Fraction, *parts: Explanation, how: str = "") -> Explanation:
    return Explanation(op, op, Kind.MONEY, Fraction(value), how=how, parts=parts)


def figure(inner: Explanation) -> Explanation:
    return Explanation("figure", "whole 2025-H1", Kind.MONEY, inner.value, "Art. 1", parts=(inner,))


@given(st.integers(-(10**15), 10**15))
def test_an_amount_in_million_is_within_half_of_its_last_digit(cents: int) -> None:
    assert abs(Fraction(million(cents).replace(" ", "")) * 10**8 - cents) <= 5 * 10**6


def test_a_sign_is_shown_where_it_is_asked_for_and_never_for_nothing() -> None:
    assert [million(cents, signed=True) for cents in (10**8, 0, -(10**8))] == ["+1.0", "0.0", "-1.0"]


@given(st.lists(st.lists(st.text("ab c", max_size=9), min_size=3, max_size=3), min_size=1, max_size=5))
def test_columns_start_where_they_started_above(rows: list[list[str]]) -> None:
    lines = columns(rows, "llr")
    assert len(lines) == len(rows)
    assert all(line == line.rstrip() for line in lines)
    assert max(map(len, lines)) <= sum(max(len(row[place]) for row in rows) for place in range(3)) + 4


def test_a_long_address_is_left_whole() -> None:
    address = "https://example.eu/" + "x" * WIDTH
    assert address in [line.strip() for line in wrapped(f"see {address} there", 4)]


def test_brackets_stand_where_they_change_the_meaning() -> None:
    a, b, c = leaf("a 1", 7), leaf("b 1", 3), leaf("c 1", 2)
    assert formula(figure(node("sub", 6, a, node("sub", 1, b, c)))).text == "a - (b - c)"
    assert formula(figure(node("sub", 2, node("sub", 4, a, b), c))).text == "a - b - c"
    assert formula(figure(node("mul", 20, node("add", 10, a, b), c))).text == "(a + b) x c"
    assert formula(figure(node("add", 13, a, node("mul", 6, b, c)))).text == "a + b x c"


def test_only_the_branch_taken_is_shown_with_its_condition() -> None:
    scope = leaf("in_scope 1", 0, Kind.FLAG)
    found = formula(figure(node("select", 3, scope, leaf("a 1", 7), leaf("b 1", 3))))
    assert found.conditions == ["not in_scope"]
    assert [child.label for child in found.children] == ["in_scope 1", "b 1"]


def test_rounding_is_told_where_it_changed_something() -> None:
    third = node("div", Fraction(7, 3), leaf("a 1", 7), leaf("c 1", 3))
    assert formula(figure(node("round", 2, third, how="half up"))).text == "a / c, rounded half up"
    whole = node("add", 10, leaf("a 1", 7), leaf("b 1", 3))
    assert formula(figure(node("round", 10, whole, how="half up"))).text == "a + b"


def test_values_are_written_in_their_unit() -> None:
    assert value_text(leaf("principal request 2 Japan", 5, Kind.LOCAL)) == "JPY 5"
    assert value_text(leaf("revenue 2025-H1 Alpha CSD USD", 5, Kind.LOCAL)) == "USD 0.05"
    assert value_text(leaf("half", Fraction(1, 2))) == "about EUR 0.01"
    assert value_text(leaf("in_scope", 1, Kind.FLAG)) == "yes"
    assert decimal(Fraction(-1, 4)) == "-0.25"
    assert decimal(Fraction(0)) == "0"


def test_an_amount_is_never_broken_over_lines() -> None:
    for before in range(40, 80):
        for text in ("debit note 3 of 6 000 000.01 EUR is due", "interest (66 617.76 EUR), 1 618 200 000.00 EUR"):
            lines = wrapped("x" * before + " " + text, indent=2, hanging=4)
            assert " ".join(line.strip() for line in lines).endswith(text)
            for amount in ("6 000 000.01", "66 617.76", "1 618 200 000.00"):
                assert amount not in text or any(amount in line for line in lines), lines
            assert all(len(line) <= 80 for line in lines if "xxx" not in line)
