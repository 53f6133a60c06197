"""The guide to the half-year is followed to the end with files that it makes, and prints what it says."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest

from tests.operations.bank import stand_in
from usufruct.cli.door import run
from usufruct.ledger import Ledger, SqliteStore
from usufruct.operations import chart

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "operations.md").read_text("utf-8")
FENCE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
LEFT_OUT = "[...]"
LEDGER = "demo.ledger"


def test_the_guide_can_be_followed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("USUFRUCT_LEDGER", LEDGER)
    module = stand_in()
    if module is not None:
        monkeypatch.setitem(sys.modules, "usufruct.banking", module)
    commands = 0
    for fence in FENCE.findall(GUIDE):
        for part in re.split(r"^\$ usufruct ", fence, flags=re.MULTILINE)[1:]:
            line, *output = part.rstrip("\n").split("\n")
            words = shlex.split(line)
            code = run(words)
            said = capsys.readouterr()
            assert code == 0, said.err
            for block in "\n".join(output).split(f"{LEFT_OUT}\n"):
                assert block.removesuffix(LEFT_OUT).strip("\n") in said.out + said.err, line
            commands += 1
    assert commands >= 30
    store = SqliteStore(LEDGER)
    state = Ledger(store).state
    store.close()
    assert state.balance(chart.BANK) == 1_000_00  # what nobody claimed; everything else has been passed on
    assert state.balance(chart.confirmed("us")) == 1_124_076_190_72
