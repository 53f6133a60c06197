"""The formula of a figure as a person would write it, with the branches that were taken."""

from __future__ import annotations

from dataclasses import dataclass, field

from usufruct.cli.node_value import decimal, money_text
from usufruct.engine import Explanation
from usufruct.engine.shape import MONETARY

_INFIX = {"add": (" + ", 1), "sub": (" - ", 1), "mul": (" x ", 2), "div": (" / ", 2)}
_COMPARED = {"lt": " < ", "le": " <= ", "and": " and ", "or": " or "}
_CONSTANT = "figure in the text"
_READING = "reading "
_PULL = "what one euro of "
_ATOM = 4
_MOST_TERMS = 4


@dataclass
class Formula:
    """What a figure is made of.

    Attributes:
        text: the formula; empty for a leaf.
        conditions: why these branches were taken.
        children: the named figures that it reads, each once.
    """

    text: str = ""
    conditions: list[str] = field(default_factory=list)
    children: list[Explanation] = field(default_factory=list)


def formula(node: Explanation) -> Formula:
    """Read the operations between a figure and the named figures beneath it."""
    reader = _Reader()
    if node.parts:
        text, _ = reader.read(node.parts[0] if node.op == "figure" else node, top=True)
        reader.found.text = "" if _says_nothing(text, reader.found) else text
        if reader.rounded:
            reader.found.text += f", rounded {reader.rounded}"
    return reader.found


def _says_nothing(text: str, found: Formula) -> bool:
    return len(found.children) == 1 and text == _short(found.children[0])


def _short(node: Explanation) -> str:
    """What a formula calls a named node: a fact by its id, a reading as a statement, anything else by its name."""
    if node.label.startswith(_PULL):
        return "what it moves"
    if is_reading(node):
        chosen, _, option = node.label.removesuffix("?").partition(": ")
        return f"{chosen.split(' is ')[0].removeprefix(_READING)} is {option}"
    return node.label if node.op == "input" and "." in node.label else node.label.split(" ")[0]


def is_reading(node: Explanation) -> bool:
    """Whether a leaf asks how a silent point of the law is read."""
    return node.op == "article" and node.label.startswith(_READING)


def _twins(one: Explanation, other: Explanation) -> bool:
    """Two questions about one reading: the answer to the first says it all."""
    return is_reading(one) and one.label.partition(": ")[0] == other.label.partition(": ")[0]


def _is_constant(node: Explanation, value: int) -> bool:
    return not node.parts and node.label == _CONSTANT and node.value == value


class _Reader:
    """Walks the operations of one figure; stops at whatever has a name."""

    def __init__(self) -> None:
        self.found = Formula()
        self.rounded = ""

    def read(self, node: Explanation, *, top: bool = False) -> tuple[str, int]:
        """The text of a node and how tightly it binds."""
        if not node.parts or node.op == "figure":
            return self._leaf(node), _ATOM
        match node.op:
            case "round":
                return self._round(node)
            case "select":
                return self._select(node)
            case "sum":
                return self._sum(node)
            case "neg":
                return f"-{self._bound(node.parts[0], 3)}", 3
            case "not":
                return f"not {self._bound(node.parts[0], 3)}", 3
            case "min" | "max":
                inside = ", ".join(self.read(part)[0] for part in node.parts)
                return f"{'the smaller' if node.op == 'min' else 'the larger'} of ({inside})", _ATOM
            case _:
                return self._between(node)

    def _leaf(self, node: Explanation) -> str:
        if node.label == _CONSTANT:
            money = node.kind in MONETARY and node.value != 0
            return money_text(node.value, "EUR") if money else decimal(node.value)
        same = [each for each in self.found.children if node is each or (is_reading(each) and _twins(node, each))]
        if not same:
            self.found.children.append(node)
        return _short(node)

    def _round(self, node: Explanation) -> tuple[str, int]:
        if node.value != node.parts[0].value:
            self.rounded = node.how
        return self.read(node.parts[0])

    def _select(self, node: Explanation) -> tuple[str, int]:
        condition, yes, no = node.parts
        taken = yes if condition.value else no
        if is_reading(condition):
            self._leaf(condition)
        else:
            text = self.read(condition)[0]
            said = text if condition.value else f"not ({text})" if " " in text else f"not {text}"
            if said not in self.found.conditions and not text.isdigit():
                self.found.conditions.append(said)
        return self.read(taken)

    def _sum(self, node: Explanation) -> tuple[str, int]:
        if len(node.parts) == 1:
            return self.read(node.parts[0])
        texts = [self._bound(part, 1) for part in node.parts]
        if len(texts) > _MOST_TERMS:
            return f"sum of {len(texts)}: {', '.join(dict.fromkeys(texts))}", 0
        return " + ".join(texts), 1

    def _between(self, node: Explanation) -> tuple[str, int]:
        left, right = node.parts
        if node.op == "mul" and right.op == "div" and _is_constant(right.parts[0], 1):
            return f"{self._bound(left, 2)} / {self._bound(right.parts[1], 3)}", 2
        if node.op in _INFIX:
            word, strength = _INFIX[node.op]
            first = self.read(left)
            second = self._bound(right, strength + (node.op in ("sub", "div")))
            if second == "0" and node.op in ("add", "sub"):
                return first
            return f"{_inside(first, strength)}{word}{second}", strength
        return f"{self._bound(left, 1)}{_COMPARED[node.op]}{self._bound(right, 1)}", 0

    def _bound(self, node: Explanation, strength: int) -> str:
        return _inside(self.read(node), strength)


def _inside(part: tuple[str, int], strength: int) -> str:
    """The text of a part where something binds it this tightly."""
    return part[0] if part[1] >= strength else f"({part[0]})"
