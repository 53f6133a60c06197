"""The table of docs/performance.md, written from what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
HEAD = "| target | peer | ours | ratio | floor | goal | verdict |\n|---|--:|--:|--:|--:|--:|---|\n"


def page_with(text: str, rows: Sequence[Mapping[str, str]]) -> str:
    r"""The page with its table replaced.

    Example:
        >>> row = {"target": "t", "peer": "1", "ours": "2", "ratio": "2", "floor": "1", "goal": "2", "verdict": "met"}
        >>> page_with("before\n\n" + HEAD + "| old |\n\nafter\n", [row]).splitlines()[-3]
        '| t | 1 | 2 | 2 | 1 | 2 | met |'
    """
    before, _, rest = text.partition(HEAD)
    after = rest.partition("\n\n")[2]
    lines = "\n".join(f"| {' | '.join(row.values())} |" for row in rows)
    return f"{before}{HEAD}{lines}\n\n{after}"


def write(rows: Sequence[Mapping[str, str]]) -> None:
    """Put the rows on the page; what the page says about them is for people to write."""
    PAGE.write_text(page_with(PAGE.read_text("utf-8"), rows), encoding="utf-8")
