"""Long commits into a file: their rows go in by blocks, and the rules of the file ask each of them all the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ledger.world import World, journal, replace
from usufruct.errors import UsufructError
from usufruct.ledger import MemoryStore, SqliteStore, Under
from usufruct.ledger.folding import fold
from usufruct.ledger.keeping import copy
from usufruct.ledger.merkle import leaf_hash
from usufruct.ledger.projection import expected
from usufruct.ledger.record import read_record
from usufruct.ledger.state import State
from usufruct.ledger.stores.store import Entry

Spoil = Callable[[Entry, State], Entry]
MANY = 200
"""Journals of one commit, of two legs each: whole blocks of rows, and some over."""


def use_an_item_twice(entry: Entry, state: State) -> Entry:
    order = entry.record.order
    assert order.under is not None
    under = Under(order.under.proposal, 0 if order.under.item else 1)
    return entry._replace(record=replace(entry.record, order=replace(order, under=under)))


def unbalance(entry: Entry, state: State) -> Entry:
    kept = state.journals[entry.record.seq]
    (path, amount), last = kept.legs
    state.journals[entry.record.seq] = replace(kept, legs=((path, amount + 1), last))
    return entry


@pytest.mark.parametrize(("spoil", "why"), [(use_an_item_twice, "UNIQUE"), (unbalance, "add up to zero")])
@pytest.mark.parametrize("at", [1, MANY // 2, MANY - 1])
def test_each_row_of_a_long_commit_is_asked(tmp_path: Path, spoil: Spoil, why: str, at: int) -> None:
    """Nothing decides here, so that the file's rules are all that refuses."""
    told = World(MemoryStore()).furnish()
    told.do(*(journal("proceeds/bank", "proceeds/income", 1 + number) for number in range(MANY)))
    state, entries = State(), list[Entry]()
    for data in told.store.stored():
        record, leaf = read_record(data), leaf_hash(data)
        fold(state, record, data, leaf)
        entries.append(Entry(record, data, leaf))
    store = SqliteStore(tmp_path / "ledger.db")
    number = len(entries) - MANY + at
    whole, entries[number] = entries[number], spoil(entries[number], state)
    with pytest.raises(UsufructError, match=f"L303.*{why}"), store.writing() as writing:
        writing.append(entries, state)
    assert store.size() == 0
    assert not any(store.tables().values())
    entries[number] = whole
    copy(told.store, store)
    assert store.tables() == expected(store.stored())
    store.close()
