"""Each fault by example, in both forms where both can have it: its code, its line and its remedy."""

# ruff: noqa: E501 - the tables of cases read best with one case on a line

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from usufruct.assets import Filing
from usufruct.errors import Fault

Faults = Callable[[str | bytes, str], list[Fault]]
Read = Callable[[str | bytes, str], Filing]

ROOT = Path(__file__).parents[2]
TOML = """[report]
schema_version = 1
filed_by = "A"
[[custodian]]
name = "A"
csd = true
[[custodian.period]]
period = "2024-H1"
basis = "interim"
assets_value = "5000000.00"
[[custodian.period.currency]]
currency = "EUR"
cash_balance = "100.00"
revenue = "10.00"
expenses = "1.00"
[[custodian.period.currency]]
currency = "JPY"
cash_balance = "100"
revenue = "10"
expenses = "1"
[[custodian.period]]
period = "2024-H2"
basis = "interim"
assets_value = "5000000.00"
retention_requested = "1.00"
[[custodian.period.currency]]
currency = "EUR"
cash_balance = "200.00"
revenue = "20.00"
expenses = "2.00"
[[custodian.period]]
period = "2024"
basis = "audited"
assets_value = "5000000.00"
[[custodian.period.currency]]
currency = "EUR"
cash_balance = "200.00"
revenue = "30.00"
expenses = "3.00"
[[exchange_rate]]
period = "2024-H1"
currency = "JPY"
rate = "160"
"""
CSV = """# a comment, with a comma
schema_version,filed_by,custodian,csd,period,basis,assets_value,retention_requested,extra_retention_percent,call_date,currency,cash_balance,revenue,expenses,tax,exchange_rate
1,A,A,yes,2024-H1,interim,5000000.00,,,,EUR,100.00,10.00,1.00,,
,,A,,2024-H1,interim,,,,,JPY,100,10,1,,160
,,A,,2024-H2,interim,5000000.00,1.00,,,EUR,200.00,20.00,2.00,,
,,A,,2024,audited,5000000.00,,,,EUR,200.00,30.00,3.00,,
"""

