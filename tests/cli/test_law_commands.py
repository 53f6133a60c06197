"""The commands about drafts: exit codes, documents against their schemas, and no traceback whatever the file says."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from tests.cli.conftest import Usufruct
from usufruct.publish.document import schema


@pytest.fixture
def draft(usufruct: Usufruct, tmp_path: Path) -> str:
    path = str(tmp_path / "draft.py")
    assert usufruct("law", "new", path).code == 0
    return path


def valid(kind: str, document: dict[str, object]) -> None:
    jsonschema.Draft202012Validator(schema(kind)).validate(document)


def test_a_draft_is_laid_out_once(usufruct: Usufruct, draft: str) -> None:
    again = usufruct("law", "new", draft)
    assert (again.code, again.out) == (1, "")
    assert "D107" in again.err


def test_documents_are_valid(usufruct: Usufruct, draft: str) -> None:
    checked = usufruct("law", "check", draft, "--json")
    valid("draft", checked.document)
    assert checked.document["acts"][0]["status"] == "hypothetical"
    changed = usufruct("law", "diff", "--with", draft, "--json")
    valid("amendment", changed.document)
    assert changed.document["had_it_always_held"]["totals"][4]["difference"] == "366666666.67"
    assert "(hypothetical)" in changed.document["other"]["title"]


@pytest.mark.parametrize(
    "arguments", [("replay",), ("waterfall", "2025-H1"), ("explain", "2025-H1:call"), ("law", "at", "2027-02-01")]
)
def test_every_output_says_that_a_draft_is_in_it(usufruct: Usufruct, draft: str, arguments: tuple[str, ...]) -> None:
    found = usufruct(*arguments, "--with", draft)
    assert found.code == 0
    assert "[hypothetical]" in found.out
    assert "[hypothetical]" not in usufruct(*arguments).out


def test_a_draft_at_fault_ends_with_one_and_no_output(usufruct: Usufruct, draft: str) -> None:
    Path(draft).write_text("import os\n", "utf-8")
    for arguments in (("law", "check", draft), ("replay", "--with", draft), ("law", "diff", "--with", draft)):
        found = usufruct(*arguments)
        assert (found.code, found.out) == (1, "")
        assert found.err.startswith("usufruct: D102")
    assert usufruct("law", "check", draft, "--json").error["faults"][0]["code"] == "D102"


def test_days_alone_are_refused(usufruct: Usufruct, draft: str) -> None:
    assert usufruct("law", "diff").code == 2
    assert usufruct("law", "diff", "2025-01-01", "--with", draft).code == 2
    assert usufruct("law", "diff", "2026-12-01", "2027-02-01", "--with", draft).code == 0


def test_regimes_are_listed_and_shown(usufruct: Usufruct) -> None:
    listed = usufruct("regimes", "--json")
    valid("regimes", listed.document)
    assert [each["status"] for each in listed.document["regimes"]].count("adopted") == 2
    shown = usufruct("regimes", "F", "--read", "size_of_the_loan=140")
    assert shown.code == 0
    assert "REGIME F [proposed]" in shown.out
    assert max(len(line) for line in (shown.out + usufruct("regimes").out).splitlines()) <= 80
    assert usufruct("regimes", "K").code == 2
    assert usufruct("regimes", "F", "--read", "size_of_the_loan=141").code == 2
