"""Audited accounts: filed by 31 May, verified by another person, and settled also where they change nothing."""

from __future__ import annotations

from datetime import date

import pytest

from tests.ledger.world import replace
from tests.operations.office import ALPHA, ANNA, BERT, PAST, Desk
from usufruct.errors import UsufructError
from usufruct.ledger.bodies import Amount, Holding
from usufruct.operations import chart
from usufruct.operations.inbox import Task, inbox
from usufruct.operations.reporting import file_report, recomputed, verify
from usufruct.operations.story_facts import report_up_to
from usufruct.operations.yearly import CUT, changes_nothing, compare_year, yearly_basis, yearly_filing
from usufruct.waterfall.own_report import OwnReport

LATE = date(2025, 6, 2)


def year_tasks(desk: Desk, day: date, year: int = 2024) -> list[Task]:
    return [task for task in inbox(desk.state, day) if f"for {year}" in task.what and "interim" not in task.what]


def filed(desk: Desk, stated: dict[str, int], version: int = 1) -> tuple[int, OwnReport]:
    """Audited accounts of 2024 that say of the year what its half-years said."""
    report = report_up_to(desk.story.halves, 2, audited=(2024,))
    body = yearly_filing(report, ALPHA, "2024", f"{version:064x}", version, stated)
    return file_report(desk.office, ANNA, body).records[0], recomputed(report, PAST.law)


def test_accounts_that_change_nothing_are_settled_by_their_verification() -> None:
    desk = Desk(payments=3)
    day = date(2025, 8, 27)
    (task,) = year_tasks(desk, day)
    assert (task.role, task.due, task.days) == ("filer", date(2025, 5, 31), -88)
    assert task.article == "Implementing Regulation (EU) 2024/1673 Art. 5(1) and (3)"
    seq, run = filed(desk, {})
    record = desk.office.ledger.record(seq)
    assert (record.body.article, record.body.deadline) == ("32024R1673 Art. 5(1) and (3)", "2025-05-31")
    (task,) = year_tasks(desk, day)
    assert (task.role, task.command) == ("verifier", f"usufruct verify-filing {seq}")
    assert "filed 87 days late, due on 2025-05-31" in task.what
    with pytest.raises(UsufructError, match="O138"):
        yearly_basis(desk.state, "euroclear", "2024")
    rows = compare_year(record.body, run, "Euroclear")
    true_up, cut = ({row.name: row.recomputed for row in rows}[name] for name in ("true_up", CUT))
    assert abs(true_up) <= 1  # half-years are rounded up to a cent each, the year once
    same = [replace(row, recomputed=0) if row.name == "true_up" else row for row in rows]
    verify(desk.office, BERT, seq, same, PAST.law.hash)
    assert cut == 0
    assert changes_nothing(desk.state.filings[seq])
    assert year_tasks(desk, day) == []
    assert "2024" not in {label for _, label in desk.state.accepted if label.startswith("call")}
    size = desk.state.size
    assert [task for task in inbox(desk.state, day) if "is not called" in task.what and "2024" in task.what] == []
    assert desk.state.size == size


@pytest.mark.parametrize("line", ["true_up", CUT])
def test_accounts_that_change_something_wait_for_their_true_up(line: str) -> None:
    desk = Desk(payments=3)
    seq, run = filed(desk, {})
    rows = compare_year(desk.state.filings[seq].body, run, "Euroclear")
    changed = [replace(row, recomputed=7 if row.name == line else 0) for row in rows]
    verify(desk.office, BERT, seq, changed, PAST.law.hash)
    (task,) = year_tasks(desk, LATE)
    assert (task.role, task.command) == ("proposer", "usufruct propose true-up 2024")


def test_a_line_that_differs_rejects_the_accounts_and_the_day_stays_in_sight() -> None:
    desk = Desk(payments=3)
    seq, run = filed(desk, {"contribution": 1})
    verify(desk.office, BERT, seq, compare_year(desk.state.filings[seq].body, run, "Euroclear"), PAST.law.hash)
    assert desk.state.filings[seq].verdict == "rejected"
    (task,) = year_tasks(desk, date(2025, 9, 1))
    assert (task.role, task.overdue) == ("filer", True)
    assert "was rejected" in task.what
    again, _ = filed(desk, {}, version=2)
    assert desk.state.filed["euroclear", "2024"] == again


def test_audited_accounts_hold_no_principal_and_move_none() -> None:
    desk = Desk(payments=3)
    report = report_up_to(desk.story.halves, 2, audited=(2024,))
    body = yearly_filing(report, ALPHA, "2024", "ab" * 32, 1, {})
    with pytest.raises(UsufructError, match="L240"):
        file_report(desk.office, ANNA, replace(body, principal=(Holding("EUR", Amount(1)),)))
    with pytest.raises(UsufructError, match="L240"):
        file_report(desk.office, ANNA, replace(body, period="2031"))
    with pytest.raises(UsufructError) as both:
        yearly_filing(report, ALPHA, "2023", "ab" * 32, 1, {"profit": 1})
    assert {fault.code for fault in both.value.faults} == {"O121", "O135"}


def test_the_story_files_verifies_and_books_its_year() -> None:
    desk = Desk(payments=4)
    state = desk.state
    basis = yearly_basis(state, "euroclear", "2025")
    (journal,) = [each for each in state.journals.values() if each.entry == "true-up"]
    assert journal.basis == basis
    lines = {line.name: int(line.amount) for line in state.filings[basis].recomputed}
    assert lines["true_up"] == state.balance(chart.true_up("euroclear")) < 0
    assert year_tasks(desk, date(2026, 7, 1), 2025) == []
