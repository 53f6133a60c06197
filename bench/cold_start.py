"""Time a cold start of the command as a multiple of a bare ``python -c pass``.

Each round starts the bare interpreter and every target once, so that a busy moment slows them alike; what
counts is the median of the rounds' ratios.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("usufruct"))
BARE = (sys.executable, "-c", "pass")
ROUNDS = 15


@dataclass(frozen=True, slots=True)
class Target:
    """One command line with the most that it may cost.

    Attributes:
        name: the command as a user types it.
        arguments: what follows the program's name.
        floor: the ratio that must not be passed.
        goal: the ratio that the project aims at.
    """

    name: str
    arguments: tuple[str, ...]
    floor: int
    goal: int


@dataclass(frozen=True, slots=True)
class Row:
    """The outcome for one target: median milliseconds of both, and the median of the rounds' ratios."""

    target: str
    peer: str
    ours: str
    ratio: str
    floor: str
    goal: str
    verdict: str


TARGETS = (
    Target("usufruct replay", ("replay",), floor=40, goal=40),
    Target("usufruct --help", ("--help",), floor=12, goal=12),
)


def milliseconds(command: tuple[str, ...]) -> float:
    """Return the wall time of one run of ``command``, in milliseconds.

    Raises:
        SystemExit: the command fails; a time for work that was not done would mean nothing.
    """
    # Byte code is kept, as it is wherever nobody forbids it.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, env=environment)
    taken = (time.perf_counter() - began) * 1000
    if run.returncode != 0:
        message = run.stderr.decode(errors="replace").strip()
        raise SystemExit(f"bench: {' '.join(command)} ended with {run.returncode}\n{message}")
    return taken


def measure(targets: tuple[Target, ...], rounds: int = ROUNDS) -> list[Row]:
    """Time every target ``rounds`` times, interleaved with the bare interpreter."""
    commands = {target: (COMMAND, *target.arguments) for target in targets}
    for command in (BARE, *commands.values()):
        milliseconds(command)  # compiles the modules and warms the file cache; not counted
    bare: list[float] = []
    ours: dict[Target, list[float]] = {target: [] for target in targets}
    for _ in range(rounds):
        bare.append(milliseconds(BARE))
        for target, command in commands.items():
            ours[target].append(milliseconds(command))
    return [row(target, ours[target], bare) for target in targets]


def row(target: Target, ours: list[float], bare: list[float]) -> Row:
    """Summarise the rounds of one target: ratios are taken within a round, then their median.

    Example:
        >>> row(TARGETS[1], [100.0, 90.0, 300.0], [10.0, 10.0, 20.0]).verdict
        'met'
        >>> row(TARGETS[1], [130.0, 120.5, 300.0], [10.0, 10.0, 20.0]).verdict
        'missed'
    """
    ratio = statistics.median(mine / theirs for mine, theirs in zip(ours, bare, strict=True))
    verdict = "met" if ratio <= target.goal else "within" if ratio <= target.floor else "missed"
    return Row(
        target=target.name,
        peer=f"{statistics.median(bare):.1f}",
        ours=f"{statistics.median(ours):.1f}",
        ratio=f"{ratio:.1f}",
        floor=f"{target.floor}",
        goal=f"{target.goal}",
        verdict=verdict,
    )


def table(rows: list[Row]) -> str:
    """Return ``rows`` as aligned text.

    Example:
        >>> print(table([Row("usufruct --help", "10.0", "90.0", "9.0", "12", "12", "met")]))
        target           peer  ours  ratio  floor  goal  verdict
        usufruct --help  10.0  90.0  9.0    12     12    met
    """
    lines = [list(Row.__dataclass_fields__), *(list(asdict(one).values()) for one in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    padded = ([cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines)
    return "\n".join("  ".join(line).rstrip() for line in padded)


def machine() -> dict[str, str]:
    """Return what the times depend on, without naming the machine."""
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "architecture": platform.machine(),
        "cores": str(os.cpu_count()),
    }


def rows() -> list[Row]:
    """The rows of the command."""
    return measure(TARGETS)
