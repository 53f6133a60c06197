"""The door through which a report comes in: a file is read whole and right, or refused with every fault."""

from __future__ import annotations

import os
from pathlib import Path

from usufruct.assets.filing import Filing
from usufruct.assets.filing_build import build_filing
from usufruct.assets.filing_csv import draft_from_csv
from usufruct.assets.filing_text import read_text
from usufruct.assets.filing_toml import draft_from_toml
from usufruct.errors import Fault, refuse


def read_filing(path: str | os.PathLike[str]) -> Filing:
    """Read a custodian's own report.

    The suffix tells the form: ``.toml`` or ``.csv``. Both are described in ``docs/own-report.md``.

    Args:
        path: the file.

    Returns:
        The filing, with the file as its source.

    Raises:
        UsufructError: with every fault found, each with file, line, what was expected and the nearest
            valid value; the codes ``A101`` to ``A149`` are explained in ``docs/errors.md``.

    Example:
        >>> read_filing("report.xlsx")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        usufruct.errors.UsufructError: A102 at report.xlsx: a report has the suffix .toml or .csv...
    """
    source = Path(path)
    form = source.suffix.lower()
    if form not in (".toml", ".csv") and not source.is_dir():
        what = "a report has the suffix .toml or .csv"
        remedy = "export it as CSV, or write it as TOML"
        raise refuse("A102", what, ascii(str(source))[1:-1], "", remedy)
    text = read_text(source)
    faults: list[Fault] = []
    draft_from = draft_from_toml if form == ".toml" else draft_from_csv
    return build_filing(draft_from(text, source, faults), source, faults)