# The old text, the new text, the code, the line, and what the remedy says.
IN_TOML = {
    "unknown key": ('cash_balance = "100"\n', 'cash_balance = "100"\nrevenues = "10"\n', "A111", 19, "write revenue"),
    "unknown table": ("[[exchange_rate]]", "[[exchange_rates]]", "A111", 40, "write exchange_rate"),
    "unknown key of the header": ("schema_version = 1", "schema_version = 1\nfile_by = 2", "A111", 3, "filed_by"),
    "missing key": ('revenue = "10"\n', "", "A112", 16, "give revenue"),
    "missing header": ('[report]\nschema_version = 1\nfiled_by = "A"\n', "", "A112", 1, "give schema_version"),
    "empty required": ('filed_by = "A"', 'filed_by = " "', "A112", 1, "give filed_by"),
    "single table": ("[[exchange_rate]]", "[exchange_rate]", "A113", 40, "[[exchange_rate]]"),
    "value for a table": ("[report]", "report = 3\n[reports]", "A113", 1, "write [report]"),
    "unknown currency": ('"JPY"\ncash', '"YEN"\ncash', "A121", 17, "write JPY"),
    "small letters": ('"JPY"\ncash', '"jpy"\ncash', "A121", 17, "write JPY"),
    "number for a currency": ('"JPY"\ncash', "392\ncash", "A121", 17, "code such as EUR"),
    "text for a number": ('revenue = "10"', 'revenue = "ten"', "A122", 19, "such as 1234"),
    "currency sign": ('revenue = "10.00"', 'revenue = "€ 10.00"', "A122", 14, "write 10.00"),
    "exponent": ('revenue = "10.00"', 'revenue = "1e2"', "A122", 14, "write 100.00"),
    "boolean for a number": ('revenue = "10"', "revenue = true", "A122", 19, "such as 1234.50"),
    "list for a number": ('revenue = "10"', "revenue = [1]", "A122", 19, "such as 1234.50"),
    "not a number": ('revenue = "10"', 'revenue = "NaN"', "A122", 19, "write"),
    "float": ('revenue = "10.00"', "revenue = 10.25", "A123", 14, 'write "10.25" in quotes'),
    "infinite float": ('revenue = "10.00"', "revenue = inf", "A123", 14, "quotes"),
    "decimals of the yen": ('revenue = "10"', 'revenue = "10.5"', "A124", 19, "write 10"),
    "three decimals": ('revenue = "10.00"', 'revenue = "10.005"', "A124", 14, "write 10.00"),
    "decimal comma": ('revenue = "10.00"', 'revenue = "1.234,56"', "A125", 14, "write 1234.56"),
    "thousands by comma": ('revenue = "10.00"', 'revenue = "1,234.56"', "A125", 14, "write 1234.56"),
    "negative balance": ('cash_balance = "100"', 'cash_balance = "-100"', "A126", 18, "zero or more"),
    "negative expenses": ('expenses = "1"', 'expenses = "-1"', "A126", 20, "zero or more"),
    "negative retention": ('requested = "1.00"', 'requested = "-1.00"', "A126", 25, "zero or more"),
    "too large": ('revenue = "10"', f'revenue = "1{"0" * 15}"', "A127", 19, "fewer than"),
    "too large a whole number": ('revenue = "10"', f"revenue = 1{'0' * 50}", "A127", 19, "fewer than"),
    "a huge hexadecimal number": ('revenue = "10"', f"revenue = 0x{'f' * 6000}", "A127", 19, "fewer than"),
    "rate of zero": ('rate = "160"', 'rate = "0"', "A128", 43, "above zero"),
    "negative rate": ('rate = "160"', 'rate = "-1"', "A128", 43, "above zero"),
    "rate with a comma": ('rate = "160"', 'rate = "160,5"', "A125", 43, "write 160.5"),
    "rate as a ratio": ('rate = "160"', 'rate = "1/160"', "A122", 43, "such as 1.25"),
    "rate as a float": ('rate = "160"', "rate = 160.5", "A123", 43, '"160.5"'),
    "percent without sign": ("retention_requested", 'extra_retention_percent = "2.5"\nretention_requested', "A129", 25, '"2.5 %"'),
    "percent as a float": ("retention_requested", "extra_retention_percent = 2.5\nretention_requested", "A129", 25, '"2.5 %"'),
    "percent with a comma": ("retention_requested", 'extra_retention_percent = "2,5 %"\nretention_requested', "A129", 25, '"2.5 %"'),
    "percent beyond 100": ("retention_requested", 'extra_retention_percent = "101 %"\nretention_requested', "A129", 25, "100 %"),
    "negative percent": ("retention_requested", 'extra_retention_percent = "-1 %"\nretention_requested', "A129", 25, "0 %"),
    "date in another order": ("retention_requested", 'call_date = "5.2.2025"\nretention_requested', "A130", 25, "2025-02-05"),
    "day that does not exist": ("retention_requested", 'call_date = "2025-02-30"\nretention_requested', "A130", 25, "2025-02-28"),
    "day and time": ("retention_requested", "call_date = 2025-02-03T10:00:00\nretention_requested", "A130", 25, "write"),
    "neither yes nor no": ("csd = true", 'csd = "perhaps"', "A131", 6, "yes or no"),
    "unknown basis": ('"2024-H2"\nbasis = "interim"', '"2024-H2"\nbasis = "interm"', "A132", 23, "write interim"),
    "later version": ("schema_version = 1", "schema_version = 2", "A133", 2, "write 1"),
    "name on two lines": ('name = "A"', 'name = "A\\nB"', "A134", 5, "printable"),
    "unreadable period": ('"2024-H2"', '"2024-H3"', "A141", 22, "2024-H1"),
    "half without a year": ('"2024-H2"', '"second half of 2024"', "A141", 22, "2024-H1"),
    "period in another order": ('"2024-H2"', '"H2 2024"', "A141", 22, "2024-H2"),
    "period out of the calendar": ('"2024-H2"', '"2199-H2"', "A141", 22, "2100-H2"),
    "period too early": ('"2024-H1"\nbasis', '"2023-H2"\nbasis', "A142", 8, "2024-H1"),
    "half-year audited": ('"2024"\nbasis', '"2024-H1"\nbasis', "A143", 31, "write period 2024"),
    "year interim": ('basis = "audited"', 'basis = "interim"', "A143", 31, "2024-H1 or 2024-H2"),
    "period twice": ('"2024-H2"', '"2024-H1"', "A144", 21, "keep one"),
    "currency twice": ('"JPY"\ncash_balance', '"EUR"\ncash_balance', "A144", 16, "add the two rows up"),
    "call before the end": ("retention_requested", 'call_date = "2024-12-31"\nretention_requested', "A147", 21, "day of the call"),
    "paid before the call": ("retention_requested", "call_date = 2025-04-02\npaid_on = 2025-04-01\namount_paid = 1\nretention_requested", "A147", 21, "day of payment"),
    "paid without amount": ("retention_requested", "paid_on = 2025-04-01\nretention_requested", "A147", 21, "amount_paid"),
    "use in a year": ('basis = "audited"', 'basis = "audited"\namount_used = 1', "A148", 31, "half-year"),
    "zero still needed in a year": ('basis = "audited"', 'basis = "audited"\nstill_needed = 0', "A148", 31, "half-year"),
    "rate of the euro": ('currency = "JPY"\nrate', 'currency = "EUR"\nrate', "A149", 40, "leave it out"),
    "two rates": ('rate = "160"', 'rate = "160"\n[[exchange_rate]]\nperiod = "2024-H1"\ncurrency = "JPY"\nrate = "161"', "A149", 44, "keep one"),
    "no custodian": (TOML[TOML.index("[[cust") : TOML.index("[[exch")], "", "A112", 0, "add one"),
    "custodian twice": ("[[exchange_rate]]", '[[custodian]]\nname = "A"\ncsd = true\n[[exchange_rate]]', "A109", 40, "keep one"),
    "custodian without period": ("[[exchange_rate]]", '[[custodian]]\nname = "B"\ncsd = true\n[[exchange_rate]]', "A112", 40, "[[custodian.period]]"),
}  # fmt: skip


