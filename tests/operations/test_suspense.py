"""What is in suspense goes one way, pays a debit note as a receipt does, and is held while something rests on it."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from tests.operations.office import ALPHA, ANNA, BERT, PAST, Desk, Entry
from tests.operations.test_bank_book import bank_is_booked, unknown_rate
from tests.operations.test_exceptions import CLAIM, NOTE, codes
from usufruct.errors import UsufructError
from usufruct.ledger.verifying import verify
from usufruct.operations import chart, corrections, paying
from usufruct.operations.corrections import Given, interest_of
from usufruct.operations.levying import euros
from usufruct.operations.reading import interest_by_note
from usufruct.operations.reconciling import Claims, open_notes
from usufruct.operations.sharing import received
from usufruct.operations.story_cast import demo_parties, example_message
from usufruct.operations.suspense import clear, suspended
from usufruct.operations.tray import Sheet

DAY, DUE, LATE = date(2026, 3, 31), date(2026, 4, 8), date(2026, 4, 20)
LAW = interest_of(PAST.law)
INTEREST = chart.interest("euroclear")


def unknown(desk: Desk, amount: int, day: date = DAY) -> int:
    """An entry of nobody known; the journal that puts it into suspense."""
    desk.bank(Entry(f"U{desk.numbers}", amount, day, "", "whose?"), day=day)
    return suspended(desk.state, day)[-1].journal


def refund(desk: Desk, seq: int, amount: int) -> Sheet:
    return paying.pay(desk.state, {chart.SUSPENSE: amount}, demo_parties(), DAY, example_message, seq)


def test_two_proposals_for_the_same_suspense_money_are_told_apart_and_only_one_is_carried_out() -> None:
    desk = Desk()
    desk.call_fourth()
    seq = unknown(desk, 8_000_00)
    first = desk.office.propose(ANNA, "refund", refund(desk, seq, 8_000_00)).records[0]
    other = clear(desk.state, seq, chart.claim("euroclear", 4), DAY)
    for sheet in (other, corrections.reversal(desk.state, seq, DAY, "a slip")):
        with pytest.raises(UsufructError) as told:
            desk.office.propose(ANNA, "other", sheet)
        assert codes(told) == {"O203"}
        assert f"usufruct approve {first} --withdraw" in told.value.faults[0].remedy
    tray = desk.office.tray.sheets.pop(first)  # type: ignore[attr-defined]  # another tray: it does not show there
    second = desk.office.propose(ANNA, "other", other).records[0]
    desk.office.tray.sheets[first] = tray  # type: ignore[attr-defined]
    desk.office.approve(BERT, second)
    with pytest.raises(UsufructError) as refused:
        desk.office.approve(BERT, first)
    assert codes(refused) == {"L298"}
    assert not any(each.body.basis == seq for each in desk.state.payments.values())
    with pytest.raises(UsufructError) as rehearsed:
        desk.agree(other)
    assert codes(rehearsed) == {"L298"}
    assert verify(desk.office.ledger.store).findings == ()


def test_charges_are_made_good_and_no_more() -> None:
    desk = Desk()
    desk.call_fourth()
    seq = unknown(desk, 1_000_00)
    for account in (chart.CHARGES, chart.EXCHANGE):
        with pytest.raises(UsufructError) as nothing:
            clear(desk.state, seq, account, DAY)
        assert codes(nothing) == {"O163"}
    fee = unknown(desk, -20_00)
    desk.agree(clear(desk.state, fee, chart.CHARGES, DAY))
    desk.agree(clear(desk.state, seq, chart.CHARGES, DAY))
    assert desk.state.balance(chart.CHARGES) == 0
    assert [(each.journal, each.amount) for each in suspended(desk.state, DAY)] == [(seq, 980_00)]


def test_a_charge_that_was_cleared_is_not_booked_again_by_a_reversal() -> None:
    desk = Desk()
    desk.call_fourth()
    unknown(desk, 8_000_00)
    seq = unknown(desk, -40_00)
    done = desk.agree(clear(desk.state, seq, chart.CHARGES, DAY))
    with pytest.raises(UsufructError) as held:
        desk.agree(corrections.reversal(desk.state, seq, DAY, "a slip"))
    assert codes(held) == {"L299"}
    assert f"usufruct propose reversal {done.records[-1]}" in held.value.faults[0].remedy
    assert desk.state.balance(chart.CHARGES) == 40_00
    desk.agree(corrections.reversal(desk.state, done.records[-1], DAY, "a slip"))
    desk.agree(corrections.reversal(desk.state, seq, DAY, "a slip"))
    assert desk.state.balance(chart.CHARGES) == 0


def test_a_receipt_that_late_interest_rests_on_can_be_reversed() -> None:
    desk = Desk()
    called = desk.call_fourth()
    desk.agree(corrections.opening(desk.state, {INTEREST: 5_00}, desk.on(DAY), "old books"))
    desk.bank(Entry("A", called + 5_00, LATE, NOTE), day=LATE)  # it covers the interest that was open, too
    receipt = max(seq for seq, each in desk.state.journals.items() if each.entry == "receipt")
    assert dict(desk.state.journals[receipt].legs)[INTEREST] == -5_00
    desk.agree(corrections.late_interest(desk.state, PAST.law, ALPHA, 4, receipt, LATE))
    desk.agree(corrections.reversal(desk.state, receipt, LATE, "another's"))


def test_opening_balances_in_suspense_stand_in_a_journal_of_their_own() -> None:
    desk = Desk(payments=1)
    day = desk.on(date(2024, 8, 1))
    balances = {chart.SUSPENSE: -900_00, INTEREST: 500_00, chart.claim("euroclear", 99): 100_00}
    desk.agree(corrections.opening(desk.state, balances, day, "old books"))
    (item,) = suspended(desk.state, day)
    assert set(dict(desk.state.journals[item.journal].legs)) == {chart.SUSPENSE, chart.OPENING}
    desk.agree(clear(desk.state, item.journal, chart.claim("euroclear", 99), day))
    assert open_notes(desk.state) == {}
    assert suspended(desk.state, day)[0].amount == 800_00  # interest that opened is on no note


def test_suspense_money_pays_the_note_and_the_rest_stays_there() -> None:
    desk = Desk()
    called = desk.call_fourth()
    seq = unknown(desk, called + 1_00)
    sheet = clear(desk.state, seq, CLAIM, DAY, interest=LAW)
    assert "1.00 EUR are more than the note and its interest, and stay in suspense" in sheet.text
    assert f"usufruct pay --refund {seq} --to PARTY" in sheet.text
    desk.agree(sheet)
    assert (open_notes(desk.state), received(desk.state, 4), desk.state.balance(INTEREST)) == ({}, called, 0)
    assert [(each.journal, each.amount) for each in suspended(desk.state, DAY)] == [(seq, 1_00)]
    with pytest.raises(UsufructError) as nothing:
        clear(desk.state, seq, CLAIM, DAY, interest=LAW)
    assert codes(nothing) == {"O164"}
    desk.agree(refund(desk, seq, 1_00))
    assert verify(desk.office.ledger.store).findings == ()


@pytest.mark.parametrize("more", [-1_000_00, 0, 7_00])
def test_a_late_payment_that_includes_its_interest_is_applied_as_reconcile_would_have(more: int) -> None:
    desk = Desk()
    called = desk.call_fourth()
    claims = Claims(desk.state, LAW)
    (accrual,) = claims.accrue("euroclear", LATE)
    seq = unknown(desk, called + accrual.interest + more, LATE)
    sheet = clear(desk.state, seq, CLAIM, LATE, interest=LAW)
    assert f"late interest first: {accrual.text}" in sheet.text
    desk.agree(sheet)
    accrued, receipt = (desk.state.journals[at] for at in (desk.state.size - 2, desk.state.size - 1))
    assert (accrued.address, dict(accrued.legs)[INTEREST]) == ("accrued:euroclear:4", accrual.interest)
    assert dict(receipt.legs)[INTEREST] == -accrual.interest
    assert -desk.state.balance(chart.UNASSIGNED) == accrual.interest
    assert open_notes(desk.state).get(("euroclear", 4), 0) == max(-more, 0)
    assert -desk.state.balance(chart.SUSPENSE) == max(more, 0)
    assert bank_is_booked(desk)
    with pytest.raises(UsufructError) as booked:
        corrections.late_interest(desk.state, PAST.law, ALPHA, 4, desk.state.size - 1, LATE)
    assert codes(booked) == {"O131"}


def test_a_late_payment_at_an_unknown_rate_takes_the_rate_that_is_given_with_its_source() -> None:
    desk = Desk()
    called = desk.call_fourth()
    interest = round(called * Fraction("5.65") / 100 * (LATE - DUE).days / 365)
    seq = unknown(desk, called + interest, LATE)
    with pytest.raises(UsufructError) as refused:
        clear(desk.state, seq, CLAIM, LATE, interest=unknown_rate)
    assert codes(refused) == {"W213"}
    assert f"usufruct propose clear {seq} {CLAIM} --rate PERCENT --source TEXT" in refused.value.faults[0].remedy
    given = interest_of(PAST.law, Given(Fraction("2.15") / 100, "OJ C 1"))
    sheet = clear(desk.state, seq, CLAIM, LATE, interest=given)
    assert "at 5.65% (refinancing rate 2.15% of OJ C 1)" in sheet.text
    desk.agree(sheet)
    assert (open_notes(desk.state), suspended(desk.state, LATE), desk.state.balance(INTEREST)) == ({}, (), 0)
    assert -desk.state.balance(chart.UNASSIGNED) == interest


def notes(desk: Desk, **open_notes: int) -> date:
    """Debit notes of old books, with what is open of each."""
    day = desk.on(date(2024, 8, 1))
    balances = {chart.claim("euroclear", int(name[1:])): amount for name, amount in open_notes.items()}
    desk.agree(corrections.opening(desk.state, balances, day, "old books"))
    return day


def owed(desk: Desk, number: int, amount: int, day: date) -> None:
    """Interest on a debit note."""
    from usufruct.ledger.bodies import Journal
    from usufruct.operations.levying import legs_of, period_of
    from usufruct.operations.steps import cited

    legs = legs_of({INTEREST: amount, chart.LATE_INTEREST: -amount})
    journal = Journal(
        "proceeds", "late interest", period_of(desk.state, day), day.isoformat(), legs, value=day.isoformat(),
        address=f"accrued:euroclear:{number}", text="late", article=cited("late interest", day),
    )  # fmt: skip
    desk.agree(Sheet("late interest", f"interest on {number}", (journal,)))


def test_who_quotes_a_note_pays_that_note_and_what_is_left_goes_to_interest_of_others_first() -> None:
    desk = Desk(payments=1)
    day = notes(desk, n97=10_00, n98=100_00, n99=100_00)
    owed(desk, 97, 7_00, day)
    owed(desk, 98, 3_00, day)
    assert interest_by_note(desk.state) == {"euroclear": {97: 7_00, 98: 3_00}}
    desk.bank(Entry("A", 100_00, day, "DN-99-euroclear"), day=day)  # in full: nothing of it goes elsewhere
    assert open_notes(desk.state) == {("euroclear", 97): 10_00, ("euroclear", 98): 100_00}
    assert desk.state.balance(INTEREST) == 10_00
    desk.bank(Entry("B", 2_00, day, "DN-98-euroclear"), day=day)  # the interest on the note first
    assert interest_by_note(desk.state) == {"euroclear": {97: 7_00, 98: 1_00}}
    desk.bank(Entry("C", 105_00, day, "DN-98-euroclear"), day=day)  # 1.00, the note, and 4.00 of other interest
    assert open_notes(desk.state) == {("euroclear", 97): 10_00}
    assert interest_by_note(desk.state) == {"euroclear": {97: 3_00, 98: 0}}
    desk.bank(Entry("D", 5_00, day, "", "Euroclear, August"), day=day)  # no note: interest, then the oldest
    assert open_notes(desk.state) == {("euroclear", 97): 8_00}
    assert desk.state.balance(INTEREST) == 0
    assert verify(desk.office.ledger.store).findings == ()


def test_interest_of_a_note_is_told_from_journals_and_is_at_most_the_balance() -> None:
    desk = Desk(payments=1)
    day = notes(desk, n98=1_00, n99=100_00)
    desk.agree(corrections.opening(desk.state, {INTEREST: 4_00}, day, "old books"))
    owed(desk, 99, 6_00, day)
    accrued = desk.state.size - 1
    assert interest_by_note(desk.state) == {"euroclear": {0: 4_00, 99: 6_00}}
    desk.bank(Entry("A", 7_00, day, "", "Euroclear"), day=day)  # 4.00 that opened, then 3.00 on note 99
    assert interest_by_note(desk.state) == {"euroclear": {0: 0, 99: 3_00}}
    owed(desk, 98, 5_00, day)
    desk.agree(corrections.reversal(desk.state, accrued, day, "not late"))
    shares = interest_by_note(desk.state)["euroclear"]
    assert desk.state.balance(INTEREST) == 2_00 == sum(shares.values()), euros(shares[98])


def test_interest_for_days_after_the_money_came_is_told_to_approvers(monkeypatch: pytest.MonkeyPatch) -> None:
    from usufruct.operations import suspense

    desk = Desk()
    desk.call_fourth()
    seq = unknown(desk, 1_000_00)
    claim = chart.claim("euroclear", 4)
    assert "as if it had not" not in clear(desk.state, seq, claim, DAY).text
    monkeypatch.setattr(suspense, "accrued_until", lambda *_: DAY + timedelta(days=30))
    assert f"came in on {DAY}" in clear(desk.state, seq, claim, DAY).text
