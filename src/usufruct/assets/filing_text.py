"""The text of a report: opened, measured and decoded before anything in it is believed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from usufruct.errors import UsufructError, refuse

LARGEST_FILE: Final = 5_000_000
"""Bytes. Fifty years of a hundred custodians in ten currencies fit in it."""

LONGEST_LINE: Final = 10_000
"""Characters of one line."""

_MARKS: Final = {
    b"\xff\xfe": "UTF-16 or UTF-32",
    b"\xfe\xff": "UTF-16",
    b"\x00\x00\xfe\xff": "UTF-32",
}
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SAVE: Final = "save it as UTF-8 (a spreadsheet calls it CSV UTF-8)"


def read_text(path: Path) -> str:
    r"""Return the text of a file, with ``\n`` for every line end and without a byte order mark.

    Raises:
        UsufructError: one fault, because what cannot be decoded cannot be checked further: ``A101``
            for a path that cannot be read, ``A103`` for an empty file, ``A104`` for one above
            5 MB, ``A105`` for another encoding, ``A106`` for control characters, ``A107`` for a line
            that is too long.

    Example:
        >>> read_text(Path("no such report.toml"))  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        usufruct.errors.UsufructError: A101 at no such report.toml: there is no such file. ...
    """
    data = _bytes(path)
    text = _decode(data, path).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise refuse("A103", "the file is empty", str(path), "", "start from a template")
    control = _CONTROL.search(text)
    if control:
        what = f"the file holds the control character {ord(control.group()):#04x}"
        where = f"{path}:{text.count(chr(10), 0, control.start()) + 1}"
        why = "it is a binary file, or UTF-16 without its mark"
        raise refuse("A106", what, where, why, f"give a text file; {_SAVE}")
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            what = f"the line has {len(line)} characters"
            remedy = f"keep lines below {LONGEST_LINE} characters, one row on each"
            raise refuse("A107", what, f"{path}:{number}", "", remedy)
    return text


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise refuse("A101", "this is a directory", str(path), "", "name the file in it")
        # Only a regular file has a size before it is read; a device or a pipe might never end.
        if path.exists() and not path.is_file():
            raise refuse("A101", "this is not a regular file", str(path), "", "save the report as a file")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise _too_large(path, size)
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise refuse("A101", "there is no such file", str(path), "", "check the path") from None
    except (OSError, ValueError) as error:
        # A path holding a NUL byte raises ValueError.
        reason = getattr(error, "strerror", None) or str(error)
        where = repr(str(path))
        raise refuse("A101", f"the file cannot be read: {reason}", where, "", "check its path") from None
    # It may have grown since it was measured.
    if len(data) > LARGEST_FILE:
        raise _too_large(path, len(data))
    return data


def _too_large(path: Path, size: int) -> UsufructError:
    what = f"the file has {size} bytes"
    remedy = f"file at most {LARGEST_FILE} bytes, or split the report by custodian"
    return refuse("A104", what, str(path), "a report of this form is far smaller", remedy)


def _decode(data: bytes, path: Path) -> str:
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            raise refuse("A105", f"the file is {name}, UTF-8 was expected", str(path), "", _SAVE)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte {data[error.start]:#04x} is not UTF-8"
        why = "the file is in another encoding, such as Latin-1 or Windows-1252"
        raise refuse("A105", what, f"{path}:{line}", why, _SAVE) from None
