"""The commands and their options. Nothing else is imported here, so that ``--help`` starts quickly."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from usufruct.cli.evidence_program import evidence
from usufruct.cli.ledger_people_program import ledger
from usufruct.cli.ledger_program import CheckpointFiles, PolicyFile
from usufruct.cli.operation_program import register
from usufruct.cli.options import SETTINGS, AsOf, Drafts, FactsFile, InScenario, Json, Known, Readings
from usufruct.cli.outlook_program import register as register_outlook


class SeriesOrCommand(TyperGroup):
    """A group whose first word may also be an argument of its command ``list``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put ``list`` in front of whatever is neither a command nor a call for help."""
        if not args or args[0] not in {*self.commands, "--help", "-h"}:
            args = ["list", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings=SETTINGS,
    help="What is owed under the law that channels the yields of immobilised Russian assets to Ukraine's support.",
    epilog="Exit codes: 0 ok, 1 failure, 2 usage, 3 verification failed, 4 not derivable, 130 interrupted.",
)
law = typer.Typer(rich_markup_mode=None, context_settings=SETTINGS, no_args_is_help=False)
facts = typer.Typer(rich_markup_mode=None, context_settings=SETTINGS, cls=SeriesOrCommand)
app.add_typer(law, name="law", help="The law in force on a day, and what changed between two days.")
app.add_typer(facts, name="facts", help="The published figures: a series, or what became known between two days.")
app.add_typer(ledger, name="ledger", help="The log of signed records: found, post, read, seal, back up, restore.")
app.add_typer(evidence, name="evidence", help="One file that proves a figure to somebody who trusts nobody here.")


@app.callback(invoke_without_command=True)
def summary(
    context: typer.Context,
    as_of: AsOf = None,
    json: Json = False,  # noqa: FBT002
    version: Annotated[bool, typer.Option("--version", help="Say which version this is.")] = False,  # noqa: FBT002
) -> int:
    """What is owed under the law that channels the yields of immobilised Russian assets to Ukraine's support.

    Without a command: one screen with what was earned, provisioned, retained and paid.
    """
    from usufruct.cli import commands

    if context.invoked_subcommand is not None:
        return commands.nothing_before_a_command(as_of, json, version)
    return commands.version() if version else commands.summary(as_of, json)


@app.command()
def replay(
    as_of: AsOf = None,
    strict: Annotated[bool, typer.Option("--strict", help="End with 3 if any test misses.")] = False,  # noqa: FBT002
    facts_file: FactsFile = None,
    drafts: Drafts = None,
    json: Json = False,  # noqa: FBT002
) -> int:
    """Recompute every half-year since 15 February 2024 beside what was published."""
    from usufruct.cli import commands

    return commands.replay(as_of, strict, facts_file, drafts, json)


@app.command()
def waterfall(
    what: Annotated[str, typer.Argument(metavar="PERIOD|FILE", help="2025, 2025-H1, or a report of your own.")],
    as_of: AsOf = None,
    read: Readings = None,
    drafts: Drafts = None,
    json: Json = False,  # noqa: FBT002
) -> int:
    """Run the law over a year, a half-year, or a custodian's own report to the cent."""
    from usufruct.cli import commands

    return commands.waterfall(what, as_of, read, drafts, json)


@app.command()
def explain(
    figure: Annotated[str, typer.Argument(metavar="FIGURE", help="An address, such as payment:3.")],
    report: Annotated[
        list[str] | None, typer.Option("--report", metavar="FILE", help="The figure is one of this report.")
    ] = None,
    as_of: AsOf = None,
    facts_file: FactsFile = None,
    read: Readings = None,
    drafts: Drafts = None,
    scenario: InScenario = None,
    path: Annotated[int, typer.Option("--path", min=0, metavar="N", help="Which path of a projection.")] = 0,
    depth: Annotated[int, typer.Option("--depth", min=0, metavar="N", help="How many levels to print.")] = 8,
    json: Json = False,  # noqa: FBT002
) -> int:
    """Show the articles, facts and inputs behind a figure, as a tree."""
    from usufruct.cli import commands

    return commands.explain(figure, report, as_of, facts_file, read, drafts, scenario, path, depth, json)


