"""The page on speed holds the rows that were measured, and every floor of the benchmarks is one of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import levy, projection, rates

ROOT = Path(__file__).resolve().parents[2]
ROWS = json.loads((ROOT / "bench" / "latest.json").read_text("utf-8"))["rows"]
PAGE = (ROOT / "docs" / "performance.md").read_text("utf-8")


@pytest.mark.parametrize("row", ROWS, ids=[row["target"] for row in ROWS])
def test_a_measured_row_is_on_the_page(row: dict[str, str]) -> None:
    line = next(line for line in PAGE.splitlines() if line.startswith(f"| {row['target']} |"))
    assert [cell.strip() for cell in line.strip("|").split("|")] == list(row.values())


def test_every_comparison_was_measured_with_its_floor() -> None:
    measured = {row["target"]: (row["floor"], row["goal"]) for row in ROWS}
    for each in (*rates.COMPARISONS, *levy.COMPARISONS, *projection.COMPARISONS):
        assert measured[each.target] == (f"{each.floor}", f"{each.goal}")


def test_a_row_below_its_floor_is_explained() -> None:
    missed = [row["target"] for row in ROWS if row["verdict"].startswith("missed")]
    explained = {
        "share of the bound": "**The share of the bound",
        "fresh process": "**A fresh process",
        "new array": "new array",
        "guarded over bare": "**Posting under guard",
        "full verification": "**Verification",
        "booked again": "**Verification",
    }
    for target in missed:
        assert any(word in target and said in PAGE for word, said in explained.items()), target
