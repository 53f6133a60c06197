"""The TOML form of a report: ``[report]``, ``[[custodian]]`` with periods and rows, ``[[exchange_rate]]``."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Final

from usufruct.assets.filing_columns import Level
from usufruct.assets.filing_draft import (
    Draft,
    DraftCustodian,
    DraftPeriod,
    Entry,
    FloatText,
    Table,
    nearest,
    shown,
)
from usufruct.assets.toml_lines import TomlLines
from usufruct.errors import Fault, refuse

_TOP: Final = ("report", "custodian", "exchange_rate")
_DUPLICATE: Final = re.compile(r"overwrite|twice|already|mutate|declare|extend", re.IGNORECASE)


def draft_from_toml(text: str, source: Path, faults: list[Fault]) -> Draft:
    r"""Return the draft that a TOML text describes.

    Args:
        text: the text, with ``\n`` line ends.
        source: the file, for messages.
        faults: where faults of the structure are left.

    Raises:
        UsufructError: ``A108`` for text that is not TOML, ``A109`` for a key given twice. Nothing after
            such a place can be read, so the fault stands alone.

    Example:
        >>> draft_from_toml("[report]\nfiled_by =", Path("report.toml"), [])  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        usufruct.errors.UsufructError: A108 at report.toml:2: this is not TOML: Invalid value. ...
    """
    return _TomlReport(_parse(text, source), TomlLines(text), source, faults).draft()


def _parse(text: str, source: Path) -> dict[str, object]:
    try:
        return tomllib.loads(text, parse_float=FloatText)
    except RecursionError:
        raise refuse("A108", "lists are nested too deeply", str(source), "", "write plain tables") from None
    except tomllib.TOMLDecodeError as error:
        message = str(error).partition(" (at ")[0].rstrip(".")
        found = re.search(r"at line ([0-9]+)", str(error))
        # Without a line the parser means the end of the text.
        line = int(found.group(1)) if found else text.rstrip("\n").count("\n") + 1
        if _DUPLICATE.search(message):
            what, code = f"a key or table stands here a second time: {message}", "A109"
            remedy = "keep one of them; a further custodian, period or row begins with [[ ]]"
        else:
            what, code = f"this is not TOML: {message}", "A108"
            remedy = "mend this place; values of text and amounts stand in quotes"
        raise refuse(code, what, f"{source}:{line}", "", remedy) from None
    except ValueError:
        # Python refuses to read a whole number of thousands of digits.
        digits = re.search(r"[0-9][0-9_]{4000}", text)
        line = text.count("\n", 0, digits.start()) + 1 if digits else 1
        what, remedy = "a whole number is far too long", "write amounts in units of the currency"
        raise refuse("A108", what, f"{source}:{line}", "", remedy) from None


class _TomlReport:
    """The walk through a parsed report."""

    def __init__(self, data: dict[str, object], lines: TomlLines, source: Path, faults: list[Fault]) -> None:
        self._data = data
        self._lines = lines
        self._source = source
        self._faults = faults

    def draft(self) -> Draft:
        for key in self._data:
            if key not in _TOP:
                what = f"there is no table {shown(key)}"
                remedy = f"write {nearest(key, _TOP)}"
                self._faults.append(Fault("A111", what, self._where((key,)), "", remedy))
        header = self._data.get("report", {})
        if not isinstance(header, dict):
            self._structure(("report",), "report", "write [report]")
            header = {}
        return Draft(
            report=self._table("report", header, ("report",)),
            custodians=[self._custodian(one, path) for one, path in self._tables(self._data, (), "custodian")],
            rates=[
                self._table("exchange_rate", one, path) for one, path in self._tables(self._data, (), "exchange_rate")
            ],
        )

    def _custodian(self, data: dict[str, object], path: tuple[str | int, ...]) -> DraftCustodian:
        periods = [self._period(one, below) for one, below in self._tables(data, path, "period")]
        return DraftCustodian(self._table("custodian", data, path, without="period"), periods)

    def _period(self, data: dict[str, object], path: tuple[str | int, ...]) -> DraftPeriod:
        rows = [self._table("currency", one, below) for one, below in self._tables(data, path, "currency")]
        return DraftPeriod(self._table("period", data, path, without="currency"), rows)

    def _tables(
        self, data: dict[str, object], path: tuple[str | int, ...], key: str
    ) -> list[tuple[dict[str, object], tuple[str | int, ...]]]:
        """Return the tables of a list of tables with their paths; what is something else is a fault."""
        value = data.get(key, [])
        here = (*path, key)
        if not isinstance(value, list):
            header = ".".join(str(part) for part in here if isinstance(part, str))
            self._structure(here, key, f"begin each one with [[{header}]]")
            return []
        found = []
        for position, one in enumerate(value):
            if isinstance(one, dict):
                found.append((one, (*here, position)))
            else:
                self._structure((*here, position), key, "write a table")
        return found

    def _structure(self, path: tuple[str | int, ...], key: str, remedy: str) -> None:
        what = f"{key} is not what the form expects there"
        self._faults.append(Fault("A113", what, self._where(path), "", remedy))

    def _table(self, level: Level, data: dict[str, object], path: tuple[str | int, ...], without: str = "") -> Table:
        entries = {
            key: Entry(value, self._where((*path, key)))
            for key, value in data.items()
            if key != without and not (isinstance(value, str) and not value.strip())
        }
        return Table(level, self._where(path), entries)

    def _where(self, path: tuple[str | int, ...]) -> str:
        return f"{self._source}:{self._lines.line(path)}"
