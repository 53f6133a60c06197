"""Checks over a whole report: what no single cell can show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from usufruct.assets.filing import Custodian, ExchangeRate, PeriodReport
from usufruct.errors import Fault


def check_custodians(custodians: Sequence[Custodian], source: str) -> list[Fault]:
    """Return faults for a report without custodians, or with one custodian entered twice.

    Example:
        >>> [fault.code for fault in check_custodians([], "report.toml")]
        ['A112']
    """
    if not custodians:
        return [Fault("A112", "the report names no custodian", source, "", "add one with its periods")]
    first: dict[str, Custodian] = {}
    faults = []
    for custodian in custodians:
        before = first.setdefault(custodian.name, custodian)
        if before is not custodian and custodian.name:
            what = f"custodian {custodian.name} stands at {before.where} already"
            faults.append(Fault("A109", what, custodian.where, "", "keep one and give it all the periods"))
    return faults


def check_periods(reports: Sequence[PeriodReport], unreadable: Iterable[str] = ()) -> list[Fault]:
    """Return faults for periods filed twice, missing between others, or audited without both halves.

    Args:
        reports: every report whose period could be read.
        unreadable: custodians with a period that could not be read; whether one of theirs is missing
            cannot be told.

    Example:
        >>> first, third = (PeriodReport("A", label, "interim", 0, ()) for label in ("2024-H1", "2025-H1"))
        >>> [fault.what for fault in check_periods([first, third])]
        ['A: 2024-H2 is missing before 2025-H1']
    """
    by_custodian: dict[str, list[PeriodReport]] = defaultdict(list)
    for report in reports:
        by_custodian[report.custodian].append(report)
    faults = []
    for name, own in by_custodian.items():
        once, twice = _once(own)
        faults += twice
        if name not in set(unreadable):
            faults += _gaps([one for one in once if one.basis == "interim"])
            faults += _gaps([one for one in once if one.basis == "audited"])
            faults += _audited_alone(once)
    return faults


def check_report(report: PeriodReport) -> list[Fault]:
    """Return faults within one report: a currency twice, dates out of order, movements in a year.

    Example:
        >>> year = PeriodReport("A", "2025", "audited", 0, (), amount_used=100)
        >>> [fault.code for fault in check_report(year)]
        ['A148']
    """
    return [*_currencies(report), *_dates(report), *_movements(report)]


def check_rates(rates: Sequence[ExchangeRate]) -> list[Fault]:
    """Return faults for a rate of the euro, and for two rates of one currency and period that differ.

    Example:
        >>> from fractions import Fraction
        >>> [fault.code for fault in check_rates([ExchangeRate("2025-H1", "EUR", Fraction(1))])]
        ['A149']
    """
    first: dict[tuple[str, str], ExchangeRate] = {}
    faults = []
    for rate in rates:
        if rate.currency == "EUR":
            what = "an exchange rate is given for the euro"
            faults.append(Fault("A149", what, rate.where, "the report is in euro", "leave it out"))
            continue
        before = first.setdefault((rate.period, rate.currency), rate)
        if before is not rate:
            what = f"{rate.currency} in {rate.period} has a rate at {before.where} already"
            faults.append(Fault("A149", what, rate.where, "one report uses one rate", "keep one of them"))
    return faults


def _once(own: list[PeriodReport]) -> tuple[list[PeriodReport], list[Fault]]:
    """Return the reports in time, each period once, and a fault for every repetition."""
    first: dict[tuple[str, str], PeriodReport] = {}
    faults = []
    for report in own:
        before = first.setdefault((report.period, report.basis), report)
        if before is not report:
            what = f"{report.custodian}: {report.period} ({report.basis}) stands at {before.where} already"
            why = "its amounts would be counted twice"
            faults.append(Fault("A144", what, report.where, why, "keep one of them"))
    return sorted(first.values(), key=lambda one: one.period), faults


def _position(report: PeriodReport) -> int:
    """Return where a period stands in the sequence of its basis."""
    year = int(report.period[:4])
    return year if report.basis == "audited" else 2 * year + int(report.period[-1]) - 1


def _label(position: int, basis: str) -> str:
    return str(position) if basis == "audited" else f"{position // 2}-H{position % 2 + 1}"


def _gaps(reports: list[PeriodReport]) -> list[Fault]:
    faults = []
    for before, after in pairwise(reports):
        first, last = _position(before) + 1, _position(after) - 1
        if first > last:
            continue
        names = _label(first, after.basis)
        missing = f"{names} is" if first == last else f"{names} to {_label(last, after.basis)} are"
        what = f"{after.custodian}: {missing} missing before {after.period}"
        why = "retention, reconciliation and the five-year test run from period to period"
        faults.append(Fault("A145", what, after.where, why, f"file {names}, with zeros if nothing was earned"))
    return faults


def _audited_alone(reports: list[PeriodReport]) -> list[Fault]:
    interim = {report.period for report in reports if report.basis == "interim"}
    faults = []
    for report in reports:
        halves = (f"{report.period}-H1", f"{report.period}-H2")
        missing = [half for half in halves if half not in interim]
        if report.basis == "audited" and missing:
            what = f"{report.custodian}: audited {report.period} comes without {' and '.join(missing)}"
            why = "the year is reconciled with the calls on its two halves (Reg. 2024/1673 Art. 8)"
            faults.append(Fault("A146", what, report.where, why, f"file {' and '.join(missing)} as interim"))
    return faults


def _currencies(report: PeriodReport) -> list[Fault]:
    seen: dict[str, str] = {}
    faults = []
    for line in report.lines:
        if line.currency in seen and line.currency:
            what = f"{report.custodian}, {report.period} ({report.basis}): {line.currency} stands at"
            what = f"{what} {seen[line.currency]} already"
            why = "its amounts would be counted twice"
            faults.append(Fault("A144", what, line.where, why, "add the two rows up or keep one"))
        seen.setdefault(line.currency, line.where)
    return faults


def _dates(report: PeriodReport) -> list[Fault]:
    def fault(what: str, remedy: str) -> Fault:
        return Fault("A147", f"{report.custodian}, {report.period}: {what}", report.where, "", remedy)

    faults = []
    end: date = report.last_day
    if report.call_date and report.call_date <= end:
        faults.append(
            fault(
                f"call_date {report.call_date} is not after {end}, the end of the period",
                "give the day of the call on this period",
            )
        )
    if report.paid_on and report.call_date and report.paid_on < report.call_date:
        faults.append(
            fault(f"paid_on {report.paid_on} is before call_date {report.call_date}", "give the day of payment")
        )
    if report.paid_on and report.amount_paid is None:
        faults.append(fault("paid_on is given without amount_paid", "give amount_paid, or neither"))
    return faults


def _movements(report: PeriodReport) -> list[Fault]:
    """Retained amounts move in a half-year; a year that repeats a movement would count it twice."""
    if report.basis == "interim":
        return []
    given = {
        "amount_used": report.amount_used != 0,
        "released": report.released != 0,
        "still_needed": report.still_needed is not None,
    }
    return [
        Fault(
            "A148",
            f"{report.custodian}, {report.period}: {name} stands with audited figures",
            report.where,
            "it would be counted with the half-year and again with the year",
            f"leave {name} empty here and give it with the half-year in which it happened",
        )
        for name, stated in given.items()
        if stated
    ]
