"""The commands about the ledger and their options; nothing else is imported here."""

from __future__ import annotations

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Write one JSON document.")]
Where = Annotated[
    str,
    typer.Option(
        "--ledger", metavar="FILE|URL", envvar="USUFRUCT_LEDGER", help="The ledger: a file, or postgresql://..."
    ),
]
At = Annotated[str, typer.Option("--at", metavar="INSTANT", help="Such as 2025-07-28T09:30:00Z; now if left out.")]
KeyFile = Annotated[str, typer.Option("--key", metavar="FILE", help="File of a private key.")]
Account = Annotated[str, typer.Argument(metavar="[ACCOUNT]", help="A path, or the beginning of one.")]
Public = Annotated[bool, typer.Option("--public", help="Only what the public may read: sealed periods.")]
UpTo = Annotated[str, typer.Option("--on", metavar="DATE", help="Only what counts up to that day.")]
CheckpointFile = Annotated[
    str, typer.Option("--checkpoint", metavar="FILE", help="A signed head kept outside of the ledger.")
]
CheckpointFiles = Annotated[
    list[str] | None,
    typer.Option("--checkpoint", metavar="FILE", help="A signed head kept elsewhere; may be given several times."),
]
PolicyFile = Annotated[
    str, typer.Option("--policy", metavar="FILE", help="Whose signatures a checkpoint needs: log, witnesses, quorum.")
]
LastFile = Annotated[
    str, typer.Option("--last", metavar="FILE", help="Where the last head signed is kept; beside the key if left out.")
]
SETTINGS = {"help_option_names": ["--help", "-h"]}

ledger = typer.Typer(rich_markup_mode=None, context_settings=SETTINGS, no_args_is_help=True)


@ledger.command("key")
def key(out: Annotated[str, typer.Option("--out", metavar="FILE", help="The new file of the key.")]) -> int:
    """Make a private key, and print its public half."""
    from usufruct.cli import ledger_commands

    return ledger_commands.key(out)


@ledger.command("init")
def init(
    where: Where,
    founding: Annotated[
        str, typer.Option("--founding", metavar="FILE.toml", help="Who is there; the template if left out.")
    ] = "",
    install: Annotated[  # noqa: FBT002
        bool, typer.Option("--install", help="Make roles and tables on the server first, as its administrator.")
    ] = False,
    at: At = "",
    json: Json = False,  # noqa: FBT002
) -> int:
    """Found a ledger: at least two people, their keys and roles, and the key of the log."""
    from usufruct.cli import ledger_commands

    return ledger_commands.init(where, founding, install, at, json)


@ledger.command("post")
def post(
    where: Where,
    order: Annotated[str, typer.Argument(metavar="[FILE]", help="Orders as JSON; - for standard input.")] = "-",
    key: KeyFile = "",
    at: At = "",
    json: Json = False,  # noqa: FBT002
) -> int:
    """Record orders, signed with the key of the person who orders. A retry is recorded once."""
    from usufruct.cli import ledger_commands

    return ledger_commands.post(where, order, key, at, json)


@ledger.command("balance")
def balance(
    where: Where,
    account: Account = "",
    on: UpTo = "",
    public: Public = False,  # noqa: FBT002
    json: Json = False,  # noqa: FBT002
) -> int:
    """Show the balance of an account, or of all under a path."""
    from usufruct.cli import ledger_commands

    return ledger_commands.balance(where, account, on, public, json)


@ledger.command("journal")
def journal(
    where: Where,
    account: Account = "",
    period: Annotated[str, typer.Option("--period", metavar="NAME", help="Only those of a period.")] = "",
    json: Json = False,  # noqa: FBT002
) -> int:
    """List what was booked, in order, with what it rests on."""
    from usufruct.cli import ledger_commands

    return ledger_commands.journal(where, account, period, json)


@ledger.command("trial-balance")
def trial_balance(
    where: Where,
    on: UpTo = "",
    public: Public = False,  # noqa: FBT002
    json: Json = False,  # noqa: FBT002
) -> int:
    """Show every account with its gross totals, and that each book adds up to zero."""
    from usufruct.cli import ledger_commands

    return ledger_commands.trial_balance(where, on, public, json)


@ledger.command("seal")
def seal(
    where: Where,
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="A closed period.")],
    at: At = "",
    json: Json = False,  # noqa: FBT002
) -> int:
    """Seal a closed period: its trial balance becomes a root against which one balance can be proven."""
    from usufruct.cli import ledger_commands

    return ledger_commands.seal(where, period, at, json)


@ledger.command("checkpoint")
def checkpoint(
    where: Where,
    key: KeyFile,
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="A new file; standard output if left out.")] = "",
    last: LastFile = "",
    at: At = "",
) -> int:
    """Sign the head of the log. Give it to people outside: it shows a cut tail and a restored old backup."""
    from usufruct.cli import ledger_proof_commands

    return ledger_proof_commands.checkpoint(where, key, out, last, at)


