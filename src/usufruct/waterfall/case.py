"""A case: published figures put into the law, run forwards or backwards, with every leaf traced to its source.

Figures enter as *puts* (the value of an input) or as *givens* (the value that a computed quantity must take, for
which an unknown input is solved). Half of the last printed digit of each is carried through to the result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from usufruct.engine import Explanation, Result, Rulebook, World
from usufruct.engine.execution.arithmetic import Sloped
from usufruct.engine.execution.interpreter import Interpreter, Key
from usufruct.engine.shape import Kind
from usufruct.engine.solving import Solution
from usufruct.facts import Facts, Figure

GUESS = Fraction(10**11)
"""Where the search for an unknown amount starts: one billion euro, well above every floor of the law."""


@dataclass(frozen=True, slots=True)
class Term:
    """A published figure with its sign in a sum."""

    figure: Figure
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Assumption:
    """A value that no source gives, with a name, a range and a reason.

    Attributes:
        name: what it is called in every output.
        low: least plausible value.
        value: the value used.
        high: greatest plausible value.
        why: the reason for the range.
    """

    name: str
    low: Fraction
    value: Fraction
    high: Fraction
    why: str

    def __str__(self) -> str:
        span = f"{_percent(self.low)} to {_percent(self.high)}"
        return f"assumption {self.name}: {_percent(self.value)} ({span}); {self.why}"


def _percent(value: Fraction) -> str:
    return f"{float(value * 100):g} %"


_CENT_ROUNDS = 4
Entry = tuple[Term, ...]
"""Published figures that add up to one entry."""


@dataclass(frozen=True)
class Case:
    """Published figures and assumptions put into a law over a timeline.

    Attributes:
        law: the rulebook, as known.
        world: members, timeline and everything that is no published figure.
        puts: inputs from published figures.
        assumed: inputs from assumptions.
        givens: values that computed quantities must take; None stands for zero.
        unknown: inputs to be solved, one for each given.
    """

    law: Rulebook
    world: World
    puts: Mapping[Key, Entry]
    assumed: Mapping[Key, tuple[Fraction, Assumption]]
    givens: Mapping[Key, Entry | None]
    unknown: tuple[Key, ...]

    @cached_property
    def solution(self) -> Solution:
        """The solved case, with slopes by every published figure."""
        world = self.world
        for key, entry in self.puts.items():
            slopes = {term.figure.id: Fraction(term.sign) for term in entry}
            world = world.but(key[0], {(key[2], key[3]): Sloped(cents(entry), slopes)})  # type: ignore[dict-item]
        for key, (value, _) in self.assumed.items():
            world = world.but(key[0], {(key[2], key[3]): value})
        given = {key: cents(entry) if entry else Fraction(0) for key, entry in self.givens.items()}
        return self.law.solve(world, dict.fromkeys(self.unknown, GUESS), given)

    @cached_property
    def found(self) -> Mapping[Key, Fraction]:
        """The unknown inputs, moved by the odd cent so that the exact run meets every given to the cent.

        Roundings of the law stand between an input and a given; where no input meets them all, the nearest stays.
        """
        solution = self.solution
        found = dict(solution.unknown)
        for _ in range(_CENT_ROUNDS):
            run = Interpreter(self.law, self._world_at(found)).run()
            gaps = [cents(e) if e else Fraction(0) for e in self.givens.values()]
            gaps = [gap - run.value(*key) for key, gap in zip(self.givens, gaps, strict=True)]
            if not any(gap and gap.denominator == 1 for gap in gaps):
                break
            for key, pull in zip(found, solution.pull, strict=True):
                found[key] += sum((slope * gap for slope, gap in zip(pull, gaps, strict=True)), Fraction(0))
        return found

    def _world_at(self, found: Mapping[Key, Fraction]) -> World:
        world, notes = self.world, dict(self.world.notes)
        for key, entry in self.puts.items():
            world = world.but(key[0], {(key[2], key[3]): cents(entry)})
            notes[key[0], key[2], key[3]] = " and ".join(source_of(term) for term in entry)
        for key, (value, assumption) in self.assumed.items():
            world = world.but(key[0], {(key[2], key[3]): value})
            notes[key[0], key[2], key[3]] = str(assumption)
        for key, value in found.items():
            world = world.but(key[0], {(key[2], key[3]): value})
            notes[key[0], key[2], key[3]] = "implied by inversion"
        return World(world.timeline, world.members, world.inputs, notes)

    @cached_property
    def result(self) -> Result:
        """The exact run at the solution, rounded where the law rounds."""
        world = self._world_at(self.found)
        return Result(self.law, world, Interpreter(self.law, world).run())

    def value(self, key: Key) -> Fraction:
        """A figure of the exact run, in cents."""
        return Fraction(self.result.interpreter.value(*key))

    def tolerance(self, key: Key) -> Fraction:
        """Half of the last printed digit of every figure behind a quantity, carried through, in cents."""
        whole = Fraction(0)
        for figure, slope in self.by_figure(key).items():
            whole += abs(slope) * figure.tolerance * 100
        return whole

    def by_figure(self, key: Key) -> dict[Figure, Fraction]:
        """Derivative of a quantity by each published figure."""
        slopes = self.solution.slopes(key)
        found: dict[str, tuple[Figure, Fraction]] = {}
        for term in (term for entry in self.puts.values() for term in entry):
            found[term.figure.id] = (term.figure, slopes.get(term.figure.id, Fraction(0)))  # type: ignore[call-overload]
        for given, entry in self.givens.items():
            for term in entry or ():
                before = found.get(term.figure.id, (term.figure, Fraction(0)))[1]
                found[term.figure.id] = (term.figure, before + term.sign * slopes.get(given, Fraction(0)))
        return {figure: slope for figure, slope in found.values() if slope}

    def figures(self) -> tuple[Figure, ...]:
        """Every published figure that the case reads."""
        entries = [*self.puts.values(), *(entry for entry in self.givens.values() if entry)]
        return tuple({term.figure.id: term.figure for entry in entries for term in entry}.values())

    def explain(self, key: Key) -> Explanation:
        """The tree behind a quantity; solved inputs are traced on to the figures that imply them."""
        if key in self.unknown:
            return self._implied(key)
        tree = self.result.explain(key[0], key[2], *key[3], cadence=key[1])
        labels = {self._label(unknown): self._implied(unknown) for unknown in self.unknown}
        return _replaced(tree, labels)

    def _label(self, key: Key) -> str:
        step = self.world.timeline.steps[key[1]][key[2]]
        return " ".join([key[0].split(".", 1)[1], step.label, *key[3]])

    def _implied(self, key: Key) -> Explanation:
        """An implied input as what it is: a constant of the law and published figures times their pull."""
        value = self.found[key]
        pulls = self.by_figure(key)
        parts: list[Explanation] = []
        rest = value
        for figure, slope in pulls.items():
            own = figure.amount * 100
            rest -= slope * own
            pull = Explanation(
                "article",
                f"what one euro of {figure.id} moves",
                Kind.RATE,
                slope,
                "the provisions between them, solved backwards",
            )
            fact = Explanation("input", figure.id, Kind.MONEY, own, source_of(Term(figure)), figure.text())
            parts.append(Explanation("mul", "mul", Kind.MONEY, slope * own, parts=(fact, pull)))
        if rest:
            parts.append(
                Explanation(
                    "article",
                    "what holds whatever the figures",
                    Kind.MONEY,
                    rest,
                    "the provisions and assumptions between them, solved backwards",
                )
            )
        inner = Explanation("sum", "sum", Kind.MONEY, value, parts=tuple(parts))
        label = self._label(key)
        return Explanation("figure", label, Kind.MONEY, value, "implied by inversion, not published", parts=(inner,))


def cents(entry: Entry) -> Fraction:
    """The sum of published figures, in cents.

    Raises:
        UsufructError: ``F125`` if one of them has no single value.
    """
    return sum((term.sign * term.figure.amount * 100 for term in entry), Fraction(0))


def source_of(term: Term) -> str:
    """How an explanation names a published figure."""
    figure = term.figure
    less = "less " if term.sign < 0 else ""
    mark = "" if figure.verified else ", unverified"
    known = f"known {figure.known_on}, {figure.confidence}{mark}"
    return f"{less}{figure.address}: {figure.text()}, {figure.source} ({known})"


def terms(facts: Facts, ids: str) -> Entry:
    """Read ``"id + id - id"`` into published figures.

    Raises:
        UsufructError: ``F132`` if a figure is not in this view of the facts.
    """
    found, sign = [], 1
    for word in ids.split():
        if word in "+-":
            sign = 1 if word == "+" else -1
        else:
            found.append(Term(facts.get(word), sign))
    return tuple(found)


def _replaced(tree: Explanation, labels: Mapping[str, Explanation]) -> Explanation:
    new: dict[int, Explanation] = {}
    for node in tree.walk():
        if node.op == "input" and node.label in labels:
            new[id(node)] = labels[node.label]
            continue
        parts = tuple(new[id(part)] for part in node.parts)
        same = all(a is b for a, b in zip(parts, node.parts, strict=True))
        new[id(node)] = node if same else _with_parts(node, parts)
    return new[id(tree)]


def _with_parts(node: Explanation, parts: tuple[Explanation, ...]) -> Explanation:
    fields: dict[str, Any] = {
        name: getattr(node, name) for name in ("op", "label", "kind", "value", "cite", "meaning", "how")
    }
    return Explanation(**fields, parts=parts)
