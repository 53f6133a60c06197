"""Every command that README shows runs, and what it is shown to print is what it prints."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from usufruct.cli.door import run

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
LEFT_OUT = "[...]"


def shown(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command line with the output beneath it."""
    for fence in FENCE.findall(text):
        for part in re.split(r"^\$ ", fence, flags=re.MULTILINE)[1:]:
            command, *output = part.rstrip("\n").split("\n")
            yield command, output


EXAMPLES = list(shown((ROOT / "README.md").read_text("utf-8")))


@pytest.mark.parametrize(("command", "output"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_a_command_of_the_readme_runs_as_shown(
    command: str, output: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    program, *arguments = shlex.split(command, comments=True)
    assert program == "usufruct"
    assert run(arguments) == 0
    printed = capsys.readouterr().out
    for block in "\n".join(output).split(f"\n{LEFT_OUT}"):
        assert block in printed


def test_the_readme_shows_commands_and_output() -> None:
    assert len(EXAMPLES) > 8
    assert sum(bool(output) for _, output in EXAMPLES) >= 2
    assert list(shown("```console\n$ usufruct a # why\nb\n$ usufruct c\n```\n")) == [
        ("usufruct a # why", ["b"]),
        ("usufruct c", []),
    ]
