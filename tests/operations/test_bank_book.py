"""The bank book: an entry is booked once, and nothing that a bank or one person says can stand in its way."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tests.ledger.world import replace
from tests.operations.office import ALPHA, ANNA, BERT, PAST, Desk, Entry, Status, rejected_by_bank
from tests.operations.test_exceptions import NOTE, codes, paid_out
from usufruct.errors import Fault, UsufructError
from usufruct.ledger.verifying import verify
from usufruct.operations import chart, corrections, paying, voiding
from usufruct.operations.currencies import Terms
from usufruct.operations.inbox import inbox
from usufruct.operations.levying import euros
from usufruct.operations.office import document_hash
from usufruct.operations.readings import Taken
from usufruct.operations.reconciling import open_notes, reconcile
from usufruct.operations.rejecting import message_id, reject
from usufruct.operations.sharing import received
from usufruct.operations.story_cast import IBAN, demo_parties, example_message
from usufruct.operations.suspense import clear, suspended
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
    for body, code in ((once, "L295"), (replace(once, statement=None, reference=""), "L297")):
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
    sheet = voiding.statement_void(desk.state, taken.statement, day, "a test file of the bank")
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
            desk.agree(voiding.statement_void(desk.state, seq, DAY, "empty"))
            seq, why = booked, "book its entries"
        with pytest.raises(UsufructError) as refused:
            voiding.statement_void(desk.state, seq, DAY, "wrong")
        assert codes(refused) == {"O168"}
        assert why in str(refused.value)


def booked(desk: Desk, *entries: Entry, day: date) -> list[str]:
    """Take a statement and approve it; return what its entries were taken for."""
    taken = desk.bank(*entries, day=day)
    assert bank_is_booked(desk)
    assert verify(desk.office.ledger.store).findings == ()
    return [each.what for each in taken.readings]


def test_a_payment_that_settles_after_its_rejection_waits_in_suspense_and_goes_to_whom_it_paid() -> None:
    desk = Desk()
    ((seq, body),) = paid_out(desk)
    amount, day = int(body.amount), date(2026, 4, 1)
    rejected_by_bank(desk, seq)
    assert booked(desk, Entry("B", -amount, day, body.end_to_end), day=day) == ["suspense"]
    (item,) = suspended(desk.state, day)
    assert item.amount == -amount
    assert f"payment {seq}" in item.text
    assert "rejected already" in item.text
    desk.agree(clear(desk.state, item.journal, body.payee, day))
    assert suspended(desk.state, day) == ()
    assert paying.payables(desk.state) == {}
    desk.bank(Entry("C", 5, day), day=day)
    (other,) = suspended(desk.state, day)
    with pytest.raises(UsufructError) as inward:  # what came in is owed to no payee by this way
        clear(desk.state, other.journal, body.payee, day)
    assert codes(inward) == {"O163"}


def test_a_second_debit_and_a_second_return_of_a_payment_wait_in_suspense() -> None:
    desk = Desk()
    ((seq, body),) = paid_out(desk)
    amount, day = int(body.amount), date(2026, 4, 1)
    out, back = Entry("B", -amount, day, body.end_to_end), Entry("C", amount, day, body.end_to_end, "", True, "AC04")
    twice = [replace(out, reference="B2"), back, replace(back, reference="C2")]
    assert booked(desk, out, *twice, day=day) == ["settlement", "suspense", "return", "suspense"]
    assert desk.state.payments[seq].status == "returned"
    assert [each.amount for each in suspended(desk.state, day)] == [-amount, amount]
    assert paying.payables(desk.state) == {body.payee: amount}


def test_an_entry_of_a_closed_period_is_booked_in_the_open_one_with_its_own_day() -> None:
    desk = Desk()
    called = desk.call_fourth()  # payment 4; the periods up to 2025-H1 are closed and sealed
    value = date(2025, 6, 30)
    assert desk.state.periods["2025-H1"].status == "sealed"
    assert booked(desk, Entry("A", called, value, NOTE), day=DAY) == ["receipt"]
    journal = desk.state.journals[max(seq for seq, each in desk.state.journals.items() if each.entry == "receipt")]
    found = journal.period, journal.effective, journal.original, journal.value
    assert found == ("2026-H1", "2026-03-31", "2025-06-30", "2025-06-30")


@pytest.mark.parametrize(("value", "half"), [(date(2026, 7, 2), "2026-H2"), (date(9999, 12, 31), "9999-H2")])
def test_an_entry_that_no_period_takes_leaves_nothing_and_names_the_command(value: date, half: str) -> None:
    desk = Desk()
    ((_, body),) = paid_out(desk)
    day = desk.on(date(2026, 4, 1))
    size, tray = desk.state.size, len(desk.office.tray.sheets)  # type: ignore[attr-defined]
    entries = [Entry("B", -int(body.amount), day, body.end_to_end), Entry("A", 5, value)]
    statement = desk.statement(entries, day)
    with pytest.raises(UsufructError) as refused:
        desk.take(statement)
    assert codes(refused) == {"O106"}
    assert f"usufruct propose open {half}" in str(refused.value)
    assert (desk.state.size, len(desk.office.tray.sheets)) == (size, tray)  # type: ignore[attr-defined]
    true = replace(statement, entries=(entries[0], replace(entries[1], value_day=day)))
    assert desk.take(true).proposal is not None


def test_a_statement_whose_journals_would_be_refused_leaves_nothing() -> None:
    desk = Desk()
    ((seq, body),) = paid_out(desk)
    day = desk.on(date(2026, 4, 1))
    held = desk.state.balance(chart.BANK)
    entries = [Entry("B", -int(body.amount), day, body.end_to_end), Entry("Z", int(body.amount) - held - 1, day)]
    size = desk.state.size
    with pytest.raises(UsufructError) as refused:
        desk.take(desk.statement(entries, day))
    assert codes(refused) == {"L266"}  # the floor of the bank account
    assert (desk.state.size, desk.state.payments[seq].status) == (size, "instructed")


def test_what_is_not_booked_and_waits_for_nobody_stands_in_the_inbox() -> None:
    desk = Desk()
    desk.call_fourth()
    day = desk.on(DAY)
    taken = desk.take(desk.statement([Entry("A", 700, day)], day))
    said = "entries not booked: 1"
    assert not any(said in each.what for each in inbox(desk.state, day))
    assert taken.proposal is not None
    desk.office.approve(BERT, taken.proposal, "reject")
    assert [each.command for each in inbox(desk.state, day) if said in each.what] == ["usufruct reconcile"]


def test_the_same_statement_in_another_file_is_the_same_statement() -> None:
    desk = Desk()
    desk.call_fourth()
    day = desk.on(DAY)
    statement = desk.statement([Entry("A", 700, day)], day)
    first = desk.take(statement)
    size = desk.state.size
    again = reconcile(desk.office, ANNA, statement, IBAN, document_hash(b"sent again, with a new message id"))
    assert (again.statement, again.proposal, desk.state.size) == (first.statement, first.proposal, size)


def test_a_name_within_another_word_is_no_payer() -> None:
    desk = Desk()
    desk.call_fourth()
    entries = [Entry("A", 700, DAY, "", "EUROCLEARING house"), Entry("B", 800, DAY, "", "windfall, Euroclear")]
    assert booked(desk, *entries, day=DAY) == ["suspense", "receipt"]


def test_only_the_banks_own_message_rejects_a_payment() -> None:
    desk = Desk()
    ((seq, body),) = paid_out(desk)
    whole = Status(message_id([body.end_to_end]), "", "", "RJCT", "AM04")
    own = Status("M", "", body.end_to_end, "ACSC")
    size = desk.state.size
    for said, what in (
        ([], "does not name it"),
        ([own], "says ACSC"),
        ([whole, own], "says ACSC"),
        ([replace(whole, original_message_id="M-OTHER")], "does not name it"),
        ([replace(whole, payment_group="G-1")], "does not name it"),
    ):
        with pytest.raises(UsufructError) as refused:
            reject(desk.office, ANNA, seq, said, "ab" * 32)
        assert codes(refused) == {"O169"}
        assert what in str(refused.value)
    assert (desk.state.size, paying.payables(desk.state)) == (size, {})
    (number,) = reject(desk.office, ANNA, seq, [whole], "ab" * 32).records
    record = desk.office.ledger.record(number).body
    assert (record.reason, record.document) == ("AM04", "ab" * 32)
    assert paying.payables(desk.state) == {body.payee: int(body.amount)}
    sheet = paying.pay(desk.state, paying.payables(desk.state), demo_parties(), DAY, example_message)
    assert f"in place of payment {seq}, {body.end_to_end}, which the bank rejected" in sheet.text


def test_a_reversal_shows_what_it_books_and_what_is_divided_already() -> None:
    desk = Desk()
    called = desk.call_fourth()
    day = desk.on(DAY)
    statement = desk.statement([Entry("A", called, day, NOTE)], day)
    desk.office.approve(BERT, desk.take(statement).proposal or 0)
    receipt = max(seq for seq, each in desk.state.journals.items() if each.entry == "receipt")
    before = corrections.reversal(desk.state, receipt, day, "another's")
    assert "-1 351 800 000.00 EUR  proceeds/bank" in before.text
    assert "1 351 800 000.00 EUR  proceeds/claim/euroclear/4" in before.text
    assert "divided" not in before.text
    desk.split(4, day)
    after = corrections.reversal(desk.state, receipt, day, "another's")
    assert "1 351 800 000.00 EUR more of payment 4 are divided than came in" in after.text
    said = "1 351 800 000.00 EUR more are divided"
    assert not any(said in each.what for each in inbox(desk.state, day))
    desk.agree(after)
    assert any(said in each.what for each in inbox(desk.state, day))
    desk.office.approve(BERT, desk.take(statement).proposal or 0)
    assert not any(said in each.what for each in inbox(desk.state, day))


def late(desk: Desk, amount: int, day: date, *, law: bool = True) -> tuple[Taken, str]:
    """A receipt on debit note 4, with interest worked out before it; what was taken and what approvers read."""
    desk.on(day)
    statement = desk.statement([Entry(f"L{day}", amount, day, NOTE)], day)
    known = corrections.interest_of(PAST.law) if law else unknown_rate
    taken = reconcile(desk.office, ANNA, statement, IBAN, "ab" * 32, known)
    assert taken.proposal is not None
    text = desk.office.sheet(taken.proposal).text
    desk.office.approve(BERT, taken.proposal)
    assert bank_is_booked(desk)
    return taken, text


def unknown_rate(*_: object) -> tuple[int, str, str]:
    raise UsufructError([Fault("W213", "no rate of that month is known", "facts")])


def test_a_late_part_payment_covers_the_interest_so_far_first() -> None:
    desk = Desk()
    called = desk.call_fourth()
    due = date(2026, 4, 8)
    part, first, second = 1_000_000_000_00, date(2026, 4, 20), date(2026, 4, 30)
    rate = (Fraction("2.00") + Fraction("0.15") + Fraction("3.5")) / 100  # deposit rate, step, Art. 99(2)(b)
    _, text = late(desk, part, first)
    so_far = round(called * rate * (first - due).days / 365)
    left = called - (part - so_far)
    assert open_notes(desk.state) == {("euroclear", 4): left}
    assert desk.state.balance(chart.interest("euroclear")) == 0
    assert received(desk.state, 4) == part - so_far
    assert f"late interest first: 12 days on {euros(called)} of debit note 4 at 5.65%, {euros(so_far)}" in text
    assert not any("interest is due" in each.what for each in inbox(desk.state, first))
    receipt = max(seq for seq, each in desk.state.journals.items() if each.entry == "receipt")
    with pytest.raises(UsufructError) as twice:
        corrections.late_interest(desk.state, PAST.law, ALPHA, 4, receipt, first)
    assert codes(twice) == {"O131"}
    more = round(left * rate * (second - first).days / 365)
    late(desk, left + more, second)
    assert (open_notes(desk.state), desk.state.balance(chart.interest("euroclear"))) == ({}, 0)
    assert desk.state.balance(chart.SUSPENSE) == 0
    assert verify(desk.office.ledger.store).findings == ()


def test_a_receipt_whose_interest_is_unknown_waits_in_suspense_and_one_in_time_bears_none() -> None:
    desk = Desk()
    called = desk.call_fourth()
    early, _ = late(desk, 1_000_00, date(2026, 4, 8), law=False)
    assert [each.what for each in early.readings] == ["receipt"]
    taken, _ = late(desk, 700_00, date(2026, 4, 20), law=False)
    (reading,) = taken.readings
    assert reading.what == "suspense"
    assert "no rate of that month is known" in reading.why
    assert open_notes(desk.state) == {("euroclear", 4): called - 1_000_00}


def test_a_discharged_payment_that_comes_back_waits_in_suspense_until_its_discharge_is_reversed() -> None:
    desk = Desk()
    desk.call_fourth()
    seq, known = next((seq, each) for seq, each in desk.state.payments.items() if each.body.payee == chart.lender("us"))
    amount, day = int(known.body.amount), desk.on(DAY)
    statement = desk.statement([Entry("K", amount, day, known.body.end_to_end, "", True, "AC04")], day)
    for what, status in (("suspense", "settled"), ("return", "returned")):
        taken = desk.take(statement)
        assert [each.what for each in taken.readings] == [what]
        desk.office.approve(BERT, taken.proposal or 0)
        assert bank_is_booked(desk)
        assert desk.state.payments[seq].status == status
        address = f"discharge:{known.body.end_to_end}"
        (proof,) = (at for at, each in desk.state.journals.items() if each.address == address)
        if what == "suspense":
            assert "proceeds/discharge/awaiting/us would pass its limit" in taken.readings[0].why
            desk.agree(corrections.reversal(desk.state, proof, day, "the money came back"))
            booked = desk.state.statements[taken.statement].booked["K"]
            desk.agree(corrections.reversal(desk.state, booked, day, "to be booked as a return"))
    assert paying.payables(desk.state)[chart.lender("us")] == amount


def test_a_payer_is_told_by_the_account_it_pays_from() -> None:
    def entry(reference: str, text: str, counterparty: str) -> Entry:
        return Entry(reference, 1_00, date(2026, 3, 30), text=text, counterparty=counterparty)

    desk = Desk()
    desk.call_fourth()
    terms = Terms("EUR", payers={"BE1": "euroclear"})
    entries = entry("A", "July", "BE1"), entry("B", "of Euroclear", "BE2"), entry("C", "of Euroclear", "")
    desk.on(date(2026, 3, 30))
    taken = desk.take(desk.statement(entries, date(2026, 3, 30)), terms)
    assert [each.what for each in taken.readings] == ["receipt", "suspense", "receipt"]
