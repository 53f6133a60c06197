"""A fresh process from nothing to 10,000 paths of the benchmark job, its kernel kept from an earlier run.

The clock stops when the process says that they are there; how long it then takes to end is nobody's wait.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

from bench.cold_start import BARE, Row, Target, milliseconds
from bench.cold_start import row as row_of

PATHS, ROUNDS = 10_048, 11
TARGET = Target("fresh process to 10,000 paths, warm cache", (), floor=60, goal=60)
COMMAND = (sys.executable, "-m", "bench.fresh")


def main() -> None:
    """What the process does."""
    from bench.job import inputs, job, law
    from usufruct.outlook.run import run

    traced = law("real")
    outcome = run(traced, inputs(traced), PATHS, mode="fast", fans=job()["fan_results"])
    print(outcome.paths, flush=True)


def rows() -> list[Row]:
    """One row: milliseconds against a bare interpreter, started in turn."""
    until_there()
    bare, ours = [], []
    for _ in range(ROUNDS):
        bare.append(milliseconds(BARE))
        ours.append(until_there())
    return [row_of(TARGET, ours, bare)]


def until_there() -> float:
    """Milliseconds from the start of the process to its paths.

    Raises:
        SystemExit: the process fails.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        line = process.stdout.readline()
        taken = (time.perf_counter() - began) * 1000
    if line.strip() != str(PATHS):
        raise SystemExit(f"bench: a fresh process ended with {process.returncode}")
    return taken


if __name__ == "__main__":
    main()
