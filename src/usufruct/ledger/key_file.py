"""Private keys in files of their holders: never in a ledger, and never on a command line, where others read it."""

from __future__ import annotations

import base64
import binascii
import os
import stat
from pathlib import Path
from typing import Final

from usufruct.errors import refuse
from usufruct.ledger.opening import read_note, write_new
from usufruct.ledger.signing import SigningKey

_HEADING: Final = "# Private key of usufruct (Ed25519). Whoever reads this file signs in your name."
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def new_key_file(path: str | Path) -> SigningKey:
    """Make a key and write it to a new file that only its owner may read.

    Raises:
        UsufructError: ``L110`` without the package for signing; ``L332`` when the file exists or cannot be written.
    """
    key = SigningKey.generate()
    write_key_file(path, key)
    return key


def write_key_file(path: str | Path, key: SigningKey, heading: str = _HEADING) -> None:
    """Write a key to a new file that only its owner may read.

    Raises:
        UsufructError: ``L332`` when the file exists or cannot be written.
    """
    seed = base64.b64encode(key.seed).decode("ascii")
    write_new(path, f"{heading}\n# public {key.public}\n{seed}\n", 0o600)


def read_key_file(path: str | Path) -> SigningKey:
    """Read a private key from a file.

    Raises:
        UsufructError: ``L331`` when it cannot be read; ``L333`` when others may read it, or it holds no key;
            ``L110`` without the package for signing.
    """
    if Path(path).exists() and not Path(path).is_file():  # a pipe would be waited for, a folder holds nothing
        raise refuse("L333", "it is no plain file", str(path), "", "name the file that usufruct ledger key made")
    text = read_note(path)
    if os.name == "posix" and Path(path).stat().st_mode & _OTHERS:
        why = "a key that others can read is nobody's signature"
        raise refuse("L333", "others may read the file of the key", str(path), why, f"chmod 600 {path}")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    try:
        (line,) = lines
        seed = base64.b64decode(line, validate=True)
    except (ValueError, binascii.Error):
        seed = b""
    if len(seed) != 32:
        remedy = "give the private key, as usufruct ledger key made it"
        raise refuse("L333", "the file holds no private key", str(path), "", remedy)
    return SigningKey(seed)
