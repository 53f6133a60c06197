"""The founding of a ledger as people write it down: one TOML file.

Names stay outside the log: they become salted hashes, and go to the side table that can be erased.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from usufruct.errors import Fault, UsufructError, refuse
from usufruct.ledger.bodies import Amount, Genesis, Held, HeldKey, Identity, Quorum
from usufruct.ledger.identity import identify, identity_hash, plain_name
from usufruct.ledger.opening import read_note
from usufruct.ledger.stores.store import Identified

TEMPLATE: Final = """\
# The founding of a ledger. Each person makes a key with: usufruct ledger key --out FILE
ledger = "example.eu/ledger"          # origin line of its checkpoints, for ever
log_key = ""                          # public key that will sign the checkpoints

[[person]]
person = "p1"                         # pseudonym, as it stands in the log
name = ""                             # stays outside the log and can be erased
keys = [""]                           # public keys
roles = ["filer", "proposer", "payer", "registrar"]

[[person]]
person = "p2"
name = ""
keys = [""]
roles = ["approver", "verifier"]

# [[quorum]]                          # from an amount on, more than one approval;
#                                     # what one proposal moves in a currency is added up
# kind = "payment"
# asset = "EUR"
# above = "100000000"                 # minor units
# approvals = 2
"""
_PERSON: Final = {"person", "name", "identity", "keys", "roles"}
_QUORUM: Final = {"kind": str, "asset": str, "above": str, "approvals": int}


@dataclass(frozen=True, slots=True)
class Founding:
    """A founding as read.

    Attributes:
        genesis: the founding act.
        people: who its persons are, for the side table.
    """

    genesis: Genesis
    people: tuple[Identified, ...]


def read_founding(path: str | Path) -> Founding:
    """Read a founding from a TOML file.

    Raises:
        UsufructError: ``L331`` when it cannot be read; ``L334`` once for each thing that it lacks or has too many.
            Whether the founding is sound is decided when it is recorded.
    """
    try:
        given = tomllib.loads(read_note(path))
    except tomllib.TOMLDecodeError as problem:
        raise refuse(
            "L334",
            f"the file is not TOML: {problem}",
            str(path),
            "",
            "fill in the template that usufruct ledger init prints without --founding",
        ) from None
    faults = [Fault("L334", what, str(path), "", "see docs/ledger.md") for what in _faults(given)]
    if faults:
        raise UsufructError(faults)
    people = given["person"]
    named = {each["person"]: identify(each["person"], each["name"]) for each in people if "name" in each}
    genesis = Genesis(
        given["ledger"],
        given["log_key"],
        tuple(Identity(who := each["person"], each.get("identity") or identity_hash(named[who])) for each in people),
        tuple(HeldKey(each["person"], public) for each in people for public in each["keys"]),
        tuple(Held(each["person"], role) for each in people for role in each["roles"]),
        tuple(
            Quorum(each["kind"], each["asset"], Amount(int(each["above"])), each["approvals"])
            for each in given.get("quorum", [])
        ),
    )
    return Founding(genesis, tuple(named.values()))


def _faults(given: Mapping[str, Any]) -> Iterator[str]:
    for name in ("ledger", "log_key"):
        if not isinstance(given.get(name), str) or not given[name]:
            yield f"{name} is missing, empty, or no text"
    for name in sorted(given.keys() - {"ledger", "log_key", "person", "quorum"}):
        yield f"there is no key {name!r:.40}"
    people, quorums = given.get("person", []), given.get("quorum", [])
    if not _tables(people) or not _tables(quorums):
        yield "persons and quorums are tables, each under [[person]] or [[quorum]]"
        return
    for number, each in enumerate(people, start=1):
        yield from (f"person {number}: {what}" for what in _person_faults(each))
    names = [plain_name(each["name"]) for each in people if isinstance(each.get("name"), str) and each["name"]]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        yield f"{name!r:.60} stands twice: four eyes are two natural persons; tell namesakes apart in their names"
    for number, each in enumerate(quorums, start=1):
        right = set(each) == set(_QUORUM) and all(type(each[name]) is kind for name, kind in _QUORUM.items())
        if not right or not each["above"].isdecimal():
            yield f'quorum {number}: it has kind, asset, above (digits as text, such as "100") and approvals (a number)'


def _person_faults(each: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(each.keys() - _PERSON):
        yield f"there is no key {name!r:.40}"
    if not isinstance(each.get("person"), str):
        yield "person, the pseudonym, is missing or no text"
    if ("name" in each) == ("identity" in each):
        yield "either name or identity (its salted hash) is needed, and not both"
    if not all(isinstance(each.get(name, ""), str) for name in ("name", "identity")) or each.get("name") == "":
        yield "name or identity is empty or no text"
    for name in ("keys", "roles"):
        values = each.get(name)
        if not isinstance(values, list) or not values or not all(isinstance(value, str) for value in values):
            yield f"{name} is a list of texts"


def _tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)
