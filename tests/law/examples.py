"""Reads worked legal examples: text files that a lawyer can write and check.

A file has a head (``Title:``, ``Article:``, ``Situation:``, ``Half-years:`` and, where wanted, ``Known on:``,
``Custodians:``, ``Currencies:``, ``Lenders:``, ``Closing notes:``, ``Reading:``), then the lines ``Given`` and
``Expected``. Under these each line is ``quantity | who | when | figure``: the quantity with spaces for underscores,
who and when empty where there is none, the figure as ``EUR 1 234.56``, ``JPY 500``, ``25 %``, ``0.1 rate``,
``yes``, ``no`` or a count. A further line of a head entry is indented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from tests.law.worlds import MINOR_UNITS, half_years, timeline, world
from usufruct.engine import Result, Rulebook
from usufruct.engine.timeline import Member
from usufruct.law import rulebook
from usufruct.money import read_figure

FOLDER = Path(__file__).parent / "examples"
MANY = ("Reading",)


@dataclass(frozen=True)
class Line:
    """One given or expected figure."""

    quantity: str
    who: Member
    when: str
    figure: str

    @property
    def value(self) -> Fraction:
        """In minor units, as a fraction, or 0 and 1 for no and yes."""
        if self.figure in ("yes", "no"):
            return Fraction(self.figure == "yes")
        unit, _, digits = self.figure.partition(" ")
        if unit in MINOR_UNITS:
            value = read_figure(digits) * MINOR_UNITS[unit]
            assert value.denominator == 1, f"{self.figure} is not in whole minor units"
            return value
        return read_figure(self.figure.removesuffix(" rate"))

    def __str__(self) -> str:
        return f"{self.quantity} {' '.join(self.who)} {self.when}".replace("  ", " ")


@dataclass(frozen=True)
class Example:
    """A worked example as written down."""

    path: Path
    head: dict[str, list[str]]
    given: tuple[Line, ...]
    expected: tuple[Line, ...]

    def one(self, entry: str, otherwise: str = "") -> str:
        return " ".join(self.head.get(entry, [otherwise]))

    def names(self, entry: str, otherwise: str) -> list[str]:
        return [each.strip() for each in self.one(entry, otherwise).split(",") if each.strip()]

    @property
    def law(self) -> Rulebook:
        law = rulebook()
        known = self.one("Known on")
        law = law.as_known(date.fromisoformat(known)) if known else law
        choices = dict(each.split(" = ") for each in self.head.get("Reading", []))
        return law.choose(**{name.strip().replace(" ", "_"): option.strip() for name, option in choices.items()})

    def run(self) -> Result:
        first, _, last = self.one("Half-years").partition(" to ")
        number = (int((last or first)[:4]) - int(first[:4])) * 2 + int((last or first)[-1]) - int(first[-1]) + 1
        steps = timeline(half_years(first, number), int(self.one("Closing notes", "0")))
        inputs = {(line.quantity, line.when, line.who): line.value for line in self.given}
        lenders = self.names("Lenders", "")
        made = world(
            steps, inputs, self.names("Custodians", "Castor"), self.names("Currencies", "EUR"), lenders, self.law
        )
        result = self.law.run(made)
        assert isinstance(result, Result)
        return result

    def differences(self) -> list[str]:
        """What comes out otherwise than expected."""
        result, found = self.run(), []
        for line in self.expected:
            value = Fraction(result.get(line.quantity, line.when, *line.who))
            decimals = 4 if line.figure.endswith("%") else None
            same = value == line.value if decimals is None else round(value * 100, decimals) == line.value * 100
            if not same:
                found.append(f"{line}: expected {line.figure}, computed {value}")
        return found


def read(path: Path) -> Example:
    """Read one example; a line that does not fit is an error with its number."""
    head: dict[str, list[str]] = {}
    tables: dict[str, list[Line]] = {"Given": [], "Expected": []}
    part, entry = "", ""
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        where = f"{path.name}:{number}"
        if not text.strip():
            continue
        if text.strip() in tables:
            part = text.strip()
        elif part:
            cells = [cell.strip() for cell in text.split("|")]
            assert len(cells) == 4, f"{where}: four cells are wanted: {text}"
            quantity, who, when, figure = cells
            members = tuple(each.strip() for each in who.split(",")) if who else ()
            tables[part].append(Line(quantity.replace(" ", "_"), members, when, figure))
        elif text.startswith(" "):
            head[entry][-1] += " " + text.strip()
        else:
            entry, colon, rest = text.partition(":")
            assert colon, f"{where}: an entry needs a colon: {text}"
            assert entry in MANY or entry not in head, f"{where}: {entry} stands twice"
            head.setdefault(entry, []).append(rest.strip())
    return Example(path, head, tuple(tables["Given"]), tuple(tables["Expected"]))


def examples() -> list[Example]:
    """Every example, by file name."""
    return [read(path) for path in sorted(FOLDER.glob("*.txt"))]
