"""``usufruct ledger`` about people: who is there, keys rotated or lost, names erased; nothing else is imported here."""

from __future__ import annotations

from typing import Annotated

import typer

from usufruct.cli.ledger_program import At, Json, KeyFile, Where, ledger

__all__ = ["ledger"]


@ledger.command("people")
def people(where: Where) -> int:
    """Show who is there: pseudonyms, names where this user may read them, roles and keys in force."""
    from usufruct.cli import ledger_people_commands

    return ledger_people_commands.people(where)


@ledger.command("rotate")
def rotate(
    where: Where,
    key: KeyFile,
    new: Annotated[str, typer.Option("--new", metavar="FILE", help="File of the new key: usufruct ledger key.")],
    at: At = "",
    json: Json = False,  # noqa: FBT002
) -> int:
    """Replace your key by a new one, signed with both. The old one signs nothing from here on."""
    from usufruct.cli import ledger_people_commands

    return ledger_people_commands.rotate(where, key, new, at, json)


@ledger.command("lost")
def lost(
    where: Where,
    lost_key: Annotated[str, typer.Argument(metavar="KEYID", help="Id of the key: usufruct ledger people.")],
    key: KeyFile,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="In a few words.")],
    at: At = "",
    json: Json = False,  # noqa: FBT002
) -> int:
    """Declare a key lost or stolen, as its person with another key, or as registrar."""
    from usufruct.cli import ledger_people_commands

    return ledger_people_commands.lost(where, lost_key, key, reason, at, json)


@ledger.command("erase")
def erase(
    where: Where,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="The pseudonym, as it stands in the log.")],
    backup: Annotated[  # noqa: FBT002
        bool, typer.Option("--backup", help="The ledger is a backup: erase somebody too who had a role then.")
    ] = False,
) -> int:
    """Erase the name and the salt of a person from this ledger. The log stays whole, and nothing brings them back."""
    from usufruct.cli import ledger_people_commands

    return ledger_people_commands.erase(where, person, backup)
