"""The commands and their options. Nothing else is imported here, so that ``--help`` starts quickly."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

Json = Annotated[bool, typer.Option("--json", help="Write one JSON document.")]
AsOf = Annotated[
    list[str] | None,
    typer.Option("--as-of", metavar="DATE", help="Use only what was known on that day."),
]
Known = Annotated[
    list[str] | None,
    typer.Option("--known", metavar="DATE", help="The law as one could read it on that day."),
]
FactsFile = Annotated[
    list[str] | None,
    typer.Option("--facts", metavar="FILE", help="Add a file of figures of your own."),
]
Readings = Annotated[
    list[str] | None,
    typer.Option("--read", metavar="NAME=OPTION", help="Choose how a silent point of the law is read."),
]
Drafts = Annotated[
    list[str] | None,
    typer.Option("--with", metavar="FILE", help="Add a draft act from a file of law. Reading the file runs it."),
]
ScenarioText = Annotated[
    str, typer.Argument(metavar="[SCENARIO]", help="A preset, a key such as 'flat=1.5 %', or a TOML file.")
]
InScenario = Annotated[
    list[str] | None, typer.Option("--scenario", metavar="SCENARIO", help="A preset, a key, or a TOML file.")
]
View = Annotated[
    list[str] | None,
    typer.Option("--known", metavar="DATE", help="The day of the view; the latest of the facts if left out."),
]
TierName = Annotated[
    str, typer.Option("--tier", metavar="TIER", help="auto, compiled (wait for the compiler) or arrays (numpy).")
]
SETTINGS = {"help_option_names": ["--help", "-h"]}


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
    epilog="Exit codes: 0 ok, 1 failure, 2 usage, 3 verdict changed, 4 not derivable.",
)
law = typer.Typer(rich_markup_mode=None, context_settings=SETTINGS, no_args_is_help=False)
facts = typer.Typer(rich_markup_mode=None, context_settings=SETTINGS, cls=SeriesOrCommand)
app.add_typer(law, name="law", help="The law in force on a day, and what changed between two days.")
app.add_typer(facts, name="facts", help="The published figures: a series, or what became known between two days.")


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


@app.command()
def project(
    scenario: ScenarioText = "",
    known: View = None,
    report: Annotated[
        list[str] | None, typer.Option("--report", metavar="FILE.html", help="Write a report with charts as well.")
    ] = None,
    tier: TierName = "auto",
    listed: Annotated[bool, typer.Option("--list", help="List presets and what can be set.")] = False,  # noqa: FBT002
    json: Json = False,  # noqa: FBT002
) -> int:
    """Project the stream: next payment, yearly flow, and when the loans are repaid, as ranges."""
    from usufruct.cli import outlook_commands

    return outlook_commands.project(scenario, known, report, tier, listed, json)


@app.command()
def compare(
    scenarios: Annotated[list[str], typer.Argument(metavar="SCENARIO...", help="One is set beside the market path.")],
    known: View = None,
    tier: TierName = "auto",
    json: Json = False,  # noqa: FBT002
) -> int:
    """Set the answers of scenarios side by side."""
    from usufruct.cli import outlook_commands

    return outlook_commands.compare(scenarios, known, tier, json)


@app.command()
def solve(
    sought: Annotated[
        str, typer.Argument(metavar="WHAT", help="break-even, release, debt-capacity, or a key of a scenario.")
    ],
    such_that: Annotated[
        list[str] | None, typer.Option("--such-that", metavar="AIM", help="Such as 'repaid<=2045' or 'coverage>=1.2'.")
    ] = None,
    scenario: InScenario = None,
    cover: Annotated[
        list[str] | None, typer.Option("--cover", metavar="RATIO", help="Present value over debt; 1.2 if left out.")
    ] = None,
    discount: Annotated[
        list[str] | None, typer.Option("--discount", metavar="RATE", help="A flat rate a year for present values.")
    ] = None,
    known: View = None,
    tier: TierName = "auto",
    json: Json = False,  # noqa: FBT002
) -> int:
    """Find the value of an input at which an answer meets an aim."""
    from usufruct.cli import outlook_commands

    return outlook_commands.solve(sought, such_that, scenario, cover, discount, known, tier, json)


@app.command()
def sensitivity(
    scenario: ScenarioText = "",
    known: View = None,
    tier: TierName = "auto",
    json: Json = False,  # noqa: FBT002
) -> int:
    """Move curves, assets and articles of law one at a time, and show what the answers become."""
    from usufruct.cli import outlook_commands

    return outlook_commands.sensitivity(scenario, known, tier, json)


@app.command()
def regimes(
    letter: Annotated[str, typer.Argument(metavar="[LETTER]", help="A to J; all of them if left out.")] = "",
    read: Readings = None,
    json: Json = False,  # noqa: FBT002
) -> int:
    """Show the ways in which the assets may be used, as law, and the payments so far under each."""
    from usufruct.cli import regime_commands

    return regime_commands.regimes(letter, read, json)


@app.command()
def partners(
    partner: Annotated[
        str, typer.Argument(metavar="[PARTNER]", help="A jurisdiction, or all; the list if left out.")
    ] = "",
    since: Annotated[list[str] | None, typer.Option("--since", metavar="DATE", help="It joins on that day.")] = None,
    measure: Annotated[
        list[str] | None,
        typer.Option("--measure", metavar="MEASURE", help="Such as 'levy' or '50 %, cash 60 %, owed 0 %'."),
    ] = None,
    years: Annotated[int, typer.Option("--years", metavar="N", help="Calendar years shown, 1 to 30.")] = 3,
    known: View = None,
    json: Json = False,  # noqa: FBT002
) -> int:
    """Show who else holds assets, under which law, and what would come of it if one joined."""
    from usufruct.cli import partner_commands

    return partner_commands.partners(partner, since, measure, years, known, json)


@app.command()
def needs(
    scenario: ScenarioText = "",
    population: Annotated[
        list[str] | None, typer.Option("--population", metavar="PEOPLE", help="Of Ukraine, such as '33 million'.")
    ] = None,
    product: Annotated[
        list[str] | None, typer.Option("--product", metavar="EUR", help="GDP of a year, such as '190 billion EUR'.")
    ] = None,
    by_regime: Annotated[bool, typer.Option("--regimes", help="Under each regime as well.")] = False,  # noqa: FBT002
    known: View = None,
    tier: TierName = "auto",
    json: Json = False,  # noqa: FBT002
) -> int:
    """Set the stream beside the published needs: by year, purpose and need, with ranges."""
    from usufruct.cli import needs_commands

    return needs_commands.needs(scenario, population, product, by_regime, known, tier, json)


@app.command()
def answer(
    question: Annotated[
        str, typer.Argument(metavar="[QUESTION]", help="Its name or number; all of them if left out.")
    ] = "",
    about: Annotated[str, typer.Argument(metavar="[ABOUT]", help="What it is about, such as a day.")] = "",
    scenario: InScenario = None,
    known: View = None,
    tier: TierName = "auto",
    json: Json = False,  # noqa: FBT002
) -> int:
    """Answer one of twenty-five questions, or say what is missing."""
    from usufruct.cli import answer_commands

    return answer_commands.answer(question, about, scenario, known, tier, json)


@app.command("score-card")
def score_card(
    known: View = None,
    json: Json = False,  # noqa: FBT002
) -> int:
    """Set every forecast that could have been made beside what then happened."""
    from usufruct.cli import answer_commands

    return answer_commands.score_card(known, json)


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
