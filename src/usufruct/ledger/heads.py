"""Those who sign heads: the log, and its witnesses. Neither signs one that does not extend its last."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from usufruct.errors import refuse
from usufruct.ledger.merkle import EMPTY_ROOT, consistency_proof, is_consistent, root_of
from usufruct.ledger.notes import Checkpoint, VerifierKey, cosign, open_checkpoint, sign_checkpoint
from usufruct.ledger.signing import SigningKey


class LastHead:
    """The last head that somebody signed, kept in a file of theirs: not in the ledger that it speaks of.

    Args:
        path: the file; None keeps it for the life of the process only.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._head = _read(path) if path is not None and path.exists() else (0, EMPTY_ROOT)

    @property
    def head(self) -> tuple[int, bytes]:
        """Size and root; the empty tree at first."""
        return self._head

    def move(self, size: int, root: bytes) -> None:
        """Remember a head, durably, before anything is signed."""
        if self._path is not None:
            beside = self._path.with_name(self._path.name + ".new")
            with beside.open("w", encoding="ascii") as stream:
                stream.write(f"{size} {root.hex()}\n")
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(self._path)
            folder = os.open(self._path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        self._head = size, root


def _read(path: Path) -> tuple[int, bytes]:
    try:
        size, root = path.read_text("ascii").split()
        head = int(size), bytes.fromhex(root)
    except (OSError, ValueError):
        raise refuse(
            "L315", "the file of the last head is damaged", str(path), "", "restore it; do not start anew"
        ) from None
    return head


class HeadSigner:
    """The log's own key, and the last head that it signed.

    Args:
        origin: name of the ledger.
        key: its private key.
        last: where the last head is kept.
    """

    def __init__(self, origin: str, key: SigningKey, last: LastHead) -> None:
        self._origin, self._key, self._last = origin, key, last

    def sign(self, leaves: Sequence[bytes]) -> str:
        """Sign the head over leaf hashes; return the note.

        Raises:
            UsufructError: ``L316`` when it does not extend the last one: the log was cut or rewritten.
        """
        size, root = self._last.head
        if len(leaves) < size or root_of(leaves[:size]) != root:
            what = f"the log of {len(leaves)} records does not extend the head of {size} that was signed last"
            why = "a signature here would cover up a lost tail"
            remedy = (
                "verify the ledger against that head; where its records were given up (usufruct ledger restore "
                "--accept-loss), keep the last head of the new history in a file of its own: --last FILE"
            )
            raise refuse("L316", what, self._origin, why, remedy)
        head = Checkpoint(self._origin, len(leaves), root_of(leaves))
        self._last.move(head.size, head.root)
        return sign_checkpoint(head, VerifierKey.of_log(self._origin, self._key.public), self._key.sign_raw)


class Witness:
    """Somebody else who watches a log: cosigns each head that extends the last one it saw.

    Args:
        name: as it stands in signature lines.
        key: the witness's private key.
        log: the key of the log that it watches.
        last: where the last head is kept.
    """

    def __init__(self, name: str, key: SigningKey, log: VerifierKey, last: LastHead) -> None:
        self.key = VerifierKey(name, VerifierKey.of_log(name, key.public).public, algorithm=4)
        self._private, self._log, self._last = key, log, last

    def cosign_read(self, note: str, leaves: Sequence[bytes], second: int) -> str:
        """Cosign a head over records that the witness has read itself.

        Args:
            note: the checkpoint signed by the log.
            leaves: hashes of the records as read, not as they stand beside the records.
            second: the witness's own clock, Unix time.

        Raises:
            UsufructError: as :meth:`cosign`; ``L316`` also when the records read are not those of the head.
        """
        head = open_checkpoint(note, self._log).checkpoint
        if len(leaves) < head.size or root_of(leaves[: head.size]) != head.root:
            what = f"the {len(leaves)} records read here are not those that the head of {head.size} was signed over"
            why = "a witness vouches for records that it has read, not for what it is told"
            raise refuse("L316", what, head.origin, why, "read the ledger that the head is of, and verify it")
        size = self._last.head[0]
        return self.cosign(note, consistency_proof(leaves[: head.size], size) if size <= head.size else (), second)

    def cosign(self, note: str, proof: Sequence[bytes], second: int) -> str:
        """Cosign a head.

        Args:
            note: the checkpoint signed by the log.
            proof: consistency proof from the last head to this one.
            second: the witness's own clock, Unix time.

        Raises:
            UsufructError: ``L311`` or ``L312`` for a note that is not the log's; ``L316`` when it does not
                extend the last one.
        """
        head = open_checkpoint(note, self._log).checkpoint
        size, root = self._last.head
        if not is_consistent(size, root, head.size, head.root, proof):
            what = f"the head of {head.size} is not shown to extend the head of {size} that was cosigned last"
            raise refuse("L316", what, head.origin, "two histories would both look witnessed", "give the proof")
        self._last.move(head.size, head.root)
        return cosign(note, self.key, self._private.sign_raw, second)
