"""What it takes until a disk holds something for certain, where SQLite does not see to it."""

from __future__ import annotations

import os
from pathlib import Path


def sync(path: Path | str) -> None:
    """Have the disk take what was written to a file, or the entries of a folder.

    Raises:
        OSError: when it does not.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_again(path: Path | str) -> None:
    """Write a file as it stands again, and sync it.

    A sync alone would not do: what one sync failed to write, Linux takes for written, and the next one succeeds.

    Raises:
        OSError: when the disk does not take it.
    """
    with Path(path).open("r+b") as stream:
        content = stream.read()
        stream.seek(0)
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
