"""How many persons must approve what: by kind and by amount, never fewer than one besides the maker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from usufruct.ledger.bodies import Item, Quorum

APPROVED: Final = frozenset(
    {
        "person",
        "key",
        "grant",
        "account",
        "rule_set",
        "period",
        "journal",
        "reversal",
        "allocation_run",
        "payment",
        "legal_release",
        "statement_void",
    }
)
"""Kinds that nobody can order alone: each executes one item of a proposal that others approved."""

LEAST: Final = {"legal_release": 2}
"""Approvals that no policy can go below, where that is more than one."""


def approvals_needed(quorums: Sequence[Quorum], items: Iterable[Item]) -> int:
    """Return how many persons besides the maker must approve a proposal with these items.

    Example:
        >>> from usufruct.ledger.bodies import Amount, Holding
        >>> rule = Quorum("payment", "EUR", Amount(100_000_000), 2)
        >>> small, large = (Item("payment", "", (Holding("EUR", Amount(n)),)) for n in (1, 100_000_000))
        >>> approvals_needed([rule], [small]), approvals_needed([rule], [small, large])
        (1, 2)
    """
    return max((_needed(quorums, item) for item in items), default=1)


def _needed(quorums: Sequence[Quorum], item: Item) -> int:
    amounts = dict(item.amounts)
    asked = [
        rule.approvals
        for rule in quorums
        if rule.kind in (item.kind, "*")
        and (rule.above == 0 or any(a >= rule.above for asset, a in amounts.items() if rule.asset in (asset, "*")))
    ]
    # A reversal has no amount, so that no threshold can trap a wrong journal in the books.
    return max([1, LEAST.get(item.kind, 1), *asked])
