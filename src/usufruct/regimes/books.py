"""Principal, claims, guarantees and proceeds as closed books: an entry moves cents inside one book, never across two.

Each book holds a fixed total, spread over accounts that never fall below zero. So nothing is lost, and money of one
kind never pays for another: what the central bank's cash became, what it is owed, and what was earned on it are kept
apart, as the law does. An entry that takes principal away from the claim it stands behind names the article.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from usufruct.engine import Citation
from usufruct.errors import refuse

PRINCIPAL: Final = "principal"
CLAIM: Final = "claim of the central bank"
GUARANTEES: Final = "guarantees"
PROCEEDS: Final = "proceeds"
ACCOUNTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        PRINCIPAL: (
            "custodian",
            "vehicle",
            "lent against the instrument",
            "returned",
            "other parties",
            "vested",
            "lost",
        ),
        CLAIM: ("owed by the custodian", "paid back", "extinguished", "disputed"),
        GUARANTEES: ("uncalled", "called"),
        PROCEEDS: ("not yet earned", "custodian", "tax", "retained", "paid to the Union", "other parties"),
    }
)
"""The accounts of each book, the one in which it opens first."""
BEHIND_THE_CLAIM: Final = ("custodian", "vehicle", "lent against the instrument")
"""What stands behind the claim: balances, what a vehicle holds, and the instrument that was given for what was lent."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Cents that go from one account to another of the same book.

    Attributes:
        book: one of the keys of :data:`ACCOUNTS`.
        origin: the account they leave.
        target: the account they reach.
        amount: in cents, above zero.
        cite: the article that moves them.
    """

    book: str
    origin: str
    target: str
    amount: int
    cite: Citation


@dataclass(frozen=True, slots=True)
class Books:
    """All books after a number of entries.

    Attributes:
        balances: cents by book and account.
        entries: everything that was entered, in order.
    """

    balances: Mapping[str, Mapping[str, int]]
    entries: tuple[Entry, ...] = ()

    def __getitem__(self, place: tuple[str, str]) -> int:
        book, account = place
        return self.balances[book][account]

    def total(self, book: str) -> int:
        """What a book holds in all; no entry changes it."""
        return sum(self.balances[book].values())

    @property
    def uncovered(self) -> int:
        """How much of the claim has nothing behind it any more, in cents; zero while the principal is intact."""
        behind = sum(self[PRINCIPAL, account] for account in BEHIND_THE_CLAIM)
        return max(0, self[CLAIM, "owed by the custodian"] - behind)

    @property
    def touching_the_principal(self) -> tuple[Entry, ...]:
        """Entries by which principal left what stands behind the claim without being paid back, each by its article."""
        return tuple(
            entry
            for entry in self.entries
            if entry.book == PRINCIPAL and entry.target in ("other parties", "vested", "lost")
        )

    def entered(self, entries: Iterable[Entry]) -> Books:
        """The books after further entries.

        Raises:
            UsufructError: ``G101`` for an account that a book does not have, or an amount that is none; ``G102`` for
                more than an account holds. Nothing is entered then.
        """
        books = self
        for entry in entries:
            books = books._with(entry)
        return books

    def _with(self, entry: Entry) -> Books:
        accounts = self.balances.get(entry.book, {})
        if not {entry.origin, entry.target} <= set(accounts) or entry.origin == entry.target or entry.amount <= 0:
            what = f"{entry.amount} cents from {entry.origin} to {entry.target}"
            raise refuse("G101", what, f"{entry.book}, {entry.cite}", "no such move", "name two accounts of the book")
        if accounts[entry.origin] < entry.amount:
            what = f"{entry.amount} cents are taken from {entry.origin}, which holds {accounts[entry.origin]}"
            raise refuse(
                "G102", what, f"{entry.book}, {entry.cite}", "no account falls below zero", "move what is there"
            )
        moved = {
            **accounts,
            entry.origin: accounts[entry.origin] - entry.amount,
            entry.target: accounts[entry.target] + entry.amount,
        }
        balances = MappingProxyType({**self.balances, entry.book: MappingProxyType(moved)})
        return replace(self, balances=balances, entries=(*self.entries, entry))


def open_books(principal: int, *, guarantees: int = 0, earnings: int = 0) -> Books:
    """Books at the start: all principal with the custodian and owed by it, all guarantees uncalled, nothing earned.

    Args:
        principal: cash of the central bank, in cents.
        guarantees: the most that guarantors can be asked for, in cents.
        earnings: what will be earned in the time the books cover, in cents.

    Raises:
        UsufructError: ``G101`` for an amount below zero.

    Example:
        >>> books = open_books(19_000)
        >>> books["principal", "custodian"], books.uncovered
        (19000, 0)
    """
    opening = {PRINCIPAL: principal, CLAIM: principal, GUARANTEES: guarantees, PROCEEDS: earnings}
    for book, amount in opening.items():
        if amount < 0:
            raise refuse("G101", f"{amount} cents", book, "a book opens with what is there", "give zero or more")
    return Books(
        MappingProxyType(
            {
                book: MappingProxyType({name: opening[book] if name == names[0] else 0 for name in names})
                for book, names in ACCOUNTS.items()
            }
        )
    )
