"""Draft acts in a projection: what a file of law changes of the years to come.

A draft holds from the first half-year of the paths, or from the one in which its last rule or figure begins; what it
says of earlier days is for the replay. It is no part of a scenario's key: a key must never run a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from usufruct.calendar import HalfYear
from usufruct.engine import Act
from usufruct.engine.act import Dated, Parameter
from usufruct.law.drafts import read_drafts, rulebook_with
from usufruct.law.loans import agreements
from usufruct.outlook.settlement import FIGURES
from usufruct.waterfall.amendment import FIRST_DAY
from usufruct.waterfall.horizon import call_day, payment_number


@dataclass(frozen=True, eq=False)
class ScenarioDrafts:
    """Drafts that were read and fit the law.

    Attributes:
        paths: of the files, as given.
        acts: in their order.
    """

    paths: tuple[str, ...]
    acts: tuple[Act, ...]

    @property
    def has_rules(self) -> bool:
        """Whether anything changes but figures that a compiled half-year reads as it runs."""
        read = {name.partition(".")[2] for name in FIGURES}
        return any(act.provisions or {each.name for each in act.parameters} - read for act in self.acts)

    def begins(self, first: HalfYear) -> HalfYear:
        """The half-year from which all of them holds, of those from a first one on."""
        rules = [rule.since for act in self.acts for rule in act.provisions]
        days = [row.since for act in self.acts for each in act.parameters for row in each.rows]
        dated = [each for each in (*rules, *days) if isinstance(each, date)]
        return max([first, *(HalfYear.of(day) for day in dated)])


def scenario_drafts(paths: Sequence[str]) -> ScenarioDrafts | None:
    """Read files of law for a projection; None where there are none. Reading such a file runs it.

    Raises:
        UsufructError: ``D101`` to ``D108``, and the codes of :func:`usufruct.engine.assemble`.
    """
    if not paths:
        return None
    drafts = read_drafts(tuple(paths))
    rulebook_with(drafts, also=agreements())
    return ScenarioDrafts(tuple(paths), tuple(act for each in drafts for act in each.acts))


def acts_from(act: Act, half: HalfYear | None, *, own_figures: bool = True) -> Act:
    """An act as it holds from a half-year and its call on, or as if it had held on any day, known to every view.

    Args:
        act: of a regime or a draft.
        half: from which it holds; None for any day.
        own_figures: whether its figures are read by its own rules only, so that their days do not matter.
    """
    first = half.start if half else FIRST_DAY
    days = {"call": call_day(half, {}), "request": call_day(half, {})} if half else {}
    provisions = [
        replace(rule, since=days.get(rule.shape.cadence, first), until=None, known=date.min) for rule in act.provisions
    ]
    parameters = [_figure(each, None if own_figures else half) for each in act.parameters]
    return replace(act, parameters=parameters, provisions=provisions, measures=list(act.measures))


def _figure(figure: Parameter, half: HalfYear | None) -> Parameter:
    last = max(figure.rows, key=lambda row: (isinstance(row.since, int), row.since)) if half else figure.rows[0]
    return replace(figure, rows=(replace(last, since=_since(last, half), known=date.min),))


def _since(row: Dated, half: HalfYear | None) -> date | int:
    if isinstance(row.since, int):
        return 1 if half is None else max(row.since, payment_number(half))
    return FIRST_DAY if half is None else half.start
