"""How a share of a profit becomes cents: the one rounding on which the acts are silent."""

from usufruct.engine import Choice, Money
from usufruct.engine.words import reading, rounded, when


def to_the_cent(amount: Money, rounding: Choice) -> Money:
    """The amount in whole cents under the reading of ``rounding``."""
    nearest = when(reading(rounding, "half even"), rounded(amount, "half even"), rounded(amount))
    return when(reading(rounding, "down"), rounded(amount, "down"), nearest)
