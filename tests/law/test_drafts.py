"""Drafts: the template can be filled in, every slip is reported, and a draft never touches the law in force."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usufruct.errors import UsufructError
from usufruct.law import rulebook
from usufruct.law.draft_changes import changes
from usufruct.law.draft_template import TEMPLATE, lay_out
from usufruct.law.drafts import read_drafts, rulebook_with

HEAD = """
from datetime import date
from usufruct.engine import Act, Count, Flag, Money, Rate, Source
from usufruct.engine.words import at_least_zero, when
DRAFT = Act(Source("{title}", "eu", date(2026, 12, 1), kind="draft", status="hypothetical"))
"""


def written(folder: Path, text: str, name: str = "draft.py", title: str = "Draft A") -> str:
    path = folder / name
    path.write_text(HEAD.format(title=title) + text, "utf-8")
    return str(path)


def codes(*paths: str) -> list[str]:
    with pytest.raises(UsufructError) as caught:
        rulebook_with(read_drafts(paths))
    return [fault.code for fault in caught.value.faults]


def test_the_template_is_without_fault_and_so_is_everything_it_offers(tmp_path: Path) -> None:
    path = tmp_path / "draft.py"
    lay_out(str(path))
    assert rulebook_with(read_drafts([str(path)])).row("eu.retention_rate", date(2027, 1, 1)).figure == "5 %"  # type: ignore[union-attr]
    path.write_text(re.sub(r"^#(?=[^ \n]|    )", "", TEMPLATE, flags=re.MULTILINE), "utf-8")
    law = rulebook_with(read_drafts([str(path)]))
    assert "odd_cent" in law.readings
    assert len(law.quantities["eu.contribution"].versions) == 2


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "draft.py"
    path.write_text("kept", "utf-8")
    with pytest.raises(UsufructError, match="D107"):
        lay_out(str(path))
    assert path.read_text("utf-8") == "kept"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("import os\n", "D102"),
        ("from usufruct.law import acts\n", "D102"),
        ("from . import law\n", "D102"),
        ("open('x')\n", "D102"),
        ("DRAFT.__class__\n", "D102"),
        ("def (:\n", "D101"),
        ("x = 1 / 0\n", "D103"),
        ("raise SyntaxError('no')\n", "D103"),
        ("@DRAFT.provision(DRAFT.at('Art. 1'), since='2027-01-01')\ndef a(b: Mony) -> Rate: return b\n", "D103"),
        ("", "D104"),
        ("DRAFT.parameter('retention_rat', ('2027-01-01', '5 %', DRAFT.at('Art. 1')))\n", "D108"),
        ("DRAFT.parameter('retention_rate', ('2027-01-01', 0.05, DRAFT.at('Art. 1')))\n", "U104"),
        ("DRAFT.parameter('retention_rate', ('1 May', '5 %', DRAFT.at('Art. 1')))\n", "U114"),
        ("DRAFT.parameter('retention_rate', ('2027-01-01', '5 percent', DRAFT.at('Art. 1')))\n", "U115"),
    ],
)
def test_a_slip_is_reported_with_its_file(text: str, code: str, tmp_path: Path) -> None:
    path = written(tmp_path, text)
    with pytest.raises(UsufructError) as caught:
        rulebook_with(read_drafts([path]))
    assert [fault.code for fault in caught.value.faults] == [code]
    assert caught.value.faults[0].where.startswith(path)
    assert caught.value.faults[0].remedy


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    one = written(tmp_path, "import os\nimport sys\n", "one.py")
    rule = (
        "@DRAFT.provision(DRAFT.at('Art. 3'), since='2027-01-01', each='half-year', per='custodian')\n"
        "def contribution(net_proft: Money, contribution_rate: Rate) -> Money:\n"
        "    return contribution_rate * net_proft\n"
    )
    two = written(tmp_path, rule, "two.py", "Draft B")
    adopted = Path(two).read_text("utf-8").replace('status="hypothetical"', 'status="adopted"')
    Path(two).write_text(adopted, "utf-8")
    assert codes(one, two, str(tmp_path / "none.py"), one) == ["D102", "D102", "D105", "D101", "D106", "U105"]


def test_an_unknown_status_is_no_status(tmp_path: Path) -> None:
    path = written(tmp_path, "DRAFT.statement('duty', 'A duty.', DRAFT.at('Art. 1'), since='2027-01-01')\n")
    Path(path).write_text(Path(path).read_text("utf-8").replace("hypothetical", "hoped"), "utf-8")
    assert codes(path) == ["U118"]


def test_drafts_that_collide_are_named_both(tmp_path: Path) -> None:
    row = "DRAFT.parameter('retention_rate', ('2027-01-01', '{}', DRAFT.at('Art. {}')))\n"
    one = written(tmp_path, row.format("5 %", 1), "one.py", "Draft A")
    two = written(tmp_path, row.format("6 %", 2), "two.py", "Draft B")
    with pytest.raises(UsufructError) as caught:
        rulebook_with(read_drafts([one, two]))
    (fault,) = caught.value.faults
    assert fault.code == "U112"
    assert "Draft A Art. 1" in fault.what
    assert "Draft B Art. 2" in fault.where
    later = written(tmp_path, row.format("6 %", 2).replace("2027", "2028"), "two.py", "Draft B")
    law = rulebook_with(read_drafts([one, later]))
    found = [law.row("eu.retention_rate", date(year, 6, 1)) for year in (2026, 2027, 2028)]
    assert [row.figure if row else None for row in found] == ["10 %", "5 %", "6 %"]


def test_a_draft_is_seen_on_any_day_and_wins_from_its_own_day_on(tmp_path: Path) -> None:
    path = written(tmp_path, "DRAFT.parameter('retention_rate', ('2024-02-15', '7 %', DRAFT.at('Art. 1')))\n")
    before = rulebook().hash
    law = rulebook_with(read_drafts([path]))
    for known in ("2024-01-01", "2024-06-01", "2026-11-22"):
        row = law.as_known(known).row("eu.retention_rate", date(2024, 2, 15))
        assert row is not None
        assert row.figure == "7 %"
        assert str(row.cite) == "Draft A Art. 1 [hypothetical]"
    assert rulebook().hash == before != law.hash


def test_words_name_each_change_once_from_its_day(tmp_path: Path) -> None:
    text = (
        "DRAFT.parameter('retention_rate', ('2027-01-01', '5 %', DRAFT.at('Art. 1')), "
        "('2029-01-01', '4 %', DRAFT.at('Art. 1')))\n"
        "DRAFT.parameter('budget_key', (6, '90 %', DRAFT.at('Art. 2')))\n"
        "DRAFT.statement('duty', 'A duty.', DRAFT.at('Art. 3'), since='2027-01-01', until='2028-01-01')\n"
    )
    drafts = read_drafts([written(tmp_path, text)])
    found = changes(rulebook(), rulebook_with(drafts), drafts)
    assert [(each.day and each.day.year, [change.name for change in each.changes]) for each in found] == [
        (None, ["budget_key"]),
        (2027, ["retention_rate", "duty"]),
        (2029, ["retention_rate"]),
    ]


@settings(max_examples=12, deadline=None)
@given(figure=st.integers(0, 1000), year=st.integers(2024, 2040))
def test_a_figure_of_a_draft_is_the_figure_of_the_law(
    figure: int, year: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    day = f"{year}-03-01"
    printed = f"{Fraction(figure, 10).numerator / Fraction(figure, 10).denominator:.1f} %"
    text = f"DRAFT.parameter('retention_rate', ('{day}', '{printed}', DRAFT.at('Art. 1')))\n"
    law = rulebook_with(read_drafts([written(tmp_path_factory.mktemp("drafts"), text)]))
    row = law.row("eu.retention_rate", date(year, 3, 1))
    assert row is not None
    assert row.figure == printed
    if year > 2024:
        assert law.row("eu.retention_rate", date(year, 2, 28)) == rulebook().row("eu.retention_rate", date(year, 2, 28))
