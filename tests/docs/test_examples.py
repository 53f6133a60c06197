"""The Python sessions shown in the documents give what they print, and their links lead somewhere."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "changelog.d").glob("*.md")])
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]

FENCE = re.compile(r"^```(?:python|pycon)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")


def sessions(text: str) -> str:
    """Return the interactive sessions of a document, in order, as one."""
    return "\n\n".join(block for block in FENCE.findall(text) if block.startswith(">>> "))


def failures(session: str, name: str) -> str:
    """Run ``session`` as a doctest; return what went wrong."""
    report: list[str] = []
    test = doctest.DocTestParser().get_doctest(session, {}, name, name, 0)
    doctest.DocTestRunner().run(test, out=report.append)
    return "".join(report)


@pytest.mark.parametrize("name", NAMES)
def test_sessions_give_what_they_print(name: str) -> None:
    assert failures(sessions((ROOT / name).read_text("utf-8")), name) == ""


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_to_files(name: str) -> None:
    path = ROOT / name
    broken = [link for link in LINK.findall(path.read_text("utf-8")) if not (path.parent / link).exists()]
    assert broken == []


def test_a_wrong_session_is_found() -> None:
    text = "Text.\n\n```python\n>>> one = 1\n```\n\nMore.\n\n```pycon\n>>> one + 1\n3\n```\n"
    assert "Got:\n    2" in failures(sessions(text), "sample")
