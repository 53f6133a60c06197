"""The measure with which a partner joins: what it channels of the yields, and what one knows or supposes of them.

A measure is written as clauses with commas between them, such as ``levy`` or ``50 %, cash 60 %, owed 0 %``. One clause
says what is channelled; the others put a value in the place of an assumption.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Final

from usufruct.engine.naming import nearest
from usufruct.errors import Fault, UsufructError, refuse
from usufruct.law import rulebook
from usufruct.money import currency, read_figure

SETTINGS: Final = ("cash", "owed", "tax", "rate", "held", "stock")
_SCALES: Final = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_STOCK: Final = re.compile(
    r"(?P<number>[0-9][0-9 .]*?) *(?P<scale>thousand|million|billion|trillion)? +(?P<code>[A-Z]{3})"
)
_MOST: Final = Fraction(10**15)
"""More than all reserves of the world in any currency; a larger stock is a slip of the keyboard."""
FORM: Final = (
    "write levy, all, or a share such as '50 %'; then, with commas, what is known: 'cash 60 %', 'owed 0 %', "
    "'tax 25 %', 'rate 2.5 %', 'held USD', 'stock 3 billion EUR'"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """What a partner's act would do, and what is known or supposed of the yields.

    Attributes:
        text: as written.
        levy: the levy of the Union carried over: its rate on what tax leaves, less the share retained.
        share: part that is channelled: of the gross yield, or under the levy of the profit after tax.
        rule: where the share comes from.
        cash: part of the stock that earns; None while it is an assumption.
        owed: part of the yield that belongs to the central bank under the contract; None likewise.
        tax: part of the yield that tax takes; None likewise.
        rate: yield of a year; None for the policy rate of the currency held.
        held: currency held; empty for the partner's assumed one.
        stock: what is held, in units of a currency; None for the published one.
    """

    text: str
    levy: bool
    share: Fraction
    rule: str
    cash: Fraction | None = None
    owed: Fraction | None = None
    tax: Fraction | None = None
    rate: Fraction | None = None
    held: str = ""
    stock: tuple[Fraction, str] | None = None


def read_measure(text: str, since: date, known: date) -> Measure:
    """Read a measure.

    Args:
        text: clauses with commas between them.
        since: the day from which it holds; the levy has the figures in force that day.
        known: the day on which the law is read.

    Raises:
        UsufructError: ``A162`` for clauses that are none, all of them at once; ``A163`` for a levy before the Union
            had one.

    Example:
        >>> levy = read_measure("levy, cash 60 %", date(2027, 1, 1), date(2026, 11, 22))
        >>> levy.share, levy.cash, levy.owed
        (Fraction(8973, 10000), Fraction(3, 5), None)
    """
    clauses = [" ".join(clause.split()) for clause in text.split(",")]
    channelled: list[Measure] = []
    given: dict[str, object] = {}
    faults: list[Fault] = []
    for clause in clauses:
        name, _, value = clause.partition(" ")
        try:
            if name in SETTINGS and name in given:
                raise _fault(clause, f"{name} is given twice")
            if name in SETTINGS:
                given[name] = _READ[name](clause, value)
            else:
                channelled.append(_channelled(clause, text, since, known))
        except UsufructError as error:
            faults += error.faults
    if not faults and len(channelled) != 1:
        what = "nothing says what is channelled" if not channelled else "it says twice what is channelled"
        faults.append(Fault("A162", f"{text!r:.80}: {what}", "measure", "", FORM))
    if faults:
        raise UsufructError(faults)
    return replace(channelled[0], **given)  # type: ignore[arg-type]


def _channelled(clause: str, text: str, since: date, known: date) -> Measure:
    if clause == "levy":
        return _levy(text, since, known)
    if clause == "all":
        return Measure(text, levy=False, share=Fraction(1), rule="all of the gross yield")
    if not clause[:1].isdigit():
        word = clause.partition(" ")[0] or "nothing"
        raise refuse("A162", f"{clause!r:.60} is no clause", "measure", "", f"{nearest(word, _WORDS)}; {FORM}")
    share = _part(clause, clause)
    return Measure(text, levy=False, share=share, rule=f"{clause} of the gross yield")


def _levy(text: str, since: date, known: date) -> Measure:
    law = rulebook().as_known(known)
    owed, kept = (law.row(law.resolve(name), since) for name in ("contribution_rate", "retention_rate"))
    if owed is None or kept is None:
        remedy = "take a day from 2024-02-15 on, or a share such as '50 %'"
        raise refuse("A163", f"the Union had no levy on {since}", "measure", "its figures are carried over", remedy)
    share = read_figure(owed.figure) * (1 - read_figure(kept.figure))
    rule = f"{owed.figure} of the profit after tax ({owed.cite}), less {kept.figure} retained ({kept.cite})"
    return Measure(text, levy=True, share=share, rule=rule)


def _part(clause: str, value: str) -> Fraction:
    share = _number(clause, value)
    if not 0 <= share <= 1:
        raise _fault(clause, f"{value} is no part of a whole")
    return share


def _rate(clause: str, value: str) -> Fraction:
    rate = _number(clause, value)
    if not Fraction(-1, 5) <= rate <= 1:
        raise _fault(clause, f"{value} a year is no rate from -20 % to 100 %")
    return rate


def _number(clause: str, value: str) -> Fraction:
    try:
        return read_figure(value)
    except UsufructError:
        raise _fault(clause, f"{value!r:.40} is no figure such as '25 %'") from None


def _held(clause: str, value: str) -> str:
    try:
        return currency(value).code
    except UsufructError as error:
        raise _fault(clause, error.faults[0].what) from None


def _stock(clause: str, value: str) -> tuple[Fraction, str]:
    found = _STOCK.fullmatch(value)
    if found is None:
        raise _fault(clause, f"{value!r:.40} is no stock such as '3 billion EUR'")
    amount = _number(clause, found["number"]) * _SCALES.get(found["scale"] or "", 1)
    if amount > _MOST:
        raise _fault(clause, f"{value!r:.40} is more than there is")
    return amount, _held(clause, found["code"])


def _fault(clause: str, what: str) -> UsufructError:
    return refuse("A162", f"{clause!r:.60}: {what}", "measure", "", FORM)


_READ: Final[dict[str, Callable[[str, str], object]]] = {
    "cash": _part,
    "owed": _part,
    "tax": _part,
    "rate": _rate,
    "held": _held,
    "stock": _stock,
}
_WORDS: Final = ("levy", "all", *SETTINGS)
