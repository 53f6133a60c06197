"""Most of a log is read quickly, without asking what is what; nothing may be read so that the strict reader refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.story import tell
from tests.ledger.world import World
from usufruct.errors import UsufructError
from usufruct.ledger import MemoryStore, read_record
from usufruct.ledger.canonical import json_bytes
from usufruct.ledger.codec import body_bytes, read_body, read_exact

QUICK = ("journal", "proposal", "decision")


@pytest.fixture(scope="module")
def bodies() -> list[tuple[str, bytes]]:
    """Bodies of the story, by kind."""
    store = MemoryStore()
    tell(World(store).furnish())
    records = [read_record(data) for data in store.stored()]
    return [(record.kind, body_bytes(record.body)) for record in records]


def strictly(kind: str, data: bytes) -> Any:
    """What the strict reader makes of bytes: the body if they are exactly canonical, else nothing."""
    try:
        body = read_body(kind, data)
        return body if json_bytes(body) == data else None
    except UsufructError:
        return None


def test_what_is_canonical_is_read_alike(bodies: list[tuple[str, bytes]]) -> None:
    assert {kind for kind, _ in bodies} >= set(QUICK)
    for kind, data in bodies:
        assert read_exact(kind, data) == (read_body(kind, data) if kind in QUICK else None)


ODD: list[Any] = [
    5, 5.0, 1e3, True, None, "5.0", "+5", " 5", "5 ", "5_0", "05", "-0", "", "x", "\u0665", [], {},
    "9" * 19, "-" + "9" * 19, "1" + "0" * 18, "9" * 5000, 2**53, -1, 2**70,
]  # fmt: skip
"""What stands near an amount, a number of a record or a text and is none."""


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:20])
def test_what_stands_near_an_amount_is_read_by_neither(bodies: list[tuple[str, bytes]], odd: Any) -> None:
    data = next(data for kind, data in bodies if kind == "journal")
    for place in ("amount", "account", "basis", "text", "period"):
        value = json.loads(data)
        if place in ("amount", "account"):
            value["legs"][0][place == "amount"] = odd
        else:
            value[place] = odd
        bent = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        strict = strictly("journal", bent)
        assert read_exact("journal", bent) == strict
        if place == "amount":
            assert strict is None


@given(st.data())
@settings(max_examples=300)
def test_bytes_near_the_form_are_read_by_both_or_by_neither(
    bodies: list[tuple[str, bytes]], draw: st.DataObject
) -> None:
    kind, data = draw.draw(st.sampled_from([each for each in bodies if each[0] in QUICK]))
    at = draw.draw(st.integers(0, len(data)))
    cut = draw.draw(st.integers(0, 3))
    new = draw.draw(
        st.one_of(st.binary(max_size=3), st.sampled_from([b" ", b'"', b"0", b"\\u0041", b"1e3", b",", b"null"]))
    )
    bent = data[:at] + new + data[at + cut :]
    quick, strict = read_exact(kind, bent), strictly(kind, bent)
    if quick is not None:
        assert quick == strict
    elif strict is not None:  # the quick reader may leave to the strict one what it is not sure of
        assert b"\\u" in bent
