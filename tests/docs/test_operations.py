"""The guide to the half-year is followed from the filing to the receipt, and prints what it says."""

from __future__ import annotations

import re
import shlex
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.operations.bank import camt_053, stand_in
from usufruct.cli.door import run
from usufruct.ledger import Ledger, SqliteStore
from usufruct.operations import chart
from usufruct.operations.story_cast import Entry, ExampleStatement

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "operations.md").read_text("utf-8")
FENCE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
LEFT_OUT = "[...]"
LEDGER = "demo.ledger"


def lay_down(name: str) -> None:
    """The bank's statement, as the guide tells of it: a receipt and an unknown entry, or every payment settled."""
    store = SqliteStore(LEDGER)
    state = Ledger(store).state
    store.close()
    opening = int(state.statements[state.last_statement[chart.BANK]].body.closing)
    if name == "received.xml":
        day = date(2026, 3, 31)
        entries: tuple[Entry, ...] = (
            Entry("A-1", 1_351_800_000_00, day, "DN-4-euroclear"),
            Entry("A-2", 1_000_00, day, "", "no sender named"),
        )
    else:
        day = date(2026, 4, 20)
        sent = {seq: each.body for seq, each in state.payments.items() if each.status == "instructed"}
        entries = tuple(Entry(f"B-{seq}", -int(body.amount), day, body.end_to_end) for seq, body in sent.items())
    Path(name).write_bytes(camt_053(ExampleStatement(Path(name).stem, opening, day, day, entries)))


def test_the_guide_can_be_followed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("USUFRUCT_LEDGER", LEDGER)
    module = stand_in()
    if module is not None:
        monkeypatch.setitem(sys.modules, "usufruct.banking", module)
    Path("proof.pdf").write_text("proof", "utf-8")
    commands = 0
    for fence in FENCE.findall(GUIDE):
        for part in re.split(r"^\$ usufruct ", fence, flags=re.MULTILINE)[1:]:
            line, *output = part.rstrip("\n").split("\n")
            words = shlex.split(line)
            if words[0] == "reconcile" and not Path(words[1]).exists():
                lay_down(words[1])
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
