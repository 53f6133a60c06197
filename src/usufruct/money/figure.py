"""Figures as printed in acts and releases: their exact value, and how precisely they were printed."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from usufruct.errors import UsufructError, refuse
from usufruct.money.numerals import plain, text_of

# Units a figure may carry, and the value of one of each.
_UNITS: Final = (("%", Fraction(1, 100)), ("bp", Fraction(1, 10_000)))


def read_figure(text: str) -> Fraction:
    """Return the exact value of a figure as printed.

    A figure is a decimal numeral with ``%`` or ``bp`` (basis points) after it where so printed, or a
    fraction of two whole numbers.

    Args:
        text: the figure, such as ``"99.7 %"``, ``"1 000 000"``, ``"2/37"``, ``"0.3"`` or ``"90 bp"``.

    Raises:
        UsufructError: ``M104`` for anything that is not text, ``M105`` for text that is not a figure.

    Example:
        >>> read_figure("99.7 %"), read_figure("2/37"), read_figure("1 000 000")
        (Fraction(997, 1000), Fraction(2, 37), Fraction(1000000, 1))
    """
    written = text_of(text, "figure", "the figure as printed, such as '99.7 %'")
    if "/" in written:
        return _ratio(written)
    numeral, unit = _unit(written)
    decimal = plain(numeral)
    if decimal is None:
        raise _not_a_figure(written)
    sign, whole, decimals = decimal
    return Fraction(int(sign + whole + decimals), 10 ** len(decimals)) * unit


def half_unit(text: str) -> Fraction:
    """Return half a unit of the last digit printed: the most that rounding to print can have hidden.

    Every printed digit counts, a trailing zero too: ``"1500"`` is taken as printed to the unit. The
    result is in the unit of the figure, so a percentage gives a fraction of one.

    Args:
        text: a decimal figure as printed.

    Raises:
        UsufructError: ``M104`` for anything that is not text, ``M105`` for text that is not a decimal
            figure; a ratio such as ``"2/37"`` is exact and has no last digit.

    Example:
        >>> half_unit("1.55"), half_unit("1470"), half_unit("5.4 %")
        (Fraction(1, 200), Fraction(1, 2), Fraction(1, 2000))
    """
    written = text_of(text, "figure", "the figure as printed, such as '1.55'")
    numeral, unit = _unit(written)
    decimal = plain(numeral)
    if decimal is None:
        raise _not_a_figure(written)
    return Fraction(1, 2 * 10 ** len(decimal[2])) * unit


def _unit(written: str) -> tuple[str, Fraction]:
    stripped = written.strip()
    for mark, value in _UNITS:
        if stripped.endswith(mark):
            return stripped.removesuffix(mark), value
    return stripped, Fraction(1)


def _ratio(written: str) -> Fraction:
    above, _, below = written.partition("/")
    numerator, denominator = plain(above), plain(below)
    if numerator is None or denominator is None or numerator[2] or denominator[2] or denominator[0]:
        raise _not_a_figure(written)
    divisor = int(denominator[1])
    if divisor == 0:
        raise _not_a_figure(written)
    return Fraction(int(numerator[0] + numerator[1]), divisor)


def _not_a_figure(written: str) -> UsufructError:
    return refuse(
        "M105",
        f"{written!r:.60} is not a figure that can be read exactly",
        "figure",
        "a figure enters the computation as printed or not at all",
        "write digits with a decimal point, such as '99.7 %' or '1 000 000', or a ratio such as '2/37'",
    )
