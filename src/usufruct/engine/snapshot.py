"""The law in force on a day as it could be known on another: a value to print, compare and hash."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from usufruct.engine.naming import short

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from usufruct.engine.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule, figure, measure, reading or statement in force.

    Attributes:
        name: the quantity, without its jurisdiction.
        what: "rule", "figure", "measure", "reading" or "statement".
        text: the figure as printed, or the sentence that says what the rule does.
        cite: the article.
        since: the day (or event number) from which it holds.
        known: the day it could first be read.
        key: digest of the formula, so that a change of wording is no change of law.
    """

    name: str
    what: str
    text: str
    cite: str
    since: str
    known: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What one entry became: ``before`` or ``after`` is None where it did not exist."""

    name: str
    before: Entry | None
    after: Entry | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole law on a day.

    Attributes:
        day: the day in question.
        known: the day on which it was looked at; None for everything known to this rulebook.
        entries: sorted by name.
    """

    day: date
    known: date | None
    entries: tuple[Entry, ...]

    def __repr__(self) -> str:
        known = f", as known on {self.known}" if self.known else ""
        return f"<law in force on {self.day}{known}: {len(self.entries)} entries, {self.hash[:12]}>"

    def _repr_html_(self) -> str:
        from html import escape

        rows = "".join(
            f"<tr><td>{escape(e.name)}</td><td>{escape(e.text)}</td><td>{escape(e.cite)}</td><td>{e.since}</td></tr>"
            for e in self.entries
        )
        head = "<tr><th>quantity</th><th>what holds</th><th>article</th><th>since</th></tr>"
        return f"<table><caption>{escape(repr(self))}</caption>{head}{rows}</table>"

    def to_polars(self) -> pl.DataFrame:
        """A Polars frame with one row for each entry, columns as in :class:`Entry`.

        Raises:
            UsufructError: ``U139`` if Polars is not installed.
        """
        frame: pl.DataFrame = self._frame("polars")
        return frame

    def to_pandas(self) -> pd.DataFrame:
        """A pandas frame with one row for each entry, columns as in :class:`Entry`.

        Raises:
            UsufructError: ``U139`` if pandas is not installed.
        """
        frame: pd.DataFrame = self._frame("pandas")
        return frame

    def _frame(self, library: str) -> Any:
        from usufruct.engine.tabulating import frame_of

        columns = ("name", "what", "text", "cite", "since", "known")
        return frame_of([tuple(getattr(e, column) for column in columns) for e in self.entries], library, columns)

    @property
    def hash(self) -> str:
        """SHA-256 over the entries."""
        digest = sha256()
        for e in self.entries:
            text = e.key or e.text
            digest.update(f"{e.name}|{e.what}|{text}|{e.cite}|{e.since}\n".encode())
        return digest.hexdigest()

    def diff(self, later: Snapshot) -> tuple[Change, ...]:
        """What differs between two snapshots, by name; wording alone is no difference."""
        before = {(e.what, e.name, _key_of(e)): e for e in self.entries}
        after = {(e.what, e.name, _key_of(e)): e for e in later.entries}
        changes = []
        for each in sorted({*before, *after}):
            one, other = before.get(each), after.get(each)
            if _content(one) != _content(other):
                changes.append(Change(each[1], one, other))
        return tuple(changes)


def _key_of(entry: Entry) -> str:
    return entry.since if entry.since.startswith("number") else ""


def _content(entry: Entry | None) -> tuple[str, ...] | None:
    return None if entry is None else (entry.key or entry.text, entry.cite, entry.since)


def _day(known: date) -> str:
    """A day of knowledge; what is supposed was never published."""
    return "" if known == date.min else str(known)


def snapshot(law: Rulebook, day: date) -> Snapshot:
    """Everything that holds on a day."""
    entries = [
        *_rules(law, day),
        *_figures(law, day),
        *_measures(law, day),
        *_readings(law),
        *_statements(law, day),
    ]
    return Snapshot(day, law.known, tuple(sorted(entries, key=lambda e: (e.name, e.what, e.since))))


def _rules(law: Rulebook, day: date) -> Iterable[Entry]:
    for name, definition in law.quantities.items():
        version = law.version(name, day) if definition.versions else None
        if version is not None:
            rule = version.provision
            yield Entry(
                short(name),
                "rule",
                rule.meaning,
                str(rule.cite),
                str(rule.since),
                _day(rule.known),
                version.node.key,
            )


def _figures(law: Rulebook, day: date) -> Iterable[Entry]:
    for name, parameter in law.parameters.items():
        # Of a figure by number, each number has the row that holds for it; a superseded one is history.
        seen = [row for row in parameter.rows if law.seen(row.known)]
        numbers = sorted({row.since for row in seen if isinstance(row.since, int)})
        for row in [law.row(name, key) for key in (numbers if parameter.keyed else [day])]:
            if row is not None:
                since = f"number {row.since}" if isinstance(row.since, int) else str(row.since)
                yield Entry(short(name), "figure", row.figure, str(row.cite), since, _day(row.known))


def _measures(law: Rulebook, day: date) -> Iterable[Entry]:
    for name in law.measures:
        span = law.span(name, day)
        if span is not None:
            until = f"until {span[1]}" if span[1] else "without an end date"
            yield Entry(name, "measure", f"in force, {until}", str(span[3]), str(span[0]), _day(span[2]))


def _readings(law: Rulebook) -> Iterable[Entry]:
    for name, each in law.readings.items():
        if law.seen(each.cite.source.known):
            yield Entry(name, "reading", law.option(name), str(each.cite), "", _day(each.cite.source.known))


def _statements(law: Rulebook, day: date) -> Iterable[Entry]:
    for name in law.statements:
        each = law.statement(name, day)
        if each is not None:
            yield Entry(short(name), "statement", each.text, str(each.cite), str(each.since), _day(each.known))
