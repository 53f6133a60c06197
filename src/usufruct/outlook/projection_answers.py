"""What a projection answers: the next payment, the yearly flow, the day of repayment, and who bears what is left.

Amounts are cents of euro, unrounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from usufruct.outlook.fan import State


@dataclass(frozen=True, slots=True)
class NextPayment:
    """The first payment that was not received by the day of the view, in cents.

    Attributes:
        number: of the payment.
        period: half-year whose profits it is about.
        due: day on which the call is expected.
        overdue: the day had passed on the day of the view, and no figure of its receipt was found.
        low: 8 of 10 outcomes lie above this and below ``high``, if rates and assumptions miss independently.
        central: at the central assumptions, median over the paths.
        high: see ``low``.
    """

    number: int
    period: str
    due: date
    overdue: bool
    low: float
    central: float
    high: float


@dataclass(frozen=True, slots=True)
class YearFlow:
    """All payments called in one calendar year, in cents."""

    year: int
    state: State
    mean: float
    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class RepaidBy:
    """When all loans are repaid, over paths.

    Attributes:
        early: half-year by which one path in ten has repaid; None beyond the horizon.
        median: half of the paths.
        late: nine of ten.
        never: share of paths that have not repaid by the horizon.
        by_half_year: (half-year, share of paths repaid by its settlement).
    """

    early: str | None
    median: str | None
    late: str | None
    never: float
    by_half_year: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """What one bearer loses when the measures end, in cents of euro.

    Attributes:
        lender: whose loan is not repaid.
        bearer: who bears it under the reading of the scenario.
        mean: over the paths.
        low: one path in ten lies below.
        high: one path in ten lies above.
    """

    lender: str
    bearer: str
    mean: float
    low: float
    high: float
