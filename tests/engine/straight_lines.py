"""Running straight lines without a compiler: by the meaning of each operation, and the generated text as it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import Any

from usufruct.engine.execution.arithmetic import exact_operation
from usufruct.engine.straight.exact_source import HELPER
from usufruct.engine.straight.program import Number, Program


class Unrounded:
    """The reference arithmetic, where rounding is nothing: what the real execution approximates."""

    def lift(self, value: Fraction | int) -> Fraction:
        return Fraction(value)

    def apply(self, op: str, args: Sequence[Any], how: Any) -> Any:
        return args[0] if op == "round" else Fraction(exact_operation(op, args, how))


def evaluated(program: Program, values: Mapping[str, Fraction | int], results: Mapping[str, Number]) -> dict[str, Any]:
    """Results of a straight line by the reference meaning of its operations."""
    done: list[Fraction] = []

    def known(number: Number) -> Fraction:
        return number if isinstance(number, Fraction) else done[number.index]

    for operation in program.operations:
        args = [known(each) for each in operation.args]
        given = operation.data in values and not args
        done.append(Fraction(values[operation.data]) if given else _meant(operation, args))
    return {name: known(value) for name, value in results.items()}


def _meant(operation: Any, args: list[Fraction]) -> Fraction:
    match operation.op:
        case "lane" | "uniform":
            return Fraction(0)
        case "mul_div":
            return Fraction(args[0] * args[1] // args[2])
        case "wrap_mul":
            return args[0] * args[1]
        case "odd":
            return args[0] % 2
    return Fraction(exact_operation(operation.op, args, operation.data or None))


def _choose(condition: Any, one: Any, other: Any) -> Any:
    return one if condition else other


def as_python(source: str, name: str, *, exact: bool = False) -> Callable[[list[Any], Sequence[Any]], None]:
    """A generated function of the law, run as the Python that it is written in."""
    scope: dict[str, Any] = {"choose": _choose, "least": min, "most": max, "int64": int, "float64": float}
    text = (source if not exact else source.replace(HELPER, _MUL_DIV)).replace("1.0 / ", "1.0 / ZERO_OR | ")
    scope |= {"floor": floor, "ZERO_OR": _Over()}
    exec(text, scope)  # noqa: S102 - our own text
    function: Callable[[list[Any], Sequence[Any]], None] = scope[name]
    return function


# As the compiler means it: a product of 128 bits, and no error where a branch not taken divides by zero.
_MUL_DIV = "def mul_div(a, n, d):\n    return a * n // d if d else 0\n"


class _Over:
    """Makes ``1.0 / ZERO_OR | x`` one over x, and nothing where x is nothing."""

    def __rtruediv__(self, one: float) -> _Share:
        return _Share(one)


class _Share:
    def __init__(self, one: float) -> None:
        self.one = one

    def __or__(self, other: float) -> float:
        return self.one / other if other else 0.0
