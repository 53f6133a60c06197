"""What a regime needs and no act says: each term an assumption with a range and a reason, and the input it feeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from usufruct.engine.assumption import Assumption


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a regime.

    Attributes:
        name: the input of the regime's acts that it feeds, without its jurisdiction.
        regime: letter; :data:`ANY` for what may befall a custodian under any of them.
        assumed: range, central value and reason; a fraction of one, or euro.
        quantity: the input, qualified; empty where only the books read it.
        yearly: whether it is stated a year and read for each half of it.
    """

    name: str
    regime: str
    assumed: Assumption
    quantity: str = ""
    yearly: bool = False


ANY: Final = "any"
_SEIZED: Final = "of the half-year in which it happens; the judgment of Moscow of 15 May 2026 is the occasion"


def _term(
    name: str,
    regime: str,
    low: str,
    central: str,
    high: str,
    why: str,
    *,
    quantity: str = "",
    yearly: bool = False,
) -> Term:
    meaning = name.replace("_", " ")
    assumed = Assumption(meaning, Fraction(low), Fraction(central), Fraction(high), why)
    return Term(name, regime, assumed, quantity, yearly)


TERMS: Final[Mapping[str, Term]] = MappingProxyType(
    {
        each.name: each
        for each in (
            _term(
                "debited_without_consent",
                ANY,
                "0",
                "0",
                "250000000000",
                f"no seizure was found; euro {_SEIZED}, which was about EUR 220bn",
                quantity="eu.debited_without_consent",
            ),
            _term(
                "frozen_private_cash",
                ANY,
                "0",
                "0",
                "10000000000",
                "what an authority lets a custodian draw on; in March 2025 EUR 3bn out of a pool of 10bn",
                quantity="eu.frozen_private_cash",
            ),
            _term(
                "own_resources_for_losses",
                ANY,
                "0",
                "0",
                "10000000000",
                "own resources that the custodian spends before it touches what is retained; not published",
                quantity="eu.own_resources_for_losses",
            ),
            _term(
                "guarantees_given",
                "F",
                "0",
                "1",
                "1",
                "a loan is made only with 75 % of the guarantees in place; the regime supposes that it is made",
                quantity="eu.guarantees_given",
            ),
            _term(
                "vehicle_share",
                "G",
                "0",
                "1/10",
                "1",
                "no part of the balances was named; gains and losses are proportional to it",
                quantity="eu.vehicle_share",
            ),
            _term(
                "vehicle_spread",
                "G",
                "-1/2",
                "1/100",
                "3/100",
                "no yield was named; a point a year beyond the balances shows the effect, less than nothing a loss",
                quantity="eu.vehicle_spread",
                yearly=True,
            ),
            _term(
                "vehicle_deviation",
                "G",
                "0",
                "3/50",
                "3/20",
                "standard deviation of a year's result; 6 % is about that of a portfolio of bonds, 15 % that of shares",
            ),
            _term(
                "profit_of_the_deal",
                "I",
                "0",
                "1/2",
                "1",
                "the draft of November 2025 printed 50 % for one of its parts; nothing was agreed",
                quantity="eu.profit_of_the_deal",
            ),
            _term(
                "assets_of_the_deal",
                "I",
                "0",
                "0",
                "1",
                "part of the balances that goes to other parties; no text on the assets was agreed",
            ),
            _term(
                "vesting_ordered",
                "J",
                "0",
                "0",
                "5000000000",
                "USD 4 to 5bn were reported in the United States; no order to vest them was found",
            ),
        )
    }
)
"""Every term, by name."""


def terms_of(letter: str) -> tuple[Term, ...]:
    """The terms of a regime.

    Example:
        >>> [term.name for term in terms_of("I")]
        ['profit_of_the_deal', 'assets_of_the_deal']
    """
    return tuple(term for term in TERMS.values() if term.regime == letter)
