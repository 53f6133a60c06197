"""The bank book: an entry is booked once, and nothing that a bank or one person says can stand in its way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.operations.office import BERT, Desk, Entry
from tests.operations.test_exceptions import NOTE, codes, paid_out
from usufruct.errors import UsufructError
from usufruct.ledger.verifying import verify
from usufruct.operations import chart, corrections, paying
from usufruct.operations.tray import Sheet

DAY = date(2026, 3, 31)


def bank_is_booked(desk: Desk) -> bool:
    """Whether the books hold what the last statement says."""
    last = desk.state.statements[desk.state.last_statement[chart.BANK]]
    return bool(desk.state.balance(chart.BANK) == int(last.body.closing))


def test_words_of_the_bank_cannot_have_an_entry_booked_twice() -> None:
    desk = Desk()
    ((_, body),) = paid_out(desk)
    amount = int(body.amount)
    desk.bank(Entry("B", -amount, DAY, body.end_to_end), day=DAY)
    day = desk.on(date(2026, 4, 7))
    statement = desk.statement([Entry("C", amount, day, body.end_to_end, "", True, "x | entry 1:Z")], day)
    proposal = desk.take(statement).proposal
    assert proposal is not None
    desk.office.approve(BERT, proposal)
    assert desk.take(statement).proposal is None
    assert paying.payables(desk.state) == {body.payee: amount}
    assert bank_is_booked(desk)


def test_two_people_who_agree_cannot_book_an_entry_twice_or_without_one() -> None:
    desk = Desk()
    called = desk.call_fourth()
    desk.bank(Entry("A", called, DAY, NOTE), day=DAY)
    receipt = max(seq for seq, each in desk.state.journals.items() if each.entry == "receipt")
    once = desk.state.journals[receipt]
    for body, code in ((once, "L295"), (replace(once, statement=None, reference=""), "L294")):
        with pytest.raises(UsufructError) as refused:
            desk.agree(Sheet("receipt", "again", (replace(body, text="again"),)))
        assert code in codes(refused)
    assert bank_is_booked(desk)


def test_an_entry_whose_journal_is_reversed_is_booked_and_matched_again() -> None:
    desk = Desk()
    desk.call_fourth()
    day = desk.on(DAY)
    statement = desk.statement([Entry("A", 700, day, "", "whose?")], day)
    for _ in range(2):
        proposal = desk.take(statement).proposal
        assert proposal is not None
        desk.office.approve(BERT, proposal)
        desk.take(statement)
        seq = desk.state.last_statement[chart.BANK]
        journal = desk.state.statements[seq].booked["A"]
        assert desk.state.balance(chart.SUSPENSE) == -700
        match = desk.state.statements[seq].matched["A"]
        assert desk.office.ledger.record(match).body.journal == journal
        desk.agree(corrections.reversal(desk.state, journal, day, "it was another's"))
        assert desk.state.balance(chart.SUSPENSE) == 0
        assert not bank_is_booked(desk)
    assert verify(desk.office.ledger.store).findings == ()


def test_a_wrong_statement_is_taken_back_by_two_people_and_the_true_one_follows() -> None:
    desk = Desk()
    ((seq, body),) = paid_out(desk)
    amount, day = int(body.amount), date(2026, 4, 1)
    wrong = desk.statement([Entry("B", -amount, day, body.end_to_end), Entry("Z", -5, day)], day)
    taken = desk.take(wrong)
    assert taken.proposal is not None
    assert desk.state.payments[seq].status == "settled"
    desk.office.approve(BERT, taken.proposal, "reject")
    sheet = corrections.statement_void(desk.state, taken.statement, day, "a test file of the bank")
    assert f"payment {seq} ({body.end_to_end}) is instructed again" in sheet.text
    desk.agree(sheet)
    assert desk.state.payments[seq].status == "instructed"
    assert bank_is_booked(desk)
    true = replace(wrong, entries=(Entry("B", -amount, day, body.end_to_end),))  # the same number, and another content
    proposal = desk.take(true).proposal
    assert proposal is not None
    desk.office.approve(BERT, proposal)
    assert desk.state.payments[seq].status == "settled"
    assert bank_is_booked(desk)
    assert verify(desk.office.ledger.store).findings == ()


def test_a_statement_that_something_rests_on_is_not_taken_back() -> None:
    desk = Desk()
    called = desk.call_fourth()
    booked = desk.bank(Entry("A", called, DAY, NOTE), day=DAY).statement
    later = desk.take(desk.statement([], DAY)).statement
    for seq, why in ((booked, "follows"), (0, "no statement"), (later, "")):
        if not why:
            desk.agree(corrections.statement_void(desk.state, seq, DAY, "empty"))
            seq, why = booked, "book its entries"
        with pytest.raises(UsufructError) as refused:
            corrections.statement_void(desk.state, seq, DAY, "wrong")
        assert codes(refused) == {"O168"}
        assert why in str(refused.value)
