"""The nodes of a pack: every figure in it shares one list, in an order in which each can be worked out.

A statement about figures ("the parts add up to the whole") is a node as well, with the value 1 where it is true; so
whoever works out the nodes has checked the statements too.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from usufruct.engine import Explanation
from usufruct.engine.shape import Kind

Node = dict[str, Any]


class NodeList:
    """Nodes as plain data, each tree once.

    Attributes:
        rows: the nodes, parts before what they make.

    Example:
        >>> nodes = NodeList()
        >>> two, three = (nodes.leaf("a number", Kind.COUNT, Fraction(n), "example") for n in (2, 3))
        >>> nodes.rows[nodes.at_most(two, three)]["value"], nodes.rows[nodes.same(two, three)]["value"]
        ('1', '0')
    """

    def __init__(self) -> None:
        self.rows: list[Node] = []
        self._nodes: list[Explanation] = []
        self._kept: list[Explanation] = []
        self._known: dict[int, int] = {}
        self._places: dict[tuple[Any, ...], int] = {}

    def add(self, tree: Explanation) -> int:
        """Add a tree; return the position of its figure."""
        for node in tree.walk():
            if id(node) not in self._known:
                self._append(node)
        return self._known[id(tree)]

    def _append(self, node: Explanation) -> int:
        row: Node = {"op": node.op, "label": node.label, "kind": node.kind.value, "value": str(node.value)}
        row |= {"cite": node.cite, "meaning": node.meaning, "how": node.how}
        row["parts"] = [self._known[id(part)] for part in node.parts]
        # Trees that were explained apart share most of what they say: the same node stands once.
        same = tuple((name, tuple(each) if isinstance(each, list) else each) for name, each in row.items())
        place = self._places.setdefault(same, len(self.rows))
        self._known[id(node)] = place
        self._kept.append(node)  # so that no other node gets its id
        if place == len(self.rows):
            self._nodes.append(node)
            self.rows.append(row)
        return place

    def leaf(self, label: str, kind: Kind, value: Fraction, cite: str) -> int:
        """Add a leaf of the pack's own; return its position."""
        return self._append(Explanation("input", label, kind, value, cite))

    def operation(self, op: str, kind: Kind, parts: Sequence[int], label: str = "") -> int:
        """Add an operation over nodes that are there; return its position."""
        made = tuple(self._nodes[part] for part in parts)
        self._known |= {id(node): part for node, part in zip(made, parts, strict=True)}
        bare = Explanation(op, label or op, kind, Fraction(0), parts=made)
        value = bare.own_value([part.value for part in made])
        return self._append(Explanation(op, label or op, kind, value, parts=made))

    def at_most(self, one: int, other: int, label: str = "") -> int:
        """State that a node is at most another."""
        return self.operation("le", Kind.FLAG, [one, other], label)

    def same(self, one: int, other: int, label: str = "") -> int:
        """State that two nodes have one value."""
        return self.both([self.at_most(one, other), self.at_most(other, one)], label)

    def within(self, one: int, other: int, tolerance: int, label: str = "") -> int:
        """State that two nodes differ by a third at most."""
        kind = self._nodes[one].kind
        there, back = (self.operation("sub", kind, pair) for pair in ([one, other], [other, one]))
        return self.at_most(self.operation("max", kind, [there, back]), tolerance, label)

    def both(self, statements: Sequence[int], label: str = "") -> int:
        """State that every one of some statements is true."""
        first, *rest = statements
        for number, each in enumerate(rest, start=1):
            first = self.operation("and", Kind.FLAG, [first, each], label if number == len(rest) else "")
        return first

    def value(self, position: int) -> Fraction:
        """Return the value of a node."""
        return self._nodes[position].value

    def found(self, label: str, op: str = "") -> list[int]:
        """Return the positions of nodes whose label begins with a word, of one operation where one is named."""
        return [
            place
            for place, row in enumerate(self.rows)
            if (row["label"] == label or row["label"].startswith(label + " ")) and op in ("", row["op"])
        ]
