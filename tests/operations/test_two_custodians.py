"""The example report of two custodians in three currencies, played half-year by half-year against the law."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.operations.office import ANNA, BERT
from usufruct import assets
from usufruct.calendar import HalfYear
from usufruct.errors import UsufructError
from usufruct.law import rulebook
from usufruct.ledger import MemoryStore
from usufruct.operations import chart, levying
from usufruct.operations.founding import Founder, found, furnishing
from usufruct.operations.inbox import inbox
from usufruct.operations.notices import decision, take
from usufruct.operations.notices import found as found_notices
from usufruct.operations.office import Done, Office
from usufruct.operations.reporting import (
    STATED,
    amount_of,
    compare,
    depository_in,
    file_report,
    is_computed,
    ledger_filing,
    next_version,
    recomputed,
    verify,
)
from usufruct.operations.story_cast import ROLES, demo_key
from usufruct.operations.tray import MemoryTray, Sheet
from usufruct.operations.yearly import changes_nothing, compare_year, yearly_basis, yearly_filing
from usufruct.waterfall.horizon import payment_number
from usufruct.waterfall.own_report import OwnReport

REPORT = Path(__file__).resolve().parents[2] / "examples" / "own_report" / "two_custodians.toml"
LAW = rulebook()


class Mechanism:
    """A mechanism of several custodians on a ledger in memory."""

    def __init__(self, depositories: list[chart.Depository], halves: list[HalfYear]) -> None:
        self.now = datetime(2024, 6, 1)  # noqa: DTZ001
        founders = [Founder(n, f"{i:064x}", demo_key(n).public, r) for i, (n, r) in enumerate(ROLES.items())]
        ledger = found(MemoryStore(), "example/two", demo_key("log").public, founders, "2024-05-01T00:00:00Z")
        self.office = Office(ledger, MemoryTray(), self.at)
        self.agree(furnishing(self.office.state, depositories, LAW, halves, self.now.date()))

    def at(self) -> str:
        self.now += timedelta(seconds=1)
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def agree(self, sheet: Sheet) -> Done:
        first = self.office.propose(ANNA, f"subject {self.office.state.size}", sheet)
        return self.office.approve(BERT, first.records[0])


@pytest.fixture(scope="module")
def report() -> assets.Filing:
    return assets.read_filing(REPORT)


def own_halves(report: assets.Filing, name: str) -> list[assets.PeriodReport]:
    return list(report.reports(name, "interim"))


def year_filed(
    office: Office, report: assets.Filing, run: OwnReport, depository: chart.Depository, year: str, day: date
) -> int:
    """File and verify the audited accounts of a year; return their number."""
    with pytest.raises(UsufructError, match="O138"):
        yearly_basis(office.state, depository.key, year)
    accounts = yearly_filing(report, depository, year, "ef" * 32, 1, {})
    audited = file_report(office, ANNA, accounts).records[0]
    verify(office, BERT, audited, compare_year(accounts, run, depository.name), LAW.hash)
    basis = yearly_basis(office.state, depository.key, year)
    settled = changes_nothing(office.state.filings[basis])
    todo = [task.command for task in inbox(office.state, day) if f"{depository.key} for {year}" in task.what]
    true_ups = [f"usufruct propose true-up {year} --custodian {depository.key}"]
    assert [each for each in todo if "true-up" in each] == ([] if settled else true_ups)
    return basis


def allowed_more(mechanism: Mechanism, run: OwnReport, depository: chart.Depository, half: HalfYear, day: date) -> bool:
    """Have the supervisor allow a retention beyond the cap for the year, unless it did; the call waits for that."""
    office, year = mechanism.office, str(half.year)
    if found_notices(office.state, "extra retention", depository.key, year):
        return False
    with pytest.raises(UsufructError, match="O139"):
        levying.call(office.state, run, depository, half, day)
    take(office, ANNA, decision("extra retention", depository.key, year, mechanism.at(), f"{half.year:064x}"))
    with pytest.raises(UsufructError, match="O139"):  # the Commission can still object
        levying.call(office.state, run, depository, half, mechanism.now.date())
    return True


def keeping(
    mechanism: Mechanism, run: OwnReport, depository: chart.Depository, half: HalfYear, day: date
) -> tuple[int, bool]:
    """Book what the law keeps after a five-year test, without which the call is refused; return how much that is."""
    index = run.result.world.timeline.position("call", f"call {payment_number(half)}")
    by_law = int(run.result.interpreter.value("eu.kept_after_five_years", "call", index, (depository.name,)))
    state = mechanism.office.state
    more = by_law - state.balance(chart.kept(depository.key))
    if more > 0:
        with pytest.raises(UsufructError, match=r"O146.*still_needed"):
            levying.call(state, run, depository, half, day)
        oldest = next(each for each in levying.vintages(state, depository.key) if each != "kept")
        with pytest.raises(UsufructError, match="O139"):
            levying.retention_kept(state, depository, oldest, more, day, "still needed")
        take(mechanism.office, ANNA, decision("still needed", depository.key, oldest, mechanism.at(), f"{more:064x}"))
        mechanism.agree(levying.retention_kept(state, depository, oldest, more, day, "still needed"))
    return by_law, more > 0


def test_books_hold_at_every_call_what_the_law_says_for_both(report: assets.Filing) -> None:
    run = recomputed(report)
    depositories = [chart.Depository(chart.key_of(each.name), each.name, ("EUR",)) for each in report.custodians]
    labels = sorted({each.period for each in report.periods if each.basis == "interim"})
    first, last = HalfYear.read(labels[0]), HalfYear.read(labels[-1])
    halves = [first]
    while halves[-1] < last.next.next:
        halves.append(halves[-1].next)
    mechanism = Mechanism(depositories, halves)
    office = mechanism.office
    seen: dict[str, int] = defaultdict(int)
    steps = {step.label: step for step in run.result.world.timeline.steps["call"]}
    for depository in depositories:
        for each in own_halves(report, depository.name):
            half = HalfYear.read(each.period)
            number = payment_number(half)
            step, day = f"call {number}", steps[f"call {number}"].on
            body = ledger_filing(report, depository, each.period, "ab" * 32, 1, {"EUR": each.assets_value}, {})
            filed = file_report(office, ANNA, body).records[0]
            verify(office, BERT, filed, compare(body, run, depository.name), LAW.hash)
            used = amount_of(run, step, depository.name, "retention used")
            if used:
                mechanism.agree(levying.retention_use(office.state, depository, used, day, "example"))
                seen["use"] += 1
            year = str(half.year - 1)
            if half.half == 1 and any((p.custodian, p.period) == (depository.name, year) for p in report.periods):
                silent = not amount_of(run, year, depository.name, "true-up")
                basis = year_filed(office, report, run, depository, year, day)
                assert changes_nothing(office.state.filings[basis]) == silent
                seen["silent year"] += silent
                if silent:
                    with pytest.raises(UsufructError, match="O134"):
                        levying.true_up(office.state, run, depository, year, basis, day, "ef" * 32)
                else:
                    mechanism.agree(levying.true_up(office.state, run, depository, year, basis, day, "ef" * 32))
                    seen["true-up"] += 1
            keep, more = keeping(mechanism, run, depository, half, day)
            seen["kept"] += more
            left = amount_of(run, step, depository.name, "released")
            for vintage, held in levying.vintages(office.state, depository.key).items():
                part = min(left, held - keep if vintage == "kept" else held)
                if part > 0:
                    mechanism.agree(levying.retention_release(office.state, depository, vintage, part, day, "test"))
                    left -= part
                    seen["release"] += 1
            moved = [amount_of(run, step, depository.name, line) for line in ("called", "released")]
            moved += [amount_of(run, half.label, depository.name, line) for line in ("contribution", "retention")]
            if not any(moved):
                with pytest.raises(UsufructError, match="O134"):
                    levying.call(office.state, run, depository, half, day)
                continue
            seen["extra"] += each.extra_retention > 0 and allowed_more(mechanism, run, depository, half, day)
            mechanism.agree(levying.call(office.state, run, depository, half, day))
            state = office.state
            kept = sum(levying.vintages(state, depository.key).values())
            claim = chart.claim(depository.key, number)
            assert kept == amount_of(run, step, depository.name, "retained"), (depository.key, step)
            assert state.balance(claim) == amount_of(run, step, depository.name, "called"), (depository.key, step)
            carried = amount_of(run, step, depository.name, "overpayment carried")
            assert state.balance(chart.true_up(depository.key)) == -carried, (depository.key, step)
            seen["call"] += 1
    assert seen["call"] > 10
    assert min(seen[each] for each in ("true-up", "use", "release", "silent year", "extra", "kept")) >= 1, dict(seen)


def test_lines_that_differ_are_listed_and_a_new_version_is_accepted(report: assets.Filing) -> None:
    name, run = report.custodians[0].name, recomputed(report)
    depository = chart.Depository(chart.key_of(name), name)
    mechanism = Mechanism([depository], [HalfYear(2024, 1), HalfYear(2024, 2)])
    office = mechanism.office
    right = {line: amount_of(run, "2024-H1", name, quantity) for line, quantity in STATED.items()}
    wrong = {**right, "contribution": right["contribution"] + 1}
    body = ledger_filing(report, depository, "2024-H1", "ab" * 32, 1, {"EUR": 5}, wrong)
    filed = file_report(office, ANNA, body).records[0]
    rows = compare(body, run, name)
    assert [(row.name, row.filed, row.recomputed) for row in rows if row.differs] == [
        ("contribution", right["contribution"] + 1, right["contribution"])
    ]
    verify(office, BERT, filed, rows, LAW.hash)
    assert office.state.filings[filed].verdict == "rejected"
    with pytest.raises(UsufructError, match="O130"):
        levying.call(office.state, run, depository, HalfYear(2024, 1), mechanism.now.date())
    assert next_version(office.state, depository.key, "2024-H1") == 2
    again = ledger_filing(report, depository, "2024-H1", "cd" * 32, 2, {"EUR": 5}, right)
    seq = file_report(office, ANNA, again).records[0]
    verify(office, BERT, seq, compare(again, run, name), LAW.hash)
    assert office.state.accepted[depository.key, "2024-H1"] == seq
    assert is_computed(run, "2024-H1", name)


def test_a_report_of_two_custodians_needs_a_name(report: assets.Filing) -> None:
    depositories = [chart.Depository(chart.key_of(each.name), each.name) for each in report.custodians]
    mechanism = Mechanism(depositories, [HalfYear(2024, 1)])
    with pytest.raises(UsufructError, match="O125"):
        depository_in(mechanism.office.state, report)
    assert depository_in(mechanism.office.state, report, report.custodians[1].name).key == depositories[1].key
