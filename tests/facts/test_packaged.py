"""The packaged files: complete, well formed, and faithful to what was counted independently."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from fractions import Fraction

import pytest

from usufruct import facts
from usufruct.facts.checking import COLUMNS, row_faults
from usufruct.facts.events import EVENT_KINDS
from usufruct.facts.packaged import FIGURE_FILES, data_text
from usufruct.facts.reading import end_of_precision
from usufruct.facts.vocabulary import SOURCE_KINDS, UNITS

# Counted by hand from the published tables: rows of the source, less rows that only repeat another row's
# figure or belong to another file, plus the figures computed beside them.
ROWS = {
    "custodian_results": 118 - 7 + 1,
    "contributions": 7 + 6 + 1,
    "allocations": 10 + 24 - 7 + 5,
    "loans": 70,
    "tax": 19 - 10,
    "assets": 72 - 8 - 1 - 1 - 1 + 6,
    "court_claims": 4,
    "policy_rates": 107,
    "expectations": 172 + 114,
    "forecasts": 29 - 8 - 2 - 1,
    "needs": 72 - 1 + 1,
}


@pytest.mark.parametrize("name", FIGURE_FILES)
def test_no_row_is_lost_or_doubled(name: str) -> None:
    assert len(list(csv.DictReader(io.StringIO(data_text(name))))) == ROWS[name]


@pytest.mark.parametrize("name", FIGURE_FILES)
def test_every_row_passes_the_check_a_user_file_must_pass(name: str) -> None:
    reader = csv.DictReader(io.StringIO(data_text(name)))
    assert tuple(reader.fieldnames or ()) == COLUMNS
    faults = [str(fault) for line, row in enumerate(reader, 2) for fault in row_faults(row, f"{name}:{line}")]
    assert faults == []


def test_ids_are_unique_and_references_resolve() -> None:
    known = facts.load()
    ids = [figure.id for figure in known]
    assert [name for name, n in Counter(ids).items() if n > 1] == []
    assert {figure.corrects for figure in known if figure.corrects} <= set(ids)
    assert {source.figure for source in known.further_sources} <= set(ids)
    for source in known.further_sources:
        assert source.known_on >= known.get(source.figure).known_on


def test_every_figure_has_a_source_and_a_number_unless_it_is_a_gap() -> None:
    for figure in facts.load():
        assert figure.source, figure.id
        assert figure.is_gap == (figure.low is None and figure.high is None), figure.id
        if figure.source_kind == "none":
            assert figure.is_gap, figure.id
            assert not figure.verified, figure.id


def test_dates_of_lesser_precision_stand_at_the_end_of_it() -> None:
    for figure in facts.load():
        assert figure.known_on == end_of_precision(figure.known_on, figure.known_precision), figure.id
        if figure.dated is not None and figure.dated_precision == "day":
            assert figure.dated <= figure.known_on, figure.id


def test_notes_tell_nothing_that_came_later() -> None:
    for figure in facts.load():
        told = re.findall(r"20\d\d-\d\d-\d\d", figure.note)
        late = [day for day in told if day > str(figure.known_on) and "in advance" not in figure.note]
        assert late == [], figure.id


def test_what_rests_on_memory_stays_marked() -> None:
    memory = [figure for figure in facts.load() if figure.source_kind == "own knowledge"]
    assert len(memory) == 1 + 2 + 7 + 14 + 25 + 1
    assert not any(figure.verified for figure in memory)


def test_derived_figures_are_left_out_unless_asked_for() -> None:
    known = facts.load()
    assert not any(figure.source_kind == "derived" for figure in known.find())
    assert len(known.find(derived=True)) - len(known.find()) == 12 + 10 + 2 + 1 + 1 + 114 + 14 + 6


def test_gaps_are_listed_and_have_no_amount() -> None:
    gaps = {figure.id for figure in facts.gaps()}
    assert gaps == {
        "assets.canada.assets.central-bank.2025-10-31",
        "assets.germany.assets.central-bank.2025-11-06",
        "contribution.payment-5.received",
        "euroclear.corporate_tax.2026",
        "loan-mechanism.canada.disbursed",
        "loan-mechanism.european-union.disbursed",
        "loan-mechanism.japan.disbursed",
        "loan-mechanism.united-kingdom.disbursed",
        "loan-mechanism.united-states.disbursed",
        "loan.canada.rate",
        "loan.uk.rate",
    }


def test_the_payments_are_as_published() -> None:
    published = {
        "payment-1.announced": ("1.55", "2024-07-19"),
        "payment-1.received": ("1.5", "2024-07-26"),
        "payment-2.announced": ("2.0", "2025-02-05"),
        "payment-2.called": ("2.1", "2025-04-09"),
        "payment-2.received": ("2.1", "2025-04-09"),
        "payment-3.announced": ("1.6", "2025-07-18"),
        "payment-3.received": ("1.6", "2025-08-11"),
        "payment-4.announced": ("1.4", "2026-02-04"),
        "payment-4.received": ("1.4", "2026-04-01"),
    }
    for name, (value, known) in published.items():
        figure = facts.get(f"contribution.{name}")
        assert (figure.value, figure.unit, str(figure.known_on)) == (value, "billion", known)
        assert figure.perimeter == "central bank only"


def test_a_sample_of_the_accounts_in_exact_arithmetic() -> None:
    million = Fraction(10**6)
    expected = {
        "euroclear.interest.2022-9M": (347 * million, million / 2),
        "euroclear.interest.2023": (4400 * million, 50 * million),
        "euroclear.pretax_result.2023": (4330 * million, 5 * million),
        "euroclear.corporate_tax.2024-H1": (836 * million, million / 2),
        "euroclear.contribution_provision.central-bank.2025-Q1": (944 * million, million / 2),
        "euroclear.risk_provision.2025": (342 * million, million / 2),
        "euroclear.pretax_result_after_contribution.2025-H1": (802 * million, million / 2),
        "loan.japan.committed": (471_900 * million, 50 * million),
    }
    for name, (amount, tolerance) in expected.items():
        assert (facts.get(name).amount, facts.get(name).tolerance) == (amount, tolerance)


def test_the_latest_known_day_covers_every_table() -> None:
    latest = facts.latest_known()
    assert str(latest) == "2026-11-22"
    assert max(event.known_on for event in facts.events()) <= latest
    assert max(entry.known_on for entry in facts.proposals()) <= latest


def test_events_and_proposals_are_dated_and_sourced() -> None:
    assert (len(facts.events()), len(facts.proposals())) == (29, 19)
    for event in facts.events():
        assert event.kind in EVENT_KINDS
        assert event.source_kind in SOURCE_KINDS
    assert {entry.unit for entry in facts.proposals()} <= UNITS.keys()


def test_an_act_is_known_from_publication_not_from_adoption() -> None:
    act = next(event for event in facts.events() if event.celex == "32024R1469")
    assert "adopted on 2024-05-21" in act.note
    assert act not in facts.events("2024-05-21")
    assert act in facts.events("2024-05-22")


def test_nothing_printed_is_a_float() -> None:
    for figure in facts.load():
        for text in (figure.value, figure.value_low, figure.value_high):
            assert isinstance(text, str)
            assert re.fullmatch(r"(-?\d+(\.\d+)?)?", text), figure.id
