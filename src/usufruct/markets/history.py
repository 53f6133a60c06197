"""Month by month: how policy rates and exchange rates have moved, as far as known on a day."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from usufruct.facts import Facts
from usufruct.facts.reference_rates import reference_rates
from usufruct.markets.elementary import log
from usufruct.markets.policy_rates import CURRENCIES, policy_rates

# The table of reference rates begins on 30 December 2021; the last of each month is taken from then on.
FIRST_MONTH_END: Final = date(2021, 12, 31)


def month_ends(known_on: date) -> tuple[date, ...]:
    """Return the month ends from December 2021 to the day of the view or the end of the table.

    Example:
        >>> [str(day) for day in month_ends(date(2022, 2, 27))]
        ['2021-12-31', '2022-01-31']
    """
    last = min(known_on, reference_rates().days[-1])
    ends, end = [], FIRST_MONTH_END
    while end <= last:
        ends.append(end)
        end = (end + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return tuple(ends)


def monthly_changes(known_on: date, known: Facts | None = None) -> tuple[tuple[float, ...], ...]:
    """Return the changes over each month known on a day.

    Args:
        known_on: the day of the view; a rate decided later, even for an earlier day, is not in it.
        known: facts to read policy rates from; the packaged ones when None.

    Returns:
        six policy rates (changes as fractions of one), then five exchange rates against the euro (changes
        of the logarithm), each over the same months.

    Example:
        >>> [round(change, 4) for change in monthly_changes(date(2022, 9, 30))[0]][-3:]
        [0.005, 0.0, 0.0075]
    """
    ends = month_ends(known_on)
    views = [policy_rates(currency, known_on, known) for currency in CURRENCIES]
    rates = [_differences([float(view.rate(end)) for end in ends]) for view in views]
    table = reference_rates()
    last = [table.days[bisect_right(table.days, end) - 1] for end in ends]
    columns = [table.rates[currency] for currency in CURRENCIES[1:]]
    exchanges = [_differences([log(float(column[day])) for day in last]) for column in columns]
    return (*rates, *exchanges)


def _differences(values: list[float]) -> tuple[float, ...]:
    return tuple(later - earlier for earlier, later in pairwise(values))
