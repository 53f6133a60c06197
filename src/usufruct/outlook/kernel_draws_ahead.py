"""What is drawn for a whole block before its months begin: nothing, where draws have addresses.

Text for the compiler; draws by a net have a function of their own in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def draw_block(
    seed: np.uint64,
    path: int,
    directions: NDArray[np.uint32],
    shifts: NDArray[np.uint32],
    patterns: NDArray[np.uint32],
    places: NDArray[np.int64],
    bridge: NDArray[np.float64],
    walk: NDArray[np.float64],
    increments: NDArray[np.float32],
) -> None:
    """Nothing is drawn ahead."""
