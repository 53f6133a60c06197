"""What partners contribute, divided over the lenders of the loan mechanism: exact, and adding up in each currency.

Regulation (EU) 2024/2773 Art. 4(1)(b) lets Member States and third countries contribute to the mechanism, which pays
all it has to the lenders by initial committed principal in euro (Art. 5(2)).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from usufruct.assets.joining import Flow, Joined
from usufruct.engine.allocation import divide
from usufruct.errors import refuse
from usufruct.waterfall.replay import Replay


@dataclass(frozen=True, slots=True)
class Shares:
    """A contribution of one currency over the lenders.

    Attributes:
        currency: ISO 4217 code of all amounts.
        contributed: (partner, minor units) of each that contributes in it.
        received: (lender, minor units), in the stated order; both columns have the same sum.
    """

    currency: str
    contributed: tuple[tuple[str, int], ...]
    received: tuple[tuple[str, int], ...]

    @property
    def whole(self) -> int:
        """All that is contributed in the currency."""
        return sum(amount for _, amount in self.contributed)


def lender_weights(replayed: Replay) -> tuple[tuple[str, int], ...]:
    """Initial committed principal of each lender in euro cents, in the stated order; empty before the mechanism."""
    return tuple((each.name, each.principal) for each in replayed.payments.lenders)


def divided(contributions: Sequence[tuple[str, str, int]], weights: Sequence[tuple[str, int]]) -> tuple[Shares, ...]:
    """Divide contributions over lenders, each currency by itself.

    Args:
        contributions: (partner, currency, minor units); none below zero, for nobody is asked for money back.
        weights: (lender, principal in euro cents).

    Returns:
        One division for each currency, in the order in which they first occur.

    Raises:
        UsufructError: ``G131`` for a contribution below zero; ``U120`` where no lender has a weight.

    Example:
        >>> found = divided([("a", "USD", 70), ("b", "JPY", 5), ("c", "USD", 31)], [("x", 2), ("y", 1)])
        >>> [(each.currency, each.whole, each.received) for each in found]
        [('USD', 101, (('x', 67), ('y', 34))), ('JPY', 5, (('x', 3), ('y', 2)))]
    """
    below = [name for name, _, amount in contributions if amount < 0]
    if below:
        remedy = "take the flow as nothing where a rate is negative"
        raise refuse("G131", f"a contribution of {', '.join(below)} is below zero", "partners", "", remedy)
    found = []
    for code in dict.fromkeys(currency for _, currency, _ in contributions):
        given = tuple((name, amount) for name, currency, amount in contributions if currency == code)
        parts = divide(sum(amount for _, amount in given), [weight for _, weight in weights])
        lenders = (name for name, _ in weights)
        found.append(Shares(code, given, tuple(zip(lenders, parts, strict=True))))
    return tuple(found)


def shares_of_year(joined: Sequence[Joined], year: int, weights: Sequence[tuple[str, int]]) -> tuple[Shares, ...]:
    """The central flows of a year over the lenders, each in its partner's own currency.

    Partners whose flow is not known contribute nothing here and are named nowhere in it; without a lender there is
    nothing to divide over.
    """
    if not weights:
        return ()
    rows = [(each, row) for each in joined for row in each.years if row.year == year]
    flows: list[tuple[str, Flow]] = [(each.partner.name, row.in_currency(each.partner.own)) for each, row in rows]
    known = [(name, flow.currency, flow.value) for name, flow in flows if flow.value is not None]
    return divided(known, weights)
