"""What reaches a terminal: 80 columns, no mark that a terminal obeys, and words also where the encoding is narrow."""

# ruff: noqa: F811 - fixtures come by import, and go by their names

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import REPORT, Usufruct
from tests.cli.test_ledger_commands import kept, log_key, told  # noqa: F401
from tests.ledger.world import LOG_KEY, ORIGIN
from usufruct.cli.ending import refuse_with
from usufruct.cli.layout import text_of, visible
from usufruct.cli.operation_text import outcome_text
from usufruct.errors import refuse
from usufruct.ledger import VerifierKey
from usufruct.operations.office import Done
from usufruct.operations.outcome import Outcome as Said
from usufruct.operations.reconciling import Reading

ROOT = Path(__file__).resolve().parents[2]


def test_a_proof_is_told_within_80_columns(usufruct: Usufruct, kept: str, tmp_path: Path) -> None:
    log = VerifierKey.of_log(ORIGIN, LOG_KEY.public).text
    out = str(tmp_path / "proof.json")
    made = usufruct("ledger", "prove", "proceeds/bank", "2025-H1", "--ledger", kept, "--out", out)
    checked = usufruct("ledger", "check-proof", out, "--log", log)
    exported = usufruct("ledger", "export", "--ledger", kept, "--out", str(tmp_path / "log.jsonl"))
    for done in (made, checked, exported):
        assert done.code == 0, done.err
        # A path or a key is left whole, on a line of its own.
        assert all(len(line) <= 80 or len(line.split()) == 1 for line in done.out.splitlines()), done.out
    assert f"--log {log}" in " ".join(made.out.split())


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\x1b[2J", "\u200b", "\x07", "\u2028"])
def test_what_a_terminal_would_obey_is_made_visible(mark: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert mark not in text_of([[f"from {mark}EVIL"], ["next"]])
    assert text_of([["Île, 1\u00a0000 €"], ["next"]]) == "Île, 1\u00a0000 €\n\nnext"
    assert visible(f"a{mark[0]}b") == f"a\\u{ord(mark[0]):04x}b"
    refuse_with(refuse("O1", f"party {mark} is unknown", "banks"), as_json=False)
    assert mark not in capsys.readouterr().err


def test_a_long_reference_of_a_bank_stays_within_80_columns() -> None:
    reading = Reading("R" * 400, 100, "suspense", "no payment belongs to " + "X" * 400, {}, None, "", "2026-01-01")
    said = outcome_text(Said("a.eu/b", Done("bank statement", (1,)), "statement", entries=(reading,)))
    assert max(map(len, said.splitlines())) <= 80
    assert "R..." in said


def test_a_refusal_is_wrapped_for_people_and_one_line_for_programs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    error = refuse("O1", "what is wrong " * 20, "here", "why", "do it")
    refuse_with(error, as_json=False)
    assert capsys.readouterr().err.count("\n") == 1
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    refuse_with(error, as_json=False)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) > 3
    assert max(map(len, lines)) <= 80


def test_a_narrow_encoding_is_no_defect_of_the_program(tmp_path: Path) -> None:
    report = tmp_path / "r.toml"
    report.write_text(REPORT.read_text("utf-8").replace("Alpha CSD", "Gdańsk Depozyt"), "utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT / "src")}
    code = "import sys\nfrom usufruct.cli.door import run\nsys.exit(run(sys.argv[1:]))"
    for arguments in (["waterfall", str(report)], ["waterfall", str(report), "--json"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], env=environment, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert "Gda\\u0144sk" in done.stdout.decode("ascii")
        if "--json" in arguments:
            whole = subprocess.run(
                [sys.executable, "-c", code, *arguments],
                env={**environment, "PYTHONIOENCODING": "utf-8"}, capture_output=True, check=True,
            )  # fmt: skip
            assert json.loads(done.stdout) == json.loads(whole.stdout)
    speak = "from usufruct.cli.door import _make_speak\nimport sys\n_make_speak(sys.stdout)\nprint('Zoë \U0001f600')"
    said = subprocess.run([sys.executable, "-c", speak], env=environment, capture_output=True, check=True)
    assert json.loads(b'"' + said.stdout.strip() + b'"') == "Zoë \U0001f600"
