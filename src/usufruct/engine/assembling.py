"""From acts to a rulebook: every name resolved, every provision traced, every fault reported at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

from usufruct.engine.act import Act, Dated, Input, Measure, Parameter, Provision, Reading, Statement
from usufruct.engine.checks import check_cycles, check_figure, check_overflow, check_references
from usufruct.engine.graph import Node, walk
from usufruct.engine.naming import nearest
from usufruct.engine.quantity import Choice, Quantity, symbol
from usufruct.engine.rulebook import Definition, Rulebook, Version
from usufruct.engine.shape import EVER, MONETARY, Kind, Shape
from usufruct.engine.source import ADOPTED, STATUSES
from usufruct.engine.tracing import Tracer
from usufruct.engine.unreadable import unreadable
from usufruct.errors import Fault, UsufructError

_OPENING = "opening_"


def assemble(*acts: Act, title: str = "") -> Rulebook:
    """Join acts into one law and check it.

    Args:
        acts: in the order in which they were published; a later act may add versions and rows to a quantity
            of an earlier one in the same jurisdiction.
        title: what the law is called; the titles of the acts if empty.

    Raises:
        UsufructError: with every fault of every provision: ``U101`` unit, ``U102`` `if` on a quantity,
            ``U103`` bare number for money, ``U104`` binary float, ``U105`` unknown name, ``U106`` axes,
            ``U107`` cadence, ``U108`` ambiguous name, ``U109`` cycle, ``U110`` declared and traced shape
            differ, ``U111`` overflow, ``U112`` one name declared as two things, ``U113`` no option of a
            reading, ``U114`` no day, ``U115`` unreadable figure, ``U116`` annotation, ``U117`` keyed and dated
            figures mixed up, ``U118`` unknown axis, cadence or rounding, ``U119`` a text that Python itself cannot run.
    """
    return _Assembly(acts, title).rulebook()


class _Assembly:
    """The names of all acts, and the faults found while joining them."""

    def __init__(self, acts: Iterable[Act], title: str) -> None:
        self.acts = tuple(acts)
        self.title = title or ", ".join(act.source.title for act in self.acts)
        self.faults: list[Fault] = []
        self.shapes: dict[str, Shape] = {}
        self.stocks: set[str] = set()
        self.parameters: dict[str, Parameter] = {}
        self.inputs: dict[str, Input] = {}
        self.provisions: dict[str, list[Provision]] = {}
        self.readings: dict[str, Reading] = {}
        self.measures: dict[str, Measure] = {}
        self.statements: dict[str, tuple[Statement, ...]] = {}

    def rulebook(self) -> Rulebook:
        for act in self.acts:
            self._collect(act)
        self._check_dates()
        for parameter in self.parameters.values():
            for row in parameter.rows:
                self.faults += check_figure(parameter, row)
        definitions = self._definitions()
        law = Rulebook(
            self.title,
            tuple(act.source for act in self.acts),
            MappingProxyType(definitions),
            MappingProxyType({name: self._by_knowledge(each) for name, each in self.parameters.items()}),
            MappingProxyType(self.readings),
            MappingProxyType(self.measures),
            statements=MappingProxyType(self.statements),
        )
        self.faults += check_references(law)
        cycles, circular = check_cycles(law)
        self.faults += cycles
        if not any(fault.code == "U115" for fault in self.faults):
            # What is at fault already has no size worth telling.
            known = {fault.where for fault in self.faults}
            self.faults += [fault for fault in check_overflow(law, circular) if fault.where not in known]
        if self.faults:
            raise UsufructError(self.faults)
        return law

    def _collect(self, act: Act) -> None:
        area = act.source.jurisdiction
        self.faults += act.faults
        if act.source.status not in STATUSES:
            what, remedy = f"no status is called {act.source.status!r}", nearest(act.source.status, STATUSES)
            self.faults.append(Fault("U118", what, act.source.title, "", remedy))
        for parameter in act.parameters:
            name = f"{area}.{parameter.name}"
            earlier = self.parameters.get(name)
            self._declare(name, Shape(parameter.kind), str(act.source.title))
            if earlier and earlier.keyed != parameter.keyed:
                self._twice(name, str(act.source.title), "goes by day in one place and by number here")
            rows = (*(earlier.rows if earlier else ()), *parameter.rows)
            self.parameters[name] = replace(parameter, name=name, rows=rows)
        for each in act.inputs:
            name = f"{area}.{each.name}"
            self._declare(name, each.shape, str(each.cite))
            first = self.inputs.setdefault(name, each)
            if first != each and first.shape == each.shape:
                self._twice(name, str(each.cite), "is declared as an input twice, differently")
        self._collect_rules(act, area)
        for statement in act.statements:
            name = f"{area}.{statement.name}"
            self.statements[name] = (*self.statements.get(name, ()), statement)

    def _collect_rules(self, act: Act, area: str) -> None:
        for provision in act.provisions:
            name = f"{area}.{provision.name}"
            self._declare(name, provision.shape, str(provision.cite))
            self.provisions.setdefault(name, []).append(provision)
            if provision.stock:
                self.stocks.add(name)
        for reading in act.readings:
            if self.readings.setdefault(reading.name, reading) != reading:
                self._twice(reading.name, str(reading.cite), "is declared as a reading twice, differently")
        for measure in act.measures:
            earlier_spans = self.measures[measure.name].spans if measure.name in self.measures else ()
            self.measures[measure.name] = Measure(measure.name, (*earlier_spans, *measure.spans))

    def _declare(self, name: str, shape: Shape, where: str) -> None:
        if self.shapes.setdefault(name, shape) != shape:
            self.faults.append(
                Fault(
                    "U112",
                    f"{name} is {self.shapes[name]} in one place and {shape} here",
                    where,
                    "one name is one quantity",
                    "give one of the two another name",
                )
            )

    def _twice(self, name: str, where: str, what: str) -> None:
        remedy = "keep one of the two, or give the other another name or day"
        self.faults.append(Fault("U112", f"{name} {what}", where, "one name is one quantity", remedy))

    def _check_dates(self) -> None:
        """Of two figures or versions of one day of effect and of knowledge nobody could say which holds."""
        for parameter in self.parameters.values():
            for one, row in _repeated(parameter.rows):
                self._twice(parameter.name, str(row.cite), f"has two figures since {row.since}, {_other(one)}")
        for name, provisions in self.provisions.items():
            for first, rule in _repeated(provisions):
                self._twice(name, str(rule.cite), f"has two versions since {rule.since}, {_other(first)}")
        for name, said in self.statements.items():
            for earlier, statement in _repeated(said):
                if earlier.cite.source != statement.cite.source:
                    what = f"is said twice since {statement.since}, {_other(earlier)}"
                    self._twice(name, str(statement.cite), what)

    @staticmethod
    def _by_knowledge(parameter: Parameter) -> Parameter:
        return replace(parameter, rows=tuple(sorted(parameter.rows, key=_knowledge)))

    def _definitions(self) -> dict[str, Definition]:
        definitions = {name: Definition(name, self.shapes[name], input=each) for name, each in self.inputs.items()}
        for name, provisions in self.provisions.items():
            supplied = name in self.inputs and all(each.supplies for each in provisions)
            if name in self.parameters or (name in self.inputs and not supplied):
                self._twice(name, str(provisions[0].cite), "is both given and computed")
                continue
            self._check_supplied(name, provisions)
            versions = []
            for provision in sorted(provisions, key=_knowledge):
                tracer = Tracer(name, str(provision.cite), provision.shape.cadence)
                versions.append(self._trace(name, provision, tracer))
                for hidden, shape in tracer.memories.items():
                    definitions[hidden] = Definition(hidden, shape, stock=True)
            definitions[name] = Definition(name, self.shapes[name], tuple(versions), stock=name in self.stocks)
        return definitions

    def _check_supplied(self, name: str, provisions: Iterable[Provision]) -> None:
        for provision in provisions:
            if provision.supplies and name not in self.inputs:
                where, remedy = f"{provision.cite}, {name}", nearest(name, self.inputs)
                self.faults.append(Fault("U105", "supplies an input that no act declares", where, "", remedy))

    def _trace(self, name: str, provision: Provision, tracer: Tracer) -> Version:
        arguments = {each: self._argument(each, kind, name, tracer) for each, kind in provision.arguments}
        node = Node("const", (), 0, provision.shape)
        if all(each is not None for each in arguments.values()):
            try:
                result = provision.rule(**arguments)
                node = self._result(result, provision, tracer)
            except UsufructError as error:
                place = f"{tracer.where}, {name}"
                self.faults += [fault if name in fault.where else replace(fault, where=place) for fault in error.faults]
            except Exception as error:  # noqa: BLE001 - whatever the text of a provision does, its author is told where
                tracer.fault(*unreadable(provision, error))
        self.faults += tracer.faults
        leaves = _leaves((node, *tracer.hidden.values()))
        return Version(provision, node, MappingProxyType(dict(tracer.hidden)), leaves)

    def _argument(self, argument: str, kind: object, name: str, tracer: Tracer) -> Quantity | Choice | None:
        area = name.split(".", 1)[0]
        if argument in self.readings:
            return Choice(argument, self.readings[argument].options, tracer)
        if argument in self.measures:
            return symbol(Node("in force", (), argument, Shape(Kind.FLAG)), tracer)
        opening = argument.startswith(_OPENING)
        full = self._resolve(argument.removeprefix(_OPENING), area, tracer)
        if full is None:
            return None
        shape = self.shapes[full]
        if kind is not shape.kind:
            tracer.fault(
                "U116",
                f"{argument} is {shape.kind.value}, but annotated otherwise",
                "",
                "mend the annotation",
            )
        if opening and full not in self.stocks:
            tracer.fault("U105", f"{full} is no stock and has no opening value", "", "declare it with @ACT.stock")
        return symbol(Node("opening" if opening else "ref", (), full, shape), tracer)

    def _resolve(self, argument: str, area: str, tracer: Tracer) -> str | None:
        if f"{area}.{argument}" in self.shapes:
            return f"{area}.{argument}"
        found = [full for full in self.shapes if full.split(".", 1)[1] == argument]
        if len(found) == 1:
            return found[0]
        if found:
            tracer.fault("U108", f"{argument} could be {' or '.join(found)}", "", "rename one of them")
        else:
            tracer.fault("U105", f"reads {argument}, which nothing defines", "", nearest(argument, self.shapes))
        return None

    def _result(self, result: object, provision: Provision, tracer: Tracer) -> Node:
        kind = provision.shape.kind
        if not isinstance(result, Quantity | int | Fraction | str | float):
            what = "nothing" if result is None else f"a {type(result).__name__}"
            tracer.fault("U119", f"the rule returns {what}", "", "return one quantity")
            return Node("const", (), 0, provision.shape)
        node = result.node if isinstance(result, Quantity) else tracer.literal(result, kind)
        shape = node.shape
        fits = shape.kind is provision.shape.kind and set(shape.axes) <= set(provision.shape.axes)
        if not fits or shape.cadence not in (EVER, provision.shape.cadence):
            tracer.fault(
                "U110",
                f"declared as {provision.shape}, but the text gives {shape}",
                "",
                "mend one of the two",
            )
        if provision.shape.kind in MONETARY:
            node = Node("round", (node,), provision.rounds, Shape(shape.kind, shape.axes, shape.cadence))
        return node


D = TypeVar("D", Dated, Provision, Statement)


def _repeated(dated: Iterable[D]) -> Iterator[tuple[D, D]]:
    seen: dict[tuple[date | int, date], D] = {}
    for each in dated:
        key = (each.since, each.known)
        if key in seen:
            yield seen[key], each
        seen.setdefault(key, each)


def _other(first: Dated | Provision | Statement) -> str:
    known = "" if first.known == date.min else f", known {first.known}"
    return f"the other in {first.cite}{known}"


def _knowledge(each: Dated | Provision) -> tuple[bool, date]:
    """What is supposed comes after all that was published, and so wins over it where both hold from one day."""
    return each.cite.source.status != ADOPTED, each.known


def _leaves(roots: Iterable[Node]) -> tuple[Node, ...]:
    named = {node.key: node for root in roots for node in walk(root) if node.name}
    return tuple(named.values())
