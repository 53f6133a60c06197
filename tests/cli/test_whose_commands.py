"""A ledger of the first days of the law with two custodians, by the commands alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import REPORT, Usufruct
from usufruct.ledger import Ledger, SqliteStore
from usufruct.ledger.state import State

EARLY, LATER = ("--at", "2024-02-20T09:00:00Z"), ("--at", "2024-07-20T09:00:00Z")
FIRST, SECOND = ("--key", "p1.key"), ("--key", "p2.key")
PEOPLE = {"p1": '"filer", "proposer", "payer", "registrar"', "p2": '"approver", "verifier", "filer"'}


def state() -> State:
    store = SqliteStore("new.db")
    found = Ledger(store).state
    store.close()
    return found


@pytest.fixture
def young(usufruct: Usufruct, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Usufruct:
    """Founded five days after the law began, with the accounts of two custodians."""
    monkeypatch.chdir(tmp_path)
    public = {}
    for who in ("log", *PEOPLE):
        made = usufruct("ledger", "key", "--out", f"{who}.key")
        public[who] = next(line.split()[1] for line in made.out.splitlines() if line.startswith("public"))
    lines = ['ledger = "example.eu/young"', f'log_key = "{public["log"]}"']
    for who, roles in PEOPLE.items():
        lines += ["[[person]]", f'person = "{who}"', f'name = "{who} Example"', f'keys = ["{public[who]}"]']
        lines += [f"roles = [{roles}]"]
    Path("founding.toml").write_text("\n".join(lines), "utf-8")
    done = usufruct("ledger", "init", "--ledger", "new.db", "--founding", "founding.toml", *EARLY)
    assert done.code == 0, done.err
    monkeypatch.setenv("USUFRUCT_LEDGER", "new.db")
    proposed = usufruct("propose", "chart", "Alpha CSD", "Beta CSD=EUR,USD,JPY", *FIRST, *EARLY, "--json")
    assert proposed.code == 0, proposed.err
    assert usufruct("approve", str(proposed.document["proposal"]), *SECOND, *EARLY).code == 0
    return usufruct


def test_the_first_period_of_a_chart_is_the_first_of_the_law(young: Usufruct) -> None:
    assert list(state().periods) == ["2024-H1"]
    older = young("propose", "chart", "Alpha CSD", "--first", "2023-H2", *FIRST, *EARLY)
    assert (older.code, "O210" in older.err) == (1, True)


def test_the_inbox_names_whose_report_it_means_and_the_commands_take_the_name(young: Usufruct) -> None:
    tasks = young("inbox", "--on", "2024-07-20", "--json").document["tasks"]
    commands = {task["what"]: task["command"] for task in tasks if task["what"].startswith("interim report")}
    assert commands == {
        f"interim report of {key} for 2024-H1": f"usufruct file REPORT --period 2024-H1 --custodian {key}"
        for key in ("alpha-csd", "beta-csd")
    }
    report = (str(REPORT), "--period", "2024-H1", "--principal", "EUR=1.00", *FIRST, *LATER)
    unsaid = young("file", *report)
    assert (unsaid.code, "O125" in unsaid.err) == (1, True)
    assert young("file", *report, "--custodian", "alpha-csd").code == 0
    assert young("file", *report, "--custodian", "Alpha CSD").code == 0  # the same again
    assert list(state().filed) == [("alpha-csd", "2024-H1")]
    for name in ("alpha-csd", "Alpha CSD"):
        assert young("statement", name, *LATER, "--json").document["party"] == "alpha-csd"


def test_the_first_deadline_is_explained(young: Usufruct) -> None:
    report = (str(REPORT), "--period", "2024-H1", "--principal", "EUR=1.00", "--custodian", "beta-csd")
    said = " ".join(young("file", *report, *FIRST, *LATER).out.split())
    assert "deadline 2024-07-22: first working day after 25 July (19 July in 2024)" in said
