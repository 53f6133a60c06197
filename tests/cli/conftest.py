"""Running the command inside the test process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

from usufruct.cli.door import run

REPORT = Path(__file__).resolve().parents[2] / "examples" / "own_report" / "two_custodians.toml"


@dataclass(frozen=True)
class Outcome:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def error(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.err.splitlines()[-1])
        return found


class Usufruct(Protocol):
    def __call__(self, *arguments: str) -> Outcome: ...


@pytest.fixture
def usufruct(capsys: pytest.CaptureFixture[str]) -> Usufruct:
    def call(*arguments: str) -> Outcome:
        capsys.readouterr()
        code = run(arguments)
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    return call
