"""How amounts, shares and ranges are said in an answer."""

from __future__ import annotations

from fractions import Fraction

from usufruct.outlook.projection_answers import RepaidBy
from usufruct.waterfall.tables import euro


def billion(cents: float | Fraction, digits: int = 2) -> str:
    """An amount of cents in billions of euro.

    Example:
        >>> billion(135_000_000_000), billion(-2_500_000_000, 3)
        ('EUR 1.35bn', 'EUR -0.025bn')
    """
    return f"EUR {float(cents) / 1e11:.{digits}f}bn"


def cell(cents: float | Fraction) -> str:
    """An amount of cents for a table.

    Example:
        >>> cell(150.4)
        '1.50'
    """
    return euro(round(cents))


def percent(share: float | Fraction, digits: int = 1) -> str:
    """A share.

    Example:
        >>> percent(Fraction(1, 4)), percent(0.0093, 2)
        ('25.0 %', '0.93 %')
    """
    return f"{100 * float(share):.{digits}f} %"


def when(found: RepaidBy) -> str:
    """The range of repayment.

    Example:
        >>> when(RepaidBy("2039-H1", "2049-H2", None, 0.237, ()))
        'by 2049-H2 on half of the paths, 8 of 10 between 2039-H1 and never, 24 % never'
        >>> when(RepaidBy(None, None, None, 1.0, ()))
        'on no path'
    """
    if found.never >= 1:
        return "on no path"
    middle = f"by {found.median} on half of the paths" if found.median else "on less than half of the paths"
    ends = f"8 of 10 between {found.early or 'never'} and {found.late or 'never'}"
    return f"{middle}, {ends}, {percent(found.never, 0)} never"


def moved(before: RepaidBy, after: RepaidBy) -> str:
    """How the half-year by which half of the paths have repaid moves.

    Example:
        >>> moved(RepaidBy(None, "2049-H2", None, 0.2, ()), RepaidBy(None, "2044-H1", None, 0.1, ()))
        'from 2049-H2 to 2044-H1'
    """
    one, other = before.median or "beyond the horizon", after.median or "beyond the horizon"
    return f"stays at {one}" if one == other else f"from {one} to {other}"


def counted(number: int, noun: str) -> str:
    """A number and its noun.

    Example:
        >>> counted(1, "payment"), counted(3, "payment")
        ('1 payment', '3 payments')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
