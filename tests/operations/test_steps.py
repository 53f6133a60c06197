"""Each step is a record that cites its article and, where one is set, the day by which it was due."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.operations.office import PAST, Desk, Entry
from usufruct.calendar import HalfYear, report_due
from usufruct.cli.ledger_text import journals_text
from usufruct.cli.operation_text import party_text
from usufruct.law import rulebook
from usufruct.ledger import MemoryStore
from usufruct.ledger.citation import HOUSE, is_article
from usufruct.ledger.punctual import days_late
from usufruct.ledger.record import Record
from usufruct.operations import chart
from usufruct.operations.inbox import inbox
from usufruct.operations.statements import party_statement
from usufruct.operations.steps import ACTS, FINANCE, STEPS
from usufruct.operations.story import Story, tell

STEP_KINDS = {
    *("filing", "verification", "proposal", "decision", "journal", "reversal", "allocation_run"),
    *("payment", "payment_status", "statement", "match", "period"),
}
# What each kind of record rests on in the demonstration, written down by hand from the acts.
BY_LAW = {
    "filing": {"32024R1673 Art. 4(1)-(2)", "32024R1673 Art. 5(1) and (3)"},
    "verification": {"32024R1673 Art. 7"},
    "allocation_run": {
        "32024D1470 Decision 2014/512/CFSP Art. 1a(11)",
        "32024D2760 Decision 2014/512/CFSP Art. 1a(11)",
        "32024R1469 Art. 1(3) and Annex, Annex XLI(1)(a)",
        "32024R2761 Art. 1 and Annex, Annex XLI(1)",
        "32024R2773 Art. 5(2), 8(1) and 8(3)",
    },
    "payment": {"32024R2773 Art. 5(5) and 7(2)(b)", "32014D0512 Art. 1a(11)", "32014R0833 Annex XLI"},
}
BY_ENTRY = {
    "call": "32024R1673 Art. 7; 32014R0833 Art. 5a(9)",
    "true-up": "32024R1673 Art. 8(2)-(4); 32014R0833 Art. 5a(9)",
    "retention use": "32014R0833 Art. 5a(10)(d)",
    "discharge": "32024R2773 Art. 7(2)(e)",
    "payout": "32024R2773 Art. 5(2), 8(1) and 8(3)",
    "settlement": HOUSE,
    "principal": HOUSE,
    "reversal": HOUSE,
}


@pytest.fixture(scope="module")
def story() -> Story:
    return tell(MemoryStore(), past=PAST)


def records(story: Story) -> list[Record]:
    ledger = story.office.ledger
    return [ledger.record(seq) for seq in range(ledger.state.size)]


def test_every_step_of_the_demonstration_cites_what_it_rests_on(story: Story) -> None:
    steps = [each for each in records(story) if each.kind in STEP_KINDS]
    assert {each.kind for each in steps} == STEP_KINDS
    assert [each for each in steps if not is_article(each.body.article)] == []
    for kind, places in BY_LAW.items():
        said = {part for each in steps if each.kind == kind for part in each.body.article.split("; ")}
        assert said == places, kind
    for entry, article in BY_ENTRY.items():
        said = {j.article for j in story.office.state.journals.values() if j.entry == entry}
        assert said == {article}, entry


def test_interest_and_receipts_cite_the_financial_regulation_of_their_day(story: Story) -> None:
    receipts = [j for j in story.office.state.journals.values() if j.entry == "receipt"]
    acts = {j.effective: j.article for j in receipts}
    assert acts["2024-07-26"] == "32018R1046 Art. 101(1)"
    assert [acts[day] for day in sorted(acts)[1:]] == ["32024R2509 Art. 101(1)"] * 3


def test_deadlines_are_those_that_the_calendar_gives(story: Story) -> None:
    for each in records(story):
        if each.kind == "filing":
            half = None if each.body.period == "2025" else HalfYear.read(each.body.period)
            assert each.body.deadline == (report_due(half).isoformat() if half else "2026-05-31")
        elif each.kind == "journal" and each.body.entry == "receipt":
            (due,) = {
                j.due
                for j in story.office.state.journals.values()
                if (j.entry, j.address) == ("call", each.body.address)
            }
            assert each.body.deadline == due is not None
        elif each.kind == "decision":
            assert each.body.deadline == story.office.state.proposals[each.body.proposal].body.expires[:10]
        else:
            assert getattr(each.body, "deadline", None) is None or each.kind == "proposal"
    assert {days_late(each) for each in records(story)} == {0, None}


def test_acts_of_the_steps_are_acts_of_the_law_under_their_own_numbers() -> None:
    sources = {source.celex: source for source in rulebook().sources if source.celex}
    for act in ACTS:
        for since, celex in act.celex:
            number = sources[celex].title.split()[-1] if act is not FINANCE else ""
            assert celex in sources
            assert number in act.title or celex in ("32014D0512",)
            assert since == date.min or sources[celex].published <= since
    later = FINANCE.celex[1][0]
    law = rulebook()
    for day, celex in ((later, "32024R2509"), (date.fromordinal(later.toordinal() - 1), "32018R1046")):
        version = law.version("eu.default_interest", day)
        assert version is not None
        assert version.provision.cite.source.celex == celex == FINANCE.celex_on(day)
    for step in STEPS.values():
        assert is_article(step.cited(date(2025, 1, 1)))


def test_what_came_late_says_so_in_journal_statement_and_inbox() -> None:
    desk = Desk(payments=3)
    each = desk.story.halves[3]
    late = date(2026, 3, 30)
    filed = desk.file_fourth(late)
    (task,) = [task for task in inbox(desk.state, late) if task.what.startswith(f"report {filed} ")]
    assert task.what.endswith("it was filed 4 days late, due on 2026-03-26")
    statement = party_statement(desk.office.ledger, "euroclear", late)
    (report,) = [row for row in statement.reports if row.period == each.half.label]
    assert (report.deadline, report.late, report.verdict) == ("2026-03-26", 4, "")
    assert "32024R1673 Art. 4(1)-(2); deadline 2026-03-26, LATE by 4 days" in flat(party_text("x", statement))
    called = desk.call_fourth(verified=filed)
    due = date(2026, 4, 8)
    first, second = (
        Entry("A", 5_00, due, "DN-4-euroclear"),
        Entry("B", called - 5_00, date(2026, 4, 9), "DN-4-euroclear"),
    )
    desk.bank(first, second, day=date(2026, 4, 10))  # recorded later: what counts is when the money came
    receipts = [seq for seq, j in desk.state.journals.items() if j.entry == "receipt"][-2:]
    assert [days_late(desk.office.ledger.record(seq)) for seq in receipts] == [0, 1]
    early, missed = (flat(journals_text(desk.office.ledger, [seq])) for seq in receipts)
    assert "deadline 2026-04-08, kept; 32024R2509 Art. 101(1)" in early
    assert "deadline 2026-04-08, LATE by 1 day; 32024R2509 Art. 101(1)" in missed
    rows = party_statement(desk.office.ledger, "euroclear", date(2026, 4, 30)).movements
    claims = [row for row in rows if row.account == chart.claim("euroclear", 4)]
    assert [(row.entry, row.late) for row in claims] == [("call", None), ("receipt", 0), ("receipt", 1)]


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
