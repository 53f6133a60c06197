"""Every command: exit code, key lines, one valid document, 80 columns, the same bytes twice."""

from __future__ import annotations

import csv

import jsonschema
import pytest

from tests.cli.conftest import REPORT, Usufruct
from usufruct.publish.document import schema

COMMANDS: dict[str, tuple[str, ...]] = {
    "summary": (),
    "replay": ("replay",),
    "replay early": ("replay", "--as-of", "2024-08-01"),
    "replay before the levy": ("replay", "--as-of", "2023-06-30"),
    "waterfall year": ("waterfall", "2025"),
    "waterfall half-year": ("waterfall", "2024-H1"),
    "waterfall read": ("waterfall", "2025-H1", "--read", "rounding=half even"),
    "report": ("waterfall", str(REPORT)),
    "explain payment": ("explain", "payment:3"),
    "explain line": ("explain", "2025-H1:contribution"),
    "explain implied": ("explain", "2025-H1:contribution:implied"),
    "explain lender": ("explain", "lender:Japan", "--depth", "3"),
    "explain total": ("explain", "total:received by the Union"),
    "explain fact": ("explain", "fact:loan.japan.committed"),
    "explain report": ("explain", "2025-H1:Alpha CSD:contribution", "--report", str(REPORT)),
    "law at": ("law", "at", "2025-08-01"),
    "law at, known": ("law", "at", "2024-03-01", "--known", "2024-04-01"),
    "law diff": ("law", "diff", "2024-06-01", "2025-09-01"),
    "facts": ("facts",),
    "facts of a series": ("facts", "contribution_payment"),
    "facts as of": ("facts", "list", "--as-of", "2025-02-28"),
    "facts diff": ("facts", "diff", "2025-02-28", "2026-03-31"),
    "calendar": ("calendar", "2026"),
    "calendar, another reading": ("calendar", "2029", "--reading", "bank", "--known", "2025-01-01"),
}
EVERY = pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)


def is_one_word(line: str) -> bool:
    """An address is left whole, however long it is."""
    return len(line.split()) == 1 and ("://" in line or "fact:" in line)


@EVERY
def test_text_reads_at_80_columns(usufruct: Usufruct, arguments: tuple[str, ...]) -> None:
    done = usufruct(*arguments)
    assert (done.code, done.err) == (0, "")
    assert [line for line in done.out.splitlines() if len(line) > 80 and not is_one_word(line)] == []
    assert [line for line in done.out.splitlines() if line != line.rstrip()] == []
    assert "\x1b" not in done.out


@EVERY
def test_json_is_one_valid_document(usufruct: Usufruct, arguments: tuple[str, ...]) -> None:
    done = usufruct(*arguments, "--json")
    assert (done.code, done.err) == (0, "")
    document = done.document
    assert document["schema_version"] == 1
    jsonschema.Draft202012Validator(schema(document["document"])).validate(document)


@EVERY
def test_every_output_says_what_it_knows(usufruct: Usufruct, arguments: tuple[str, ...]) -> None:
    text = usufruct(*arguments).out
    of_a_report = str(REPORT) in arguments
    assert any(word in text for word in ("as of 20", "As of 20", "as known on 20", "up to 20")) or of_a_report


@pytest.mark.parametrize("name", ["summary", "replay", "report", "explain payment", "law diff", "facts"])
def test_the_same_command_gives_the_same_bytes(usufruct: Usufruct, name: str) -> None:
    for more in ((), ("--json",)):
        assert usufruct(*COMMANDS[name], *more) == usufruct(*COMMANDS[name], *more)


def test_the_summary_fits_one_screen_and_says_the_main_things(usufruct: Usufruct) -> None:
    lines = usufruct().out.splitlines()
    assert len(lines) <= 25
    assert "as of 2026-11-22" in lines[0]
    assert "  6600.0  received     total:received by the Union" in lines
    assert any(line.startswith("18 of 22 tests") for line in lines)
    assert any("payment:5" in line and "not published" in line for line in lines)


def test_the_replay_shows_misses_with_candidates_and_marks_identities(usufruct: Usufruct) -> None:
    text = usufruct("replay").out
    missing = [line.split()[0] for line in text.splitlines() if line.endswith("MISS")]
    assert missing == ["test:1", "test:4", "test:6", "test:14"]
    assert all(f"{each} misses; candidates: " in text for each in missing)
    assert [line.split()[0] for line in text.splitlines() if " * " in line and line.startswith("test:")] == [
        "test:3",
        "test:5",
    ]


def test_strict_ends_with_3_because_four_tests_miss(usufruct: Usufruct) -> None:
    assert usufruct("replay").code == 0
    strict = usufruct("replay", "--strict")
    assert strict.code == 3
    assert strict.out == usufruct("replay").out


