"""A partner joins: what it would add by year, if a measure channelled its yields from a day on.

Every factor that nobody has published is an assumption with a range; the flow is exact in them and rounded once, to the
minor unit of each currency. A year that is not whole counts by its days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Final, NamedTuple

from usufruct.assets.measures import Measure, read_measure
from usufruct.assets.partners import Partner, Stock
from usufruct.assets.partners import partner as partner_of
from usufruct.engine.assumption import Assumption
from usufruct.errors import refuse
from usufruct.facts import Facts, reference_rate
from usufruct.facts.collection import read_day
from usufruct.facts.reference_rates import reference_rates
from usufruct.law import rulebook
from usufruct.markets.policy_rates import CURRENCIES, PolicyRates, policy_rates
from usufruct.money import currency, read_figure, round_to_integer

LAST_YEAR: Final = 2100
MOST_YEARS: Final = 30
EARNING_PART: Final = Assumption(
    "part of the stock that earns",
    Fraction(0),
    Fraction(1),
    Fraction(1),
    "how much is cash, and whether it earns anything, is published for no holder outside the levy",
)
OWED: Final = Assumption(
    "part of the yield owed to the central bank",
    Fraction(0),
    Fraction(0),
    Fraction(1),
    "what is owed under a contract is no profit of the holder; the contracts are not public",
)
NO_TAX: Final = Assumption(
    "tax on the yield", Fraction(0), Fraction(0), Fraction(0), "the measure takes a share of the gross yield"
)


class Bounds(NamedTuple):
    """Least, central and most; None where it is not known."""

    low: Fraction
    value: Fraction | None
    high: Fraction


class Flow(NamedTuple):
    """A flow in one currency, in its minor units; the centre is None where the stock is not published."""

    currency: str
    low: int
    value: int | None
    high: int


@dataclass(frozen=True, slots=True)
class YearOfFlow:
    """What comes of one calendar year.

    Attributes:
        year: the year.
        days: on which the measure holds.
        rate: mean rate of those days times their part of the year.
        flows: in the currency of the source, the partner's own, and euro; each currency once.
    """

    year: int
    days: int
    rate: Bounds
    flows: tuple[Flow, ...]

    def in_currency(self, code: str) -> Flow:
        """The flow in one of its currencies."""
        return next(each for each in self.flows if each.currency == code)


@dataclass(frozen=True, slots=True)
class Joined:
    """What a partner would add.

    Attributes:
        partner: with stock, law and sources.
        since: the first day.
        measure: as read.
        stock: the published one, or the one that the measure gives; None where neither is there.
        held: currency whose rate is taken.
        assumptions: what earns, what is owed, tax, and the rate of the first day, each with its range; a range of
            one point was given with the measure.
        years: the first year by its days, then whole ones; empty without a stock.
        exchange: units of each currency for one euro on the day in ``exchange_on``.
        exchange_on: the last day of the view with reference rates.
    """

    partner: Partner
    since: date
    measure: Measure
    stock: Stock | None
    held: str
    assumptions: tuple[Assumption, ...]
    years: tuple[YearOfFlow, ...]
    exchange: tuple[tuple[str, Fraction], ...]
    exchange_on: date

    @property
    def questions(self) -> tuple[str, ...]:
        """The open questions of the partner, less those that the measure answers."""
        words = {
            "contractual right": self.measure.owed,
            "was not published": self.measure.stock,
            "how much of the stock is cash": self.measure.cash,
            "at which rate": self.measure.rate,
            "what tax takes": self.measure.tax,
        }
        answered = [part for part, given in words.items() if given is not None]
        return tuple(each for each in self.partner.questions if not any(part in each for part in answered))


def join(
    name: str,
    since: date | str,
    measure: str,
    known: date | str,
    *,
    years: int = 3,
    published: Facts | None = None,
) -> Joined:
    """A partner joins from a day on with a measure.

    Args:
        name: of the partner.
        since: the first day.
        measure: see :func:`usufruct.assets.measures.read_measure`.
        known: the day of the view: stock, policy rates and rates of exchange are those known then.
        years: calendar years shown, from the one of ``since``.
        published: the facts; the packaged ones when None.

    Raises:
        UsufructError: ``A161`` for a name that no partner has, ``A162`` and ``A163`` for a measure, ``A164`` for days
            or years that cannot be, ``R142`` for days before the first policy rate, ``F160`` for a text that is no day.

    Example:
        >>> joined = join("France", "2027-07-01", "50 %, cash 100 %, owed 0 %, rate 2 %", "2026-11-22")
        >>> [(each.days, each.in_currency("EUR").value) for each in joined.years[:2]]
        [(184, 9073972603), (366, 18000000000)]
    """
    first, day = read_day(since), read_day(known)
    if not 1 <= years <= MOST_YEARS or first.year + years - 1 > LAST_YEAR:
        what = f"{years} years from {first}"
        raise refuse("A164", what, "partner", "", f"take 1 to {MOST_YEARS} years that end by {LAST_YEAR}")
    found = partner_of(name, known, published)
    read = read_measure(measure, first, day)
    stock = found.stock
    if read.stock is not None:
        amount, code = read.stock
        stock = Stock(amount, amount, amount, code)
    held = read.held or (read.stock[1] if read.stock is not None else found.held)
    rates = {code: policy_rates(code, day, published) for code in CURRENCIES}
    assumed = _assumptions(read, first, day)
    market = min(day, reference_rates().days[-1])
    codes = tuple(dict.fromkeys((stock.currency if stock else found.own, found.own, "EUR")))
    exchange = tuple((code, reference_rate(code, market, on_or_before=True)) for code in codes)
    rows: tuple[YearOfFlow, ...] = ()
    if stock is not None:
        spans = _spans(first, years)
        rows = tuple(_year(each, stock, read, held, assumed, rates, dict(exchange)) for each in spans)
    named = (*assumed, _rate_assumed(first, read, held, rates, found))
    return Joined(found, first, read, stock, held, named, rows, exchange, market)


def _assumptions(measure: Measure, first: date, known: date) -> tuple[Assumption, ...]:
    """The part that earns, the part owed, tax: at what the measure gives, or with their ranges."""
    tax = _general_tax(first, known) if measure.levy else NO_TAX
    pairs = ((EARNING_PART, measure.cash), (OWED, measure.owed), (tax, measure.tax))
    return tuple(each if value is None else _given(each, value) for each, value in pairs)


def _given(assumed: Assumption, value: Fraction) -> Assumption:
    return Assumption(assumed.name, value, value, value, "given with the measure")


def _general_tax(first: date, known: date) -> Assumption:
    """General corporate tax of the partner: none is in the facts, so Belgium's stands in for it."""
    law = rulebook().as_known(known)
    row = law.row(law.resolve("tax_rate"), first)
    belgian = read_figure(row.figure) if row else Fraction(0)
    why = f"no source at hand gives the partner's; Belgium's is {row.figure if row else 'not found'}"
    return Assumption("tax on the yield", Fraction(0), belgian, max(belgian, Fraction(1, 3)), why)


