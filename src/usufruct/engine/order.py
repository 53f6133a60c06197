"""The order in which the quantities of a step can be computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from usufruct.engine.graph import Node
from usufruct.engine.naming import owner
from usufruct.engine.shape import EVER

if TYPE_CHECKING:
    from usufruct.engine.rulebook import Rulebook, Version

Regime: TypeAlias = "tuple[tuple[str, Version | None], ...]"
"""The version in force of every quantity of a cadence, in an order that respects who reads whom."""


def regime(law: Rulebook, cadence: str, day: date) -> Regime:
    """Quantities that run at a cadence on a day, each after those it reads.

    Quantities of the cadence ``ever`` are part of every regime that reads them. A rule that is not in force
    has no version; nothing is owed under it.
    """
    if (cadence, day) not in law.regimes:
        law.regimes[cadence, day] = _ordered(law, cadence, day)
    found: Regime = law.regimes[cadence, day]
    return found


def _ordered(law: Rulebook, cadence: str, day: date) -> Regime:
    versions = _versions_at(law, day)
    wanted = [name for name, each in law.quantities.items() if each.shape.cadence == cadence and versions.get(name)]
    ordered: list[str] = []
    seen: set[str] = set()
    for name in wanted:
        ordered.extend(_depth_first(name, versions, law, cadence, seen))
    return tuple((name, versions[name]) for name in ordered)


def _versions_at(law: Rulebook, day: date) -> dict[str, Version | None]:
    return {name: law.version(name, day) for name, each in law.quantities.items() if each.versions}


def _depth_first(
    name: str, versions: dict[str, Version | None], law: Rulebook, cadence: str, seen: set[str]
) -> Iterator[str]:
    stack: list[tuple[str, bool]] = [(name, False)]
    while stack:
        current, ready = stack.pop()
        if ready:
            yield current
            continue
        if current in seen:
            continue
        seen.add(current)
        stack.append((current, True))
        version = versions.get(current)
        if version is not None:
            stack.extend((each, False) for each in reversed(same_step(version, law, cadence)) if each not in seen)


def same_step(version: Version, law: Rulebook, cadence: str) -> list[str]:
    """The computed quantities that a version reads at its own step."""
    found: dict[str, None] = {}
    for leaf in version.leaves:
        definition = law.quantities.get(leaf.name)
        if leaf.op == "ref" and definition and definition.versions and definition.shape.cadence in (cadence, EVER):
            found[leaf.name] = None
    return list(found)


def behind(law: Rulebook, names: Iterable[str]) -> frozenset[str]:
    """The quantities named and every other that stands behind them at any step, in any version, inputs included."""
    found: set[str] = set()
    stack = list(names)
    while stack:
        name = stack.pop()
        if name in found or name not in law.quantities:
            continue
        found.add(name)
        stack.append(owner(name))
        stack.extend(leaf.name for version in law.quantities[name].versions for leaf in version.leaves)
    return frozenset(found)


def roots(version: Version) -> tuple[Node, ...]:
    """The node of the quantity and those of its hidden stocks."""
    return (version.node, *version.hidden.values())
