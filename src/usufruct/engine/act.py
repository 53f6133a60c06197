"""Declaring law: an act collects what its articles say, in the order of the act.

An act module creates one :class:`Act` and declares parameters, inputs, records, provisions, stocks and
readings on it. Nothing is checked here beyond what needs no other act; :func:`usufruct.engine.assemble`
checks the whole.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, get_type_hints

from usufruct.engine.naming import nearest
from usufruct.engine.quantity import Quantity, Rate
from usufruct.engine.shape import AXES, CADENCES, EVER, Kind, Shape, axes_of
from usufruct.engine.source import Citation, Source
from usufruct.errors import Fault
from usufruct.money import ROUNDINGS, Rounding

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Dated:
    """One row of a parameter: from a day on, or from an event number on, this figure.

    Attributes:
        since: first day on which the figure holds; for a keyed parameter the first number, as an integer.
        figure: as printed in the act.
        cite: where it is printed.
        known: the day it could first be read; publication of the act unless said otherwise, any day for a draft.
    """

    since: date | int
    figure: str
    cite: Citation
    known: date


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated figure of the law. ``keyed`` tells whether its rows go by number and not by day."""

    name: str
    kind: Kind
    rows: tuple[Dated, ...]
    keyed: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """A quantity that comes from outside: a report, a decision, a market.

    Attributes:
        default: the value where none is given; None means that a missing value is refused.
        why: why a missing value may be replaced by the default.
    """

    name: str
    shape: Shape
    cite: Citation
    meaning: str
    default: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Provision:
    """One version of the rule that defines a quantity.

    Attributes:
        name: the quantity.
        rule: the function that says how; its argument names are the quantities it refers to.
        shape: declared unit, axes and cadence.
        cite: the article.
        since: first day on which this version holds.
        known: the day it could first be read.
        rounds: how the result is rounded to the minor unit; only for money.
        stock: True for the closing rule of a balance.
        until: first day on which the version no longer holds, if it lapses by itself.
        arguments: name and annotated unit of each argument, None where an annotation is no unit.
        supplies: True where the quantity is an input of another act, which the rule takes the place of.
    """

    name: str
    rule: Callable[..., Any]
    shape: Shape
    cite: Citation
    since: date
    known: date
    rounds: Rounding = "half up"
    stock: bool = False
    until: date | None = None
    arguments: tuple[tuple[str, Kind | None], ...] = ()
    supplies: bool = False

    @property
    def meaning(self) -> str:
        """The first sentence of the docstring."""
        return (inspect.getdoc(self.rule) or "").split("\n\n")[0].replace("\n", " ")


