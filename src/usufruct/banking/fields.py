"""Values out of the library's typed messages: amounts, days, codes and texts that may be absent."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from usufruct.errors import refuse
from usufruct.money import currency

# Places before or after the point that an amount can have; beyond, its digits alone would fill the memory.
_FARTHEST: Final = 30
_NO_REFERENCE: Final = frozenset({"", "NONREF", "NOTPROVIDED", "NOT PROVIDED"})


def exact_units(value: Decimal, code: str, where: str) -> int:
    """Return a decimal amount in minor units; zeros beyond the last decimal of the currency do no harm.

    Raises:
        UsufructError: ``I141`` when it is finer than the currency, ``M101`` for a currency not known.

    Example:
        >>> exact_units(Decimal("12.50000"), "EUR", "entry 1"), exact_units(Decimal("1200"), "JPY", "entry 1")
        (1250, 1200)
    """
    digits = currency(code).digits
    if not value.is_finite() or abs(value.adjusted()) > _FARTHEST:
        raise refuse("I141", f"{value!s:.40} is no amount", where, "", "ask the bank")
    # As a pair of integers: arithmetic of decimals would round to the precision in force.
    above, below = value.as_integer_ratio()
    units, rest = divmod(int(above) * int(10**digits), below)
    if rest:
        what = f"{value!s:.40} {code} has more than {digits} decimals"
        raise refuse("I141", what, where, "a part of a minor unit cannot be booked", "ask the bank")
    return units


def amount_of(field: Any, code: str, where: str) -> int:
    """Return an element with a currency in minor units of ``code``, which must be its currency.

    Raises:
        UsufructError: ``I141``.
    """
    if field.ccy != code:
        what = f"an amount is in {field.ccy!r:.20}, the account in {code}"
        raise refuse("I141", what, where, "a rate would have to be guessed", "ask the bank")
    return exact_units(field.value, code, where)


def signed(amount: int, direction: Any) -> int:
    """Return an amount with the sign of its credit or debit indicator."""
    return amount if code_of(direction) == "CRDT" else -amount


def code_of(field: Any) -> str:
    """Return a code, which some versions hold as an enumeration, some as text, some as a choice; or nothing."""
    if field is None:
        return ""
    if hasattr(field, "cd") or hasattr(field, "prtry"):
        return code_of(field.cd) or code_of(field.prtry)
    return str(getattr(field, "value", field)).strip()


def day_of(field: Any, where: str) -> dt.date:
    """Return the day of a date, or of a date and time as the bank wrote it.

    Raises:
        UsufructError: ``I147`` when there is none.
    """
    given = [getattr(field, name, None) for name in ("dt", "dt_tm")]
    days = {calendar_day(moment, where) for moment in given if moment is not None}
    if len(days) > 1:
        raise refuse("I147", "there are two days that differ", where, "a day is never guessed", "ask the bank")
    return days.pop() if days else calendar_day(None, where)


def calendar_day(moment: Any, where: str) -> dt.date:
    """Return the day of a library date or time."""
    try:
        return dt.date(moment.year, moment.month, moment.day)
    except (AttributeError, ValueError):
        what = "a day is missing" if moment is None else f"{moment!s:.40} is no day"
        raise refuse("I147", what, where, "a day is never guessed", "ask the bank") from None


def named(text: str | None) -> str:
    """Return an identifier, or nothing where the bank wrote that it has none.

    Example:
        >>> named("NOTPROVIDED"), named(" R41 ")
        ('', 'R41')
    """
    bare = (text or "").strip()
    return "" if bare.upper() in _NO_REFERENCE else bare


def joined(texts: Iterable[str | None]) -> str:
    """Return the texts that are there with single blanks between words.

    Example:
        >>> joined(["Contribution ", None, "H2  2025"])
        'Contribution H2 2025'
    """
    return " ".join(" ".join(text.split()) for text in texts if text and text.strip())


def count_of(text: str, where: str) -> int:
    """Return a number of things, which the library leaves as text.

    Raises:
        UsufructError: ``I149`` when it is no number.
    """
    if re.fullmatch(r"[0-9]{1,15}", text.strip()) is None:
        raise refuse("I149", f"{text!r:.40} is no number", where, "", "ask the bank")
    return int(text)
