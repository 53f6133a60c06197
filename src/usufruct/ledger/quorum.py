"""How many persons must approve what: by kind and by amount, never fewer than one besides the maker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
        "run_void",
        "payment",
        "legal_release",
        "statement_void",
    }
)
"""Kinds that nobody can order alone: each executes one item of a proposal that others approved."""

AMOUNTS: Final = frozenset({"journal", "allocation_run", "payment", "legal_release", "*"})
"""Kinds that move an amount, so that a rule can ask for more approvals from one on; ``*`` stands for all."""

LEAST: Final = {"legal_release": 2}
"""Approvals that no policy can go below, where that is more than one."""


def approvals_needed(quorums: Sequence[Quorum], items: Iterable[Item]) -> int:
    """Return how many persons besides the maker must approve a proposal with these items.

    The amounts of a proposal are added up, for each currency, over the kinds that a rule is about: many small payments
    at once are one large one.

    Example:
        >>> from usufruct.ledger.bodies import Amount, Holding
        >>> rule = Quorum("payment", "EUR", Amount(100_000_000), 2)
        >>> half, rest = (Item("payment", "", (Holding("EUR", Amount(n)),)) for n in (50_000_000, 50_000_000))
        >>> approvals_needed([rule], [half]), approvals_needed([rule], [half, rest])
        (1, 2)
    """
    kinds: set[str] = set()
    totals: dict[tuple[str, str], int] = {}
    for kind, _, amounts in items:
        kinds.add(kind)
        for asset, amount in amounts:
            totals[kind, asset] = totals.get((kind, asset), 0) + amount
    # A reversal has no amount, so that no threshold can trap a wrong journal in the books.
    asked = [rule.approvals for rule in quorums if _applies(rule, kinds, totals)]
    return max([1, *asked, *(LEAST.get(kind, 1) for kind in kinds)])


def _applies(rule: Quorum, kinds: set[str], totals: Mapping[tuple[str, str], int]) -> bool:
    if rule.above == 0:
        return rule.kind == "*" or rule.kind in kinds
    moved: dict[str, int] = {}
    for (kind, asset), amount in totals.items():
        if rule.kind in (kind, "*") and rule.asset in (asset, "*"):
            moved[asset] = moved.get(asset, 0) + amount
    return any(amount >= rule.above for amount in moved.values())
