"""Checkpoints: signed heads of the log, in the forms of C2SP (signed-note, tlog-checkpoint, tlog-cosignature).

A checkpoint says how many records there are and the root over them. Kept *outside* the ledger it is what
shows a cut tail or a restored old backup. The log signs it, witnesses cosign it, and a policy says how many.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from usufruct.errors import UsufructError, refuse
from usufruct.ledger.ed25519 import is_public_key, verify

_ED25519, _COSIGNATURE = 1, 4
_NAME: Final = re.compile(r"[^\s+]+")
_SIGNATURE: Final = re.compile(r"\u2014 ([^\s+]+) ([A-Za-z0-9+/]+=*)")
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,18}")
MOST_SIGNATURES: Final = 100
MOST_BYTES: Final = 100_000


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: its origin line, how many records, and the root over them.

    Example:
        >>> print(Checkpoint("example.eu/ledger", 1, bytes(32)).text, end="")
        example.eu/ledger
        1
        AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
    """

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The body of the note, each line ended."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A name and a public key that can sign notes: the log's own, or a witness's.

    Attributes:
        name: without spaces and plus signs; for a log, its origin.
        public: 32 bytes.
        algorithm: 1 for a log, 4 for a witness (a cosignature with its time).
    """

    name: str
    public: bytes
    algorithm: int = _ED25519

    @property
    def id(self) -> bytes:
        """The four bytes that name the key in a signature line."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public).digest()[:4]

    @property
    def text(self) -> str:
        """The key as one line, for a policy file."""
        key = base64.b64encode(bytes([self.algorithm]) + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{key}"

    @staticmethod
    def of_log(name: str, public: str) -> VerifierKey:
        """Return the key of a log from its base64 form."""
        return VerifierKey(name, base64.b64decode(public))

    @staticmethod
    def read(text: str) -> VerifierKey:
        """Read a key from its line; :attr:`text` is the inverse.

        Raises:
            UsufructError: ``L310`` when the line is not such a key.

        Example:
            >>> line = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
            >>> VerifierKey.read(line).text == line
            True
        """
        try:
            name, named, data = text.split("+", 2)
            raw = base64.b64decode(data, validate=True)
        except (ValueError, binascii.Error):
            raise _no_key(text) from None
        if not raw or raw[0] not in (_ED25519, _COSIGNATURE) or _NAME.fullmatch(name) is None:
            raise _no_key(text)
        key = VerifierKey(name, raw[1:], raw[0])
        if key.text != text or key.id.hex() != named or not is_public_key(key.public):
            raise _no_key(text)
        return key


def _no_key(text: str) -> UsufructError:
    return refuse("L310", f"{text!r:.80} is no key of a log or a witness", "note key", "", "write name+id+base64")


@dataclass(frozen=True, slots=True)
class Opened:
    """A checkpoint whose signatures were checked.

    Attributes:
        checkpoint: what was signed.
        cosigned: names of the witnesses whose signatures hold, with the second (Unix time) of each.
    """

    checkpoint: Checkpoint
    cosigned: dict[str, int]


def cosigned_bytes(text: str, second: int) -> bytes:
    """Return the bytes that a witness signs for a checkpoint's text at a second of Unix time."""
    return f"cosignature/v1\ntime {second}\n{text}".encode()


def signature_line(key: VerifierKey, signature: bytes) -> str:
    """Return a signature as a line of a note."""
    return f"\u2014 {key.name} {base64.b64encode(key.id + signature).decode()}\n"


def sign_checkpoint(checkpoint: Checkpoint, key: VerifierKey, sign: Callable[[bytes], bytes]) -> str:
    """Return a checkpoint as a note signed by the log; ``sign`` makes 64 bytes from a message."""
    return f"{checkpoint.text}\n{signature_line(key, sign(checkpoint.text.encode()))}"


def cosign(note: str, key: VerifierKey, sign: Callable[[bytes], bytes], second: int) -> str:
    """Add a witness's line to a note. The witness checks first that it extends what it cosigned before.

    Raises:
        UsufructError: ``L311`` for text that is no note.
    """
    text, _ = _parts(note)
    signature = second.to_bytes(8, "big") + sign(cosigned_bytes(text, second))
    return note + signature_line(key, signature)


def read_checkpoint(note: str) -> Checkpoint:
    """Read what a note says, whoever signed it.

    Raises:
        UsufructError: ``L311`` when it is no checkpoint.
    """
    text, _ = _parts(note)
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0] or _SIZE.fullmatch(lines[1]) is None:
        raise _no_note("origin, size and root are its first lines")
    if any(not line for line in lines[:-1]):
        raise _no_note("a line of it is empty")
    if len(lines) > 4:
        raise _no_note("it has lines beyond origin, size and root, which this version does not read")
    try:
        root = base64.b64decode(lines[2], validate=True)
    except (binascii.Error, ValueError):
        raise _no_note("its root is not base64") from None
    if len(root) != 32 or base64.b64encode(root).decode() != lines[2]:
        raise _no_note("its root is no SHA-256")
    return Checkpoint(lines[0], int(lines[1]), root)


