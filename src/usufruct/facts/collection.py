"""All figures as one immutable collection, seen as of a day.

A view as of a day holds what was known on that day and nothing else: later figures, later vintages, later
sources and notes written with hindsight are absent from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from usufruct.errors import Fault, UsufructError, refuse
from usufruct.facts import tables
from usufruct.facts.checking import COLUMNS, nearest
from usufruct.facts.figure import Figure, FurtherSource
from usufruct.facts.reading import read_figures
from usufruct.facts.vocabulary import PERIMETERS, STATES

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


class FactsDiff(NamedTuple):
    """What became known between two days.

    Attributes:
        added: figures printed for the first time, gaps included.
        revised: later prints of figures already known.
        corrected: later prints that name a reason.
    """

    added: tuple[Figure, ...]
    revised: tuple[Figure, ...]
    corrected: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Facts:
    """An immutable collection of figures.

    Attributes:
        figures: every figure, in the order of the files.
        further_sources: other sources that printed the same figures.

    Example:
        >>> from usufruct import facts
        >>> known = facts.load().as_of("2024-12-31")
        >>> known.one(series="interest", period="2024-H1", perimeter="all sanctioned Russian clients").text()
        '3.4 billion EUR'
        >>> known.find(series="interest", period="2024", perimeter="all sanctioned Russian clients")
        ()
    """

    figures: tuple[Figure, ...]
    further_sources: tuple[FurtherSource, ...] = ()

    def __len__(self) -> int:
        return len(self.figures)

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.figures)

    def __repr__(self) -> str:
        gaps = len(self.gaps())
        return f"<Facts: {len(self) - gaps} figures, {gaps} gaps, latest known {self.latest_known}>"

    def _repr_html_(self) -> str:
        return tables.html(self.figures)

    def all(self) -> tuple[Figure, ...]:
        """Return every figure and gap, derived ones included."""
        return self.figures

    def as_of(self, day: date | str) -> Facts:
        """Return what was known at the end of a day.

        Args:
            day: a date, or its text such as ``"2025-12-31"``.

        Raises:
            UsufructError: ``F160`` when the text is not a day.
        """
        limit = read_day(day)
        return Facts(
            tuple(
                replace(figure, hindsight="") if figure.hindsight else figure
                for figure in self.figures
                if figure.known_on <= limit
            ),
            tuple(source for source in self.further_sources if source.known_on <= limit),
        )

    def find(
        self,
        *,
        series: str | None = None,
        period: str | None = None,
        perimeter: str | None = None,
        state: str | None = None,
        holder: str | None = None,
        currency: str | None = None,
        item: str | None = None,
        derived: bool = False,
    ) -> tuple[Figure, ...]:
        """Return the printed figures that match every given name, all vintages, gaps left out.

        Args:
            series: what is measured.
            period: the period as the source names it.
            perimeter: a word of ``PERIMETERS``.
            state: a word of ``STATES``.
            holder: whose figure it is.
            currency: ISO 4217 code.
            item: what narrows the series.
            derived: also return figures that nobody printed.

        Raises:
            UsufructError: ``F111`` for a perimeter or state that does not exist.
        """
        _check_words(perimeter, state)
        given = _given(
            series=series,
            period=period,
            perimeter=perimeter,
            state=state,
            holder=holder,
            currency=currency,
            item=item,
        )
        return tuple(
            figure
            for figure in self.figures
            if not figure.is_gap
            and (derived or figure.source_kind != "derived")
            and all(getattr(figure, name) == value for name, value in given.items())
        )

    def one(
        self,
        *,
        series: str | None = None,
        period: str | None = None,
        perimeter: str | None = None,
        state: str | None = None,
        holder: str | None = None,
        currency: str | None = None,
        item: str | None = None,
        source: str | None = None,
        derived: bool = False,
    ) -> Figure:
        """Return the one figure that matches, in its latest vintage.

        Arguments are those of :meth:`find`, and ``source`` to choose among conflicting prints.

        Raises:
            UsufructError: ``F130`` when none matches, with the nearest that exist; ``F131`` when several
                do, with all of them; ``F111`` for a word that does not exist.
        """
        found = self.find(
            series=series,
            period=period,
            perimeter=perimeter,
            state=state,
            holder=holder,
            currency=currency,
            item=item,
            derived=derived,
        )
        latest = self.latest_vintages(found)
        chosen = tuple(figure for figure in latest if source is None or figure.source == source)
        if len(chosen) == 1:
            return chosen[0]
        given = _given(
            series=series,
            period=period,
            perimeter=perimeter,
            state=state,
            holder=holder,
            currency=currency,
            item=item,
            source=source,
        )
        asked = ", ".join(f"{name} {value!r}" for name, value in given.items())
        if chosen:
            listed = "; ".join(repr(figure) for figure in chosen)
            raise refuse("F131", f"{len(chosen)} figures match: {listed}", asked, remedy="name more, or use get(id)")
        raise refuse("F130", "no printed figure matches", asked, remedy=self._nearest_to(series, period))

    def get(self, id: str) -> Figure:  # noqa: A002  the schema's own name for it
        """Return the figure of an id, or of an address such as ``fact:euroclear.interest.2024-H1``.

        Raises:
            UsufructError: ``F132`` when no figure of this view has it, with the nearest id.
        """
        name = id.removeprefix("fact:")
        for figure in self.figures:
            if figure.id == name:
                return figure
        close = nearest(name, [figure.id for figure in self.figures])
        raise refuse("F132", f"no figure has the id {name!r}", "id", remedy=f"the nearest known is {close!r}")

    def latest(self, id: str) -> Figure:  # noqa: A002
        """Return the figure of an id, or the last vintage that replaces it in this view.

        Args:
            id: as for :meth:`get`; the id of any earlier vintage finds the same figure.

        Raises:
            UsufructError: ``F132`` when no figure of this view has the id.

        Example:
            >>> from usufruct import facts
            >>> facts.load().latest("imf-programme.total-support-package-gap-baseline.2023-04-01..2027-03-31").value
            '151.4'
        """
        figure = self.get(id)
        seen = {figure.id}
        while later := [each for each in self.figures if each.corrects == figure.id and each.id not in seen]:
            figure = max(later, key=lambda each: (each.vintage, each.known_on))
            seen.add(figure.id)
        return figure

    def latest_vintages(self, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
        """Return the figures less those that a later vintage in this view replaces."""
        replaced = {figure.corrects for figure in self.figures if figure.corrects}
        return tuple(figure for figure in figures if figure.id not in replaced)

    def sources_of(self, id: str) -> tuple[FurtherSource, ...]:  # noqa: A002
        """Return the further sources that printed a figure."""
        name = id.removeprefix("fact:")
        return tuple(source for source in self.further_sources if source.figure == name)

    def series(self) -> dict[str, int]:
        """Return the names of the series with the number of their figures and gaps, by name."""
        return dict(sorted(Counter(figure.series for figure in self.figures).items()))

    def gaps(self) -> tuple[Figure, ...]:
        """Return what was looked for and is not public. A gap has no number; it is not zero."""
        return tuple(figure for figure in self.figures if figure.is_gap)

    @property
    def latest_known(self) -> date:
        """The latest day on which anything in this view became known.

        This is the default as-of date of the whole system. A gap counts with the day on which the
        search for it ended, so that the default view shows every gap. Days of the table of reference
        rates do not count: it continues without telling anything about the proceeds.

        Raises:
            UsufructError: ``F130`` when the view holds no figure.
        """
        if not self.figures:
            raise refuse("F130", "nothing was known on that day", "as of", remedy="take a later day")
        return max(figure.known_on for figure in self.figures)

    @property
    def hash(self) -> str:
        """SHA-256 over all rows in the order of their ids; the same facts give the same hash."""
        from hashlib import sha256

        names = [field.name for field in fields(Figure) if field.name in COLUMNS]
        rows = sorted("\x1f".join(str(getattr(figure, name)) for name in names) for figure in self.figures)
        more = sorted(
            "\x1f".join(str(getattr(source, field.name)) for field in fields(FurtherSource))
            for source in self.further_sources
        )
        return sha256("\x1e".join([*rows, *more]).encode()).hexdigest()

    def diff(self, earlier: date | str, later: date | str) -> FactsDiff:
        """Return what became known after one day and up to another.

        Raises:
            UsufructError: ``F160`` when a text is not a day or the days are in the wrong order.
        """
        first, last = read_day(earlier), read_day(later)
        if last < first:
            raise refuse("F160", f"{last} lies before {first}", "diff", remedy="give the earlier day first")
        new = tuple(figure for figure in self.as_of(last) if figure.known_on > first)
        return FactsDiff(
            added=tuple(figure for figure in new if not figure.corrects),
            revised=tuple(figure for figure in new if figure.corrects and not figure.reason),
            corrected=tuple(figure for figure in new if figure.corrects and figure.reason),
        )

    def with_file(self, path: str | Path) -> Facts:
        """Return these facts and those of a file of one's own.

        Args:
            path: a CSV file of the same schema; ``docs/facts.md`` describes it.

        Raises:
            UsufructError: ``F101`` to ``F118``, all faults of the file at once; nothing of it is used then.
        """
        own = read_figures(path, taken=[figure.id for figure in self.figures])
        by_id = {figure.id: figure for figure in (*self.figures, *own)}
        faults = [fault for figure in own if figure.corrects for fault in _unlike(figure, by_id[figure.corrects], path)]
        if faults:
            raise UsufructError(faults)
        return Facts(self.figures + own, self.further_sources)

    def to_polars(self) -> pl.DataFrame:
        """Return a Polars table, one row a figure, figures as text.

        Raises:
            UsufructError: ``F150`` when Polars is not installed.
        """
        return tables.to_polars(self.figures)

    def to_pandas(self) -> pd.DataFrame:
        """Return a pandas table, one row a figure, figures as text.

        Raises:
            UsufructError: ``F150`` when pandas is not installed.
        """
        return tables.to_pandas(self.figures)

    def _nearest_to(self, series: str | None, period: str | None) -> str:
        names = {figure.series for figure in self.figures}
        if series is not None and series not in names:
            return f"the nearest series is {nearest(series, names)!r}"
        near = [f for f in self.figures if f.series == series and not f.is_gap] if series else []
        if period is not None:
            near.sort(key=lambda figure: (figure.period != period, figure.period[:4] != period[:4]))
        return "the nearest are " + "; ".join(repr(figure) for figure in near[:3]) if near else "name a series"


def read_day(day: date | str) -> date:
    """Return a day given as a date or as text.

    Example:
        >>> read_day("2025-12-31")
        datetime.date(2025, 12, 31)
    """
    if isinstance(day, date):
        return day
    try:
        return date.fromisoformat(day)
    except (TypeError, ValueError):
        raise refuse("F160", f"{day!r} is not a day", "day", remedy="write it as '2025-12-31'") from None


def _unlike(figure: Figure, earlier: Figure, path: str | Path) -> list[Fault]:
    """A correction replaces a figure wherever it is read, so it must measure the same thing."""
    what = f"{figure.id} corrects {earlier.id}"
    if figure.id == earlier.id:
        return [Fault("F116", f"{what}, itself", str(path), "", "name the earlier vintage")]
    return [
        Fault(
            "F116",
            f"{what}, but its {name} is {mine!r} and not {theirs!r}",
            str(path),
            "a correction takes the place of the figure wherever that is read",
            f"write {theirs!r}, or leave corrects empty",
        )
        for name in ("series", "perimeter", "state", "currency", "dimension")
        if (mine := getattr(figure, name)) != (theirs := getattr(earlier, name))
    ]


def _given(**names: str | None) -> dict[str, str]:
    return {name: value for name, value in names.items() if value is not None}


def _check_words(perimeter: str | None, state: str | None) -> None:
    faults = [
        Fault("F111", f"{word!r} is not a {name}", name, "", f"write {nearest(word, words)!r}")
        for name, word, words in (("perimeter", perimeter, PERIMETERS), ("state", state, STATES))
        if word is not None and word not in words
    ]
    if faults:
        raise UsufructError(faults)
