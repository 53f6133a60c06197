"""Several partners that join at once: their flows added up by year and currency, with what is shared counted once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from usufruct.assets.joining import Flow, Joined


@dataclass(frozen=True, slots=True)
class Total:
    """All partners in one year.

    Attributes:
        year: the calendar year.
        own: central flows by the partners' own currencies, each in its minor units.
        in_euro: least, central and most in euro cents; the centre is the sum of those that are known.
        unknown: partners whose centre is not known and is no part of it.
    """

    year: int
    own: tuple[tuple[str, int], ...]
    in_euro: Flow
    unknown: tuple[str, ...]


def totals(joined: Sequence[Joined]) -> tuple[Total, ...]:
    """Add partners up by year.

    States whose bound is one of several together may each hold any part of it: the greatest of their upper ends counts,
    once.

    Example:
        >>> from usufruct.assets.joining import join
        >>> two = [join(name, "2027-01-01", "50 %, rate 2 %", "2026-11-22", years=1) for name in ("Sweden", "Cyprus")]
        >>> totals(two)[0].in_euro.high == two[0].years[0].in_currency("EUR").high
        True
    """
    years = sorted({row.year for each in joined for row in each.years})
    return tuple(_total(year, joined) for year in years)


def _total(year: int, joined: Sequence[Joined]) -> Total:
    rows = [(each, row) for each in joined for row in each.years if row.year == year]
    own: dict[str, int] = {}
    for each, row in rows:
        flow = row.in_currency(each.partner.own)
        if flow.value is not None:
            own[flow.currency] = own.get(flow.currency, 0) + flow.value
    euro = [(each, row.in_currency("EUR")) for each, row in rows]
    alone = [flow for each, flow in euro if each.stock is not None and not each.stock.shared]
    together = [flow for each, flow in euro if each.stock is not None and each.stock.shared]
    low = sum(flow.low for flow in alone) + min((flow.low for flow in together), default=0)
    high = sum(flow.high for flow in alone) + max((flow.high for flow in together), default=0)
    known = [flow.value for _, flow in euro if flow.value is not None]
    unknown = tuple(each.partner.name for each, flow in euro if flow.value is None)
    return Total(year, tuple(own.items()), Flow("EUR", low, sum(known) if known else None, high), unknown)
