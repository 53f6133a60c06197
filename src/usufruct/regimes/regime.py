"""A regime: the acts that make it, what they choose where law is silent, and what a projection has to suppose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from usufruct.engine import Act, Citation, Rulebook, assemble
from usufruct.engine.source import STATUSES
from usufruct.law import acts
from usufruct.law.loans import agreements
from usufruct.waterfall.amendment import from_the_first_day

Placing = Literal["stays", "swapped", "vehicle", "returned", "split", "vested"]
"""What a regime does with the principal when it begins."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who bears what: a loss or a risk, and where that is said."""

    risk: str
    bearer: str
    cite: Citation


@dataclass(frozen=True)
class Regime:
    """One way of using the assets, as law.

    Attributes:
        letter: "A" to "J".
        name: in a few words.
        meaning: what it does, in a sentence.
        acts: what it adds to the acts in force; none for the regime in force.
        basis: the articles it rests on.
        placing: what happens to the principal when it begins.
        moves_by: the article that moves the principal; None where it stays.
        from_day: the first day on which it can be replayed.
        ends: what ends it.
        bearers: who bears which loss.
        readings: points on which it is silent, set to something else than their default.
        scenario: what a projection supposes under it, as keys of a scenario; ``{day}`` stands for the day it begins.
        open_questions: what nobody has said.
    """

    letter: str
    name: str
    meaning: str
    acts: tuple[Act, ...]
    basis: tuple[Citation, ...]
    placing: Placing
    moves_by: Citation | None
    from_day: date
    ends: str
    bearers: tuple[Bearer, ...]
    readings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    scenario: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    open_questions: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Regime {self.letter} [{self.status}]: {self.name}>"

    @property
    def status(self) -> str:
        """The weakest status of its acts: "adopted", "proposed" or "hypothetical"."""
        return max((act.source.status for act in self.acts), key=STATUSES.index, default=STATUSES[0])

    def rulebook(
        self, *also: Act, loans: bool = False, readings: Mapping[str, str] | None = None, always: bool = False
    ) -> Rulebook:
        """The whole law under the regime.

        Args:
            also: further acts beside it, such as those on a counter-seizure.
            loans: with the debts of the loans, as a run into the future needs them.
            readings: options of silent points, over those of the regime.
            always: as if its acts had held from the first day of the levy, to try them on the past.

        Raises:
            UsufructError: as :func:`usufruct.engine.assemble`; ``U113`` for a reading that does not exist.
        """
        debts = agreements() if loans else ()
        own = from_the_first_day(self.acts) if always else self.acts
        law = assemble(*acts(), *debts, *own, *also, title=f"regime {self.letter}, {self.name} [{self.status}]")
        return law.choose(**{**self.readings, **(readings or {})})

    def inputs(self, day: date) -> dict[str, str]:
        """Keys of a scenario for a projection in which the regime begins on a day."""
        return {name: text.format(day=day.isoformat()) for name, text in self.scenario.items()}
