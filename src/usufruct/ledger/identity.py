"""Who the people of a log are: a salted hash inside the records, the name and the salt outside of them.

With name and salt one can show that a pseudonym is a person. Once they are erased, the hash says nothing.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata

from usufruct.ledger.bodies_people import Person
from usufruct.ledger.record import content_digest
from usufruct.ledger.state import State
from usufruct.ledger.stores.store import Identified


def identity_hash(who: Identified) -> str:
    """Return the salted hash that stands in the log.

    Example:
        >>> identity_hash(Identified("p1", "00" * 32, "A. Person"))[:16]
        '75ac3b169de59840'
    """
    salt, name = bytes.fromhex(who.salt), who.name.encode("utf-8")
    return hashlib.scrypt(name, salt=salt, n=2**12, r=8, p=1, dklen=32).hex()


def explained(state: State, who: Identified) -> bool:
    """Say whether a row of the side table is what the log says: of a person of it, or of one that was proposed."""
    try:
        found = identity_hash(who)
    except ValueError:  # a salt that is no hexadecimal, a name that is no text
        return False
    known = state.persons.get(who.person)
    if known is not None:
        return known == found
    asked = content_digest(Person(who.person, found))
    return any(item.digest == asked for each in state.proposals.values() for item in each.body.items)


def plain_name(name: str) -> str:
    """Return a name as names are compared: whatever the case, the spaces and the form of its letters.

    Example:
        >>> plain_name("  Zo\u00eb  EXAMPLE ") == plain_name("Zoe\u0308 Example")
        True
    """
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).split())


def identify(person: str, name: str) -> Identified:
    """Return a person's pseudonym and name with a fresh salt of 32 bytes."""
    return Identified(person, secrets.token_hex(32), name)
