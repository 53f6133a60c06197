"""The session rules hold: CI forbids skipped tests wherever they stand, a developer's run allows them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

CONFTEST = Path(__file__).with_name("conftest.py")

SOURCES = {
    "test_passes.py": "def test_something(): assert True\n",
    "test_mark.py": "import pytest\n@pytest.mark.skip\ndef test_nothing(): pass\n",
    "test_condition.py": "import pytest\n@pytest.mark.skipif(True, reason='x')\ndef test_nothing(): pass\n",
    "test_body.py": "import pytest\ndef test_nothing(): pytest.skip('later')\n",
    "test_module.py": "import pytest\npytest.importorskip('a_module_that_nobody_has')\n",
    "test_doctest.py": 'def nothing():\n    """\n    >>> 1  # doctest: +SKIP\n    2\n    """\n',
}


def run_pytest(folder: Path, ci: str) -> subprocess.CompletedProcess[str]:
    options = ["-q", "--doctest-modules", "--continue-on-collection-errors", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *options, "--rootdir", ".", "."]
    environment = {**os.environ, "CI": ci}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def lay_out(folder: Path) -> None:
    shutil.copy(CONFTEST, folder / "conftest.py")
    for name, source in SOURCES.items():
        (folder / name).write_text(source, encoding="utf-8")


def test_ci_refuses_every_way_of_skipping(tmp_path: Path) -> None:
    lay_out(tmp_path)
    run = run_pytest(tmp_path, ci="true")
    summary = run.stdout.partition("short test summary info")[2]
    refused = {name for name in SOURCES if name in summary and "CI forbids" in summary}
    assert run.returncode == 1, run.stdout
    assert refused == SOURCES.keys() - {"test_passes.py"}
    assert "1 passed" in summary


def test_a_developers_run_allows_every_way_of_skipping(tmp_path: Path) -> None:
    lay_out(tmp_path)
    run = run_pytest(tmp_path, ci="")
    assert run.returncode == 0, run.stdout
    assert "1 passed" in run.stdout
    assert "skipped" in run.stdout
