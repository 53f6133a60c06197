"""Timestamps of checkpoints: a real reply holds for its checkpoint, and for nothing near it."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.timestamp_reply import REPLY, ROOT, STRANGER
from tests.ledger.world import LOG_KEY, ORIGIN, key_of
from usufruct.errors import UsufructError
from usufruct.ledger import LastHead, VerifierKey, Witness
from usufruct.ledger.notes import Checkpoint, sign_checkpoint
from usufruct.ledger.timestamps import Timestamp, check_timestamp, timestamp_request

LOG = VerifierKey.of_log(ORIGIN, LOG_KEY.public)
HEAD = Checkpoint(ORIGIN, 7, bytes(range(32)))
NOTE = sign_checkpoint(HEAD, LOG, LOG_KEY.sign_raw)
STAMPED = Timestamp("2026-11-26T11:20:02Z", 2, "1.2.3.4.1")


def test_a_reply_says_when_its_checkpoint_existed() -> None:
    assert check_timestamp(NOTE, REPLY, ROOT) == STAMPED
    assert check_timestamp(NOTE, REPLY, STRANGER + ROOT) == STAMPED


def test_a_request_asks_for_the_text_and_not_for_the_signatures() -> None:
    for note in (NOTE, Witness("w.example", key_of("w"), LOG, LastHead()).cosign(NOTE, (), 1)):
        request = timestamp_request(note)
        assert hashlib.sha256(HEAD.text.encode()).digest() in request
        assert check_timestamp(note, REPLY, ROOT) == STAMPED
    assert timestamp_request(NOTE) != timestamp_request(NOTE)  # each has a number of its own


@pytest.mark.parametrize(
    "head", [replace(HEAD, size=8), replace(HEAD, root=bytes(32)), replace(HEAD, origin="other.example")]
)
def test_a_reply_holds_for_no_other_checkpoint(head: Checkpoint) -> None:
    note = sign_checkpoint(head, LOG, LOG_KEY.sign_raw)
    with pytest.raises(UsufructError, match="L317"):
        check_timestamp(note, REPLY, ROOT)


@pytest.mark.parametrize(
    "roots", [b"", STRANGER, b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", b"x"]
)
def test_an_authority_that_nobody_trusts_proves_nothing(roots: bytes) -> None:
    with pytest.raises(UsufructError, match="L317"):
        check_timestamp(NOTE, REPLY, roots)


def test_what_is_no_checkpoint_is_not_stamped() -> None:
    with pytest.raises(UsufructError, match="L311"):
        timestamp_request("hello")
    with pytest.raises(UsufructError, match="L311"):
        check_timestamp("hello", REPLY, ROOT)


@given(st.binary(max_size=60) | st.tuples(st.integers(0, len(REPLY) - 1), st.integers(0, 7)))
def test_a_bent_reply_crashes_nothing_and_moves_no_time(bend: bytes | tuple[int, int]) -> None:
    reply = bytearray(REPLY)
    if isinstance(bend, bytes):
        reply = bytearray(bend)
    else:
        reply[bend[0]] ^= 1 << bend[1]
    try:
        stamped = check_timestamp(NOTE, bytes(reply), ROOT)
    except UsufructError as error:
        code = error.faults[0].code
    else:
        code = ""
        assert stamped == STAMPED
    assert code in ("", "L317")


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    with pytest.raises(UsufructError, match=r"L318.*usufruct\[timestamps\]"):
        timestamp_request(NOTE)
