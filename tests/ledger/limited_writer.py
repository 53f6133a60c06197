"""Posts journals into a file that cannot grow beyond a limit, and verifies it while nothing more can be written.

Run as ``python -m tests.ledger.limited_writer FILE PROPOSALS LIMIT``. The limit makes the operating system
refuse a write in the middle of a commit, as a full disk or a failing medium does.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.ledger.crash_writer import numbers, order, progress
from usufruct.errors import UsufructError
from usufruct.ledger import Ledger, SqliteStore
from usufruct.ledger.verifying import verify


def main(path: Path, proposals: Sequence[int], limit: int) -> None:
    store = SqliteStore(path)
    ledger = Ledger(store)
    done, count = progress(ledger, proposals)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        for number in range(done, count):
            ledger.post(order(proposals, number))
            done = number + 1
    except UsufructError as error:
        print(done, error.faults[0].code, *verify(store).names)
    else:
        print(done, "none")


if __name__ == "__main__":
    main(Path(sys.argv[1]), numbers(sys.argv[2]), int(sys.argv[3]))
