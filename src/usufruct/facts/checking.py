"""The schema of a facts file and the check of one row: each cell against what its column admits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from usufruct.errors import Fault, UsufructError
from usufruct.facts.period import Span, read_span
from usufruct.facts.vocabulary import CONFIDENCES, PERIMETERS, PRECISIONS, SOURCE_KINDS, STATES, UNITS
from usufruct.money import currency

COLUMNS: Final = (
    "id",
    "series",
    "holder",
    "item",
    "perimeter",
    "state",
    "period",
    "period_start",
    "period_end",
    "value",
    "value_low",
    "value_high",
    "unit",
    "currency",
    "precision_note",
    "dated",
    "dated_precision",
    "known_on",
    "known_precision",
    "source",
    "source_kind",
    "confidence",
    "verified",
    "vintage",
    "corrects",
    "reason",
    "note",
    "hindsight",
)
REQUIRED: Final = (
    "id",
    "series",
    "holder",
    "perimeter",
    "state",
    "period",
    "value",
    "unit",
    "currency",
    "known_on",
    "source",
)
_FILLED: Final = ("id", "series", "holder", "perimeter", "state", "unit", "known_on", "source")
_WORDS: Final = {
    "perimeter": tuple(PERIMETERS),
    "state": tuple(STATES),
    "unit": tuple(UNITS),
    "source_kind": tuple(SOURCE_KINDS),
    "confidence": CONFIDENCES,
    "known_precision": PRECISIONS,
    "dated_precision": PRECISIONS,
    "verified": ("yes", "no"),
}
_DAYS: Final = ("period_start", "period_end", "dated", "known_on")
_NUMBERS: Final = ("value", "value_low", "value_high")
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ID: Final = re.compile(r"[a-z0-9][A-Za-z0-9._-]*")
# No source prints more; a longer tail is the mark of a binary float.
_MOST_DECIMALS: Final = 8
_MOST_DIGITS: Final = 20


def row_faults(row: Mapping[str, str], where: str) -> Iterator[Fault]:
    """Yield every fault of one row.

    Args:
        row: cell by column; absent optional columns are left out.
        where: file and line, to which the column is added.

    Example:
        >>> for fault in row_faults({"state": "recieved"}, "own.csv:2"):
        ...     if fault.code == "F111": print(fault)
        F111 at own.csv:2 column state: 'recieved' is not a state. Do: write 'received'.
    """
    for column in _FILLED:
        if column in row and not row[column]:
            yield Fault("F114", f"{column} is empty", f"{where} column {column}", "", _needed(column))
    for column, words in _WORDS.items():
        text = row.get(column, "")
        if text and text not in words:
            what = f"{text!r} is not a {column.replace('_', ' ')}"
            yield Fault("F111", what, f"{where} column {column}", "", f"write {nearest(text, words)!r}")
    yield from _number_faults(row, where)
    yield from _currency_faults(row, where)
    yield from _day_faults(row, where)
    yield from _name_faults(row, where)


def nearest(text: str, words: Iterable[str]) -> str:
    """Return the word most like the text.

    Example:
        >>> nearest("perimetre", ("series", "perimeter"))
        'perimeter'
    """
    from difflib import get_close_matches

    candidates = {word.lower(): word for word in words}
    close = get_close_matches(text.lower(), candidates, n=1, cutoff=0.0)
    return candidates[close[0]] if close else ""


def _needed(column: str) -> str:
    if column == "source":
        return "name where the figure was printed; a figure without a source is not a fact"
    return f"give the {column.replace('_', ' ')}"


def _number_faults(row: Mapping[str, str], where: str) -> Iterator[Fault]:
    for column in _NUMBERS:
        text = row.get(column, "")
        if not text:
            continue
        place = f"{where} column {column}"
        if not _NUMBER.fullmatch(text):
            yield Fault("F109", f"{text!r} is not a decimal figure", place, "", _as_number(text))
        elif _too_long(text):
            what = f"{text!r} has more digits than any source prints"
            yield Fault("F110", what, place, "it looks like a binary float", f"write {_shortened(text)!r}")
    low, high = row.get("value_low", ""), row.get("value_high", "")
    if _NUMBER.fullmatch(low) and _NUMBER.fullmatch(high) and Decimal(low) > Decimal(high):
        yield Fault("F117", f"the range {low} to {high} runs backwards", where, "", f"write {high} to {low}")
    if row.get("value") and (low or high):
        yield Fault("F117", "value and a range stand in one row", where, "", "keep what the source prints")


def _too_long(text: str) -> bool:
    return len(text.partition(".")[2]) > _MOST_DECIMALS or sum(c.isdigit() for c in text) > _MOST_DIGITS


def _shortened(text: str) -> str:
    short = format(round(Decimal(text), _MOST_DECIMALS), "f")
    return short.rstrip("0").rstrip(".") if "." in short else short


def _as_number(text: str) -> str:
    bare = text.replace(" ", "").replace("\u00a0", "").replace("_", "").replace("\u2212", "-")
    if bare.count(",") == 1 and "." not in bare:
        bare = bare.replace(",", ".")
    bare = bare.replace(",", "")
    if _NUMBER.fullmatch(bare):
        return f"write {bare!r}"
    digits = _NUMBER.search(bare)
    return f"write {digits[0]!r}, with the unit in its own column" if digits else "write digits, such as '1.55'"


def _currency_faults(row: Mapping[str, str], where: str) -> Iterator[Fault]:
    code, unit = row.get("currency", ""), row.get("unit", "")
    if unit not in UNITS:
        return
    money = UNITS[unit].dimension.startswith("money")
    place = f"{where} column currency"
    if money and not code:
        yield Fault("F112", "an amount of money has no currency", place, "", "write its ISO 4217 code, such as EUR")
    elif not money and code:
        yield Fault("F112", f"a figure in {unit} has no currency", place, "", "leave the cell empty")
    elif code:
        try:
            currency(code)
        except UsufructError as error:
            yield from (Fault("F112", f.what, place, f.why, f.remedy) for f in error.faults)


def _day_faults(row: Mapping[str, str], where: str) -> Iterator[Fault]:
    good: dict[str, date] = {}
    for column in _DAYS:
        text = row.get(column, "")
        if not text:
            continue
        try:
            good[column] = date.fromisoformat(text if _DAY.fullmatch(text) else "")
        except ValueError:
            what = f"{text!r} is not a day"
            yield Fault("F108", what, f"{where} column {column}", "", f"write {_nearest_day(text)}")
    try:
        span = read_span(row.get("period", ""))
    except UsufructError as error:
        yield from (Fault(f.code, f.what, f"{where} column period", f.why, f.remedy) for f in error.faults)
        return
    given = Span(good.get("period_start"), good.get("period_end"))
    for column, stated, meant in (
        ("period_start", given.start, span.start),
        ("period_end", given.end, span.end),
    ):
        if stated is not None and stated != meant:
            what = f"{stated} disagrees with the period {row['period']!r}"
            yield Fault("F115", what, f"{where} column {column}", "", f"write {meant or 'nothing'}")


def _nearest_day(text: str) -> str:
    numbers = [int(n) for n in re.findall(r"[0-9]{1,4}", text)][:3]
    if len(numbers) == 3 and numbers[2] > 31:
        numbers.reverse()
    if len(numbers) == 3 and 1 <= numbers[0] <= 9998 and 1 <= numbers[1] <= 12:
        year, month = numbers[0], numbers[1]
        following = date(year + month // 12, month % 12 + 1, 1)
        last = (following - timedelta(days=1)).day
        return f"'{date(year, month, min(max(numbers[2], 1), last))}'"
    return "year-month-day, such as '2025-07-31'"


def _name_faults(row: Mapping[str, str], where: str) -> Iterator[Fault]:
    name = row.get("id", "")
    if name and not _ID.fullmatch(name):
        tidy = re.sub(r"[^A-Za-z0-9._]+", "-", name).strip("-._").lower() or "own.figure"
        yield Fault("F118", f"{name!r} is not an id", f"{where} column id", "", f"write {tidy!r}")
    vintage = row.get("vintage", "")
    if vintage and not re.fullmatch(r"[1-9][0-9]{0,3}", vintage):
        yield Fault("F116", f"{vintage!r} is not a vintage", f"{where} column vintage", "", "write 1, 2, 3 …")
    elif vintage not in {"", "1"} and not row.get("corrects"):
        what = "a later vintage does not say which figure it replaces"
        yield Fault("F116", what, f"{where} column corrects", "", "name the id of the earlier vintage")
