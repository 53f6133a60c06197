"""The expression graph: what a provision says once it has been called with symbolic quantities.

A node is known by its content: two provisions that say the same thing share one key, and the key of a law
does not depend on how its source is laid out. Executions read nodes; nobody changes them.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from fractions import Fraction
from hashlib import blake2b
from typing import Any

from usufruct.engine.shape import EVER, Kind, Shape

ARITHMETIC = ("add", "sub", "neg", "mul", "div", "min", "max")
COMPARISONS = ("lt", "le")
LOGIC = ("and", "or", "not")
CHOICE = ("select",)
ACROSS = ("total", "pick", "running")
LEAVES = ("const", "ref", "opening", "lag", "over", "at", "reading", "in force")
PRIMITIVES = (*ARITHMETIC, *COMPARISONS, *LOGIC, *CHOICE, *ACROSS, *LEAVES, "round", "keyed")
"""Every operation an execution must know. All words of the vocabulary come down to these."""


class Node:
    """One operation on nodes, with its shape.

    Attributes:
        op: one of :data:`PRIMITIVES`.
        args: the nodes it reads.
        data: what the operation needs beyond its arguments: a name, a constant, a rounding.
        shape: kind, axes and cadence of the result.
        key: digest of the content, equal for equal expressions.

    Example:
        >>> rate = Node("ref", (), "tax_rate", Shape(Kind.RATE))
        >>> rate.key == Node("ref", (), "tax_rate", Shape(Kind.RATE)).key
        True
    """

    __slots__ = ("args", "data", "key", "op", "shape")

    def __init__(self, op: str, args: tuple[Node, ...], data: Any, shape: Shape) -> None:
        self.op = op
        self.args = args
        self.data = data
        self.shape = shape
        content = f"{op}|{data!r}|{shape}|{'|'.join(arg.key for arg in args)}"
        self.key: str = blake2b(content.encode(), digest_size=12).hexdigest()

    @property
    def name(self) -> str:
        """The quantity or parameter that the node refers to, empty for an operation."""
        if self.op in ("ref", "opening", "keyed"):
            return str(self.data)
        return str(self.data[0]) if self.op in ("lag", "over", "at") and isinstance(self.data, tuple) else ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"<{self.op} {self.data if self.data is not None else ''}: {self.shape}>"


def constant(value: Fraction | int, kind: Kind) -> Node:
    """A figure that stands in the text itself.

    Example:
        >>> constant(Fraction(1, 2), Kind.RATE)
        <const 1/2: rate>
    """
    return Node("const", (), Fraction(value), Shape(kind, (), EVER))


def walk(node: Node, done: Container[str] = ()) -> Iterator[Node]:
    """Every node below and including ``node``, arguments before what reads them, each once.

    Args:
        node: where to begin.
        done: keys of nodes that are left out with all below them.

    Example:
        >>> one = constant(1, Kind.RATE)
        >>> [n.op for n in walk(Node("neg", (one,), None, one.shape))]
        ['const', 'neg']
    """
    seen: set[str] = set()
    stack: list[tuple[Node, bool]] = [(node, False)]
    while stack:
        current, ready = stack.pop()
        if current.key in seen or current.key in done:
            continue
        if ready:
            seen.add(current.key)
            yield current
        else:
            stack.append((current, True))
            stack.extend((arg, False) for arg in reversed(current.args))
