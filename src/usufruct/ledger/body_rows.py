"""The rows inside bodies, written as arrays; the unit of amounts; the words that some fields are limited to."""

from __future__ import annotations

from typing import Final, NamedTuple


class Amount(int):
    """Minor units of an account's scale; written as an integer string.

    A type of its own, so that a record cannot hold a bare number as an amount; what is computed from it is an int.

    Example:
        >>> Amount(250) - 50
        200
    """

    __slots__ = ()


ROLES: Final = ("filer", "verifier", "proposer", "approver", "payer", "registrar", "auditor")
BOOKS: Final = ("principal", "proceeds")
SIDES: Final = ("asset", "liability", "income", "expense", "equity")
STATUSES: Final = ("instructed", "accepted", "settled", "rejected", "returned")


class Identity(NamedTuple):
    """A natural person: pseudonym, and the salted hash of who it is."""

    person: str
    identity: str


class HeldKey(NamedTuple):
    """A person and one of its public keys (base64)."""

    person: str
    public: str


class Held(NamedTuple):
    """A person and one of its roles."""

    person: str
    role: str


class Quorum(NamedTuple):
    """How many approvals a kind needs from what a proposal moves upwards; ``*`` stands for every kind or asset."""

    kind: str
    asset: str
    above: Amount
    approvals: int


class Holding(NamedTuple):
    """An amount in one currency, such as what a custodian reports as principal."""

    asset: str
    amount: Amount


class Line(NamedTuple):
    """One figure of a filing, such as ``net_profit``."""

    name: str
    asset: str
    amount: Amount


class Difference(NamedTuple):
    """A figure as filed and as recomputed."""

    name: str
    asset: str
    filed: Amount
    recomputed: Amount


class Item(NamedTuple):
    """One thing proposed: the kind and content digest of the order to come, and its amount in each asset."""

    kind: str
    digest: str
    amounts: tuple[Holding, ...]


class Leg(NamedTuple):
    """One side of a journal: positive is a debit, negative a credit."""

    account: str
    amount: Amount


class Weight(NamedTuple):
    """A recipient's weight, in the stated order; a whole number or a fraction such as ``19/20``."""

    account: str
    weight: str


class BankLine(NamedTuple):
    """One entry of a bank statement: the bank's reference, signed amount, value day, end-to-end id."""

    reference: str
    amount: Amount
    value: str
    end_to_end: str
