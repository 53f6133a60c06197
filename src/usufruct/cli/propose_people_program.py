"""``usufruct propose`` of people, keys, roles, currencies and releases of principal; nothing else is imported here."""

from __future__ import annotations

from typing import Annotated

import typer

from usufruct.cli.propose_program import At, Custodian, Expires, Json, Key, Ledger, On, Reason, Tray, propose

__all__ = ["propose"]

Person = Annotated[str, typer.Argument(metavar="PERSON", help="The pseudonym, as it stands in the log.")]


@propose.command("person")
def person(
    who: Person,
    ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "",
    name: Annotated[str, typer.Option("--name", metavar="TEXT", help="Stays beside the log and can be erased.")] = "",
    public: Annotated[
        list[str] | None, typer.Option("--public", metavar="KEY", help="Public half of a key of that person.")
    ] = None,
    role: Annotated[list[str] | None, typer.Option("--role", metavar="ROLE", help="What that person may do.")] = None,
    expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """A natural person who joins, with keys and roles."""
    from usufruct.cli import operation_desk, propose_people_commands

    place = operation_desk.Place(ledger, key, tray, at)
    return propose_people_commands.person(place, who, name, public or [], role or [], expires, json)


@propose.command("key")
def further_key(
    who: Person,
    public: Annotated[str, typer.Argument(metavar="KEY", help="Its public half: usufruct ledger key prints it.")],
    ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "",
    expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """A further key of a person who is there."""
    from usufruct.cli import operation_desk, propose_people_commands

    return propose_people_commands.key(operation_desk.Place(ledger, key, tray, at), who, public, expires, json)


@propose.command("role")
def further_role(
    who: Person,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="Such as approver.")],
    ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "",
    expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """A further role of a person who is there."""
    from usufruct.cli import operation_desk, propose_people_commands

    return propose_people_commands.role(operation_desk.Place(ledger, key, tray, at), who, role, expires, json)


@propose.command("holding")
def holding(
    code: Annotated[str, typer.Argument(metavar="CODE", help="Such as USD.")],
    ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "", custodian: Custodian = "",
    expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Accounts of principal in a currency that a custodian did not report before."""
    from usufruct.cli import operation_desk, propose_people_commands

    return propose_people_commands.holding(operation_desk.Place(ledger, key, tray, at), code, custodian, expires, json)


@propose.command("law-release")
def law_release(
    amount: Annotated[str, typer.Argument(metavar="CODE=AMOUNT", help="Such as EUR=1000000.00.")],
    ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "", on: On = "", custodian: Custodian = "",
    act: Annotated[str, typer.Option("--act", metavar="ACT", help="CELEX number or ELI of the act.")] = "",
    article: Annotated[str, typer.Option("--article", metavar="TEXT", help="The place in it.")] = "",
    reason: Reason = "", expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Principal that an act of law releases; once more, to book it."""
    from usufruct.cli import operation_desk, propose_people_commands

    place = operation_desk.Place(ledger, key, tray, at, on)
    return propose_people_commands.law_release(place, amount, custodian, (act, article, reason), expires, json)
