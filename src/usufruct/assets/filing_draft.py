"""A report as it was written, before any cell is read: what both forms, TOML and CSV, are brought to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from usufruct.assets.filing_columns import Level

SHOWN_AT_MOST: Final = 40
"""How much of a faulty text a message repeats, in characters."""


@dataclass(frozen=True, slots=True)
class FloatText:
    """The text of a TOML float, kept so that the refusal can say how to write it.

    Example:
        >>> FloatText("1234.5").text
        '1234.5'
    """

    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One value as written, and its file and line.

    Example:
        >>> Entry("1234.50", "report.csv:7").where
        'report.csv:7'
    """

    value: object
    where: str


@dataclass(frozen=True, slots=True)
class Table:
    """The entries of one table or row by TOML key. Empty cells are left out.

    Attributes:
        level: what the table describes.
        where: file and line of its beginning.
        entries: what it holds.
        reported: keys whose absence has a fault already, so that it is not reported for every row.

    Example:
        >>> table = Table("report", "report.toml:1", {"filed_by": Entry("Alpha", "report.toml:2")})
        >>> table.entries["filed_by"].value
        'Alpha'
    """

    level: Level
    where: str
    entries: dict[str, Entry]
    reported: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DraftPeriod:
    """A period of a custodian and its rows by currency.

    Example:
        >>> DraftPeriod(Table("period", "report.toml:9", {})).lines
        []
    """

    table: Table
    lines: list[Table] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DraftCustodian:
    """A custodian and its periods.

    Example:
        >>> DraftCustodian(Table("custodian", "report.toml:7", {})).periods
        []
    """

    table: Table
    periods: list[DraftPeriod] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole report.

    Example:
        >>> Draft(Table("report", "report.toml:1", {})).rates
        []
    """

    report: Table
    custodians: list[DraftCustodian] = field(default_factory=list)
    rates: list[Table] = field(default_factory=list)


def shown(value: object) -> str:
    """Return a value as a message repeats it: quoted, on one line, and cut when long.

    Example:
        >>> shown("x" * 100)
        "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...'"
        >>> shown(FloatText("1.5")), shown(12)
        ('1.5', '12')
    """
    if isinstance(value, FloatText):
        return value.text[:SHOWN_AT_MOST]
    if isinstance(value, str):
        return repr(value if len(value) <= SHOWN_AT_MOST else value[:SHOWN_AT_MOST] + "...")
    # A whole number of TOML can be too long to be written out.
    if isinstance(value, int) and abs(value) >= 10**SHOWN_AT_MOST:
        return f"a whole number of more than {SHOWN_AT_MOST} digits"
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a table"
    return str(value)[:SHOWN_AT_MOST]


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known name closest to a word, even when none is close.

    Example:
        >>> nearest("cash_ballance", ["revenue", "cash_balance"])
        'cash_balance'
    """
    # Imported where it is needed: only a refusal pays for it.
    from difflib import get_close_matches

    names = list(known)
    wanted = word.strip().lower().replace(" ", "_").replace("-", "_")[:SHOWN_AT_MOST]
    return (get_close_matches(wanted, names, n=1, cutoff=0.0) or names[:1])[0]
