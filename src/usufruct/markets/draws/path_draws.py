"""The standard normals of any path, one by one: the reference for every faster implementation.

A draw has an address, (seed, path, step, factor), and no other cause. Four consecutive steps of one factor
share one call of the generator, so the number of factors changes no draw: a model that gains an exchange
rate keeps the rates it had.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from usufruct.errors import Fault, UsufructError
from usufruct.markets.draws.box_muller import box_muller
from usufruct.markets.draws.coefficients import MIRROR_BIT, STEPS_A_BLOCK, WORD
from usufruct.markets.draws.philox import Words, key_of, philox

# The last factors are kept for what is drawn once for a run, such as the scrambling of a net.
FACTORS: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class PathDraws:
    """Standard normals of the paths of one seed.

    Attributes:
        seed: a whole number from 0 to 2**64 - 1.
        mirrored: True for antithetic pairs: a path whose number has the bit 32 set is the mirror image
            of the path 32 before it. Paths then come in blocks of 64.

    Raises:
        UsufructError: ``R101`` for a seed out of range.

    Example:
        >>> draws = PathDraws(seed=2024)
        >>> draws.normal(path=3, step=0, factor=0) == draws.normals(path=3, steps=6, factor=0)[0]
        True
        >>> PathDraws(2024, mirrored=True).normal(35, 0, 0) == -draws.normal(3, 0, 0)
        True
    """

    seed: int
    mirrored: bool = False

    def __post_init__(self) -> None:
        key_of(self.seed)

    def words(self, path: int, block: int, factor: int) -> Words:
        """Return the random words that the four steps from ``4 * block`` share.

        Raises:
            UsufructError: ``R102`` for an address out of range.
        """
        check_address(path, block, factor)
        return philox(Words(path & WORD, path >> 32, block, factor), key_of(self.seed))

    def normal(self, path: int, step: int, factor: int) -> float:
        """Return one draw, a float32 value.

        Args:
            path: number of the path, from 0.
            step: number of the time step, from 0.
            factor: number of the source of risk, from 0.

        Raises:
            UsufructError: ``R102`` for an address out of range.
        """
        return self._four(path, step // STEPS_A_BLOCK, factor)[step % STEPS_A_BLOCK]

    def normals(self, path: int, steps: int, factor: int) -> tuple[float, ...]:
        """Return the draws of the first steps of a path, float32 values.

        Raises:
            UsufructError: ``R102`` for an address out of range.
        """
        blocks = range(-(-steps // STEPS_A_BLOCK))
        return tuple(draw for block in blocks for draw in self._four(path, block, factor))[:steps]

    def _four(self, path: int, block: int, factor: int) -> tuple[float, ...]:
        reflected = self.mirrored and bool(path & MIRROR_BIT)
        words = self.words(path - MIRROR_BIT if reflected else path, block, factor)
        four = box_muller(words.first, words.second) + box_muller(words.third, words.fourth)
        return tuple(-draw for draw in four) if reflected else four


def uniform(word: int) -> float:
    """Return the float64 number of a random word, strictly between 0 and 1.

    Example:
        >>> uniform(0), uniform(2**32 - 1)
        (1.1641532182693481e-10, 0.9999999998835847)
    """
    return (word + 0.5) * 2.0**-32


def check_address(path: int, block: int, factor: int) -> None:
    """Refuse what no draw has.

    Args:
        path: number of the path.
        block: number of a group of four steps.
        factor: number of the source of risk.

    Raises:
        UsufructError: ``R102``, all faults at once.
    """
    limits = (("path", path, 1 << 64), ("step", block * STEPS_A_BLOCK, 1 << 34), ("factor", factor, FACTORS))
    faults = [
        Fault("R102", f"there is no {name} {value}", name, remedy=f"count from 0 to {limit - 1}")
        for name, value, limit in limits
        if not 0 <= value < limit
    ]
    if faults:
        raise UsufructError(faults)
