"""Scenarios with stated probabilities: exact weights, exact merging, and what is no distribution."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usufruct.errors import UsufructError
from usufruct.outlook.mixture import Stratum, mixture, read_stratum
from usufruct.outlook.projection import project
from usufruct.outlook.scenario import baseline

BASE = baseline("2026-11-22").but(horizon="2030-12-31", paths=64)
RELEASE = BASE.but(regime="H", regime_from="2029-01-01")
LOAN = BASE.but(regime="F", regime_from="2028-01-01")


@settings(max_examples=6)
@given(st.integers(1, 99), st.integers(0, 100))
def test_means_are_weighted_and_quantiles_lie_between(first: int, second: int) -> None:
    strata = [Stratum(Fraction(first, 200), RELEASE), Stratum(Fraction(second + 1, 250), LOAN)]
    found = mixture(strata, BASE, tier="arrays")
    assert sum(found.weights) == 1
    for place, flow in enumerate(found.yearly_flow):
        rows = [each.yearly_flow[place] for each in found.projections]
        mean = sum(float(weight) * row.mean for weight, row in zip(found.weights, rows, strict=True))
        assert flow.mean == pytest.approx(mean)
        # A quantile is right to one part in 128: the bins of the histogram.
        medians = [row.median for row in rows]
        assert min(medians) * 127 / 128 - 1 <= flow.median <= max(medians) * 129 / 128 + 1
        assert flow.low <= flow.median <= flow.high
    never = sum(float(w) * each.repaid.never for w, each in zip(found.weights, found.projections, strict=True))
    assert found.repaid.never == pytest.approx(never)
    assert found.laws == 2


def test_a_certain_stratum_is_its_projection() -> None:
    found, alone = mixture([Stratum(Fraction(1), LOAN)], BASE, tier="arrays"), project(LOAN, tier="arrays")
    assert len(found.projections) == 1
    assert found.yearly_flow == alone.yearly_flow
    assert found.repaid.median == alone.repaid.median


def test_one_path_in_ten_of_a_tenth_is_the_stratum() -> None:
    # With a release on 15 % of the weight, the lowest tenth of all payments is nothing.
    found = mixture([Stratum(Fraction(15, 100), RELEASE)], BASE, tier="arrays")
    assert found.yearly_flow[-1].low == 0 < found.yearly_flow[-1].median


def test_a_stratum_is_read_over_the_base() -> None:
    base = BASE.but(shift="-1 %")
    read = read_stratum("12.5 %: regime=I&given.profit_of_the_deal=1/3", base)
    assert read.weight == Fraction(1, 8)
    assert (read.scenario.shift, read.scenario.regime, read.scenario.horizon) == (Fraction(-1, 100), "I", base.horizon)


@pytest.mark.parametrize("text", ["regime=H", "lots: regime=H", "-5 %: regime=H", ""])
def test_a_text_without_a_probability_is_refused(text: str) -> None:
    with pytest.raises(UsufructError, match="X134"):
        read_stratum(text, BASE)


@pytest.mark.parametrize(
    "strata",
    [
        [],
        [Stratum(Fraction(3, 5), LOAN), Stratum(Fraction(1, 2), RELEASE)],
        [Stratum(Fraction(0), LOAN)],
        [Stratum(Fraction(1, 20), LOAN)] * 13,
        [Stratum(Fraction(1, 2), LOAN.but(horizon="2031-12-31"))],
    ],
)
def test_what_is_no_distribution_is_refused(strata: list[Stratum]) -> None:
    with pytest.raises(UsufructError, match="X134"):
        mixture(strata, BASE, tier="arrays")
