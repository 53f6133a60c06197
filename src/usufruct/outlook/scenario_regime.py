"""The regime of a scenario: which one, from which half-year, on which terms, and what a projection makes of it.

Three kinds. A, B and H are the law in force with other figures or an end, and become keys of a scenario. C, F, G and I
have rules of their own, which the compiled half-year takes in beside those in force. E and J run beside the yields and
change nothing about them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from usufruct.calendar import HalfYear
from usufruct.errors import Fault, refuse
from usufruct.law.loans import projection_rulebook
from usufruct.outlook.scenario_fields import number_text, read_number
from usufruct.regimes.catalogue import regime
from usufruct.regimes.terms import ANY, TERMS, terms_of

if TYPE_CHECKING:
    from usufruct.outlook.scenario import Scenario

IN_FORCE: Final = "D"
BY_KEYS: Final = ("A", "B", "H")
"""Regimes that are the law in force with other figures, or its end."""
_MOST_YEARS: Final = 100
BY_RULES: Final = ("C", "F", "G", "I")
"""Regimes whose rules the compiled half-year takes in."""


def first_of_paths(known: date) -> HalfYear:
    """The half-year with which the paths begin: the one whose first day is nearest to the day of the view.

    The clock of uncertainty starts on that day, at most three months before or after the view.

    Example:
        >>> first_of_paths(date(2026, 11, 22)).label, first_of_paths(date(2026, 8, 1)).label
        ('2027-H1', '2026-H2')
    """
    now = HalfYear.of(known)
    nearer = (now.next.start - known) < (known - now.start)
    return now.next if nearer else now


@cache
def possible_readings() -> Mapping[str, tuple[str, ...]]:
    """Options of every silent point, of the law in force and of the regimes with rules of their own."""
    found = {name: tuple(reading.options) for name, reading in projection_rulebook().readings.items()}
    for letter in BY_RULES:
        found |= {reading.name: tuple(reading.options) for act in regime(letter).acts for reading in act.readings}
    return found


def possible_terms() -> Sequence[str]:
    """Names of all terms of all regimes."""
    return tuple(TERMS)


def read_term(name: str, text: str) -> Fraction:
    """Read the figure of a term.

    Raises:
        UsufructError: ``X112`` for a text that is no number, or a number out of its range.
    """
    value, assumed = read_number(f"given.{name}", text), TERMS[name].assumed
    if not assumed.low <= value <= assumed.high:
        near = assumed.low if value < assumed.low else assumed.high
        remedy = f"the nearest possible is {number_text(near)}"
        raise refuse("X112", f"{text} is out of range", f"scenario, given.{name}", "", remedy)
    return value


def begins(scenario: Scenario) -> date:
    """First day of the half-year in which the regime begins."""
    return scenario.regime_from or first_of_paths(scenario.known).start


def other_from(scenario: Scenario) -> HalfYear | None:
    """The half-year from which rules or figures of a regime, a seizure or drafts hold; None where there are none."""
    if scenario.regime in BY_RULES:
        return HalfYear.of(begins(scenario))
    if scenario.drafts:
        return scenario.drafts.begins(first_of_paths(scenario.known))
    return first_of_paths(scenario.known) if scenario.seized_on else None


def other_from_day(scenario: Scenario) -> date:
    """First day of that half-year; the first day of the paths where there is none."""
    return (other_from(scenario) or first_of_paths(scenario.known)).start


def has_other_rules(scenario: Scenario) -> bool:
    """Whether the compiled half-year takes in rules that are not in force."""
    drafted = bool(scenario.drafts and scenario.drafts.has_rules)
    return scenario.regime in BY_RULES or scenario.seized_on is not None or drafted


def holds(scenario: Scenario, half: HalfYear) -> bool:
    """Whether a regime with rules of its own, or drafts, hold in a half-year and its settlement."""
    first = other_from(scenario)
    return first is not None and half >= first


def check_regime(made: Scenario) -> list[Fault]:
    """What cannot be true together about a regime."""
    first, day = first_of_paths(made.known).start, made.regime_from
    own_readings = {reading.name for act in regime(made.regime).acts for reading in act.readings}
    others = {name for name in possible_readings() if name not in projection_rulebook().readings} - own_readings
    fitting = (made.regime, ANY) if made.seized_on else (made.regime,)
    stray = [name for name, _ in made.given if TERMS[name].regime not in fitting]
    seized = made.seized_on
    # Parts of an answer are worked out over a shorter horizon than the scenario has, so the horizon is no bound.
    last = made.known.replace(year=made.known.year + _MOST_YEARS, day=1)
    stray += [name for name, _ in made.reading if name in others]
    rules = [
        (
            day is None or made.regime != IN_FORCE,
            "regime_from",
            "D is the law in force, which begins nowhere",
            "name another regime, or leave the day out",
        ),
        (
            day is None or (first <= day <= last and HalfYear.of(day).start == day),
            "regime_from",
            f"no half-year of the paths begins on {day}",
            f"1 January or 1 July, from {first} to {last}",
        ),
        (
            made.regime != "H" or made.released is None,
            "released",
            "regime H is a release",
            "give its day as regime_from, or leave the regime out",
        ),
        (
            seized is None or first <= seized <= last,
            "seized_on",
            f"{seized} lies in no half-year of the paths",
            f"a day from {first} to {last}",
        ),
        (
            seized is None or other_from(made) is None or seized >= other_from_day(made),
            "seized_on",
            "a seizure lies before the regime or the drafts begin",
            "let it happen later: one half-year has two laws at most",
        ),
        (
            made.drafts is None
            or made.regime not in BY_RULES
            or made.drafts.begins(HalfYear.of(begins(made))).start == begins(made),
            "regime_from",
            "drafts begin after the regime",
            "let the regime begin with the drafts: one half-year has two laws at most",
        ),
        *((False, name, f"{name} is no term of regime {made.regime}", "leave it out") for name in stray),
    ]
    return [Fault("X113", what, f"scenario, {where}", "", remedy) for ok, where, what, remedy in rules if not ok]


def resolved(scenario: Scenario) -> Scenario:
    """The scenario with a regime that is but figures or an end written as keys of the law in force.

    Example:
        >>> from usufruct.outlook.scenario import baseline
        >>> resolved(baseline("2026-11-22").but(regime="H", regime_from="2030-01-01")).key
        'known=2026-11-22&released=2030-01-01'
    """
    if scenario.regime not in BY_KEYS:
        return scenario
    keys = regime(scenario.regime).inputs(begins(scenario))
    return scenario.but(regime=None, regime_from=None, **_grouped(keys))


def _grouped(keys: Mapping[str, str]) -> dict[str, Any]:
    """``law.x`` as a mapping under ``law``."""
    found: dict[str, Any] = {}
    for key, text in keys.items():
        group, _, name = key.partition(".")
        found[group] = {name: text} if name else text
    return found


def term(scenario: Scenario, name: str) -> Fraction:
    """A term as given, or its central value."""
    return dict(scenario.given).get(name, TERMS[name].assumed.value)


def regime_inputs(scenario: Scenario, half: HalfYear) -> dict[str, Fraction]:
    """What the rules of the regime, and of a seizure, read in a half-year; nothing before it begins."""
    found = {}
    if scenario.regime in BY_RULES:
        on = holds(scenario, half)
        for each in terms_of(scenario.regime):
            if each.quantity:
                value = term(scenario, each.name) / (2 if each.yearly else 1)
                found[each.quantity] = value if on else Fraction(0)
    if scenario.seized_on:
        here = HalfYear.of(scenario.seized_on) == half
        for each in terms_of(ANY):
            # Amounts are given in euro and read in cents, custodian by custodian.
            found[each.quantity] = term(scenario, each.name) * 100 if here else Fraction(0)
    return found
