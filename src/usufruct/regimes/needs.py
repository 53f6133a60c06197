"""Flow against needs: by year and purpose, and which part of each published need a flow a year would cover.

Purposes follow from the channel that an act names. What reaches the loan mechanism repays lenders, who paid Ukraine
before: it is no new money of the year for any purpose, and is shown apart. Population and product of Ukraine are in no
source at hand; they are inputs, and what needs them is unknown without them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from usufruct import facts
from usufruct.facts import Facts, Figure, reference_rate
from usufruct.facts.collection import read_day
from usufruct.waterfall.replay import Replay

PURPOSES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "European Peace Facility": ("defence", "earmarked"),
        "defence programmes": ("defence", "earmarked"),
        "Ukraine Facility": ("resilience and reconstruction", "earmarked"),
        "Ukraine Loan Cooperation Mechanism": ("repayment of loans paid out before", "fungible for Ukraine"),
    }
)
"""Channel to purpose, and whether the money may be used for another one."""
_SERIES: Final = ("external_need", "imf_programme", "reconstruction_priorities", "reconstruction_need")
_TEN_YEARS: Final = 10


@dataclass(frozen=True, slots=True)
class Purpose:
    """What was received in a year for a purpose, in euro cents, by the day of receipt."""

    year: int
    purpose: str
    use: str
    amount: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which part of a need a flow would cover.

    Attributes:
        need: the published figure.
        years: how many years the need is about; ten for a need of reconstruction.
        a_year: need a year in euro cents, at the reference rate of the day on which it became known.
        part: flow over need, for the printed value.
        low: for the upper half of its last printed digit; the least.
        high: for the lower half; the most.
    """

    need: Figure
    years: Fraction
    a_year: Fraction
    part: Fraction
    low: Fraction
    high: Fraction


def by_purpose(replayed: Replay) -> tuple[Purpose, ...]:
    """Receipts by year and purpose; every received cent has exactly one purpose.

    Example:
        >>> from usufruct.waterfall.replay import replay
        >>> found = by_purpose(replay())
        >>> sum(each.amount for each in found if each.year == 2025) // 10**11
        3
    """
    found: dict[tuple[int, str, str], int] = {}
    for row in replayed.payments.rows:
        if row.received_on is None:
            continue
        for channel, amount in row.allocation.items():
            key = (row.received_on.year, *PURPOSES[channel])
            found[key] = found.get(key, 0) + amount
    return tuple(Purpose(*key, amount) for key, amount in sorted(found.items()) if amount)


def coverage(flow: int, known: date | str, published: Facts | None = None) -> tuple[Coverage, ...]:
    """Set a flow a year beside every published need that says a total and a time.

    Needs of parts, such as one sector, are left out, so that nothing is counted twice.

    Args:
        flow: a year, in euro cents, such as what a regime yields.
        known: the day of the view.
        published: the facts; the packaged ones when None.

    Raises:
        UsufructError: ``F160`` for a text that is no day.
    """
    day = read_day(known)
    view = (facts.load() if published is None else published).as_of(day)
    found = []
    for figure in (each for series in _SERIES for each in view.latest_vintages(view.find(series=series))):
        years = _years(figure)
        if years is None or figure.is_gap or not figure.value:
            continue
        rate = reference_rate(figure.currency, min(figure.known_on, day), on_or_before=True)
        a_year, slack = (amount * 100 / rate / years for amount in (figure.amount, figure.tolerance))
        parts = [
            Fraction(flow) / need if need > 0 else Fraction(0) for need in (a_year + slack, a_year, a_year - slack)
        ]
        found.append(Coverage(figure, years, a_year, parts[1], parts[0], parts[2]))
    return tuple(found)


def per_person(flow: int, population: int | None) -> Fraction | None:
    """A flow a year for each inhabitant, in cents; None where the population was not given."""
    return Fraction(flow, population) if population else None


def share_of_product(flow: int, product: int | None) -> Fraction | None:
    """A flow a year as a part of the product of the year, both in euro cents; None where that was not given."""
    return Fraction(flow, product) if product else None


def _years(figure: Figure) -> Fraction | None:
    """How many years a need is about; None for a part of one, and for what names no time."""
    if figure.series == "reconstruction_need":
        return Fraction(_TEN_YEARS) if figure.item.endswith("total") else None
    if figure.period_start is None or figure.period_end is None or "EFF" in figure.item:
        return None
    months = (figure.period_end.year - figure.period_start.year) * 12 + figure.period_end.month
    return Fraction(months - figure.period_start.month + 1, 12)
