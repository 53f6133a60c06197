"""The error of a mean at equal CPU: a net on the leading points of the bridge against independent paths.

The mean is that of all payments in 45 years. Errors come from many independent randomisations of both, never from one;
what counts is variance times CPU seconds.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from bench.cold_start import Row
from bench.job import inputs, law
from usufruct.markets.draws.hybrid import HybridDraws
from usufruct.outlook.run import run

PATHS, RANDOMISATIONS, THREADS = 8_192, 32, 2
LEAST = 40


def rows() -> list[Row]:
    """One row: how many times the variance falls for the same CPU seconds."""
    traced = law("real")
    given = inputs(traced)
    months = len(given.level)
    place = traced.outputs.index("out eu.payment")

    def mean(seed: int, **options: Any) -> tuple[float, float]:
        began = time.process_time()
        outcome = run(traced, given, PATHS, threads=THREADS, mode="fast", fans=[], seed=seed, **options)
        return float(outcome.means[:, place].sum()), time.process_time() - began

    def net(seed: int) -> tuple[float, float]:
        draws = HybridDraws(seed, months, 11)
        return mean(seed, net=draws)

    mean(0, mirrored=False)
    net(0)
    plain = [mean(1000 + seed, mirrored=False) for seed in range(RANDOMISATIONS)]
    netted = [net(1000 + seed) for seed in range(RANDOMISATIONS)]
    cost = [float(np.median([seconds for _, seconds in side])) for side in (plain, netted)]
    variance = [float(np.var([value for value, _ in side], ddof=1)) for side in (plain, netted)]
    gain = variance[0] * cost[0] / (variance[1] * cost[1])
    return [
        Row(
            target="variance of a 45-year mean at equal CPU",
            peer=f"{variance[0] ** 0.5 / 1e11:.4f} bn",
            ours=f"{variance[1] ** 0.5 / 1e11:.4f} bn",
            ratio=f"{gain:.0f}",
            floor=f"{LEAST}",
            goal=f"{LEAST}",
            verdict="met" if gain >= LEAST else "missed",
        )
    ]
