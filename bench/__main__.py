"""Run the benchmarks, print their tables, and write ``bench/latest.json``.

``python -m bench`` runs all; ``python -m bench projection scale`` runs some and leaves the file alone. A part is a
module with ``rows()``, which returns rows, or rows and what was measured: a further one is one more line of
:data:`PARTS`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from bench import page
from bench.cold_start import Row, machine, table
from bench.paired import Measurement, sides

LATEST = Path(__file__).with_name("latest.json")
PARTS = {
    "cold_start": "milliseconds to the end of a command, against python -c pass",
    "fresh": "milliseconds to 10,000 paths, against python -c pass",
    "rates": "thousands of paths a second",
    "levy": "thousands of paths a second",
    "projection": "thousands of paths a second; gradient: value and all sensitivities",
    "scale": "thousands of paths a second; megabytes",
    "variance": "standard error of the mean, EUR bn; ratio of variances times CPU seconds",
    "digests": "the same bits or not",
    "ledger": "records a second, guarded over bare; seconds for the root",
}
"""Name of a part to the unit of its columns peer and ours."""


def main(arguments: Sequence[str]) -> int:
    """Run some parts or all; return 1 when a floor is missed, 2 for a part that does not exist."""
    wanted = list(arguments) or list(PARTS)
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        print(f"bench: no part is called {', '.join(unknown)}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    found: list[Row] = []
    measured: dict[str, Any] = {}
    for name in wanted:
        began = time.perf_counter()
        result = import_module(f"bench.{name}").rows()
        rows, more = (result[0], result[1:]) if isinstance(result, tuple) else (result, ())
        print(f"\n{name}: {PARTS[name]}")
        print(table(rows))
        for each in more:
            measured[name] = _told(name, each, measured.get(name, {}))
        print(f"({time.perf_counter() - began:.0f} s, load {os.getloadavg()[0]:.1f})", flush=True)
        found += rows
    if wanted == list(PARTS):
        rows = [asdict(one) for one in found]
        document = {"schema_version": 2, "machine": machine(), "rows": rows, "sides": measured}
        LATEST.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
        page.write(rows)
    missed = [one.target for one in found if one.verdict.startswith("missed")]
    print(f"\n{len(found)} rows, {len(missed)} below their floor" + "".join(f"\n  {target}" for target in missed))
    return 1 if missed else 0


def _told(name: str, each: object, before: dict[str, Any]) -> dict[str, Any]:
    """Print what stands behind the rows: threads, CPU seconds, first calls; or the seconds of one compilation."""
    if not isinstance(each, Measurement):
        print(f"compile time of the kernel of {name}, once for each machine: {each:.2f} s")
        return {**before, "compile_seconds": each}
    for side, numbers in sides(each).items():
        print(f"  {side}: " + ", ".join(f"{key} {value}" for key, value in numbers.items()))
    print(f"  rounds: {min(map(len, each.timings.values()))} count of {each.tried}")
    return {**before, "rounds": each.tried, "quiet": each.quiet, "sides": sides(each)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
