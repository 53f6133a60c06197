"""People, their keys and their roles. One person may hold several keys and still counts once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from usufruct.ledger.bodies import ROLES, Item
from usufruct.ledger.quorum import approvals_needed
from usufruct.ledger.rejection import Case
from usufruct.ledger.signing import is_public, is_signed, key_id
from usufruct.ledger.state import State

PSEUDONYM: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
PSEUDONYM_FORM: Final = "write 1 to 40 small letters, digits and hyphens, such as cleo"
HASH: Final = re.compile(r"[0-9a-f]{64}")
POSSESSION: Final = "application/vnd.usufruct.possession"
"""DSSE payload type with which a new key shows that its holder has the private half."""


def check_identity(case: Case, identity: str) -> None:
    """An identity in the log is a hash; the same natural person cannot join twice under two pseudonyms."""
    case.check(
        HASH.fullmatch(identity) is not None,
        "L221",
        "an identity is a salted hash of 64 hexadecimal digits",
        "",
        "let usufruct propose person make it from the name, or give the 64 digits in small letters",
    )


def person(case: Case, body: Any) -> None:
    """A person joins if the pseudonym is new and the identity is not another one's."""
    case.check(
        PSEUDONYM.fullmatch(body.person) is not None, "L221", f"{body.person!r:.40} is no pseudonym", "", PSEUDONYM_FORM
    )
    check_identity(case, body.identity)
    known = body.person in case.state.persons or body.identity in case.state.persons.values()
    case.check(
        not known,
        "L221",
        f"{body.person!r:.40} or this identity is known already",
        "",
        "take another pseudonym; the same person gets a further key or role: usufruct propose key or role",
    )


def _check_new_key(case: Case, public: str) -> bool:
    if not case.check(is_public(public), "L222", "this is no public key of Ed25519 in base64"):
        return False
    known = key_id(public) in case.state.keys or public == case.state.log_key
    return case.check(
        not known,
        "L222",
        "this public key is known already",
        "a key has one holder",
        "make a new key, and give its public half: usufruct ledger key --out FILE",
    )


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
        if not case.check(enough, "L223", f"{body.person} is needed as approver", why, _OTHER_FIRST):
            return
    _check_mendable(case, (body.person, body.role), f"{body.person} is needed as {body.role!r:.40}", _OTHER_FIRST)


_OTHER_FIRST: Final = "grant the role to another person first: usufruct propose role"
_SPARE_FIRST: Final = (
    "if its holder still has it, usufruct ledger rotate puts it out of force at once; else give the person or another "
    "one a further key first: usufruct propose key"
)


def can_mend(makers: Iterable[str], approvers: set[str], needed: int) -> bool:
    """Say whether some maker finds as many approvers besides itself as are needed.

    Example:
        >>> can_mend({"p1"}, {"p1", "p2"}, 1), can_mend({"p1"}, {"p1"}, 1), can_mend({"p1"}, {"p1", "p2"}, 2)
        (True, False, False)
    """
    return any(len(approvers - {maker}) >= needed for maker in makers)


def _is_mendable(state: State, without: tuple[str, str] = ("", ""), lost: str = "") -> bool:
    """Say whether new people, keys and roles could be agreed on, without a role of somebody or without a key."""
    armed = {each.person for name, each in state.keys.items() if each.in_force and name != lost}
    makers, approvers = (
        {who for who in armed if role in state.roles[who] and (who, role) != without}
        for role in ("proposer", "approver")
    )
    needed = approvals_needed(state.quorums, [Item(kind, "", ()) for kind in ("person", "key", "grant")])
    return can_mend(makers, approvers, needed)


def _check_mendable(case: Case, without: tuple[str, str], what: str, remedy: str, lost: str = "") -> None:
    """Nobody ends a ledger alone: it is refused to take away what any new person, key or role needs."""
    ends = _is_mendable(case.state) and not _is_mendable(case.state, without, lost)
    case.check(not ends, "L223", what, "no new person, key or role could be agreed on any more, for ever", remedy)


def rotate(case: Case, body: Any) -> None:
    """The holder replaces the key that signs this order."""
    case.check(
        body.key == case.order.by,
        "L205",
        "a key is rotated by its own signature",
        "",
        "sign with the key that is replaced: usufruct ledger rotate --key OLD --new NEW",
    )
    if _check_new_key(case, body.public):
        proven = is_signed(body.key.encode("ascii", "replace"), body.public, body.proof, POSSESSION)
        case.check(proven, "L208", "the new key did not sign", "its holder must have it", "sign the old id with it")


def lost(case: Case, body: Any) -> None:
    """A key is out of force; its own person or a registrar says so, unless that would end the ledger.

    Whoever stole the one key that a ledger cannot do without moves nothing with it alone: four eyes hold.
    """
    held = case.state.keys.get(body.key)
    if (
        case.check(
            held is not None and held.in_force,
            "L205",
            f"no key {body.key!r:.40} is in force",
            "",
            "name a key that is in force: usufruct ledger people",
        )
        and held
    ):
        may = held.person == case.person or "registrar" in case.state.roles[case.person]
        case.check(
            may,
            "L206",
            f"{case.person} cannot declare a key of {held.person} lost",
            "",
            "have its holder declare it with another key, or a registrar: usufruct ledger lost KEYID",
        )
        what = f"key {body.key} is the last of {held.person}, who is needed to propose or to approve"
        _check_mendable(case, ("", ""), what, _SPARE_FIRST, body.key)
