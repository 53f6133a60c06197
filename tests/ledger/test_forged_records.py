"""Whatever somebody writes into a record, with fitting hashes, verification says so and does not fall over."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.forging import forged_store
from tests.ledger.story import tell
from tests.ledger.world import LOG_KEY, ORIGIN, World
from usufruct.ledger import MemoryStore, VerifierKey, WitnessPolicy
from usufruct.ledger.canonical import encode
from usufruct.ledger.verifying import verify

POLICY = WitnessPolicy(VerifierKey.of_log(ORIGIN, LOG_KEY.public))
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-5, 200)
    | st.sampled_from(["", "0", "-1", "1/0", "anna", "EUR", "proceeds/bank", "2025-H1", "approve", "*", "9" * 30])
    | st.text("\x00 aé\ud7ff", max_size=3).filter(lambda text: "\x00" not in text)
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner), max_leaves=4
)


def told() -> tuple[list[bytes], str]:
    world = World(MemoryStore()).furnish()
    note = tell(world)
    return list(world.store.stored()), note


STORED, NOTE = told()


def spots(value: Any) -> list[tuple[Any, Any]]:
    """Every place of a value that can hold another one: its container, and the key or index there."""
    if not isinstance(value, dict | list):
        return []
    here = [(value, key) for key in (value if isinstance(value, dict) else range(len(value)))]
    return here + [spot for container, key in here for spot in spots(container[key])]


def forged(draw: st.DataObject, times: int) -> list[bytes]:
    """The log with a few values replaced in places of any record."""
    stored = list(STORED)
    for _ in range(times):
        number = draw.draw(st.integers(0, len(stored) - 1))
        whole = json.loads(stored[number])
        container, key = draw.draw(st.sampled_from(spots(whole)))
        container[key] = draw.draw(VALUES)
        stored[number] = encode(whole)
    return stored


def check_forgery(draw: st.DataObject) -> None:
    stored = forged(draw, draw.draw(st.integers(1, 3)))
    report = verify(forged_store(stored), NOTE, POLICY)
    assert bool(report.findings) == (stored != STORED)
    if report.names == ("rewritten history",):  # an instant that still fits: only the signed head shows it
        assert [json.loads(data) | {"at": ""} for data in stored] == [json.loads(data) | {"at": ""} for data in STORED]


@settings(max_examples=40)
@given(st.data())
def test_what_is_forged_is_found_and_crashes_nothing(draw: st.DataObject) -> None:
    check_forgery(draw)


@pytest.mark.long
@settings(max_examples=3_000)
@given(st.data())
def test_much_that_is_forged_is_found_and_crashes_nothing(draw: st.DataObject) -> None:
    check_forgery(draw)
