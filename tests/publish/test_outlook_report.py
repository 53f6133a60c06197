"""The report is one file that asks for nothing, shows what the projection says, and is the same twice."""

from __future__ import annotations

import builtins
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from usufruct.errors import UsufructError
from usufruct.outlook.projection import Projection, project
from usufruct.outlook.scenario import from_key
from usufruct.publish.outlook_report import report, write_report

SHORT = "known=2026-11-22&horizon=2031-12-31&paths=64"
SCENARIOS = {
    "as expected": SHORT,
    "released": f"{SHORT}&released=2029-01-01",
    "nothing is paid": f"{SHORT}&flat=0 %&foreign_share=0&volatility=0",
    "all is repaid": f"{SHORT}&flat=50 %",
}


class Page(HTMLParser):
    """What a page asks for, and what it holds."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.asked: list[str] = []
        self.ids: list[str] = []
        self.drawings = 0
        self.described = 0
        self.cells: list[str] = []
        self.scripts = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.open.append(tag)
        self.scripts += tag == "script"
        self.drawings += tag == "svg"
        self.described += tag == "desc"
        self.ids += [str(found["id"])] if found.get("id") else []
        self.asked += [str(found[name]) for name in ("src", "href", "xlink:href") if name in found]

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "td":
            self.cells.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self.open:
            self.open.pop()


@pytest.fixture(scope="module", params=list(SCENARIOS.values()), ids=list(SCENARIOS))
def projection(request: pytest.FixtureRequest) -> Projection:
    return project(request.param, tier="arrays")


def test_a_report_asks_for_nothing_and_describes_every_chart(projection: Projection) -> None:
    text = report(projection)
    page = Page(text)
    assert page.asked == []
    assert page.scripts == 0
    assert "@import" not in text
    assert page.drawings == page.described >= 5
    assert len(page.ids) == len(set(page.ids))
    assert "nan" not in text.lower().replace("finance", "").replace("financial", "")


def test_a_report_is_the_same_twice_and_its_tables_are_the_projection(projection: Projection) -> None:
    text = report(projection)
    assert report(projection) == text
    cells = set(Page(text).cells)
    for flow in projection.yearly_flow:
        assert {str(flow.year), f"{flow.low / 1e11:.3f}", f"{flow.high / 1e11:.3f}"} <= cells
    for loss in projection.loss_by_bearer() if projection.scenario.released else ():
        assert f"{loss.mean / 1e11:.3f}" in cells
    assert projection.run_id in text


def test_a_name_is_no_markup() -> None:
    text = report(project(from_key(SHORT).but(name="<script>alert(1)</script>"), tier="arrays"))
    assert Page(text).scripts == 0
    assert "&lt;script&gt;" in text


def test_a_report_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsufructError, match="P102"):
        write_report(project(SHORT, tier="arrays"), tmp_path / "nowhere" / "report.html")
    write_report(project(SHORT, tier="arrays"), tmp_path / "report.html")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_without_the_extra_a_report_is_refused_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    load = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("jinja2"):
            raise ImportError(name=name)
        return load(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsufructError, match=r"usufruct\[report\]"):
        report(project(SHORT, tier="arrays"))
