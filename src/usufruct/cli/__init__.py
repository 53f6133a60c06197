"""The command ``usufruct``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command with the arguments it was called with, and end the process with its exit code."""
    from usufruct.cli.door import run

    sys.exit(run(sys.argv[1:]))
