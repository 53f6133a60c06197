"""The private key of a person, in a file of its own: never in a ledger and never on a command line.

The file holds one line of base64, the 32 secret bytes of :class:`usufruct.ledger.SigningKey`; lines that begin
with ``#`` are comments. Only its owner may read it.
"""

from __future__ import annotations

import base64
import binascii
import os
import stat
from pathlib import Path
from typing import Final

from usufruct.errors import refuse
from usufruct.ledger import SigningKey

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def read_key(path: str | Path) -> SigningKey:
    """Read a key.

    Raises:
        UsufructError: ``O107`` for a file that cannot be read, that others can read, or that holds no key;
            ``L110`` when the package for signing is not installed.
    """
    where = Path(path)
    try:
        lines = [line.strip() for line in where.read_text("ascii").splitlines() if line.strip()]
        shared = os.name == "posix" and bool(where.stat().st_mode & _OTHERS)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise refuse("O107", f"the key cannot be read: {reason}", str(path), "", "name the file of your key") from None
    if shared:
        why = "a key that others can read is nobody's signature"
        raise refuse("O107", "others may read the file of the key", str(path), why, f"chmod 600 {path}")
    secrets = [line for line in lines if not line.startswith("#")]
    try:
        seed = base64.b64decode(secrets[0], validate=True) if len(secrets) == 1 else b""
    except (binascii.Error, ValueError):
        seed = b""
    if len(seed) != 32:
        raise refuse("O107", "the file holds no key", str(path), "", "it has one line of base64, 32 bytes")
    return SigningKey(seed)


def write_key(path: str | Path, key: SigningKey, comment: str) -> None:
    """Write a key to a new file that only its owner may read.

    Raises:
        UsufructError: ``O107`` when the file exists or cannot be written.
    """
    text = f"# {comment}\n# public {key.public}\n{base64.b64encode(key.seed).decode('ascii')}\n"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(text)
    except OSError as error:
        what = f"the key cannot be written: {error.strerror or error}"
        raise refuse("O107", what, str(path), "a key overwrites nothing", "name a new file") from None
