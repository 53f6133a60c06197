"""One encoding for each value, that of RFC 8785, and nothing near it is read."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.story import tell
from tests.ledger.world import World, replace
from usufruct.errors import UsufructError
from usufruct.ledger import MemoryStore, read_record, record_bytes
from usufruct.ledger.bodies import Amount, Journal, Leg, Seal
from usufruct.ledger.canonical import amount_of, amount_text, decode, encode
from usufruct.ledger.codec import body_bytes
from usufruct.ledger.record import Order, Record

ASCII = st.text(st.characters(min_codepoint=1, max_codepoint=127))
TEXT = st.text(st.characters(min_codepoint=1, exclude_categories=["Cs"]))
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), TEXT)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ASCII, inner, max_size=4), max_leaves=12
)


@given(VALUES)
def test_values_are_encoded_as_rfc_8785_has_it(value: Any) -> None:
    assert encode(value) == rfc8785.dumps(value)
    assert decode(encode(value)) == value


@given(VALUES)
def test_values_are_encoded_as_the_standard_library_does(value: Any) -> None:
    """Which is what a verifier without this project has at hand."""
    assert encode(value) == json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


NO_FORM = [0.5, 1.0, float("nan"), 2**53, "\ud800", "a\x00b", {"\u00e9": 1}, {1: 2}, b"x", {"a"}]


@pytest.mark.parametrize("value", NO_FORM)
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(UsufructError, match="L101"):
        encode(value)


NEAR = [b"", b"{", b'{"a": 1}', b'{"b":1,"a":1}', b'{"a":1,"a":1}', b"1.0", b"1e3", b"01", b"NaN", b'"\\u0061"']
NEAR += [
    b'"\xc3"',
    b'"\\u00E9"',
    b'"\\u00e9"',
    b'"\xed\xa0\x80"',
    b"\xef\xbb\xbf1",
    b"9" * 400,
    b"[" * 5000,
    b'{"a":1}\n',
    b'"\\ud800"',
]


@pytest.mark.parametrize("data", NEAR)
def test_bytes_near_the_form_are_refused(data: bytes) -> None:
    with pytest.raises(UsufructError, match="L102"):
        decode(data)


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_amounts_come_back(amount: int) -> None:
    assert amount_of(amount_text(amount)) == amount


NO_AMOUNT = ["", "+1", "-0", "01", "1.0", "1e3", "1_000", " 1", "\u0661", "1" * 19, "0x1", None, 1]


@pytest.mark.parametrize("text", NO_AMOUNT)
def test_text_near_an_amount_is_refused(text: Any) -> None:
    with pytest.raises(UsufructError, match="L103"):
        amount_of(text)


@pytest.mark.parametrize("amount", [0.5, True, 10**18, "1", None])
def test_what_is_no_amount_is_refused(amount: Any) -> None:
    with pytest.raises(UsufructError, match="L103"):
        amount_text(amount)


# Golden: the exact bytes of a record, by hand.
GOLDEN = (
    b'{"at":"2025-01-01T00:00:00Z","body":{"address":"","article":"","basis":null,"book":"proceeds","deadline":null,"due":null,'
    b'"effective":"2025-03-31","entry":"accrual","instructed":null,"legs":[["a","5"],["b","-5"]],"original":null,'
    b'"period":"2025-H1","reference":"","rule_set":"","statement":null,"text":"","value":null},"by":"k","idem":"i","kind":"journal","ledger":"l",'
    b'"result":{},"seq":7,"sig":"","under":null,"v":1}'
)


def test_a_record_has_the_bytes_of_its_format() -> None:
    legs = (Leg("a", Amount(5)), Leg("b", Amount(-5)))
    body = Journal("proceeds", "accrual", "2025-H1", "2025-03-31", legs)
    record = Record(7, "l", Order(body, "k", "i", "2025-01-01T00:00:00Z"))
    assert record_bytes(record) == GOLDEN
    assert read_record(GOLDEN) == record
    assert rfc8785.dumps(json.loads(GOLDEN)) == GOLDEN


def test_every_record_of_the_story_is_rfc_8785_and_comes_back() -> None:
    world = World(MemoryStore()).furnish()
    tell(world)
    for data in world.store.stored():
        assert rfc8785.dumps(json.loads(data)) == data
        record = read_record(data)
        assert record_bytes(record) == data
        assert body_bytes(record.body) == record.order.body_bytes  # cut from the bytes, and not encoded again


@given(st.binary(max_size=200) | st.integers(0, len(GOLDEN) - 1).map(lambda n: GOLDEN[:n] + b"7" + GOLDEN[n + 1 :]))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    try:
        record = read_record(data)
    except UsufructError:
        return
    assert record_bytes(record) == data
    assert body_bytes(record.body) == record.order.body_bytes


@given(VALUES)
def test_no_value_crashes_the_reader(value: Any) -> None:
    whole = json.loads(GOLDEN)
    for part in whole:
        with contextlib.suppress(UsufructError):
            check_same(encode({**whole, part: value}))
    for part in whole["body"]:
        with contextlib.suppress(UsufructError):
            check_same(encode({**whole, "body": {**whole["body"], part: value}}))


def check_same(data: bytes) -> None:
    """What is read says exactly what the bytes say: encoded anew from its parts it is the same."""
    record = read_record(data)
    assert record_bytes(replace(record, order=replace(record.order))) == data


@pytest.mark.parametrize(
    "bend",
    [
        lambda data: data.replace(b'"v":1', b'"v":true'),
        lambda data: data.replace(b'"v":1', b'"v":1.0'),
        lambda data: data.replace(b'"v":1', b'"v":1,"v":1'),
        lambda data: data.replace(b'"seq":', b'"seq":0'),
        lambda data: data.replace(b'"result":{}', b'"result":{"a":1.5}'),
        lambda data: data.replace(b'"result":{}', b'"result":{"a":NaN}'),
        lambda data: data.replace(b'"text":"', b'"text":"\\u0000'),
        lambda data: data.replace(b'"text":"', b'"text":"\\ud800'),
        lambda data: data.replace(b'"text":"', b'"text":"\\u0041'),
        lambda data: data.decode().encode("utf-16"),
        lambda data: data.replace(b'"result":{}', b'"result":' + b"[" * 9000 + b"]" * 9000),
    ],
)
def test_a_record_bent_by_hand_is_refused(bend: Any) -> None:
    bent = bend(GOLDEN)
    assert bent != GOLDEN
    with pytest.raises(UsufructError, match=r"L10[256]"):
        read_record(bent)


def test_a_body_of_something_else_is_refused() -> None:
    for body in (Seal(5), Seal(None), object()):  # type: ignore[arg-type]
        with pytest.raises(UsufructError, match="L104"):
            record_bytes(Record(1, "l", Order(body, "k", "i", "x")))  # type: ignore[arg-type]
