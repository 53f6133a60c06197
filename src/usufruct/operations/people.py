"""People who join, further keys and roles: put up by one person for another to approve.

The log holds a salted hash of who somebody is. The name lies in the side table from the proposal on, so that whoever
approves can see it, and nowhere else, so that it can be erased.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence

from usufruct.errors import Fault, UsufructError, refuse
from usufruct.ledger import State
from usufruct.ledger.bodies import Body, Grant, Identity, Key, Person
from usufruct.ledger.identity import plain_name
from usufruct.ledger.record import Order
from usufruct.ledger.rejection import Case
from usufruct.ledger.rules_people import grant, key, person
from usufruct.ledger.signing import key_id
from usufruct.ledger.stores.store import Identified
from usufruct.operations.tray import Sheet


def check_namesake(who: Identified, kept: Iterable[Identified]) -> None:
    """Refuse a name that stands for another pseudonym already: four eyes are two natural persons.

    Raises:
        UsufructError: ``O200``.
    """
    same = [each.person for each in kept if each.person != who.person and plain_name(each.name) == plain_name(who.name)]
    if same:
        remedy = "if it is a namesake, tell them apart in the name; if it is the same person, propose a key or a role"
        why = "four eyes are two natural persons, however many pseudonyms one of them has"
        raise refuse("O200", f"this name is kept for {same[0]}", f"person {who.person}", why, remedy)


def joining(state: State, new: Identity, publics: Sequence[str], roles: Sequence[str]) -> Sheet:
    """A person who joins, with keys and roles.

    Raises:
        UsufructError: ``L221`` and ``L222``, once for each thing that the ledger would refuse.
    """
    first = Person(new.person, new.identity)
    keys = [Key(new.person, public) for public in publics]
    grants = [Grant(new.person, role) for role in roles]
    case = _case(state, first)
    person(case, first)
    seen = copy.copy(state)
    seen.persons = {**state.persons, new.person: new.identity}
    seen.roles = {**state.roles, new.person: set()}
    _raise([*case.faults, *_faults(seen, [*keys, *grants])])
    lines = [f"{new.person} joins; the log holds a salted hash of the name, {new.identity[:16]}..."]
    lines += ["The name is kept beside the log: usufruct ledger people", *map(_told, keys), *map(_told, grants)]
    return Sheet("people", "\n".join(lines), (first, *keys, *grants))


def further(state: State, body: Key | Grant) -> Sheet:
    """A further key or role of a person who is there.

    Raises:
        UsufructError: ``L221`` or ``L222`` for what the ledger would refuse.
    """
    _raise(_faults(state, [body]))
    return Sheet("people", _told(body), (body,))


def _told(body: Key | Grant) -> str:
    if isinstance(body, Key):
        return f"{body.person} gets the key {key_id(body.public)}, public half {body.public}"
    return f"{body.person} gets the role {body.role}"


def _case(state: State, body: Body) -> Case:
    return Case(state, Order(body, "", "", ""))


def _faults(state: State, bodies: Sequence[Key | Grant]) -> list[Fault]:
    found: list[Fault] = []
    for body in bodies:
        case = _case(state, body)
        (key if isinstance(body, Key) else grant)(case, body)
        found += case.faults
    return found


def _raise(faults: Sequence[Fault]) -> None:
    if faults:
        raise UsufructError([Fault(each.code, each.what, "people", each.why, each.remedy) for each in faults])
