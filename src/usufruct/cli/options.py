"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

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
