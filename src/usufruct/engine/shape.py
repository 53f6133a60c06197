"""What a quantity measures, whose it is and how often it occurs: kind, axes and cadence.

Units, axes and cadences are checked when a law is assembled, so that money is never added to a rate, a
custodian's figure never meets a lender's by accident, and a half-year never leaks into a call.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """The unit of a quantity.

    ``MONEY`` is euro in integer cents; ``LOCAL`` is an amount in the minor unit of the currency on the
    currency axis; ``RATE`` is a pure fraction; ``COUNT`` an integer (days, a payment number); ``FLAG`` a
    truth value.
    """

    MONEY = "money"
    LOCAL = "local money"
    RATE = "rate"
    COUNT = "count"
    FLAG = "flag"


MONETARY = frozenset({Kind.MONEY, Kind.LOCAL})

EVER = "ever"
"""Cadence of what holds at every step: parameters and records of a member."""

CADENCES = ("month", "half-year", "financial-year", "call", "request")
"""The steps of the law, in the order in which they run when they fall on one day."""

AXES = ("custodian", "currency", "lender")
"""Over whom a quantity may be spread, in the order in which executions lay it out."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Kind, axes and cadence of one quantity.

    Attributes:
        kind: the unit.
        axes: a subset of :data:`AXES`, in that order; empty for one figure for all.
        cadence: one of :data:`CADENCES`, or :data:`EVER`.

    Example:
        >>> str(Shape(Kind.MONEY, ("custodian",), "half-year"))
        'money per custodian, each half-year'
    """

    kind: Kind
    axes: tuple[str, ...] = ()
    cadence: str = EVER

    def __str__(self) -> str:
        per = f" per {' and '.join(self.axes)}" if self.axes else ""
        each = "" if self.cadence == EVER else f", each {self.cadence}"
        return f"{self.kind.value}{per}{each}"


def axes_of(per: str | tuple[str, ...]) -> tuple[str, ...]:
    """Bring the axes named in a declaration into their fixed order.

    Example:
        >>> axes_of(("currency", "custodian"))
        ('custodian', 'currency')
    """
    named = (per,) if isinstance(per, str) else per
    return tuple(axis for axis in AXES if axis in named)
