"""From a draft to a filing: read every cell, check the whole, and refuse with every fault or not at all."""

from __future__ import annotations

from pathlib import Path

from usufruct.assets.filing import CurrencyLine, Custodian, ExchangeRate, Filing, PeriodReport
from usufruct.assets.filing_cells import Cells
from usufruct.assets.filing_checks import check_custodians, check_periods, check_rates, check_report
from usufruct.assets.filing_draft import Draft, DraftCustodian, DraftPeriod, Table
from usufruct.errors import Fault, UsufructError


def build_filing(draft: Draft, source: Path, faults: list[Fault]) -> Filing:
    """Return the filing that a draft describes.

    Args:
        draft: the report as written.
        source: the file it stands in.
        faults: faults found while the draft was made; they are raised with those found here.

    Raises:
        UsufructError: every fault, in the order of the lines; see ``A1`` in ``docs/errors.md``.

    Example:
        >>> empty = Draft(Table("report", "report.toml:1", {}))
        >>> build_filing(empty, Path("report.toml"), [])  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        usufruct.errors.UsufructError: A112 at report.toml: the report names no custodian...
    """
    header = Cells(draft.report, faults)
    version, filed_by, measures_end = (
        header.version("schema_version"),
        header.name("filed_by"),
        header.day("measures_end"),
    )
    custodians = []
    reports: list[PeriodReport] = []
    unreadable: set[str] = set()
    for one in draft.custodians:
        custodian = _custodian(one.table, faults)
        custodians.append(custodian)
        found = [_period(period, custodian.name, faults) for period in one.periods]
        reports += [report for report in found if report is not None]
        if None in found:
            unreadable.add(custodian.name)
    rates = [rate for rate in (_rate(table, faults) for table in draft.rates) if rate is not None]

    faults += check_custodians(custodians, str(source))
    faults += check_periods(reports, unreadable)
    for report in reports:
        faults += check_report(report)
    faults += check_rates(rates)
    _without_period(draft.custodians, faults)
    if faults:
        # A row of the CSV form can hold one mistake that two tables share.
        raise UsufructError(sorted(dict.fromkeys(faults), key=_line))
    return Filing(
        filed_by=filed_by,
        custodians=tuple(sorted(custodians, key=lambda one: one.name)),
        periods=tuple(sorted(reports, key=lambda one: (one.custodian, one.last_day, one.basis == "audited"))),
        rates=tuple(sorted(rates, key=lambda one: (one.period, one.currency))),
        measures_end=measures_end,
        schema_version=version,
        source=source,
    )


def _custodian(table: Table, faults: list[Fault]) -> Custodian:
    cells = Cells(table, faults)
    return Custodian(cells.name("name"), cells.flag("csd"), table.where)


def _period(draft: DraftPeriod, custodian: str, faults: list[Fault]) -> PeriodReport | None:
    """Return the report of a period, or ``None`` when it cannot be told which period it is of."""
    cells = Cells(draft.table, faults)
    period, basis = cells.period("period"), cells.basis("basis")
    lines = [_line_of_currency(table, faults) for table in draft.lines]
    report = PeriodReport(
        custodian=custodian,
        period=period or "",
        basis=basis or "interim",
        assets_value=cells.amount("assets_value"),
        lines=tuple(sorted(lines, key=lambda line: line.currency)),
        retention_requested=cells.maybe_amount("retention_requested"),
        extra_retention=cells.percent("extra_retention_percent"),
        amount_used=cells.amount("amount_used"),
        released=cells.amount("released"),
        still_needed=cells.maybe_amount("still_needed"),
        call_date=cells.day("call_date"),
        paid_on=cells.day("paid_on"),
        amount_paid=cells.maybe_amount("amount_paid"),
        where=draft.table.where,
    )
    if period is None or basis is None:
        return None
    if ("H" in period) != (basis == "interim"):
        faults.append(_disagreement(period, basis, draft.table.where))
        return None
    return report


def _disagreement(period: str, basis: str, where: str) -> Fault:
    year = period[:4]
    meant = f"{year}-H1 or {year}-H2" if basis == "interim" else year
    return Fault(
        "A143",
        f"period {period} does not go with the basis {basis}",
        where,
        "interim reports are of half-years, audited statements of years (Reg. 2024/1673 Art. 4, 5)",
        f"write period {meant}, or the other basis",
    )


def _line_of_currency(table: Table, faults: list[Fault]) -> CurrencyLine:
    cells = Cells(table, faults)
    code = cells.currency("currency")
    return CurrencyLine(
        currency=code,
        cash_balance=cells.amount("cash_balance", code),
        revenue=cells.amount("revenue", code),
        expenses=cells.amount("expenses", code),
        tax=cells.maybe_amount("tax", code),
        where=table.where,
    )


def _rate(table: Table, faults: list[Fault]) -> ExchangeRate | None:
    cells = Cells(table, faults)
    period, code, rate = cells.period("period"), cells.currency("currency"), cells.rate("rate")
    if period is None or not code:
        return None
    return ExchangeRate(period, code, rate, table.where)


def _without_period(custodians: list[DraftCustodian], faults: list[Fault]) -> None:
    for custodian in custodians:
        if not custodian.periods:
            what = "this custodian has no period"
            faults.append(Fault("A112", what, custodian.table.where, "", "add a [[custodian.period]] table"))
        for period in custodian.periods:
            if not period.lines:
                what = "this period has no row by currency"
                remedy = "add a [[custodian.period.currency]] table"
                faults.append(Fault("A112", what, period.table.where, "", remedy))


def _line(fault: Fault) -> tuple[int, str]:
    """Order faults by line; those of the whole file stand first."""
    number = fault.where.rpartition(":")[2]
    return (int(number) if number.isdecimal() else 0), fault.code
