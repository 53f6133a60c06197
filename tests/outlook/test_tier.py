"""What runs a projection where no kernel is there yet: numpy at once, the compiler beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Usufruct, usufruct
from usufruct.errors import UsufructError
from usufruct.outlook import tier as tiers
from usufruct.outlook.scenario import from_key
from usufruct.outlook.tier import chosen_tier, main

SHORT = "known=2026-11-22&horizon=2029-12-31&paths=64"

__all__ = ["usufruct"]


@pytest.fixture
def cold(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """No kernel kept, and processes noted in the place of being started."""
    started: list[list[str]] = []
    monkeypatch.setenv("USUFRUCT_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr("usufruct.outlook.tier.subprocess.Popen", lambda command, **_: started.append(command))
    return started


def test_without_a_kernel_numpy_answers_and_one_compiler_starts(cold: list[list[str]]) -> None:
    said: list[str] = []
    scenario = from_key(SHORT)
    assert chosen_tier("auto", scenario, said.append, at_once=True) == "arrays"
    assert chosen_tier("auto", scenario, said.append, at_once=True) == "arrays"
    assert len(cold) == 1
    assert scenario.key in cold[0]
    assert "twenty seconds once" in said[0]


def test_what_needs_many_runs_waits(cold: list[list[str]]) -> None:
    said: list[str] = []
    assert chosen_tier("auto", from_key(SHORT), said.append) == "compiled"
    assert cold == []
    assert len(said) == 1


def test_a_folder_that_cannot_be_written_is_said(
    cold: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("USUFRUCT_CACHE_DIR", str(tmp_path / "file"))
    said: list[str] = []
    assert chosen_tier("auto", from_key(SHORT), said.append, at_once=True) == "arrays"
    assert cold == []
    assert "USUFRUCT_CACHE_DIR" in said[0]


@pytest.mark.usefixtures("cold")
def test_the_first_answer_leaves_out_what_takes_dozens_of_runs(usufruct: Usufruct) -> None:
    done = usufruct("project", SHORT)
    assert done.code == 0
    assert "ask again in half a minute" in " ".join(done.out.split())
    assert "being compiled" in done.err


def test_the_process_beside_compiles_and_takes_its_mark_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ran: list[int] = []
    monkeypatch.setattr(tiers, "run", lambda *_, **__: ran.append(1))
    monkeypatch.setattr("usufruct.outlook.tier.os.nice", lambda _: 0)
    mark = tmp_path / "kernel.compiling"
    mark.touch()
    assert main([SHORT, str(mark)]) == 0
    assert ran == [1]
    assert not mark.exists()


def test_a_name_that_is_no_tier_is_refused() -> None:
    with pytest.raises(UsufructError, match="X127"):
        chosen_tier("abacus", from_key(SHORT), print)
