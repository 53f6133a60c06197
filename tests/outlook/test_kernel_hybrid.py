"""The net in the compiled kernel: the bits of the reference."""

from __future__ import annotations

import numpy as np
import pytest

from usufruct.errors import UsufructError
from usufruct.markets.draws import hybrid_lanes as text
from usufruct.markets.draws.hybrid import HybridDraws
from usufruct.markets.draws.hybrid_blocks import hybrid_block
from usufruct.outlook.kernel_hybrid import hybrid_lanes, hybrid_tables

CASES = [(540, 11, 32), (7, 3, 7), (1, 1, 1), (30, 2, 5)]


@pytest.mark.long
@pytest.mark.parametrize(("steps", "factors", "levels"), CASES)
@pytest.mark.parametrize("path", [0, 64 * 1_000_003, 2**32 - 64])
def test_strict_mode_gives_the_bits_of_arrays(steps: int, factors: int, levels: int, path: int) -> None:
    draws = HybridDraws(77, steps, factors, levels)
    lanes = hybrid_lanes(draws, path, factors - 1)
    assert lanes.tobytes() == hybrid_block(draws, path, 64, factors - 1).tobytes()


def test_the_text_of_the_kernel_gives_the_bits_of_arrays() -> None:
    """The same functions, run as plain Python."""
    draws = HybridDraws(77, 6, 2, 3)
    tables = hybrid_tables(draws)
    walk, increments = np.empty((6, 64)), np.empty((6, 64), np.float32)
    arrays = (tables.directions, tables.shifts, tables.patterns, tables.places, tables.weights)
    text.hybrid_lanes(np.uint64(77), 640, 1, 2, 3, *arrays, walk, increments)
    assert increments.tobytes() == hybrid_block(draws, 640, 64, 1).tobytes()


@pytest.mark.parametrize(("path", "factor", "code"), [(1, 0, "R122"), (0, 2, "R122"), (2**32, 0, "R103")])
def test_what_is_no_block_is_refused(path: int, factor: int, code: str) -> None:
    with pytest.raises(UsufructError, match=code):
        hybrid_lanes(HybridDraws(77, 6, 2, 3), path, factor)
