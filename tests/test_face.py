"""``import usufruct as uf``: nothing heavy at import, every promised name, typed and listed."""

from __future__ import annotations

import subprocess
import sys

import pytest

import usufruct as uf


def modules_after(program: str) -> set[str]:
    program += "\nimport sys; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_importing_the_package_loads_nothing_of_it() -> None:
    loaded = modules_after("import usufruct")
    assert {name for name in loaded if name.startswith("usufruct.")} == {"usufruct._version"}


def test_help_loads_neither_law_nor_facts() -> None:
    loaded = modules_after("from usufruct.cli.door import run\nrun(['--help'])")
    heavy = (
        "usufruct.engine",
        "usufruct.law",
        "usufruct.facts",
        "usufruct.waterfall",
        "numpy",
        "rich",
        "polars",
    )
    assert not [name for name in loaded if name.startswith(heavy)]


def test_a_published_figure_is_looked_up_without_numpy() -> None:
    assert "numpy" not in modules_after("from usufruct.cli.door import run\nrun(['replay', '--json'])")


def test_the_names_that_are_promised() -> None:
    assert repr(uf.replay("2025-12-31")).startswith("<Replay as of 2025-12-31")
    assert str(uf.rulebook.at("2025-08-01").day) == "2025-08-01"
    assert uf.facts.as_of("2025-12-31").latest_known.year == 2025
    assert callable(uf.read_filing)
    assert callable(uf.run_filing)
    assert dir(uf) == sorted(uf.__all__)
    assert issubclass(uf.UsufructError, Exception)


def test_another_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="no attribute 'replai'"):
        getattr(uf, "replai")  # noqa: B009 - the name is wrong on purpose
