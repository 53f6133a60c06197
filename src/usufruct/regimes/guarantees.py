"""What each state guarantees under a loan: an amount divided by a key, to the cent, and the drafts that were printed.

The key of gross national income in figures is in no source at hand, so a key is an input, and unknown without it. What
was printed are the drafts of three states.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from usufruct.engine.allocation import divide
from usufruct.errors import refuse
from usufruct.facts import proposals

_PRINTED: Final[Mapping[str, str]] = {
    "Germany": "reparations-loan.germany-upper-backstop",
    "France": "reparations-loan.france-backstop",
    "Italy": "reparations-loan.italy-backstop",
}


@dataclass(frozen=True, slots=True)
class Guarantee:
    """What a state guarantees, in cents.

    Attributes:
        state: its name.
        amount: in cents.
        basis: the key, or where it was printed.
    """

    state: str
    amount: int
    basis: str


def guarantees_by_key(amount: int, key: Mapping[str, Fraction]) -> tuple[Guarantee, ...]:
    """Divide an amount by a key that is given, to the cent.

    Args:
        amount: guaranteed in all, in cents.
        key: state to weight, such as gross national income; in the order in which odd cents are given.

    Raises:
        UsufructError: ``G105`` for an empty key, or a weight or an amount below zero.

    Example:
        >>> found = guarantees_by_key(100, {"A": Fraction(1), "B": Fraction(2)})
        >>> [(each.state, each.amount) for each in found]
        [('A', 33), ('B', 67)]
    """
    if not key or amount < 0 or min(key.values()) < 0 or not any(key.values()):
        remedy = "give each state its weight, zero or more, and one of them more"
        raise refuse("G105", f"{amount} cents by a key of {len(key)} states", "guarantees", "", remedy)
    parts = divide(amount, list(key.values()))
    return tuple(Guarantee(state, part, "key as given") for state, part in zip(key, parts, strict=True))


def guarantees_printed() -> tuple[Guarantee, ...]:
    """The drafts that were printed; of which amount of loan they are parts was not said, so there is no rest."""
    found = {entry.id: entry for entry in proposals()}
    rows = []
    for state, name in _PRINTED.items():
        entry = found.get(name)
        if entry is not None and entry.value:
            rows.append(Guarantee(state, int(Fraction(entry.value) * 10**11), f"draft as printed, proposal {entry.id}"))
    return tuple(rows)
