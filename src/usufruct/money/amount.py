"""Amounts of money between text and minor units, without loss in either direction."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from usufruct.errors import refuse
from usufruct.money.currency import Currency, currency
from usufruct.money.numerals import DIGITS_AT_MOST, plain, text_of

# Text that is clearly a number in scientific notation, such as 1.2e6.
_EXPONENT: Final = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)[eE]\+?([0-9]{1,2})")


def minor_units(text: str, code: str) -> int:
    """Read an amount written in units of a currency and return it in minor units.

    Groups of three digits may be set apart by a space, a no-break space or an underscore; the decimal
    mark is a point; a minus sign may stand directly before the digits.

    Args:
        text: the amount as written, such as ``"1 234.50"``.
        code: the ISO 4217 code of its currency.

    Returns:
        The amount in minor units: cents for the euro, whole yen for the yen.

    Raises:
        UsufructError: ``M101`` for an unknown currency, ``M102`` for text that is not an amount,
            ``M103`` for more decimals than the currency has, ``M104`` for anything that is not text.

    Example:
        >>> minor_units("1 234.50", "EUR"), minor_units("-1 234", "JPY")
        (123450, -1234)
    """
    money = currency(code)
    written = text_of(text, "amount", "'1234.50'")
    decimal = plain(written)
    if decimal is None:
        raise refuse(
            "M102",
            f"{written!r:.60} is not an amount",
            "amount",
            "an amount is digits with a decimal point, and nothing is guessed",
            _nearest_amount(written, money),
        )
    sign, whole, decimals = decimal
    if len(decimals) > money.digits:
        raise refuse(
            "M103",
            f"{written!r:.60} has {len(decimals)} decimals, {money.code} has {money.digits}",
            "amount",
            "a fraction of a minor unit cannot be booked, and it is not rounded silently",
            f"write {_cut(sign + whole, decimals, money)}, the nearest amount towards zero",
        )
    return int(f"{sign}{whole}{decimals.ljust(money.digits, '0')}")


def decimal_text(amount: int, code: str) -> str:
    """Write an amount of minor units as decimal text; :func:`minor_units` reads it back.

    Args:
        amount: minor units of the currency.
        code: the ISO 4217 code of the currency.

    Raises:
        UsufructError: ``M101`` for an unknown currency, ``M104`` when the amount is not an integer.

    Example:
        >>> decimal_text(-123450, "EUR"), decimal_text(1234, "JPY")
        ('-1234.50', '1234')
    """
    sign, whole, decimals = _parts(amount, currency(code))
    return f"{sign}{whole}{decimals}"


def grouped(amount: int, code: str) -> str:
    """Write an amount for people, the thousands set apart by a plain space.

    Args:
        amount: minor units of the currency.
        code: the ISO 4217 code of the currency.

    Raises:
        UsufructError: ``M101`` for an unknown currency, ``M104`` when the amount is not an integer.

    Example:
        >>> grouped(123450, "EUR"), grouped(-1234567, "JPY")
        ('1 234.50', '-1 234 567')
    """
    sign, whole, decimals = _parts(amount, currency(code))
    return f"{sign}{int(whole):,}".replace(",", " ") + decimals


def _parts(amount: int, money: Currency) -> tuple[str, str, str]:
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise refuse(
            "M104",
            f"an amount of minor units is an integer, this is a {type(amount).__name__}",
            "amount",
            "cents kept in anything else are rounded without anyone saying so",
            "round by a named rule first",
        )
    whole, fraction = divmod(abs(amount), money.scale)
    decimals = f".{fraction:0{money.digits}d}" if money.digits else ""
    return "-" if amount < 0 else "", str(whole), decimals


def _nearest_amount(written: str, money: Currency) -> str:
    """Say what was probably meant; where two readings are possible, name both."""
    ascii_digits = (str(unicodedata.decimal(sign, sign)) for sign in written)  # of whatever script they are
    text = "".join(ascii_digits).strip().removeprefix("+").replace("\u2212", "-")
    exponent = _EXPONENT.fullmatch(text)
    if exponent:
        mantissa, power = exponent.groups()
        whole, _, decimals = mantissa.partition(".")
        shift = int(power)
        moved = decimals[:shift].ljust(shift, "0")
        return f"write {_cut(whole + moved, decimals[shift:], money)}"
    if "," in text:
        return _without_comma(text, money)
    digits = re.sub(r"[^0-9.-]", "", text)
    if digits.startswith((".", "-.")):
        digits = digits.replace(".", "0.", 1)
    decimal = plain(digits.rstrip("."))
    if decimal is None:
        return f"write a decimal number, such as {_cut('1234', '50', money)}"
    sign, whole, decimals = decimal
    return f"write {_cut(sign + whole, decimals, money)}"


def _without_comma(text: str, money: Currency) -> str:
    whole, _, tail = text.replace(" ", "").rpartition(",")
    thousands, decimal = plain(text.replace(",", "")), plain(f"{whole.replace('.', '')}.{tail}")
    grouping = re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", text)
    readings = [
        _cut(reading[0] + reading[1], reading[2], money)
        for reading, possible in ((thousands, grouping), (decimal, True))
        if reading and possible
    ]
    return "write " + (" or ".join(readings) or f"a decimal point, as in {_cut('1234', '50', money)}")


def _cut(whole: str, decimals: str, money: Currency) -> str:
    """Write the amount with the decimals its currency has; what is beyond them is cut off."""
    if len(whole) > DIGITS_AT_MOST + 1:
        return f"at most {DIGITS_AT_MOST} digits"
    kept = decimals[: money.digits].ljust(money.digits, "0")
    return f"{whole}.{kept}" if kept else whole
