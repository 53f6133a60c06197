"""An assumption: a number that no published figure gives, with its name, its range and its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from usufruct.errors import refuse


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number taken on judgement, never without a range.

    Attributes:
        name: what is assumed, in words that stand alone.
        value: the number used unless told otherwise.
        low: least number held possible.
        high: greatest number held possible.
        reason: why this number and this range.

    Raises:
        UsufructError: ``R140`` when the value lies outside its range, or name or reason is missing.

    Example:
        >>> drift = Assumption("long-run rate", Fraction("0.02"), Fraction(0), Fraction("0.04"), "a guess")
        >>> drift.at(Fraction("0.03")).value
        Fraction(3, 100)
    """

    name: str
    value: Fraction
    low: Fraction
    high: Fraction
    reason: str

    def __post_init__(self) -> None:
        if not (self.low <= self.value <= self.high and self.name and self.reason):
            raise refuse(
                "R140",
                f"{self.value} with the range {self.low} to {self.high} is no assumption",
                self.name or "assumption",
                "a number without a range and a reason looks like a fact",
                "give a name, a reason, and a range that holds the value",
            )

    def at(self, value: Fraction) -> Assumption:
        """Return the same assumption with another value.

        Raises:
            UsufructError: ``R140`` when the value lies outside the range.
        """
        return replace(self, value=value)
