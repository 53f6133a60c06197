"""The published needs of Ukraine and the loans planned for it: what each is for, and which years it is about.

Nothing is here that no source printed: a defence budget, the population and the product of Ukraine are in no source at
hand, and are listed as missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, Literal

from usufruct import facts
from usufruct.facts import Facts, Figure, reference_rate
from usufruct.facts.collection import read_day
from usufruct.facts.reference_rates import reference_rates

Aim = Literal["all", "defence", "resilience", "reconstruction"]
Kind = Literal["need", "loan plan"]
TEN_YEARS: Final = 10
_MONTHS: Final = 12
AIMS: Final[Mapping[tuple[str, str], tuple[Kind, Aim]]] = {
    ("external_need", "total"): ("need", "all"),
    ("external_need", "military"): ("need", "defence"),
    ("external_need", "macro-financial"): ("need", "resilience"),
    ("external_need", "external budget financing need"): ("need", "resilience"),
    ("external_need", "external financing need"): ("need", "resilience"),
    ("external_need", "war and state costs, half from abroad"): ("need", "all"),
    ("imf_programme", "total support package or gap"): ("need", "resilience"),
    ("imf_programme", "external financing need agreed with IMF"): ("need", "resilience"),
    ("imf_programme", "financing gap of the new programme"): ("need", "resilience"),
    ("reconstruction_priorities", "2024 need"): ("need", "reconstruction"),
    ("reconstruction_priorities", "2026 priorities"): ("need", "reconstruction"),
    ("support_loan", "total"): ("loan plan", "all"),
    ("support_loan", "military"): ("loan plan", "defence"),
    ("support_loan", "budget support"): ("loan plan", "resilience"),
}
"""Series and item to kind and aim. Money of the IMF itself, damage, and sectors of a need are no needs of their own."""
_LABELS: Final = {
    "external_need": "external need",
    "imf_programme": "IMF",
    "reconstruction_priorities": "reconstruction",
    "reconstruction_need": "reconstruction",
    "support_loan": "Support Loan",
}
_SHORT: Final = {
    "external budget financing need": "budget, by Ukraine",
    "external financing need": "budget, by Ukraine",
    "war and state costs, half from abroad": "by Ukraine",
    "total support package or gap": "total support package",
    "external financing need agreed with IMF": "need agreed with it",
    "financing gap of the new programme": "gap of the programme",
    "2024 need": "priorities",
    "2026 priorities": "priorities",
}
STATES: Final = ("need", "planned")
"""States of the figures taken: what was merely announced is repeated by what was planned after."""
_TOTAL: Final = "total"
MISSING: Final = (
    "population of Ukraine by year: the State Statistics Service, or United Nations; give --population",
    "gross domestic product of Ukraine by year: the State Statistics Service, or IMF; give --product",
    "defence budget of Ukraine by year: the Ministry of Finance; the military part of the external need stands beside",
)


@dataclass(frozen=True, slots=True)
class Need:
    """A published need, or a loan planned to meet needs.

    Attributes:
        figure: as printed.
        kind: a ``need``, or a ``loan plan`` that meets some.
        aim: what it is for.
        years: (calendar year, part of it that the need is about), oldest first.
        rate: units of its currency for one euro, on the day in ``rate_on``.
        rate_on: the day on which it became known, or the last day with a rate before.
    """

    figure: Figure
    kind: Kind
    aim: Aim
    years: tuple[tuple[int, Fraction], ...]
    rate: Fraction
    rate_on: date

    @property
    def span(self) -> Fraction:
        """How many years it is about."""
        return sum((part for _, part in self.years), Fraction(0))

    @property
    def label(self) -> str:
        """A short name, such as ``external need: total``."""
        item = self.figure.item
        return f"{_LABELS[self.figure.series]}: {_SHORT.get(item, item)}"

    @property
    def years_text(self) -> str:
        """Its years, such as ``2026-27``."""
        first, last = self.years[0][0], self.years[-1][0]
        return str(first) if first == last else f"{first}-{last % 100:02d}"

    def in_euro(self) -> tuple[Fraction, Fraction, Fraction]:
        """Least, printed and most in euro cents: the rounding of the print on either side."""
        amount, slack = self.figure.amount * 100 / self.rate, self.figure.tolerance * 100 / self.rate
        return amount - slack, amount, amount + slack


def needs(known: date | str, published: Facts | None = None) -> tuple[Need, ...]:
    """Every published need with a total and a time, as known on a day; the newest assessment of reconstruction only.

    Args:
        known: the day of the view.
        published: the facts; the packaged ones when None.

    Raises:
        UsufructError: ``F160`` for a text that is no day.

    Example:
        >>> found = {each.figure.id: each for each in needs("2026-11-22")}
        >>> rdna = found["reconstruction-need.rdna5-total.2025-12-31"]
        >>> rdna.aim, rdna.years[0], rdna.span
        ('reconstruction', (2026, Fraction(1, 1)), Fraction(10, 1))
        >>> any("rdna4" in name for name in found)
        False
    """
    day = read_day(known)
    view = (facts.load() if published is None else published).as_of(day)
    rows = [
        _need(figure, *AIMS[figure.series, figure.item], _years(figure), day)
        for series in dict.fromkeys(series for series, _ in AIMS)
        for figure in view.latest_vintages(view.find(series=series))
        if figure.value and figure.state in STATES and (figure.series, figure.item) in AIMS and figure.period_end
    ]
    return (*rows, *_reconstruction(view, day))


def _reconstruction(view: Facts, day: date) -> tuple[Need, ...]:
    """The newest total of the rapid damage and needs assessment: ten years from the one after its cut-off."""
    totals = [each for each in view.find(series="reconstruction_need") if each.item.endswith(_TOTAL) and each.dated]
    if not totals:
        return ()
    newest = max(totals, key=lambda figure: (figure.known_on, figure.id))
    first = newest.dated.year + 1 if newest.dated else day.year
    years = tuple((year, Fraction(1)) for year in range(first, first + TEN_YEARS))
    return (_need(newest, "need", "reconstruction", years, day),)


def _need(figure: Figure, kind: Kind, aim: Aim, years: tuple[tuple[int, Fraction], ...], day: date) -> Need:
    on = min(figure.known_on, day, reference_rates().days[-1])
    return Need(figure, kind, aim, years, reference_rate(figure.currency, on, on_or_before=True), on)


def _years(figure: Figure) -> tuple[tuple[int, Fraction], ...]:
    """Calendar years of a period; one that is not whole counts by its months."""
    start, end = figure.period_start, figure.period_end
    if start is None or end is None:
        return ()
    found = []
    for year in range(start.year, end.year + 1):
        first = start.month if year == start.year else 1
        last = end.month if year == end.year else _MONTHS
        found.append((year, Fraction(last - first + 1, _MONTHS)))
    return tuple(found)
