"""Facts files: the columns, reading a file, and every fault of a file at once.

The packaged files and a user's own have one schema. The packaged ones are checked by the tests and read
without ceremony; a user's file is checked whole before a single row of it counts.
"""

from __future__ import annotations

import csv
import io
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from usufruct.errors import Fault, UsufructError, refuse
from usufruct.facts.checking import COLUMNS, REQUIRED, nearest, row_faults
from usufruct.facts.figure import Figure
from usufruct.facts.period import read_span

SIZE_LIMIT: Final = 8 * 1024 * 1024
_DEFAULTS: Final = {
    "known_precision": "day",
    "source_kind": "own file",
    "confidence": "medium",
    "verified": "no",
    "vintage": "1",
}


def read_figures(path: str | Path, *, taken: Iterable[str] = ()) -> tuple[Figure, ...]:
    """Read a facts file of the user's own, or refuse it with every fault it has.

    Args:
        path: a CSV file in UTF-8 with a header; ``docs/facts.md`` lists the columns.
        taken: ids already in use, which the file may correct but not repeat.

    Raises:
        UsufructError: ``F101`` to ``F118``, each with line, column, what was expected and the nearest
            valid value. Nothing of the file is used then.
    """
    name = str(path)
    rows = _rows(_text(Path(path), name), name)
    known = frozenset(taken)
    faults = [fault for line, row in rows for fault in row_faults(row, f"{name}:{line}")]
    faults += _across_rows(rows, known, name)
    if faults:
        raise UsufructError(faults)
    return tuple(figure_of({**row, **_completed(row)}) for _, row in rows)


def packaged_figures(text: str) -> tuple[Figure, ...]:
    """Read a packaged facts file, whose form the tests have checked."""
    return tuple(figure_of(row) for row in csv.DictReader(io.StringIO(text)))


def figure_of(row: Mapping[str, str]) -> Figure:
    """Build the figure of one complete row."""
    return Figure(
        id=row["id"],
        series=row["series"],
        holder=row["holder"],
        item=row["item"],
        perimeter=row["perimeter"],
        state=row["state"],
        period=row["period"],
        period_start=_day(row["period_start"]),
        period_end=_day(row["period_end"]),
        value=row["value"],
        value_low=row["value_low"],
        value_high=row["value_high"],
        unit=row["unit"],
        currency=row["currency"],
        precision_note=row["precision_note"],
        dated=_day(row["dated"]),
        dated_precision=row["dated_precision"],
        known_on=date.fromisoformat(row["known_on"]),
        known_precision=row["known_precision"],
        source=row["source"],
        source_kind=row["source_kind"],
        confidence=row["confidence"],
        verified=row["verified"] == "yes",
        vintage=int(row["vintage"]),
        corrects=row["corrects"],
        reason=row["reason"],
        note=row["note"],
        hindsight=row["hindsight"],
    )


def end_of_precision(day: date, precision: str) -> date:
    """Return the last day a date of that precision can mean.

    Example:
        >>> end_of_precision(date(2025, 2, 3), "month")
        datetime.date(2025, 2, 28)
    """
    if precision == "year":
        return date(day.year, 12, 31)
    if precision == "month":
        return date(day.year, day.month, monthrange(day.year, day.month)[1])
    return day


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _completed(row: Mapping[str, str]) -> dict[str, str]:
    given = {column: row.get(column, "").strip() for column in COLUMNS}
    full = {column: text or _DEFAULTS.get(column, "") for column, text in given.items()}
    span = read_span(full["period"])
    full["period_start"] = str(span.start or "")
    full["period_end"] = str(span.end or "")
    known = end_of_precision(date.fromisoformat(full["known_on"]), full["known_precision"])
    return {**full, "known_on": str(known)}


def _text(path: Path, name: str) -> str:
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise refuse(
                "F102",
                f"the file has {path.stat().st_size} bytes, the limit is {SIZE_LIMIT}",
                name,
                remedy="split it",
            )
        raw = path.read_bytes()
    except OSError as error:
        raise refuse("F101", f"the file cannot be read: {error.strerror}", name, remedy="check the path") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise refuse(
            "F103", "the file is not in UTF-8", f"{name}:{line}", remedy="save it again as CSV UTF-8"
        ) from None
    if not text.strip():
        raise refuse("F104", "the file is empty", name, remedy="give a header and at least one row")
    return text


def _rows(text: str, name: str) -> list[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    faults: list[Fault] = []
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        header = [column.strip() for column in next(reader)]
        faults += _header_faults(header, name)
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(header):
                rows.append((line, {c: cell.strip() for c, cell in zip(header, cells, strict=True)}))
            elif cells:
                what = f"the row has {len(cells)} cells, the header {len(header)}"
                faults.append(Fault("F107", what, f"{name}:{line}", "", "quote cells that contain a comma"))
            line = reader.line_num + 1
    except csv.Error as error:
        faults.append(Fault("F107", f"not a CSV row: {error}", f"{name}:{reader.line_num}", "", "check the quotes"))
    if not rows and not faults:
        faults.append(Fault("F104", "the file has a header and no rows", name, "", "give at least one row"))
    if faults:
        raise UsufructError(faults + [f for n, row in rows for f in row_faults(row, f"{name}:{n}")])
    return rows


def _header_faults(header: list[str], name: str) -> list[Fault]:
    where = f"{name}:1"
    faults = [
        Fault(
            "F105",
            f"unknown column {column!r}",
            where,
            "",
            f"rename it to {nearest(column, COLUMNS)!r} or drop it",
        )
        for column in header
        if column not in COLUMNS
    ]
    faults += [
        Fault("F105", f"the column {column!r} stands twice", where, "", "keep one of them")
        for column in dict.fromkeys(header)
        if header.count(column) > 1
    ]
    faults += [
        Fault("F106", f"the column {column!r} is missing", where, "", "add it")
        for column in REQUIRED
        if column not in header
    ]
    return faults


def _across_rows(rows: list[tuple[int, dict[str, str]]], taken: frozenset[str], name: str) -> list[Fault]:
    first: dict[str, int] = {}
    faults = []
    for line, row in rows:
        figure = row.get("id", "")
        where = f"{name}:{line} column id"
        if not figure:
            continue
        if figure in first:
            what = f"the id {figure!r} stands on line {first[figure]} already"
            faults.append(Fault("F113", what, where, "", f"write {_free(figure, taken | first.keys())!r}"))
        elif figure in taken:
            what = f"the id {figure!r} is one of the packaged facts"
            faults.append(Fault("F113", what, where, "", f"write {_free(figure, taken)!r}, and name it in corrects"))
        first.setdefault(figure, line)
    for line, row in rows:
        earlier = row.get("corrects", "")
        if earlier and earlier not in taken and earlier not in first:
            what = f"corrects names {earlier!r}, which no figure has"
            remedy = f"the nearest id is {nearest(earlier, taken | first.keys())!r}"
            faults.append(Fault("F116", what, f"{name}:{line} column corrects", "", remedy))
    return faults


def _free(figure: str, taken: Iterable[str]) -> str:
    used = frozenset(taken)
    number = 2
    while f"{figure}.v{number}" in used:
        number += 1
    return f"{figure}.v{number}"
