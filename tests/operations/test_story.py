"""The four real half-years: the same on every store, and to the cent what the replay says."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from tests.ledger.postgres_server import Server
from usufruct.ledger import MemoryStore, SqliteStore
from usufruct.ledger.stores.postgres import PostgresStore
from usufruct.ledger.stores.store import Store
from usufruct.ledger.verifying import verify
from usufruct.operations import chart
from usufruct.operations.reconciling import open_notes
from usufruct.operations.sharing import received
from usufruct.operations.story import Story, tell
from usufruct.operations.story_facts import RETENTION_USE, Basis
from usufruct.waterfall.replay import Replay, replay


@pytest.fixture(scope="module")
def past() -> Replay:
    return replay()


@pytest.fixture(scope="module", params=["computed", "received"])
def told(request: pytest.FixtureRequest, past: Replay) -> tuple[Basis, Story]:
    return request.param, tell(MemoryStore(), request.param, past=past)


def called(story: Story, number: int) -> int:
    journals = story.office.state.journals.values()
    path = chart.claim("euroclear", number)
    return sum(dict(each.legs).get(path, 0) for each in journals if each.entry == "call")


def booked(story: Story, path: str, entry: str, address: str) -> int:
    journals = story.office.state.journals.values()
    return -sum(dict(j.legs).get(path, 0) for j in journals if (j.entry, j.address) == (entry, address))


def test_each_payment_is_called_and_received_as_the_replay_says(told: tuple[Basis, Story], past: Replay) -> None:
    basis, story = told
    for row in past.payments.rows[:4]:
        expected = row.computed if basis == "computed" else row.received
        assert called(story, row.number) == received(story.office.state, row.number) == expected, row.number
    assert open_notes(story.office.state) == {}


def test_the_computed_payments_are_the_published_replay() -> None:
    millions = [Fraction(called(tell(MemoryStore()), n), 10**8) for n in (1, 2, 3, 4)]
    assert [str(round(float(each), 1)) for each in millions] == ["1573.2", "2026.8", "1618.2", "1351.8"]


def test_the_split_and_the_lenders_are_those_of_the_replay_to_the_cent(past: Replay) -> None:
    story = tell(MemoryStore(), "received", past=past)
    for row in past.payments.rows[:4]:
        for name, amount in row.allocation.items():
            path = chart.channel(chart.CHANNEL_KEYS[name])
            assert booked(story, path, "split", f"payment:{row.number}") == amount, (row.number, name)
    state = story.office.state
    for lender in past.payments.lenders:
        key = chart.LENDER_KEYS[lender.name]
        assert state.balance(chart.confirmed(key)) == lender.allocated, lender.name
        parts = [booked(story, chart.lender(key), "payout", f"payout:{n}") for n in (1, 2)]
        assert parts == list(lender.by_payment.values()), lender.name


def test_what_is_retained_is_what_the_law_says_less_what_was_used(told: tuple[Basis, Story]) -> None:
    _, story = told
    state = story.office.state
    cut = story.runs[5]
    kept = sum(state.balance(path) for path in state.accounts if path.startswith("proceeds/retained/"))
    lines = {(line.step, line.quantity): line.amount for line in cut.lines}
    taken_back = (
        sum(lines[half, "retention"] for half in ("2025-H1", "2025-H2")) - lines["2025", "retention of the year"]
    )
    assert kept == lines["call 4", "retained"] - taken_back
    assert state.balance(chart.RETENTION_USED) == RETENTION_USE.value * 100


def test_every_cent_is_accounted_for(told: tuple[Basis, Story]) -> None:
    state = told[1].office.state
    for book in ("principal", "proceeds"):
        assert sum(state.balance(path) for path, each in state.accounts.items() if each.book == book) == 0
    assert state.balance(chart.BANK) == 0
    assert state.balance(chart.true_up("euroclear")) < 0  # the example lowers the profit of 2025


def test_attempts_on_principal_are_refused_and_leave_no_trace_in_the_books(told: tuple[Basis, Story]) -> None:
    _, story = told
    refused = [event.codes for event in story.events if event.codes]
    assert refused == [("L268",), ("L264",), ("L209",)]
    state, last = story.office.state, story.halves[-1]
    assert state.balance(chart.principal("euroclear", "EUR")) == last.held
    assert {journal.entry for journal in state.principal_journals} == {"principal"}
    assert not state.releases


def test_every_store_has_the_same_records_leaves_root_and_balances(
    server: Server, database: str, tmp_path: Path, past: Replay
) -> None:
    stores: list[Store] = [
        MemoryStore(),
        SqliteStore(tmp_path / "demo.ledger"),
        PostgresStore(server.url("keeper", database)),
    ]
    stories = [tell(store, past=past) for store in stores]
    first = stories[0].office
    for store, story in zip(stores, stories, strict=True):
        office = story.office
        assert list(store.stored()) == list(stores[0].stored())
        assert store.leaves() == stores[0].leaves()
        assert office.state.tree.root() == first.state.tree.root()
        assert office.state.balances == first.state.balances
        assert store.tables() == stores[0].tables()
        assert verify(store).findings == ()
        store.close()
