"""Whole projections: against one path by hand, whatever the number of threads, and through the histograms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pytest

from tests.outlook import small_job
from tests.outlook.plain_kernel import without_compiler
from tests.outlook.projection_law import law
from usufruct.errors import UsufructError
from usufruct.markets.draws.hybrid import HybridDraws
from usufruct.outlook import gradient as gradients
from usufruct.outlook import run as runs
from usufruct.outlook.gradient import gradient
from usufruct.outlook.kernel_histogram import histogram
from usufruct.outlook.run import SCALE, Outcome, run


@pytest.fixture
def plain() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch, np.errstate(over="ignore"):
        without_compiler(patch)
        yield
    runs._kernel.cache_clear()
    gradients._kernel_of.cache_clear()


def digest(outcome: Outcome) -> str:
    """One figure for everything that a run leaves."""
    arrays = (outcome.means, outcome.counts, outcome.repaid, outcome.kept, outcome.earnings)
    return sha256(b"".join(np.ascontiguousarray(each).tobytes() for each in arrays)).hexdigest()


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize("mirrored", [True, False])
def test_every_part_of_a_path_is_the_reference_to_the_cent(mirrored: bool) -> None:
    traced = law("exact")
    given = small_job.inputs(traced)
    found = run(traced, given, 64, seed=small_job.SEED, mirrored=mirrored, threads=1, mode="strict", keep=True)
    for path in (0, 5, 37, 63):
        expected = small_job.by_hand(traced, given, path, mirrored=mirrored)
        for half in range(small_job.HALF_YEARS):
            assert dict(zip(found.results, found.kept[path, half].tolist(), strict=True)) == {
                row: expected[half][row] for row in found.results
            }, (path, half)
    assert found.kept[:, :, 0].std() > 0


@pytest.mark.usefixtures("plain")
def test_means_histograms_and_earnings_are_those_of_the_paths() -> None:
    traced = law("real")
    given = small_job.inputs(traced)
    found = run(traced, given, 64, threads=1, mode="strict", keep=True)
    assert np.allclose(found.means, found.kept.mean(axis=0), rtol=1e-13)
    for number, row in enumerate(found.results):
        assert found.histogram(row, 1) == histogram(found.kept[:, 1, number].tolist(), SCALE)
    assert found.repaid.tolist() == [0, 0, 64]
    euro = given.weights[:6, 12] @ given.level[:6, 0] + given.fixed[:6, 12].sum()
    assert found.earnings is not None
    # Six currencies of the same size, each worth about its number of euro cents; the euro's alone is the least of it.
    assert found.earnings[0, 0] > euro
    alone = replace(given, weights=given.weights.copy(), fixed=given.fixed.copy(), deviation=np.zeros(6))
    alone.weights[:, 13:] = 0
    alone.fixed[:, 13:] = 0
    only = run(traced, alone, 64, threads=1, mode="strict", fans=[]).earnings
    assert only is not None
    assert only[0, 0] == pytest.approx(euro, rel=1e-6)


@pytest.mark.usefixtures("plain")
def test_single_precision_says_what_double_says_to_six_digits() -> None:
    traced = law("real")
    given = small_job.inputs(traced)
    double, single = (run(each, given, 64, threads=1, mode="strict", keep=True) for each in (traced, traced.single))
    assert single.kept.dtype == np.float32
    assert np.allclose(single.kept, double.kept, rtol=2e-5, atol=1e7)
    assert np.allclose(single.means, double.means, rtol=2e-6, atol=1e6)
    assert not np.array_equal(single.kept, double.kept.astype(np.float32))
    assert single.repaid.tolist() == double.repaid.tolist()
    assert single.earnings is not None
    assert double.earnings is not None
    assert np.allclose(single.earnings, double.earnings, rtol=2e-6)


def test_integers_have_no_single_precision_and_single_precision_has_no_way_back() -> None:
    with pytest.raises(ValueError, match="trace the law in real"):
        _ = law("exact").single
    traced = law("real").single
    with pytest.raises(UsufructError, match="R161"):
        gradient(traced, small_job.inputs(traced), 64, np.ones((small_job.HALF_YEARS, len(traced.outputs))))


@pytest.mark.usefixtures("plain")
def test_a_loan_is_repaid_when_nothing_is_owed() -> None:
    traced = law("real")
    given = small_job.inputs(traced)
    found = run(traced, replace(given, opening=np.zeros(len(traced.state))), 64, threads=1, fans=[])
    assert found.repaid.tolist() == [64, 0, 0]


@pytest.mark.usefixtures("plain")
def test_a_net_gives_other_paths_of_the_same_mean() -> None:
    traced = law("real")
    given = small_job.inputs(traced)
    net = HybridDraws(3, small_job.MONTHS, 11, 4)
    by_net = run(traced, given, 64, threads=1, mode="strict", net=net, fans=[])
    plain_run = run(traced, given, 64, threads=1, mode="strict", fans=[])
    assert not np.array_equal(by_net.means, plain_run.means)
    assert by_net.means[0, 0] == pytest.approx(plain_run.means[0, 0], rel=0.05)


@pytest.mark.usefixtures("plain")
def test_sensitivities_meet_finite_differences() -> None:
    traced = law("real")
    given = small_job.inputs(traced)
    weights = np.zeros((small_job.HALF_YEARS, len(traced.outputs)))
    weights[:, 0], weights[:, 2:5] = 1.0, [[0.5, -0.25, 0.75]]
    found = gradient(traced, given, 64, weights, threads=1, mode="strict")

    def value(**changed: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
        means = run(traced, replace(given, **changed), 64, threads=1, mode="strict", fans=[]).means  # type: ignore[arg-type]
        return float((means * weights).sum())

    def slope(name: str, place: tuple[int, ...], step: float) -> float:
        up, down = getattr(given, name).copy(), getattr(given, name).copy()
        up[place] += step
        down[place] -= step
        return (value(**{name: up}) - value(**{name: down})) / (2 * step)

    assert found.value == pytest.approx(value(), rel=1e-13)
    for month, currency in ((2, 0), (4, 1), (7, 4), (8, 1), (13, 0)):
        expected = slope("level", (month, currency), 1e-7)
        assert found.level[month, currency] == pytest.approx(expected, rel=2e-6, abs=1e3), (month, currency)
    assert found.opening_logs[0] == pytest.approx(slope("opening_logs", (0,), 1e-7), rel=2e-6)
    assert found.fixed[3, 1] == pytest.approx(slope("fixed", (3, 1), 1e3), rel=1e-6)
    place = traced.uniforms.index("be.tax_rate 0")
    assert found.figures["be.tax_rate 0"][1] == pytest.approx(slope("uniforms", (1, place), 1e-7), rel=2e-6)
    matrix = np.ones((small_job.MONTHS, 1))
    assert found.by_nodes(matrix, 1)[0] == pytest.approx(found.level[:, 1].sum())


@pytest.mark.parametrize(
    "wrong",
    [
        {"paths": 65},
        {"first_path": 3},
        {"threads": 0},
        {"mode": "quick"},
        {"fans": ["out nothing"]},
        {"net": HybridDraws(1, 7, 11, 4)},
    ],
)
def test_what_does_not_fit_is_refused(wrong: dict[str, object]) -> None:
    traced = law("real")
    options = {"paths": 64, **wrong}
    with pytest.raises(UsufructError, match="R160"):
        run(traced, small_job.inputs(traced), **options)  # type: ignore[arg-type]


def test_an_objective_has_the_shape_of_the_results_and_needs_real_arithmetic() -> None:
    for arithmetic, shape in (("real", (2, 1)), ("exact", (2, 8))):
        traced = law(arithmetic)
        with pytest.raises(UsufructError, match="R161"):
            gradient(traced, small_job.inputs(traced), 64, np.ones(shape))


@pytest.mark.long
@pytest.mark.parametrize("arithmetic", ["real", "exact"])
def test_one_digest_for_all_threads_and_the_text_as_it_stands(arithmetic: str) -> None:
    traced = law(arithmetic)
    given = small_job.inputs(traced)
    digests = {digest(run(traced, given, 64 * 150, threads=n, mode="strict", keep=True)) for n in (1, 2, 3)}
    assert len(digests) == 1
    whole = run(traced, given, 64 * 4, mode="strict", keep=True)
    later = run(traced, given, 64, first_path=192, threads=1, mode="strict", keep=True)
    assert later.kept.tobytes() == whole.kept[192:].tobytes()
    with pytest.MonkeyPatch.context() as patch, np.errstate(over="ignore"):
        without_compiler(patch)
        as_it_stands = run(traced, given, 64, first_path=192, threads=1, mode="strict", keep=True)
    runs._kernel.cache_clear()
    assert digest(as_it_stands) == digest(later)


@pytest.mark.long
def test_fast_mode_and_threads_agree_with_strict_closely() -> None:
    traced = law("real")
    given = small_job.inputs(traced)
    strict = run(traced, given, 4096, threads=1, mode="strict", keep=True)
    fast = run(traced, given, 4096, threads=2, mode="fast", keep=True)
    # Normals are single precision: a fused multiply-add changes their last bit, one part in eight million.
    assert np.allclose(fast.kept, strict.kept, rtol=2**-23, atol=1e-2)
