"""What was expected of a policy rate on a day: the quotes known then, of which one source makes a curve.

Of all dated expectations known by the day, still ahead of it and not older than half a year, the best kind
counts (market quotes before surveys before single forecasts), and within it the latest set of one source.
Sources are not mixed: a curve then says in one line where it comes from. Memories that no source backs,
and quotes that give only one bound, are left out.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import Final, NamedTuple

from usufruct.facts import Facts, Figure
from usufruct.markets.policy_rates import middle

OLDEST: Final = timedelta(days=183)

# Series of the facts by currency, best kind first. The market's forward is taken as a deposit rate.
KINDS: Final = MappingProxyType(
    {
        "EUR": (
            ("rate_forward_as_deposit_rate", "rate_market_pricing"),
            ("rate_survey",),
            ("rate_bank_forecast",),
        ),
        "USD": (("fed_median_projection",),),
        "GBP": (("bank_rate_market_pricing",),),
    }
)


class Quote(NamedTuple):
    """A policy rate expected for a day.

    Attributes:
        day: the day it is expected for; the middle of a period.
        rate: fraction of one a year.
        address: the published figure it comes from.
    """

    day: date
    rate: Fraction
    address: str


class _Set(NamedTuple):
    """What quotes must share to stand on one curve, latest last when sorted."""

    known_on: date
    dated: date
    series: str
    holder: str


def quotes(currency: str, known_on: date, known: Facts) -> tuple[Quote, ...]:
    """Return the quotes of the source that counts on a day, by the day they are for; often none.

    Args:
        currency: ISO 4217 code.
        known_on: the day of the view.
        known: facts to read; those learnt later are left out.

    Example:
        >>> from usufruct import facts
        >>> [str(quote.day) for quote in quotes("EUR", date(2025, 12, 10), facts.load())]
        ['2026-12-31']
    """
    view = known.as_of(known_on)
    for kinds in KINDS.get(currency, ()):
        sets: dict[_Set, list[Quote]] = defaultdict(list)
        for kind in kinds:
            for figure in view.latest_vintages(view.find(series=kind, derived=True)):
                quote = _usable(figure, known_on)
                if quote is not None:
                    sets[_key(figure)].append(quote)
        if sets:
            return tuple(sorted(sets[max(sets)]))
    return ()


def _key(figure: Figure) -> _Set:
    return _Set(figure.known_on, figure.dated or figure.known_on, figure.series, figure.holder)


def _usable(figure: Figure, known_on: date) -> Quote | None:
    start, end, rate = figure.period_start, figure.period_end, middle(figure)
    if not figure.verified or rate is None or start is None or end is None:
        return None
    day = start + (end - start) / 2
    if day <= known_on or known_on - (figure.dated or figure.known_on) > OLDEST:
        return None
    return Quote(day, rate, figure.address)
