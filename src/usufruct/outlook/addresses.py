"""Addresses of projected figures, such as ``project:payment:2031-H1`` or ``project:owed-to:Japan:2040-H2``.

Outputs print them, and ``usufruct explain`` takes them, with a path of a scenario: a mean or a quantile is no figure of
the law, but each of the paths that it is made of is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from usufruct.calendar import HalfYear
from usufruct.errors import UsufructError, refuse
from usufruct.outlook.projection import BY_LENDER, FIGURES
from usufruct.outlook.scenario import LENDERS

PREFIX: Final = "project:"


@dataclass(frozen=True, slots=True)
class ProjectedFigure:
    """A figure of a projection.

    Attributes:
        figure: a name of :data:`usufruct.outlook.projection.FIGURES`.
        lender: whose, for ``paid-to`` and ``owed-to``; else empty.
        period: label of the half-year at whose settlement it is taken.
    """

    figure: str
    lender: str
    period: str

    @property
    def address(self) -> str:
        """The text that :func:`read_address` gives back.

        Example:
            >>> ProjectedFigure("owed-to", "Japan", "2040-H2").address
            'project:owed-to:Japan:2040-H2'
        """
        return PREFIX + ":".join(filter(None, (self.figure, self.lender, self.period)))


def is_projected(address: str) -> bool:
    """Whether an address is one of a projection."""
    return address.startswith(PREFIX)


def read_address(address: str) -> ProjectedFigure:
    """Read the address of a projected figure.

    Raises:
        UsufructError: ``X126`` for a text that is none, with the nearest figure or lender.

    Example:
        >>> read_address("project:payment:2031-H1")
        ProjectedFigure(figure='payment', lender='', period='2031-H1')
    """
    figure, *rest = address.removeprefix(PREFIX).split(":")
    if figure not in FIGURES:
        raise _refused(address, f"no projected figure is called {figure!r:.40}", figure, FIGURES)
    lender = rest.pop(0) if figure in BY_LENDER and rest else ""
    if figure in BY_LENDER and lender not in LENDERS.values():
        raise _refused(address, f"{lender!r:.40} is no lender", lender, LENDERS.values())
    try:
        (label,) = rest
        period = HalfYear.read(label).label
    except (ValueError, UsufructError):
        raise refuse("X126", f"{address!r:.80} names no half-year", "figure", "", "end it with one: 2031-H1") from None
    return ProjectedFigure(figure, lender, period)


def _refused(address: str, what: str, given: str, possible: Iterable[str]) -> UsufructError:
    names = [*possible]
    near = get_close_matches(given, names, n=1, cutoff=0.4)
    remedy = f"did you mean {near[0]}?" if near else f"one of: {', '.join(names)}"
    return refuse("X126", f"{what}, in {address!r:.80}", "figure", "", remedy)
