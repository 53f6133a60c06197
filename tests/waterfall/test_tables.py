"""Results as tables: amounts stay exact text, a missing library is said, nothing comes from outside."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usufruct.assets import read_filing
from usufruct.errors import UsufructError
from usufruct.waterfall.own_report import OwnReport, run_filing
from usufruct.waterfall.tables import Table, euro

REPORT = Path(__file__).resolve().parents[2] / "examples" / "own_report" / "two_custodians.toml"


@pytest.fixture(scope="module")
def report() -> OwnReport:
    return run_filing(read_filing(REPORT))


@given(st.fractions(-(10**15), 10**15, max_denominator=10**6))
def test_an_amount_is_within_half_a_cent_of_its_text(cents: Fraction) -> None:
    assert abs(Fraction(euro(cents)) * 100 - cents) <= Fraction(1, 2)


def test_text_from_outside_is_escaped() -> None:
    html = Table(("<b>",), (("<script>",), (True,), (None,))).html("a & b")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "<td>yes</td>" in html
    assert "<td></td>" in html
    assert "a &amp; b" in html


@pytest.mark.parametrize("library", ["polars", "pandas"])
def test_a_missing_library_is_said(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsufructError) as caught:
        getattr(Table(("a",), ()), f"to_{library}")()
    (fault,) = caught.value.faults
    assert (fault.code, fault.what) == ("W222", f"{library} is not installed")


def test_an_own_report_shows_itself(report: OwnReport) -> None:
    assert repr(report).startswith("<OwnReport by Fictional Reporting Desk: 15 half-years")
    frame = report.to_polars()
    assert frame.shape == (len(report.lines), 5)
    assert report.to_pandas()["value"].tolist() == frame["value"].to_list()
    by_address = dict(zip(frame["figure"], frame["value"], strict=True))
    assert by_address["2024-H1:Alpha CSD:contribution"] == "1585230.00"
    assert by_address["2024-H1:Beta CSD:in scope"] == "no"
    assert "http" not in report._repr_html_()


def test_a_true_up_stands_only_where_a_year_was_audited_before(report: OwnReport) -> None:
    steps = {step.label: step for step in report.result.world.timeline.steps["call"]}
    calls = {line.step for line in report.lines if line.quantity == "true-up" and line.step in steps}
    audited = {label for label, step in steps.items() if step.covers.get("financial-year")}
    assert calls == audited - {"debit note 1"}, "2031 has no audit in the file"
    assert "call 1" not in calls
    assert "call 3" in calls
