"""Why a figure is what it is: a tree of operations whose leaves are articles, facts and inputs.

Nothing is recorded during a run. The tree is built afterwards from the graph and the values, and each node
can be worked out again from its children alone, so that a reader (or a court) can check it without this
program.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING, Any

from usufruct.engine.execution.arithmetic import exact_operation
from usufruct.engine.execution.interpreter import Key, StepRun
from usufruct.engine.graph import Node
from usufruct.engine.naming import owner, short
from usufruct.engine.shape import EVER, Kind
from usufruct.engine.tabulating import frame_of
from usufruct.engine.timeline import Member

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from usufruct.engine.result import Result

SCHEMA = "usufruct.explanation/1"
COLUMNS = ("figure", "operation", "value", "unit", "source", "meaning")
"""Of an explanation as a table; money is in minor units."""
NAMED = ("figure", "article", "input", "opening")
"""Nodes with a name of their own; the others are operations in between."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One node: a named figure, an operation in between, or a leaf.

    Attributes:
        op: a primitive; "figure" for a named quantity, which equals its only child; "sum" for any number of
            children; "article", "input" or "opening" for a leaf.
        label: the name with step and member, or what the operation does.
        kind: the unit.
        value: minor units for money.
        cite: article, for figures and articles; where it was given, for inputs.
        meaning: one sentence from the provision.
        how: the rounding, for a "round" node.
        parts: what it is made of.
    """

    op: str
    label: str
    kind: Kind
    value: Fraction
    cite: str = ""
    meaning: str = ""
    how: str = ""
    parts: tuple[Explanation, ...] = ()

    def walk(self) -> Iterator[Explanation]:
        """Every node beneath and including this one, once, parts before what they make."""
        seen: set[int] = set()
        stack: list[tuple[Explanation, bool]] = [(self, False)]
        while stack:
            node, ready = stack.pop()
            if ready:
                yield node
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((part, False) for part in reversed(node.parts))

    def recomputed(self) -> Fraction:
        """The value worked out again from the leaves, trusting no stored value above them."""
        values: dict[int, Fraction] = {}
        for node in self.walk():
            values[id(node)] = node.own_value([values[id(part)] for part in node.parts])
        return values[id(self)]

    def own_value(self, parts: Sequence[Fraction]) -> Fraction:
        """What the operation of this node makes of the values of its parts; a leaf is what it is."""
        if not self.parts:
            return self.value
        if self.op == "figure":
            return parts[0]
        if self.op == "sum":
            return sum(parts, Fraction(0))
        return Fraction(exact_operation(self.op, parts, self.how))

    def leaves(self) -> Iterator[Explanation]:
        """Every leaf, once."""
        return (node for node in self.walk() if not node.parts)

    def figures(self) -> list[Explanation]:
        """The named figures, parameters and inputs directly beneath this one, skipping operations."""
        found: dict[int, Explanation] = {}
        stack = list(reversed(self.parts))
        while stack:
            part = stack.pop()
            if part.op in NAMED:
                found.setdefault(id(part), part)
            else:
                stack.extend(reversed(part.parts))
        return list(found.values())

    def as_json(self) -> dict[str, Any]:
        """The tree as plain data: nodes in an order in which each can be worked out from those before it.

        Values are ``numerator/denominator``; money is in minor units; ``parts`` are positions in the list.
        """
        position: dict[int, int] = {}
        nodes: list[dict[str, Any]] = []
        for node in self.walk():
            position[id(node)] = len(nodes)
            row: dict[str, Any] = {
                "op": node.op,
                "label": node.label,
                "kind": node.kind.value,
                "value": str(node.value),
            }
            row |= {k: v for k, v in (("cite", node.cite), ("meaning", node.meaning), ("how", node.how)) if v}
            if node.parts:
                row["parts"] = [position[id(part)] for part in node.parts]
            nodes.append(row)
        return {"schema": SCHEMA, "figure": self.label, "value": str(self.value), "nodes": nodes}

    def to_polars(self) -> pl.DataFrame:
        """A Polars frame with one row for each node, parts before what they make; columns as attributes.

        Raises:
            UsufructError: ``U139`` if Polars is not installed.
        """
        frame: pl.DataFrame = frame_of(self._rows(), "polars", COLUMNS)
        return frame

    def to_pandas(self) -> pd.DataFrame:
        """A pandas frame with one row for each node, parts before what they make; columns as attributes.

        Raises:
            UsufructError: ``U139`` if pandas is not installed.
        """
        frame: pd.DataFrame = frame_of(self._rows(), "pandas", COLUMNS)
        return frame

    def _rows(self) -> list[tuple[object, ...]]:
        return [(n.label, n.op, str(n.value), n.kind.value, n.cite, n.meaning) for n in self.walk()]

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{column}</th>" for column in COLUMNS)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>"
            for row in self._rows()[::-1]
            if row[1] in ("figure", "article", "input", "opening")
        )
        return f"<table><caption>{escape(repr(self))}</caption><tr>{head}</tr>{body}</table>"

    def __repr__(self) -> str:
        return f"<Explanation of {self.label} = {self.value}: {sum(1 for _ in self.leaves())} leaves>"


def explain(result: Result, name: str, cadence: str, index: int, member: Member) -> Explanation:
    """Build the tree of one figure of a finished run."""
    return _Explainer(result).explain((name, cadence, index, member))


class _Pending(Exception):  # noqa: N818 - no error: it asks for another figure first
    """Raised where a tree needs the tree of another figure that is not there yet."""

    def __init__(self, key: Key) -> None:
        self.key = key


class _Explainer:
    """Shares the trees of figures that several branches refer to."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self.run = result.interpreter
        self.known: dict[Key, Explanation] = {}
        self.operations: dict[Key, Explanation] = {}

    def explain(self, wanted: Key) -> Explanation:
        """The tree of a figure, those that it needs first: a balance may look back over hundreds of steps."""
        stack = [wanted]
        while stack:
            try:
                self.known[stack[-1]] = self._figure(*stack[-1])
                stack.pop()
            except _Pending as pending:
                stack.append(pending.key)
        return self.known[wanted]

    def figure(self, name: str, cadence: str, index: int, member: Member) -> Explanation:
        """The tree of another figure, shared by all that refer to it."""
        key = (name, cadence, index, member)
        if key not in self.known:
            raise _Pending(key)
        return self.known[key]

    def _figure(self, name: str, cadence: str, index: int, member: Member) -> Explanation:
        law = self.run.law
        definition = law.quantities[name]
        value = Fraction(self.run.value(name, cadence, index, member))
        step = self.run.world.timeline.steps[cadence][index]
        label = " ".join([short(name), step.label, *member])
        if definition.stock and owner(name) == name:
            label += ", closing balance"
        elif owner(name) != name:
            label = f"what {' '.join([short(owner(name)), step.label, *member])} remembers ({name.split('.')[-2]})"
        kind = definition.shape.kind
        if definition.input is not None:
            position = 0 if definition.shape.cadence == EVER else index
            note = self.run.world.notes.get((name, position, member), "")
            if (position, member) not in self.run.world.inputs.get(name, {}):
                note = f"nothing given: {definition.input.why}"
            return Explanation(
                "input", label, kind, value, note or str(definition.input.cite), definition.input.meaning
            )
        rules = owner(name)
        version = law.version(rules, step.on)
        if (name, cadence, index, member) not in self.run.values and definition.stock:
            carried = self._opening(name, kind, cadence, index, member, value)
            return Explanation(
                "figure", label, kind, value, meaning=f"no rule changes it on {step.on}", parts=(carried,)
            )
        if version is None or (name, cadence, index, member) not in self.run.values:
            return Explanation("article", label, kind, value, f"no rule was in force on {step.on}")
        rule = version.provision
        node = version.node if rules == name else version.hidden[name]
        context = dict(zip(definition.shape.axes, member, strict=True))
        inner = self._node(node, StepRun(self.run, step, index), context)
        meaning = rule.meaning if rules == name else f"memory of {short(rules)}"
        return Explanation("figure", label, kind, value, str(rule.cite), meaning, parts=(inner,))

    def _node(self, node: Node, at: StepRun, context: dict[str, str]) -> Explanation:
        member = tuple(context[axis] for axis in node.shape.axes)
        key = (node.key, at.step.cadence, at.index, member)
        if key not in self.operations:
            self.operations[key] = self._operation(node, at, context)
        return self.operations[key]

    def _operation(self, node: Node, at: StepRun, context: dict[str, str]) -> Explanation:
        value = Fraction(at.evaluate(node, context))
        kind = node.shape.kind
        if node.op in ("total", "running", "pick"):
            parts = tuple(self._node(node.args[0], at, each) for each in at.contexts(node, context))
            return Explanation("sum", f"{node.op} over {node.data}", kind, value, parts=parts)
        if node.op in ("over", "at"):
            return self._elsewhere(node, at, context, value)
        if node.args and node.op != "keyed":
            parts = tuple(self._node(arg, at, context) for arg in node.args)
            how = str(node.data) if node.op == "round" else ""
            return Explanation(node.op, node.op, kind, value, how=how, parts=parts)
        return self._leaf(node, at, context, value)

    def _elsewhere(self, node: Node, at: StepRun, context: dict[str, str], value: Fraction) -> Explanation:
        name, _, cadence = node.data
        member = tuple(context[axis] for axis in node.shape.axes)
        parts = tuple(self.figure(name, cadence, index, member) for index in at.steps(node))
        label = f"{'sum' if node.op == 'over' else 'the one'} over {cadence}s of {at.step.label}"
        if not parts:
            cite = f"no {cadence} belongs to {at.step.label}"
            return Explanation("article", short(name), node.shape.kind, value, cite)
        return Explanation("sum", label, node.shape.kind, value, parts=parts)

    def _leaf(self, node: Node, at: StepRun, context: dict[str, str], value: Fraction) -> Explanation:
        law, kind = self.run.law, node.shape.kind
        member = tuple(context[axis] for axis in node.shape.axes)
        cadence, index = at.step.cadence, at.index
        match node.op:
            case "ref" if node.name not in law.parameters:
                return self.figure(node.name, cadence, index, member)
            case "ref":
                row = law.row(node.name, at.step.on)
                cite = f"{row.cite}, since {row.since}" if row else ""
                return Explanation("article", f"{short(node.name)} = {row.figure if row else '?'}", kind, value, cite)
            case "keyed":
                number = self._node(node.args[0], at, context)
                row = law.row(node.name, int(number.value))
                label = f"{short(node.name)} = {row.figure if row else 'nothing'} for number {number.value}"
                cite = f"{row.cite}, from number {row.since}" if row else f"{at.step.label}: not yet happened"
                return Explanation("article", label, kind, value, cite)
            case "opening":
                return self._opening(node.name, kind, cadence, index, member, value)
            case "lag":
                name, back, own = node.data
                if index >= back:
                    return self.figure(name, own, index - back, member)
                return Explanation("article", f"{short(name)} before the first {own}", kind, value, "nothing before")
            case "reading":
                name, option = node.data
                chosen = law.option(name)
                cite = f"reading of {law.readings[name].cite}: {law.readings[name].why}"
                return Explanation("article", f"reading {name} is {chosen!r}: {option!r}?", kind, value, cite)
            case "in force":
                span = law.span(str(node.data), at.step.on)
                cite = str(span[3]) if span else f"not in force on {at.step.on}"
                return Explanation("article", f"{node.data} in force", kind, value, cite)
            case _:
                return Explanation("article", "figure in the text", kind, value, "the formula of the article")

    def _opening(self, name: str, kind: Kind, cadence: str, index: int, member: Member, value: Fraction) -> Explanation:
        for earlier in range(index - 1, -1, -1):
            if (name, cadence, earlier, member) in self.run.values:
                return self.figure(name, cadence, earlier, member)
        note = self.run.world.notes.get((name, -1, member), "nothing before the first step")
        return Explanation("opening", f"{short(name)} at the start", kind, value, note)
