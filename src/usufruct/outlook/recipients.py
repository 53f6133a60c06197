"""Who finally holds each euro of a projection: the custodian, the state that taxes it, funds, lenders.

A loan that was paid out is Ukraine's already; what the mechanism pays later goes to the lenders. Both are the same
support, counted once: here the recipient is whoever has the cash in the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from usufruct.outlook.projection import Projection

PEACE_FACILITY: Final = "European Peace Facility and Ukraine Facility"
"""What a payment does not give to the mechanism: payments 1 and 2 whole, a twentieth of those after."""
IN_THE_MECHANISM: Final = "in the mechanism, beyond what lenders are owed"
"""No act says yet what becomes of it once every loan is repaid."""
RETAINED: Final = "retained by the custodian, owed to the Union"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Cash that one recipient holds in the end.

    Attributes:
        name: who.
        cents: mean over the paths, from the first payment to the horizon.
        share: of all that is held in the end.
    """

    name: str
    cents: float
    share: float


def recipients(projection: Projection) -> tuple[Recipient, ...]:
    """The recipients of everything contributed from 15 February 2024 to the horizon, largest first.

    Besides the contributions of the custodian these are what a scenario adds: tax passed on, earlier profits.

    Args:
        projection: whose.

    Example:
        >>> from usufruct.outlook.projection import project
        >>> found = recipients(project("known=2026-11-22&horizon=2029-12-31&paths=64", tier="arrays"))
        >>> abs(sum(each.share for each in found) - 1) < 1e-9, found[0].cents > found[-1].cents
        (True, True)
    """
    payments, mechanism = _sum(projection, "payment"), _sum(projection, "to-mechanism")
    lenders = {lender: _sum(projection, "paid-to", lender) for lender in projection.lenders()}
    amounts = {
        **lenders,
        PEACE_FACILITY: payments - mechanism,
        IN_THE_MECHANISM: projection.fan("undistributed").rows[-1].mean,
        RETAINED: projection.fan("retained").rows[-1].mean,
    }
    whole = sum(amounts.values())
    found = [Recipient(name, cents, cents / whole if whole else 0.0) for name, cents in amounts.items()]
    return tuple(sorted(found, key=lambda each: -each.cents))


def _sum(projection: Projection, figure: str, lender: str = "") -> float:
    return sum(row.mean for row in projection.fan(figure, lender).rows)
