"""Checkpoints: the vector of the signed-note text, quorums, bent notes, and signers that refuse to fork."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.world import LOG_KEY, ORIGIN, key_of
from usufruct.errors import UsufructError
from usufruct.ledger.ed25519 import verify
from usufruct.ledger.heads import HeadSigner, LastHead, Witness
from usufruct.ledger.merkle import consistency_proof, leaf_hash, root_of
from usufruct.ledger.notes import (
    Checkpoint,
    VerifierKey,
    WitnessPolicy,
    _parts,
    open_checkpoint,
    read_checkpoint,
    sign_checkpoint,
)

LOG = VerifierKey.of_log(ORIGIN, LOG_KEY.public)
LEAVES = [leaf_hash(bytes([number])) for number in range(20)]
NOTE = sign_checkpoint(Checkpoint(ORIGIN, 20, root_of(LEAVES)), LOG, LOG_KEY.sign_raw)

# The example of the Go implementation of signed notes, by value.
NEUMANN = VerifierKey.read("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
EXAMPLE = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def test_the_example_of_the_signed_note() -> None:
    text, ((name, data),) = _parts(EXAMPLE)
    assert name == NEUMANN.name
    assert data[:4] == NEUMANN.id
    assert verify(NEUMANN.public, text.encode(), data[4:])


def test_a_checkpoint_comes_back() -> None:
    opened = open_checkpoint(NOTE, LOG)
    assert opened.checkpoint == Checkpoint(ORIGIN, 20, root_of(LEAVES))
    assert VerifierKey.read(LOG.text) == LOG


def test_what_is_bent_is_refused() -> None:
    bent = [
        NOTE.replace("\n20\n", "\n21\n"),
        NOTE.replace(ORIGIN, "someone.example/else", 1),
        NOTE.replace("\n\n", "\nextra line\n\n"),
        NOTE[:-1],
        NOTE + "junk",
        NOTE.replace("\u2014", "-"),
        NOTE.split("\n\n")[0] + "\n\n",
        "",
        NOTE.replace("\n20\n", "\n020\n"),
        "\x07" + NOTE,
    ]
    for note in bent:
        with pytest.raises(UsufructError, match=r"L31[12]"):
            open_checkpoint(note, LOG)


@given(st.text(max_size=200) | st.integers(0, len(NOTE) - 1).map(lambda at: NOTE[:at] + "X" + NOTE[at + 1 :]))
def test_no_text_crashes_the_reader(note: str) -> None:
    for read in (lambda: open_checkpoint(note, LOG), lambda: VerifierKey.read(note), lambda: WitnessPolicy.read(note)):
        with contextlib.suppress(UsufructError):
            read()


def witnesses(count: int) -> list[Witness]:
    return [Witness(f"w{number}.example", key_of("witness", number), LOG, LastHead()) for number in range(count)]


def test_a_quorum_of_witnesses_is_counted() -> None:
    three = witnesses(3)
    policy = WitnessPolicy(LOG, tuple(each.key for each in three), 2)
    assert WitnessPolicy.read(policy.text) == policy
    note = NOTE
    for number, witness in enumerate(three[:2]):
        with pytest.raises(UsufructError, match=f"L313.* {number} of 2"):
            policy.open(note)
        note = witness.cosign(note, (), 1_770_000_000 + number)
    assert policy.open(note).cosigned == {"w0.example": 1_770_000_000, "w1.example": 1_770_000_001}


def test_one_key_under_two_names_counts_once() -> None:
    key = key_of("witness")
    two = [Witness(name, key, LOG, LastHead()) for name in ("a.example", "b.example")]
    note = two[1].cosign(two[0].cosign(NOTE, (), 1), (), 1)
    with pytest.raises(UsufructError, match="L313"):
        WitnessPolicy(LOG, tuple(each.key for each in two), 2).open(note)


def test_a_cosignature_covers_its_time() -> None:
    (witness,) = witnesses(1)
    note = witness.cosign(NOTE, (), 1_770_000_000)
    line = note.splitlines()[-1]
    import base64

    data = bytearray(base64.b64decode(line.split()[-1]))
    data[11] ^= 1  # one second of its time
    bent = note.replace(line.split()[-1], base64.b64encode(data).decode())
    with pytest.raises(UsufructError, match="L312"):
        open_checkpoint(bent, LOG, (witness.key,))


def test_a_witness_refuses_a_second_history() -> None:
    (witness,) = witnesses(1)
    short = sign_checkpoint(Checkpoint(ORIGIN, 12, root_of(LEAVES[:12])), LOG, LOG_KEY.sign_raw)
    other = [*LEAVES[:11], bytes(32), *LEAVES[12:]]
    fork = sign_checkpoint(Checkpoint(ORIGIN, 20, root_of(other)), LOG, LOG_KEY.sign_raw)
    witness.cosign(short, (), 1)
    for note, proof in ((fork, consistency_proof(other, 12)), (NOTE, ())):
        with pytest.raises(UsufructError, match="L316"):
            witness.cosign(note, proof, 2)
    witness.cosign(NOTE, consistency_proof(LEAVES, 12), 3)
    with pytest.raises(UsufructError, match="L316"):
        witness.cosign(short, (), 4)  # nor does it go back


def test_the_signer_refuses_a_head_that_does_not_extend_its_last(tmp_path: Path) -> None:
    path = tmp_path / "last"
    HeadSigner(ORIGIN, LOG_KEY, LastHead(path)).sign(LEAVES[:12])
    signer = HeadSigner(ORIGIN, LOG_KEY, LastHead(path))  # another process, the same memory
    for leaves in (LEAVES[:11], [*LEAVES[:11], bytes(32), *LEAVES[12:]]):
        with pytest.raises(UsufructError, match="L316"):
            signer.sign(leaves)
    assert read_checkpoint(signer.sign(LEAVES)).size == 20
    path.write_text("gone")
    with pytest.raises(UsufructError, match="L315"):
        LastHead(path)