def test_what_a_replay_document_has_at_least(usufruct: Usufruct) -> None:
    document = usufruct("replay", "--json").document
    assert len(document["tests"]) == 22
    assert sum(test["inside"] for test in document["tests"]) == document["verdicts"]["inside"] == 18
    assert {"period", "quantity", "computed", "published", "residual", "tolerance", "inside"} <= set(
        document["tests"][0]
    )
    assert [row["number"] for row in document["payments"]] == [1, 2, 3, 4, 5]
    assert {each["lender"]: each["share_percent"] for each in document["lenders"]} == {
        "European Union": "40.2562",
        "United States": "39.8397",
        "Canada": "7.3536",
        "Japan": "6.5736",
        "United Kingdom": "5.9770",
    }


def test_an_early_replay_sees_nothing_that_became_known_later(usufruct: Usufruct) -> None:
    early = usufruct("replay", "--as-of", "2025-02-28", "--json")
    document = early.document
    assert [row["period"] for row in document["half_years"]] == ["2024-H1", "2024-H2"]
    assert [row["number"] for row in document["payments"] if row["received"]] == [1]
    figures = usufruct("facts", "--as-of", "2025-02-28", "--json").document["figures"]
    assert max(figure["known_on"] for figure in figures) <= "2025-02-28"
    known = {figure["address"] for figure in figures}
    assert {address for test in document["tests"] for address in test["reads"]} <= known
    assert "2026" not in early.out.replace("2026-11-22", "")


def test_a_later_day_than_the_facts_know_is_taken_back_with_a_note(usufruct: Usufruct) -> None:
    later = usufruct("--as-of", "2100-01-01")
    assert later.code == 0
    assert later.out == usufruct().out
    assert later.err == "usufruct: note: the facts end on 2026-11-22; what was published later is not in them\n"
    assert usufruct("--as-of", "2100-01-01", "--json").error["document"] == "warning"


def test_a_file_of_own_facts_is_used(usufruct: Usufruct, tmp_path_factory: pytest.TempPathFactory) -> None:
    from usufruct.facts.checking import COLUMNS
    from usufruct.facts.packaged import data_text

    rows = data_text("contributions").splitlines()
    row = next(line for line in rows if line.startswith("contribution.payment-4.received,"))
    later = dict(zip(rows[0].split(","), next(csv.reader([row])), strict=True))
    later |= {"id": "own.payment-4", "corrects": later["id"], "reason": "read again", "vintage": "2"}
    own = ",".join(f'"{cell}"' for cell in later.values())
    path = tmp_path_factory.mktemp("facts") / "own.csv"
    path.write_text(f"{rows[0]}\n{own}\n", encoding="utf-8")
    assert rows[0].split(",")[0] == COLUMNS[0]
    with_file = usufruct("facts", "--facts", str(path), "--json").document
    assert with_file["facts"]["figures"] == usufruct("facts", "--json").document["facts"]["figures"] + 1
    assert usufruct("explain", "fact:own.payment-4", "--facts", str(path)).code == 0
    assert usufruct("replay", "--facts", str(path)).code == 0


def test_a_reading_changes_figures_and_is_printed(usufruct: Usufruct) -> None:
    chosen = usufruct("waterfall", str(REPORT), "--read", "retention_cap_tested_on=each call", "--json").document
    assert chosen["law"]["readings"] == {"retention_cap_tested_on": "each call", "conversion_source": "own rates"}
    assert chosen["lines"] != usufruct("waterfall", str(REPORT), "--json").document["lines"]


def test_a_report_shows_conditions_and_leaves_empty_debit_notes_out(usufruct: Usufruct) -> None:
    text = usufruct("waterfall", str(REPORT)).out
    scope = [line.split() for line in text.splitlines() if line.strip().startswith("in scope")]
    assert scope
    assert all(line[2] == "yes" and line[3] == "no" for line in scope[:4])
    document = usufruct("waterfall", str(REPORT), "--json").document
    notes = {line["step"] for line in document["lines"] if line["step"].startswith("debit note")}
    amounts = {note: [x["amount"] for x in document["lines"] if x["step"] == note and x["amount"]] for note in notes}
    for note in notes:
        empty = all(amount == "0.00" for amount in amounts[note])
        assert (f"\n{note} " in text) is not empty


def test_the_version_and_the_help(usufruct: Usufruct) -> None:
    from usufruct._version import __version__

    assert usufruct("--version").out == f"usufruct {__version__}\n"
    assert "Exit codes: 0 ok" in usufruct("--help").out
