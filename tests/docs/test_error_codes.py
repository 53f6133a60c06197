"""Every error code has its page in docs/errors.md, and no page speaks of a code that is gone."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "usufruct"
PAGE = ROOT / "docs" / "errors.md"

CODE = re.compile(r"[A-Z]\d{3}")
RAISERS = {"Fault", "refuse"}
HEADING = re.compile(r"^## (?P<code>[A-Z]\d{3}): (?P<title>\S.*)$", re.MULTILINE)


def raised_codes(tree: ast.AST) -> set[str]:
    """Return the codes that stand as the first argument of ``Fault`` or ``refuse``."""
    codes: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)) if called in RAISERS:
                given = [*node.args[:1], *(word.value for word in node.keywords if word.arg == "code")]
                codes.update(code for argument in given for code in literal_codes(argument))
    return codes


def literal_codes(tree: ast.AST) -> set[str]:
    """Return every string in ``tree`` that is a code and nothing else; prose that names one is longer."""
    literals = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {text for text in literals if isinstance(text, str) and CODE.fullmatch(text)}


def codes_in(sources: Iterable[str]) -> set[str]:
    """Return the codes that ``sources`` use.

    A code may reach ``Fault`` through a table or a helper; any literal counts whose letter is one that
    ``Fault`` or ``refuse`` is called with somewhere.
    """
    trees = [ast.parse(source) for source in sources]
    letters = {code[0] for tree in trees for code in raised_codes(tree)}
    return {code for tree in trees for code in literal_codes(tree) if code[0] in letters}


def page() -> str:
    return PAGE.read_text("utf-8") if PAGE.is_file() else ""


def documented_codes() -> list[str]:
    return [match["code"] for match in HEADING.finditer(page())]


def used_codes() -> set[str]:
    return codes_in(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))


def test_every_code_in_use_has_an_entry() -> None:
    assert sorted(used_codes() - set(documented_codes())) == []


def test_every_entry_is_for_a_code_in_use() -> None:
    assert sorted(set(documented_codes()) - used_codes()) == []


def test_no_code_has_two_entries() -> None:
    counts = Counter(documented_codes())
    assert [code for code, count in counts.items() if count > 1] == []


def test_every_entry_says_something() -> None:
    _, *entries = re.split(r"^## ", page(), flags=re.MULTILINE) if page() else [""]
    empty = [entry.splitlines()[0] for entry in entries if not "".join(entry.splitlines()[1:]).strip()]
    assert empty == []


def test_codes_are_read_from_calls_tables_and_keywords() -> None:
    source = """
raise refuse("X101", "what", "where")
faults.append(errors.Fault(code="X102", what="", where=""))
TABLE = {"overflow": "X103"}
fault = Fault("X104" if empty else "X105", "what", "where")
DAY_COUNT = "A365"
note = "X999 is only mentioned"
"""
    assert codes_in([source]) == {"X101", "X102", "X103", "X104", "X105"}
