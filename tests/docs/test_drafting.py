"""The guide to drafting law is followed from start to finish, and prints what it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from usufruct.cli.door import run

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "drafting-law.md").read_text("utf-8")
FENCE = re.compile(r"^```(?P<kind>console|python)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)
LEFT_OUT = "[...]"


def test_the_guide_can_be_followed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    commands = 0
    for fence in FENCE.finditer(GUIDE):
        if fence["kind"] == "python":
            if not fence["text"].startswith('"""'):
                exec(fence["text"], {})  # noqa: S102 - the guide's own example
                continue
            lower = fence["text"]
            Path("lower_cap.py").write_text(lower, "utf-8")
            Path("slip.py").write_text(lower.replace("retention_rate", "retention_rat"), "utf-8")
            alone = "\n".join(line for line in lower.splitlines() if "key" not in line)
            other = alone.replace("on a lower cap", "without a cap").replace("5 %", "0 %").replace("1(1)", "1")
            Path("no_cap.py").write_text(other, "utf-8")
            continue
        for part in re.split(r"^\$ usufruct ", fence["text"], flags=re.MULTILINE)[1:]:
            line, *output = part.rstrip("\n").split("\n")
            run(shlex.split(line))
            said = capsys.readouterr()
            for block in "\n".join(output).split(f"{LEFT_OUT}\n"):
                assert block.removesuffix(LEFT_OUT).strip("\n") in said.out + said.err, line
            commands += 1
    assert commands >= 10
