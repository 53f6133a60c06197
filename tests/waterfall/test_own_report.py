"""A custodian's own report: every branch of the retention rules, what was cut, and rates of exchange of one's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from usufruct.assets import Filing, read_filing
from usufruct.errors import UsufructError
from usufruct.law import rulebook
from usufruct.waterfall.conversion import closing_rate, mean_rate
from usufruct.waterfall.own_report import OwnReport, run_filing

CASE = Path(__file__).resolve().parents[2] / "examples" / "own_report" / "two_custodians.toml"
ALPHA = "Alpha CSD"
BRANCHES = (
    *("retention_used", "retention_cut_by_audit", "retention_recalled", "released_at_the_end", "matured"),
    *("kept_at_the_test", "kept_after_five_years", "awaiting_transfer", "released_after_the_test", "overpayment"),
)


@pytest.fixture(scope="module")
def filing() -> Filing:
    return read_filing(CASE)


@pytest.fixture(scope="module")
def report(filing: Filing) -> OwnReport:
    return run_filing(filing)


def at_calls(report: OwnReport, name: str) -> list[int]:
    steps = report.result.world.timeline.steps["call"]
    value = report.result.interpreter.value
    return [int(value(f"eu.{name}", "call", index, (ALPHA,))) for index in range(len(steps))]


@pytest.mark.parametrize("branch", BRANCHES)
def test_the_case_takes_every_branch_with_money(report: OwnReport, branch: str) -> None:
    assert any(at_calls(report, branch))


def test_the_case_takes_the_other_branches_of_a_half_year(report: OwnReport) -> None:
    by_address = {line.address: line.amount for line in report.lines}
    assert by_address[f"2024-H1:{ALPHA}:retention"] == 158_523_00, "exactly the cap"
    assert by_address[f"2024-H2:{ALPHA}:retention"] == 210_865_50, "cut to the cap"
    assert by_address[f"2025-H1:{ALPHA}:retention"] == 100_000_00, "less than the cap"
    assert by_address[f"2025-H2:{ALPHA}:retention"] > by_address[f"2025-H2:{ALPHA}:contribution"] // 10, "extra share"
    assert by_address[f"2027-H1:{ALPHA}:net profit"] < 0 == by_address[f"2027-H1:{ALPHA}:contribution"]
    assert by_address[f"call 2:{ALPHA}:default interest"] > 0, "paid late"
    assert by_address[f"call 5:{ALPHA}:true-up"] < -by_address[f"2026-H1:{ALPHA}:due"], "larger than the next call"
    assert report.filing.measures_end == date(2031, 5, 31)


def test_what_the_audit_cuts_was_retained_for_the_audited_year(filing: Filing, report: OwnReport) -> None:
    """2024-H1 stays until its test, less what was used and recalled; under the other reading nothing is left of it."""
    tested = 158_523_00 - 30_000_00 - 50_000_00
    assert at_calls(report, "matured")[11] == tested
    other = run_filing(filing, rulebook().choose(retention_cut_leaves="oldest vintage"))
    assert at_calls(other, "matured")[11] == 0
    assert at_calls(other, "retained")[4] == at_calls(report, "retained")[4]


def test_nothing_is_stated_where_nothing_was_filed(report: OwnReport) -> None:
    addresses = {line.address for line in report.lines}
    absent = ("2026-H1:Beta CSD", "2031:Alpha CSD", "2025:Beta CSD")
    assert not any(address.startswith(absent) for address in addresses)
    assert "2025:Alpha CSD:true-up" in addresses
    assert "2024:Beta CSD:true-up" in addresses


def test_a_rate_of_ones_own_is_used_and_the_law_says_so(filing: Filing, report: OwnReport) -> None:
    assert report.result.law.option("conversion_source") == "own rates"
    interpreter = report.result.interpreter
    assert interpreter.value("eu.conversion_rate", "half-year", 0, ("USD",)) == Fraction("1.25")
    first, last = date(2024, 2, 15), date(2024, 6, 30)
    assert interpreter.value("eu.average_rate", "half-year", 0, ("USD",)) == mean_rate("USD", first, last)
    assert interpreter.value("eu.closing_rate", "half-year", 0, ("USD",)) == closing_rate("USD", last)
    early = replace(filing, periods=filing.periods[:2], measures_end=None)
    reference = run_filing(early, rulebook().choose(conversion_source="reference rates")).result.interpreter
    assert reference.value("eu.conversion_rate", "half-year", 0, ("USD",)) == mean_rate("USD", first, last)


def test_without_a_rate_the_line_of_the_file_is_named(filing: Filing) -> None:
    with pytest.raises(UsufructError) as refused:
        run_filing(replace(filing, rates=()))
    assert {fault.code for fault in refused.value.faults} == {"W212"}
    assert all("two_custodians.toml:" in fault.where for fault in refused.value.faults)


def test_what_the_law_cuts_and_what_was_paid_is_said(filing: Filing, report: OwnReport) -> None:
    cap, test = report.notes
    assert "2024-H2: EUR 250 000.00 asked to retain, the cap allows EUR 210 865.50" in cap
    assert "2030-H2: EUR 40 000.00 found still needed, the vintage tested held EUR 0.00" in test
    short = [replace(filing.periods[0], amount_paid=1_426_707_00 - 1), *filing.periods[1:]]
    found = run_filing(replace(filing, periods=tuple(short))).notes
    assert any("2024-H1: EUR 0.01 less was paid than was called" in note for note in found)


def test_a_year_that_is_in_scope_in_part_is_pointed_out(filing: Filing) -> None:
    """Beyond the threshold in one half-year only; the audited figures have to be those of that half-year."""
    beta = [each for each in filing.periods if each.custodian == "Beta CSD"]
    grown = [replace(each, assets_value=1_000_000_01) if each.period == "2024-H2" else each for each in beta]
    only = tuple(each for each in filing.custodians if each.name == "Beta CSD")
    found = run_filing(replace(filing, custodians=only, periods=tuple(grown), measures_end=None))
    assert any("Beta CSD, 2024: one half-year is in scope and one is not" in note for note in found.notes)


def test_measures_do_not_end_before_the_levy_began(filing: Filing) -> None:
    with pytest.raises(UsufructError) as refused:
        run_filing(replace(filing, measures_end=date(2024, 2, 14)))
    assert [fault.code for fault in refused.value.faults] == ["W214"]
