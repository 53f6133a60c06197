"""An explanation as text: a figure, its formula with the branches taken, and what it is made of, indented.

Branches that were not taken, and roundings that changed nothing, stand in the JSON document only.
"""

from __future__ import annotations

from usufruct.cli.formula import Formula, formula, is_reading
from usufruct.cli.layout import text_of, wrapped
from usufruct.cli.node_value import value_text
from usufruct.engine import Explanation

_DEEPEST = 16
"""From this depth on lines are no longer indented further: 80 columns must hold them."""


def tree_text(heading: str, tree: Explanation, depth: int) -> str:
    """The tree down to a depth; what stands beneath is counted, not lost.

    Args:
        heading: address and as-of date.
        tree: as explained.
        depth: how many levels to print beneath the figure itself.
    """
    lines: list[str] = []
    printed: set[int] = set()
    cut = False
    stack: list[tuple[Explanation, int]] = [(tree, 0)]
    while stack:
        node, level = stack.pop()
        indent = 2 * min(level, _DEEPEST)
        again = id(node) in printed and bool(node.parts)
        lines += wrapped(_headline(node) + (" (see above)" if again else ""), indent, 4)
        if again:
            continue
        printed.add(id(node))
        found = formula(node)
        lines += _about(node, found, indent + 2)
        if level < depth:
            stack.extend((child, level + 1) for child in reversed(found.children))
        elif found.children:
            cut = True
            lines.append(" " * (indent + 2) + f"... made of {len(found.children)} more")
    close = [f"Cut at depth {depth}: --depth {2 * depth + 2} shows more, --json everything."] if cut else []
    return text_of([wrapped(heading), lines, close])


def _headline(node: Explanation) -> str:
    """A figure of an act as printed, a reading with the option chosen, anything else with its value."""
    if is_reading(node):
        return node.label.partition(": ")[0]
    if node.op == "article" and " = " in node.label:
        return node.label
    return f"{node.label} = {value_text(node)}"


def _about(node: Explanation, found: Formula, indent: int) -> list[str]:
    lines = []
    if found.text:
        lines += wrapped(f"= {found.text}", indent, 4)
    for condition in found.conditions:
        lines += wrapped(f"where {condition}", indent, 4)
    if node.cite:
        lines += wrapped(f"<{node.cite}>", indent, 1)
    return lines
