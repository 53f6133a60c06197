"""A branch of a state changes apart from it, whatever is folded into it."""

from __future__ import annotations

import copy
import dataclasses
from typing import Any

from tests.ledger.story import tell
from tests.ledger.world import World
from usufruct.ledger import MemoryStore, State, read_record
from usufruct.ledger import state as module
from usufruct.ledger.folding import fold
from usufruct.ledger.state import CHANGING


def told(state: State) -> list[Any]:
    """Everything that a state says, as it is now, also of its tree."""
    parts = [getattr(state, each.name) for each in dataclasses.fields(state) if each.name != "tree"]
    return [copy.deepcopy(parts), state.tree.size, state.tree.root()]


def test_every_record_changes_the_branch_it_is_folded_into_and_no_other() -> None:
    world = World(MemoryStore()).furnish()
    tell(world)
    state = State()
    for data in world.store.stored():
        record, before = read_record(data), told(state)
        branch = state.branch()
        assert told(branch) == before
        fold(branch, record, data)
        assert told(state) == before, f"{record.kind} {record.seq} changed the state that it was branched from"
        state = branch
    assert told(state) == told(world.ledger.state)


def test_what_can_change_is_known_to_change() -> None:
    parts = {each for each in vars(module).values() if dataclasses.is_dataclass(each) and isinstance(each, type)}
    own = {each for each in parts if each.__module__ == module.__name__}
    changing = {each for each in own if not each.__dataclass_params__.frozen}  # type: ignore[attr-defined]
    assert set(CHANGING) == changing - {State}
