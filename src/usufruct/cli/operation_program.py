"""The commands of the half-year and the demonstration, and their options; nothing else is imported here."""

from __future__ import annotations

from typing import Annotated

import typer

from usufruct.cli.propose_people_program import propose
from usufruct.cli.propose_program import (
    SETTINGS,
    At,
    Custodian,
    Expires,
    Half,
    Json,
    Key,
    Ledger,
    On,
    Reason,
    Report,
    Tray,
)

Banks = Annotated[str, typer.Option("--banks", metavar="FILE.toml", help="Bank accounts of the mechanism and payees.")]
Public = Annotated[bool, typer.Option("--public", help="Only what the public may read: sealed periods, no texts.")]
Filing = Annotated[int, typer.Argument(metavar="FILING", min=0, help="Number of the record of the report.")]
Proposal = Annotated[int, typer.Argument(metavar="PROPOSAL", min=0, help="Number of the record of the proposal.")]

demo = typer.Typer(rich_markup_mode=None, context_settings=SETTINGS, no_args_is_help=True)


def file(
    report: Report, ledger: Ledger = "", key: Key = "", at: At = "", custodian: Custodian = "",
    period: Annotated[
        str, typer.Option("--period", metavar="PERIOD", help="Such as 2025-H1; a year for audited accounts.")
    ] = "",
    principal: Annotated[
        list[str] | None, typer.Option("--principal", metavar="CODE=AMOUNT", help="Assets held at its end.")
    ] = None,
    states: Annotated[
        list[str] | None,
        typer.Option("--states", metavar="LINE=AMOUNT", help="net_profit, contribution, retention, due."),
    ] = None,
    json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """File a custodian's interim report or audited accounts, signed."""
    from usufruct.cli import operation_commands, operation_desk

    place = operation_desk.Place(ledger, key, "", at)
    return operation_commands.file(place, report, period, custodian, principal, states, json)


def verify_filing(
    filing: Filing, report: Report, ledger: Ledger = "", key: Key = "", at: At = "",
    verdict: Annotated[
        str, typer.Option("--verdict", metavar="WORD", help="accepted or rejected; by the differences if left out.")
    ] = "",
    json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Recompute a filed report from the law, line by line, and sign the verdict."""
    from usufruct.cli import operation_commands, operation_desk

    return operation_commands.verify_filing(operation_desk.Place(ledger, key, "", at), filing, report, verdict, json)


def notice(
    entry: Annotated[str, typer.Argument(metavar="WHAT", help="Such as 'extra retention', objection, request.")],
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="What was received; its SHA-256 is kept.")],
    ledger: Ledger = "", key: Key = "", at: At = "", custodian: Custodian = "",
    about: Annotated[str, typer.Option("--about", metavar="TEXT", help="A year, a quarter or a vintage.")] = "",
    received: Annotated[str, typer.Option("--received", metavar="INSTANT", help="When; now if left out.")] = "",
    answers: Annotated[int, typer.Option("--answers", metavar="NOTICE", help="Which decision it answers.")] = -1,
    remaining: Annotated[
        list[str] | None, typer.Option("--remaining", metavar="LENDER=AMOUNT", help="Still due to it, in euro.")
    ] = None,
    unspent: Annotated[
        list[str] | None, typer.Option("--unspent", metavar="LENDER=AMOUNT", help="Kept from earlier payments.")
    ] = None,
    json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Take in a decision of a supervisor, an objection, a report or a request, and count what runs from it."""
    from usufruct.cli import notice_commands, operation_desk

    place = operation_desk.Place(ledger, key, "", at)
    return notice_commands.notice(place, entry, document, about, received, custodian, answers, remaining, unspent, json)


def call(
    period: Half, report: Report, ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "", on: On = "",
    custodian: Custodian = "", expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Propose the debit note on the profits of a half-year."""
    from usufruct.cli import operation_commands, operation_desk

    place = operation_desk.Place(ledger, key, tray, at, on)
    return operation_commands.call(place, period, report, custodian, expires, json)


def approve(
    proposal: Proposal, ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "",
    reject: Annotated[bool, typer.Option("--reject", help="Reject it.")] = False,  # noqa: FBT002
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Withdraw it, as its maker.")] = False,  # noqa: FBT002
    show: Annotated[bool, typer.Option("--show", help="Show what it says and decide nothing.")] = False,  # noqa: FBT002
    json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Approve a proposal as another person than its maker; it is carried out with the last approval."""
    from usufruct.cli import operation_commands, operation_desk
    from usufruct.cli.ending import usage

    if reject + withdraw + show > 1:
        raise usage("a proposal has one verdict", "approve", "give one of --reject, --withdraw and --show")
    verdict = "reject" if reject else "withdraw" if withdraw else "approve"
    return operation_commands.approve(operation_desk.Place(ledger, key, tray, at), proposal, verdict, show, json)


def pay(
    ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "", on: On = "", banks: Banks = "",
    refund: Annotated[int, typer.Option("--refund", metavar="JOURNAL", help="Send back what it put in suspense.")] = -1,
    to: Annotated[str, typer.Option("--to", metavar="PARTY", help="To whom a refund goes, as in the file.")] = "",
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="PARTY", help="Pay this party and no other that is owed.")
    ] = None,
    write: Annotated[str, typer.Option("--write", metavar="FILE.xml", help="Write the message, pain.001.")] = "",
    proposal: Annotated[int, typer.Option("--proposal", metavar="NUMBER", help="Whose message is written.")] = -1,
    rejected: Annotated[int, typer.Option("--rejected", metavar="PAYMENT", help="The bank rejected it.")] = -1,
    report: Annotated[str, typer.Option("--report", metavar="FILE.xml", help="In which it does so, pain.002.")] = "",
    reason: Reason = "", expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Propose payments of all that is owed; once approved, write the message for the bank."""
    from usufruct.cli import operation_commands, operation_desk
    from usufruct.cli.ending import usage

    place = operation_desk.Place(ledger, key, tray, at, on)
    if rejected >= 0:
        return operation_commands.rejected(place, rejected, report, reason, json)
    if bool(write) != (proposal >= 0):
        raise usage(
            "a message is that of a proposal", "--write", "give --write FILE.xml and --proposal NUMBER together"
        )
    if write:
        return operation_commands.write_message(place, proposal, write, json)
    if (refund >= 0) != bool(to):
        raise usage("a refund goes to a party", "--refund", "give --refund JOURNAL and --to PARTY together")
    if refund >= 0 and only:
        raise usage("a refund goes to one party", "--only", "leave --only out: --to names the party")
    return operation_commands.pay(place, banks, refund, to, only or (), expires, json)


def reconcile(
    statement: Annotated[
        list[str], typer.Argument(metavar="FILE.xml...", help="A bank statement, camt.053; all its pages at once.")
    ],
    ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "", banks: Banks = "",
    rate: Annotated[str, typer.Option("--rate", metavar="FIGURE", help="Units of the currency for one euro.")] = "",
    proof: Annotated[str, typer.Option("--proof", metavar="FILE", help="What shows that rate.")] = "",
    json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Take a bank statement; again after its journals were approved, to match their entries."""
    from usufruct.cli import operation_desk, reconcile_commands

    return reconcile_commands.reconcile(
        operation_desk.Place(ledger, key, tray, at), statement, banks, rate, proof, json
    )


def statement(
    party: Annotated[str, typer.Argument(metavar="PARTY", help="Such as us, peace-facility, or a custodian.")],
    ledger: Ledger = "", at: At = "",
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="The last day that counts.")] = "",
    public: Public = False,  # noqa: FBT002
    json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Show a party every movement on its accounts."""
    from usufruct.cli import operation_commands, operation_desk

    return operation_commands.statement(operation_desk.Place(ledger, "", "", at), party, until, public, json)


def inbox(
    ledger: Ledger = "", at: At = "", on: On = "",
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="Of one role only.")] = "",
    ahead: Annotated[int, typer.Option("--ahead", min=0, max=3660, metavar="DAYS", help="How far to look ahead.")] = 60,
    json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """List what each role has to do, with days left or overdue."""
    from usufruct.cli import operation_commands, operation_desk

    return operation_commands.inbox(operation_desk.Place(ledger, "", "", at, on), role, ahead, json)


@demo.command("operations")
def demo_operations(
    ledger: Annotated[
        str, typer.Option("--ledger", metavar="FILE|URL", help="Keep it there; in memory if left out.")
    ] = "",
    basis: Annotated[
        str, typer.Option("--amounts", metavar="WORD", help="computed by the law, or received as the Union printed.")
    ] = "computed",
    payments: Annotated[int, typer.Option("--payments", min=1, max=4, metavar="N", help="How many are played.")] = 4,
    folder: Annotated[
        str, typer.Option("--files", metavar="FOLDER", help="Write keys, bank accounts and reports, to go on by hand.")
    ] = "",
    json: Json = False,  # noqa: FBT002
) -> int:
    """Play the four real half-years with two people, and show the books."""
    from usufruct.cli import demo_commands

    return demo_commands.operations(ledger, basis, payments, folder, json)


@demo.command("bank")
def demo_bank(
    out: Annotated[str, typer.Argument(metavar="FILE.xml", help="A new file.")],
    ledger: Ledger = "", on: On = "",
    unknown: Annotated[str, typer.Option("--unknown", metavar="AMOUNT", help="Euro from nobody knows whom.")] = "",
) -> int:  # fmt: skip
    """Write the bank statement (camt.053) in which everything open is paid, to go on by hand without a bank."""
    from usufruct.cli import demo_commands, operation_desk

    return demo_commands.bank(operation_desk.Place(ledger, on=on), out, unknown)


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    for name, function in (
        ("file", file),
        ("verify-filing", verify_filing),
        ("notice", notice),
        ("call", call),
        ("approve", approve),
        ("pay", pay),
        ("reconcile", reconcile),
        ("statement", statement),
        ("inbox", inbox),
    ):
        app.command(name)(function)
    app.add_typer(propose, name="propose", help="Put an order up for approval by another person.")
    app.add_typer(demo, name="demo", help="Demonstrations that need nothing but this program.")
