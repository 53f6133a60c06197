"""Partners: jurisdictions outside the levy that hold assets of the central bank, and could channel their yields.

A partner has a stock with its range, a rate, a legal switch and sources, never a bare flow. Its stock is counted in the
currency that its source gives; what was not published stays unknown, which is not zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from usufruct import facts
from usufruct.assets.holders import Holder, holders
from usufruct.assets.partner_table import PARTNER_TABLE, PartnerRow
from usufruct.engine.naming import nearest
from usufruct.errors import UsufructError, refuse
from usufruct.facts import Facts, Figure
from usufruct.facts.collection import read_day
from usufruct.markets.policy_rates import CURRENCIES, RateStep, policy_rates

Role = Literal["taken", "counted", "upper bound", "part of a bound", "not counted"]
ASKED_OF_ALL = (
    "how much of the stock is cash, and in which currencies",
    "at which rate it is remunerated, and what it costs to manage",
    "what tax takes of the yield before the measure",
)
NOT_PUBLISHED = "what is held here was not published"


@dataclass(frozen=True, slots=True)
class Estimate:
    """One published figure of what a partner holds.

    Attributes:
        figure: as published, with currency, source and confidence.
        role: ``taken`` as the stock, ``counted`` in its range, an ``upper bound`` of it, ``part of a bound`` (a whole,
            or what is taken off it), or ``not counted``: another perimeter or currency, or at odds with the one taken.
    """

    figure: Figure
    role: Role


@dataclass(frozen=True, slots=True)
class Stock:
    """What a partner holds, in units of a currency.

    Attributes:
        low: least that the counted figures allow, with the rounding of their print; zero where nothing is a floor.
        value: the figure taken; None where no figure says how much is here.
        high: most that they allow.
        currency: ISO 4217 code, as the source counts.
        shared: the range is one of several states together; each alone may be any part of it.
    """

    low: Fraction
    value: Fraction | None
    high: Fraction
    currency: str
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Partner:
    """A jurisdiction that holds assets outside the levy.

    Attributes:
        name: the jurisdiction.
        holder: who holds, under which law, and what yields may be used for today.
        own: its currency.
        held: currency whose policy rate the stock is taken to earn, with the reason in ``why_held``.
        why_held: see ``held``.
        switch: what would have to change in its law before yields can be channelled.
        switch_source: where that was read.
        verified: False where basis or switch rest on memory.
        rate: policy rate of ``held`` in force on the day of the view, with its fact; None where there is none.
        stock: None where no figure bounds it.
        estimates: every figure that speaks of it.
        questions: what an answer would need and nobody has published.
    """

    name: str
    holder: Holder
    own: str
    held: str
    why_held: str
    switch: str
    switch_source: str
    verified: bool
    rate: RateStep | None
    stock: Stock | None
    estimates: tuple[Estimate, ...]
    questions: tuple[str, ...]


def partners(known: date | str, published: Facts | None = None) -> tuple[Partner, ...]:
    """Return every partner, with the figures known on a day.

    Args:
        known: the day of the view; it moves figures only, the law is as last read.
        published: the facts; the packaged ones when None. What they learnt after ``known`` is left out.

    Raises:
        UsufructError: ``F160`` for a text that is no day.

    Example:
        >>> by_name = {each.name: each for each in partners("2025-12-31")}
        >>> stock = by_name["United States"].stock
        >>> [int(amount / 10**8) for amount in (stock.low, stock.value, stock.high)], stock.currency
        ([40, 60, 65], 'USD')
        >>> by_name["Canada"].stock.value is None, by_name["Cyprus"].stock.shared
        (True, True)
    """
    view = (facts.load() if published is None else published).as_of(known)
    by_name = {holder.name: holder for holder in holders(known, published)}
    figures = {figure.id: figure for figure in view}
    day = read_day(known)
    rates = {row.held: _rate(row.held, day, published) for row in PARTNER_TABLE}
    return tuple(_partner(row, by_name[row.holder], figures, rates[row.held]) for row in PARTNER_TABLE)


def partner(name: str, known: date | str, published: Facts | None = None) -> Partner:
    """Return the partner of a name: its jurisdiction, whatever the capitals, or its holder.

    Raises:
        UsufructError: ``A161`` for a name that no partner has; ``F160`` for a text that is no day.

    Example:
        >>> partner("switzerland", "2025-12-31").own
        'CHF'
    """
    found = partners(known, published)
    wanted = " ".join(name.split()).casefold()
    for each in found:
        if wanted in (each.name.casefold(), each.holder.name.casefold()):
            return each
    names = {each.name.casefold(): each.name for each in found}
    remedy = nearest(wanted, names)
    for folded, proper in names.items():
        remedy = remedy.replace(folded, proper)
    raise refuse("A161", f"no partner is called {name!r:.60}", "partner", "", remedy)


def _rate(held: str, day: date, published: Facts | None) -> RateStep | None:
    """The policy rate in force; None for a currency whose central bank is not in the facts, and before its first."""
    if held not in CURRENCIES:
        return None
    try:
        return policy_rates(held, day, published).step(day)
    except UsufructError:
        return None


def _partner(row: PartnerRow, holder: Holder, figures: dict[str, Figure], rate: RateStep | None) -> Partner:
    stock, roles = _stock(row, figures)
    named = (*row.taken, *row.upper, *row.shared, *row.rivals)
    estimates = tuple(Estimate(figures[name], roles.get(name, "not counted")) for name in named if name in figures)
    unpublished = (NOT_PUBLISHED,) if stock is None or stock.value is None else ()
    memory = () if row.verified and holder.verified else ("legal basis and switch rest on memory or reports",)
    return Partner(
        row.name,
        holder,
        row.own,
        row.held,
        row.why_held,
        row.switch,
        row.switch_source,
        row.verified and holder.verified,
        rate,
        stock,
        estimates,
        (*row.asked, *unpublished, *ASKED_OF_ALL, *memory),
    )


def _stock(row: PartnerRow, figures: dict[str, Figure]) -> tuple[Stock | None, dict[str, Role]]:
    """The stock, and the role of each figure in it."""
    known = [figures[name] for name in row.taken if name in figures and figures[name].high is not None]
    if known:
        return _taken(*known)
    bounds = [figures[name] for name in row.upper if name in figures and figures[name].high is not None]
    if bounds:
        high = max(_high(figure) for figure in bounds)
        return Stock(Fraction(0), None, high, bounds[0].currency), {each.id: "upper bound" for each in bounds}
    if row.shared and all(name in figures for name in row.shared):
        whole, *parts = (figures[name] for name in row.shared)
        left = _high(whole) - sum((_low(part) for part in parts), Fraction(0))
        roles: dict[str, Role] = dict.fromkeys(row.shared, "part of a bound")
        return Stock(Fraction(0), None, max(left, Fraction(0)), whole.currency, shared=True), roles
    return None, {}


def _taken(figure: Figure, *others: Figure) -> tuple[Stock, dict[str, Role]]:
    same = [each for each in others if each.currency == figure.currency]
    every = [figure, *same]
    floors = [_low(each) for each in every if each.low is not None]
    value = figure.amount if figure.value else None
    stock = Stock(min(floors, default=Fraction(0)), value, max(_high(each) for each in every), figure.currency)
    roles: dict[str, Role] = {each.id: "counted" for each in same}
    return stock, {**roles, figure.id: "taken"}


def _low(figure: Figure) -> Fraction:
    low = figure.low or Fraction(0)
    return low - figure.tolerance if figure.value else low


def _high(figure: Figure) -> Fraction:
    high = figure.high or Fraction(0)
    return high + figure.tolerance if figure.value else high
