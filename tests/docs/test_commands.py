"""Every command is documented, and every command that the documents show exists."""

from __future__ import annotations

import functools
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MANUAL = ROOT / "docs" / "cli.md"
README = ROOT / "README.md"

Command = tuple[str, ...]
FENCE = re.compile(r"^```(?:console|sh)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LISTED = re.compile(r"^  ([a-z][a-z-]*)(?:\s|$)", re.MULTILINE)


def listed_commands(help_text: str) -> list[str]:
    """Return the names under ``Commands:`` in a help text."""
    return LISTED.findall(help_text.partition("\nCommands:\n")[2])


def help_of(command: Command) -> str:
    program = "import sys\nfrom usufruct.cli import main\nsys.argv[0] = 'usufruct'\nmain()"
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "200"}
    line = [sys.executable, "-c", program, *command, "--help"]
    return subprocess.run(line, env=environment, capture_output=True, text=True, check=True).stdout


def walk(command: Command) -> Iterator[Command]:
    for name in listed_commands(help_of(command)):
        yield (*command, name)
        yield from walk((*command, name))


def has_command_line() -> bool:
    return importlib.util.find_spec("usufruct.cli") is not None


@functools.cache
def commands() -> frozenset[Command]:
    """Return every command and subcommand; none while the package has no command line."""
    return frozenset(walk(())) if has_command_line() else frozenset()


def shown_commands(text: str, known: frozenset[Command]) -> set[Command]:
    """Return the commands that the console examples of ``text`` call, as deep as ``known`` goes."""
    shown = set()
    for fence in FENCE.findall(text):
        for line in re.findall(r"^\$ usufruct +(.*)$", fence, re.MULTILINE):
            words = re.match(r"(?:[a-z][a-z-]*(?: |$))*", line)
            command = tuple(words[0].split()) if words else ()
            while len(command) > 1 and command not in known:
                command = command[:-1]
            shown.add(command)
    return shown - {()}


def test_the_command_line_lists_its_commands() -> None:
    assert bool(commands()) == has_command_line()


def test_every_command_is_documented() -> None:
    manual = (MANUAL if MANUAL.is_file() else README).read_text("utf-8")
    missing = [name for name in map(" ".join, commands()) if not re.search(rf"\busufruct {name}\b", manual)]
    assert missing == []


def test_every_command_shown_exists() -> None:
    known = commands()
    documents = [README, *(ROOT / "docs").rglob("*.md")]
    shown = {command for path in documents for command in shown_commands(path.read_text("utf-8"), known)}
    assert not known or shown - known == set()


def test_commands_are_read_from_help_and_from_examples() -> None:
    text = "Usage: usufruct\n\nOptions:\n  --json\n\nCommands:\n  law     What the law says.\n  replay  All.\n"
    known = frozenset({("law",), ("law", "at"), ("replay",)})
    example = "```console\n$ usufruct law at 2025-08-01\n$ usufruct\n$ usufruct replai --json\n```\n"
    assert listed_commands(text) == ["law", "replay"]
    assert shown_commands(example, known) == {("law", "at"), ("replai",)}
