"""The block of memory that a compiled half-year works in.

Everything a block of paths reads and writes lies in one flat array of rows of :data:`LANES` values, at places known
when the source is written. A compiler can then see that no two rows overlap and make vector code of the half-year;
with an array for each purpose it cannot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

LANES = 64
"""Paths that go through the line together; their state stays in the first caches."""


@dataclass
class Rows:
    """Names of the rows of a buffer, in the order in which they were asked for.

    Example:
        >>> rows = Rows()
        >>> rows.place("revenue"), rows.place("payment"), rows.place("revenue")
        (0, 1, 0)
        >>> rows.at("payment")
        'w[64 + l]'
    """

    names: dict[str, int] = field(default_factory=dict)

    def place(self, name: str) -> int:
        """Row of a name; a new one if it has none."""
        return self.names.setdefault(name, len(self.names))

    def at(self, name: str) -> str:
        """How a lane of a row is written in generated source."""
        return f"w[{self.place(name) * LANES} + l]"

    @property
    def values(self) -> int:
        """How many values the buffer holds."""
        return len(self.names) * LANES


def looped(name: str, head: Sequence[str], body: Sequence[str]) -> str:
    """Source of ``def name(w, p)``: statements once, then statements for every lane.

    Example:
        >>> print(looped("f", ["a = p[0]"], ["w[64 + l] = a * w[0 + l]"]))
        def f(w, p):
            a = p[0]
            for l in range(64):
                w[64 + l] = a * w[0 + l]
        <BLANKLINE>
    """
    once = [f"    {line}" for line in head]
    each = [f"        {line}" for line in body]
    return "\n".join([f"def {name}(w, p):", *once, f"    for l in range({LANES}):", *each, ""])
