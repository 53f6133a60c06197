"""Reading the cells of one table: every value is checked, every fault is kept, nothing is guessed.

A cell that cannot be read leaves a fault and yields a placeholder, so that the cells after it are read
too. A filing is made only when no fault was left, so no placeholder ever reaches one.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from fractions import Fraction
from typing import Final, cast, get_args

from usufruct.assets.filing import SCHEMA_VERSION, Basis
from usufruct.assets.filing_columns import columns
from usufruct.assets.filing_draft import Entry, FloatText, Table, nearest, shown
from usufruct.calendar import read_day
from usufruct.errors import Fault, UsufructError
from usufruct.money import currencies, currency, minor_units, read_figure

LARGEST_AMOUNT: Final = 10**15
"""Amounts stay below this many units, far above any balance and inside 64 bits of minor units."""

_FIRST_YEAR: Final = 2024
_LAST_YEAR: Final = 2100
_DECIMAL: Final = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
_PERIOD: Final = re.compile(r"[0-9]{4}(-H[12])?")
_CODES_KNOWN: Final = frozenset(one.code for one in currencies())
# What a code that is not one may have meant, by small letters, in which names are compared.
_MEANT: Final = {code.lower(): code for code in sorted(_CODES_KNOWN)} | {
    "dollar": "USD",
    "pound": "GBP",
    "sterling": "GBP",
    "yen": "JPY",
}
_YES_OR_NO: Final = {"yes": True, "true": True, "no": False, "false": False}


class Cells:
    """The cells of one table, read by name.

    Args:
        table: the table as written.
        faults: where faults are left.

    Example:
        >>> faults: list[Fault] = []
        >>> row = Table("exchange_rate", "report.toml:3", {"rate": Entry("1,25", "report.toml:6")})
        >>> _ = Cells(row, faults).rate("rate")
        >>> [fault.code for fault in faults]
        ['A112', 'A112', 'A125']
    """

    def __init__(self, table: Table, faults: list[Fault]) -> None:
        self._table = table
        self._columns = columns(table.level)
        self._faults = faults
        self._check_names()

    def _check_names(self) -> None:
        for key, entry in self._table.entries.items():
            if key not in self._columns:
                meant = nearest(key, self._columns)
                self._fault("A111", f"a table of {self._table.level} has no key {shown(key)}", entry, f"write {meant}")
        for key, column in self._columns.items():
            given = key in self._table.entries or key in self._table.reported
            if column.required and not given:
                what = f"{key} is missing: {column.meaning}"
                self._faults.append(Fault("A112", what, self._table.where, "unknown is not zero", f"give {key}"))

    def _fault(self, code: str, what: str, entry: Entry, remedy: str, why: str = "") -> None:
        self._faults.append(Fault(code, what, entry.where, why, remedy))

    def _get(self, key: str) -> Entry | None:
        return self._table.entries.get(key)

    def _text(self, key: str) -> tuple[Entry, str] | None:
        """Return a cell that must be text; a fault is left when it is something else."""
        entry = self._get(key)
        if entry is None:
            return None
        if isinstance(entry.value, str):
            return entry, entry.value.strip()
        kind = self._columns[key].kind
        self._fault(_CODES[kind], f"{key} is {shown(entry.value)}, text was expected", entry, _EXAMPLES[kind])
        return None

    def name(self, key: str) -> str:
        """Read a name: one line of text."""
        found = self._text(key)
        if found is None:
            return ""
        entry, text = found
        if not text.isprintable() or len(text) > 200:
            self._fault("A134", f"{key} {shown(text)} is not a name", entry, "write up to 200 printable characters")
        return text

    def version(self, key: str) -> int:
        """Read the version of the form."""
        entry = self._get(key)
        if entry is not None and str(shown(entry.value)).strip("'") != str(SCHEMA_VERSION):
            what = f"version {shown(entry.value)} of the form is not known"
            self._fault("A133", what, entry, f"write {SCHEMA_VERSION}")
        return SCHEMA_VERSION

    def flag(self, key: str) -> bool:
        """Read yes or no."""
        entry = self._get(key)
        if entry is None or isinstance(entry.value, bool):
            return entry is not None and bool(entry.value)
        answer = _YES_OR_NO.get(entry.value.strip().lower()) if isinstance(entry.value, str) else None
        if answer is None:
            self._fault("A131", f"{key} is {shown(entry.value)}, yes or no was expected", entry, "write yes or no")
        return bool(answer)

    def day(self, key: str) -> date | None:
        """Read a date; ``None`` when it is not given."""
        entry = self._get(key)
        if entry is None:
            return None
        if isinstance(entry.value, date) and not isinstance(entry.value, datetime):
            return entry.value
        text = entry.value.strip() if isinstance(entry.value, str) else ""
        try:
            return read_day(text)
        except UsufructError as error:
            what = f"{key} is {shown(entry.value)}, a date was expected"
            self._fault("A130", what, entry, _day_first(text) or error.faults[0].remedy)
            return None

    def currency(self, key: str) -> str:
        """Read a currency code; empty when it cannot be read."""
        found = self._text(key)
        if found is None:
            return ""
        entry, text = found
        if text in _CODES_KNOWN:
            return text
        remedy = f"write {_MEANT[nearest(text, _MEANT)]}, if that is meant"
        self._fault("A121", f"no currency has the code {shown(text)}", entry, remedy)
        return ""

    def amount(self, key: str, code: str = "EUR") -> int:
        """Read an amount in minor units; zero stands for a cell that is missing or faulty."""
        return self.maybe_amount(key, code) or 0

    def maybe_amount(self, key: str, code: str = "EUR") -> int | None:
        """Read an amount in minor units; ``None`` when it is not given or cannot be read."""
        entry = self._get(key)
        if entry is None:
            return None
        text = self._number(key, entry)
        if text is None:
            return None
        money = currency(code or "EUR")
        try:
            amount = minor_units(text, money.code)
        except UsufructError as error:
            said = error.faults[0]
            label, why = ("A125", _COMMA) if "," in text else ("A122", said.why)
            if said.code == "M103":
                label = "A124"
            # A currency that cannot be read has its own fault, and its decimals are not known.
            if code or label != "A124":
                self._fault(label, f"{key}: {said.what}", entry, said.remedy, why)
            return None
        if abs(amount) >= LARGEST_AMOUNT * money.scale:
            self._fault("A127", f"{key} is {shown(text)}, which is too large", entry, _SMALLER)
        if amount < 0 and not self._columns[key].negative:
            self._fault("A126", f"{key} is {shown(text)} and cannot be negative", entry, "write zero or more")
        return amount

    def _number(self, key: str, entry: Entry) -> str | None:
        """Return the text of a number that is not obviously wrong; otherwise leave a fault."""
        value = entry.value
        if isinstance(value, FloatText):
            why = "a binary float is not the decimal that was written"
            self._fault("A123", f"{key} is the float {shown(value)}", entry, f'write "{shown(value)}" in quotes', why)
            return None
        if isinstance(value, bool) or not isinstance(value, int | str):
            what = f"{key} is {shown(value)}, a number was expected"
            self._fault("A122", what, entry, _EXAMPLES[self._columns[key].kind])
            return None
        if isinstance(value, int) and abs(value) >= LARGEST_AMOUNT:
            self._fault("A127", f"{key} is {shown(value)}, which is too large", entry, _SMALLER)
            return None
        return str(value).strip()

    def rate(self, key: str) -> Fraction:
        """Read an exchange rate, above zero."""
        entry = self._get(key)
        text = None if entry is None else self._number(key, entry)
        if entry is None or text is None:
            return Fraction(1)
        if not _DECIMAL.fullmatch(text):
            point = text.replace(",", ".")
            comma = _DECIMAL.fullmatch(point) is not None
            remedy = f"write {point}, if that is meant" if comma else _EXAMPLES["rate"]
            label = "A125" if comma else "A122"
            why = _COMMA if comma else ""
            self._fault(label, f"{key} {shown(text)} is not a decimal number", entry, remedy, why)
            return Fraction(1)
        rate = read_figure(text)
        if rate <= 0:
            why = "it says how many units of the currency one euro buys"
            self._fault("A128", f"{key} is {shown(text)} and must be above zero", entry, _EXAMPLES["rate"], why)
        return rate

    def percent(self, key: str) -> Fraction:
        """Read a percentage from 0 to 100 with its sign; zero when it is not given."""
        entry = self._get(key)
        if entry is None:
            return Fraction(0)
        text = shown(entry.value).strip("'").strip()
        digits = text.removesuffix("%").strip().replace(",", ".")
        readable = isinstance(entry.value, str) and text.endswith("%") and "," not in text
        if not _DECIMAL.fullmatch(digits):
            self._fault(
                "A129",
                f"{key} is {shown(entry.value)}, a percentage was expected",
                entry,
                _EXAMPLES["percent"],
            )
            return Fraction(0)
        share = read_figure(f"{digits} %")
        if not readable:
            what = f"{key} is {shown(entry.value)}, a percentage with its sign was expected"
            self._fault("A129", what, entry, f'write "{digits} %", if that is meant')
        elif not 0 <= share <= 1:
            edge = "0 %" if share < 0 else "100 %"
            self._fault("A129", f"{key} is {shown(text)}, outside 0 to 100 %", entry, f"write {edge} at the edge")
        return share

    def basis(self, key: str) -> Basis | None:
        """Read the basis; ``None`` when it cannot be read."""
        found = self._text(key)
        if found is None:
            return None
        entry, text = found
        for basis in get_args(Basis):
            if text == basis:
                return cast(Basis, basis)
        remedy = f"write {nearest(text, ('interim', 'audited'))}"
        self._fault("A132", f"{key} is {shown(text)}, interim or audited was expected", entry, remedy)
        return None

    def period(self, key: str) -> str | None:
        """Read the label of a half-year or a year; ``None`` when it cannot be read."""
        entry = self._get(key)
        if entry is None:
            return None
        whole = isinstance(entry.value, int) and not isinstance(entry.value, bool)
        text = shown(entry.value).strip("'").strip() if whole or isinstance(entry.value, str) else ""
        if not _PERIOD.fullmatch(text) or int(text[:4]) > _LAST_YEAR:
            what = f"{key} is {shown(entry.value)}, a half-year or a year was expected"
            self._fault("A141", what, entry, f"write {_nearest_period(text)}")
            return None
        if int(text[:4]) < _FIRST_YEAR:
            why = "revenue counts from 15 February 2024 (Regulation (EU) No 833/2014, Art. 5a(8)(b))"
            first = "2024-H1" if "H" in text else "2024"
            self._fault("A142", f"{key} {text} lies before the first one", entry, f"begin with {first}", why)
        return text


_SMALLER: Final = f"write whole units of the currency, fewer than {LARGEST_AMOUNT}"
_COMMA: Final = "a comma marks decimals in one country and thousands in another"
_CODES: Final = {"name": "A134", "currency": "A121", "basis": "A132"}
_EXAMPLES: Final = {
    "name": "write a name in quotes",
    "currency": "write a code such as EUR",
    "basis": "write interim or audited",
    "amount": "write an amount such as 1234.50",
    "rate": "write a rate above zero such as 1.25",
    "percent": "write a percentage such as 2.5 %",
}


def _day_first(text: str) -> str:
    """Return the remedy for a date such as 27/07/2026; empty for anything else."""
    found = re.fullmatch(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})", text)
    if found is None:
        return ""
    day, month, year = found.groups()
    return f"write {year}-{month:0>2}-{day:0>2}, if the day stands first"


def _nearest_period(text: str) -> str:
    year = re.search(r"2[0-9]{3}", text)
    number = int(year.group()) if year else _FIRST_YEAR
    number = min(max(number, _FIRST_YEAR), _LAST_YEAR)
    rest = text.replace(year.group(), "", 1) if year else text
    half = re.search(r"[12]", rest)
    halves = f"{number}-H{half.group()}" if half else f"{number}-H1 or {number}-H2"
    return f"{halves}, or {number} for audited statements"