@pytest.mark.parametrize("case", IN_TOML)
def test_fault_in_toml(faults: Faults, case: str) -> None:
    old, new, code, line, remedy = IN_TOML[case]
    assert old in TOML
    found = faults(TOML.replace(old, new, 1), "toml")
    place = f"r.toml:{line}" if line else "r.toml"
    matching = [one for one in found if (one.code, one.where) == (code, place) and remedy in one.remedy]
    assert matching, "\n".join(str(one) for one in found)


# One mistake, one fault: nothing else may be said about a report that is right elsewhere.
FOLLOWED_BY_OTHERS = {
    "unknown table", "unknown key of the header", "missing header", "value for a table", "no custodian",
    "period too early", "half-year audited", "year interim", "period twice", "custodian twice",
}  # fmt: skip


@pytest.mark.parametrize("case", [case for case in IN_TOML if case not in FOLLOWED_BY_OTHERS])
def test_one_mistake_in_toml_is_one_fault(faults: Faults, case: str) -> None:
    old, new, code, *_ = IN_TOML[case]
    found = faults(TOML.replace(old, new, 1), "toml")
    assert [one.code for one in found] == [code], "\n".join(str(one) for one in found)


IN_CSV = {
    "unknown column": ("filed_by,", "filed_bye,", "A111", 2, "write filed_by"),
    "missing column": (",revenue,", ",revenuee,", "A112", 2, "add revenue"),
    "column twice": (",tax,", ",revenue,", "A109", 2, "keep one"),
    "too many cells": ("100.00,10.00,1.00,,", "100,00,10,00,1.00,,", "A110", 3, "point"),
    "too few cells": (",,160", ",160", "A110", 4, "point"),
    "open quotation mark": ("JPY,100", '"JPY,100', "A110", 4, "quotation mark"),
    "missing cell": ("JPY,100,10,1", "JPY,100,,1", "A112", 4, "give revenue"),
    "missing on the first row": ("interim,5000000.00,1.00", "interim,,1.00", "A112", 5, "give assets_value"),
    "missing key of a row": (",,A,,2024-H2", ",,,,2024-H2", "A112", 5, "repeat custodian"),
    "contradiction": ("interim,,,,,JPY", "interim,6000000.00,,,,JPY", "A114", 4, "5000000.00"),
    "unknown currency": ("JPY,", "JYP,", "A121", 4, "write JPY"),
    "text for a number": ("JPY,100,10", "JPY,100,ten", "A122", 4, "write"),
    "decimals of the yen": ("JPY,100,10", "JPY,100,10.50", "A124", 4, "write 10"),
    "decimal comma in quotes": ("100.00,10.00", '100.00,"10,00"', "A125", 3, "write 10.00"),
    "negative balance": ("EUR,200.00,20", "EUR,-200.00,20", "A126", 5, "zero or more"),
    "rate": (",160", ",0", "A128", 4, "above zero"),
    "rate of the euro": ("20.00,2.00,,", "20.00,2.00,,1", "A149", 5, "leave it out"),
    "percent": ("1.00,,,EUR,200", "1.00,250 %,,EUR,200", "A129", 5, "100 %"),
    "date": ("1.00,,,EUR,200", "1.00,,03/04/2025,EUR,200", "A130", 5, "2025-04-03"),
    "neither yes nor no": ("yes", "ja", "A131", 3, "yes or no"),
    "basis": ("2024,audited", "2024,auditted", "A132", 6, "write audited"),
    "version": ("1,A,A", "1.0,A,A", "A133", 3, "write 1"),
    "period": ("2024-H2", "2024H2", "A141", 5, "2024-H2"),
    "too early": ("2024,audited", "2023,audited", "A142", 6, "2024"),
    "row twice": ("JPY,100,10,1,,160", "EUR,100,10,1,,", "A144", 4, "add the two rows up"),
    "two rates": ("20.00,2.00,,\n", "20.00,2.00,,\n,,A,,2024-H1,interim,,,,,USD,1,1,1,,1.2\n,,B,no,2024-H1,interim,1,,,,USD,1,1,1,,1.3\n", "A149", 7, "keep one"),
}  # fmt: skip


