"""The closed vocabularies of the facts: what a figure is about, in what state, in what unit.

Perimeter and state are part of a figure's type. Each word has one meaning, given here, and a word that
is not here is refused with the nearest that is.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final, NamedTuple

PERIMETERS: Final = {
    "central bank only": (
        "Assets and reserves of the Central Bank of Russia and of those acting for it, the perimeter of "
        "Article 5a(4) of Regulation (EU) No 833/2014, with the income and the levy they give rise to."
    ),
    "other sanctioned Russian clients": "Sanctioned Russian clients other than the central bank.",
    "all sanctioned Russian clients": "The central bank and every other sanctioned Russian client together.",
    "listed persons under the asset freeze": "Assets of persons listed under Regulation (EU) No 269/2014.",
    "all Russian assets": "Russian assets of every kind and owner, immobilised or frozen.",
    "whole custodian": "The custodian or its group as a whole, whoever its clients are.",
    "custodian assets in Russia": "Assets of a custodian or its clients held in Russia.",
    "central bank reserves by currency": (
        "Reserves by currency of denomination as the central bank reported them before 2022, wherever they were held."
    ),
    "loans served from the proceeds": "The loans of the G7 initiative and the mechanism that serves them.",
    "other Union support": "Support by the Union that does not come from the proceeds.",
    "Ukraine's public finances": "Needs, gaps and receipts of Ukraine's budget, defence and reconstruction.",
    "all support for Ukraine": "Support of every kind from the donors named.",
    "market": "Policy rates, money-market rates and expectations of them.",
}

STATES: Final = {
    "earned": "Booked in the accounts of the holder for the period: income, cost, tax or result.",
    "provisioned": "Set aside in the accounts for an expected payment or risk; nothing has moved.",
    "retained": "Kept back by the custodian though it remains due to the Union.",
    "announced": "Stated as about to be paid by whoever will pay it.",
    "expected": "Expected by a third party or an authority, without commitment.",
    "planned": "Foreseen in a plan or a budget.",
    "called": "Demanded by the Union.",
    "paid": "Stated as paid by the payer.",
    "received": "Stated as received by the recipient.",
    "allocated": "Assigned to a fund or a use.",
    "agreed": "Fixed in an agreement, not yet paid.",
    "committed": "Promised in a loan agreement or a joint statement.",
    "terms": "A term of a loan, such as its maturity or its margin.",
    "transferred": "Moved to or out of an intermediary; not yet with the final recipient.",
    "disbursed": "Paid out to the final recipient.",
    "released": "Freed from a freeze and paid to those entitled.",
    "held": "A stock on one day.",
    "change": "The difference of a stock between two days.",
    "lost": "Debited or seized without consent.",
    "claimed": "Demanded before a court.",
    "awarded": "Given by a judgment.",
    "need": "A need or a gap, as assessed.",
    "forecast": "What someone foresaw for a later period.",
    "rate": "A rate in force or observed.",
}

SOURCE_KINDS: Final = {
    "act": "The text of a legal act or a copy of it.",
    "official": "A publication of the authority or body that owns the figure.",
    "press": "A newspaper, news agency or trade publication.",
    "aggregator": "A site that copies or collects what others published.",
    "own file": "A file supplied by the user.",
    "own knowledge": "Stated without a source at hand; unverified.",
    "derived": "Computed from published figures; nobody printed it.",
    "none": "Looked for and not found.",
}

CONFIDENCES: Final = ("high", "medium", "low")
PRECISIONS: Final = ("day", "month", "year")


class Unit(NamedTuple):
    """How a printed number becomes an amount.

    Attributes:
        scale: what one of the unit is worth in the base unit.
        dimension: ``money``, ``money a year``, ``ratio`` or ``years``.

    Example:
        >>> UNITS["billion"].scale
        Fraction(1000000000, 1)
    """

    scale: Fraction
    dimension: str


UNITS: Final = {
    "unit": Unit(Fraction(1), "money"),
    "thousand": Unit(Fraction(1_000), "money"),
    "million": Unit(Fraction(1_000_000), "money"),
    "billion": Unit(Fraction(1_000_000_000), "money"),
    "trillion": Unit(Fraction(1_000_000_000_000), "money"),
    "million a year": Unit(Fraction(1_000_000), "money a year"),
    "billion a year": Unit(Fraction(1_000_000_000), "money a year"),
    "percent": Unit(Fraction(1, 100), "ratio"),
    "basis point": Unit(Fraction(1, 10_000), "ratio"),
    "year": Unit(Fraction(1), "years"),
}

# Holders that contain others, so that a sum over holders would count some of them twice.
AGGREGATE_HOLDERS: Final = frozenset(
    {
        "Belgium",
        "Commission and International Monetary Fund",
        "EU",
        "EU excl. Belgium",
        "G7 other than EU",
        "G7 total",
        "G7+EU+AU",
        "US/FR/DE/UK/JP/AT/CA",
        "all sanctioning states",
    }
)

# Costs of one period that may be added to each other although they are different series.
CHARGES: Final = frozenset({"direct_costs", "lost_income", "risk_provision", "corporate_tax"})
