"""The commands about the future, regimes, partners and needs, and their options; nothing else is imported here."""

from __future__ import annotations

from typing import Annotated

import typer

from usufruct.cli.options import Drafts, InScenario, Json, Readings, ScenarioText, TierName, View


def project(
    scenario: ScenarioText = "",
    known: View = None,
    report: Annotated[
        list[str] | None, typer.Option("--report", metavar="FILE.html", help="Write a report with charts as well.")
    ] = None,
    tier: TierName = "auto",
    listed: Annotated[bool, typer.Option("--list", help="List presets and what can be set.")] = False,  # noqa: FBT002
    drafts: Drafts = None,
    json: Json = False,  # noqa: FBT002
) -> int:
    """Project the stream: next payment, yearly flow, and when the loans are repaid, as ranges."""
    from usufruct.cli import outlook_commands

    return outlook_commands.project(scenario, known, report, tier, listed, json, drafts)


def compare(
    scenarios: Annotated[
        list[str] | None, typer.Argument(metavar="SCENARIO...", help="One is set beside the market path.")
    ] = None,
    regimes: Annotated[
        list[str] | None,
        typer.Option("--regimes", metavar="LETTERS", help="Regimes instead of scenarios: 'all', or such as 'DF'."),
    ] = None,
    since: Annotated[
        list[str] | None, typer.Option("--from", metavar="DAY", help="First day of the half-year in which they begin.")
    ] = None,
    known: View = None,
    tier: TierName = "auto",
    drafts: Drafts = None,
    json: Json = False,  # noqa: FBT002
) -> int:
    """Set the answers of scenarios, or of regimes, side by side."""
    from usufruct.cli import outlook_commands

    return outlook_commands.compare(scenarios or [], regimes, since, known, tier, json, drafts)


def mix(
    strata: Annotated[
        list[str], typer.Argument(metavar="STRATUM...", help="Such as '25 %: regime=H&regime_from=2030-01-01'.")
    ],
    scenario: InScenario = None,
    known: View = None,
    tier: TierName = "auto",
    drafts: Drafts = None,
    json: Json = False,  # noqa: FBT002
) -> int:
    """Weigh scenarios by probabilities that you state; the rest is the scenario given."""
    from usufruct.cli import outlook_commands

    return outlook_commands.mix(strata, scenario, known, tier, json, drafts)


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
    drafts: Drafts = None,
    json: Json = False,  # noqa: FBT002
) -> int:
    """Find the value of an input at which an answer meets an aim."""
    from usufruct.cli import outlook_commands

    return outlook_commands.solve(sought, such_that, scenario, cover, discount, known, tier, json, drafts)


def sensitivity(
    scenario: ScenarioText = "",
    known: View = None,
    tier: TierName = "auto",
    drafts: Drafts = None,
    json: Json = False,  # noqa: FBT002
) -> int:
    """Move curves, assets and articles of law one at a time, and show what the answers become."""
    from usufruct.cli import outlook_commands

    return outlook_commands.sensitivity(scenario, known, tier, json, drafts)


def regimes(
    letter: Annotated[str, typer.Argument(metavar="[LETTER]", help="A to J; all of them if left out.")] = "",
    read: Readings = None,
    json: Json = False,  # noqa: FBT002
) -> int:
    """Show the ways in which the assets may be used, as law, and the payments so far under each."""
    from usufruct.cli import regime_commands

    return regime_commands.regimes(letter, read, json)


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


def answer(
    question: Annotated[
        str, typer.Argument(metavar="[QUESTION]", help="Its name or number; all of them if left out.")
    ] = "",
    about: Annotated[str, typer.Argument(metavar="[ABOUT]", help="What it is about, such as a day.")] = "",
    scenario: InScenario = None,
    known: View = None,
    tier: TierName = "auto",
    drafts: Drafts = None,
    json: Json = False,  # noqa: FBT002
) -> int:
    """Answer one of twenty-five questions, or say what is missing."""
    from usufruct.cli import answer_commands

    return answer_commands.answer(question, about, scenario, known, tier, json, drafts)


def score_card(
    known: View = None,
    json: Json = False,  # noqa: FBT002
) -> int:
    """Set every forecast that could have been made beside what then happened."""
    from usufruct.cli import answer_commands

    return answer_commands.score_card(known, json)


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    for name, function in (
        ("project", project),
        ("compare", compare),
        ("mix", mix),
        ("solve", solve),
        ("sensitivity", sensitivity),
        ("regimes", regimes),
        ("partners", partners),
        ("needs", needs),
        ("answer", answer),
        ("score-card", score_card),
    ):
        app.command(name)(function)
