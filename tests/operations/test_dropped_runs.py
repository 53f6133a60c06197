"""A division that is not booked is dropped, and one of money that did not come in is not booked."""

from __future__ import annotations

from datetime import date

import pytest

from tests.operations.office import ALPHA, ANNA, BERT, PAST, Desk, Entry
from usufruct.errors import UsufructError
from usufruct.operations import chart, corrections, sharing, voiding
from usufruct.operations.inbox import inbox
from usufruct.operations.levying import euros
from usufruct.operations.reconciling import open_notes

DAY, NOTE = date(2026, 4, 1), f"DN-4-{ALPHA.key}"


def codes(caught: pytest.ExceptionInfo[UsufructError]) -> set[str]:
    return {fault.code for fault in caught.value.faults}


def received_fourth() -> tuple[Desk, int]:
    """The fourth call is paid; return the desk and the journal of the receipt."""
    desk = Desk()
    called = desk.call_fourth()
    desk.bank(Entry("A", called, DAY, NOTE), day=DAY)
    return desk, max(seq for seq, each in desk.state.journals.items() if each.entry == "receipt")


def paid_out(desk: Desk, *without: str) -> int:
    """Record the run of a payout; return its number."""
    lenders = [each for each in sharing.lenders_of(PAST.law) if chart.LENDER_KEYS[each[0]] not in without]
    run, text = sharing.payout(desk.state, lenders, DAY)
    desk.agree(sharing.run_sheet(desk.state, run, "payout", text))
    seq = sharing.waiting_run(desk.state)
    assert seq is not None
    return seq


def test_a_payout_over_the_wrong_lenders_is_dropped_and_divided_again() -> None:
    desk, _ = received_fourth()
    desk.split(4, DAY)
    epochs = {name: (each.accrued, list(each.paid)) for name, each in desk.state.epochs.items()}
    right = dict(desk.state.runs[paid_out(desk)].shares)
    held = desk.state.balance(chart.MECHANISM)
    first = sharing.waiting_payout(desk.state, [])
    assert first is not None
    desk.agree(voiding.void(desk.state, first, DAY, "to see what is right"))
    assert {name: (each.accrued, list(each.paid)) for name, each in desk.state.epochs.items()} == epochs

    wrong = paid_out(desk, "us")
    with pytest.raises(UsufructError) as other:
        sharing.waiting_payout(desk.state, ["us", "canada"])
    assert codes(other) == {"O207"}
    assert f"usufruct propose void {wrong}" in str(other.value.faults[0].remedy)
    assert sharing.waiting_payout(desk.state, ["us"]) == sharing.waiting_payout(desk.state, []) == wrong
    sheet = sharing.booking(desk.state, wrong, "payout", chart.MECHANISM, DAY)
    assert "left out: us" in sheet.text
    shares = desk.state.runs[wrong].shares
    assert all(path in sheet.text and euros(share) in sheet.text for path, share in shares.items())

    booked = desk.agree(sheet).records[-1]
    with pytest.raises(UsufructError) as stands:
        voiding.void(desk.state, wrong, DAY, "us is in force")
    assert codes(stands) == {"O209"}
    with pytest.raises(UsufructError, match="usufruct propose void"):
        corrections.reversal(desk.state, wrong, DAY, "us is in force")
    desk.agree(corrections.reversal(desk.state, booked, DAY, "us is in force"))
    dropped = voiding.void(desk.state, wrong, DAY, "us is in force")
    assert "proceeds/lender/canada" in dropped.text
    desk.agree(dropped)
    assert sharing.waiting_run(desk.state) is None
    with pytest.raises(UsufructError) as gone:
        sharing.booking(desk.state, wrong, "payout", chart.MECHANISM, DAY)
    assert codes(gone) == {"O144"}
    with pytest.raises(UsufructError) as again:
        voiding.void(desk.state, wrong, DAY, "us is in force")
    assert codes(again) == {"O209"}
    assert desk.state.balance(chart.MECHANISM) == held

    last = paid_out(desk)
    assert dict(desk.state.runs[last].shares) == right  # the running total goes on as if nothing had been


def test_an_epoch_that_was_dropped_takes_no_name_of_another() -> None:
    desk, _ = received_fourth()
    desk.split(4, DAY)
    desk.agree(voiding.void(desk.state, paid_out(desk, "us"), DAY, "wrong"))
    names = [name for name in desk.state.epochs if name.startswith("mechanism-")]
    for gone in ("us", "canada", "us"):
        seq = paid_out(desk, gone)
        assert desk.state.runs[seq].body.epoch == f"mechanism-{len(names) + 1}"
        desk.agree(voiding.void(desk.state, seq, DAY, "wrong"))


def test_a_split_of_money_that_did_not_come_in_is_not_booked() -> None:
    desk, receipt = received_fourth()
    called = -sum(amount for path, amount in desk.state.journals[receipt].legs if path.startswith("proceeds/claim/"))
    run, text = sharing.split(desk.state, PAST.law, 4, DAY)
    desk.agree(sharing.run_sheet(desk.state, run, "split", text))
    seq = sharing.waiting_run(desk.state, 4)
    assert seq is not None
    booking = sharing.booking(desk.state, seq, "split", chart.ASSIGNED, DAY)
    assert "proceeds/channel/loan-mechanism" in booking.text
    early = desk.office.propose(ANNA, "the booking", booking)
    desk.agree(corrections.reversal(desk.state, receipt, DAY, "of somebody else"))
    assert open_notes(desk.state) == {("euroclear", 4): called}

    with pytest.raises(UsufructError) as refused:
        sharing.booking(desk.state, seq, "split", chart.ASSIGNED, DAY)
    assert codes(refused) == {"O208"}
    size = desk.state.size
    with pytest.raises(UsufructError) as late:
        desk.office.approve(BERT, early.records[0])
    assert (codes(late), desk.state.size) == ({"O208"}, size)
    (task,) = [each for each in inbox(desk.state, DAY) if each.what.startswith("split of payment 4")]
    assert (f"{euros(called)} more than came in" in task.what, task.command) == (
        True,
        f"usufruct propose void {seq} --reason TEXT",
    )
    desk.agree(voiding.void(desk.state, seq, DAY, "it did not come in"))
    assert "payment-4" not in desk.state.epochs
    assert not [each for each in inbox(desk.state, DAY) if "split" in each.command]
