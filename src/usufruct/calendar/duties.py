"""Every duty with a day of its own, as data: what is due, from whom, when, and which article says so.

Duties that an event sets running have no day here; :data:`EVENT_DRIVEN` names them. They are counted with the functions
of :mod:`usufruct.calendar.working_days`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Certainty = Literal["printed", "rule", "computed", "reading", "reported", "unknown"]
"""How sure the day of a deadline is.

* ``printed``: the act prints the day.
* ``rule``: the act's rule gives it, and the holidays of that year stand in an official source.
* ``computed``: the act's rule gives it, with holidays of a year whose official list was not read.
* ``reading``: another reading of the law gives another day; the note says which.
* ``reported``: a press report or release gives it; the act itself was not read.
* ``unknown``: nobody has been seen to decide it; the day is what the usual rhythm would give.
"""


@dataclass(frozen=True, slots=True)
class OnDay:
    """Due on one day, printed in the act; such a day does not roll (1182/71, Art. 5)."""

    day: date


@dataclass(frozen=True, slots=True)
class EveryYear:
    """Due on the same printed day of every year from the first; it does not roll (1182/71, Art. 5)."""

    month: int
    day: int
    first_year: int


@dataclass(frozen=True, slots=True)
class FirstWorkingDayAfter:
    """Due on the first working day after a printed day of every year from the first to the last, if any."""

    month: int
    day: int
    first_year: int
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class EveryMonths:
    """Due on a first day and again every so many months."""

    first: date
    months: int


When = OnDay | EveryYear | FirstWorkingDayAfter | EveryMonths


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty of one act.

    Attributes:
        what: what is due; ``{year}`` and ``{before}`` stand for the year of the day and the one before.
        who: who owes it.
        when: the rule for the day.
        article: the article, and the act it stands in where that is not the act that laid it down.
        act_celex: CELEX number of the act that laid the duty down.
        published: day on which that act was published, and so could be known.
        note: what a reader must know to use the day.
        certainty: set where the kind of rule does not tell it.
        replaced: day on which the act that removed the duty was published.
    """

    what: str
    who: str
    when: When
    article: str
    act_celex: str
    published: date
    note: str = ""
    certainty: Certainty | None = None
    replaced: date | None = None


_STOCK_REPORTS: Final = ("32023R0427", date(2023, 2, 25))
_LOCK_UP: Final = ("32024R0576", date(2024, 2, 14))
_CONTRIBUTION: Final = ("32024R1469", date(2024, 5, 22))
_REPORTS: Final = ("32024R1673", date(2024, 6, 7))
_LOAN_MECHANISM: Final = ("32024R2773", date(2024, 10, 28))
_TRANSFER_BAN: Final = ("32025R2600", date(2025, 12, 13))
_SUPPORT_LOAN: Final = ("32026R0467", date(2026, 2, 26))
_SANCTIONS: Final = "32014D0512"

_RENEWALS: Final = (
    (date(2022, 7, 26), date(2023, 1, 31)),
    (date(2023, 1, 27), date(2023, 7, 31)),
    (date(2023, 7, 20), date(2024, 1, 31)),
    (date(2024, 1, 29), date(2024, 7, 31)),
    (date(2024, 7, 22), date(2025, 1, 31)),
    (date(2025, 1, 27), date(2025, 7, 31)),
    (date(2025, 6, 30), date(2026, 1, 31)),
    (date(2025, 12, 22), date(2026, 7, 31)),
)
"""Day on which each renewal was reported, and the last day to which it reaches; the decisions were not read."""
_LAST_END: Final = _RENEWALS[-1][1]

_CUSTODIANS: Final = "central securities depositories"
_QUARTER: Final = "indicative forecast after"

FIRST_REPORT: Final = FirstWorkingDayAfter(7, 19, 2024, 2024)
"""Day of the interim report for 15 February to 30 June 2024 (2024/1673, Art. 4(1))."""

FIRST_HALF_REPORT: Final = FirstWorkingDayAfter(7, 25, 2025)
"""Day of the interim report for a later first half, in the same year (2024/1673, Art. 4(1))."""

SECOND_HALF_REPORT: Final = FirstWorkingDayAfter(3, 25, 2025)
"""Day of the interim report for a second half, in the year after it (2024/1673, Art. 4(1))."""

