"""The benchmark job: ``bench/job.toml`` as a compiled law and the arrays that it runs on."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from usufruct.engine import Rulebook
from usufruct.law.loans import projection_rulebook
from usufruct.markets.correlation import cholesky
from usufruct.markets.elementary import log
from usufruct.markets.exchange import ExchangeRate
from usufruct.markets.short_rate import fitted
from usufruct.outlook.run import Inputs
from usufruct.outlook.settlement import CURRENCIES, Arithmetic, Settlement, settlement

DAYS = 365 / 12
OUTPUTS = (
    ("eu.payment", "call"),
    ("eu.mechanism_part", "call"),
    ("eu.paid_to_lender", "request"),
    ("eu.debt_in_euro", "request"),
    ("loans.outstanding", "request"),
)


@cache
def job() -> dict[str, Any]:
    """The file."""
    return tomllib.loads(Path(__file__).with_name("job.toml").read_text("utf-8"))


@cache
def law(arithmetic: Arithmetic = "real", outputs: Sequence[tuple[str, str]] = OUTPUTS) -> Settlement:
    """The law of the job, traced and written out."""
    file = job()
    lenders = {name: (given[0], Fraction(given[1]), given[2]) for name, given in file["lenders"].items()}
    return settlement(rulebook(), file["levy"]["custodians"], lenders, outputs, arithmetic)


def rulebook() -> Rulebook:
    """The law in force with the loans, read as a projection reads it: retention that is five years old comes due."""
    return projection_rulebook().choose(transfer_after_the_test="next call")


def inputs(traced: Settlement) -> Inputs:
    """Arrays of the job for a law; months beyond the last settlement are there so that it can be reached."""
    file = job()
    half_years = file["months"] // 6 + 1
    months = 6 * half_years
    rates = [
        fitted(code, [forward] * months, reversion=file["reversion"], volatility=volatility, fit="mean rates")
        for code, (forward, volatility) in file["rates"].items()
    ]
    exchange = [
        ExchangeRate(code, float(start), float(volatility), "interest parity")
        for code, (start, volatility) in file["exchange"].items()
    ]
    size = len(rates) + len(exchange)
    one, other = 1.0, float(file["correlation"])
    root = cholesky([[one if i == j else other for j in range(size)] for i in range(size)])
    cash = np.array([_cash(holder) for holder in range(2 + file["cash"]["outside"])]).ravel()
    uniforms = np.zeros((half_years, len(traced.uniforms)))
    for place, name in enumerate(traced.uniforms):
        uniforms[:, place] = float(file["law"].get(name, 0))
    return Inputs(
        loadings=np.array(root),
        decay=np.array([rate.decay for rate in rates]),
        deviation=np.array([rate.deviation for rate in rates]),
        level=np.array([rate.level for rate in rates]).T.copy(),
        exchange=np.array([each.monthly() for each in exchange]),
        opening_logs=np.array([log(each.start) for each in exchange]),
        weights=np.tile(cash * DAYS / 360, (months, 1)),
        fixed=np.tile(cash * float(file["cash"]["spread"]) * DAYS / 360, (months, 1)),
        loan_terms=_terms(file),
        part_of_year=np.full((months, len(file["lenders"])), DAYS / 360),
        settled_after=np.array([file["settled_after"][(half + 1) % 2] for half in range(half_years)], np.int64),
        uniforms=uniforms,
        opening=np.array([_opening(row, file["lenders"]) for row in traced.state], float),
    )


def _cash(holder: int) -> list[float]:
    return [float(job()["cash"][code][min(holder, 2)]) for code in CURRENCIES]


def _terms(file: dict[str, Any]) -> np.ndarray[Any, np.dtype[np.float64]]:
    ratio = float(file["levy"]["expense_ratio"])
    rows = [(CURRENCIES.index(given[0]), float(given[3]), float(given[4]), ratio) for given in file["lenders"].values()]
    return np.array(rows)


def _opening(row: str, lenders: dict[str, Any]) -> int:
    """Loans open fully drawn, everything else at nothing."""
    for name, given in lenders.items():
        if row in (f"opening loans.outstanding {name}", f"opening loans.drawn_so_far {name}"):
            return int(given[2])
    return 0
