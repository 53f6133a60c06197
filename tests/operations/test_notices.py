"""Time that runs for others is counted, warns ahead, shows when missed, and stops what would not wait for it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.ledger.world import replace
from tests.operations.office import ALPHA, ANNA, PAST, Desk, Entry
from usufruct.calendar import deadlines
from usufruct.errors import UsufructError
from usufruct.ledger.punctual import days_late
from usufruct.operations import chart, levying, sharing
from usufruct.operations.inbox import Task, inbox
from usufruct.operations.notices import (
    URGENT,
    answer,
    check_definitive,
    decision,
    forecast_due,
    missing_forecasts,
    report,
    request,
    retention_report_due,
    standing,
    take,
)
from usufruct.operations.yearly import accounts_due

PROOF = "ab" * 32


def watched(desk: Desk, day: date) -> list[Task]:
    return list(inbox(desk.state, day, "commission"))


def notified(desk: Desk, instant: str, entry: str = "extra retention", about: str = "2025") -> int:
    desk.on(date.fromisoformat(instant[:10]) + timedelta(days=1))
    return take(desk.office, ANNA, decision(entry, "euroclear", about, instant, PROOF)).records[0]


@pytest.mark.parametrize(
    ("told", "until"),
    [
        ("2026-03-18T10:00:00Z", "2026-03-23"),  # Wednesday: Monday, the fifth day
        ("2026-03-16T10:00:00Z", "2026-03-23"),  # Monday: Saturday the 21st rolls to Monday
        ("2026-03-27T10:00:00Z", "2026-04-01"),  # Friday
        ("2025-12-23T10:00:00Z", "2026-01-06"),  # the Commission is closed from 24 December to 2 January
    ],
)
def test_five_days_are_plain_days_and_end_on_a_working_day(told: str, until: str) -> None:
    body = decision("extra retention", "csd", "2026", told, PROOF)
    assert body.until == f"{until}T23:59:59Z"
    assert body.article == "32014R0833 Art. 5a(10)(b)"


@pytest.mark.parametrize(
    ("told", "until"),
    [("2026-03-21T10:20:30Z", "2026-03-22T11:00:00Z"), ("2026-03-20T23:00:00Z", "2026-03-22T00:00:00Z")],
)
def test_twenty_four_hours_leave_out_the_hour_of_the_notification_and_do_not_roll(told: str, until: str) -> None:
    assert decision(URGENT, "csd", "2026", told, PROOF).until == until  # the 21st and 22nd are a weekend


def test_what_is_kept_after_five_years_waits_for_the_commission() -> None:
    desk = Desk()
    held = levying.vintages(desk.state, "euroclear")["2024-H1"]
    day = date(2029, 7, 27)

    def keep(on: date) -> None:
        levying.retention_kept(desk.state, ALPHA, "2024-H1", held, on, "still needed")

    with pytest.raises(UsufructError, match="O139"):
        keep(day)
    seq = notified(desk, "2029-07-24T08:00:00Z", "still needed", "2024-H1")
    (task,) = watched(desk, date(2029, 7, 28))
    assert (task.due, task.days, task.overdue) == (date(2029, 7, 30), 2, False)  # the 29th is a Sunday
    assert task.article == "Regulation (EU) No 833/2014 Art. 5a(10)(e) and (f)"
    with pytest.raises(UsufructError, match="O139"):
        keep(date(2029, 7, 30))
    with pytest.raises(UsufructError, match="O106"):  # definitive the day after: only the open period is missing
        keep(date(2029, 7, 31))
    assert watched(desk, date(2029, 7, 31)) == []
    desk.on(date(2029, 7, 31))
    late = take(desk.office, ANNA, answer(desk.state, seq, "objection", "2029-07-31T09:00:00Z", PROOF)).records[0]
    record = desk.office.ledger.record(late)
    assert (record.body.deadline, days_late(record)) == ("2029-07-30", 1)
    with pytest.raises(UsufructError, match="O106"):  # an objection after its time does not count
        keep(date(2029, 7, 31))
    with pytest.raises(UsufructError, match="O192"):
        answer(desk.state, seq, "no objection", "2029-08-01T09:00:00Z", PROOF)


def test_an_objection_in_time_stops_it_and_a_word_that_there_is_none_ends_the_wait() -> None:
    desk = Desk()
    first = notified(desk, "2026-03-18T10:00:00Z")
    desk.on(date(2026, 3, 20))
    take(desk.office, ANNA, answer(desk.state, first, "objection", "2026-03-20T09:00:00Z", PROOF))
    with pytest.raises(UsufructError, match="O139") as stopped:
        check_definitive(desk.state, "extra retention", "euroclear", "2025", date(2026, 12, 1))
    assert f"notice {first} is objected" in str(stopped.value)
    assert watched(desk, date(2026, 3, 21)) == []
    second = notified(desk, "2026-03-24T10:00:00Z", about="2026")
    with pytest.raises(UsufructError, match="O139"):
        check_definitive(desk.state, "extra retention", "euroclear", "2026", date(2026, 3, 25))
    take(desk.office, ANNA, answer(desk.state, second, "no objection", "2026-03-25T08:00:00Z", PROOF))
    check_definitive(desk.state, "extra retention", "euroclear", "2026", date(2026, 3, 25))
    with pytest.raises(UsufructError, match="O139"):
        check_definitive(desk.state, "extra retention", "another", "2026", date(2026, 3, 25))
    (task,) = watched(desk, date(2026, 3, 26))  # (c): four months from the end of the time
    assert "not decreased before 2026-07-30" in task.what


def test_an_emergency_that_nobody_decides_is_overdue_and_nothing_rests_on_it() -> None:
    desk = Desk()
    seq = notified(desk, "2026-03-19T10:00:00Z", URGENT)
    (running,) = watched(desk, date(2026, 3, 20))  # it may still be decided in the morning of that day
    assert (running.days, "decides until 2026-03-20T11:00:00Z" in running.what) == (0, True)
    after = date(2026, 3, 23)
    (task,) = watched(desk, after)
    assert (task.due, task.days) == (date(2026, 3, 20), -3)
    assert "did not decide by 2026-03-20T11:00:00Z" in task.what
    with pytest.raises(UsufructError, match="O139") as silent:
        check_definitive(desk.state, "extra retention", "euroclear", "2025", after)
    assert "undecided" in str(silent.value)
    desk.on(after)
    take(desk.office, ANNA, answer(desk.state, seq, "no objection", "2026-03-23T08:00:00Z", PROOF))
    assert standing(desk.state, desk.state.notices[seq], after) == "definitive"  # late, and a decision all the same


def test_reports_are_due_until_they_are_recorded() -> None:
    desk = Desk()
    day = date(2026, 7, 10)

    def waiting(word: str) -> list[Task]:
        return [task for task in inbox(desk.state, day, "filer") if word in task.what]

    assert [(task.due, task.days) for task in waiting("retained at the end of 2025")] == [(date(2026, 6, 30), -10)]
    (forecasts,) = waiting("forecast")
    assert "after 2024-Q2 and 8 later ones" in forecasts.what  # eight more ended, and the one of 2026-Q2 is near
    assert (forecasts.due, forecasts.article) == (
        date(2024, 7, 26),
        "Implementing Regulation (EU) 2024/1673 Art. 4(4)",
    )
    desk.on(date(2026, 7, 9))
    take(desk.office, ANNA, report("retention report", "euroclear", "2025", "2026-07-09T08:00:00Z", PROOF))
    late = take(desk.office, ANNA, report("forecast", "euroclear", "2024-Q2", "2026-07-09T08:00:00Z", PROOF)).records[0]
    assert waiting("retained at the end of 2025") == []
    assert "after 2024-Q3" in waiting("forecast")[0].what
    assert days_late(desk.office.ledger.record(late)) == (date(2026, 7, 9) - date(2024, 7, 26)).days
    assert missing_forecasts(desk.state, "euroclear", date(2025, 1, 1), date(2025, 5, 1), timedelta(0)) == ["2025-Q1"]
    assert forecast_due("2025-Q1") == date(2025, 4, 28)
    for about in ("2025", "2025-Q5", "Q1"):
        with pytest.raises(UsufructError, match="O191"):
            report("forecast", "euroclear", about, "2026-07-09T08:00:00Z", PROOF)


def test_no_lender_gets_more_than_its_request_says_remains_due() -> None:
    desk = Desk()
    desk.call_fourth()
    day = desk.on(date(2026, 3, 31))
    called = int(desk.state.balance(chart.claim("euroclear", 4)))
    desk.bank(Entry("A", called, day, "DN-4-euroclear"), day=day)
    desk.split(4, day)
    lenders = sharing.lenders_of(PAST.law)
    _, text = sharing.payout(desk.state, lenders, day)
    assert "Art. 8(2)(b) NOT TESTED for eu, us, canada, japan, uk" in text
    share = {row.account: row for row in sharing.payout(desk.state, lenders, day)[0].weights}
    assert set(share) == {chart.lender(key) for key in ("eu", "us", "canada", "japan", "uk")}
    canada = 94_435_610_39
    room = dict.fromkeys(("eu", "us", "japan", "uk"), 10**14)

    def ask(remaining: int, unspent: int) -> None:
        said = request("2026", desk.at(), f"{desk.state.size:064x}", {**room, "canada": remaining}, {"canada": unspent})
        take(desk.office, ANNA, said)

    ask(canada + 5, 6)
    with pytest.raises(UsufructError, match="O145") as over:
        sharing.payout(desk.state, lenders, day)
    assert len(over.value.faults) == 1
    assert "--without canada" in str(over.value)
    assert "canada would get 94 435 610.39 EUR, and 94 435 610.38 EUR can still be used" in str(over.value)
    without = [each for each in lenders if each[0] != "Canada"]
    assert "kept by all lenders" in sharing.payout(desk.state, without, day)[1]
    ask(canada + 5, 5)  # the last request counts
    assert "kept by all lenders" in sharing.payout(desk.state, lenders, day)[1]


def test_a_third_payout_in_a_year_says_so() -> None:
    desk = Desk(payments=4)
    day = date(2025, 12, 1)
    assert sharing._requests_of(desk.state, day) == ""
    run = next(run for run in desk.state.runs.values() if run.body.epoch.startswith("mechanism-"))
    others = [seq for seq, each in desk.state.journals.items() if each.effective[:4] == "2025" and seq != run.booked]
    desk.state.runs[10_001] = replace(run, booked=others[0])
    assert "2 payouts were made in 2025" in sharing._requests_of(desk.state, day)
    assert sharing._requests_of(desk.state, date(2027, 1, 1)) == ""


def test_the_days_of_reports_are_those_of_the_calendar() -> None:
    """The ledger works each day out by itself; the calendar of duties must say the same."""
    for year in range(2025, 2032):
        days = {each.what: each.day for each in deadlines(year)}
        before = year - 1
        assert days[f"audited statements of {before}, with the report on retention"] == accounts_due(before)
        (kept,) = (
            day for what, day in days.items() if what.startswith(f"report of amounts retained at the end of {before}")
        )
        assert kept == retention_report_due(str(before))
        for quarter in (f"{before}-Q4", *(f"{year}-Q{number}" for number in (1, 2, 3))):
            assert days[f"indicative forecast after {quarter}"] == forecast_due(quarter)


@pytest.mark.parametrize("wrong", ["\u0662\u0660\u0662\u0665", "25", "2025-Q1", ""])
def test_a_year_is_written_in_plain_digits(wrong: str) -> None:
    with pytest.raises(UsufructError, match="O191"):
        retention_report_due(wrong)