@app.command()
def calendar(
    year: Annotated[str, typer.Argument(metavar="YEAR")],
    reading: Annotated[
        str, typer.Option("--reading", metavar="NAME", help="Whose holidays count for working days.")
    ] = "",
    known: Known = None,
    json: Json = False,  # noqa: FBT002
) -> int:
    """List every deadline of a year, with its article."""
    from usufruct.cli import commands

    return commands.calendar(year, reading, known, json)


register_outlook(app)


@law.command("at")
def law_at(
    day: Annotated[str, typer.Argument(metavar="DATE")],
    known: Known = None,
    drafts: Drafts = None,
    json: Json = False,  # noqa: FBT002
) -> int:
    """Print the whole law in force on a day."""
    from usufruct.cli import commands

    return commands.law_at(day, known, drafts, json)


@law.command("diff")
def law_diff(
    earlier: Annotated[str, typer.Argument(metavar="[DATE")] = "",
    later: Annotated[str, typer.Argument(metavar="DATE]")] = "",
    known: Known = None,
    drafts: Drafts = None,
    json: Json = False,  # noqa: FBT002
) -> int:
    """Print what changed in the law between two days, or what drafts change in words and in billions."""
    from usufruct.cli import commands, law_commands

    if not later:
        return law_commands.diff(earlier, drafts, known, json)
    return commands.law_diff(earlier, later, known, drafts, json)


@law.command("new")
def law_new(path: Annotated[str, typer.Argument(metavar="FILE", help="A new file; nothing is overwritten.")]) -> int:
    """Lay out a draft act to fill in: one commented Python file."""
    from usufruct.cli import law_commands

    return law_commands.new(path)


@law.command("check")
def law_check(
    paths: Annotated[list[str], typer.Argument(metavar="FILE...", help="Files of law. Reading a file runs it.")],
    json: Json = False,  # noqa: FBT002
) -> int:
    """Report every fault of draft acts, alone and beside the law and each other."""
    from usufruct.cli import law_commands

    return law_commands.check(paths, json)


@facts.command("list")
def facts_list(
    series: Annotated[str, typer.Argument(metavar="[SERIES]", help="One series; all of them if left out.")] = "",
    as_of: AsOf = None,
    facts_file: FactsFile = None,
    json: Json = False,  # noqa: FBT002
) -> int:
    """List the series, or the figures of one; the word list may be left out."""
    from usufruct.cli import commands

    return commands.facts(series, as_of, facts_file, json)


@facts.command("diff")
def facts_diff(
    earlier: Annotated[str, typer.Argument(metavar="DATE")],
    later: Annotated[str, typer.Argument(metavar="DATE")],
    json: Json = False,  # noqa: FBT002
) -> int:
    """Print what became known after one day and up to another."""
    from usufruct.cli import commands

    return commands.facts_diff(earlier, later, json)


@app.command()
def verify(
    pack: Annotated[str, typer.Argument(metavar="[PACK]", help="An evidence pack, where no ledger is named.")] = "",
    where: Annotated[
        str, typer.Option("--ledger", metavar="FILE|URL", help="A ledger: a file, or postgresql://...")
    ] = "",
    checkpoints: CheckpointFiles = None,
    policy: PolicyFile = "",
    key: Annotated[
        list[str] | None, typer.Option("--key", metavar="KEY", help="Of a pack: the log's key line, known otherwise.")
    ] = None,
    digest: Annotated[str, typer.Option("--digest", metavar="HEX", help="Of a pack: the digest you were told.")] = "",
    json: Json = False,  # noqa: FBT002
) -> int:
    """Verify a ledger against a checkpoint from outside, or an evidence pack. Ends with 3 if it is not clean."""
    from usufruct.cli import evidence_commands

    return evidence_commands.verify(pack, where, checkpoints, policy, key, digest, json)


register(app)