@ledger.command("witness")
def witness(
    where: Where,
    note: Annotated[str, typer.Argument(metavar="CHECKPOINT", help="A signed head of the log.")],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Name of the witness, without spaces.")],
    log: Annotated[str, typer.Option("--log", metavar="KEY", help="The log's key line, name+id+base64.")],
    key: KeyFile,
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="A new file; standard output if left out.")] = "",
    last: LastFile = "",
    at: At = "",
) -> int:
    """Cosign a head that extends the last one that this witness saw."""
    from usufruct.cli import ledger_proof_commands

    return ledger_proof_commands.witness(where, note, name, log, key, out, last, at)


@ledger.command("timestamp")
def timestamp(
    checkpoint: Annotated[str, typer.Option("--checkpoint", metavar="FILE", help="A signed head.")],
    request: Annotated[
        str, typer.Option("--request", metavar="FILE", help="A new file: what to send to an authority (RFC 3161).")
    ] = "",
    reply: Annotated[
        str, typer.Option("--reply", metavar="FILE", help="What it answered; the one kept beside, if left out.")
    ] = "",
    roots: Annotated[
        str, typer.Option("--roots", metavar="FILE.pem", help="Certificates of the authorities you trust.")
    ] = "",
    intermediates: Annotated[
        str, typer.Option("--intermediates", metavar="FILE.pem", help="Certificates between those and the reply's.")
    ] = "",
) -> int:
    """Have an authority say when a checkpoint existed: make the request, check the reply. Nothing is sent."""
    from usufruct.cli import timestamp_commands

    return timestamp_commands.timestamp(checkpoint, request, reply, roots, intermediates)


@ledger.command("verify")
def verify_ledger(
    where: Where,
    checkpoints: CheckpointFiles = None,
    policy: PolicyFile = "",
    json: Json = False,  # noqa: FBT002
) -> int:
    """Read every byte again, hash and decide it again, and compare with a checkpoint from outside."""
    from usufruct.cli import ledger_proof_commands

    return ledger_proof_commands.verify(where, checkpoints, policy, json)


@ledger.command("prove")
def prove(
    where: Where,
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="Path of the account.")],
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="A sealed period, such as 2025-H1.")],
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="A new file; standard output if left out.")] = "",
    checkpoint: CheckpointFile = "",
) -> int:
    """Prove one balance at the end of a sealed period to its party, and nothing of the others."""
    from usufruct.cli import ledger_proof_commands

    return ledger_proof_commands.prove(where, account, period, out, checkpoint)


@ledger.command("check-proof")
def check_proof(
    proof: Annotated[str, typer.Argument(metavar="PROOF", help="The file of a proof.")],
    log: Annotated[str, typer.Option("--log", metavar="KEY", help="The log's key line, known otherwise.")] = "",
    policy: PolicyFile = "",
) -> int:
    """Check the proof of a balance without the ledger. Ends with 3 if it proves nothing."""
    from usufruct.cli import ledger_proof_commands

    return ledger_proof_commands.check_proof(proof, log, policy)


@ledger.command("rebuild")
def rebuild(
    where: Where,
    out: Annotated[
        str, typer.Option("--out", metavar="FILE|URL", help="Write the log with its tables built anew there.")
    ] = "",
    json: Json = False,  # noqa: FBT002
) -> int:
    """Build the tables from the log alone, and compare them with those that stand."""
    from usufruct.cli import ledger_proof_commands

    return ledger_proof_commands.rebuild(where, out, json)


@ledger.command("export")
def export(
    where: Where,
    table: Annotated[str, typer.Option("--table", metavar="NAME", help="One table as CSV, not the log.")] = "",
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="A new file; standard output if left out.")] = "",
) -> int:
    """Write the log: one record a line, exactly the bytes that are hashed."""
    from usufruct.cli import ledger_proof_commands

    return ledger_proof_commands.export(where, table, out)


@ledger.command("backup")
def backup(
    where: Where,
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="The new file of the backup.")],
    key: Annotated[
        str, typer.Option("--key", metavar="FILE", help="The log's private key; the last checkpoint if left out.")
    ] = "",
    last: LastFile = "",
    at: At = "",
) -> int:
    """Copy the ledger to a new file, verify the copy, and write a signed head beside it."""
    from usufruct.cli import ledger_proof_commands

    return ledger_proof_commands.backup(where, out, key, last, at)


@ledger.command("restore")
def restore(
    where: Where,
    path: Annotated[str, typer.Argument(metavar="BACKUP", help="The file of a backup.")],
    checkpoints: CheckpointFiles = None,
    policy: PolicyFile = "",
    accept_loss: Annotated[  # noqa: FBT002
        bool, typer.Option("--accept-loss", help="Restore it although a checkpoint shows that records are missing.")
    ] = False,
) -> int:
    """Build a ledger anew from a backup that agrees with its checkpoint. Nothing is overwritten."""
    from usufruct.cli import ledger_proof_commands

    return ledger_proof_commands.restore(where, path, checkpoints, policy, accept_loss)
