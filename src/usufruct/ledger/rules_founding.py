"""The founding of a ledger: at least two people, so that nobody begins alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from usufruct.ledger.bodies import ROLES, Genesis
from usufruct.ledger.quorum import AMOUNTS, APPROVED
from usufruct.ledger.rejection import Case
from usufruct.ledger.rules_book import ASSET
from usufruct.ledger.rules_people import PSEUDONYM, PSEUDONYM_FORM, can_mend, check_identity
from usufruct.ledger.signing import is_public

_ROLES_OF_FOUNDERS: Final = f"give founders roles, of these: {', '.join(ROLES)}"
_ORIGIN: Final = re.compile(r"[a-z0-9][a-z0-9./_-]{2,99}")


def genesis(case: Case, body: Genesis) -> Mapping[str, Any] | None:
    """Found the ledger if two different people can propose and approve from the first day."""
    check = case.check
    check(
        _ORIGIN.fullmatch(body.ledger) is not None,
        "L221",
        f"{body.ledger!r:.60} cannot name a ledger",
        "",
        "write 3 to 100 small letters, digits and . / _ -, such as example.eu/ledger",
    )
    check(is_public(body.log_key), "L222", "the key of the log is no public key")
    people = [who.person for who in body.persons]
    check(
        len(set(people)) == len(people),
        "L221",
        "a person stands twice",
        "",
        "name each person once, with all keys and roles",
    )
    identities = [who.identity for who in body.persons]
    same = "two founders have the same identity"
    why = "four eyes are two natural persons, however many pseudonyms one of them has"
    check(len(set(identities)) == len(identities), "L221", same, why, "name each natural person once")
    for who in body.persons:
        check(
            PSEUDONYM.fullmatch(who.person) is not None,
            "L221",
            f"{who.person!r:.40} is no pseudonym",
            "",
            PSEUDONYM_FORM,
        )
        check_identity(case, who.identity)
    publics = [held.public for held in body.keys]
    check(
        len({*publics, body.log_key}) == len(publics) + 1,
        "L222",
        "a public key stands twice",
        "",
        "give each person and the log a key of their own: usufruct ledger key --out FILE",
    )
    for held in body.keys:
        check(
            held.person in people,
            "L221",
            f"the key of {held.person!r:.40}, who is not among the founders",
            "",
            "name that person among the founders, or leave the key out",
        )
        check(is_public(held.public), "L222", f"what {held.person!r:.40} brings is no public key")
    for grant in body.grants:
        check(
            grant.person in people and grant.role in ROLES,
            "L221",
            f"{grant.person!r:.40} as {grant.role!r:.40}",
            "",
            _ROLES_OF_FOUNDERS,
        )
    armed = {held.person for held in body.keys}
    proposers, approvers = (
        {grant.person for grant in body.grants if grant.role == role and grant.person in armed}
        for role in ("proposer", "approver")
    )
    _check_quorums(case, body, proposers, approvers)
    two = can_mend(proposers, approvers, 1)
    check(two, "L223", "no two founders could propose and approve", "four eyes", "name a proposer and another approver")
    return None


def _check_quorums(case: Case, body: Genesis, proposers: set[str], approvers: set[str]) -> None:
    for rule in body.quorums:
        known = rule.kind in APPROVED or rule.kind == "*"
        counts = rule.above == 0 or rule.kind in AMOUNTS
        named = rule.asset == "*" or ASSET.fullmatch(rule.asset) is not None
        sound = known and counts and named and rule.above >= 0 and 1 <= rule.approvals <= 20
        remedy = "ask for 1 to 20 approvals of a known kind, from an amount on only where it moves one, of EUR or *"
        case.check(sound, "L224", f"{tuple(rule)} is no rule of quorum", "it would never apply", remedy)
        if sound and can_mend(proposers, approvers, 1):
            what = f"no founder finds {rule.approvals} approvers besides itself for {rule.kind}"
            why = "what it is about could never be recorded"
            met = can_mend(proposers, approvers, rule.approvals)
            case.check(met, "L224", what, why, "ask for fewer, or name more approvers")
