"""The stream against each published need: which part it covers, and which part of that is earmarked for it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from usufruct.outlook.answers.stream import (
    ANY_USE,
    BUDGET,
    DEFENCE,
    FACILITY,
    MILITARY,
    NON_MILITARY,
    OTHER_LOANS,
    StreamYear,
    stream,
)
from usufruct.outlook.answers.view import View
from usufruct.outlook.scenario_regime import IN_FORCE
from usufruct.regimes import REGIMES
from usufruct.regimes.needs_table import Need, needs

_EARMARKED = {
    "all": (DEFENCE, FACILITY),
    "defence": (DEFENCE,),
    "resilience": (FACILITY,),
    "reconstruction": (FACILITY,),
}
_OPEN = {
    "all": (ANY_USE, BUDGET, NON_MILITARY, MILITARY, OTHER_LOANS),
    "defence": (ANY_USE, MILITARY),
    "resilience": (ANY_USE, BUDGET, NON_MILITARY),
    "reconstruction": (ANY_USE, NON_MILITARY),
}
"""Loans whose stated use allows an aim; one whose use is not stated counts for everything together, nothing alone."""


@dataclass(frozen=True, slots=True)
class Met:
    """A need and the stream in its years.

    Attributes:
        need: as published.
        years: how many of its years the projection reaches; the need is taken in the same proportion.
        state: "received", "projected", or both with "and" between them.
        needed: (least, printed, most) in euro cents for those years.
        called: (low, mean, high) of the payments called in them, in euro cents. Years are added bound by bound, as if
            all of them missed the same way.
        covered: payments over need as if all of them went there, from low over most to high over least.
        earmarked: the part of the need that money earmarked for its aim covers: new money, mean over the paths.
        repays: the part that repays loans whose use allowed the aim: money that Ukraine had before.
    """

    need: Need
    years: Fraction
    state: str
    needed: tuple[Fraction, Fraction, Fraction]
    called: tuple[float, float, float]
    covered: tuple[float, float, float]
    earmarked: float
    repays: float


def needs_met(view: View, flows: tuple[StreamYear, ...] | None = None) -> tuple[Met, ...]:
    """Set the stream beside every published need of which the projection reaches at least a part of a year.

    Args:
        view: the scenario.
        flows: the stream by year, where it is there already.

    Example:
        >>> from usufruct.outlook.scenario import from_key
        >>> short = View(from_key("known=2026-11-22&horizon=2028-12-31&paths=64"), "arrays")
        >>> found = {each.need.figure.id: each for each in needs_met(short)}
        >>> rdna = found["reconstruction-need.rdna5-total.2025-12-31"]
        >>> rdna.years, rdna.earmarked, 0 < rdna.covered[0] < rdna.covered[2] < 0.1
        (Fraction(3, 1), 0.0, True)
    """
    by_year = {each.year: each for each in (stream(view) if flows is None else flows)}
    found = [_met(need, by_year) for need in needs(view.scenario.known, view.published)]
    return tuple(each for each in found if each is not None)


def _met(need: Need, by_year: dict[int, StreamYear]) -> Met | None:
    first = min(by_year, default=0)
    reached = [(by_year.get(year), part) for year, part in need.years if year in by_year or year < first]
    years = sum((part for _, part in reached), Fraction(0))
    flows = [(flow, part) for flow, part in reached if flow is not None]
    if not flows:
        return None
    # Years before the first payment count: there was a need, and nothing came.
    low, printed, most = (amount * years / need.span for amount in need.in_euro())
    called = [
        sum(bound * float(part) for bound, part in column)
        for column in (
            [(flow.low, part) for flow, part in flows],
            [(flow.mean, part) for flow, part in flows],
            [(flow.high, part) for flow, part in flows],
        )
    ]
    earmarked, repays = (
        sum(flow.mean * flow.share(*purposes[need.aim]) * float(part) for flow, part in flows)
        for purposes in (_EARMARKED, _OPEN)
    )
    states = dict.fromkeys("received" if flow.state == "received" else "projected" for flow, _ in flows)
    return Met(
        need,
        years,
        " and ".join(states),
        (low, printed, most),
        (called[0], called[1], called[2]),
        (called[0] / float(most), called[1] / float(printed), called[2] / float(low)),
        earmarked / float(printed),
        repays / float(printed),
    )


@dataclass(frozen=True, slots=True)
class UnderRegime:
    """The same needs under another regime, from the first half-year of the paths on.

    Attributes:
        letter: of the regime.
        status: adopted, proposed or hypothetical, as its acts are.
        met: as for the scenario; the loan that a regime makes is no part of the stream.
    """

    letter: str
    status: str
    met: tuple[Met, ...]


def under_each_regime(view: View) -> tuple[UnderRegime, ...]:
    """The needs under every regime, on the draws of the scenario; D is the law in force."""
    found = []
    for regime in REGIMES:
        other = view if regime.letter == IN_FORCE else View(view.scenario.but(regime=regime.letter), view.tier)
        found.append(UnderRegime(regime.letter, regime.status, needs_met(other)))
    return tuple(found)
