"""How large the integers behind a formula can become, so that exact 64-bit arithmetic never wraps.

In the exact execution an amount is a whole number of minor units, or such a number and a proper fraction of
one (``q + r/d``); a rate is ``n/d``. Each node has a bound on these integers, whatever amounts, rates and
counts within their limits the law meets. The compiled execution follows the same rules as this module,
operation by operation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from usufruct.engine.graph import Node, walk
from usufruct.engine.shape import MONETARY, Kind
from usufruct.money import read_figure

if TYPE_CHECKING:
    from usufruct.engine.act import Parameter
    from usufruct.engine.rulebook import Rulebook

MONEY_LIMIT = 2**51
"""No amount may reach this many minor units (EUR 22,500bn): the bound of exact 64-bit arithmetic."""
OPERAND_LIMIT = 2 * MONEY_LIMIT
"""The largest amount that may be multiplied; a longer sum is checked while the law runs."""
COUNT_LIMIT = 2**20
"""No count from outside, and none that a provision or a memory keeps, may reach this."""
RATE_GRID = 10**9
"""Rates from outside lie on a grid of one billionth or coarser; published rates have at most six decimals."""
RATE_LIMIT = 1000
"""No rate from outside may pass this in absolute value."""
SUMMANDS = 32
"""The most members of an axis, and the most steps that another covers."""
WORD = 2**61
"""Every numerator and denominator stays below this."""


@dataclass(frozen=True, slots=True)
class Size:
    """Bounds on the integers behind one node.

    Attributes:
        n: numerator of a rate, a count, or the whole minor units of an amount.
        d: denominator; for an amount that of its fraction of a minor unit, 1 where it is whole.
        moving: axes along which the denominator varies; None where it is one integer that divides ``d``.
    """

    n: int
    d: int = 1
    moving: frozenset[str] | None = None

    @property
    def fits(self) -> bool:
        """Whether 61 bits are enough."""
        return self.n < WORD and self.d < WORD


_FLAG = Size(1)
_KEPT = Size(MONEY_LIMIT)
_TOO_LARGE = Size(WORD, WORD)


def is_whole(node: Node, memo: dict[str, bool] | None = None) -> bool:
    """Whether an amount is whole minor units by construction: rounded figures, their sums and choices.

    Args:
        node: the amount.
        memo: answers for nodes asked before; filled in.

    Example:
        >>> from usufruct.engine.shape import Shape
        >>> tax = Node("ref", (), "eu.tax", Shape(Kind.MONEY))
        >>> is_whole(Node("neg", (tax,), None, tax.shape))
        True
    """
    memo = {} if memo is None else memo
    for each in walk(node, done=memo):
        match each.op:
            case "ref" | "opening" | "lag" | "over" | "at" | "keyed" | "round":
                memo[each.key] = True
            case "const":
                memo[each.key] = each.data == int(each.data)
            case "add" | "sub" | "neg" | "min" | "max" | "total" | "running" | "pick":
                memo[each.key] = all(memo[arg.key] for arg in each.args)
            case "select":
                memo[each.key] = memo[each.args[1].key] and memo[each.args[2].key]
            case _:
                memo[each.key] = False
    return memo[node.key]


class Sizes:
    """Bounds of every node of a law, with those of the rates that provisions define.

    Example:
        >>> from usufruct.engine.graph import constant
        >>> Sizes({}, {}).of(constant(Fraction(997, 1000), Kind.RATE))
        Size(n=997, d=1000, moving=None)
    """

    def __init__(self, parameters: Mapping[str, Parameter], named: Mapping[str, Size]) -> None:
        self.parameters = parameters
        self.named = dict(named)
        self._memo: dict[str, Size] = {}

    @classmethod
    def of_law(cls, law: Rulebook, circular: frozenset[str] = frozenset()) -> Sizes:
        """Bounds for a law: rates may read rates, so they are worked out until nothing grows any more."""
        sizes = cls(law.parameters, {})
        own = {name for name, each in law.quantities.items() if each.shape.kind is Kind.RATE and each.input is None}
        rates = [name for name in law.quantities if name in own - circular]
        nodes: dict[str, list[Node]] = {name: [] for name in rates}
        for name, definition in law.quantities.items():
            for version in definition.versions:
                for owner, node in ((name, version.node), *version.hidden.items()):
                    if owner in nodes:
                        nodes[owner].append(node)
        for _ in range(len(rates) + 2):
            found = {name: _joint([Size(0), *map(sizes.of, nodes[name])]) for name in rates}
            if found == sizes.named:
                return sizes
            sizes = cls(law.parameters, found)
        return cls(law.parameters, dict.fromkeys(rates, _TOO_LARGE))

    def of(self, node: Node) -> Size:
        """Bounds of one node."""
        for each in walk(node, done=self._memo):
            args = [self._memo[arg.key] for arg in each.args]
            self._memo[each.key] = self._own(each, args) if all(arg.fits for arg in args) else _TOO_LARGE
        return self._memo[node.key]

    def _own(self, node: Node, args: list[Size]) -> Size:
        match node.op:
            case "const":
                value = Fraction(node.data)
                return Size(abs(value.numerator), value.denominator)
            case "ref" | "opening" | "lag" | "over" | "at" | "keyed":
                return self._leaf(node)
            case "add" | "sub":
                one, other = _aligned(args[0], args[1], node)
                return Size(one.n + other.n + _carry(one, node), one.d, one.moving)
            case "min" if all(map(_never_negative, node.args)) and args[0].d == args[1].d == 1:
                return Size(min(args[0].n, args[1].n))
            case "min" | "max" | "lt" | "le" | "select":
                return _widest(args[-2], args[-1], node)
            case "mul" | "div":
                return self._product(node, args)
            case "total" | "running" | "pick":
                return _across(node, args[0])
            case "neg":
                return Size(args[0].n + _carry(args[0], node), args[0].d, args[0].moving)
        return Size(args[0].n + _carry(args[0], node)) if node.op == "round" else _FLAG

    def _product(self, node: Node, args: list[Size]) -> Size:
        left, right = node.args
        one, other = args
        if node.op == "div":
            if left.shape.kind in MONETARY and right.shape.kind in MONETARY:
                above, below = (one.n + 1) * one.d * other.d, (other.n + 1) * other.d * one.d
                return Size(above, below, frozenset(right.shape.axes) | (one.moving or frozenset()))
            moving = other.moving if right.op == "const" else frozenset(right.shape.axes)
            other = Size(other.d, max(other.n, 1), moving)
        elif right.shape.kind in MONETARY:
            one, other = other, one
        if node.shape.kind in MONETARY:
            # A fraction of a cent times a numerator must fit beside the remainder of the whole cents.
            longest = max(one.d * other.d, (one.d - 1) * other.n, other.n)
            kept = Size(OPERAND_LIMIT, one.d * other.d, _either(one, other))
            return kept if longest < WORD else Size(longest, longest)
        return Size(one.n * other.n, one.d * other.d, _either(one, other))

    def _leaf(self, node: Node) -> Size:
        parameter = self.parameters.get(node.name)
        kind = node.shape.kind
        if kind in MONETARY:
            return _KEPT
        if parameter:
            return _table(parameter)
        if kind is Kind.RATE:
            size = self.named.get(node.name, Size(RATE_LIMIT * RATE_GRID, RATE_GRID))
        else:
            size = Size(COUNT_LIMIT) if kind is Kind.COUNT else _FLAG
        if node.op != "over":
            return size
        return Size(size.n * SUMMANDS, size.d, None) if size.moving is None else _TOO_LARGE


def _never_negative(node: Node) -> bool:
    """Whether a figure has been floored at zero: the smaller of two such figures is bounded by either."""
    zeros = (arg for arg in node.args if arg.op == "const" and arg.data == 0)
    return node.op == "max" and next(zeros, None) is not None


def _carry(size: Size, node: Node) -> int:
    """One minor unit more where fractions of an amount may add up to it or are rounded up."""
    return int(node.shape.kind in MONETARY and size.d > 1)


def _table(parameter: Parameter) -> Size:
    values = [read_figure(row.figure) for row in parameter.rows]
    common = lcm(*(value.denominator for value in values))
    return Size(max((int(abs(value) * common) for value in values), default=0), common)


def _either(one: Size, other: Size) -> frozenset[str] | None:
    if one.moving is None and other.moving is None:
        return None
    return (one.moving or frozenset()) | (other.moving or frozenset())


def _aligned(one: Size, other: Size, node: Node) -> tuple[Size, Size]:
    """Both over one denominator: the least common multiple of fixed ones, the product where one moves."""
    moving = _either(one, other)
    common = lcm(one.d, other.d) if moving is None else one.d * other.d
    if all(arg.shape.kind in MONETARY for arg in node.args if arg.shape.kind is not Kind.FLAG):
        return Size(one.n, common, moving), Size(other.n, common, moving)
    return Size(one.n * (common // one.d), common, moving), Size(other.n * (common // other.d), common, moving)


def _widest(one: Size, other: Size, node: Node) -> Size:
    left, right = _aligned(one, other, node)
    return Size(max(left.n, right.n), left.d, left.moving)


def _joint(sizes: list[Size]) -> Size:
    """One size for several versions of a rate."""
    whole = sizes[0]
    for each in sizes[1:]:
        moving = _either(whole, each)
        common = lcm(whole.d, each.d) if moving is None else max(whole.d, each.d)
        scaled = max(size.n * (common // size.d if moving is None else 1) for size in (whole, each))
        whole = Size(scaled, common, moving)
    return whole


def _across(node: Node, size: Size) -> Size:
    axis = node.data[0] if isinstance(node.data, tuple) else node.data
    moving = None if size.moving is None else size.moving - {str(axis)}
    if node.op == "pick":
        return Size(size.n, size.d, moving)
    if size.moving and axis in size.moving:
        return _TOO_LARGE
    if node.shape.kind in MONETARY:
        # A sum of whole amounts may fill the sign bit's neighbour; fractions need room for a carry.
        fits = max(size.n, size.d) * SUMMANDS < (4 if size.d == 1 else 2) * WORD
        return Size(MONEY_LIMIT, size.d, size.moving) if fits else _TOO_LARGE
    return Size(size.n * SUMMANDS, size.d, size.moving)
