"""An assumption: a value that no source gives, never without a name, a range and a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from usufruct.errors import refuse


@dataclass(frozen=True, slots=True)
class Assumption:
    """A value that no source gives, with a name, a range and a reason.

    Attributes:
        name: what it is called in every output.
        low: least plausible value.
        value: the value used.
        high: greatest plausible value.
        why: the reason for the range.
        unit: what the value counts; a ``percent`` is held as a fraction of one and printed times a hundred.

    Raises:
        UsufructError: ``U143`` when the value lies outside its range, or the name or the reason is missing.

    Example:
        >>> print(Assumption("grace", Fraction(0), Fraction(5), Fraction(10), "not published", "years"))
        assumption grace: 5 years (0 to 10 years); not published
    """

    name: str
    low: Fraction
    value: Fraction
    high: Fraction
    why: str
    unit: str = "percent"

    def __post_init__(self) -> None:
        if not (self.low <= self.value <= self.high and self.name and self.why):
            raise refuse(
                "U143",
                f"{self.value} within {self.low} to {self.high} is no assumption",
                self.name or "assumption",
                "a number without a range and a reason looks like a fact",
                "give a name, a reason, and a range that holds the value",
            )

    def __str__(self) -> str:
        return f"assumption {self.name}: {self._text(self.value)} ({self._range()}); {self.why}"

    def at(self, value: Fraction) -> Assumption:
        """The same assumption with another value of its range.

        Raises:
            UsufructError: ``U143`` when the value lies outside the range.
        """
        return replace(self, value=value)

    def _range(self) -> str:
        if self.unit == "percent":
            return f"{self._text(self.low)} to {self._text(self.high)}"
        return f"{_number(self.low)} to {_number(self.high)} {self.unit}"

    def _text(self, value: Fraction) -> str:
        return f"{_number(value * 100)} %" if self.unit == "percent" else f"{_number(value)} {self.unit}"


def _number(value: Fraction) -> str:
    return f"{float(value):g}"
