"""A million paths in a process of its own: how much memory they take, and at what rate they come."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench.cold_start import Row
from bench.job import inputs, job, law
from usufruct.outlook.run import run

MANY, FEW, ROUNDS = 1 << 20, 1 << 16, 3
MOST_MEGABYTES = 500
LEAST_RATE, EQUAL = 0.85, 1.0


def measured() -> dict[str, float]:
    """Run both sizes in turn and return the rates, in thousands of paths a second, and the peak memory."""
    traced, fans = law("real"), job()["fan_results"]
    given = inputs(traced)
    run(traced, given, 4096, mode="fast", fans=fans)
    ratios, rates = [], {MANY: 0.0, FEW: 0.0}
    for _ in range(ROUNDS):
        for paths, repeats in ((FEW, 4), (MANY, 1)):
            began = time.perf_counter()
            for _ in range(repeats):
                run(traced, given, paths, mode="fast", fans=fans)
            rates[paths] = repeats * paths / (time.perf_counter() - began) / 1000
        ratios.append(rates[MANY] / rates[FEW])
    return {"ratio": statistics.median(ratios), "many": rates[MANY], "few": rates[FEW], "megabytes": peak_megabytes()}


def peak_megabytes() -> float:
    """The most memory that this process held; what the system counts for it begins with that of its parent."""
    status = Path("/proc/self/status").read_text("utf-8")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kilobytes) / 1024


def rows() -> list[Row]:
    """The rows, from a process that does nothing else."""
    command = [sys.executable, "-m", "bench.scale"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    return [
        Row(
            target="1,048,576 paths, rate over that of 65,536",
            peer=f"{found['few']:.1f}",
            ours=f"{found['many']:.1f}",
            ratio=f"{found['ratio']:.2f}",
            floor=f"{LEAST_RATE}",
            goal=f"{EQUAL:.0f}",
            verdict="met" if found["ratio"] >= EQUAL else "within" if found["ratio"] >= LEAST_RATE else "missed",
        ),
        Row(
            target="1,048,576 paths, megabytes at the peak",
            peer="-",
            ours=f"{found['megabytes']:.0f}",
            ratio=f"{found['megabytes'] / MOST_MEGABYTES:.2f}",
            floor="at most 1",
            goal="at most 1",
            verdict="met" if found["megabytes"] <= MOST_MEGABYTES else "missed",
        ),
    ]


if __name__ == "__main__":
    print(json.dumps(measured()))
