"""Amounts of an account's scale as decimal text, without a float on the way."""

from __future__ import annotations


def decimal_text(amount: int, scale: int) -> str:
    """Write minor units as a decimal.

    Args:
        amount: minor units.
        scale: decimal digits of the minor unit.

    Example:
        >>> decimal_text(-155257500001, 2), decimal_text(7, 0), decimal_text(5, 6)
        ('-1552575000.01', '7', '0.000005')
    """
    sign, digits = "-" if amount < 0 else "", str(abs(amount)).rjust(scale + 1, "0")
    return f"{sign}{digits[: len(digits) - scale]}.{digits[-scale:]}" if scale else sign + digits


def grouped_text(amount: int, scale: int) -> str:
    """Write minor units for people, the thousands set apart.

    Example:
        >>> grouped_text(-155257500001, 2)
        '-1 552 575 000.01'
    """
    whole, mark, rest = decimal_text(abs(amount), scale).partition(".")
    return f"{'-' if amount < 0 else ''}{int(whole):,}".replace(",", " ") + mark + rest
