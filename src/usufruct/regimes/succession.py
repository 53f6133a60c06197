"""Regimes one after the other: one law in which each holds from its day until the next begins.

A rule of a regime lapses on the day of the next one, and the act in force takes its place again; a figure is set back
to what the acts say. Stocks never lapse: a debt outlives the regime that made it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from usufruct.engine import Act, Rulebook, Source, assemble
from usufruct.engine.act import Dated, Parameter, Provision
from usufruct.engine.source import ADOPTED
from usufruct.errors import refuse
from usufruct.law import acts, rulebook
from usufruct.law.loans import agreements
from usufruct.regimes.regime import Regime


@dataclass(frozen=True, slots=True)
class Phase:
    """A regime and the first day on which it holds."""

    day: date
    regime: Regime


def succession(phases: Sequence[Phase], *, loans: bool = False) -> Rulebook:
    """The law under regimes that follow one another; before the first, the acts in force.

    Args:
        phases: at least one, days rising. The number of regimes is bounded by the number of days; each stretch is one
            stratum with known dates, so one law serves every path.
        loans: with the debts of the loans.

    Raises:
        UsufructError: ``G104`` if there is no phase, or the days do not rise; as :func:`usufruct.engine.assemble`.

    Example:
        >>> from usufruct.regimes.catalogue import regime
        >>> law = succession([Phase(date(2025, 1, 1), regime("A")), Phase(date(2025, 7, 1), regime("D"))])
        >>> [law.row("eu.contribution_rate", date(2025, month, 1)).figure for month in (3, 9)]
        ['0 %', '99.7 %']
    """
    days = [phase.day for phase in phases]
    if not phases or any(later <= earlier for earlier, later in pairwise(days)):
        raise refuse("G104", "the days of the regimes do not rise", "succession", "", "give at least one, oldest first")
    title = ", then ".join(f"{phase.regime.letter} from {phase.day}" for phase in phases)
    source = Source(f"Supposed: {title}", "eu", days[0], kind="hypothesis", status="hypothetical", verified=False)
    found: dict[str, Act] = {}
    for place, phase in enumerate(phases):
        following = phases[place + 1] if place + 1 < len(phases) else None
        for act in phase.regime.acts:
            held = _held(act, phase.day, following, source)
            earlier = found.get(act.source.title)
            found[act.source.title] = held if earlier is None else _joined(earlier, held)
    debts = agreements() if loans else ()
    readings = {name: option for phase in phases for name, option in phase.regime.readings.items()}
    return assemble(*acts(), *debts, *found.values(), title=title).choose(**readings)


def _held(act: Act, first: date, following: Phase | None, source: Source) -> Act:
    """The act as it holds until the next regime; law in force keeps its own first days where they are later."""
    ends = following.day if following else None
    next_acts = following.regime.acts if following else ()
    taken = {f"{each.source.jurisdiction}.{figure.name}" for each in next_acts for figure in each.parameters}
    return replace(
        act,
        parameters=[_figure(act, each, first, ends, source, taken) for each in act.parameters],
        provisions=[_rule(each, first, ends) for each in act.provisions],
        measures=list(act.measures),
    )


def _rule(rule: Provision, first: date, ends: date | None) -> Provision:
    """The rule of the stretch; one of an adopted act that begins after it is there and never in force."""
    since = first if rule.cite.source.status != ADOPTED else max(first, rule.since)
    return replace(rule, since=since, until=None if rule.stock or rule.supplies else ends)


def _figure(act: Act, figure: Parameter, first: date, ends: date | None, source: Source, taken: set[str]) -> Parameter:
    name = f"{act.source.jurisdiction}.{figure.name}"
    rows = [replace(row, since=first, known=date.min) for row in figure.rows[:1]]
    ours = name in rulebook().parameters and name not in taken
    row = rulebook().row(name, ends) if ends is not None and ours else None
    if row is not None and ends is not None:
        rows.append(Dated(ends, row.figure, source.at(f"back to {row.cite}"), date.min))
    return replace(figure, rows=tuple(rows))


def _joined(one: Act, other: Act) -> Act:
    """Two stretches of one act: rules and figures of both; what is declared without a day, once."""
    parameters = []
    for first, second in zip(one.parameters, other.parameters, strict=True):
        begun = {row.since for row in second.rows}
        parameters.append(replace(first, rows=(*(row for row in first.rows if row.since not in begun), *second.rows)))
    lasting = {(rule.name, rule.since): rule for rule in one.provisions}
    lasting |= {(rule.name, rule.since): rule for rule in other.provisions if not (rule.stock or rule.supplies)}
    return replace(one, parameters=parameters, provisions=list(lasting.values()))
