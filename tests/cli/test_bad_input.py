"""What a user may get wrong: one clear refusal, the right exit code, nothing on stdout, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.cli.conftest import REPORT, Usufruct
from usufruct.cli import commands
from usufruct.publish.document import schema

USAGE: dict[str, tuple[str, ...]] = {
    "unknown command": ("replai",),
    "unknown option": ("replay", "--stricter"),
    "missing argument": ("explain",),
    "too many arguments": ("law", "at", "2025-01-01", "2025-01-02"),
    "no such day": ("replay", "--as-of", "2025-02-30"),
    "a day in words": ("law", "at", "yesterday"),
    "two as-of dates": ("replay", "--as-of", "2025-01-01", "--as-of", "2025-01-02"),
    "before anything was known": ("replay", "--as-of", "1900-01-01"),
    "days in the wrong order": ("law", "diff", "2025-09-01", "2024-06-01"),
    "facts in the wrong order": ("facts", "diff", "2025-09-01", "2024-06-01"),
    "a year before the levy": ("waterfall", "2019"),
    "a year to come": ("waterfall", "2050-H1"),
    "no such half-year": ("waterfall", "2025-H3"),
    "neither period nor file": ("waterfall", "no-such-report.toml"),
    "an unknown address": ("explain", "payment:99"),
    "an unknown address of a report": ("explain", "2025-H1:Nobody:call", "--report", str(REPORT)),
    "an unknown fact": ("explain", "fact:euroclear.intrest.2025"),
    "an empty address": ("explain", ""),
    "a depth below zero": ("explain", "payment:3", "--depth", "-1"),
    "an as-of date for a report": ("waterfall", str(REPORT), "--as-of", "2025-01-01"),
    "an unknown reading": ("waterfall", "2025", "--read", "rouding=half even"),
    "an unknown option of a reading": ("waterfall", "2025", "--read", "rounding=up"),
    "a reading without an option": ("waterfall", "2025", "--read", "rounding"),
    "a reading twice": ("waterfall", "2025", "--read", "rounding=down", "--read", "rounding=half up"),
    "an unknown series": ("facts", "intrest"),
    "an unknown calendar": ("calendar", "2026", "--reading", "lunar"),
    "a year that is none": ("calendar", "MMXXVI"),
    "a year out of range": ("calendar", "9999"),
    "an option before the command": ("--as-of", "2025-01-01", "replay"),
}


@pytest.mark.parametrize("arguments", USAGE.values(), ids=USAGE)
def test_a_wrong_command_line_ends_with_2(usufruct: Usufruct, arguments: tuple[str, ...]) -> None:
    done = usufruct(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("usufruct: ")
    assert "Traceback" not in done.err
    as_json = usufruct(*arguments, "--json")
    assert (as_json.code, as_json.out) == (2, "")
    jsonschema.Draft202012Validator(schema("error")).validate(as_json.error)


def files(folder: Path) -> dict[str, Path]:
    """The worst files."""
    whole = REPORT.read_text("utf-8")
    made = {
        "empty": b"",
        "binary": bytes(range(256)) * 8,
        "utf-16": whole.encode("utf-16"),
        "huge": b"# " + b"x" * 40_000_000,
        "not toml": b"[report\n",
        "half a report": whole[: len(whole) // 2].encode(),
        "a float": whole.replace('"1800000.00"', "1800000.005").encode(),
    }
    for name, content in made.items():
        (folder / f"{name}.toml").write_bytes(content)
    return {name: folder / f"{name}.toml" for name in made} | {"a directory": folder}


def test_every_bad_file_ends_with_1_and_nothing_on_stdout(usufruct: Usufruct, tmp_path: Path) -> None:
    for name, path in files(tmp_path).items():
        for arguments in (
            ("waterfall", str(path)),
            ("explain", "2024-H1:Alpha CSD:due", "--report", str(path)),
            ("replay", "--facts", str(path)),
        ):
            done = usufruct(*arguments, "--json")
            assert (done.code, done.out) == (1, ""), (name, arguments)
            assert {fault["code"] for fault in done.error["faults"]}.isdisjoint({"X102"}), (name, done.err)


def test_all_faults_of_a_file_are_said_at_once(usufruct: Usufruct, tmp_path: Path) -> None:
    text = REPORT.read_text("utf-8").replace('basis = "interim"', 'basis = "weekly"').replace('"USD"', '"USX"')
    path = tmp_path / "report.toml"
    path.write_text(text, encoding="utf-8")
    codes = [fault["code"] for fault in usufruct("waterfall", str(path), "--json").error["faults"]]
    assert {"A132", "A121"} <= set(codes)
    assert len(codes) > 10


@pytest.mark.parametrize("figure", ["payment:5", "2026-H1:contribution", "payment:5:received", "fact:loan.uk.rate"])
def test_what_is_not_derivable_ends_with_4_and_names_what_is_missing(usufruct: Usufruct, figure: str) -> None:
    done = usufruct("explain", figure, "--json")
    assert (done.code, done.out) == (4, "")
    assert {fault["code"] for fault in done.error["faults"]} == {"W221"}
    assert all(fault["where"].startswith(figure) for fault in done.error["faults"])


def test_a_half_year_without_any_figure_ends_with_4(usufruct: Usufruct) -> None:
    done = usufruct("waterfall", "2026-H1")
    assert done.code == 4
    assert "not derivable from public data" in done.out


def test_a_changed_verdict_ends_with_3(usufruct: Usufruct, monkeypatch: pytest.MonkeyPatch) -> None:
    from usufruct import law

    other = law.rulebook().amend("another rate", tax_rate=("2020-01-01", "26 %"))
    monkeypatch.setattr(law, "rulebook", lambda: other)
    done = usufruct("replay")
    assert done.code == 3
    assert "VERDICT CHANGED: test:2" in done.out


def test_what_nobody_foresaw_is_one_line(usufruct: Usufruct, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise RuntimeError("out of order")

    monkeypatch.setattr(commands, "summary", broken)
    done = usufruct()
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("usufruct: X102 at usufruct: RuntimeError: out of order.")


@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_a_missing_package_is_no_defect(
    usufruct: Usufruct, monkeypatch: pytest.MonkeyPatch, as_json: tuple[str, ...]
) -> None:
    def bare(*_: object) -> int:
        raise ModuleNotFoundError("No module named 'numpy'", name="numpy")

    monkeypatch.setattr(commands, "summary", bare)
    done = usufruct(*as_json)
    assert (done.code, done.out) == (1, "")
    assert "X104" in done.err
    assert "usufruct[fast]" in done.err


def test_an_interrupt_ends_quietly(usufruct: Usufruct, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "summary", interrupted)
    assert usufruct().code == 130


def test_a_reader_who_leaves_early_sees_no_traceback() -> None:
    program = "from usufruct.cli import main\nmain()"
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-c", program, "facts", "--json"]
    with os.fdopen(writing, "wb") as gone:
        done = subprocess.run(command, stdout=gone, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
