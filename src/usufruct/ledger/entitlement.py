"""A split over recipients by the running total of an epoch: the allocation rule of the engine, for one payment.

What a recipient gets now is its share of everything divided in the epoch, less what it had before. A cent
that rounding would take back is held at zero and carried; nobody is asked for a cent, and no cent is paid twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from usufruct.engine.allocation import divide


def shares_now(amount: int, weights: Sequence[Fraction], accrued: int, paid: Sequence[int]) -> tuple[int, ...]:
    """Return what each recipient gets of an amount, in minor units.

    Args:
        amount: what is divided now; not negative.
        weights: by recipient, in the stated order.
        accrued: what the epoch divided before.
        paid: what each recipient had of it.

    Example:
        >>> weights = [Fraction(1), Fraction(1), Fraction(1)]
        >>> shares_now(100, weights, 0, (0, 0, 0)), shares_now(100, weights, 100, (33, 34, 33))
        ((33, 34, 33), (34, 32, 34))
    """
    entitled = divide(accrued + amount, weights)
    left, granted = amount, []
    for share, before in zip(entitled, paid, strict=True):
        now = min(max(share - before, 0), left)
        left -= now
        granted.append(now)
    return tuple(granted)
