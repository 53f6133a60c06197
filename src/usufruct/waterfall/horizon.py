"""Which steps the law takes for a run of half-years: reports, calls, audits, requests, each with its days.

Half-years run when their interim report is due, calls on the day of the payment where it is known, financial years
when their audited accounts are due, requests to the loan mechanism after the payments they distribute.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from usufruct.calendar import HalfYear, first_working_day_after, report_due
from usufruct.engine import Step, Timeline

FIRST_TO_MECHANISM = 3
"""Number of the first payment that reaches the loan mechanism (Regulation 2024/2761 Art. 2)."""
REQUEST_AFTER = timedelta(days=17)
"""Days from a payment to the request that distributes it: 8 to 25 August 2025, the only pair that is published."""


def payment_number(half_year: HalfYear) -> int:
    """Number of the biannual payment on the profits of a half-year.

    Example:
        >>> payment_number(HalfYear(2025, 1))
        3
    """
    return (half_year.year - 2024) * 2 + half_year.half


def call_day(half_year: HalfYear, paid: Mapping[int, date]) -> date:
    """Day of the call: the payment day where known, else the first working day after the report is due."""
    return paid.get(payment_number(half_year), first_working_day_after(report_due(half_year), "Belgian and Commission"))


def horizon(
    half_years: Sequence[HalfYear],
    paid: Mapping[int, date],
    *,
    requests: bool = True,
    closing_notes: int = 0,
) -> Timeline:
    """Steps for consecutive half-years.

    Args:
        half_years: consecutive, oldest first.
        paid: payment days by payment number, where they are known.
        requests: whether the loan mechanism is part of the run.
        closing_notes: how many separate debit notes follow the last call, for what falls due when no biannual payment
            is due any more (Implementing Regulation 2024/1673 Art. 8(4) and 9).
    """
    halves = list(half_years)
    years = sorted({half.year for half in halves})
    steps = [Step("half-year", half.label, half.end, report_due(half)) for half in halves]
    steps += [_year(year, halves) for year in years]
    calls = [_call(half, index, years, paid) for index, half in enumerate(halves)]
    for _ in range(closing_notes):
        calls.append(_note(calls[-1], years, halves, len(calls)))
    steps += calls
    if requests:
        steps += _requests(halves, calls)
    return Timeline.of(steps)


def _year(year: int, halves: list[HalfYear]) -> Step:
    covered = tuple(index for index, half in enumerate(halves) if half.year == year)
    return Step("financial-year", str(year), date(year, 12, 31), date(year + 1, 5, 31), {"half-year": covered})


def _call(half: HalfYear, index: int, years: list[int], paid: Mapping[int, date]) -> Step:
    day = max(call_day(half, paid), report_due(half))
    day = paid.get(payment_number(half), day)
    covers: dict[str, tuple[int, ...]] = {"half-year": (index,)}
    if half.half == 1 and half.year - 1 in years:
        covers["financial-year"] = (years.index(half.year - 1),)
    return Step("call", f"call {payment_number(half)}", day, max(day, report_due(half)), covers)


def _note(last: Step, years: list[int], halves: list[HalfYear], number: int) -> Step:
    final = halves[-1].year
    carried = last.covers.get("financial-year", ())
    pending = tuple(i for i, year in enumerate(years) if year <= final and (not carried or i > carried[-1]))
    day = max(last.when, date(final + 1, 5, 31)) + timedelta(days=1)
    covers = {"financial-year": pending[:1]} if pending else {}
    return Step("call", f"debit note {number - len(halves) + 1}", day, day, covers)


def _requests(halves: list[HalfYear], calls: list[Step]) -> list[Step]:
    found: list[Step] = []
    for index, call in enumerate(calls):
        number = payment_number(halves[min(index, len(halves) - 1)])
        if number >= FIRST_TO_MECHANISM:
            first = not found
            covered = tuple(range(index + 1)) if first else (index,)
            day = call.on + REQUEST_AFTER
            label = f"request {number - FIRST_TO_MECHANISM + 1}"
            found.append(Step("request", label, day, max(day, call.when), {"call": covered}))
    return found
