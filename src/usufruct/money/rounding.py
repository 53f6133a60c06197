"""Rules by which an exact figure becomes a whole number, each under a name that a provision can cite."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, trunc
from typing import Final, Literal, get_args

from usufruct.errors import refuse

Rounding = Literal["half up", "half away from zero", "half even", "down", "up"]
"""The name of a rule. They differ on halves and below zero; see :func:`round_to_integer`."""

ROUNDINGS: Final[tuple[Rounding, ...]] = get_args(Rounding)
"""Every rule, in the order of the table in :func:`round_to_integer`."""

_HALF: Final = Fraction(1, 2)


def round_to_integer(x: Fraction, how: Rounding = "half up") -> int:
    """Round an exact figure to a whole number by a named rule.

    ======================  =========================================  ====  ====  =====  =====
    Rule                    What it does                               2.5   3.5   -2.5   -2.6
    ======================  =========================================  ====  ====  =====  =====
    half up                 nearest; a half goes towards plus infinity  3     4     -2     -3
    half away from zero     nearest; a half goes away from zero         3     4     -3     -3
    half even               nearest; a half goes to the even number     2     4     -2     -3
    down                    towards zero                                2     3     -2     -2
    up                      away from zero                              3     4     -3     -3
    ======================  =========================================  ====  ====  =====  =====

    "Half up" is the default because it is the same function everywhere, floor of x plus one half:
    shifting a figure by a whole number shifts its rounding by the same number.

    Args:
        x: the figure, a fraction or an integer.
        how: the name of the rule.

    Raises:
        UsufructError: ``M104`` when the figure is not a fraction or an integer, ``M106`` when no rule
            has this name.

    Example:
        >>> round_to_integer(Fraction(-5, 2)), round_to_integer(Fraction(-5, 2), "half away from zero")
        (-2, -3)
    """
    if not isinstance(x, Fraction | int):
        raise refuse(
            "M104",
            f"a fraction or an integer was expected, this is a {type(x).__name__}",
            "rounding",
            "rounding an inexact number cannot be checked",
            "read the figure from its text",
        )
    match how:
        case "half up":
            return floor(x + _HALF)
        case "half away from zero":
            return floor(x + _HALF) if x >= 0 else ceil(x - _HALF)
        case "half even":
            return round(x)
        case "down":
            return trunc(x)
        case "up":
            return ceil(x) if x >= 0 else floor(x)
    raise refuse(
        "M106",
        f"no rounding rule is called {how!r:.40}",
        "rounding",
        "a provision names its rule, and the rules differ by a cent",
        "write one of: " + ", ".join(ROUNDINGS),
    )
