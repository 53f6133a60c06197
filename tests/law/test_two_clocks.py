"""Effect and knowledge: what the law says of a day, as one could read it on another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest

from tests.law.later import changed, without
from tests.law.worlds import Given, half_years, timeline, world
from usufruct.calendar import add_working_days
from usufruct.engine import Result, Rulebook, Snapshot
from usufruct.engine.execution.interpreter import Key
from usufruct.engine.snapshot import Entry
from usufruct.law import acts, rulebook

KNOWN = ("2024-03-01", "2024-05-22", "2024-06-07", "2024-10-28", "2025-01-01", "2025-12-22", "2026-07-22")
DAYS = ("2023-12-31", "2024-03-01", "2024-06-30", "2025-08-08", "2026-12-31", "2031-01-01")
OTHERS: tuple[Callable[[date], Rulebook], ...] = (changed, without)


@cache
def other(make: Callable[[date], Rulebook], known: str) -> Rulebook:
    return make(date.fromisoformat(known))


def entries(snapshot: Snapshot) -> dict[tuple[str, str], Entry]:
    return {(each.what, each.name): each for each in snapshot.entries}


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("make", OTHERS)
def test_what_became_known_later_is_not_seen(known: str, make: Callable[[date], Rulebook]) -> None:
    law, later = rulebook(), other(make, known)
    assert law.as_known(known).hash == later.as_known(known).hash
    for day in DAYS:
        assert law.at(day, known=known).entries == later.at(day, known=known).entries
        assert law.at(day, known=known).hash == later.at(day, known=known).hash


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("make", OTHERS)
def test_what_became_known_later_moves_no_figure(known: str, make: Callable[[date], Rulebook]) -> None:
    assert figures(rulebook().as_known(known)) == figures(other(make, known).as_known(known))


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("make", OTHERS)
def test_the_later_law_does_differ(known: str, make: Callable[[date], Rulebook]) -> None:
    """Otherwise the two tests before this one would prove nothing."""
    assert rulebook().hash != other(make, known).hash


def figures(law: Rulebook) -> dict[Key, object]:
    halves = half_years("2024-H1", 5)
    given: Given = {("revenue", label, ("Castor", "EUR")): 10**9 + index for index, label in enumerate(halves)}
    result = law.run(world(timeline(halves), given, ["Castor"]))
    assert isinstance(result, Result)
    return {**result.interpreter.values}


def test_the_levy_arrives_on_the_day_after_its_publication() -> None:
    law = rulebook()
    before, after = law.at("2024-05-21", known="2024-05-21"), law.at("2024-05-23", known="2024-05-23")
    found = {(change.name, change.before is None, change.after is None) for change in before.diff(after)}
    assert {("contribution_rate", True, False), ("retention_rate", True, False), ("contribution", True, False)} <= found
    assert ("undistributable", False, False) in found
    assert before.hash != after.hash
    undistributable = next(change for change in before.diff(after) if change.name == "undistributable")
    assert undistributable.before is not None
    assert undistributable.after is not None
    assert "2024/576" in undistributable.before.cite
    assert "2024/1469" in undistributable.after.cite


def test_with_hindsight_only_duties_begin_on_entry_into_force() -> None:
    """The levy reaches back to 15 February 2024; procedures run from 23 May 2024."""
    law = rulebook()
    changes = law.at("2024-05-21").diff(law.at("2024-05-23"))
    whats = {each.what for change in changes for each in (change.before, change.after) if each}
    assert whats == {"statement"}
    assert {change.after.since for change in changes if change.after} == {"2024-05-23"}


def test_march_2024_as_known_in_april_2024() -> None:
    found = entries(rulebook().at("2024-03-01", known="2024-04-01"))
    assert found["measure", "ban_recorded"].text == "in force, until 2024-07-31"
    assert found["figure", "value_threshold"].text == "1 000 000"
    assert found["figure", "tax_rate"].text == "25 %"
    assert "2024/576" in found["rule", "undistributable"].cite
    assert "2024/576" in found["rule", "distributable"].cite
    for name in ("contribution", "retention", "called", "payment", "share", "blocked_without_levy"):
        assert ("rule", name) not in found
    for name in ("contribution_rate", "retention_rate", "facility_key", "ceiling"):
        assert ("figure", name) not in found
    assert {name for what, name in found if what == "reading"} == {
        *("bank_levy_deductible", "default_interest_basis", "risk_provision_deductible", "tax_accrual_in_a_loss"),
        "working_days",
    }
    assert all(each.known <= "2024-04-01" for each in found.values() if each.known)


def test_the_whole_rulebook_today() -> None:
    found = entries(rulebook().at("2026-07-31"))
    assert found["figure", "contribution_rate"].text == "99.7 %"
    assert found["figure", "contribution_rate"].since == "2024-02-15"
    assert found["figure", "contribution_rate"].known == "2024-05-22"
    assert found["measure", "transfer_prohibition"].text == "in force, without an end date"
    assert found["measure", "ban_recorded"].known == "2025-12-22"
    assert ("statement", "first_report_of_holders") not in found
    assert entries(rulebook().at("2026-03-14"))["statement", "first_report_of_holders"].since == "2025-12-14"


def test_a_statement_is_replaced_by_the_later_act() -> None:
    law = rulebook()
    day = "2024-06-01"
    assert "2024/576" in entries(law.at(day, known="2024-05-21"))["statement", "yearly_report_of_custodians"].cite
    assert "2024/1469" in entries(law.at(day))["statement", "yearly_report_of_custodians"].cite


@pytest.mark.parametrize(("day", "known", "banned"), [
    ("2024-06-30", "2024-01-28", False), ("2024-06-30", "2024-01-29", True), ("2026-07-31", "2025-12-21", False),
    ("2026-07-31", "2025-12-22", True), ("2026-08-01", "2026-08-01", False),
])  # fmt: skip
def test_a_renewal_counts_from_the_day_it_was_reported(day: str, known: str, banned: bool) -> None:
    law = rulebook().as_known(known)
    assert law.in_force("ban_recorded", date.fromisoformat(day)) is banned


PUBLISHED = {
    "31971R1182": "1971-06-08", "32014R0833": "2014-07-31", "32014D0512": "2014-07-31", "32018R1046": "2018-07-30",
    "32024R0576": "2024-02-14", "32024R1469": "2024-05-22", "32024D1470": "2024-05-22", "32024R1673": "2024-06-07",
    "32024R2509": "2024-09-26", "32024D2760": "2024-10-28", "32024R2773": "2024-10-28", "32024R3192": "2024-12-16",
    "32025R2600": "2025-12-13",
}  # fmt: skip
"""Days of publication in the Official Journal, later than the adoption of each act."""


def test_known_is_publication_never_adoption() -> None:
    found = {act.source.celex: str(act.source.published) for act in acts() if act.source.celex}
    assert found == PUBLISHED


def test_acts_of_the_union_stand_in_the_order_of_their_publication() -> None:
    days = [act.source.published for act in acts() if act.source.jurisdiction == "eu"]
    assert days == sorted(days)


def test_no_rule_asks_a_reading_that_was_not_there_yet() -> None:
    readings = rulebook().readings
    early = [
        (rule.name, name)
        for act in acts()
        for rule in act.provisions
        for name, _ in rule.arguments
        if name in readings and readings[name].cite.source.published > rule.known
    ]
    assert early == []


def test_an_amendment_changes_the_hash_and_leaves_the_law_alone() -> None:
    before = rulebook().hash
    higher = rulebook().amend("a higher rate", contribution_rate=("2027-01-01", "100 %"))
    assert higher.hash != before == rulebook().hash


def test_the_weekend_of_the_worked_example() -> None:
    """A call of Friday 1 August 2025 is due on Friday 8 August; Monday 11 August is three days late."""
    due = add_working_days(date(2025, 8, 1), 5)
    assert due == date(2025, 8, 8)
    assert (date(2025, 8, 11) - due).days == 3
