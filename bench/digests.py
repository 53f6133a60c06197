"""Strict mode: the same bits on one thread and two, in blocks of any size, and on the path that Python makes alone."""

from __future__ import annotations

from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from bench.cold_start import Row
from usufruct.outlook.inputs import prepare
from usufruct.outlook.reference_path import reference_path
from usufruct.outlook.run import Outcome, run
from usufruct.outlook.scenario import Scenario, baseline
from usufruct.waterfall.horizon import payment_number

PATHS, SAMPLED, HORIZON = 8_192, (0, 31, 32, 8_191), "2034-12-31"


def digest(outcome: Outcome) -> str:
    """SHA-256 over means, histograms, days of repayment and earnings."""
    found = sha256()
    for part in (outcome.means, outcome.counts, outcome.repaid, outcome.earnings):
        found.update(np.ascontiguousarray(part).tobytes())
    return found.hexdigest()


def rows() -> list[Row]:
    """Three rows that say "same" or "different"."""
    scenario = baseline("2026-11-22").but(paths=PATHS, horizon=HORIZON)
    ready = prepare(scenario)
    whole = [run(ready.settlement, ready.inputs, PATHS, threads=threads, mode="strict") for threads in (1, 2)]
    parts = [
        run(ready.settlement, ready.inputs, size, mode="strict", first_path=first, keep=True)
        for first, size in ((0, 4096), (4096, 64), (4160, 4032))
    ]
    kept = run(ready.settlement, ready.inputs, PATHS, mode="strict", keep=True).kept
    pieces = np.concatenate([part.kept for part in parts])
    made_again = all(_made_again(scenario, path, kept[path]) for path in SAMPLED)
    return [
        _row("strict mode, one thread and two", digest(whole[0]) == digest(whole[1])),
        _row("strict mode, blocks of 4,096, 64 and 4,032 paths", bool(np.array_equal(kept, pieces))),
        _row("payments of sampled paths, made again by Python alone", made_again),
    ]


def _made_again(scenario: Scenario, path: int, kept: NDArray[np.float64]) -> bool:
    """Whether the reference, in exact numbers, has the payments of a path of the kernel to five cents."""
    ready = prepare(scenario)
    result = reference_path(scenario, path)
    place = ready.settlement.outputs.index("out eu.payment")
    exact = [float(result.get("payment", f"call {payment_number(half)}")) for half in ready.halves]
    return bool(np.allclose(kept[:, place], exact, rtol=0, atol=5))


def _row(target: str, same: bool) -> Row:  # noqa: FBT001 - one caller
    word = "same" if same else "different"
    return Row(target, "-", word, "-", "same", "same", "met" if same else "missed")
