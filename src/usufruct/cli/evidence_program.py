"""The commands about evidence packs and their options; nothing else is imported here."""

from __future__ import annotations

from typing import Annotated

import typer

from usufruct.cli.ledger_program import SETTINGS, CheckpointFile, PolicyFile

evidence = typer.Typer(rich_markup_mode=None, context_settings=SETTINGS, no_args_is_help=True)
Once = list[str] | None


@evidence.command("pack")
def pack(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="A figure, such as payment:3, or record:12.")],
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="The new file of the pack.")],
    where: Annotated[
        str, typer.Option("--ledger", metavar="FILE|URL", help="Where it was booked; no record if left out.")
    ] = "",
    checkpoint: CheckpointFile = "",
    policy: PolicyFile = "",
    complete: Annotated[  # noqa: FBT002
        bool, typer.Option("--complete", help="With every record below the head: nothing can have been left out.")
    ] = False,
    record: Annotated[
        int | None, typer.Option("--record", min=0, metavar="N", help="Which record books it; by its address else.")
    ] = None,
    report: Annotated[Once, typer.Option("--report", metavar="FILE", help="The figure is one of this report.")] = None,
    as_of: Annotated[Once, typer.Option("--as-of", metavar="DATE", help="Use only what was known on that day.")] = None,
    facts_file: Annotated[Once, typer.Option("--facts", metavar="FILE", help="Add figures of your own.")] = None,
    read: Annotated[
        Once, typer.Option("--read", metavar="NAME=OPTION", help="How a silent point of the law is read.")
    ] = None,
    drafts: Annotated[Once, typer.Option("--with", metavar="FILE", help="Add a draft act. Reading it runs it.")] = None,
    scenario: Annotated[Once, typer.Option("--scenario", metavar="SCENARIO", help="Of a projected figure.")] = None,
    path: Annotated[int, typer.Option("--path", min=0, metavar="N", help="Which path of a projection.")] = 0,
) -> int:
    """Put a figure, everything behind it and where it was booked into one file that anybody can check."""
    from usufruct.cli import evidence_commands

    books = evidence_commands.Books(where, checkpoint, policy, complete, record)
    basis = evidence_commands.Basis(report, as_of, facts_file, read, drafts, scenario, path)
    return evidence_commands.pack(address, out, books, basis)


@evidence.command("verifier")
def verifier(
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="A new file; standard output if left out.")] = "",
) -> int:
    """Write the stand-alone verifier: one file for any Python from 3.9 on, that needs nothing of this program."""
    from usufruct.cli import evidence_commands

    return evidence_commands.verifier(out)
