"""QuantLib's classes at the factors of the benchmark job: six Hull-White rates and five exchange rates, correlated."""

from __future__ import annotations

from typing import Any

from bench.job import job


def generator(seed: int) -> Any:
    """Return QuantLib's generator of paths of eleven factors, monthly."""
    import QuantLib as ql  # noqa: N813  the library's customary name

    file = job()
    today = ql.Date(1, 1, 2026)
    ql.Settings.instance().evaluationDate = today
    count = ql.Actual365Fixed()

    def curve(rate: str) -> Any:
        return ql.YieldTermStructureHandle(ql.FlatForward(today, float(rate), count))

    reversion = float(file["reversion"])
    processes = [
        ql.HullWhiteProcess(curve(forward), reversion, float(volatility))
        for forward, volatility in file["rates"].values()
    ]
    for code, (start, volatility) in file["exchange"].items():
        spot = ql.QuoteHandle(ql.SimpleQuote(float(start)))
        flat = ql.BlackVolTermStructureHandle(ql.BlackConstantVol(today, ql.NullCalendar(), float(volatility), count))
        foreign, home = curve(file["rates"][code][0]), curve(file["rates"]["EUR"][0])
        processes.append(ql.GarmanKohlagenProcess(spot, home, foreign, flat))
    size = len(processes)
    correlation = ql.Matrix(size, size, float(file["correlation"]))
    for factor in range(size):
        correlation[factor][factor] = 1.0
    together = ql.StochasticProcessArray(processes, correlation)
    months = file["months"]
    times = [month / 12 for month in range(1, months + 1)]
    uniform = ql.UniformRandomSequenceGenerator(size * months, ql.UniformRandomGenerator(seed))
    normal = ql.GaussianRandomSequenceGenerator(uniform)
    bridge = False
    return ql.GaussianMultiPathGenerator(together, times, normal, bridge)
