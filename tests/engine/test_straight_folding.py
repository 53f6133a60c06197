"""Folding changes no result: what a program keeps means what the operations mean."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.straight_lines import evaluated
from usufruct.engine.execution.arithmetic import exact_operation
from usufruct.engine.straight.program import Number, Program, Var

FLAGS = ("lt", "le")
NUMBERS = ("add", "sub", "mul", "div", "min", "max")
LOGIC = ("and", "or")
SMALL = st.sampled_from([Fraction(0), Fraction(1), Fraction(-1), Fraction(2), Fraction(1, 3), Fraction(-7, 2)])


@st.composite
def lines(draw: st.DrawFn) -> tuple[Program, dict[str, Fraction], list[tuple[Number, Fraction]]]:
    """A random program over four values, with every result beside its meaning without folding."""
    program = Program()
    values = {name: draw(SMALL) for name in "abcd"}
    numbers: list[tuple[Number, Fraction]] = [(program.read("lane", name), value) for name, value in values.items()]
    numbers += [(value, value) for value in (Fraction(0), Fraction(1), Fraction(3))]
    flags: list[tuple[Number, Fraction]] = [(Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))]
    for _ in range(draw(st.integers(1, 25))):
        op = draw(st.sampled_from([*NUMBERS, *FLAGS, *LOGIC, "not", "neg", "select"]))
        if op == "select":
            chosen = [draw(st.sampled_from(flags)), *(draw(st.sampled_from(numbers)) for _ in range(2))]
        elif op == "neg":
            chosen = [draw(st.sampled_from(numbers))]
        elif op == "not":
            chosen = [draw(st.sampled_from(flags))]
        else:
            chosen = [draw(st.sampled_from(flags if op in LOGIC else numbers)) for _ in range(2)]
        meaning = Fraction(exact_operation(op, [value for _, value in chosen], None))
        made = (program.make(op, [number for number, _ in chosen]), meaning)
        (flags if op in (*FLAGS, *LOGIC, "not") else numbers).append(made)
    return program, values, [*numbers, *flags]


@given(lines())
def test_folding_changes_no_result(made: tuple[Program, dict[str, Fraction], list[tuple[Number, Fraction]]]) -> None:
    program, values, results = made
    found = evaluated(program, values, {str(place): number for place, (number, _) in enumerate(results)})
    assert list(found.values()) == [meaning for _, meaning in results]


@given(lines())
def test_no_operation_is_made_twice_and_none_of_constants(
    made: tuple[Program, dict[str, Fraction], list[tuple[Number, Fraction]]],
) -> None:
    operations = made[0].operations
    assert len(set(operations)) == len(operations)
    assert all(any(isinstance(arg, Var) for arg in each.args) for each in operations if each.args)
    assert all(arg.index < place for place, each in enumerate(operations) for arg in each.args if isinstance(arg, Var))


def test_only_what_is_wanted_is_live() -> None:
    program = Program()
    a, b = program.read("lane", "a"), program.read("lane", "b")
    wanted = program.make("add", (a, Fraction(2)))
    program.make("mul", (a, b))
    assert program.live([wanted, Fraction(5)]) == [0, 2]
