"""The Merkle tree of RFC 6962 over SHA-256, exactly as that text has it and no variant of it.

A leaf is the hash of a zero byte and a record's stored bytes, a node the hash of a one byte and its two
children; a tree of n leaves splits at the largest power of two below n. An *inclusion* proof shows that a
record is in the tree of a head, a *consistency* proof that a later head only added to an earlier one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
"""Root of the tree without leaves."""


def leaf_hash(data: bytes) -> bytes:
    """Hash a record's stored bytes into its leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two children into their node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The complete subtrees at the right edge of a growing tree: enough to add leaves and to know the root.

    Attributes:
        size: how many leaves the tree has.

    Example:
        >>> tree = Frontier()
        >>> tree.root() == EMPTY_ROOT
        True
        >>> tree.add(leaf_hash(b"a"))
        >>> tree.size, tree.root() == leaf_hash(b"a")
        (1, True)
    """

    __slots__ = ("_fresh", "_peaks", "size")

    def __init__(self) -> None:
        self.size = 0
        # Leaves that are in no subtree yet: taking them in together is three times as fast as one by one.
        self._fresh: list[bytes] = []
        # The roots of the complete subtrees, the largest first: one for each bit of the size.
        self._peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Add a leaf at the right."""
        self._fresh.append(leaf)
        self.size += 1
        if not self.size & 0x3FF:
            self._take_in()

    def _take_in(self) -> None:
        sha256, peaks = hashlib.sha256, self._peaks
        before = self.size - len(self._fresh)
        for size, leaf in enumerate(self._fresh, before):
            node = leaf
            while size & 1:
                node = sha256(b"\x01" + peaks.pop() + node).digest()
                size >>= 1
            peaks.append(node)
        self._fresh.clear()

    def root(self) -> bytes:
        """Return the root of the tree as it stands."""
        self._take_in()
        if not self._peaks:
            return EMPTY_ROOT
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def copy(self) -> Frontier:
        """Return an independent copy."""
        other = Frontier()
        other.size, other._peaks, other._fresh = self.size, list(self._peaks), list(self._fresh)
        return other


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes, level by level.

    Example:
        >>> root_of([leaf_hash(b"a"), leaf_hash(b"b")]) == node_hash(leaf_hash(b"a"), leaf_hash(b"b"))
        True
    """
    sha256 = hashlib.sha256
    level = list(leaves)
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        pairs = iter(level)
        above = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=False)]
        if len(level) % 2:
            above.append(level[-1])  # promoted unchanged: the same tree as the recursive definition
        level = above
    return level[0]


def _split(size: int) -> int:
    """The largest power of two that is smaller than a size of two or more."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the audit path of a leaf, from its sibling up (RFC 6962, 2.1.1).

    Args:
        leaves: the leaf hashes of the whole tree.
        index: which leaf, from zero.

    Example:
        >>> leaves = [leaf_hash(bytes([n])) for n in range(5)]
        >>> path = inclusion_proof(leaves, 3)
        >>> is_included(leaves[3], 3, 5, path, root_of(leaves))
        True
    """
    path: list[bytes] = []
    start, end = 0, len(leaves)
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(root_of(leaves[middle:end]))
            end = middle
        else:
            path.append(root_of(leaves[start:middle]))
            start = middle
    return tuple(reversed(path))


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Say whether a path proves that a leaf is number ``index`` of the tree of ``size`` with this root.

    The algorithm of RFC 9162, 2.1.3.2; every malformed proof is simply not a proof.
    """
    if not 0 <= index < size:
        return False
    position, last, running = index, size - 1, leaf
    for sibling in path:
        if last == 0 or len(sibling) != 32:
            return False
        if position & 1 or position == last:
            running = node_hash(sibling, running)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            running = node_hash(running, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and running == root


def consistency_proof(leaves: Sequence[bytes], old: int) -> tuple[bytes, ...]:
    """Return the proof that the tree over ``leaves`` extends its first ``old`` leaves (RFC 6962, 2.1.2).

    Example:
        >>> leaves = [leaf_hash(bytes([n])) for n in range(7)]
        >>> proof = consistency_proof(leaves, 3)
        >>> is_consistent(3, root_of(leaves[:3]), 7, root_of(leaves), proof)
        True
    """
    size = len(leaves)
    if not 0 < old < size:
        return ()
    proof: list[bytes] = []
    start, end, whole = 0, size, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            proof.append(root_of(leaves[middle:end]))
            end = middle
        else:
            proof.append(root_of(leaves[start:middle]))
            start, whole = middle, False
    if not whole:
        proof.append(root_of(leaves[start:end]))
    return tuple(reversed(proof))


def is_consistent(old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Say whether a proof shows that the tree of ``size`` extends the tree of ``old`` leaves.

    The algorithm of RFC 9162, 2.1.4.2. The empty tree is extended by every tree.
    """
    if not 0 <= old <= size or any(len(each) != 32 for each in proof):
        return False
    if old == size:
        return old_root == root and not proof
    if old == 0:
        return old_root == EMPTY_ROOT and not proof
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    position, last = old - 1, size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    if not path:
        return False
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and first == old_root and second == root
