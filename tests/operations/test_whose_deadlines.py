"""What is asked of whom and from when: no period before the law, no deadline before the ledger, one name for each."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from tests.operations.office import ALPHA, ANNA, BERT, PAST, Desk
from tests.operations.test_two_custodians import Mechanism
from usufruct import assets
from usufruct.calendar import HalfYear
from usufruct.errors import UsufructError
from usufruct.ledger.bodies import Amount, Journal
from usufruct.operations import chart, corrections, retained
from usufruct.operations.founding import FIRST, furnishing
from usufruct.operations.inbox import Task, inbox
from usufruct.operations.levying import legs_of
from usufruct.operations.outcome import after_verification
from usufruct.operations.reporting import Compared, depository_in, file_report, to_file, verify
from usufruct.operations.statements import party_statement
from usufruct.operations.tray import Sheet

REPORT = Path(__file__).resolve().parents[2] / "examples" / "own_report" / "two_custodians.toml"
GAMMA = chart.Depository("sudwest-verwahr", "Südwest Verwahr")


def codes(caught: pytest.ExceptionInfo[UsufructError]) -> set[str]:
    return {fault.code for fault in caught.value.faults}


def asked(tasks: tuple[Task, ...], what: str) -> list[Task]:
    return [task for task in tasks if what in task.what]


def test_no_period_opens_before_the_law() -> None:
    assert (FIRST.label, HalfYear.of(date(2024, 2, 20)).previous < FIRST) == ("2024-H1", True)
    desk = Desk(payments=3)
    before = HalfYear(2023, 2)
    with pytest.raises(UsufructError) as opened:
        corrections.period(desk.state, before, "open")
    with pytest.raises(UsufructError) as furnished:
        furnishing(desk.state, [ALPHA], PAST.law, [before, FIRST], date(2024, 2, 20))
    assert codes(opened) == codes(furnished) == {"O210"}


def test_a_known_period_is_not_opened_and_the_next_one_is_named() -> None:
    desk = Desk(payments=3)
    with pytest.raises(UsufructError, match="usufruct propose open 2026-H1") as known:
        corrections.period(desk.state, HalfYear(2024, 1), "open")
    assert codes(known) == {"O213"}


def test_a_new_version_of_a_report_is_of_an_open_period() -> None:
    desk = Desk(payments=3)
    assert desk.state.periods["2025-H1"].status == "sealed"
    last = desk.state.filings[desk.state.filed["euroclear", "2025-H1"]].body
    changed = msgspec.structs.replace(last, version=last.version + 1, lines=last.lines[:-1])
    size = desk.state.size
    with pytest.raises(UsufructError) as sealed:
        file_report(desk.office, ANNA, to_file(desk.state, changed))
    assert (codes(sealed), desk.state.size) == ({"O211"}, size)
    assert file_report(desk.office, ANNA, to_file(desk.state, last)).records == (
        desk.state.filed["euroclear", "2025-H1"],
    )


def test_no_principal_of_a_closed_period_is_asked_for() -> None:
    """As in a ledger that took a new version before it was refused."""
    state = Desk(payments=3).state.branch()
    known = state.filings[state.filed["euroclear", "2025-H1"]]
    held = tuple(each._replace(amount=Amount(each.amount + 1)) for each in known.body.principal)
    known.body = msgspec.structs.replace(known.body, principal=held)
    assert not asked(inbox(state, date(2025, 9, 1)), "is not booked as filed")
    state.periods["2025-H1"].status = "open"
    assert asked(inbox(state, date(2025, 9, 1)), "is not booked as filed")


def test_after_a_call_a_new_version_says_what_follows() -> None:
    desk = Desk(payments=3)
    desk.call_fourth()
    first = desk.state.filed["euroclear", "2025-H2"]
    (call,) = [seq for seq, each in desk.state.journals.items() if each.basis == first and each.entry == "call"]
    lines = {line.name: int(line.amount) for line in desk.state.filings[first].recomputed}
    body = desk.state.filings[first].body
    for version, more in ((2, 0), (3, 100)):
        again = msgspec.structs.replace(body, version=version, lines=body.lines[:3], document=f"{version:064x}")
        seq = file_report(desk.office, ANNA, again).records[0]
        rows = [Compared(name, None, amount + more * (name == "due")) for name, amount in lines.items()]
        verify(desk.office, BERT, seq, rows, PAST.law.hash)
        said = after_verification(desk.state, seq)
        assert said.startswith("nothing to call") == (more == 0)
        assert (f"usufruct propose reversal {call}" in said) == (more > 0)


def test_no_deadline_of_before_the_ledger_knew_a_custodian_is_asked() -> None:
    desk = Desk(payments=3)
    desk.on(date(2025, 11, 3))
    desk.agree(furnishing(desk.state, [GAMMA], PAST.law, [], date(2025, 11, 3)))
    today = date(2026, 11, 26)
    tasks = [task for task in asked(inbox(desk.state, today), GAMMA.key) if task.due is not None]
    assert tasks
    assert all(task.due >= date(2025, 11, 3) for task in tasks if task.due)
    assert {task.what for task in tasks if "2025-H2" in task.what} == {f"interim report of {GAMMA.key} for 2025-H2"}
    assert not asked(tuple(tasks), "2025-H1")
    assert not asked(inbox(desk.state, today), f"{GAMMA.key} for 2024")
    old = [task for task in inbox(desk.state, today) if "audited accounts of euroclear for 2024" in task.what]
    assert len(old) == 1  # the ledger was there


def test_an_open_period_that_waits_for_a_younger_custodian_says_so_without_a_day() -> None:
    alpha = chart.Depository("alpha-csd", "Alpha CSD")
    mechanism = Mechanism([alpha], [HalfYear(2025, 1), HalfYear(2025, 2)])
    mechanism.now = datetime(2026, 11, 3)  # noqa: DTZ001
    mechanism.agree(furnishing(mechanism.office.state, [GAMMA], PAST.law, [], mechanism.now.date()))
    tasks = inbox(mechanism.office.state, date(2026, 11, 26))
    (late,) = asked(tasks, f"interim report of {GAMMA.key} for 2025-H1")
    assert (late.due, "2026-11-03" in late.what) == (None, True)
    (own,) = asked(tasks, "interim report of alpha-csd for 2025-H1")
    assert (own.overdue, own.command) == (True, "usufruct file REPORT --period 2025-H1 --custodian alpha-csd")


def test_a_ledger_is_asked_for_nothing_that_was_due_before_its_founding() -> None:
    alpha = chart.Depository("alpha-csd", "Alpha CSD")
    mechanism = Mechanism([alpha], [HalfYear(2024, 1)])  # founded in June 2024
    tasks = inbox(mechanism.office.state, date(2024, 8, 1))
    (forecast,) = asked(tasks, "forecast of alpha-csd")
    assert forecast.due == date(2024, 7, 26)
    (report,) = asked(tasks, "interim report of alpha-csd")
    assert (report.due, report.command) == (date(2024, 7, 22), "usufruct file REPORT --period 2024-H1")


@pytest.mark.parametrize("name", ["Alpha CSD", "alpha-csd"])
def test_a_custodian_is_named_by_key_or_by_name(name: str) -> None:
    report = assets.read_filing(REPORT)
    mechanism = Mechanism([chart.Depository("alpha-csd", "Alpha CSD"), GAMMA], [HalfYear(2024, 1)])
    state = mechanism.office.state
    assert depository_in(state, report, name).name == "Alpha CSD"
    for wrong in ("", "Omega", "alpha"):
        with pytest.raises(UsufructError) as refused:
            depository_in(state, report, wrong)
        assert codes(refused) == {"O125"}
    found = party_statement(mechanism.office.ledger, name, date(2024, 7, 1))
    assert found.party == "alpha-csd"
    assert party_statement(mechanism.office.ledger, "Südwest Verwahr", date(2024, 7, 1)).party == GAMMA.key
    assert party_statement(mechanism.office.ledger, "United States", date(2024, 7, 1)).party == "us"
    for nobody in ("", "---", "omega"):
        with pytest.raises(UsufructError) as unknown:
            party_statement(mechanism.office.ledger, nobody, date(2024, 7, 1))
        assert codes(unknown) == {"O190"}


def test_what_is_kept_on_one_decision_is_kept_once() -> None:
    desk = Desk(payments=3)
    retained.check_kept_once(desk.state, "euroclear", "2024-H1")
    legs = legs_of({chart.kept("euroclear"): 100, chart.retained("euroclear", "2024-H1"): -100})
    day = desk.on(date(2025, 9, 15))
    body = Journal("proceeds", "retention kept", "2025-H2", day.isoformat(), legs)
    sheet = Sheet("retention kept", "kept", (body,))
    seq = desk.agree(sheet).records[-1]
    with pytest.raises(UsufructError, match=f"usufruct propose reversal {seq}") as twice:
        retained.check_kept_once(desk.state, "euroclear", "2024-H1")
    assert codes(twice) == {"O214"}
    retained.check_kept_once(desk.state, "euroclear", "2024-H2")
    assert retained.kept_by(desk.state, "euroclear") == [seq]
    desk.agree(corrections.reversal(desk.state, seq, day, "twice"))
    retained.check_kept_once(desk.state, "euroclear", "2024-H1")


@pytest.mark.parametrize(
    ("more", "says"), [(100, "reverse what was kept too much (journals "), (-100, "propose what is kept")]
)
def test_what_is_kept_beyond_the_report_is_reversed_and_not_proposed(more: int, says: str) -> None:
    desk = Desk(payments=3)
    legs = legs_of({chart.kept("euroclear"): 500, chart.retained("euroclear", "2024-H1"): -500})
    body = Journal("proceeds", "retention kept", "2025-H2", desk.on(date(2025, 9, 15)).isoformat(), legs)
    desk.agree(Sheet("retention kept", "kept", (body,)))
    values = {"eu.kept_after_five_years": 500 - more, "eu.matured": 1}
    run: Any = SimpleNamespace(
        result=SimpleNamespace(
            world=SimpleNamespace(timeline=SimpleNamespace(position=lambda step, name: 0)),
            interpreter=SimpleNamespace(value=lambda name, *where: values[name]),
        )
    )
    (fault,) = retained._kept(desk.state, run, "euroclear", "Euroclear", "call 4")
    assert (fault.code, fault.remedy.startswith(says)) == ("O146", True)
