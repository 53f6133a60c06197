"""What is proposed can be carried out, can be found again, and can be taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.operations.office import ALPHA, ANNA, BERT, Desk
from usufruct.calendar import HalfYear
from usufruct.errors import UsufructError
from usufruct.operations import chart, corrections, levying
from usufruct.operations.levying import period_of
from usufruct.operations.office import Office
from usufruct.operations.tray import FolderTray, Sheet

DAY = date(2025, 9, 15)


def in_folder(desk: Desk, folder: Path) -> Office:
    return Office(desk.office.ledger, FolderTray(folder), desk.at)


def use(desk: Desk, amount: int = 1_000_00) -> Sheet:
    return levying.retention_use(desk.state, ALPHA, amount, desk.on(DAY), "a loss")


def test_the_remedy_for_a_missing_period_is_a_command_that_exists() -> None:
    desk = Desk(payments=3)
    with pytest.raises(UsufructError, match="O106") as none:
        period_of(desk.state, date(2027, 4, 1))
    assert none.value.faults[0].remedy == "open it: usufruct propose open 2027-H1"
    with pytest.raises(UsufructError, match="O106") as closed:
        period_of(desk.state, date(2024, 3, 1))
    assert "--on" in closed.value.faults[0].remedy


def test_a_tray_that_cannot_be_written_leaves_nothing_recorded(tmp_path: Path) -> None:
    desk = Desk(payments=3)
    (tmp_path / "file").write_text("not a folder", "utf-8")
    size = desk.state.size
    with pytest.raises(UsufructError, match="O110"):
        in_folder(desk, tmp_path / "file").propose(ANNA, "use", use(desk))
    assert (desk.state.size, desk.state.pending) == (size, {})


def test_a_lost_tray_is_laid_down_again_by_the_command_that_proposed(tmp_path: Path) -> None:
    desk = Desk(payments=3)
    office = in_folder(desk, tmp_path)
    sheet = use(desk)
    first = office.propose(ANNA, "use", sheet)
    (proposal,) = first.records
    assert [path.name for path in tmp_path.iterdir()] == [f"proposal-{proposal}.json"]
    with pytest.raises(UsufructError, match="O103"):
        office.propose(ANNA, "use", sheet)
    (tmp_path / f"proposal-{proposal}.json").unlink()
    with pytest.raises(UsufructError, match="O112") as lost:
        office.approve(BERT, proposal)
    assert str(tmp_path) in lost.value.faults[0].what
    assert office.ledger.record(proposal).order.at in lost.value.faults[0].remedy
    size = desk.state.size
    assert office.propose(ANNA, "use", sheet) == first
    assert desk.state.size == size
    assert office.approve(BERT, proposal).missing == 0
    assert desk.state.balance(chart.RETENTION_USED) == 1_000_00


@pytest.mark.parametrize("verdict", ["withdraw", "reject"])
def test_a_proposal_whose_tray_is_lost_or_damaged_can_be_taken_back(tmp_path: Path, verdict: str) -> None:
    desk = Desk(payments=3)
    office = in_folder(desk, tmp_path)
    for damage in (None, "{"):
        proposal = office.propose(ANNA, "use", use(desk)).records[0]
        path = tmp_path / f"proposal-{proposal}.json"
        path.unlink() if damage is None else path.write_text(damage, "utf-8")
        office.approve(ANNA if verdict == "withdraw" else BERT, proposal, verdict)
        assert desk.state.proposals[proposal].status in ("withdrawn", "rejected")
    assert desk.state.pending == {}


def test_what_can_never_be_carried_out_is_not_proposed() -> None:
    desk = Desk(payments=3)
    size = desk.state.size
    for half, action in ((HalfYear(2024, 1), "open"), (HalfYear(2027, 1), "close"), (HalfYear(2025, 2), "open")):
        with pytest.raises(UsufructError, match=r"L233|O213"):
            desk.office.propose(ANNA, f"{action}:{half}", corrections.period(desk.state, half, action))
    twice = Sheet("retention use", "twice", (*use(desk, 100).bodies, *use(desk, 200).bodies))
    assert desk.office.propose(ANNA, "twice", twice).missing == 1
    assert desk.state.size == size + 1


@pytest.mark.parametrize("end", ["0", "01", "\u0663", "1_0", "+1", "claim"])
def test_an_account_of_a_debit_note_has_one_name(end: str) -> None:
    desk = Desk(payments=3)
    with pytest.raises(UsufructError, match="O170"):
        corrections.opening(desk.state, {f"proceeds/claim/euroclear/{end}": 100}, DAY, "test")
    sound = corrections.opening(desk.state, {"proceeds/claim/euroclear/10": 100}, DAY, "test")
    assert len(sound.bodies) == 2
