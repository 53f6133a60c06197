"""People, their keys and their roles. One person may hold several keys and still counts once."""

from __future__ import annotations

import re
from typing import Any, Final

from usufruct.ledger.bodies import ROLES
from usufruct.ledger.rejection import Case
from usufruct.ledger.signing import is_public, is_signed, key_id

PSEUDONYM: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
HASH: Final = re.compile(r"[0-9a-f]{64}")
POSSESSION: Final = "application/vnd.usufruct.possession"
"""DSSE payload type with which a new key shows that its holder has the private half."""


def check_identity(case: Case, identity: str) -> None:
    """An identity in the log is a hash; the same natural person cannot join twice under two pseudonyms."""
    case.check(HASH.fullmatch(identity) is not None, "L221", "an identity is a salted hash of 64 hexadecimal digits")


def person(case: Case, body: Any) -> None:
    """A person joins if the pseudonym is new and the identity is not another one's."""
    case.check(PSEUDONYM.fullmatch(body.person) is not None, "L221", f"{body.person!r:.40} is no pseudonym")
    check_identity(case, body.identity)
    known = body.person in case.state.persons or body.identity in case.state.persons.values()
    case.check(not known, "L221", f"{body.person!r:.40} or this identity is known already")


def _check_new_key(case: Case, public: str) -> bool:
    if not case.check(is_public(public), "L222", "this is no public key of Ed25519 in base64"):
        return False
    known = key_id(public) in case.state.keys or public == case.state.log_key
    return case.check(not known, "L222", "this public key is known already", "a key has one holder")


def key(case: Case, body: Any) -> None:
    """A known person gets a further key that nobody holds."""
    case.check(body.person in case.state.persons, "L221", f"nobody is called {body.person!r:.40}")
    _check_new_key(case, body.public)


def grant(case: Case, body: Any) -> None:
    """A known person gets a role that it does not have."""
    held = case.state.roles.get(body.person)
    if case.check(held is not None, "L221", f"nobody is called {body.person!r:.40}") and held is not None:
        fits = body.role in ROLES and body.role not in held
        case.check(
            fits, "L221", f"{body.person} cannot get the role {body.role!r:.40}", "", f"roles: {', '.join(ROLES)}"
        )


def revoke(case: Case, body: Any) -> None:
    """A person loses a role that it has, unless nobody could approve any more."""
    held = case.state.roles.get(body.person, set())
    case.check(body.role in held, "L221", f"{body.person!r:.40} does not have the role {body.role!r:.40}")
    if body.role == "approver":
        armed = {each.person for each in case.state.keys.values() if each.in_force}
        left = [who for who, roles in case.state.roles.items() if "approver" in roles and who in armed]
        enough = len(set(left) - {body.person}) >= 2
        why = "fewer than two approvers would be left, and nothing could be mended any more"
        case.check(
            enough, "L223", f"{body.person} is needed as approver", why, "grant the role to another person first"
        )


def rotate(case: Case, body: Any) -> None:
    """The holder replaces the key that signs this order."""
    case.check(body.key == case.order.by, "L205", "a key is rotated by its own signature")
    if _check_new_key(case, body.public):
        proven = is_signed(body.key.encode("ascii", "replace"), body.public, body.proof, POSSESSION)
        case.check(proven, "L208", "the new key did not sign", "its holder must have it", "sign the old id with it")


def lost(case: Case, body: Any) -> None:
    """A key is out of force; its own person or a registrar says so."""
    held = case.state.keys.get(body.key)
    if case.check(held is not None and held.in_force, "L205", f"no key {body.key!r:.40} is in force") and held:
        may = held.person == case.person or "registrar" in case.state.roles[case.person]
        case.check(may, "L206", f"{case.person} cannot declare a key of {held.person} lost")
