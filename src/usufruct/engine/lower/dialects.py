"""How each primitive is said in generated source: once for the exact execution, once for the real one."""

from __future__ import annotations

from fractions import Fraction
from typing import Protocol

from usufruct.engine.graph import Node
from usufruct.engine.shape import AXES, MONETARY, Kind
from usufruct.engine.sizes import OPERAND_LIMIT, Sizes, is_whole

_SIGNS = {"add": "{} + {}", "sub": "{} - {}", "neg": "-{}", "lt": "{} < {}", "le": "{} <= {}"}
_NUMPY = {"min": "np.minimum({}, {})", "max": "np.maximum({}, {})", "select": "np.where({}, {}, {})"}
_LOGIC = {"and": "np.logical_and({}, {})", "or": "np.logical_or({}, {})", "not": "np.logical_not({})"}
_PLAIN = {**_SIGNS, **_NUMPY, **_LOGIC}
_NAMED = {
    "add": "plus({}, {})",
    "sub": "minus({}, {})",
    "neg": "negative({})",
    "min": "least({}, {})",
    "max": "most({}, {})",
    "lt": "less({}, {})",
    "le": "at_most({}, {})",
    "select": "choice({}, {}, {})",
}


class Dialect(Protocol):
    """Turns one node into an expression over the variables that hold its arguments."""

    def constant(self, node: Node) -> str:
        """A figure that stands in the text."""

    def operation(self, node: Node, args: list[str]) -> str:
        """A primitive on numbers or across an axis."""


def _across(module: str, node: Node, arg: str) -> str:
    if node.op == "pick":
        axis, member = node.data
        return f"{module}.pick({arg}, {AXES.index(axis)}, load.position({axis!r}, {member!r}))"
    return f"{module}.{node.op}({arg}, {AXES.index(str(node.data))})"


class RealDialect:
    """float64 without rounding."""

    def constant(self, node: Node) -> str:
        """A float, or a truth value."""
        value = Fraction(node.data)
        if node.shape.kind is Kind.FLAG:
            return str(bool(value))
        return repr(value.numerator / value.denominator)

    def operation(self, node: Node, args: list[str]) -> str:
        """Plain numpy wherever there is a word for it."""
        match node.op:
            case "mul":
                return f"{args[0]} * {args[1]}"
            case "div":
                divisor = node.args[1]
                return (
                    f"{args[0]} / {args[1]}"
                    if divisor.op == "const" and divisor.data
                    else f"reals.quotient({args[0]}, {args[1]})"
                )
            case "round":
                return args[0]
            case "total" | "running" | "pick":
                return _across("reals", node, args[0])
        return _PLAIN[node.op].format(*args)


class ExactDialect:
    """64-bit integers: whole amounts as they are, other amounts as parts, rates as ratios."""

    def __init__(self, sizes: Sizes) -> None:
        self.sizes = sizes
        self.wholes: dict[str, bool] = {}

    def constant(self, node: Node) -> str:
        """An integer, a pair for a rate, or a truth value."""
        value = Fraction(node.data)
        match node.shape.kind:
            case Kind.FLAG:
                return str(bool(value))
            case Kind.RATE:
                return f"({value.numerator}, {value.denominator})"
            case Kind.MONEY | Kind.LOCAL:
                return "wholes.NOTHING"  # no other amount can stand in the text of a provision
        return str(value.numerator)

    def operation(self, node: Node, args: list[str]) -> str:
        """The function or sign for the representation that the arguments have."""
        match node.op:
            case "mul":
                return self._product(node, args)
            case "div":
                return self._quotient(node, args)
            case "round":
                return self._rounded(node, args)
        form = self._joint(node)
        operands = [self._as(form, arg, text) for arg, text in zip(node.args, args, strict=True)]
        if node.op in ("total", "running", "pick"):
            return _across({"parts": "parts", "ratio": "ratios"}.get(form, "wholes"), node, operands[0])
        if form == "plain":
            return _PLAIN[node.op].format(*operands)
        return f"{form}s.".replace("partss", "parts") + _NAMED[node.op].format(*operands)

    def _form(self, node: Node) -> str:
        if node.shape.kind in MONETARY:
            return "plain" if is_whole(node, self.wholes) else "parts"
        return "ratio" if node.shape.kind is Kind.RATE else "plain"

    def _joint(self, node: Node) -> str:
        forms = {self._form(arg) for arg in node.args if arg.shape.kind is not Kind.FLAG}
        return "parts" if "parts" in forms else "ratio" if "ratio" in forms else "plain"

    def _as(self, form: str, node: Node, text: str) -> str:
        if node.shape.kind is Kind.FLAG or form == self._form(node):
            return text
        return f"({text}, 0, 1)" if form == "parts" else f"({text}, 1)"

    def _operand(self, node: Node, text: str) -> str:
        """An amount about to be multiplied, checked where a long sum may have left the range."""
        if self.sizes.of(node).n <= OPERAND_LIMIT:
            return text
        return f"guarded({text})" if self._form(node) == "plain" else f"parts.in_range({text})"

    def _product(self, node: Node, args: list[str]) -> str:
        pairs = list(zip(node.args, args, strict=True))
        if node.args[1].shape.kind in MONETARY:
            pairs.reverse()
        (left, one), (right, other) = pairs
        if node.shape.kind in MONETARY:
            amount = self._as("parts", left, self._operand(left, one))
            return f"parts.times({amount}, {self._as('ratio', right, other)})"
        if node.shape.kind is Kind.COUNT:
            return f"{one} * {other}"
        return f"ratios.times({self._as('ratio', left, one)}, {self._as('ratio', right, other)})"

    def _quotient(self, node: Node, args: list[str]) -> str:
        left, right = node.args
        if right.shape.kind in MONETARY:
            return f"parts.ratio({self._as('parts', left, args[0])}, {self._as('parts', right, args[1])})"
        divisor = f"ratios.inverse({self._as('ratio', right, args[1])})"
        if left.shape.kind in MONETARY:
            return f"parts.times({self._as('parts', left, self._operand(left, args[0]))}, {divisor})"
        return f"ratios.times({self._as('ratio', left, args[0])}, {divisor})"

    def _rounded(self, node: Node, args: list[str]) -> str:
        if self._form(node.args[0]) == "plain":
            return args[0]
        return f"parts.rounded({args[0]}, {node.data!r})"

    def rounded_product(self, node: Node, amount: Node, amount_text: str, rate: Node, rate_text: str) -> str:
        """A whole amount times a rate, rounded in one step."""
        operand = self._operand(amount, amount_text)
        return f"parts.times_rounded({operand}, {self._as('ratio', rate, rate_text)}, {node.data!r})"

    def fusible(self, node: Node) -> bool:
        """Whether a rounding is that of a product of a whole amount and a rate."""
        if node.op != "round" or node.args[0].op != "mul":
            return False
        amounts = [arg for arg in node.args[0].args if arg.shape.kind in MONETARY]
        return self._form(amounts[0]) == "plain"
