"""Texts of kernels and their files: one file a text, never a wrong one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from usufruct.errors import UsufructError
from usufruct.outlook.kernel_rate_paths import PARTS
from usufruct.outlook.kernel_source import kernel_source
from usufruct.outlook.kernel_store import kernel_name, kernels_folder, load_kernel

SOURCE = '"""A small kernel."""\nANSWER = 42\n'


def test_a_text_becomes_a_file_once() -> None:
    module = load_kernel(SOURCE)
    path = kernels_folder() / f"{kernel_name(SOURCE)}.py"
    assert module.ANSWER == 42
    assert path.read_text("utf-8") == SOURCE
    assert load_kernel(SOURCE) is module


def test_the_time_stamp_is_fixed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Two processes that race write the same file with the same stamp, so that the machine code stays valid."""
    stamps = []
    for folder in ("one", "two"):
        monkeypatch.setenv("USUFRUCT_CACHE_DIR", str(tmp_path / folder))
        source = f"{SOURCE}STAMPED = True\n"
        load_kernel(source)
        sys.modules.pop(f"usufruct_kernels.{kernel_name(source)}")
        stamps.append((kernels_folder() / f"{kernel_name(source)}.py").stat().st_mtime_ns)
    assert stamps[0] == stamps[1]


def test_a_file_that_was_changed_is_written_anew() -> None:
    source = f"{SOURCE}KIND = 'genuine'\n"
    path = kernels_folder() / f"{kernel_name(source)}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("KIND = 'forged'\n", "utf-8")
    assert load_kernel(source).KIND == "genuine"
    assert path.read_text("utf-8") == source


def test_a_folder_that_cannot_be_written_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("USUFRUCT_CACHE_DIR", str(tmp_path / "file"))
    with pytest.raises(UsufructError, match="R120"):
        load_kernel(f"{SOURCE}HOMELESS = True\n")


def test_a_missing_compiler_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsufructError, match="R121"):
        load_kernel(f"{SOURCE}UNCOMPILED = True\n")


def test_the_cache_folder_follows_the_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("USUFRUCT_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", "elsewhere")
    monkeypatch.setattr("sys.platform", "linux")
    assert kernels_folder() == Path("elsewhere/usufruct/kernels")


def test_wording_changes_no_kernel_and_modes_do() -> None:
    strict, fast = kernel_source(PARTS, "strict"), kernel_source(PARTS, "fast")
    assert '"fastmath": False' in strict
    assert '"fastmath": {"contract"}' in fast
    assert strict.count("**OPTIONS)") == 4
    assert strict.count("cache=True") == 1
    assert '"""' not in strict
    assert "usufruct" not in strict


def test_importing_the_package_of_draws_needs_neither_numpy_nor_numba() -> None:
    """Cold starts: the reference, the curves and the models are the standard library's."""
    modules = "usufruct.markets.draws.hybrid, usufruct.markets.calibration, usufruct.markets.forward_curves, "
    modules += "usufruct.markets.exchange, usufruct.markets.short_rate, usufruct.outlook.kernel_histogram"
    program = f"import sys, {modules}; print(sorted({{'numpy', 'numba'}} & set(sys.modules)))"
    source = str(Path(__file__).resolve().parents[2] / "src")
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": source},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "[]"


@pytest.mark.long
def test_a_second_process_finds_the_machine_code(tmp_path: Path) -> None:
    program = """
from usufruct.markets.draws import PathDraws
from usufruct.markets.short_rate import fitted
from usufruct.outlook.kernel_rate_paths import rate_paths, rates_kernel
model = fitted("EUR", ["0.02"] * 4, reversion="0", volatility="0.01", fit="mean rates")
rate_paths(model, PathDraws(1), 64)
print(sum(rates_kernel("strict").stats.cache_hits.values()))
"""
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src"),
        "USUFRUCT_CACHE_DIR": str(tmp_path),
    }
    command = [sys.executable, "-c", program]
    hits = [
        subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()
        for _ in range(2)
    ]
    assert hits == ["0", "1"]
