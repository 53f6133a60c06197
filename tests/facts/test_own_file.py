"""A facts file of the user's own: what is read, and every way it is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usufruct import facts
from usufruct.errors import Fault, UsufructError
from usufruct.facts import reading

GOOD = {
    "id": "own.interest.2026-H1",
    "series": "interest",
    "holder": "Nordic CSD",
    "perimeter": "central bank only",
    "state": "earned",
    "period": "2026-H1",
    "value": "12.50",
    "unit": "million",
    "currency": "SEK",
    "known_on": "2026-07-20",
    "source": "interim report, page 4",
}


def write(path: Path, *rows: dict[str, str], encoding: str = "utf-8") -> Path:
    file = path / "own.csv"
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with file.open("w", encoding=encoding, newline="") as handle:
        writer = csv.DictWriter(handle, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return file


def faults(file: Path) -> tuple[Fault, ...]:
    with pytest.raises(UsufructError) as error:
        facts.with_file(file)
    return error.value.faults


def one(file: Path) -> Fault:
    found = faults(file)
    assert len(found) == 1, found
    return found[0]


def test_a_good_file_joins_the_packaged_facts(tmp_path: Path) -> None:
    joined = facts.with_file(write(tmp_path, GOOD))
    figure = joined.get("own.interest.2026-H1")
    assert figure.amount == 12_500_000
    assert figure.tolerance == 5_000
    assert (str(figure.period_start), str(figure.period_end)) == ("2026-01-01", "2026-06-30")
    assert (figure.source_kind, figure.verified, figure.vintage) == ("own file", False, 1)
    assert len(joined) == len(facts.load()) + 1
    assert figure.id not in {known.id for known in facts.load()}
    assert figure.id not in {known.id for known in joined.as_of("2026-07-19")}


def test_a_month_is_moved_to_its_end(tmp_path: Path) -> None:
    joined = facts.with_file(write(tmp_path, {**GOOD, "known_on": "2026-02-03", "known_precision": "month"}))
    assert str(joined.get(GOOD["id"]).known_on) == "2026-02-28"


def test_an_own_vintage_replaces_a_packaged_figure(tmp_path: Path) -> None:
    row = {
        **GOOD,
        "id": "own.euroclear.interest.2024",
        "holder": "Euroclear",
        "perimeter": "all sanctioned Russian clients",
        "period": "2024",
        "currency": "EUR",
        "value": "6879",
        "vintage": "2",
        "corrects": "euroclear.interest.2024",
        "reason": "printed to the million in the annual report",
    }
    joined = facts.with_file(write(tmp_path, row))

    def interest(known: facts.Facts) -> str:
        return known.one(series="interest", period="2024", perimeter=row["perimeter"]).value

    assert interest(joined) == "6879"
    assert interest(joined.as_of("2026-07-19")) == "6.9"
    assert [figure.id for figure in joined.diff("2026-07-01", "2026-07-31").corrected] == [row["id"]]


@pytest.mark.parametrize(
    ("change", "code", "where", "remedy"),
    [
        ({"currency": "EURO"}, "F112", "own.csv:2 column currency", "EUR"),
        ({"currency": ""}, "F112", "own.csv:2 column currency", "EUR"),
        ({"known_on": "31.02.2026"}, "F108", "own.csv:2 column known_on", "'2026-02-28'"),
        ({"known_on": "20260720"}, "F108", "own.csv:2 column known_on", "year-month-day"),
        ({"value": "0.30000000000000004"}, "F110", "own.csv:2 column value", "'0.3'"),
        ({"value": "about 12"}, "F109", "own.csv:2 column value", "'12'"),
        ({"value": "1 234,5"}, "F109", "own.csv:2 column value", "'1234.5'"),
        ({"value": "1e6"}, "F109", "own.csv:2 column value", "unit in its own column"),
        ({"value": "NaN"}, "F109", "own.csv:2 column value", "digits"),
        ({"source": ""}, "F114", "own.csv:2 column source", "not a fact"),
        ({"perimeter": "central bank"}, "F111", "own.csv:2 column perimeter", "'central bank only'"),
        ({"unit": "millions"}, "F111", "own.csv:2 column unit", "'million'"),
        ({"period": "2026-H3"}, "F115", "own.csv:2 column period", "2024-H1"),
        ({"period_start": "2026-02-01"}, "F115", "own.csv:2 column period_start", "2026-01-01"),
        ({"id": "Zins 2026"}, "F118", "own.csv:2 column id", "'zins-2026'"),
        ({"id": "euroclear.interest.2024"}, "F113", "own.csv:2 column id", "euroclear.interest.2024.v2"),
        ({"vintage": "2"}, "F116", "own.csv:2 column corrects", "earlier vintage"),
        ({"vintage": "0"}, "F116", "own.csv:2 column vintage", "1, 2, 3"),
        (
            {"corrects": "euroclear.intrest.2024"},
            "F116",
            "own.csv:2 column corrects",
            "'euroclear.interest.2024'",
        ),
        ({"value": "", "value_low": "3", "value_high": "2"}, "F117", "own.csv:2", "2 to 3"),
        ({"value_low": "3"}, "F117", "own.csv:2", "what the source prints"),
        ({"valu": "3"}, "F105", "own.csv:1", "'value'"),
    ],
)
def test_each_fault_is_named_with_its_place_and_remedy(
    tmp_path: Path, change: dict[str, str], code: str, where: str, remedy: str
) -> None:
    fault = one(write(tmp_path, {**GOOD, **change}))
    assert fault.code == code
    assert fault.where.endswith(where)
    assert remedy in fault.remedy


def test_all_faults_of_a_file_come_at_once_with_their_lines(tmp_path: Path) -> None:
    rows = (
        {**GOOD, "value": "twelve", "currency": "SKE", "extra": "1"},
        {**GOOD, "known_on": "yesterday"},
        {**GOOD, "id": "b", "state": "recieved", "source": ""},
    )
    found = faults(write(tmp_path, *rows))
    assert {fault.code for fault in found} >= {"F105", "F108", "F109", "F111", "F112", "F114"}
    assert {fault.where.split("own.csv:")[1].split(" ")[0] for fault in found} == {"1", "2", "3", "4"}


def test_a_repeated_id_names_the_line_of_the_first(tmp_path: Path) -> None:
    fault = one(write(tmp_path, GOOD, GOOD))
    assert (fault.code, "line 2" in fault.what) == ("F113", True)
    assert fault.where.endswith("own.csv:3 column id")


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    fault = one(write(tmp_path, {k: v for k, v in GOOD.items() if k != "source"}))
    assert (fault.code, "'source'" in fault.what) == ("F106", True)


@pytest.mark.parametrize(("text", "code"), [("", "F104"), (" \n\n", "F104"), (",".join(GOOD) + "\n", "F104")])
def test_an_empty_file_is_refused(tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "own.csv"
    file.write_text(text, encoding="utf-8")
    assert one(file).code == code


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "cp1252"])
def test_another_encoding_is_refused(tmp_path: Path, encoding: str) -> None:
    fault = one(write(tmp_path, {**GOOD, "holder": "Société générale"}, encoding=encoding))
    assert fault.code == "F103"


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert facts.with_file(write(tmp_path, GOOD, encoding="utf-8-sig")).get(GOOD["id"])


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    with file.open("wb") as handle:
        handle.truncate(reading.SIZE_LIMIT + 1)
    assert one(file).code == "F102"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert one(tmp_path / "none.csv").code == "F101"
    assert one(tmp_path).code == "F101"


def test_rows_of_the_wrong_length_are_refused(tmp_path: Path) -> None:
    file = write(tmp_path, GOOD)
    file.write_text(file.read_text(encoding="utf-8") + "a,b\n", encoding="utf-8")
    fault = one(file)
    assert (fault.code, fault.where.endswith("own.csv:3")) == ("F107", True)


@settings(max_examples=60)
@given(raw=st.binary(max_size=300))
def test_no_bytes_bring_anything_but_a_refusal(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    file = tmp_path_factory.mktemp("own") / "own.csv"
    file.write_bytes(raw)
    with pytest.raises(UsufructError):
        facts.with_file(file)


CELLS = st.dictionaries(
    st.sampled_from(sorted({*GOOD, "value_low", "dated", "vintage", "corrects", "known_precision"})),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12),
)


@settings(max_examples=150)
@given(change=CELLS)
def test_a_changed_row_is_either_read_whole_or_refused(
    tmp_path_factory: pytest.TempPathFactory, change: dict[str, str]
) -> None:
    file = write(tmp_path_factory.mktemp("own"), {**GOOD, **change})
    found: tuple[Fault, ...] = ()
    try:
        joined = facts.with_file(file)
    except UsufructError as error:
        found = error.faults
    if found:
        assert all(fault.code.startswith("F1") and fault.remedy for fault in found)
    else:
        assert len(joined) == len(facts.load()) + 1
