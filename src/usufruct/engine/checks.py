"""What is checked when a law is assembled, beyond the units of each provision."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from usufruct.engine.graph import Node, walk
from usufruct.engine.order import roots, same_step
from usufruct.engine.rulebook import Rulebook, Version
from usufruct.engine.shape import MONETARY, Kind
from usufruct.errors import Fault
from usufruct.money import read_figure

MONEY_LIMIT = 2**51
"""No amount may reach this many minor units (EUR 22,500bn): the bound of exact 64-bit arithmetic."""
COUNT_LIMIT = 2**20
RATE_GRID = 10**9
"""Rates from outside lie on a grid of one billionth; published rates have at most six decimals."""
RATE_LIMIT = 1000 * RATE_GRID
WORD = 2**61


def _versions(law: Rulebook) -> Iterator[tuple[str, Version]]:
    for name, definition in law.quantities.items():
        for version in definition.versions:
            yield name, version


def check_references(law: Rulebook) -> list[Fault]:
    """Keyed parameters are read with ``keyed_by`` and dated ones without (``U117``)."""
    faults = []
    for name, version in _versions(law):
        for root in roots(version):
            for node in walk(root):
                parameter = law.parameters.get(node.name)
                if parameter and parameter.keyed != (node.op == "keyed"):
                    how = "keyed_by(parameter, number)" if parameter.keyed else "its name alone"
                    where = f"{version.provision.cite}, {name}"
                    faults.append(Fault("U117", f"{node.name} is read in the wrong way", where, "", f"use {how}"))
    return faults


def check_cycles(law: Rulebook) -> list[Fault]:
    """No quantity may depend on itself within one step (``U109``); the fault prints the loop."""
    edges: dict[str, list[str]] = {}
    for name, version in _versions(law):
        cadence = law.quantities[name].shape.cadence
        edges.setdefault(name, []).extend(same_step(version, law, cadence))
    for start in edges:
        loop = _loop(start, edges)
        if loop:
            cite = law.quantities[start].versions[0].provision.cite
            return [
                Fault(
                    "U109", f"circular provisions: {' -> '.join(loop)}", f"{cite}, {start}",
                    "neither figure can be known first", "let one of them read an opening balance or lag()",
                )
            ]
    return []


def _loop(start: str, edges: dict[str, list[str]]) -> list[str]:
    parent: dict[str, str] = {}
    stack = list(edges.get(start, ()))
    for each in stack:
        parent[each] = start
    seen: set[str] = set()
    while stack:
        current = stack.pop()
        if current == start:
            path, step = [start], parent[start]
            while step != start:
                path.append(step)
                step = parent[step]
            return [*path, start][::-1]
        if current in seen:
            continue
        seen.add(current)
        for each in edges.get(current, ()):
            if each not in seen:
                parent[each] = current
                stack.append(each)
    return []


def check_overflow(law: Rulebook) -> list[Fault]:
    """Every provision must fit exact 64-bit arithmetic (``U111``), whatever amounts within the limit it meets."""
    faults = []
    sizes: dict[str, tuple[int, int]] = {}
    for _ in range(2):  # rates may read rates that are defined later
        for name, version in _versions(law):
            if law.quantities[name].shape.kind is Kind.RATE:
                sizes[name] = _size(version.node, law, sizes, {})
    for name, version in _versions(law):
        for root in roots(version):
            for node in walk(root):
                numerator, denominator = _size(node, law, sizes, {})
                if node.shape.kind not in MONETARY and max(numerator, denominator) >= WORD or denominator >= WORD:
                    faults.append(
                        Fault(
                            "U111",
                            f"a {node.shape.kind.value} can need more than 61 bits ({numerator:.1e} over {denominator:.1e})",
                            f"{version.provision.cite}, {name}",
                            "exact integers of 64 bits would wrap",
                            "give one factor a provision of its own, so that it is rounded first",
                        )
                    )
                    break
            else:
                continue
            break
    return faults


Sizes = dict[str, tuple[int, int]]


def _size(node: Node, law: Rulebook, sizes: Sizes, memo: Sizes) -> tuple[int, int]:
    """Largest numerator and denominator of a node; for money the denominator of its fraction of a cent."""
    for each in walk(node):
        if each.key not in memo:
            memo[each.key] = _own_size(each, law, sizes, memo)
    return memo[node.key]


def _own_size(node: Node, law: Rulebook, sizes: Sizes, memo: Sizes) -> tuple[int, int]:
    args = [memo[arg.key] for arg in node.args]
    match node.op:
        case "const":
            value = Fraction(node.data)  # type: ignore[arg-type]
            return abs(value.numerator), value.denominator
        case "ref" | "opening" | "lag" | "over" | "at" | "keyed":
            return _leaf(node, law, sizes)
        case "add" | "sub" | "min" | "max" | "lt" | "le":
            (n, d), (m, e) = args
            common = d * e if d != e else d
            if node.shape.kind in MONETARY:
                return MONEY_LIMIT, common
            return n * (common // d) + m * (common // e), common
        case "select":
            (_, _), (n, d), (m, e) = args
            common = d * e if d != e else d
            return (MONEY_LIMIT if node.shape.kind in MONETARY else max(n * (common // d), m * (common // e))), common
        case "mul":
            return _product(node, args[0], args[1])
        case "div":
            return _product(node, args[0], (args[1][1], args[1][0]))
        case "total" | "running":
            n, d = args[0]
            return (MONEY_LIMIT, d) if node.shape.kind in MONETARY else (n * 64, d)
        case "round":
            return MONEY_LIMIT, 1
        case _:
            return args[0] if args else (1, 1)


def _product(node: Node, one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    if node.shape.kind in MONETARY:
        return MONEY_LIMIT, one[1] * other[1]
    if all(arg.shape.kind in MONETARY for arg in node.args):
        return MONEY_LIMIT, MONEY_LIMIT
    return one[0] * other[0], one[1] * other[1]


def _leaf(node: Node, law: Rulebook, sizes: Sizes) -> tuple[int, int]:
    parameter = law.parameters.get(node.name)
    if parameter:
        values = [read_figure(row.figure) for row in parameter.rows]
        if node.shape.kind in MONETARY:
            return MONEY_LIMIT, 1
        return max(abs(v.numerator) for v in values), max(v.denominator for v in values)
    if node.shape.kind in MONETARY:
        return MONEY_LIMIT, 1
    if node.shape.kind is Kind.RATE:
        return sizes.get(node.name, (RATE_LIMIT, RATE_GRID))
    return COUNT_LIMIT, 1
