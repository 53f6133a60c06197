"""Seals of periods: two Merkle roots, so that a party gets a proof of its one balance and of nothing else.

The *trial balance* tree has a leaf for each account that was open, with its gross totals over all journals
that count up to the last day of the period. The *account* tree has a leaf for each account as it was opened.
A proof is the leaf, its path to the root in the seal's record, and that record's own place in the log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from usufruct.errors import refuse
from usufruct.ledger.canonical import decode, encode
from usufruct.ledger.codec import body_bytes
from usufruct.ledger.merkle import inclusion_proof, is_included, leaf_hash, root_of
from usufruct.ledger.state import Balance, State


def trial_balance(state: State, day: str | None = None) -> dict[str, Balance]:
    """Return the gross totals of every account, by path, over the journals that count up to a day.

    Args:
        state: the state to read.
        day: the last day that counts; None for everything recorded.
    """
    if day is None:
        return {path: Balance(total.debits, total.credits) for path, total in sorted(state.balances.items())}
    totals = {path: Balance() for path in sorted(state.accounts)}
    for journal in state.journals.values():
        if journal.effective <= day:
            for path, amount in journal.legs:
                if amount > 0:
                    totals[path].debits += amount
                else:
                    totals[path].credits -= amount
    return totals


def balance_leaves(state: State, period: str) -> list[bytes]:
    """Return the bytes of the leaves of a period's trial balance, in the order of the paths."""
    return [
        encode(
            {
                "account": path,
                "asset": state.accounts[path].asset,
                "credits": str(total.credits),
                "debits": str(total.debits),
                "ledger": state.ledger,
                "period": period,
            }
        )
        for path, total in trial_balance(state, state.periods[period].end).items()
    ]


def sealed(state: State, period: str) -> Mapping[str, Any]:
    """Return what the seal of a period says: head of the log before it, both roots, and the seal before."""
    accounts = [leaf_hash(body_bytes(state.accounts[path])) for path in sorted(state.accounts)]
    return {
        "accounts": root_of(accounts).hex(),
        "previous": state.seals[-1].seq if state.seals else None,
        "root": state.tree.root().hex(),
        "size": state.size,
        "trial_balance": root_of(map(leaf_hash, balance_leaves(state, period))).hex(),
    }


@dataclass(frozen=True, slots=True)
class BalanceProof:
    """Proof of one balance against the trial-balance root of a seal.

    Attributes:
        leaf: canonical bytes: account, currency, gross totals, period, ledger.
        index: its place among the accounts.
        size: how many accounts there are.
        path: sibling hashes from the leaf up.
    """

    leaf: bytes
    index: int
    size: int
    path: tuple[bytes, ...]

    def balance(self, root: bytes) -> int:
        """Return the balance (debits less credits, minor units) if the proof leads to a root.

        Raises:
            UsufructError: ``L321`` when it does not.
        """
        if not is_included(leaf_hash(self.leaf), self.index, self.size, self.path, root):
            why, remedy = "it is another's, or was changed", "ask the keeper of the ledger for it again"
            raise refuse("L321", "this balance is not in the trial balance of that root", "balance proof", why, remedy)
        value = decode(self.leaf)
        return int(value["debits"]) - int(value["credits"])


def prove_balance(state: State, period: str, account: str) -> BalanceProof:
    """Prove the balance of one account at the end of a sealed period.

    Args:
        state: the fold over the records up to the seal, not beyond it.
        period: name of the sealed period.
        account: path of the account.

    Raises:
        UsufructError: ``L322`` for a period that is not sealed or an account that it does not hold.
    """
    paths = sorted(state.accounts)
    if account not in state.accounts or not any(seal.period == period for seal in state.seals):
        raise refuse("L322", f"no seal of {period!r:.40} holds {account!r:.60}", "balance proof", "", "seal it first")
    leaves = balance_leaves(state, period)
    index = paths.index(account)
    return BalanceProof(leaves[index], index, len(leaves), inclusion_proof([leaf_hash(leaf) for leaf in leaves], index))
