"""The whole law as one immutable value, with two clocks: the day of effect and the day of knowledge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from usufruct.engine.act import Dated, Input, Measure, Parameter, Provision, Reading, Statement
from usufruct.engine.amending import amended
from usufruct.engine.execution import run
from usufruct.engine.graph import Node
from usufruct.engine.naming import nearest
from usufruct.engine.shape import Shape
from usufruct.engine.snapshot import Snapshot, snapshot
from usufruct.engine.solving import Solution, solve
from usufruct.engine.source import Citation, Source
from usufruct.errors import Fault, UsufructError, refuse

if TYPE_CHECKING:
    from usufruct.engine.timeline import World


@dataclass(frozen=True, slots=True)
class Version:
    """One provision together with the graph it traced to.

    Attributes:
        provision: the rule as declared.
        node: its result, rounded as the provision says.
        hidden: closing rules of the hidden stocks of its words.
        leaves: every node that refers to a quantity or a figure by name, each once.
    """

    provision: Provision
    node: Node
    hidden: Mapping[str, Node]
    leaves: tuple[Node, ...]

    @property
    def reads(self) -> tuple[str, ...]:
        """The qualified names it refers to, for the reader's map."""
        return tuple(dict.fromkeys(leaf.name for leaf in self.leaves))


@dataclass(frozen=True, slots=True)
class Definition:
    """A named quantity: an input, or a rule in one or several dated versions.

    Attributes:
        name: qualified name, ``eu.contribution``.
        shape: unit, axes and cadence.
        versions: in the order in which they became known.
        input: set where the quantity comes from outside.
        stock: True for a balance with an opening value.
    """

    name: str
    shape: Shape
    versions: tuple[Version, ...] = ()
    input: Input | None = None
    stock: bool = False


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Every definition, parameter, reading and measure of the law; nothing in it can be changed.

    Attributes:
        title: what law this is; amendments add their title.
        sources: the acts, in the order of assembly.
        quantities: by qualified name, hidden stocks included.
        parameters: by qualified name.
        readings: switches for silent points, by name.
        measures: what is in force when, by name.
        choices: readings set to something other than their default.
        known: the law as it could be read on that day; None for everything.
        statements: what the acts say without moving a figure, by qualified name, in the order of the acts.
        regimes: orders of computation found so far; a memory, not part of the law.
        kernels: compiled regimes so far; likewise.
    """

    title: str
    sources: tuple[Source, ...]
    quantities: Mapping[str, Definition]
    parameters: Mapping[str, Parameter]
    readings: Mapping[str, Reading]
    measures: Mapping[str, Measure]
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    known: date | None = None
    statements: Mapping[str, tuple[Statement, ...]] = field(default_factory=lambda: MappingProxyType({}))
    regimes: dict[tuple[str, date], Any] = field(default_factory=dict, init=False, repr=False)
    kernels: dict[tuple[object, ...], Any] = field(default_factory=dict, init=False, repr=False)

    def __repr__(self) -> str:
        asof = f" as known on {self.known}" if self.known else ""
        return f"<Rulebook {self.title}{asof}: {len(self.quantities)} quantities, {self.hash[:12]}>"

    def resolve(self, name: str) -> str:
        """The qualified name of a quantity or parameter that has been named shortly.

        Raises:
            UsufructError: ``U105`` if nothing has that name, ``U108`` if several acts use it.
        """
        names = (*self.quantities, *self.parameters)
        found = [full for full in names if full == name or full.split(".", 1)[1] == name]
        if len(found) == 1:
            return found[0]
        if not found:
            raise refuse("U105", f"nothing is called {name}", "rulebook", "", nearest(name, names))
        raise refuse("U108", f"{name} could be {' or '.join(found)}", "rulebook", "", "write the qualified name")

    def seen(self, known: date) -> bool:
        """Whether what became known on that day may be used."""
        return self.known is None or known <= self.known

    def version(self, name: str, day: date) -> Version | None:
        """The version of a rule that holds on a day; None where no rule is in force."""
        best: Version | None = None
        for version in self.quantities[name].versions:
            rule = version.provision
            if self.seen(rule.known) and rule.since <= day and (rule.until is None or day < rule.until):
                best = version if best is None or rule.since >= best.provision.since else best
        return best

    def row(self, name: str, key: date | int) -> Dated | None:
        """The row of a parameter that holds on a day (or at an event number); None where there is none."""
        best: Dated | None = None
        for row in self.parameters[name].rows:
            if self.seen(row.known) and type(row.since) is type(key) and row.since <= key:  # type: ignore[operator]
                best = row if best is None or row.since >= best.since else best  # type: ignore[operator]
        return best

    def in_force(self, measure: str, day: date) -> bool:
        """Whether a measure is in force on a day."""
        return self.span(measure, day) is not None

    def span(self, measure: str, day: date) -> tuple[date, date | None, date, Citation] | None:
        """The span of a measure that covers a day, if one does."""
        for span in reversed(self.measures[measure].spans):
            if self.seen(span[2]) and span[0] <= day and (span[1] is None or day <= span[1]):
                return span
        return None

    def statement(self, name: str, day: date) -> Statement | None:
        """The version of a statement that holds on a day; None where none does."""
        best: Statement | None = None
        for each in self.statements[name]:
            if self.seen(each.known) and each.since <= day and (each.until is None or day < each.until):
                best = each if best is None or each.since >= best.since else best
        return best

    def option(self, reading: str) -> str:
        """The option to which a reading is set."""
        return self.choices.get(reading, self.readings[reading].default)

    def choose(self, **options: str) -> Rulebook:
        """The same law under other readings.

        Raises:
            UsufructError: ``U113`` for a reading or an option that does not exist.
        """
        faults = []
        for name, option in options.items():
            if name not in self.readings:
                faults.append(Fault("U113", f"no reading is called {name}", "choose", "", nearest(name, self.readings)))
            elif option not in self.readings[name].options:
                faults.append(
                    Fault(
                        "U113",
                        f"{option!r} is no option of {name}",
                        "choose",
                        "",
                        nearest(option, self.readings[name].options),
                    )
                )
        if faults:
            raise UsufructError(faults)
        return replace(self, choices=MappingProxyType({**self.choices, **options}))

    def as_known(self, known: str | date) -> Rulebook:
        """The law as one could read it on a day: later publications are not there.

        Raises:
            UsufructError: ``U114`` for what is no day.
        """
        return replace(self, known=read_day(known))

    def amend(self, title: str, **rows: tuple[str | int, str] | tuple[str | int, str, str]) -> Rulebook:
        """A new law with further rows of parameters; this one stays as it is.

        Args:
            title: what the amendment is called; it becomes the source of its rows.
            rows: parameter name to (since, figure as printed[, where]).

        Raises:
            UsufructError: ``U105`` for an unknown parameter, ``U114``, ``U115`` and ``U117`` for a day, a figure or a
                key that cannot be right, ``U111`` if the law no longer fits exact arithmetic.
        """
        return amended(self, title, rows)

    def at(self, day: str | date, known: str | date | None = None) -> Snapshot:
        """The law in force on a day, as one could know it on another.

        Raises:
            UsufructError: ``U114`` for what is no day.
        """
        law = self if known is None else self.as_known(known)
        return snapshot(law, read_day(day))

    def run(self, world: World, execution: str = "reference") -> Any:
        """Run the law over a world: ``reference``, ``exact`` or ``real`` (the latter two need numpy)."""
        return run(self, world, execution)

    def solve(self, world: World, unknown: Mapping[Any, Any], given: Mapping[Any, Any]) -> Solution:
        """Find the inputs that give quantities their values; see :func:`usufruct.engine.solving.solve`."""
        return solve(self, world, unknown, given)

    @cached_property
    def hash(self) -> str:
        """SHA-256 over everything the law says, as known; equal laws have equal hashes."""
        digest = sha256()
        for line in self._lines():
            digest.update(line.encode())
            digest.update(b"\n")
        return digest.hexdigest()

    def _lines(self) -> list[str]:
        """Everything as known: what later acts declare must not be felt, not even as an input or a reading."""
        inputs = [(name, d.shape, d.input) for name, d in self.quantities.items() if d.input]
        lines = [f"{name} {shape} {each.default}" for name, shape, each in inputs if self.seen(each.cite.source.known)]
        for name, definition in self.quantities.items():
            for version in definition.versions:
                rule = version.provision
                if self.seen(rule.known):
                    hidden = " ".join(f"{key}={node.key}" for key, node in sorted(version.hidden.items()))
                    dates = f"{rule.since} {rule.until} {rule.known}"
                    lines.append(f"{name} {dates} {rule.cite} {version.node.key} {hidden}")
        for name, parameter in self.parameters.items():
            seen = [row for row in parameter.rows if self.seen(row.known)]
            lines += [f"{name} {row.since} {row.figure} {row.known} {row.cite}" for row in seen]
        for measure in self.measures.values():
            spans = [span for span in measure.spans if self.seen(span[2])]
            lines += [f"{measure.name} {first} {last} {known} {cite}" for first, last, known, cite in spans]
        for name, statements in self.statements.items():
            said = [each for each in statements if self.seen(each.known)]
            lines += [f"{name} {each.since} {each.until} {each.known} {each.cite} {each.text}" for each in said]
        readings = [each for each in self.readings.values() if self.seen(each.cite.source.known)]
        lines += [f"reading {each.name} {self.option(each.name)}" for each in readings]
        return sorted(lines)


def read_day(day: object) -> date:
    """Read a day, or its text.

    Raises:
        UsufructError: ``U114`` for anything else.

    Example:
        >>> read_day("2025-08-01")
        datetime.date(2025, 8, 1)
    """
    try:
        return day if isinstance(day, date) else date.fromisoformat(str(day))
    except ValueError:
        raise refuse("U114", f"{day!r} is no day", "rulebook", remedy="write it as '2025-08-01'") from None
