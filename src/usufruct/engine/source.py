"""Where a rule is written: acts and places in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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
    """

    title: str
    jurisdiction: str
    published: date
    celex: str = ""
    kind: str = "act"
    verified: bool = True
    note: str = ""

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
        return f"{self.source.title} {self.place}"
