"""The main refinancing rate that default interest is built on.

Only the deposit rate is among the published figures of this project. The main refinancing rate is a fixed step above
it: 0.50 points until 17 September 2024 and 0.15 points since, under the framework announced in March 2024.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from usufruct.errors import refuse
from usufruct.facts import Facts

_HOLDER = "European Central Bank"
_STEPS = ((date(2024, 9, 18), Fraction(15, 10_000)), (date(2019, 9, 18), Fraction(50, 10_000)))
NOTE = (
    "deposit rate plus the step of the operational framework (0.15 points since 18 September 2024, 0.50 before); "
    "own knowledge, unverified"
)


def known_until(facts: Facts) -> date | None:
    """The last day for which the deposit rate is known: its last change, or the last day it was seen unchanged.

    A rate holds until the central bank changes it, and nothing here says that it did not do so afterwards.
    """
    changes = facts.find(series="policy_rate", holder=_HOLDER)
    seen = facts.find(series="policy_rate_check", holder=_HOLDER)
    days = [day for each in (*changes, *seen) for day in (each.period_start, each.period_end) if day is not None]
    return max(days, default=None)


def refinancing_rate(facts: Facts, day: date) -> tuple[Fraction, str]:
    """Main refinancing rate in force on a day, with where it comes from.

    Raises:
        UsufructError: ``W213`` if no deposit rate is known for the day, or the day is after the last one that is known.
    """
    known = [
        figure
        for figure in facts.find(series="policy_rate", holder=_HOLDER)
        if figure.period_start is not None and figure.period_start <= day
    ]
    last = known_until(facts)
    if known and last is not None and day > last:
        what = f"the refinancing rate of {day} is not known: the last day known here is {last}"
        remedy = (
            "give the published rate: usufruct propose interest --rate PERCENT --source TEXT; in a report leave "
            "paid_on out until the facts hold the rate"
        )
        raise refuse("W213", what, "default interest", "a rate holds until it is changed; unknown is not zero", remedy)
    step = next((points for since, points in _STEPS if since <= day), None)
    if not known or step is None:
        raise refuse(
            "W213",
            f"no deposit rate is known for {day}",
            "default interest",
            "unknown is not zero",
            "add the rate to a facts file",
        )
    deposit = max(known, key=lambda figure: figure.period_start or date.min)
    return deposit.amount + step, f"{deposit.address}: {deposit.text()} from {deposit.period_start}; {NOTE}"
