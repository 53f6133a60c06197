"""Rates of exchange for a filing that states none: the reference rates of the European Central Bank.

The acts name no source and no day (Implementing Regulation 2024/1673 Art. 3(3)); which of the two rates is used is
the reading ``conversion_day``.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from usufruct.errors import UsufructError, refuse
from usufruct.facts import reference_rate
from usufruct.money import round_to_integer

_DECIMALS = 10**9
"""A mean is taken to nine decimals, half up: no act prescribes a rounding of rates, and this is the finest grid on
which the exact execution keeps them. It moves an amount by less than one part in 10**9."""


def mean_rate(code: str, first: date, last: date) -> Fraction:
    """Mean of the daily reference rates of a span, in currency units for one euro, to nine decimals.

    Source: Implementing Regulation (EU) 2024/1673 Art. 3(3) wants the rates stated; the rounding is ours.

    Raises:
        UsufructError: ``W212`` if the span has days for which no rate is published yet.

    Example:
        >>> float(mean_rate("USD", date(2025, 1, 1), date(2025, 6, 30)))
        1.0927464
    """
    closing_rate(code, last)
    rates = []
    for offset in range((last - first).days + 1):
        try:
            rates.append(reference_rate(code, first + timedelta(days=offset)))
        except UsufructError:
            continue
    return Fraction(round_to_integer(sum(rates, Fraction(0)) / len(rates) * _DECIMALS), _DECIMALS)


def closing_rate(code: str, day: date) -> Fraction:
    """Reference rate of the last published day up to a day.

    Raises:
        UsufructError: ``W212`` if no rate is published for the days before it.
    """
    for back in range(7):
        try:
            return reference_rate(code, day - timedelta(days=back))
        except UsufructError:
            continue
    raise refuse(
        "W212",
        f"no reference rate of {code} is published for {day}",
        f"rate of {code}",
        "unknown is not zero",
        "state the rate in the filing",
    )
