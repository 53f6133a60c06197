"""The compiled kernel: the bits of the reference, whatever the threads and the blocks."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from usufruct.errors import UsufructError
from usufruct.markets.draws import PathDraws
from usufruct.markets.draws.blocks import normal_block
from usufruct.markets.rate_blocks import rate_block
from usufruct.markets.short_rate import fitted
from usufruct.outlook.kernel_rate_paths import MODES, PARTS, rate_paths
from usufruct.outlook.kernel_source import Mode, kernel_source
from usufruct.outlook.kernel_store import load_kernel

# Not a multiple of four months, nor of 64 paths: both edges are part of every comparison.
MONTHS, PATHS = 38, 333
CURVE = [0.02 + 0.0001 * month for month in range(MONTHS)]
MODEL = fitted("EUR", CURVE, reversion="0.05", volatility="0.008", fit="discount factors")


def digest(rates: NDArray[Any]) -> str:
    return sha256(np.ascontiguousarray(rates).tobytes()).hexdigest()


@pytest.mark.parametrize("mirrored", [False, True])
def test_strict_mode_gives_the_bits_of_arrays_and_of_the_reference(mirrored: bool) -> None:
    draws = PathDraws(2**40 + 3, mirrored)
    rates = rate_paths(MODEL, draws, PATHS, first_path=128, factor=4)
    assert rates.shape == (MONTHS, PATHS)
    assert digest(rates) == digest(rate_block(MODEL, normal_block(draws, 128, PATHS, MONTHS, 4)))
    for path in (0, 40, PATHS - 1):
        reference = np.array(MODEL.path(draws.normals(128 + path, MONTHS, 4)))
        assert rates[:, path].tobytes() == reference.tobytes()


def test_threads_and_blocks_change_no_bit() -> None:
    draws = PathDraws(9)
    whole = digest(rate_paths(MODEL, draws, PATHS))
    for threads in (2, 3, 7):
        assert digest(rate_paths(MODEL, draws, PATHS, threads=threads)) == whole
    for size in (64, 128, 192):
        starts = range(0, PATHS, size)
        pieces = [rate_paths(MODEL, draws, min(size, PATHS - at), first_path=at) for at in starts]
        assert digest(np.concatenate(pieces, axis=1)) == whole


def test_it_writes_into_an_array_of_ones_own() -> None:
    out = np.zeros((MONTHS, 384))
    rates = rate_paths(MODEL, PathDraws(9), PATHS, out=out)
    assert np.shares_memory(rates, out)
    assert digest(rates) == digest(rate_paths(MODEL, PathDraws(9), PATHS))


def test_no_paths_are_no_paths() -> None:
    assert rate_paths(MODEL, PathDraws(9), 0).shape == (MONTHS, 0)


def test_every_fault_is_named() -> None:
    with pytest.raises(UsufructError) as error:
        rate_paths(MODEL, PathDraws(9), -1, first_path=32, threads=0, mode="quick")  # type: ignore[arg-type]
    assert [fault.where for fault in error.value.faults] == ["paths", "first_path", "threads", "mode"]


@pytest.mark.parametrize(
    "out",
    [
        np.zeros((MONTHS, PATHS)),
        np.zeros((MONTHS, 384), np.int64),
        np.zeros((384, MONTHS)).T,
        np.zeros((MONTHS - 1, 384)),
    ],
)
def test_an_array_that_does_not_fit_is_refused(
    out: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> None:
    with pytest.raises(UsufructError, match="R123"):
        rate_paths(MODEL, PathDraws(9), PATHS, out=out)


@pytest.mark.long
def test_the_fast_mode_and_single_precision_stay_close() -> None:
    exact = rate_paths(MODEL, PathDraws(9), PATHS)
    fast = rate_paths(MODEL, PathDraws(9), PATHS, mode="fast")
    single = rate_paths(MODEL, PathDraws(9), PATHS, out=np.zeros((MONTHS, 384), np.float32))
    assert 0 < np.abs(fast - exact).max() < 1e-8
    assert (single == exact.astype(np.float32)).all()


@pytest.mark.long
@pytest.mark.parametrize("mode", MODES)
def test_the_machine_code_is_vectorised_and_fuses_only_when_told(mode: Mode, tmp_path: Path) -> None:
    """A silent fall back to scalar code, or a fused operation in strict mode, shows in the assembly."""
    with pytest.MonkeyPatch.context() as patch:  # a folder of its own: code from a cache has no assembly
        patch.setenv("USUFRUCT_CACHE_DIR", str(tmp_path))
        kernel = load_kernel(kernel_source(PARTS, mode) + "FRESH = True\n").rates_range
        level, rates = np.zeros(4), np.zeros((4, 64))
        kernel(np.uint64(1), 0, 0, 1, 0, 0, 0.9, 0.01, level, rates)
    assembly = "".join(kernel.inspect_asm().values())
    wide = assembly.count("ymm") + assembly.count("zmm") + assembly.count(".4s")
    assert wide > 100
    assert ("vfmadd" in assembly or "fmla" in assembly) == (mode == "fast")
