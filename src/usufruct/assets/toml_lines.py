"""On which line a key of a TOML text stands, which the standard parser does not tell.

The text is scanned, not parsed: it must have been accepted by a parser before. Found are the headers of
tables, the keys of tables, and the rows ``{ ... }`` of a list that begin on a line of their own. A key
inside an inline table has the line of the nearest thing around it that was found. Escapes in quoted keys
are not undone, so such a key has the line of its table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

Path = tuple[str | int, ...]
"""Keys and positions from the root, such as ``("custodian", 0, "period", 2, "basis")``."""

_PART: Final = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_KEYS: Final = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER: Final = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_KEYS})[ \t]*\]")
_KEY: Final = re.compile(rf"[ \t]*({_KEYS})[ \t]*=")
# Strings first, so that brackets and hash signs inside them are passed over.
_TOKEN: Final = re.compile(r'"""|' + r"'''|" + r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'|#.*|[\[\]{}]")


class TomlLines:
    r"""The line of every key and table of a TOML text.

    Args:
        text: a text that a TOML parser has accepted.

    Example:
        >>> lines = TomlLines('a = 1\n[[b]]\nc = "x"\n[[b]]\nc = [\n  { d = 1 },\n]\n')
        >>> lines.line(("b", 0, "c")), lines.line(("b", 1)), lines.line(("b", 1, "c", 0, "d"))
        (3, 4, 6)
    """

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        self._table: Path = ()
        self._key: Path = ()
        self._rows = 0
        self._depth = 0
        self._open_string = ""
        for number, line in enumerate(text.split("\n"), start=1):
            self._take(line, number)

    def line(self, path: Sequence[str | int]) -> int:
        """Return the line of a path, or of the nearest thing around it that was found; from 1."""
        wanted = tuple(path)
        while wanted and wanted not in self._lines:
            wanted = wanted[:-1]
        return self._lines.get(wanted, 1)

    def _take(self, line: str, number: int) -> None:
        if self._open_string:
            self._pass_over(line)
            return
        if self._depth:
            # Each row of a list that opens its own line gets that line.
            if self._depth == 1 and line.lstrip().startswith("{"):
                self._lines[(*self._key, self._rows)] = number
            self._pass_over(line)
            return
        header = _HEADER.match(line)
        if header:
            self._enter(_parts(header.group(2)), number, many=header.group(1) == "[[")
            return
        key = _KEY.match(line)
        if key:
            self._key = (*self._table, *_parts(key.group(1)))
            self._rows = 0
            self._lines.setdefault(self._key, number)
            self._pass_over(line[key.end() :])

    def _enter(self, parts: list[str], number: int, *, many: bool) -> None:
        here: Path = ()
        for part in parts[:-1]:
            here = self._last((*here, part))
        here = (*here, parts[-1])
        if many:
            self._counts[here] = self._counts.get(here, 0) + 1
            self._lines.setdefault(here, number)
            here = self._last(here)
        self._lines.setdefault(here, number)
        self._table = here

    def _last(self, here: Path) -> Path:
        """Return the path of the last table of a list of tables, or the path itself."""
        count = self._counts.get(here, 0)
        return (*here, count - 1) if count else here

    def _pass_over(self, rest: str) -> None:
        """Follow strings and brackets to the end of a line."""
        position = 0
        while position < len(rest):
            if self._open_string:
                position = self._close_string(rest, position)
                continue
            token = _TOKEN.search(rest, position)
            if token is None:
                return
            position = token.end()
            self._follow(token.group())

    def _close_string(self, rest: str, position: int) -> int:
        # In a basic string a backslash may stand before a quotation mark.
        inside = r"(?:\\.|[^\\])*?" if self._open_string == '"""' else r".*?"
        # Up to two more quotation marks may belong to the text before the closing three.
        end = re.compile(inside + self._open_string + f"{self._open_string[0]}{{0,2}}").match(rest, position)
        if end is None:
            return len(rest)
        self._open_string = ""
        return end.end()

    def _follow(self, mark: str) -> None:
        if mark in ('"""', "'''"):
            self._open_string = mark
        elif mark in ("[", "{"):
            self._depth += 1
        elif mark in ("]", "}"):
            # Back at the list itself: one more of its rows is behind.
            self._rows += mark == "}" and self._depth == 2
            self._depth -= 1


def _parts(keys: str) -> list[str]:
    return [part.strip("\"'") for part in re.findall(_PART, keys)]
