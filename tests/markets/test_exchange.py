"""Exchange rates: means in euro, the bits of arrays, and what is refused."""

from __future__ import annotations

import math

import numpy as np
import pytest

from usufruct.errors import UsufructError
from usufruct.markets.draws import PathDraws
from usufruct.markets.draws.blocks import normal_block
from usufruct.markets.exchange import DRIFTS, Drift, ExchangeRate
from usufruct.markets.exchange_blocks import exchange_block

MONTHS, PATHS = 120, 8192
OWN, EURO = np.full((MONTHS, PATHS), 0.04), np.full((MONTHS, PATHS), 0.01)


def block(drift: Drift, volatility: float = 0.1) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    model = ExchangeRate("USD", 1.0836, volatility, drift)
    return exchange_block(model, normal_block(PathDraws(11), 0, PATHS, MONTHS, 6), OWN, EURO)


def test_a_deposit_abroad_earns_the_euro_rate_on_average() -> None:
    """One dollar at 4 % for ten years, changed back, against 1 % a year in euro."""
    values = math.exp(0.04 * 10) / block("interest parity")[-1] * 1.0836
    assert abs(values.mean() - math.exp(0.01 * 10)) < 4 * values.std() / PATHS**0.5


def test_without_drift_the_mean_euro_value_of_one_unit_stays() -> None:
    values = 1.0836 / block("none")[-1]
    assert abs(values.mean() - 1) < 4 * values.std() / PATHS**0.5


def test_the_logarithm_has_the_volatility_asked_for() -> None:
    assert np.log(block("none")[-1]).std() == pytest.approx(0.1 * 10**0.5, rel=0.03)


def test_without_volatility_parity_is_exact() -> None:
    forward = block("interest parity", 0.0)[-1, 0]
    assert forward == pytest.approx(1.0836 * math.exp(0.03 * 10), rel=1e-13)


@pytest.mark.parametrize("drift", DRIFTS)
def test_arrays_give_the_bits_of_the_reference_path(drift: Drift) -> None:
    path = ExchangeRate("USD", 1.0836, 0.1, drift).path(
        PathDraws(11).normals(77, MONTHS, 6), [0.04] * MONTHS, [0.01] * MONTHS
    )
    assert block(drift)[:, 77].tobytes() == np.array(path).tobytes()


def test_every_fault_is_named() -> None:
    with pytest.raises(UsufructError) as error:
        ExchangeRate("USD", 0.0, float("nan"), "up")  # type: ignore[arg-type]
    assert [fault.where for fault in error.value.faults] == ["USD start", "USD volatility", "USD drift"]
