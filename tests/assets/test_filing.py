"""The value itself: what a report holds once it is read, and when two reports are the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from usufruct.assets import (
    CurrencyLine,
    Filing,
    PeriodReport,
    canonical_text,
    filing_template,
    filing_text,
    read_filing,
)
from usufruct.assets.filing_columns import COLUMNS, HEADINGS
from usufruct.errors import UsufructError

ROOT = Path(__file__).parents[2]
CASE = ROOT / "examples" / "own_report" / "two_custodians"
Read = Callable[[str | bytes, str], Filing]

SMALL = """
[report]
schema_version = 1
filed_by = "Ä & Co, \\"Depository\\""
measures_end = 2031-05-31
[[custodian]]
name = "A"
csd = false
[[custodian.period]]
period = "2024-H1"
basis = "interim"
assets_value = 1_000_000
retention_requested = "0"
extra_retention_percent = "2.50 %"
call_date = "2024-07-23"
currency = [
  { currency = "JPY", cash_balance = "1 000", revenue = "-7", expenses = 0, tax = "-1" },
  { currency = "EUR", cash_balance = 10, revenue = "0.5", expenses = "0.05", tax = "" },
]
[[exchange_rate]]
period = "2024-H1"
currency = "JPY"
rate = "171.43"
"""


def test_every_cell_arrives_in_minor_units(read: Read) -> None:
    filing = read(SMALL, "toml")
    (report,) = filing.periods
    assert filing.filed_by == 'Ä & Co, "Depository"'
    assert filing.measures_end == date(2031, 5, 31)
    assert (filing.custodians[0].name, filing.custodians[0].csd) == ("A", False)
    assert report.assets_value == 100_000_000
    assert report.extra_retention == Fraction(1, 40)
    assert report.call_date == date(2024, 7, 23)
    assert report.last_day == date(2024, 6, 30)
    euro, yen = report.lines
    assert (euro.currency, euro.cash_balance, euro.revenue, euro.expenses) == ("EUR", 1000, 50, 5)
    assert (yen.currency, yen.cash_balance, yen.revenue, yen.expenses, yen.tax) == ("JPY", 1000, -7, 0, -1)
    assert filing.exchange_rates == {("2024-H1", "JPY"): Fraction(17143, 100)}
    assert (report.where, yen.where) == ("r.toml:9", "r.toml:17")


def test_an_empty_cell_is_not_zero(read: Read) -> None:
    (report,) = read(SMALL, "toml").periods
    assert report.lines[0].tax is None
    assert report.retention_requested == 0
    assert (report.still_needed, report.amount_paid, report.paid_on) == (None, None, None)
    zero = read(SMALL.replace('tax = ""', 'tax = "0.00"'), "toml")
    assert zero.periods[0].lines[0].tax == 0
    assert zero.hash != read(SMALL, "toml").hash


def test_repr_is_one_line_and_names_the_span(read: Read) -> None:
    shown = repr(read(SMALL, "toml"))
    assert "\n" not in shown
    assert "1 custodian, 2024-H1 to 2024-H1 in EUR, JPY" in shown


def test_hash_is_sha256_of_the_canonical_text_and_nothing_else(read: Read) -> None:
    filing = read(SMALL, "toml")
    assert filing.hash == sha256(canonical_text(filing).encode()).hexdigest()
    content = json.loads(canonical_text(filing))
    assert content["periods"][0]["lines"] == [["EUR", 1000, 50, 5, None], ["JPY", 1000, -7, 0, -1]]
    moved = read("# a comment\n\n" + SMALL, "toml")
    assert (moved, moved.hash) == (filing, filing.hash)
    assert moved.periods[0].where != filing.periods[0].where


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("csd = false", "csd = true"),
        ('"-7"', '"-8"'),
        ("171.43", "171.44"),
        ("2.50 %", "2.51 %"),
        ("2031-05-31", "2031-06-01"),
        ('name = "A"', 'name = "B"'),
        ("2024-07-23", "2024-07-24"),
        ("1_000_000", "1_000_001"),
    ],
)
def test_every_change_of_content_changes_the_hash(read: Read, old: str, new: str) -> None:
    assert read(SMALL.replace(old, new), "toml").hash != read(SMALL, "toml").hash


def test_every_field_that_is_content_enters_the_hash(read: Read) -> None:
    filing = read(SMALL, "toml")
    (report,) = filing.periods
    other: dict[str, Any] = {
        "custodian": "Z",
        "period": "2026-H1",
        "basis": "audited",
        "lines": report.lines[:1],
        "extra_retention": Fraction(1, 3),
        "call_date": date(2030, 1, 1),
        "paid_on": date(2030, 1, 1),
    }
    names = [one.name for one in fields(PeriodReport) if one.compare]
    changed = [replace(report, **{name: other.get(name, 987)}) for name in names]
    line_changes: list[dict[str, Any]] = [{one.name: 987} for one in fields(CurrencyLine) if one.compare]
    lines = [replace(report.lines[0], **change) for change in line_changes]
    changed += [replace(report, lines=(line, report.lines[1])) for line in lines]
    hashes = {replace(filing, periods=(one,)).hash for one in changed} | {filing.hash}
    assert len(hashes) == len(changed) + 1


def test_both_forms_of_the_case_are_equal() -> None:
    from_toml, from_csv = read_filing(f"{CASE}.toml"), read_filing(f"{CASE}.csv")
    assert from_toml == from_csv
    assert from_toml.hash == from_csv.hash
    assert canonical_text(from_toml) == canonical_text(from_csv)


def test_the_case_has_what_it_promises() -> None:
    filing = read_filing(f"{CASE}.toml")
    alpha, beta = filing.reports("Alpha CSD", "interim"), filing.reports("Beta CSD", "interim")
    assert [filing.currencies, len(alpha)] == [("EUR", "JPY", "USD"), 15]
    assert [alpha[0].period, alpha[-1].period] == ["2024-H1", "2031-H1"]
    assert min(report.assets_value for report in alpha) > 100 * 100_000_000
    assert max(report.assets_value for report in beta) == 100_000_000
    assert "fictional" in Path(f"{CASE}.toml").read_text("utf-8")
    assert any(report.amount_used for report in alpha)
    assert [report.period for report in alpha if report.released] == ["2026-H2", "2030-H2"]
    assert [report.period for report in alpha if report.still_needed is not None] == [
        "2029-H2",
        "2030-H1",
        "2030-H2",
        "2031-H1",
    ]
    assert {report.retention_requested is None for report in alpha} == {True, False}
    assert {line.tax is None for report in alpha for line in report.lines} == {True, False}


def net_profit(filing: Filing, period: str) -> Fraction:
    """Net profit of Alpha CSD in cents, by arithmetic of its own; a tax not stated counts a quarter."""
    cents = Fraction(0)
    (report,) = [one for one in filing.periods if (one.custodian, one.period) == ("Alpha CSD", period)]
    for line in report.lines:
        before_tax = line.revenue - line.expenses
        tax = Fraction(before_tax, 4) if line.tax is None else line.tax
        scale = 100 if line.currency == "JPY" else 1
        rate = filing.exchange_rates.get((period, line.currency), Fraction(1))
        cents += (before_tax - tax) * scale / rate
    return cents


def test_in_the_case_an_overpayment_exceeds_the_next_call_and_a_half_year_loses() -> None:
    filing = read_filing(f"{CASE}.toml")
    by_label = {one.period: one for one in filing.periods if one.custodian == "Alpha CSD"}

    def due(period: str) -> Fraction:
        return net_profit(filing, period) * Fraction(997, 1000) - (by_label[period].retention_requested or 0)

    overpaid = due("2025-H1") + due("2025-H2") - due("2025")
    assert overpaid > due("2026-H1") > 0
    assert net_profit(filing, "2027-H1") < 0 < net_profit(filing, "2027")
    first = net_profit(filing, "2024-H1") * Fraction(997, 1000)
    assert by_label["2024-H1"].retention_requested == first / 10
    assert by_label["2024-H1"].amount_paid == first * 9 / 10
    assert (by_label["2024-H2"].retention_requested or 0) > due("2024-H2") / 9
    assert 0 < (by_label["2025-H1"].retention_requested or 0) < due("2025-H1") / 10
    extra = [by_label[label].extra_retention for label in ("2025-H2", "2026-H1", "2026-H2", "2027-H1")]
    assert extra == [Fraction(1, 40), Fraction(1, 40), Fraction(1, 100), 0]


@pytest.mark.parametrize("form", ["toml", "csv"])
def test_the_template_reads_back_and_names_every_column(read: Read, form: str) -> None:
    text = filing_template("toml" if form == "toml" else "csv")
    filing = read(text, form)
    assert len(filing.periods) == 1
    for column in COLUMNS:
        assert (column.key if form == "toml" else column.heading) in text


def test_both_templates_say_the_same(read: Read) -> None:
    assert read(filing_template("toml"), "toml") == read(filing_template("csv"), "csv")


def test_a_form_that_does_not_exist_is_refused(read: Read) -> None:
    with pytest.raises(UsufructError, match="A102"):
        filing_template("xml")  # type: ignore[arg-type]
    with pytest.raises(UsufructError, match="A102"):
        filing_text(read(SMALL, "toml"), "xml")  # type: ignore[arg-type]


def test_a_year_may_be_a_whole_number_and_dates_may_be_text(read: Read) -> None:
    years = filing_template("toml").replace('"2025-H1"\n# interim', "2025\n# interim", 1)
    with pytest.raises(UsufructError, match="A143"):
        read(years, "toml")
    assert read(SMALL.replace("2031-05-31", '"2031-05-31"'), "toml") == read(SMALL, "toml")


def test_a_rate_without_a_row_cannot_be_written_as_csv(read: Read) -> None:
    filing = read(SMALL.replace('"JPY"\nrate', '"USD"\nrate'), "toml")
    with pytest.raises(UsufructError, match="A149"):
        filing_text(filing, "csv")


def test_the_documentation_has_every_column() -> None:
    page = (ROOT / "docs" / "own-report.md").read_text("utf-8")
    for heading in HEADINGS:
        assert f"| `{heading}`" in page
