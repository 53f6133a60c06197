"""What the commands about the people of a ledger do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usufruct.cli.clock import order_instant_of
from usufruct.cli.layout import text_of, wrapped
from usufruct.cli.ledger_commands import opened, print_text, write_document
from usufruct.errors import UsufructError, refuse

if TYPE_CHECKING:
    from usufruct.ledger.bodies import Body
    from usufruct.ledger.signing import SigningKey
    from usufruct.ledger.state import State


def people(where: str) -> int:
    """``usufruct ledger people``."""
    with opened(where) as found:
        kept = found.store.identities()
        names = {each.person: each.name for each in kept or ()}
        state = found.state
    unknown = "no name is kept here" if kept is not None else "the name is not for this user to read"
    blocks = [_person(state, who, names.get(who, unknown)) for who in state.persons]
    blocks += [
        [f"{who:<12}{name}", "            is no person of the log yet"]
        for who, name in names.items()
        if who not in state.persons
    ]
    hidden = [] if kept is not None else wrapped("Names are kept, and this user may not read them.")
    return print_text(text_of([[f"PEOPLE of {state.ledger}"], *blocks, hidden]))


def _person(state: State, who: str, name: str) -> list[str]:
    keys = [key for key, held in state.keys.items() if held.person == who and held.in_force]
    lines = [f"{who:<12}{name}"]
    lines += wrapped(", ".join(sorted(state.roles[who])) or "no role", indent=12)
    return lines + wrapped(f"keys {', '.join(keys)}" if keys else "no key in force", indent=12)


def rotate(where: str, key_path: str, new_path: str, at: str, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct ledger rotate``."""
    from usufruct.ledger.bodies import Rotate
    from usufruct.ledger.key_file import read_key_file
    from usufruct.ledger.rules_people import POSSESSION

    old, new = read_key_file(key_path), read_key_file(new_path)
    body = Rotate(old.id, new.public, new.sign(old.id.encode("ascii"), POSSESSION))
    said = (
        f"The key {old.id} is out of force and {new.id} in its place. Approvals that the old key gave and that are not "
        "used yet count no more: give them again."
    )
    return _signed(where, body, old, f"rotate:{old.id}:{new.id}", (at, said), as_json=as_json)


def lost(where: str, lost_key: str, key_path: str, reason: str, at: str, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct ledger lost``."""
    from usufruct.ledger.bodies import Lost
    from usufruct.ledger.key_file import read_key_file

    said = f"The key {lost_key} is out of force; its approvals that are not used yet count no more."
    own = read_key_file(key_path)
    try:
        return _signed(where, Lost(lost_key, reason), own, f"lost:{lost_key}", (at, said), as_json=as_json)
    except UsufructError as error:
        if "L201" not in {fault.code for fault in error.faults}:
            raise
    what, remedy = f"the key {lost_key} is lost already", "do nothing; usufruct ledger people shows the keys in force"
    raise refuse("O212", what, "ledger lost", "a key is lost once, with the reason that was given first", remedy)


def _signed(where: str, body: Body, key: SigningKey, idem: str, told: tuple[str, str], *, as_json: bool) -> int:
    """Record what one person may order alone, and say what it means."""
    from usufruct.ledger.codec import kind_of
    from usufruct.ledger.ordering import signed

    at, said = told
    moment = order_instant_of(at)
    with opened(where) as found:
        taken = found.post(signed(found.state.ledger, body, key, idem, moment))
        name = found.state.ledger
    if as_json:
        from usufruct.publish.ledger_document import posted_document

        return write_document(posted_document(name, [(taken.seq, kind_of(body), taken.again)], []))
    return print_text(text_of([wrapped(f"Record {taken.seq} of {name}. {said}")]))


def erase(where: str, person: str, backup: bool) -> int:  # noqa: FBT001
    """``usufruct ledger erase``."""
    with opened(where) as found:
        store = found.store
        if store.identified(person) is None:
            remedy = "usufruct ledger people shows whose names are kept"
            raise refuse("L340", f"no name is kept for {person!r:.40}", "ledger erase", "", remedy)
        roles = sorted(found.state.roles.get(person, ()))
        if roles and not backup:
            why = "while somebody decides, their name tells that no other pseudonym is the same person"
            remedy = "take the roles away first: usufruct ledger post; of a backup, say so: --backup"
            raise refuse("L341", f"{person} is {' and '.join(roles)} still", "ledger erase", why, remedy)
        store.forget(person)
    said = (
        f"The name and the salt of {person} are erased here; what the log holds is a hash that says nothing any more, "
        "and it stays whole. Erase them in every backup too: usufruct ledger erase takes the file of one. On a server, "
        "old pages go with its next vacuum, and its archived write-ahead log when that is thrown away."
    )
    return print_text(text_of([wrapped(said)]))