@dataclass(frozen=True, slots=True)
class Reading:
    """A point on which the acts are silent: options, the default and the reason for it."""

    name: str
    options: tuple[str, ...]
    default: str
    why: str
    cite: Citation


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is in force from a day until another, such as a ban that must be renewed.

    Attributes:
        spans: (first day, last day or None, known from, citation), later knowledge last.
    """

    name: str
    spans: tuple[tuple[date, date | None, date, Citation], ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """What an article says that moves no figure here: a duty, a deadline, a permission, a limit.

    Attributes:
        name: a short name, so that a later act can replace what this one says.
        text: the rule in one sentence.
        cite: the article.
        since: first day on which it holds.
        known: the day it could first be read.
        until: first day on which it no longer holds, if it lapses by itself.
    """

    name: str
    text: str
    cite: Citation
    since: date
    known: date
    until: date | None = None


@dataclass
class Act:
    """The text of one act while it is being written down; what is wrong is kept until the law is assembled.

    Example:
        >>> REG = Act(Source("Regulation A", "eu", date(2024, 5, 22)))
        >>> REG.parameter("rate", ("2024-02-15", "99.7 %", REG.at("Art. 5a(9)")))
        >>> [parameter.name for parameter in REG.parameters]
        ['rate']
    """

    source: Source
    parameters: list[Parameter] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)
    provisions: list[Provision] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def at(self, place: str) -> Citation:
        """Point into the act."""
        return self.source.at(place)

    def parameter(
        self,
        name: str,
        *rows: tuple[str | int, object, Citation] | tuple[str | int, object, Citation, str],
        kind: type[Quantity] = Rate,
    ) -> None:
        """Declare a dated figure.

        Args:
            name: of the figure, without jurisdiction.
            rows: (since, figure as printed, citation[, known]); ``since`` is a day, or the first number of an
                event.
            kind: unit of the figure; an amount is printed in euro.
        """
        dated = tuple(self._row(name, row) for row in rows)
        keyed = {isinstance(row.since, int) for row in dated}
        if len(keyed) > 1:
            where = f"{self.source.title}, {name}"
            self._fault("U118", "some rows go by day and some by number", where, "give it one kind of key")
        self.parameters.append(Parameter(name, kind.kind, dated, True in keyed))

    def _row(self, name: str, row: tuple[Any, ...]) -> Dated:
        since, figure, cite = row[:3]
        where = f"{cite}, {name}"
        known = self._day(row[3], where) if len(row) > 3 else cite.source.known
        if isinstance(figure, float):
            self._fault("U104", f"{figure!r} is a binary float", where, f"write '{figure:g}'")
        return Dated(since if isinstance(since, int) else self._day(since, where), str(figure), cite, known)

    def input(
        self,
        name: str,
        kind: type[Quantity],
        cite: Citation,
        meaning: str,
        *,
        per: str | tuple[str, ...] = (),
        each: str = EVER,
        default: int | None = None,
        why: str = "",
    ) -> None:
        """Declare a quantity that comes from outside; ``default`` with a reason where it may be missing."""
        shape = self._shape(kind.kind, per, each, f"{cite}, {name}")
        self.inputs.append(Input(name, shape, cite, meaning, default, why))

    def provision(
        self,
        cite: Citation,
        *,
        since: str,
        each: str = EVER,
        per: str | tuple[str, ...] = (),
        rounds: Rounding = "half up",
        known: str = "",
        until: str = "",
        supplies: bool = False,
    ) -> Callable[[F], F]:
        """Declare the rule of a quantity: its name is the quantity, its arguments what it refers to.

        Args:
            cite: the article.
            since: first day on which this version holds.
            each: the cadence.
            per: the axis or axes.
            rounds: how an amount becomes whole minor units.
            known: the day it could first be read; publication of the act unless given.
            until: first day on which it no longer holds, if it lapses by itself.
            supplies: the quantity is an input of another act of the jurisdiction, and of the same shape; the rule
                takes its place.
        """
        return self._rule(cite, since, each, per, rounds, known, until, stock=False, supplies=supplies)

    def stock(
        self,
        cite: Citation,
        *,
        since: str,
        each: str,
        per: str | tuple[str, ...] = (),
        known: str = "",
    ) -> Callable[[F], F]:
        """Declare the closing rule of a balance; the argument ``opening_NAME`` is its opening value."""
        return self._rule(cite, since, each, per, "half up", known, "", stock=True)

    def _rule(
        self,
        cite: Citation,
        since: str,
        each: str,
        per: str | tuple[str, ...],
        rounds: Rounding,
        known: str,
        until: str,
        *,
        stock: bool,
        supplies: bool = False,
    ) -> Callable[[F], F]:
        def declare(rule: F) -> F:
            where = f"{cite}, {rule.__name__}"
            hints = get_type_hints(rule)
            kind = getattr(hints.get("return"), "kind", None)
            if kind is None:
                self._fault("U116", "the rule does not say what it returns", where, "annotate it: -> Money, -> Rate")
            if rounds not in ROUNDINGS:
                self._fault("U118", f"no rounding is called {rounds!r}", where, nearest(rounds, ROUNDINGS))
            self.provisions.append(
                Provision(
                    name=rule.__name__,
                    rule=rule,
                    shape=self._shape(kind or Kind.MONEY, per, each, where),
                    cite=cite,
                    since=self._day(since, where),
                    known=self._day(known, where) if known else cite.source.known,
                    rounds=rounds,
                    stock=stock,
                    until=self._day(until, where) if until else None,
                    supplies=supplies,
                    arguments=tuple(
                        (name, getattr(hints.get(name), "kind", None)) for name in inspect.signature(rule).parameters
                    ),
                )
            )
            return rule

        return declare

    def reading(self, name: str, *, options: tuple[str, ...], default: str, why: str, cite: Citation) -> None:
        """Declare a silent point of the law as a switch."""
        if default not in options:
            self._fault("U113", f"the default {default!r} is no option", f"{cite}, {name}", nearest(default, options))
        self.readings.append(Reading(name, options, default, why, cite))

    def statement(self, name: str, text: str, cite: Citation, *, since: str, until: str = "") -> None:
        """Declare what an article says without moving a figure; a later act replaces it under its name."""
        where = f"{cite}, {name}"
        ends = self._day(until, where) if until else None
        starts = self._day(since, where)
        self.statements.append(Statement(name, text, cite, starts, cite.source.known, ends))

    def measure(
        self, name: str, *spans: tuple[str, str | None, Citation] | tuple[str, str | None, Citation, str]
    ) -> None:
        """Declare when a measure is in force: spans of (first day, last day or None, citation[, known])."""
        dated = []
        for first, last, cite, *known in spans:
            where = f"{cite}, {name}"
            seen = self._day(known[0], where) if known else cite.source.known
            dated.append((self._day(first, where), self._day(last, where) if last else None, seen, cite))
        self.measures.append(Measure(name, tuple(dated)))

    def _shape(self, kind: Kind, per: str | tuple[str, ...], each: str, where: str) -> Shape:
        named = (per,) if isinstance(per, str) else per
        for axis in set(named) - set(AXES):
            self._fault("U118", f"no axis is called {axis!r}", where, nearest(axis, AXES))
        if each not in (*CADENCES, EVER):
            self._fault("U118", f"no cadence is called {each!r}", where, nearest(each, CADENCES))
        return Shape(kind, axes_of(per), each)

    def _day(self, text: str, where: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            self._fault("U114", f"{text!r} is no day", where, "write it as 2024-02-15")
            return date.max

    def _fault(self, code: str, what: str, where: str, remedy: str) -> None:
        self.faults.append(Fault(code, what, where, "", remedy))