@pytest.mark.parametrize("case", IN_CSV)
def test_fault_in_csv(faults: Faults, case: str) -> None:
    old, new, code, line, remedy = IN_CSV[case]
    assert old in CSV
    found = faults(CSV.replace(old, new, 1), "csv")
    matching = [one for one in found if (one.code, one.where) == (code, f"r.csv:{line}")]
    assert any(remedy in one.remedy for one in matching), "\n".join(str(one) for one in found)


@pytest.mark.parametrize(("mark", "name"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_another_separator_is_one_fault_that_names_it(faults: Faults, mark: str, name: str) -> None:
    (fault,) = faults(CSV.replace(",", mark), "csv")
    assert (fault.code, fault.where) == ("A110", "r.csv:2")
    assert name in fault.what


def test_both_texts_are_right_and_equal(read: Read) -> None:
    assert read(TOML, "toml") == read(CSV, "csv")


def test_a_gap_is_named_with_its_ends(faults: Faults) -> None:
    (fault,) = faults(CSV + ",,A,,2026-H2,interim,1,,,,EUR,1,1,1,,\n", "csv")
    assert (fault.code, fault.where) == ("A145", "r.csv:7")
    assert "2025-H1 to 2026-H1 are missing before 2026-H2" in fault.what


def test_an_unreadable_period_is_not_reported_as_missing_too(faults: Faults) -> None:
    more = ",,A,,2025H1,interim,1,,,,EUR,1,1,1,,\n,,A,,2025-H2,interim,1,,,,EUR,1,1,1,,\n"
    assert [fault.code for fault in faults(CSV + more, "csv")] == ["A141"]


def test_a_year_needs_both_halves(faults: Faults) -> None:
    lines = CSV.splitlines(keepends=True)
    (fault,) = faults("".join(lines[:4] + lines[5:]), "csv")
    assert (fault.code, fault.where) == ("A146", "r.csv:5")
    assert "without 2024-H2" in fault.what


def test_an_audited_year_may_not_be_left_out(faults: Faults) -> None:
    halves = "".join(f",,A,,{year}-H{half},interim,1,,,,EUR,1,1,1,,\n" for year in (2025, 2026) for half in (1, 2))
    (fault,) = faults(CSV + halves + ",,A,,2026,audited,1,,,,EUR,1,1,1,,\n", "csv")
    assert (fault.code, "2025 is missing" in fault.what) == ("A145", True)


def test_all_faults_are_listed_at_once_in_the_order_of_lines(faults: Faults) -> None:
    text = CSV.replace("1,A,A,yes", "2,A,A,oui").replace("JPY,100,10", "JYP,-1,ten").replace("30.00", "30,5")
    text = text.replace("2024-H2,interim", "2024-H2,interrim")
    found = faults(text, "csv")
    assert [fault.code for fault in found] == ["A131", "A133", "A121", "A122", "A126", "A132", "A110"]
    lines = [int(fault.where.rpartition(":")[2]) for fault in found]
    assert lines == sorted(lines)


def test_decimals_of_an_unknown_currency_are_not_judged(faults: Faults) -> None:
    assert [fault.code for fault in faults(CSV.replace("JPY,100,10", "QQQ,100.0001,ten"), "csv")] == [
        "A121",
        "A122",
    ]


def test_messages_stay_on_one_line_and_repeat_no_long_text(faults: Faults) -> None:
    (fault,) = faults(TOML.replace('"ten"', "").replace('revenue = "10"', f'revenue = "{"x" * 5000}"'), "toml")
    assert len(str(fault)) < 400
    assert "\n" not in str(fault)


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    sources = (ROOT / "src" / "usufruct" / "assets").glob("*.py")
    raised = {code for source in sources for code in re.findall(r'"(A1[0-9]{2})"', source.read_text("utf-8"))}
    explained = re.findall(r"^## (A1[0-9]{2}): ", (ROOT / "docs" / "errors.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(raised) == sorted(explained)
