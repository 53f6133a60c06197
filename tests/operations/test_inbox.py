"""Deadlines warn ahead, show when missed, and vanish when the step is taken."""

from __future__ import annotations

from datetime import date

import pytest

from tests.operations.office import ALPHA, ANNA, BERT, PAST, Desk, Entry
from usufruct.calendar import HalfYear
from usufruct.errors import UsufructError
from usufruct.operations import corrections, levying
from usufruct.operations.inbox import Task, inbox


def told(desk: Desk, day: date, word: str, role: str = "") -> list[Task]:
    return [task for task in inbox(desk.state, day, role) if word in task.what]


def test_a_report_is_due_on_the_first_working_day_after_the_printed_day() -> None:
    desk = Desk(payments=3)
    assert told(desk, date(2025, 12, 31), "2025-H2") == []
    for day, left in ((date(2026, 1, 15), 70), (date(2026, 3, 26), 0), (date(2026, 3, 27), -1)):
        (task,) = told(desk, day, "2025-H2")
        assert (task.role, task.due, task.days, task.overdue) == ("filer", date(2026, 3, 26), left, left < 0)
        assert "2024/1673 Art. 4(1)" in task.article


def test_each_step_of_the_fourth_half_year_appears_for_its_role_and_vanishes() -> None:
    desk = Desk(payments=3)
    called = desk.call_fourth()
    assert told(desk, date(2026, 3, 28), "interim report of euroclear for 2025-H2") == []
    (task,) = told(desk, date(2026, 4, 10), "debit note 4")
    assert (task.role, task.due, task.days) == ("custodian", date(2026, 4, 8), -2)
    day = date(2026, 3, 31)
    desk.bank(Entry("A", called, day, "DN-4-euroclear"), day=day)
    assert told(desk, day, "debit note 4") == []
    assert [task.command for task in told(desk, day, "not split")] == ["usufruct propose split 4"]
    desk.split(4, day)
    assert told(desk, day, "not split") == []
    assert [task.role for task in told(desk, day, "loan mechanism holds")] == ["proposer"]
    assert [task.role for task in told(desk, day, "owed to 1 party")] == ["payer"]
    desk.pay(day)
    assert told(desk, day, "owed to") == []
    assert [task.days for task in told(desk, date(2026, 4, 3), "has not settled")] == [-3]


def test_a_late_receipt_asks_for_interest_once() -> None:
    desk = Desk(payments=3)
    called = desk.call_fourth()
    day = date(2026, 4, 20)
    desk.bank(Entry("A", called, day, "DN-4-euroclear"), day=day)
    (task,) = told(desk, day, "interest is due")
    receipt = int(task.command.removeprefix("usufruct propose interest 4 "))
    done = desk.agree(corrections.late_interest(desk.state, PAST.law, ALPHA, 4, receipt, day))
    assert told(desk, day, "interest is due") == []
    assert [task.role for task in told(desk, day, "pays interest of")] == ["custodian"]
    desk.agree(corrections.reversal(desk.state, done.records[-1], day, "a slip"))
    assert len(told(desk, day, "interest is due")) == 1


def test_yearly_days_are_printed_and_do_not_roll_and_the_five_year_test_warns_a_year_ahead() -> None:
    desk = Desk(payments=4)
    assert told(desk, date(2026, 4, 1), "audited accounts of euroclear for 2025") == []  # its true-up is booked
    (report,) = told(desk, date(2026, 6, 1), "on amounts retained at the end of 2025")
    assert (report.due, report.days) == (date(2026, 6, 30), 29)
    assert report.article == "Regulation (EU) No 833/2014 Art. 5a(11)"
    assert told(desk, date(2028, 7, 25), "2024-H1 retained") == []
    (test,) = told(desk, date(2028, 7, 27), "2024-H1 retained")
    assert (test.due, test.days) == (date(2029, 7, 26), 364)


def test_tasks_of_one_role_are_a_part_of_all_in_the_same_order() -> None:
    desk = Desk(payments=3)
    day = date(2026, 9, 1)
    every = inbox(desk.state, day)
    for role in {task.role for task in every}:
        assert inbox(desk.state, day, role) == tuple(task for task in every if task.role == role)
    days = [task.due or date.max for task in every]
    assert days == sorted(days)


def test_an_expired_proposal_is_told_to_its_maker_and_leaves() -> None:
    desk = Desk(payments=3)
    day = desk.on(date(2025, 9, 15))
    sheet = levying.retention_use(desk.state, ALPHA, 100, day, "a loss")
    proposals = [desk.office.propose(ANNA, name, sheet).records[0] for name in ("use a", "use b", "use c")]
    for seq, on in ((seq, on) for seq in proposals for on in (day, date(2025, 10, 15))):
        (task,) = told(desk, on, f"proposal {seq} ")
        assert (task.role, task.due, task.overdue) == ("approver", date(2025, 10, 15), False)
    (task,) = told(desk, date(2025, 10, 16), f"proposal {proposals[0]} ")
    assert (task.role, task.due) == ("proposer", None)
    assert "expired on 2025-10-15" in task.what
    assert task.command == f"usufruct approve {proposals[0]} --withdraw"
    assert told(desk, date(2030, 10, 16), "expired") == []
    late = desk.on(date(2025, 10, 20))
    with pytest.raises(UsufructError, match="L211"):
        desk.office.approve(BERT, proposals[0])
    desk.office.approve(ANNA, proposals[0], "withdraw")
    desk.office.approve(BERT, proposals[1], "reject")
    assert told(desk, late, "use a") == told(desk, late, "use b") == []
    again = desk.office.propose(ANNA, "use c", sheet).records[0]
    assert [task.command for task in told(desk, late, "use c")] == [f"usufruct approve {again}"]


def test_a_period_for_today_is_asked_for_until_it_is_open() -> None:
    desk = Desk(payments=3)
    assert told(desk, date(2025, 12, 31), "no period holds") == []
    (task,) = told(desk, date(2026, 1, 1), "no period holds 2026-01-01")
    assert (task.role, task.command) == ("proposer", "usufruct propose open 2026-H1")
    desk.on(date(2026, 1, 2))
    desk.agree(corrections.period(desk.state, HalfYear(2026, 1), "open"))
    assert told(desk, date(2026, 1, 2), "no period holds") == []


def test_duties_of_the_calendar_that_book_nothing_are_listed_ahead_with_their_article() -> None:
    desk = Desk(payments=4)
    (stock,) = told(desk, date(2026, 6, 1), "update of the report of central bank assets held")
    assert (stock.due, stock.role) == (date(2026, 6, 13), "custodian")
    assert stock.article == "Regulation (EU) No 833/2014 Art. 5a(4a)"
    (end,) = told(desk, date(2026, 6, 2), "end of the measures of 833/2014 unless renewed")
    assert (end.due, end.article) == (date(2026, 7, 31), "Decision 2014/512/CFSP")
    assert told(desk, date(2026, 5, 1), "end of the measures") == []
    (early,) = told(desk, date(2025, 12, 21), "end of the measures")
    assert early.due == date(2026, 1, 31)
