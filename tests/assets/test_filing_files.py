"""Files that are not reports: refused by one clear fault, before anything in them is believed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from usufruct.assets import Filing, filing_template, read_filing
from usufruct.assets.filing_text import LARGEST_FILE
from usufruct.errors import Fault, UsufructError

Faults = Callable[[str | bytes, str], list[Fault]]
Read = Callable[[str | bytes, str], Filing]
TOML, CSV = filing_template("toml"), filing_template("csv")


def refusal(path: str | Path) -> Fault:
    with pytest.raises(UsufructError) as caught:
        read_filing(path)
    (fault,) = caught.value.faults
    return fault


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", "A103", "empty"),
        (b" \r\n\t\n", "A103", "empty"),
        (b"\xef\xbb\xbf", "A103", "empty"),
        (TOML.encode("utf-16"), "A105", "UTF-16"),
        (TOML.encode("utf-16-be"), "A106", "0x00"),
        (b"\xfe\xff" + TOML.encode("utf-16-be"), "A105", "UTF-16"),
        (TOML.encode("utf-32"), "A105", "UTF-32"),
        (
            TOML.replace("Example", "Dép\N{LATIN SMALL LETTER O WITH CIRCUMFLEX}t").encode("latin-1"),
            "A105",
            "0xe9",
        ),
        (b"\x89PNG\r\n\x1a\n", "A105", "0x89"),
        (b"PK\x03\x04\x14\x00", "A106", "0x03"),
        (TOML.encode() + b"\x00", "A106", "0x00"),
        (TOML.encode() + b"#" + b"x" * 10_000, "A107", "10001 characters"),
        (b"a" * 3_000_000, "A107", "3000000 characters"),
    ],
)
@pytest.mark.parametrize("form", ["toml", "csv"])
def test_a_file_that_is_not_text_is_one_fault(faults: Faults, content: bytes, code: str, said: str, form: str) -> None:
    (fault,) = faults(content, form)
    assert fault.code == code
    assert said in fault.what or said in fault.why


def test_the_line_of_a_wrong_byte_and_of_a_long_line_is_named(faults: Faults) -> None:
    (fault,) = faults(b"# a\n# b\n# \xe9\n", "csv")
    assert fault.where == "r.csv:3"
    (fault,) = faults(b"# a\r\n#" + b"x" * 20_000 + b"\n", "csv")
    assert fault.where == "r.csv:2"
    (fault,) = faults(b"# a\n# b\x07\n", "toml")
    assert fault.where == "r.toml:2"


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)

    def opened(*_: object, **__: object) -> None:
        raise AssertionError("the file was opened")

    monkeypatch.setattr(Path, "open", opened)
    fault = refusal(huge)
    assert (fault.code, f"{LARGEST_FILE + 1} bytes" in fault.what) == ("A104", True)


def test_a_large_file_within_the_limit_is_read(read: Read) -> None:
    filler = ("# " + "x" * 997 + "\n") * (LARGEST_FILE // 1000 - 10)
    assert len(read(filler + CSV, "csv").periods) == 1


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path, folder, tmp_path / "pipe.csv", tmp_path / "none.csv", "a\0b.toml"):
        assert refusal(path).code == "A101"
    assert refusal(tmp_path / ("x" * 300 + ".toml")).code == "A101"
    assert refusal(tmp_path / "none.toml" / "none.toml").code == "A101"


@pytest.mark.parametrize("name", ["report.xlsx", "report", "report.toml.bak", ".toml"])
def test_another_suffix_is_refused(name: str) -> None:
    assert refusal(name).code == "A102"


@pytest.mark.parametrize("form", ["toml", "csv"])
def test_line_ends_and_a_byte_order_mark_change_nothing(read: Read, form: str) -> None:
    text = TOML if form == "toml" else CSV
    plain = read(text, form)
    assert read(b"\xef\xbb\xbf" + text.encode(), form) == plain
    assert read(text.replace("\n", "\r\n"), form) == plain
    assert read(text.replace("\n", "\r"), form) == plain
    assert read(text.rstrip("\n"), form).hash == plain.hash


def test_the_suffix_may_be_in_capitals(read: Read) -> None:
    assert read(CSV, "CSV") == read(CSV, "csv")


def test_a_spreadsheet_may_pad_and_quote_comments_and_empty_rows(read: Read) -> None:
    padded = '"# a note, quoted",,,\n,,,,,\n   \n' + CSV + ",,,,,,,,\n"
    assert read(padded, "csv") == read(CSV, "csv")


def test_columns_may_stand_in_any_order_and_optional_ones_may_be_absent(read: Read) -> None:
    lines = [line.split(",") for line in CSV.splitlines() if not line.startswith("#")]
    turned = "\n".join(",".join(reversed(cells)) for cells in lines)
    assert read(turned, "csv") == read(CSV, "csv")
    kept = [position for position, cell in enumerate(lines[1]) if cell]
    short = "\n".join(",".join(cells[position] for position in kept) for cells in lines)
    assert read(short, "csv") == read(CSV, "csv")


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("[report]\nfiled_by = \n", "A108", 2),
        ("[report]\nfiled_by = 'a\n", "A108", 2),
        ("[report\n", "A108", 1),
        ("[report]\na = 1\na = 2\n", "A109", 3),
        ("[report]\na = 1\n[report]\n", "A109", 3),
        ("[[custodian]]\n[custodian]\n", "A109", 2),
        ("[report]\na = 2024-13-45\n", "A108", 2),
        ("[report]\na = " + "9" * 5000 + "\nb = 1\n", "A108", 2),
        ("a = " + "[" * 4000 + "\n", "A108", 0),
    ],
)
def test_text_that_is_not_toml(faults: Faults, text: str, code: str, line: int) -> None:
    (fault,) = faults(text, "toml")
    assert fault.code == code
    assert fault.where == (f"r.toml:{line}" if line else "r.toml")


def test_only_comments_is_an_empty_csv(faults: Faults) -> None:
    assert [fault.code for fault in faults("# a\n# b\n", "csv")] == ["A103"]


def test_headings_without_rows_have_no_custodian(faults: Faults) -> None:
    headings = CSV.splitlines()[-2]
    assert "A112" in [fault.code for fault in faults(headings, "csv")]