DUTIES: Final[tuple[Duty, ...]] = (
    # Regulation 833/2014, Art. 5a: reports of the stock, the contribution, its use.
    Duty(
        "first report of central bank assets held",
        "holders in the Union",
        OnDay(date(2023, 3, 13)),
        "833/2014 Art. 5a(4a)",
        *_STOCK_REPORTS,
        note="two weeks of 26 February 2023 end on Sunday 12 March, which rolls (1182/71, Art. 3(4))",
        certainty="reading",
    ),
    Duty(
        "update of the report of central bank assets held",
        "holders in the Union",
        EveryMonths(date(2023, 6, 13), 3),
        "833/2014 Art. 5a(4a)",
        *_STOCK_REPORTS,
        note="every three months, counted here from the last day for the first report; the act names no day",
    ),
    Duty(
        "yearly report under the lock-up",
        _CUSTODIANS,
        EveryYear(6, 30, 2024),
        "833/2014 Art. 5a(9), first version",
        *_LOCK_UP,
        replaced=date(2024, 5, 22),
    ),
    Duty(
        "report of amounts retained at the end of 2023, used in 2023, and to be transferred",
        _CUSTODIANS,
        OnDay(date(2024, 6, 30)),
        "833/2014 Art. 5a(11)",
        *_CONTRIBUTION,
        note="nothing could be retained yet",
    ),
    Duty(
        "report of amounts retained at the end of {before}, used in {before}, and to be transferred",
        _CUSTODIANS,
        EveryYear(6, 30, 2025),
        "833/2014 Art. 5a(11)",
        *_CONTRIBUTION,
        note="a fixed date: it does not roll from a weekend",
    ),
    Duty(
        "first review of Annex XLI, the use of the contribution",
        "Council",
        OnDay(date(2024, 12, 31)),
        "833/2014 Art. 5a(14)",
        *_CONTRIBUTION,
        note="before 1 January 2025; amended on a joint proposal of High Representative and Commission",
    ),
    Duty(
        "yearly review of Annex XLI, the use of the contribution",
        "Council",
        EveryYear(12, 31, 2025),
        "833/2014 Art. 5a(14)",
        *_CONTRIBUTION,
        note="yearly, taken to the end of each year; the act prints a day for the first review only",
        certainty="reading",
    ),
    # Implementing Regulation 2024/1673: what the custodians report.
    Duty(
        "interim report for 15 February to 30 June 2024",
        _CUSTODIANS,
        FIRST_REPORT,
        "Art. 4(1)",
        *_REPORTS,
    ),
    Duty("interim report for {year}-H1", _CUSTODIANS, FIRST_HALF_REPORT, "Art. 4(1)", *_REPORTS),
    Duty(
        "interim report for {before}-H2",
        _CUSTODIANS,
        SECOND_HALF_REPORT,
        "Art. 4(1)",
        *_REPORTS,
    ),
    Duty(f"{_QUARTER} {{before}}-Q4", _CUSTODIANS, FirstWorkingDayAfter(1, 25, 2025), "Art. 4(4)", *_REPORTS),
    Duty(f"{_QUARTER} {{year}}-Q1", _CUSTODIANS, FirstWorkingDayAfter(4, 25, 2025), "Art. 4(4)", *_REPORTS),
    Duty(f"{_QUARTER} {{year}}-Q2", _CUSTODIANS, FirstWorkingDayAfter(7, 25, 2024), "Art. 4(4)", *_REPORTS),
    Duty(f"{_QUARTER} {{year}}-Q3", _CUSTODIANS, FirstWorkingDayAfter(10, 25, 2024), "Art. 4(4)", *_REPORTS),
    Duty(
        "audited statements of {before}, with the report on retention",
        _CUSTODIANS,
        EveryYear(5, 31, 2025),
        "Art. 5(1) and (3)",
        *_REPORTS,
        note="a fixed date: it does not roll from a weekend",
    ),
    # Regulation 2024/2773: the Ukraine Loan Cooperation Mechanism and the Union's own loan.
    Duty(
        "end of availability of the Union's loan",
        "Commission",
        OnDay(date(2024, 12, 31)),
        "Art. 9(3)",
        *_LOAN_MECHANISM,
    ),
    Duty(
        "submission of bilateral loan agreements",
        "Ukraine",
        OnDay(date(2025, 6, 1)),
        "Art. 6(1)",
        *_LOAN_MECHANISM,
    ),
    Duty(
        "entry into force of bilateral loans",
        "lenders and Ukraine",
        OnDay(date(2025, 6, 30)),
        "Art. 6(7)",
        *_LOAN_MECHANISM,
        note="the approval of a loan not in force by then may be repealed",
    ),
    Duty("yearly report", "Commission", EveryYear(6, 30, 2025), "Art. 17(2)", *_LOAN_MECHANISM),
    Duty(
        "payment of the last tranche of the Union's loan",
        "Commission",
        OnDay(date(2025, 12, 31)),
        "Art. 9(3)",
        *_LOAN_MECHANISM,
    ),
    Duty(
        "full disbursement of bilateral loans",
        "lenders",
        OnDay(date(2027, 12, 30)),
        "Art. 6(2)(c)",
        *_LOAN_MECHANISM,
        note="before 31 December 2027",
    ),
    Duty(
        "test of full disbursement, after which the share of a loan may be reduced",
        "Commission",
        OnDay(date(2027, 12, 31)),
        "Art. 5(3)",
        *_LOAN_MECHANISM,
        note="optional, and not for the Union's loan",
    ),
    Duty("ex-post evaluation", "Commission", OnDay(date(2027, 12, 31)), "Art. 17(3)", *_LOAN_MECHANISM),
    # Regulation 2025/2600: the transfer ban with a clock of its own.
    Duty(
        "first report of central bank assets held",
        "holders in the Union",
        OnDay(date(2026, 3, 14)),
        "Art. 3(1)",
        *_TRANSFER_BAN,
        note="so far as Union law does not require it already; a Saturday, and it does not roll",
    ),
    Duty(
        "update of the report of central bank assets held",
        "holders in the Union",
        EveryMonths(date(2026, 6, 14), 3),
        "Art. 3(1)",
        *_TRANSFER_BAN,
        note="every three months, counted here from 14 March 2026; the act names no day",
    ),
    Duty(
        "review of the transfer ban",
        "Commission",
        EveryYear(12, 31, 2026),
        "Art. 5",
        *_TRANSFER_BAN,
        note="first by 31 December 2026, then every twelve months",
    ),
    # Regulation 2026/467: the Ukraine Support Loan.
    Duty(
        "first report on the Support Loan",
        "Commission",
        OnDay(date(2027, 6, 30)),
        "Art. 29(2)",
        *_SUPPORT_LOAN,
    ),
    Duty(
        "end of availability of the Support Loan",
        "Commission",
        OnDay(date(2027, 12, 31)),
        "Art. 4(2)",
        *_SUPPORT_LOAN,
    ),
    Duty(
        "second report on the Support Loan",
        "Commission",
        OnDay(date(2028, 6, 30)),
        "Art. 29(2)",
        *_SUPPORT_LOAN,
    ),
    Duty(
        "payment of the last tranche of the Support Loan",
        "Commission",
        OnDay(date(2028, 12, 31)),
        "Art. 4(2)",
        *_SUPPORT_LOAN,
    ),
    Duty("evaluation of the Support Loan", "Commission", OnDay(date(2029, 6, 30)), "Art. 29(3)", *_SUPPORT_LOAN),
    # The measures on which the contribution hangs are renewed every six months. An end is known from the renewal
    # before; the days on which renewals became known come from the press.
    *(
        Duty(
            "end of the measures of 833/2014 unless renewed",
            "Council",
            OnDay(end),
            "Decision 2014/512/CFSP",
            _SANCTIONS,
            known,
            note="whether they were renewed beyond this day was not verified" if end == _LAST_END else "",
            certainty="reported",
        )
        for known, end in _RENEWALS
    ),
    *(
        Duty(
            "end of the measures of 833/2014 unless renewed",
            "Council",
            EveryYear(month, 31, 2027),
            "Decision 2014/512/CFSP",
            _SANCTIONS,
            date(2025, 12, 22),
            note="only if renewed by six months each time; no renewal after 31 July 2026 was verified",
            certainty="unknown",
        )
        for month in (1, 7)
    ),
)
"""Every duty, grouped by act; the days are resolved by :func:`usufruct.calendar.deadlines.deadlines`."""

EVENT_DRIVEN: Final = (
    ("payment within five working days of the call", "2024/1673, Art. 7"),
    (
        "objections of the Commission within five days of notification, 24 hours if urgent",
        "833/2014, Art. 5a(10)",
    ),
    ("four months before a further percentage that may be retained can be decreased", "833/2014, Art. 5a(10)"),
)
"""Periods that an event sets running, with their articles: no calendar of a year can list their days."""
