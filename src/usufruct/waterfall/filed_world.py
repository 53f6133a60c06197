"""From a filing to the world that the law runs over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from usufruct.calendar import LEVY_START, HalfYear, add_working_days, half_years, levy_days
from usufruct.engine import Result, Rulebook, World
from usufruct.engine.timeline import Member, Value
from usufruct.errors import Fault, UsufructError
from usufruct.money import currency
from usufruct.waterfall.conversion import closing_rate, mean_rate
from usufruct.waterfall.horizon import horizon, payment_number
from usufruct.waterfall.refinancing import refinancing_rate

if TYPE_CHECKING:
    from usufruct.assets import CurrencyLine, Filing, PeriodReport

PAYMENT_TERM = 5
"""Working days from the call to the due date (Implementing Regulation 2024/1673 Art. 7)."""
EURO = "EUR"
CLOSING_NOTES = 1
"""Separate debit notes after the last call once the measures have ended: for the last audit and the last release."""


def filed_world(filing: Filing, law: Rulebook) -> World:
    """Timeline, members and inputs of a filing.

    Args:
        filing: as read.
        law: tells whether rates of exchange stated in the filing are used.

    Raises:
        UsufructError: ``W211``, ``W212`` and ``W214``, every one at once.
    """
    return _Builder(filing, own_rates=law.option("conversion_source") == "own rates").world()


def with_late_payments(filing: Filing, result: Result) -> World | None:
    """The world with default interest due on calls that were paid after their due date; None where none was.

    Raises:
        UsufructError: ``W213`` if the refinancing rate of the month is not known.
    """
    from usufruct import facts

    world, late = result.world, False
    for report in filing.periods:
        if report.basis != "interim" or report.call_date is None or report.paid_on is None:
            continue
        due = add_working_days(report.call_date, PAYMENT_TERM, "Belgian and Commission")
        if report.paid_on <= due:
            continue
        late = True
        index = world.timeline.position("half-year", report.period)
        member: Member = (report.custodian,)
        called = int(result.interpreter.value("eu.called", "call", index, member))
        rate, note = refinancing_rate(facts.load(), due.replace(day=1))
        world = world.but("eu.late_amount", {(index, member): called})
        world = world.but("eu.late_receipt", {(index, member): report.amount_paid or 0})
        world = world.but("eu.days_late", {(index, member): (report.paid_on - due).days})
        world = world.but("eu.refinancing_rate", {(index, ()): rate})
        notes = {
            ("eu.late_amount", index, member): f"called {report.call_date}, due {due}, {report.where}",
            ("eu.late_receipt", index, member): report.where,
            ("eu.days_late", index, member): f"due {due}, paid {report.paid_on}, {report.where}",
            ("eu.refinancing_rate", index, ()): note,
        }
        world = World(world.timeline, world.members, world.inputs, {**world.notes, **notes})
    return world if late else None


class _Builder:
    """Collects inputs, notes and faults while walking through a filing."""

    def __init__(self, filing: Filing, *, own_rates: bool) -> None:
        self.filing = filing
        self.own_rates = own_rates
        self.faults: list[Fault] = []
        if filing.measures_end is not None and filing.measures_end < LEVY_START:
            what = f"measures_end is {filing.measures_end}, before the levy began"
            why = "the measures were in force when the levy began, on 15 February 2024"
            self.faults.append(Fault("W214", what, "measures_end", why, "leave it out, or give the day of a later end"))
        self.inputs: dict[str, dict[tuple[int, Member], Value]] = {}
        self.notes: dict[tuple[str, int, Member], str] = {}
        self.interim = [each for each in filing.periods if each.basis == "interim"]
        self.audited = [each for each in filing.periods if each.basis == "audited"]
        self.currencies = tuple(sorted({EURO, *filing.currencies}))
        self.custodians = tuple(each.name for each in filing.custodians)
        halves = [HalfYear.read(each.period) for each in self.interim]
        self.halves = list(half_years(min(halves), max(halves)))
        paid = {payment_number(HalfYear.read(r.period)): r.call_date for r in self.interim if r.call_date is not None}
        self.timeline = horizon(
            self.halves, paid, requests=False, closing_notes=CLOSING_NOTES if filing.measures_end else 0
        )

    def world(self) -> World:
        self._records()
        for index, half in enumerate(self.halves):
            self._rates(index, half)
            self._flags(index, half)
            for custodian in self.custodians:
                self._half_year(index, half, custodian)
        for report in self.audited:
            self._year(report)
        for index, _ in enumerate(self.timeline.steps["call"]):
            number = payment_number(self.halves[min(index, len(self.halves) - 1)])
            self._put("eu.payment_number", index, (), number, "order of the biannual payments since July 2024")
        if self.faults:
            raise UsufructError(self.faults)
        members = {"custodian": self.custodians, "currency": self.currencies, "lender": ()}
        return World(self.timeline, members, self.inputs, self.notes)

    def _put(self, name: str, index: int, member: Member, value: Value, note: str) -> None:
        self.inputs.setdefault(name, {})[index, member] = value
        self.notes[name, index, member] = note

    def _records(self) -> None:
        for custodian in self.filing.custodians:
            self._put("eu.is_depository", 0, (custodian.name,), int(custodian.csd), custodian.where)
        for code in self.currencies:
            self._put("eu.minor_units", 0, (code,), 10 ** currency(code).digits, f"minor units of {code}")

    def _rates(self, index: int, half: HalfYear) -> None:
        first, last = levy_days(half)
        for code in self.currencies:
            stated = self.filing.exchange_rates.get((half.label, code))
            where = self._where(half.label, code)
            if code == EURO or not where:
                mean = closing = Fraction(1)
                note = "one euro is one euro" if code == EURO else "no amount in this currency"
            else:
                try:
                    mean, closing = mean_rate(code, first, last), closing_rate(code, last)
                    note = f"reference rates of the European Central Bank, {first} to {last}"
                except UsufructError as error:
                    if stated is None or not self.own_rates:
                        self.faults += [replace(fault, where=where) for fault in error.faults]
                        continue
                    mean = closing = stated
                    note = "no reference rate is published for this time; the rate stated in the filing"
            self._put("eu.average_rate", index, (code,), mean, note)
            self._put("eu.closing_rate", index, (code,), closing, note)
            if stated is not None:
                self._put("eu.own_rate", index, (code,), stated, "rate stated in the filing")

    def _where(self, period: str, code: str) -> str:
        """File and line of the first amount of a period in a currency; empty where there is none."""
        lines = (line for each in self.filing.periods if each.period == period for line in each.lines)
        return next((line.where for line in lines if line.currency == code), "")

    def _flags(self, index: int, half: HalfYear) -> None:
        end = self.filing.measures_end
        over = end is not None and half.start > end
        self._put(
            "eu.measures_discontinued",
            index,
            (),
            int(over),
            f"end of the measures stated in the filing: {end or 'none'}",
        )
        for call, step in enumerate(self.timeline.steps["call"]):
            ended = end is not None and step.on > end
            self._put(
                "eu.ban_over",
                call,
                (),
                int(ended),
                f"end of the measures stated in the filing: {end or 'none'}",
            )

    def _half_year(self, index: int, half: HalfYear, custodian: str) -> None:
        report = next((r for r in self.interim if r.custodian == custodian and r.period == half.label), None)
        member: Member = (custodian,)
        where = report.where if report else f"{custodian} reports nothing for {half.label}"
        self._put("eu.value_held", index, member, report.assets_value if report else 0, where)
        self._lines(
            report,
            index,
            ("eu.revenue", "eu.expenses", "eu.reported_tax", "eu.tax_is_reported"),
            custodian,
            where,
        )
        if report is None:
            return
        asked = report.retention_requested
        self._put("eu.retains_the_cap", index, member, int(asked is None), where)
        self._put("eu.retention_requested", index, member, asked or 0, where)
        self._put("eu.extra_retention_rate", index, member, report.extra_retention, where)
        self._put("eu.amount_used", index, member, report.amount_used, where)
        self._put("eu.released_by_decision", index, member, report.released, where)
        needed = report.still_needed or 0
        self._put("eu.still_needed", index, member, needed, where)
        if index == len(self.halves) - 1:
            for call in range(index, len(self.timeline.steps["call"])):
                self._put("eu.needed_after_the_end", call, member, needed, where)

    def _lines(
        self,
        report: PeriodReport | None,
        index: int,
        names: tuple[str, str, str, str],
        custodian: str,
        where: str,
    ) -> None:
        revenue, expenses, tax, stated = names
        lines = {line.currency: line for line in report.lines} if report else {}
        taxed = [line.tax is not None for line in lines.values()]
        if any(taxed) and not all(taxed):
            what = "tax is stated for some currencies of the period and not for others"
            self.faults.append(Fault("W211", what, where, "an empty cell is not zero", "state it for all or for none"))
        self._put(stated, index, (custodian,), int(bool(taxed) and all(taxed)), where)
        for code in self.currencies:
            line: CurrencyLine | None = lines.get(code)
            note = line.where if line else f"{where}: no amount in {code}"
            member: Member = (custodian, code)
            self._put(revenue, index, member, line.revenue if line else 0, note)
            self._put(expenses, index, member, line.expenses if line else 0, note)
            self._put(tax, index, member, (line.tax or 0) if line else 0, note)

    def _year(self, report: PeriodReport) -> None:
        index = self.timeline.position("financial-year", report.period)
        names = (
            "eu.audited_revenue",
            "eu.audited_expenses",
            "eu.audited_reported_tax",
            "eu.audited_tax_is_reported",
        )
        self._lines(report, index, names, report.custodian, report.where)
        self._put("eu.audited", index, (report.custodian,), 1, report.where)
        stated_retention = report.retention_requested
        self._put(
            "eu.audited_retention_is_stated",
            index,
            (report.custodian,),
            int(stated_retention is not None),
            report.where,
        )
        self._put("eu.audited_retention", index, (report.custodian,), stated_retention or 0, report.where)
        for line in report.lines:
            code = line.currency
            if code == EURO:
                continue
            stated = self.filing.exchange_rates.get((report.period, code)) if self.own_rates else None
            note = "rate stated in the filing"
            if stated is None:
                first, last = levy_days(HalfYear(int(report.period), 1))[0], date(int(report.period), 12, 31)
                try:
                    stated = mean_rate(code, first, last)
                except UsufructError as error:
                    self.faults += [replace(fault, where=line.where) for fault in error.faults]
                    continue
                note = f"mean of the reference rates of the European Central Bank, {first} to {last}"
            self._put("eu.audited_conversion_rate", index, (code,), stated, note)
