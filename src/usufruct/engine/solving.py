"""Running the law backwards: which inputs make given quantities take given values.

In each amount the law is piecewise affine, so Newton's method on exact fractions lands on the solution after
as many rounds as there are kinks in between. Roundings are left out: the solution is the unrounded pre-image.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from usufruct.engine.execution.arithmetic import Sloped, Tangent
from usufruct.engine.execution.interpreter import Interpreter, Key
from usufruct.engine.naming import nearest
from usufruct.engine.order import behind
from usufruct.engine.timeline import World
from usufruct.errors import Fault, UsufructError, refuse

if TYPE_CHECKING:
    from usufruct.engine.rulebook import Rulebook

_ROUNDS = 64


@dataclass(frozen=True, slots=True)
class Solution:
    """The inputs found, and how every figure reacts.

    Attributes:
        unknown: value of each unknown input, unrounded.
        law: the law that was solved.
        world: the world with the solution put in.
        run: the run at the solution, with slopes by every free input.
        pull: derivative of each unknown (row) by each given value (column).
        given: the quantities whose values were given.
    """

    unknown: Mapping[Key, Fraction]
    law: Rulebook
    world: World
    run: Interpreter
    pull: tuple[tuple[Fraction, ...], ...]
    given: tuple[Key, ...]

    def value(self, key: Key) -> Fraction:
        """Unrounded value of any quantity at the solution."""
        return _sloped(self.run, key).value

    def slopes(self, key: Key) -> dict[Key, Fraction]:
        """Derivative of a quantity by each given value and each other watched input, unknowns eliminated."""
        own = _sloped(self.run, key).slope
        unknowns = list(self.unknown)
        pull = [own.get(each, Fraction(0)) for each in unknowns]
        per_given = [
            sum((pull[row] * self.pull[row][column] for row in range(len(unknowns))), Fraction(0))
            for column in range(len(self.given))
        ]
        found = dict(zip(self.given, per_given, strict=True))
        for each in {e for given in (key, *self.given) for e in _sloped(self.run, given).slope} - set(unknowns):
            indirect = sum(
                (
                    per_given[i] * _sloped(self.run, given).slope.get(each, Fraction(0))
                    for i, given in enumerate(self.given)
                ),
                Fraction(0),
            )
            found[each] = own.get(each, Fraction(0)) - indirect
        return found


def _sloped(run: Interpreter, key: Key) -> Sloped:
    value = run.value(*key)
    return value if isinstance(value, Sloped) else Sloped(Fraction(value), {})


def solve(
    law: Rulebook,
    world: World,
    unknown: Mapping[Key, Fraction],
    given: Mapping[Key, Fraction],
    wanted: Iterable[str] | None = None,
) -> Solution:
    """Find the values of unknown inputs.

    Args:
        law: the law.
        world: every other input; its inputs may themselves be :class:`Sloped` where their slope is wanted.
        unknown: starting value of each unknown input, by (quantity, cadence, position, member).
        given: value that each given quantity must take; as many as there are unknowns.
        wanted: quantities besides the given ones that the solution will be asked about; the whole law if left out.

    Raises:
        UsufructError: ``U140`` if the numbers differ, ``U141`` if the law does not determine the unknowns
            there, ``U142`` if no solution was found.
    """
    if len(unknown) != len(given):
        raise refuse(
            "U140",
            f"{len(unknown)} unknowns, but {len(given)} given values",
            "solve",
            "",
            "give one for each",
        )
    _check_names(law, unknown, given)
    guess = {key: Fraction(value) for key, value in unknown.items()}
    asked = (*wanted, *(key[0] for key in (*given, *unknown))) if wanted is not None else ()
    only = behind(law, asked) if wanted is not None else None
    for _ in range(_ROUNDS):
        trial = _with(world, guess)
        run = Interpreter(law, trial, Tangent(), only).run()
        here = {key: _sloped(run, key) for key in given}
        gaps = [Fraction(given[key]) - here[key].value for key in given]
        matrix = [[here[key].slope.get(each, Fraction(0)) for each in guess] for key in given]
        inverse = _inverse(matrix)
        if not any(gaps):
            return Solution(guess, law, trial, run, inverse, tuple(given))
        for row, each in enumerate(guess):
            guess[each] += sum((inverse[row][i] * gap for i, gap in enumerate(gaps)), Fraction(0))
    raise refuse(
        "U142",
        f"no inputs make {', '.join(key[0] for key in given)} take these values",
        "solve",
        "",
        "begin with other values, or ask for some that the law can give",
    )


def _check_names(law: Rulebook, unknown: Iterable[Key], given: Iterable[Key]) -> None:
    """Unknowns are inputs of the law, given values any quantity of it."""
    inputs = [name for name, each in law.quantities.items() if each.input is not None]
    wrong = [(key[0], inputs) for key in unknown if key[0] not in inputs]
    wrong += [(key[0], list(law.quantities)) for key in given if key[0] not in law.quantities]
    faults = [
        Fault("U105", f"nothing to solve for is called {name}", "solve", "", nearest(name, n)) for name, n in wrong
    ]
    if faults:
        raise UsufructError(faults)


def _with(world: World, guess: Mapping[Key, Fraction]) -> World:
    """The world with the guesses put in, each with a slope of one by itself."""
    for key, value in guess.items():
        name, _, index, member = key
        sloped: Any = Sloped(value, {key: Fraction(1)})
        world = world.but(name, {(index, member): sloped})
    return world


def _inverse(matrix: list[list[Fraction]]) -> tuple[tuple[Fraction, ...], ...]:
    """Inverse by elimination on fractions; ``U141`` where the law does not depend on the unknowns there."""
    size = len(matrix)
    rows = [[*row, *(Fraction(int(i == j)) for j in range(size))] for i, row in enumerate(matrix)]
    for column in range(size):
        pivot = next((i for i in range(column, size) if rows[i][column]), None)
        if pivot is None:
            raise refuse(
                "U141",
                "the given quantities do not depend on the unknowns at this point",
                "solve",
                "a floor or a cap is in the way",
                "start from a value on the other side of it",
            )
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = rows[column][column]
        rows[column] = [value / head for value in rows[column]]
        for i in range(size):
            if i != column and rows[i][column]:
                factor = rows[i][column]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[column], strict=True)]
    return tuple(tuple(row[size:]) for row in rows)
