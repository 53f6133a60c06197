"""What is checked when a law is assembled, beyond the units of each provision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from usufruct.engine.act import Dated, Parameter
from usufruct.engine.graph import Node, walk
from usufruct.engine.order import roots, same_step
from usufruct.engine.shape import Kind
from usufruct.engine.sizes import Size, Sizes
from usufruct.errors import Fault, UsufructError
from usufruct.money import read_figure

if TYPE_CHECKING:
    from usufruct.engine.rulebook import Rulebook, Version


def _versions(law: Rulebook) -> Iterator[tuple[str, Version]]:
    for name, definition in law.quantities.items():
        for version in definition.versions:
            yield name, version


def check_figure(parameter: Parameter, row: Dated) -> list[Fault]:
    """A figure must be readable, and whole in the smallest unit of what it measures (``U115``)."""
    where = f"{row.cite}, {parameter.name}"
    try:
        value = read_figure(row.figure)
    except UsufructError as error:
        return [replace(fault, code="U115", where=where) for fault in error.faults]
    unit = {Kind.MONEY: 100, Kind.LOCAL: 1, Kind.COUNT: 1}.get(parameter.kind)
    if unit and (value * unit).denominator != 1:
        whole = "a whole number of cents" if unit == 100 else "a whole number"
        return [Fault("U115", f"{row.figure} is not {whole}", where, "", "mend the figure or its kind")]
    return []


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


def check_cycles(law: Rulebook) -> tuple[list[Fault], frozenset[str]]:
    """No quantity may depend on itself within one step (``U109``); a fault prints each loop.

    Returns:
        The faults, and the names of all quantities that are part of a loop.
    """
    edges: dict[str, list[str]] = {}
    for name, version in _versions(law):
        cadence = law.quantities[name].shape.cadence
        edges.setdefault(name, []).extend(same_step(version, law, cadence))
    faults: list[Fault] = []
    circular: set[str] = set()
    for start in edges:
        loop = [] if start in circular else _loop(start, edges)
        if loop:
            circular |= {*loop}
            cite = law.quantities[start].versions[0].provision.cite
            faults.append(
                Fault(
                    "U109",
                    f"circular provisions: {' -> '.join(loop)}",
                    f"{cite}, {start}",
                    "neither figure can be known first",
                    "let one of them read an opening balance or lag()",
                )
            )
    return faults, frozenset(circular)


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


def check_overflow(law: Rulebook, circular: frozenset[str] = frozenset()) -> list[Fault]:
    """Every provision must fit exact 64-bit arithmetic for all inputs within their limits (``U111``).

    The bounds are those of :mod:`usufruct.engine.sizes`. One fault for each version, at its first node that
    is too large. A quantity that is part of a loop has no size; it is taken to be as large as one from outside.
    """
    sizes = Sizes.of_law(law, circular)
    faults = []
    fitting: set[str] = set()
    for name, version in _versions(law):
        if name in circular:
            continue
        large = next((node for root in roots(version) for node in _too_large(root, sizes, fitting)), None)
        if large is not None:
            faults.append(_overflow(large, sizes.of(large), f"{version.provision.cite}, {name}"))
    return faults


def _too_large(root: Node, sizes: Sizes, fitting: set[str]) -> Iterator[Node]:
    """Nodes beneath a root that do not fit; those found fitting are noted, so that shared terms are looked at once."""
    for node in walk(root, done=fitting):
        if sizes.of(node).fits:
            fitting.add(node.key)
        else:
            yield node


def _overflow(node: Node, size: Size, where: str) -> Fault:
    if node.op in ("total", "running", "over"):
        what = f"{node.op}() adds figures whose denominators differ from one to the next"
    else:
        what = f"a {node.shape.kind.value} can need {max(size.n, size.d).bit_length()} bits of 61"
    return Fault(
        "U111",
        what,
        where,
        "exact integers of 64 bits would wrap",
        "give one factor a provision of its own, so that it is rounded first",
    )
