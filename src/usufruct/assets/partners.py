"""A partner joins: what a holder outside the levy would add a year, if a measure channelled its yields from a day on.

A partner is a holder with its stock, its rate and its legal switch, never a constant flow. What was not published stays
unknown: without a stock there is no flow, and the questions that an answer would need are listed with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from usufruct.assets.holders import Holder, holders
from usufruct.engine.assumption import Assumption
from usufruct.engine.naming import nearest
from usufruct.errors import refuse
from usufruct.facts import Facts, reference_rate
from usufruct.facts.collection import read_day
from usufruct.markets.policy_rates import policy_rates
from usufruct.money import round_to_integer

EARNING_PART: Final = Assumption(
    "part of a partner's stock that earns the policy rate",
    Fraction(0),
    Fraction(1),
    Fraction(1),
    "how much is cash, and whether it earns anything, is published for no holder outside the levy",
)
_SWITCH: Final[Mapping[str, str]] = {
    "France": "a levy on banks: Art. 5a(8) binds depositories only",
    "Germany": "a levy on banks: Art. 5a(8) binds depositories only",
    "Sweden": "a levy on banks: Art. 5a(8) binds depositories only",
    "Cyprus": "a levy on banks: Art. 5a(8) binds depositories only",
    "Belgium": "a levy on banks: Art. 5a(8) binds depositories only",
    "Luxembourg": "a lower threshold in Art. 5a(8)",
    "United Kingdom": "an act of Parliament: none levies yields",
    "United States": "an order under the REPO for Ukrainians Act reaches the assets; none reaches yields alone",
    "Canada": "an order and forfeiture under the Special Economic Measures Act reach the assets; none yields alone",
    "Japan": "an act of the Diet: none levies yields",
    "Switzerland": "a federal act: the ordinance under the Embargo Act levies nothing",
    "Australia": "an act of Parliament: none levies yields",
}
"""What would have to change before yields can be channelled, by jurisdiction."""


@dataclass(frozen=True, slots=True)
class Joined:
    """What a partner would add a year.

    Attributes:
        holder: the partner, with stock, law and source.
        since: the day on which it joins.
        share: part of the gross yield that the measure channels.
        switch: what would have to change in its law.
        rate: policy rate of the currency on the day of the view; None where no stock or no rate is known.
        low: least extra flow a year, in minor units of the currency; None where it is not known.
        value: at the central value of the assumption; None where it is not known.
        high: most; None where it is not known.
        currency: of the flow; empty where no stock was published.
        in_euro: the three in euro cents, at the reference rate of the day of the view.
        questions: what an answer would need and nobody has published.
    """

    holder: Holder
    since: date
    share: Fraction
    switch: str
    rate: Fraction | None
    low: int | None
    value: int | None
    high: int | None
    currency: str
    in_euro: tuple[int | None, int | None, int | None]
    questions: tuple[str, ...]


def join(name: str, since: date | str, share: Fraction, known: date | str, published: Facts | None = None) -> Joined:
    """A partner joins from a day on with a measure that channels a share of its gross yields.

    Args:
        name: of the holder, or its jurisdiction where it has one holder.
        since: the day on which it joins.
        share: part of the gross yield that is channelled, 0 to 1; under the levy of the Union it would be what tax and
            the contribution leave of it.
        known: the day of the view: stock, policy rate and rate of exchange are those known then.
        published: the facts; the packaged ones when None.

    Raises:
        UsufructError: ``A161`` for a name that no partner has, ``A162`` for a share outside 0 to 1; ``F160`` for a
            text that is no day.

    Example:
        >>> swiss = join("Switzerland", "2027-01-01", Fraction(1), "2025-12-31")
        >>> swiss.currency, swiss.rate, swiss.value
        ('CHF', Fraction(0, 1), 0)
        >>> join("Banks in Sweden", "2027-01-01", Fraction(1), "2025-12-31").value is None
        True
    """
    holder = _partner(name, known, published)
    if not 0 <= share <= 1:
        raise refuse("A162", f"a share of {share}", "partner", "", "give a part of the gross yield, from 0 to 1")
    day = read_day(known)
    switch = _SWITCH.get(holder.jurisdiction, "not found")
    stock = holder.stock
    if stock is None or stock.high is None:
        questions = ("what is held was not published", *_questions(holder))
        nothing = (None, None, None)
        return Joined(holder, read_day(since), share, switch, None, None, None, None, "", nothing, questions)
    rate = policy_rates(stock.currency, day, published).rate(day)
    minor = 1 if stock.currency == "JPY" else 100
    middle = stock.value if stock.value is not None else stock.high
    bounds = (
        (stock.low or Fraction(0)) * EARNING_PART.low,
        middle * EARNING_PART.value,
        stock.high * EARNING_PART.high,
    )
    least, central, most = sorted(round_to_integer(amount * rate * share * minor, "half up") for amount in bounds)
    exchange = reference_rate(stock.currency, day, on_or_before=True)
    low, value, high = (
        round_to_integer(Fraction(flow, minor) * 100 / exchange, "half up") for flow in (least, central, most)
    )
    return Joined(
        holder,
        read_day(since),
        share,
        switch,
        rate,
        least,
        central,
        most,
        stock.currency,
        (low, value, high),
        _questions(holder),
    )


def _partner(name: str, known: date | str, published: Facts | None) -> Holder:
    found = [each for each in holders(known, published) if not each.in_levy]
    named = [each for each in found if name in (each.name, each.jurisdiction)]
    if len(named) == 1:
        return named[0]
    names = [each.name for each in found]
    what = f"no partner is called {name!r:.60}" if not named else f"several holders are in {name}"
    raise refuse("A161", what, "partner", "", nearest(name, names))


def _questions(holder: Holder) -> tuple[str, ...]:
    """What is open for every partner, and for banks besides: whether the client has a right to the interest."""
    asked = [
        "how much of the stock is cash, and in which currencies",
        "at which rate it is remunerated",
        "what tax takes of the yield before the measure",
    ]
    if holder.kind == "bank outside the levy":
        asked.insert(0, "whether the central bank has a contractual right to the interest")
    if not holder.verified:
        asked.append("legal basis and switch rest on memory or reports")
    return tuple(asked)
