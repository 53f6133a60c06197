"""Three arithmetics for the interpreter: exact, exact with slopes, and exact with an error bound for floats.

The interpreter knows steps, members and names; what ``+`` or ``round`` means is the arithmetic's business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol, cast

from usufruct.money import Rounding, round_to_integer

UNIT_ROUNDOFF = Fraction(1, 2**53)
_SUMMATION = 16
"""A compiled sum may add its members in another order; its tree of additions is less deep than this."""
_KEPT_BITS = 32


class Arithmetic(Protocol):
    """What an interpreter needs to know about numbers."""

    def lift(self, value: Fraction | int) -> Any:
        """A given figure as a number of this arithmetic."""

    def apply(self, op: str, args: Sequence[Any], how: Any) -> Any:
        """The result of one primitive on numbers of this arithmetic."""


def exact_operation(op: str, args: Sequence[Any], how: Any) -> Any:  # noqa: C901 - one line per primitive
    """The reference meaning of every primitive that works on numbers.

    A quotient by zero is zero: where there is nothing to divide by, nothing is due.

    Example:
        >>> exact_operation("round", [Fraction(5, 2)], "half up")
        3
    """
    match op:
        case "add":
            return args[0] + args[1]
        case "sub":
            return args[0] - args[1]
        case "mul":
            return args[0] * args[1]
        case "div":
            return Fraction(args[0]) / args[1] if args[1] else 0
        case "neg":
            return -args[0]
        case "min":
            return min(args[0], args[1])
        case "max":
            return max(args[0], args[1])
        case "lt":
            return int(args[0] < args[1])
        case "le":
            return int(args[0] <= args[1])
        case "and":
            return min(args[0], args[1])
        case "or":
            return max(args[0], args[1])
        case "not":
            return 1 - args[0]
        case "select":
            return args[1] if args[0] else args[2]
        case "round":
            return round_to_integer(Fraction(args[0]), cast(Rounding, how))
    raise AssertionError(op)


class Exact:
    """Unbounded integers and fractions; amounts are rounded where a provision rounds."""

    def lift(self, value: Fraction | int) -> Fraction | int:
        """Whole numbers as integers, which are faster than fractions."""
        return value.numerator if value.denominator == 1 else value

    def apply(self, op: str, args: Sequence[Fraction | int], how: Any) -> Fraction | int:
        """The reference meaning."""
        return cast("Fraction | int", exact_operation(op, args, how))


@dataclass(frozen=True, slots=True)
class Sloped:
    """An unrounded value and its derivative by each unknown."""

    value: Fraction
    slope: Mapping[Any, Fraction]


class Tangent:
    """Unrounded fractions with derivatives: law is piecewise affine in an amount, so slopes solve it."""

    def lift(self, value: Fraction | int | Sloped) -> Sloped:
        """A constant has no slope."""
        return value if isinstance(value, Sloped) else Sloped(Fraction(value), {})

    def apply(self, op: str, args: Sequence[Sloped], how: Any) -> Sloped:
        """Value by the reference meaning without rounding, slopes by the chain rule."""
        values = [arg.value for arg in args]
        if op == "round":
            return args[0]
        value = Fraction(exact_operation(op, values, how))
        if op in ("min", "max"):
            return args[0] if value == values[0] else args[1]
        if op == "select":
            return args[1] if values[0] else args[2]
        return Sloped(value, self._slope(op, args, values))

    @staticmethod
    def _slope(op: str, args: Sequence[Sloped], values: list[Fraction]) -> dict[Any, Fraction]:
        match op:
            case "add":
                factors = [Fraction(1), Fraction(1)]
            case "sub":
                factors = [Fraction(1), Fraction(-1)]
            case "neg":
                factors = [Fraction(-1)]
            case "mul":
                factors = [values[1], values[0]]
            case "div" if values[1]:
                factors = [1 / values[1], -values[0] / values[1] ** 2]
            case _:
                return {}
        slope: dict[Any, Fraction] = {}
        for factor, arg in zip(factors, args, strict=True):
            for unknown, part in arg.slope.items():
                slope[unknown] = slope.get(unknown, Fraction(0)) + factor * part
        return slope


@dataclass(frozen=True, slots=True)
class Bounded:
    """An exact value, and how far a float64 run may be from it; a doubtful flag has radius 1."""

    value: Fraction
    radius: Fraction

    def among(self, others: Sequence[Bounded]) -> Bounded:
        """This value where a float run, in doubt about a number, may have taken nothing or any of the others."""
        reach = max((abs(other.value - self.value) + other.radius for other in others), default=Fraction(0))
        return Bounded(self.value, max(reach, abs(self.value)) + self.radius)


class Radius:
    """Carries a bound on |real - exact| along an exact run, so that the real execution can be asserted."""

    def lift(self, value: Fraction | int) -> Bounded:
        """Reading a figure into a float costs half a unit in the last place, nothing for small integers."""
        whole = Fraction(value)
        exact = whole.denominator == 1 and abs(whole) < 2**53
        return Bounded(whole, Fraction(0) if exact else abs(whole) * UNIT_ROUNDOFF)

    def apply(self, op: str, args: Sequence[Bounded], how: Any) -> Bounded:
        """Exact value; radius by interval reasoning plus one roundoff of the float operation."""
        values = [arg.value for arg in args]
        value = Fraction(exact_operation(op, values, how))
        spread = self._spread(op, args, value)
        return Bounded(value, _coarse(spread + self._roundoff(op, args, value, spread)))

    @staticmethod
    def _roundoff(op: str, args: Sequence[Bounded], value: Fraction, spread: Fraction) -> Fraction:
        """What the float operation itself adds."""
        if op in ("add", "sub"):
            return _SUMMATION * UNIT_ROUNDOFF * sum((abs(arg.value) + arg.radius for arg in args), Fraction(0))
        return UNIT_ROUNDOFF * (abs(value) + spread) if op in ("mul", "div") else Fraction(0)

    def _spread(self, op: str, args: Sequence[Bounded], value: Fraction) -> Fraction:
        radii = [arg.radius for arg in args]
        match op:
            case "add" | "sub":
                return radii[0] + radii[1]
            case "neg" | "not":
                return radii[0]
            case "mul":
                return radii[0] * (abs(args[1].value) + radii[1]) + abs(args[0].value) * radii[1]
            case "div":
                return self._quotient(args, value)
            case "min" | "max" | "and" | "or":
                return max(radii)
            case "lt" | "le":
                return Fraction(int(abs(args[0].value - args[1].value) <= radii[0] + radii[1] and sum(radii) > 0))
            case "select":
                doubt = abs(args[1].value - args[2].value) if radii[0] else Fraction(0)
                chosen = radii[1] if args[0].value else radii[2]
                return max(radii[1], radii[2]) + doubt if radii[0] else chosen
            case "round":
                return radii[0] + abs(value - args[0].value)
        raise AssertionError(op)

    @staticmethod
    def _quotient(args: Sequence[Bounded], value: Fraction) -> Fraction:
        room = abs(args[1].value) - args[1].radius
        if room <= 0:
            return Fraction(0) if args[1].value == 0 and args[1].radius == 0 else Fraction(2**80)
        return (args[0].radius + abs(value) * args[1].radius) / room


def _coarse(radius: Fraction) -> Fraction:
    """Round a radius up to a few significant bits, so that bounds do not grow longer than what they bound."""
    if not radius:
        return radius
    shift = radius.denominator.bit_length() - radius.numerator.bit_length() + _KEPT_BITS
    unit = Fraction(2) ** -shift
    return -(-radius // unit) * unit
