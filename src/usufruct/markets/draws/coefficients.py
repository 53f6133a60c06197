"""The numbers behind a draw: rounds of Philox, polynomials of the Box-Muller transform.

They stand in a module of their own, without a function, because three implementations share them: the
reference, the arrays and the text of the compiled kernel. The polynomials are minimax fits of ours, their
coefficients rounded to float32; ``tests/markets/draws/test_box_muller.py`` measures their errors.
"""

from __future__ import annotations

from typing import Final

# Philox 4x32 with ten rounds: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (2011).
ROUNDS: Final = 10
MULTIPLIERS: Final = (0xD2511F53, 0xCD9E8D57)
KEY_STEPS: Final = (0x9E3779B9, 0xBB67AE85)
WORD: Final = 0xFFFFFFFF

# A uniform is the 31 leading bits of a word, plus a half, over 2**31. With k that number before the division,
# k = m * 2**e and m between sqrt(1/2) and sqrt(2), so -2 log(u) = (31 - e) * 2 log 2 + y * P(y), y = m - 1.
UNIFORM_BITS: Final = 31
MANTISSA_BITS: Final = 23
BITS_OF_ROOT_HALF: Final = 0x3F3504F3
TWICE_LOG_TWO: Final = 1.38629436492919921875
MINUS_TWICE_LOG: Final = (
    -1.9999996423721313,
    1.0000126361846924,
    -0.666722297668457,
    0.4992099106311798,
    -0.3974885046482086,
    0.3464677929878235,
    -0.3281996250152588,
    0.2023857682943344,
)

# The angle is a signed word over 2**32: t turns of half a circle, between -1/2 and 1/2. With q = t * t,
# sin(pi t) = t * S(q) and cos(pi t) = C(q); the lowest bit of the word chooses the other half of the circle.
TURN: Final = 2.0**-32
SINE: Final = (
    3.141592502593994,
    -5.1677069664001465,
    2.5500316619873047,
    -0.5980464220046997,
    0.07722225040197372,
)
COSINE: Final = (
    0.9999999403953552,
    -4.934792995452881,
    4.058412075042725,
    -1.3318802118301392,
    0.2196968048810959,
)

# A mirrored path has this bit of its number set and is the negative of the path whose number has it clear.
MIRROR_BIT: Final = 32
STEPS_A_BLOCK: Final = 4
