"""Posts journals into a file that cannot grow beyond a limit, and verifies it while nothing more can be written.

Run as ``python -m tests.ledger.limited_writer FILE PROPOSAL LIMIT``. The limit makes the operating system
refuse a write in the middle of a commit, as a full disk or a failing medium does.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from tests.ledger.crash_writer import order
from usufruct.errors import UsufructError
from usufruct.ledger import Ledger, SqliteStore
from usufruct.ledger.verifying import verify


def main(path: Path, proposal: int, limit: int) -> None:
    store = SqliteStore(path)
    ledger = Ledger(store)
    waiting = ledger.state.proposals[proposal]
    done, count = len(waiting.done), len(waiting.body.items)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        for number in range(done, count):
            ledger.post(order(proposal, number))
            done = number + 1
    except UsufructError as error:
        print(done, error.faults[0].code, *verify(store).names)
    else:
        print(done, "none")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
