"""The CSV form of a report: one row for each custodian, period, basis and currency.

A value that belongs to the whole report, to a custodian or to a period stands on its first row; on the
rows below it is left empty or repeated. Lines that begin with ``#`` are comments.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from usufruct.assets.filing_columns import COLUMNS, HEADINGS, Level
from usufruct.assets.filing_draft import Draft, DraftCustodian, DraftPeriod, Entry, Table, nearest, shown
from usufruct.errors import Fault, refuse

_SEPARATORS: Final = {";": "semicolons", "\t": "tabs", "|": "bars"}
_BY_HEADING: Final = {column.heading: column for column in COLUMNS if column.heading}
# A row without these cannot be placed; the other columns may be empty below the first row.
_ON_EVERY_ROW: Final = ("custodian", "period", "basis")


def draft_from_csv(text: str, source: Path, faults: list[Fault]) -> Draft:
    r"""Return the draft that a CSV text describes.

    Args:
        text: the text, with ``\n`` line ends.
        source: the file, for messages.
        faults: where faults of rows and headings are left.

    Raises:
        UsufructError: ``A110`` for a file that is separated by something else than commas, ``A103``
            for one without a row.

    Example:
        >>> draft_from_csv("custodian;period\n", Path("report.csv"), [])  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        usufruct.errors.UsufructError: A110 at report.csv:1: the columns are separated by semicolons...
    """
    rows = _rows(text, source, faults)
    first = next(rows, None)
    if first is None:
        raise refuse("A103", "the file has no line of headings", str(source), "", "start from a template")
    line, cells = first
    headings = [cell.strip() for cell in cells]
    _check_separator(headings, f"{source}:{line}")
    report = _CsvReport(source, line, _check_headings(headings, f"{source}:{line}", faults), faults)
    for number, row in rows:
        if len(row) != len(headings):
            what = f"the row has {len(row)} cells, the headings are {len(headings)}"
            why = "a comma inside a cell begins a new one, a decimal comma too"
            remedy = "write decimals with a point, and put text that holds a comma in quotes"
            faults.append(Fault("A110", what, f"{source}:{number}", why, remedy))
            continue
        report.take(number, dict(zip(headings, (cell.strip() for cell in row), strict=True)))
    return report.draft


def _rows(text: str, source: Path, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each line that is neither empty nor a comment, with its number.

    Every line is read on its own: no cell of this form needs a line break, and an open quotation mark
    would otherwise swallow the rows below it.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        # A spreadsheet puts a comment that holds a comma in quotes.
        if not line.strip(" ,") or line.lstrip(' "').startswith("#"):
            continue
        try:
            yield number, next(csv.reader([line], strict=True))
        except csv.Error as error:
            what = f"the line is not CSV: {error}"
            remedy = 'close the quotation mark; inside quotes write "" for one'
            faults.append(Fault("A110", what, f"{source}:{number}", "", remedy))


def _check_separator(headings: Sequence[str], where: str) -> None:
    for mark, name in _SEPARATORS.items():
        if len(headings) == 1 and mark in headings[0]:
            what = f"the columns are separated by {name}, commas were expected"
            remedy = "export with commas between cells and points before decimals"
            raise refuse("A110", what, where, "", remedy)


def _check_headings(headings: Sequence[str], where: str, faults: list[Fault]) -> frozenset[str]:
    """Leave a fault for every heading that is unknown, repeated or missing; return those missing."""
    for position, heading in enumerate(headings):
        if heading in headings[:position]:
            what = f"the column {shown(heading)} stands twice"
            faults.append(Fault("A109", what, where, "", "keep one of them"))
        elif heading not in _BY_HEADING:
            what = f"there is no column {shown(heading)}"
            remedy = f"write {nearest(heading, [one for one in HEADINGS if one not in headings] or HEADINGS)}"
            faults.append(Fault("A111", what, where, "", remedy))
    missing = [one for one in HEADINGS if one not in headings]
    faults += [
        Fault("A112", f"the column {one} is missing: {_BY_HEADING[one].meaning}", where, "", f"add {one}")
        for one in missing
        if _BY_HEADING[one].required and _BY_HEADING[one].level != "exchange_rate"
    ]
    return frozenset(missing)


class _CsvReport:
    """The draft as it grows row by row."""

    def __init__(self, source: Path, line: int, missing: frozenset[str], faults: list[Fault]) -> None:
        self._source = source
        self._missing = missing
        self._faults = faults
        self.draft = Draft(self._table("report", f"{source}:{line}"))
        self._custodians: dict[str, DraftCustodian] = {}
        self._periods: dict[tuple[str, ...], DraftPeriod] = {}
        self._rates: set[tuple[str, str, str]] = set()

    def take(self, number: int, row: dict[str, str]) -> None:
        """Add one row to the draft."""
        where = f"{self._source}:{number}"
        name, label, basis = (row.get(one, "") for one in _ON_EVERY_ROW)
        for heading in _ON_EVERY_ROW:
            if heading not in self._missing and not row[heading]:
                what = f"{heading} is missing: {_BY_HEADING[heading].meaning}"
                self._faults.append(Fault("A112", what, where, "", f"repeat {heading} on every row"))
        custodian = self._custodians.get(name)
        if custodian is None:
            custodian = self._custodians[name] = DraftCustodian(self._table("custodian", where))
            self.draft.custodians.append(custodian)
        period = self._periods.get((name, label, basis))
        if period is None:
            period = self._periods[name, label, basis] = DraftPeriod(self._table("period", where))
            custodian.periods.append(period)
        line = self._table("currency", where)
        period.lines.append(line)
        self._fill(self.draft.report, row, where)
        self._fill(custodian.table, row, where)
        self._fill(period.table, row, where)
        self._fill(line, row, where)
        self._rate(row, where)

    def _table(self, level: Level, where: str) -> Table:
        """Return an empty table; what every row must repeat is not reported a second time."""
        silent = self._missing | set(_ON_EVERY_ROW)
        return Table(level, where, {}, frozenset(one.key for one in COLUMNS if one.heading in silent))

    def _fill(self, table: Table, row: dict[str, str], where: str) -> None:
        """Add the cells of a row that belong to a table; a repetition must say the same."""
        for heading, text in row.items():
            column = _BY_HEADING.get(heading)
            if column is None or column.level != table.level or not text:
                continue
            before = table.entries.setdefault(column.key, Entry(text, where))
            if before.value != text:
                what = f"{heading} is {shown(text)} here and {shown(before.value)} at {before.where}"
                why = f"it belongs to the whole {column.level}"
                remedy = f"write {shown(before.value)} or leave it empty"
                self._faults.append(Fault("A114", what, where, why, remedy))

    def _rate(self, row: dict[str, str], where: str) -> None:
        """Keep the exchange rate of a row; custodians that repeat a rate say it once."""
        text, code, label = (row.get(one, "") for one in ("exchange_rate", "currency", "period"))
        if not text:
            return
        # What the row lacks is reported with its figures already.
        rate = Table("exchange_rate", where, {}, frozenset({"period", "currency"}))
        entries = {"period": label, "currency": code, "rate": text}
        rate.entries.update({key: Entry(value, where) for key, value in entries.items() if value})
        if (label, code, text) not in self._rates:
            self._rates.add((label, code, text))
            self.draft.rates.append(rate)