def _rate_assumed(
    first: date, measure: Measure, held: str, rates: dict[str, PolicyRates], found: Partner
) -> Assumption:
    """The rate of the first day as an assumption: central for the currency held, between all policy rates."""
    if measure.rate is not None:
        return _given(Assumption("yield a year", measure.rate, measure.rate, measure.rate, "given"), measure.rate)
    low, value, high = _day_rates(first, held, rates)
    why = found.why_held if held == found.held else "the currency held was given with the measure"
    if held not in rates:
        why = f"{why}; no policy rate of {held} is in the facts, so the middle of the others"
    return Assumption(f"yield a year, held in {held}", low, value, high, why)


def _day_rates(day: date, held: str, rates: dict[str, PolicyRates]) -> tuple[Fraction, Fraction, Fraction]:
    every = [each.rate(day) for each in rates.values()]
    own = rates[held].rate(day) if held in rates else (min(every) + max(every)) / 2
    return min(every), own, max(every)


def _spans(first: date, years: int) -> Iterator[tuple[date, date]]:
    """First day and the day after the last, by calendar year."""
    for year in range(first.year, first.year + years):
        yield max(first, date(year, 1, 1)), date(year + 1, 1, 1)


def _year(
    span: tuple[date, date],
    stock: Stock,
    measure: Measure,
    held: str,
    assumed: tuple[Assumption, ...],
    rates: dict[str, PolicyRates],
    exchange: dict[str, Fraction],
) -> YearOfFlow:
    start, end = span
    rate = _year_rate(start, end, measure.rate, held, rates)
    cash, owed, tax = assumed
    low = stock.low * cash.low * (1 - owed.high) * (1 - tax.high) * measure.share
    high = stock.high * cash.high * (1 - owed.low) * (1 - tax.low) * measure.share
    value = None
    if stock.value is not None and rate.value is not None:
        value = stock.value * cash.value * (1 - owed.value) * (1 - tax.value) * measure.share * rate.value
    # A negative rate turns the order of the products round; it brings nothing, for nobody pays into a measure.
    corners = [max(factor * each, Fraction(0)) for factor in (low, high) for each in (rate.low, rate.high)]
    flow = Bounds(min(corners), None if value is None else max(value, Fraction(0)), max(corners))
    flows = tuple(_converted(flow, exchange[stock.currency], code, each) for code, each in exchange.items())
    return YearOfFlow(start.year, (end - start).days, rate, flows)


def _converted(flow: Bounds, source: Fraction, code: str, rate: Fraction) -> Flow:
    """A flow in units of a currency as minor units of another, rounded once."""
    factor = rate / source * currency(code).scale
    low, value, high = (None if each is None else round_to_integer(each * factor, "half up") for each in flow)
    assert low is not None and high is not None  # noqa: S101, PT018 - bounds are never None; repeated for the type checker
    return Flow(code, low, value, high)


def _year_rate(start: date, end: date, given: Fraction | None, held: str, rates: dict[str, PolicyRates]) -> Bounds:
    """Rate earned from a day to another within a year: rate by day over the days of the year, added up.

    Without a given rate the centre is the policy rate of the currency held, and the bounds are the least and the
    greatest of all policy rates of the day; a currency without one has the middle of them.
    """
    whole = (date(start.year + 1, 1, 1) - date(start.year, 1, 1)).days
    if given is not None:
        part = given * (end - start).days / whole
        return Bounds(part, part, part)
    low = value = high = Fraction(0)
    turns = {step.effective_from for each in rates.values() for step in each.steps if start < step.effective_from < end}
    for one, other in pairwise(sorted({start, end, *turns})):
        least, own, most = _day_rates(one, held, rates)
        part = Fraction((other - one).days, whole)
        low, value, high = low + least * part, value + own * part, high + most * part
    return Bounds(low, value, high)
