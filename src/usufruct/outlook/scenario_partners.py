"""Partners that join in a scenario: what each brings to the loan mechanism, half-year by half-year.

A partner's yields are worked out by :mod:`usufruct.assets.joining`, at the central values of its assumptions; they do
not follow the paths, for nobody has published what a partner holds by currency. They reach the mechanism as voluntary
contributions do.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from usufruct.assets.joining import MOST_YEARS, join
from usufruct.assets.measures import read_measure
from usufruct.assets.partner_table import PARTNER_TABLE
from usufruct.calendar import HalfYear
from usufruct.errors import Fault, UsufructError, refuse
from usufruct.facts.collection import read_day
from usufruct.money import round_to_integer

if TYPE_CHECKING:
    from usufruct.outlook.scenario import Scenario

QUANTITY: Final = "eu.partners_paid"


@cache
def possible_partners() -> Mapping[str, str]:
    """Short name, as keys are written, to the name of the partner.

    Example:
        >>> possible_partners()["united-kingdom"]
        'United Kingdom'
    """
    return {row.name.split(" (")[0].lower().replace(" ", "-"): row.name for row in PARTNER_TABLE}


def read_partner(key: str, name: str, text: str) -> tuple[str, str, str]:
    """Read a measure and the day from which it holds, such as ``levy @ 2028-01-01``.

    Raises:
        UsufructError: ``X112`` for a text that is none.
    """
    measure, _, day = (part.strip() for part in text.rpartition("@"))
    try:
        first = read_day(day)
        read_measure(measure, first, first)
    except UsufructError as error:
        why = "; ".join(fault.what for fault in error.faults)
        raise refuse(
            "X112", f"{text!r:.60} is no measure", f"scenario, {key}", why, "write levy @ 2028-01-01"
        ) from None
    return name, str(first), measure


def check_partners(made: Scenario) -> list[Fault]:
    """What cannot be true together about partners."""
    faults = []
    for name, since, measure in made.partner:
        where = f"scenario, partner.{name}"
        if date.fromisoformat(since) <= made.known:
            what = f"{since} is past on {made.known}"
            faults.append(Fault("X113", what, where, "", f"a day after {made.known}"))
        elif _first_value(made.known, name, since, measure) is None:
            what = f"nobody has published what {possible_partners()[name]} holds"
            remedy = "give it with the measure: 'levy, stock 3 billion EUR @ 2028-01-01'"
            faults.append(Fault("X113", what, where, "an unknown stock is not nothing", remedy))
    if made.partner and made.regime == "F":
        what = "partners' contributions and a reparations loan use the same way to the lenders"
        faults.append(Fault("X113", what, "scenario, partner", "", "leave one of them out"))
    return faults


def _first_value(known: date, name: str, since: str, measure: str) -> int | None:
    flows = dict(_years(known, name, since, measure))
    return flows.get(date.fromisoformat(since).year, (0, None))[1]


@lru_cache(maxsize=64)
def _years(known: date, name: str, since: str, measure: str) -> tuple[tuple[int, tuple[int, int | None]], ...]:
    """By calendar year: days on which the measure holds, and cents of euro at the central values."""
    joined = join(possible_partners()[name], since, measure, known, years=MOST_YEARS)
    return tuple((row.year, (row.days, row.in_currency("EUR").value)) for row in joined.years)


def partners_paid(scenario: Scenario, half: HalfYear) -> int:
    """What all partners bring for a half-year, in cents: the year's flow by its days; the last year shown stays."""
    total = Fraction(0)
    for name, since, measure in scenario.partner:
        by_year = dict(_years(scenario.known, name, since, measure))
        days, value = by_year.get(half.year, by_year[max(by_year)] if half.year > max(by_year) else (0, 0))
        covered = (half.end - max(half.start, date.fromisoformat(since))).days + 1
        if days and value and covered > 0:
            total += Fraction(value * min(covered, days), days)
    return round_to_integer(total, "half up")
