"""Where a rule is written: acts and places in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

ADOPTED: Final = "adopted"
STATUSES: Final = (ADOPTED, "proposed", "hypothetical")
"""Where an act stands: in force or once in force, put forward by somebody entitled to, or supposed by its author."""


@dataclass(frozen=True, slots=True)
class Source:
    """A legal act, an agreement or a practice, with the day it could first be read.

    Attributes:
        title: short title, "Council Regulation (EU) 2024/1469".
        jurisdiction: the prefix of its quantities, "eu" or "be".
        published: publication; what the act says was not known before that day.
        celex: identifier in EUR-Lex; empty outside the Union.
        kind: "act", "agreement" or "accounts" (what an institution's own accounts imply, not law).
        verified: True where the places cited were read in the text of the act; ``note`` says in which copy.
        note: what a reader should know about the copy used, or where the content comes from instead.
        status: one of :data:`STATUSES`; whatever is not adopted says so wherever it is cited.
    """

    title: str
    jurisdiction: str
    published: date
    celex: str = ""
    kind: str = "act"
    verified: bool = True
    note: str = ""
    status: str = ADOPTED

    @property
    def known(self) -> date:
        """From when the act can be read: a draft is the reader's own, so there is no day on which it was hidden."""
        return self.published if self.status == ADOPTED else date.min

    def at(self, place: str) -> Citation:
        """Point into the act.

        Example:
            >>> print(Source("Regulation (EU) 2024/1469", "eu", date(2024, 5, 22)).at("Art. 5a(9)"))
            Regulation (EU) 2024/1469 Art. 5a(9)
        """
        return Citation(self, place)

    @property
    def url(self) -> str:
        """Stable address of the act in EUR-Lex, empty without a CELEX number."""
        return f"https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:{self.celex}" if self.celex else ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in an act: the article behind a provision, a parameter or a reading."""

    source: Source
    place: str

    def __str__(self) -> str:
        mark = "" if self.source.status == ADOPTED else f" [{self.source.status}]"
        return f"{self.source.title} {self.place}{mark}"
