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
from usufruct.engine.assumption import Assumption as Assumption
from usufruct.engine.execution.arithmetic import Sloped
from usufruct.engine.execution.interpreter import Interpreter, Key
from usufruct.engine.shape import Kind
from usufruct.engine.solving import Solution, solve
from usufruct.errors import refuse
from usufruct.facts import Facts, Figure

GUESS = Fraction(10**11)
"""Where the search for an unknown amount starts: one billion euro, well above every floor of the law."""


@dataclass(frozen=True, slots=True)
class Term:
    """A published figure with its sign in a sum, and the state it is taken in where that is not its own."""

    figure: Figure
    sign: int = 1
    taken_as: str = ""

    @property
    def state(self) -> str:
        """What the sum counts it as."""
        return self.taken_as or self.figure.state


_CENT_ROUNDS = 6
_CENT_STEP = Fraction(2, 3)
"""Part of the way to go in each round: with all of it the search can swing between two neighbours for ever."""
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
        targets: quantities whose tolerance will be asked for.
    """

    law: Rulebook
    world: World
    puts: Mapping[Key, Entry]
    assumed: Mapping[Key, tuple[Fraction, Assumption]]
    givens: Mapping[Key, Entry | None]
    unknown: tuple[Key, ...]
    targets: tuple[str, ...] = ()

    @cached_property
    def solution(self) -> Solution:
        """The solved case, with slopes by every published figure."""
        world = self.world
        for key, entry in self.puts.items():
            slopes = {term.figure.id: Fraction(term.sign) for term in entry}
            world = world.but(key[0], {(key[2], key[3]): Sloped(cents(entry), slopes)})  # type: ignore[dict-item]
        for key, (value, assumption) in self.assumed.items():
            own = Sloped(value, {assumption.name: Fraction(1)})
            world = world.but(key[0], {(key[2], key[3]): own})  # type: ignore[dict-item]
        given = {key: cents(entry) if entry else Fraction(0) for key, entry in self.givens.items()}
        return solve(self.law, world, dict.fromkeys(self.unknown, GUESS), given, self.targets)

    @property
    def found(self) -> Mapping[Key, Fraction]:
        """The unknown inputs, moved by the odd cent so that the exact run meets every given to the cent.

        Roundings of the law stand between an input and a given; where no input meets them all, the nearest stays.
        """
        return self._settled[0]

    @cached_property
    def _settled(self) -> tuple[Mapping[Key, Fraction], Result]:
        solution = self.solution
        found = dict(solution.unknown)
        for _ in range(_CENT_ROUNDS):
            world = self._world_at(found)
            run = Interpreter(self.law, world).run()
            gaps = [cents(e) if e else Fraction(0) for e in self.givens.values()]
            gaps = [gap - run.value(*key) for key, gap in zip(self.givens, gaps, strict=True)]
            if not any(gap and gap.denominator == 1 for gap in gaps):
                return found, Result(self.law, world, run)
            for key, pull in zip(found, solution.pull, strict=True):
                missed = sum((slope * gap for slope, gap in zip(pull, gaps, strict=True)), Fraction(0))
                found[key] += _CENT_STEP * missed
        world = self._world_at(found)
        return found, Result(self.law, world, Interpreter(self.law, world).run())

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

    @property
    def result(self) -> Result:
        """The exact run at the solution, rounded where the law rounds."""
        return self._settled[1]

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
        labels |= {self._label(key): self._summed(key) for key, entry in self.puts.items() if len(entry) > 1}
        return _replaced(tree, labels)

    def _label(self, key: Key) -> str:
        step = self.world.timeline.steps[key[1]][key[2]]
        return " ".join([key[0].split(".", 1)[1], step.label, *key[3]])

    def _summed(self, key: Key) -> Explanation:
        """An input put together from several published figures, one leaf for each."""
        return summed(self._label(key), self.puts[key])

    def _implied(self, key: Key) -> Explanation:
        """An implied input as what it is: a constant of the law and published figures times their pull."""
        value = self.found[key]
        between = self._between(key)
        parts: list[Explanation] = []
        rest = value
        for figure, slope in self.by_figure(key).items():
            fact = fact_leaf(figure)
            rest -= slope * fact.value
            pull = Explanation(between[0], f"what one euro of {figure.id} moves", Kind.RATE, slope, between[1])
            parts.append(Explanation("mul", "mul", Kind.MONEY, slope * fact.value, parts=(fact, pull)))
        if rest:
            parts.append(Explanation(between[0], "what holds whatever the figures", Kind.MONEY, rest, between[1]))
        inner = Explanation("sum", "sum", Kind.MONEY, value, parts=tuple(parts))
        label = self._label(key)
        return Explanation("figure", label, Kind.MONEY, value, "implied by inversion, not published", parts=(inner,))

    def _between(self, key: Key) -> tuple[str, str]:
        """What stands between published figures and an implied input: the law alone, or assumptions too."""
        slopes: Mapping[Any, Fraction] = self.solution.slopes(key)
        named = [str(assumption) for _, assumption in self.assumed.values() if slopes.get(assumption.name)]
        if named:
            return "input", "; ".join(named)
        return "article", "the provisions between them, solved backwards"


def fact_leaf(figure: Figure) -> Explanation:
    """A published amount as the leaf of an explanation, in cents, with its source.

    Raises:
        UsufructError: ``F125`` if the source prints a range, or nothing.
    """
    return Explanation("input", figure.id, Kind.MONEY, figure.amount * 100, source_of(Term(figure)), figure.text())


def summed(label: str, entry: Entry) -> Explanation:
    """The sum of published figures as a tree, one leaf for each.

    Raises:
        UsufructError: ``F125`` if one of them has no single value.
    """
    parts = tuple(_signed(term) for term in entry)
    value = cents(entry)
    inner = Explanation("sum", "sum", Kind.MONEY, value, parts=parts)
    return Explanation("figure", label, Kind.MONEY, value, "sum or difference of published figures", parts=(inner,))


def _signed(term: Term) -> Explanation:
    leaf = fact_leaf(term.figure)
    return leaf if term.sign > 0 else Explanation("neg", "neg", Kind.MONEY, -leaf.value, parts=(leaf,))


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
    taken = f", taken as {term.taken_as}" if term.taken_as else ""
    known = f"known {figure.known_on}, {figure.confidence}{mark}{taken}"
    return f"{less}{figure.address}: {figure.text()}, {figure.source} ({known})"


def terms(facts: Facts, ids: str) -> Entry:
    """Read ``"id + id=state - id"`` into published figures, each in the latest vintage of this view.

    A figure of another state is added only where the sum says as what it is taken: what the payer paid is what the
    payee received, but nothing makes a provision a payment.

    Raises:
        UsufructError: ``F132`` if a figure is not in this view of the facts, ``F121`` if states are added up that the
            sum does not restate.
    """
    found, sign = [], 1
    for word in ids.split():
        if word in "+-":
            sign = 1 if word == "+" else -1
        else:
            name, _, state = word.partition("=")
            found.append(Term(facts.latest(name), sign, state))
    if len({term.state for term in found}) > 1:
        what = " and ".join(f"{term.figure.id} ({term.state})" for term in found)
        raise refuse("F121", f"{what} are added up", ids, "they are different states of the money", "restate one")
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
