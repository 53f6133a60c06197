"""What records say of people, their keys and their roles; the founding, which has the first of them."""

from __future__ import annotations

import msgspec

from usufruct.ledger.body_rows import Held, HeldKey, Identity, Quorum


class Genesis(msgspec.Struct, frozen=True, gc=False):
    """The founding act: who is there, what each may do, how many must agree.

    Attributes:
        ledger: name of the ledger; the origin line of its checkpoints.
        log_key: public key (base64) that signs the checkpoints.
        persons: at least two natural persons.
        keys: their public keys.
        grants: their roles.
        quorums: what needs more than one approval; releases of principal always need two or more.
    """

    ledger: str
    log_key: str
    persons: tuple[Identity, ...]
    keys: tuple[HeldKey, ...]
    grants: tuple[Held, ...]
    quorums: tuple[Quorum, ...] = ()


class Person(msgspec.Struct, frozen=True, gc=False):
    """A natural person joins."""

    person: str
    identity: str


class Key(msgspec.Struct, frozen=True, gc=False):
    """A person gets a further public key."""

    person: str
    public: str


class Grant(msgspec.Struct, frozen=True, gc=False):
    """A person gets a role."""

    person: str
    role: str


class Revoke(msgspec.Struct, frozen=True, gc=False):
    """A person loses a role, at once and without approval: taking away is the safe direction."""

    person: str
    role: str
    reason: str


class Rotate(msgspec.Struct, frozen=True, gc=False):
    """The holder of a key replaces it, signing with the old one; ``proof`` is by the new key over ``key``."""

    key: str
    public: str
    proof: str


class Lost(msgspec.Struct, frozen=True, gc=False):
    """A key is lost or stolen: nothing it signs counts from here on, nor its approvals not yet used."""

    key: str
    reason: str
