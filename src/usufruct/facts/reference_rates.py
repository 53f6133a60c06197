"""Euro foreign exchange reference rates of the European Central Bank, exactly as published.

The table is a byte-for-byte copy whose SHA-256 is recorded here and checked when it is read. Rates are
units of currency for one euro.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

from usufruct.errors import refuse
from usufruct.facts.checking import nearest
from usufruct.facts.collection import read_day
from usufruct.facts.packaged import data_bytes
from usufruct.money import read_figure

RATES_SHA256: Final = "e4a63688bb06b05cc36340a5252d4825ff4a24beb71490af2aeb4f6a14ac8bde"
_PREFIX: Final = "eur_"


class ReferenceRates(NamedTuple):
    """The table, rates as printed.

    Attributes:
        days: the days of publication, ascending.
        rates: the printed rate by currency and day.
    """

    days: tuple[date, ...]
    rates: MappingProxyType[str, MappingProxyType[date, str]]


def reference_rate(currency: str, day: date | str, *, on_or_before: bool = False) -> Fraction:
    """Return the reference rate of a day: units of the currency for one euro.

    Args:
        currency: ISO 4217 code; the euro itself is 1.
        day: the day of publication.
        on_or_before: take the last rate published up to that day when the day itself has none.

    Raises:
        UsufructError: ``F140`` when the table is not the recorded one, ``F141`` for a currency outside
            it, ``F142`` for a day without a rate, naming the nearest earlier one, ``F160`` for a text
            that is not a day.

    Example:
        >>> reference_rate("USD", "2024-09-19")
        Fraction(2789, 2500)
    """
    wanted = read_day(day)
    table = reference_rates()
    if currency == "EUR":
        return Fraction(1)
    if currency not in table.rates:
        raise refuse(
            "F141",
            f"the table has no rate for {currency!r}",
            "currency",
            remedy=f"the nearest it has is {nearest(currency.upper(), table.rates)!r}",
        )
    column = table.rates[currency]
    if wanted in column:
        return read_figure(column[wanted])
    earlier = _latest_before(table, wanted)
    if on_or_before and wanted <= table.days[-1] and earlier is not None:
        return read_figure(column[earlier])
    raise refuse(
        "F142",
        f"no rate was published for {wanted}",
        f"{currency} on {wanted}",
        "rates appear on TARGET working days",
        f"the nearest earlier day is {earlier}" if earlier else f"the table begins on {table.days[0]}",
    )


@cache
def reference_rates() -> ReferenceRates:
    """Read the table once, after checking that it is the recorded one.

    Raises:
        UsufructError: ``F140`` when its SHA-256 differs.
    """
    return read_table(data_bytes("ecb_reference_rates"))


def read_table(raw: bytes) -> ReferenceRates:
    """Read the bytes of the table.

    Raises:
        UsufructError: ``F140`` when they are not the recorded ones.
    """
    from hashlib import sha256

    found = sha256(raw).hexdigest()
    if found != RATES_SHA256:
        raise refuse(
            "F140",
            f"the table of reference rates has SHA-256 {found}",
            "ecb_reference_rates.csv",
            f"the recorded one is {RATES_SHA256}",
            "restore the file from the package",
        )
    header, *rows = csv.reader(io.StringIO(raw.decode("ascii")))
    days = tuple(date.fromisoformat(row[0]) for row in rows)
    columns = {
        name.removeprefix(_PREFIX).upper(): MappingProxyType(dict(zip(days, (r[i] for r in rows), strict=True)))
        for i, name in enumerate(header)
        if i
    }
    return ReferenceRates(days, MappingProxyType(columns))


def _latest_before(table: ReferenceRates, day: date) -> date | None:
    earlier = [published for published in table.days if published < day]
    return earlier[-1] if earlier else None
