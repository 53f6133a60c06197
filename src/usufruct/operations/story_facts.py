"""What the demonstration plays: the four half-years as published figures imply them, and examples marked as such.

A half-year is the one that :func:`usufruct.waterfall.replay` computes: either solved for the payment that the law
gives from other published figures (``computed``) or for the amount that the Union says it received (``received``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final, Literal

from usufruct import assets
from usufruct.calendar import HalfYear, add_working_days, first_working_day_after, report_due, working_day
from usufruct.facts import Facts
from usufruct.waterfall.case import Assumption, Case
from usufruct.waterfall.half_years import IMPLIED_BY
from usufruct.waterfall.payments import half_year_of
from usufruct.waterfall.published import CUSTODIAN
from usufruct.waterfall.replay import Replay

Basis = Literal["computed", "received"]
"""Which amount a payment has: as the law computes it, or as the Union states it, rounded."""

FOUR: Final = (1, 2, 3, 4)

RETENTION_USE: Final = Assumption(
    "demo_retention_use",
    Fraction(0),
    Fraction(25_000_000),
    Fraction(174_800_000),
    "no use of the retention was published; an example, at most the first vintage",
)
AUDITED_EXPENSES: Final = Assumption(
    "demo_audited_expenses",
    Fraction(0),
    Fraction(12_000_000),
    Fraction(113_000_000),
    "audited figures on the central bank's cash were not published; an example, below the direct costs of 2025",
)
CALL_DAY: Final = (
    "no debit note was published: a call is taken as made five working days before the receipt, but not before the "
    "first working day after the report was due"
)
CASH: Final = "cash balances were not published by half-year: the assets held stand for them; no amount follows from it"


@dataclass(frozen=True, slots=True)
class Played:
    """One half-year of the demonstration, amounts in cents.

    Attributes:
        number: of the payment.
        half: the half-year.
        revenue: interest of the central bank's cash that gives this payment.
        stated: what the custodian works out itself, by the names of :data:`usufruct.operations.reporting.STATED`.
        held: the central bank's assets, as last published by the end of the half-year.
        held_at: where that figure stands.
        reported: day of the report.
        called: day of the call.
        received: day of the receipt.
    """

    number: int
    half: HalfYear
    revenue: int
    stated: dict[str, int]
    held: int
    held_at: str
    reported: date
    called: date
    received: date


def played(past: Replay, basis: Basis = "computed") -> tuple[Played, ...]:
    """The four half-years."""
    return tuple(_half_year(past, number, basis) for number in FOUR)


def _half_year(past: Replay, number: int, basis: Basis) -> Played:
    half = half_year_of(number)
    case, index = _case(past, number, basis)
    names = {"net_profit": "net_profit", "contribution": "contribution", "retention": "retention", "due": "interim_due"}
    stated = {
        name: int(case.value((f"eu.{quantity}", "half-year", index, (CUSTODIAN,)))) for name, quantity in names.items()
    }
    revenue = int(case.value(("eu.revenue_in_euro", "half-year", index, (CUSTODIAN,))))
    held, held_at = _held(past.facts, half.end)
    received = past.payments.rows[number - 1].received_on or half.end
    reported = report_due(half)
    called = max(_working_days_before(received, 5), first_working_day_after(reported))
    return Played(number, half, revenue, stated, held, held_at, reported, called, received)


def _case(past: Replay, number: int, basis: Basis) -> tuple[Case, int]:
    """The solved run behind a payment, and the place of its half-year in it."""
    label = half_year_of(number).label
    if basis == "received":
        settled = past.payments.settled
        assert settled is not None  # noqa: S101 - the packaged facts know four receipts
        return settled, settled.world.timeline.position("half-year", label)
    verdict = past.verdict(IMPLIED_BY[label])
    assert verdict is not None  # noqa: S101 - the packaged facts know what implies them
    return verdict.case, verdict.case.world.timeline.position("half-year", label)


def _held(facts: Facts, end: date) -> tuple[int, str]:
    """The central bank's assets at the custodian, as last published by a day, in cents."""
    said = facts.find(series="assets", holder=CUSTODIAN, perimeter="central bank only", state="held", currency="EUR")
    dated = [figure for figure in said if (figure.value and figure.dated is not None) or figure.period_end is not None]
    known = [each for each in dated if each.value and (each.period_end or each.dated or date.max) <= end]
    figure = max(known, key=lambda each: each.period_end or each.dated or date.min)
    return int(figure.amount * 100), f"{figure.address}: {figure.text()}"


def _working_days_before(day: date, count: int) -> date:
    """The latest working day from which a period of working days ends by a day."""
    start = day - timedelta(days=1)
    while not working_day(start) or add_working_days(start, count) > day:
        start -= timedelta(days=1)
    return start


def report_up_to(
    halves: tuple[Played, ...], number: int, *, audited: tuple[int, ...] = (), with_use: bool = True
) -> assets.Filing:
    """What the custodian reports with a payment: every half-year so far, and the audited years that are asked for.

    Args:
        halves: what is played.
        number: of the payment.
        audited: years.
        with_use: whether the example of used retention is in it; only where the books hold it too.
    """
    used = int(RETENTION_USE.value * 100) if with_use else 0
    reports = [
        assets.PeriodReport(
            CUSTODIAN,
            each.half.label,
            "interim",
            each.held,
            (assets.CurrencyLine("EUR", each.held, each.revenue, 0, None),),
            amount_used=used if each.number == 4 else 0,
        )
        for each in halves[:number]
    ]
    for year in audited:
        own = [each for each in halves if each.half.year == year]
        expenses = int(AUDITED_EXPENSES.value * 100) if year == 2025 else 0
        line = assets.CurrencyLine("EUR", own[-1].held, sum(each.revenue for each in own), expenses, None)
        reports.append(assets.PeriodReport(CUSTODIAN, str(year), "audited", own[-1].held, (line,)))
    ordered = sorted(reports, key=lambda each: (each.half_years[-1], each.basis == "audited"))
    return assets.Filing(CUSTODIAN, (assets.Custodian(CUSTODIAN, csd=True),), tuple(ordered), ())
