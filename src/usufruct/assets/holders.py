"""Who holds assets of the Central Bank of Russia, under which law, and what their yields may be used for today.

Most holders are outside the levy: it binds central securities depositories that hold more than a million euro, not
banks, and no other jurisdiction had a levy on yields when this was written. Amounts are read from the facts as known on
a day; where none was published a holder has none, which is not zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from usufruct import facts
from usufruct.assets.holder_table import TABLE
from usufruct.facts import Facts, Figure

HolderKind = Literal["depository in the levy", "depository below the threshold", "bank outside the levy", "other"]


@dataclass(frozen=True, slots=True)
class Stock:
    """What a holder holds, in units of a currency.

    Attributes:
        low: least that the figures allow; None without a lower bound.
        value: the figure where one number was printed, the middle of a printed range, else None.
        high: most that the figures allow; None without an upper bound.
        currency: ISO 4217 code.
        figures: addresses of the figures taken.
        rivals: addresses of figures that disagree and were not taken.
    """

    low: Fraction | None
    value: Fraction | None
    high: Fraction | None
    currency: str
    figures: tuple[str, ...]
    rivals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """A holder of immobilised assets of the central bank.

    Attributes:
        name: the holder, or the banks of a state together where no single one is named.
        jurisdiction: whose law binds it.
        kind: where it stands towards the levy.
        legal_basis: what immobilises the assets.
        status: their legal status, in a sentence.
        yields: what their yields may be used for today.
        source: where basis, status and use were read.
        verified: False where they rest on memory only.
        stock: None where no amount was published by then.
    """

    name: str
    jurisdiction: str
    kind: HolderKind
    legal_basis: str
    status: str
    yields: str
    source: str
    verified: bool
    stock: Stock | None

    @property
    def in_levy(self) -> bool:
        """Whether its net profits are levied today."""
        return self.kind == "depository in the levy"


def holders(known: date | str, published: Facts | None = None) -> tuple[Holder, ...]:
    """Return every holder, with the amounts known on a day.

    Args:
        known: the day of the view; it moves amounts only, the law is as last read.
        published: the facts; the packaged ones when None. What they learnt after ``known`` is left out.

    Raises:
        UsufructError: ``F160`` for a text that is not a day.

    Example:
        >>> by_name = {holder.name: holder for holder in holders("2026-03-31")}
        >>> by_name["Banks in France"].stock.value / 10**9, by_name["Banks in France"].in_levy
        (Fraction(18, 1), False)
        >>> by_name["Banks in Sweden"].stock is None
        True
    """
    view = (facts.load() if published is None else published).as_of(known)
    by_id = {figure.id: figure for figure in view if not figure.is_gap}
    return tuple(
        Holder(
            name=row.name,
            jurisdiction=row.jurisdiction,
            kind=row.kind,
            legal_basis=row.legal_basis,
            status=row.status,
            yields=row.yields,
            source=row.source,
            verified=row.verified,
            stock=_stock(row.figures, row.rivals, by_id),
        )
        for row in TABLE
    )


def _stock(wanted: tuple[str, ...], rivals: tuple[str, ...], by_id: dict[str, Figure]) -> Stock | None:
    """The first known of the figures, newest first in the table; with the rivals that were known."""
    known = [by_id[name] for name in wanted if name in by_id]
    if not known:
        return None
    figure = known[0]
    value = figure.amount if figure.value else None
    if value is None and figure.low is not None and figure.high is not None:
        value = (figure.low + figure.high) / 2
    others = tuple(by_id[name].address for name in rivals if name in by_id)
    return Stock(figure.low, value, figure.high, figure.currency, (figure.address,), others)
