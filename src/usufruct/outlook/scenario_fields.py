"""What a scenario can set: each key with its kind, its bounds and its meaning, and how its text is read and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, Literal

from usufruct.errors import Fault, UsufructError
from usufruct.facts.collection import read_day
from usufruct.money import read_figure

Kind = Literal["day", "count", "share", "euro", "word", "curve", "row"]
Value = date | int | Fraction | str | tuple[tuple[date, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a scenario can set.

    Attributes:
        name: the key in a file and in a URL, and the attribute of the scenario.
        kind: how its text is read.
        meaning: in a sentence.
        low: least possible number, for a count, a share or an amount of euro.
        high: greatest possible number.
        options: possible words.
    """

    name: str
    kind: Kind
    meaning: str
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(1)
    options: tuple[str, ...] = ()


_LOWEST, _HIGHEST = Fraction(-1, 5), Fraction(1)
FIELDS: Final = (
    Field("known", "day", "the day of the view: nothing that became known later is used"),
    Field("horizon", "day", "the projection runs to the half-year of this day"),
    Field("paths", "count", "number of paths, a multiple of 64", Fraction(64), Fraction(1 << 22)),
    Field("seed", "count", "seed of the random numbers", Fraction(0), Fraction((1 << 64) - 1)),
    Field("flat", "share", "the euro's policy rate stays at this, without uncertainty", _LOWEST, _HIGHEST),
    Field("shift", "share", "moves the expected path of every policy rate by this", _LOWEST, _HIGHEST),
    Field("curve", "curve", "an expected path of the euro's policy rate: '2027-01-01 2 %, 2030-01-01 1.5 %'"),
    Field("long_run", "share", "the euro's policy rate long after the last quote", _LOWEST, _HIGHEST),
    Field("long_run_abroad", "share", "moves every other policy rate long after the last quote", _LOWEST, _HIGHEST),
    Field("volatility", "share", "factor on the volatility of every rate and exchange rate", Fraction(0), Fraction(4)),
    Field("reversion", "share", "speed at which a shock to a rate fades, per year", Fraction(0), Fraction(2)),
    Field("released", "day", "the measures end and the assets go back on this day"),
    Field("renewal_fails", "day", "the ban of Regulation 833/2014 lapses on this day; the assets stay under 2025/2600"),
    Field("tax_passed_on", "share", "share of the Belgian tax on the yields that goes to the loan mechanism"),
    Field("earlier_profits", "euro", "one-off paid to the mechanism from profits before 15 February 2024, in euro"),
    Field("central_bank_share", "share", "the central bank's part of the cash of all sanctioned Russian clients"),
    Field("foreign_share", "share", "part of that cash that is not in euro"),
    Field("expense_ratio", "share", "related expenses over interest"),
    Field("spread", "share", "what the cash yields over the policy rates", _LOWEST, _HIGHEST),
    Field("cash", "euro", "the central bank's cash at the custodian, in euro"),
    Field("regime", "word", "who uses the assets and the yields for what", options=tuple("ABCDEFGHIJ")),
    Field("regime_from", "day", "first day of the half-year in which the regime begins"),
    Field("seized_on", "day", "a day of the half-year in which the custodian is debited in Russia"),
)
BY_NAME: Final[Mapping[str, Field]] = {field.name: field for field in FIELDS}
HIGHEST_EURO: Final = Fraction(10**12)
"""A trillion: more than five times everything that is immobilised; larger amounts are slips of the keyboard."""


def read(field: Field, text: str) -> Value:
    """Return the value of a text.

    Raises:
        UsufructError: ``X112`` for a text that is no such value, or a value out of bounds.

    Example:
        >>> read(BY_NAME["shift"], "-1 %"), read(BY_NAME["paths"], "4096")
        (Fraction(-1, 100), 4096)
    """
    match field.kind:
        case "day":
            return _day(field.name, text)
        case "curve":
            return _curve(field.name, text)
        case "word":
            return _word(field, text)
        case "count":
            return _count(field, text)
        case _:
            return _number(field, text)


def write(value: Value) -> str:
    """Return the canonical text of a value; :func:`read` gives the value back.

    Example:
        >>> write(Fraction(-1, 100)), write(Fraction(1, 3)), write(date(2030, 1, 1))
        ('-0.01', '1/3', '2030-01-01')
    """
    if isinstance(value, Fraction):
        return number_text(value)
    if isinstance(value, tuple):
        points = (f"{day} {number_text(rate)}" for day, rate in value if isinstance(rate, Fraction))
        return ", ".join(points)
    return str(value)


def number_text(value: Fraction) -> str:
    """A fraction as a decimal where it ends, else as a quotient.

    Example:
        >>> number_text(Fraction(9, 400)), number_text(Fraction(170)), number_text(Fraction(2, 7))
        ('0.0225', '170', '2/7')
    """
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def fault(where: str, what: str, remedy: str) -> UsufructError:
    """The refusal of a value."""
    return UsufructError([Fault("X112", what, f"scenario, {where}", "", remedy)])


def read_number(where: str, text: str) -> Fraction:
    """A printed figure such as ``2.5 %`` or ``-50 bp``, or a quotient such as ``1/3``.

    Raises:
        UsufructError: ``X112`` for anything else.
    """
    try:
        if "/" in text:
            above, below = text.split("/")
            return Fraction(int(above), int(below))
        return read_figure(text.strip())
    except (UsufructError, ValueError, ZeroDivisionError):
        raise fault(where, f"{text!r} is not a number", "write '2.5 %', '-50 bp' or '0.025'") from None


def _day(where: str, text: str) -> date:
    try:
        return read_day(text.strip())
    except UsufructError:
        raise fault(where, f"{text!r} is not a day", "write it as 2030-01-31") from None


def _word(field: Field, text: str) -> str:
    if text not in field.options:
        raise fault(field.name, f"{text!r} is not possible", f"write {' or '.join(field.options)}")
    return text


def _count(field: Field, text: str) -> int:
    try:
        value = int(text)
    except ValueError:
        raise fault(field.name, f"{text!r} is not a whole number", f"write {field.low} or more") from None
    if not field.low <= value <= field.high:
        near = field.low if value < field.low else field.high
        raise fault(field.name, f"{value} is out of range", f"the nearest possible is {near}")
    if field.name == "paths" and value % 64:
        raise fault(field.name, f"{value} is no multiple of 64", f"the nearest possible is {round(value / 64) * 64}")
    return value


def _number(field: Field, text: str) -> Fraction:
    value = read_number(field.name, text)
    high = HIGHEST_EURO if field.kind == "euro" else field.high
    if not field.low <= value <= high:
        near = field.low if value < field.low else high
        raise fault(field.name, f"{text} is out of range", f"the nearest possible is {number_text(near)}")
    return value


def _curve(where: str, text: str) -> tuple[tuple[date, Fraction], ...]:
    points = []
    for part in text.split(","):
        day, _, rate = part.strip().partition(" ")
        value = read_number(where, rate)
        if not _LOWEST <= value <= _HIGHEST:
            raise fault(where, f"{rate} is out of range", "give rates from -20 % to 100 %")
        points.append((_day(where, day), value))
    if sorted({day for day, _ in points}) != [day for day, _ in points]:
        raise fault(where, "the days do not rise", "give each day once, in order")
    return tuple(points)
