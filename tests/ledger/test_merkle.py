"""The tree against its recursive definition, an independent library, published roots, and bent proofs."""

from __future__ import annotations

import hashlib
import random

import pytest
import tamperlog
from hypothesis import given
from hypothesis import strategies as st

from usufruct.ledger.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    root_of,
)

# The entries of the reference implementation of Certificate Transparency, and the root over all eight.
ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOT_OF_EIGHT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def by_definition(entries: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, word for word."""
    if not entries:
        return hashlib.sha256().digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = 1
    while 2 * k < len(entries):
        k *= 2
    return hashlib.sha256(b"\x01" + by_definition(entries[:k]) + by_definition(entries[k:])).digest()


def test_the_published_root() -> None:
    assert root_of(leaf_hash(bytes.fromhex(entry)) for entry in ENTRIES).hex() == ROOT_OF_EIGHT


@given(st.lists(st.binary(max_size=8), max_size=40))
def test_roots_are_those_of_the_definition(entries: list[bytes]) -> None:
    leaves, frontier = [leaf_hash(entry) for entry in entries], Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    assert root_of(leaves) == frontier.root() == by_definition(entries) == tamperlog.merkle_root(leaves)
    assert frontier.copy().root() == frontier.root()


def test_every_proof_of_small_trees_holds_and_is_that_of_another_library() -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(34)]
    for size in range(1, 35):
        tree, root = leaves[:size], root_of(leaves[:size])
        for index in range(size):
            path = inclusion_proof(tree, index)
            assert list(path) == list(tamperlog.inclusion_proof(index, tree))
            assert is_included(leaves[index], index, size, path, root)
            assert not is_included(leaves[index - 1], index, size, path, root) or size == 1
            assert not is_included(leaves[index], index + 1, size, path, root)
        for old in range(size + 1):
            proof, before = consistency_proof(tree, old), root_of(leaves[:old])
            assert is_consistent(old, before, size, root, proof)
            if 0 < old < size:
                assert list(proof) == list(tamperlog.consistency_proof(old, tree))
                assert not is_consistent(old, root, size, root, proof)
                assert not is_consistent(old, before, size, before, proof)


def test_bent_proofs_do_not_hold() -> None:
    draws = random.Random(1)
    leaves = [leaf_hash(bytes([number])) for number in range(29)]
    root = root_of(leaves)
    for _ in range(300):
        index, old = draws.randrange(29), draws.randrange(1, 29)
        path, proof = inclusion_proof(leaves, index), consistency_proof(leaves, old)
        assert is_included(leaves[index], index, 29, path, root)
        assert not any(is_included(leaves[index], index, 29, each, root) for each in bent(path, draws))
        before = root_of(leaves[:old])
        assert is_consistent(old, before, 29, root, proof)
        assert not any(is_consistent(old, before, 29, root, each) for each in bent(proof, draws))


def bent(proof: tuple[bytes, ...], draws: random.Random) -> list[list[bytes]]:
    """A proof with a hash more, one less, another one, and one that is too long."""
    made = [list(proof) for _ in range(4)]
    made[0].append(bytes(32))
    made[1].pop(draws.randrange(len(proof)))
    made[2][draws.randrange(len(proof))] = bytes(32)
    made[3][draws.randrange(len(proof))] += b"\0"
    return made


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0), (7, 3)])
def test_places_outside_the_tree_are_refused(index: int, size: int) -> None:
    assert not is_included(EMPTY_ROOT, index, size, [], EMPTY_ROOT)


def test_a_leaf_is_no_node() -> None:
    """Without the two prefixes, the children of a node could pass for a record."""
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != root_of([left, right])