def open_checkpoint(note: str, log: VerifierKey, witnesses: tuple[VerifierKey, ...] = ()) -> Opened:
    """Read a checkpoint and check who signed it.

    Args:
        note: the signed note.
        log: the key of the log, by whose signature alone it is one of its heads.
        witnesses: whose cosignatures count; lines of others are passed over.

    Raises:
        UsufructError: ``L311`` when it is no checkpoint, ``L312`` when the log did not sign it or the line of
            a known key does not hold.
    """
    checkpoint = read_checkpoint(note)
    text, lines = _parts(note)
    signed, cosigned = False, {}
    for name, data in lines:
        for key in (log, *witnesses):
            if (name, data[:4]) != (key.name, key.id):
                continue
            if key.algorithm == _ED25519:
                holds = verify(key.public, text.encode(), data[4:])
                signed = signed or (holds and key == log)
            else:
                second = int.from_bytes(data[4:12], "big")
                holds = verify(key.public, cosigned_bytes(text, second), data[12:])
                cosigned[name] = second
            if not holds:
                do = "ask for the checkpoint again, and compare the keys with those that log and witnesses publish"
                raise refuse("L312", f"the signature of {name} does not hold", "checkpoint", "", do)
    if not signed or checkpoint.origin != log.name:
        what = f"the checkpoint of {checkpoint.origin!r:.60} is not signed by the log {log.name!r:.60}"
        do = "give a checkpoint of this log, and the key that its keeper publishes"
        raise refuse("L312", what, "checkpoint", "", do)
    return Opened(checkpoint, cosigned)


@dataclass(frozen=True, slots=True)
class WitnessPolicy:
    """Whose word is asked for: the log's, and that of at least ``quorum`` of its witnesses.

    Attributes:
        log: key of the log.
        witnesses: keys of the witnesses.
        quorum: how many of them must have cosigned.
    """

    log: VerifierKey
    witnesses: tuple[VerifierKey, ...] = ()
    quorum: int = 0

    def open(self, note: str) -> Opened:
        """Read a checkpoint and check that enough signed it.

        Raises:
            UsufructError: ``L311`` or ``L312`` as :func:`open_checkpoint`; ``L313`` when too few witnesses
                signed. One public key under several names counts once.
        """
        opened = open_checkpoint(note, self.log, self.witnesses)
        who = {key.public for key in self.witnesses if key.name in opened.cosigned}
        if len(who) < self.quorum:
            raise refuse(
                "L313", f"{len(who)} of {self.quorum} witnesses cosigned", "checkpoint", "", "ask more of them"
            )
        return opened

    @property
    def text(self) -> str:
        """The policy as a file: one line for the log, one for each witness, one for the quorum."""
        lines = [f"log {self.log.text}", *(f"witness {key.text}" for key in self.witnesses), f"quorum {self.quorum}"]
        return "\n".join(lines) + "\n"

    @staticmethod
    def read(text: str) -> WitnessPolicy:
        """Read a policy file; :attr:`text` is the inverse. Lines that begin with ``#`` are remarks.

        Raises:
            UsufructError: ``L314`` for a line that is not understood, ``L310`` for a key that is none.
        """
        logs, witnesses, quorum = [], [], 0
        for line in filter(None, (line.strip() for line in text.splitlines())):
            word, _, rest = line.partition(" ")
            if word == "log":
                logs.append(VerifierKey.read(rest))
            elif word == "witness":
                witnesses.append(VerifierKey.read(rest))
            elif word == "quorum" and re.fullmatch(r"[0-9]{1,3}", rest):
                quorum = int(rest)
            elif not line.startswith("#"):
                raise refuse("L314", f"{line!r:.80} is not understood", "witness policy", "", "log, witness or quorum")
        kinds = [key.algorithm for key in witnesses]
        if len(logs) != 1 or quorum > len(witnesses) or any(kind != _COSIGNATURE for kind in kinds):
            what = "it needs one log, and as many witnesses as the quorum asks for"
            do = "write one log line, a witness line with the key of each witness, and a quorum not above their number"
            raise refuse("L314", what, "witness policy", "", do)
        return WitnessPolicy(logs[0], tuple(witnesses), quorum)


def _parts(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Return the text of a note and its signature lines as name and bytes."""
    if len(note) > MOST_BYTES or any(ord(letter) < 32 and letter != "\n" for letter in note):
        raise _no_note("it is too long or holds control characters")
    text, blank, tail = note.rpartition("\n\n")
    if not blank or not tail.endswith("\n"):
        raise _no_note("text and signatures are parted by an empty line")
    lines: list[tuple[str, bytes]] = []
    for line in tail[:-1].split("\n"):
        found = _SIGNATURE.fullmatch(line)
        if found is None or len(lines) >= MOST_SIGNATURES:
            raise _no_note(f"{line!r:.60} is no signature line")
        try:
            data = base64.b64decode(found[2], validate=True)
        except (binascii.Error, ValueError):
            raise _no_note(f"{line!r:.60} is not base64") from None
        if len(data) < 5:
            raise _no_note(f"{line!r:.60} is too short")
        lines.append((found[1], data))
    return text + "\n", lines


def _no_note(why: str) -> UsufructError:
    do = "give it as usufruct ledger checkpoint or witness wrote it"
    return refuse("L311", f"this is no checkpoint: {why}", "checkpoint", "", do)
