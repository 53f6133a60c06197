"""The stream by calendar year and purpose: what is earmarked, and what repays loans, by what the loans were for.

The European Peace Facility is for defence. What reaches the loan mechanism repays lenders, who paid Ukraine before: it
is no new money of the year. Which uses a loan allowed says what the money that is being repaid was for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from usufruct.calendar import HalfYear
from usufruct.money import read_figure
from usufruct.outlook.answers.view import View
from usufruct.outlook.projection import Projection, YearFlow
from usufruct.waterfall.horizon import payment_number

DEFENCE: Final = "defence"
FACILITY: Final = "resilience and reconstruction"
OTHER_LOANS: Final = "loans, use not stated"
UNSPENT: Final = "in the mechanism, no lender yet"
ANY_USE: Final = "loans for any use, arms included"
BUDGET: Final = "loans for the budget"
NON_MILITARY: Final = "loans for non-military use"
MILITARY: Final = "loans for military procurement"
USES: Final[Mapping[str, tuple[str, str]]] = {
    "European Union": (ANY_USE, "loan.eu.committed"),
    "Canada": (BUDGET, "loan.canada.committed"),
    "Japan": (NON_MILITARY, "loan.japan.committed"),
    "United Kingdom": (MILITARY, "loan.uk.disbursed.2025-03-06"),
}
"""What each loan may be used for, and the fact that says so; none in the facts says it of the United States' loan."""
EARMARKED: Final = "earmarked"
REPAYS: Final = "repays loans"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a year's payments.

    Attributes:
        purpose: what the money, or the loan that it repays, is for.
        use: ``earmarked`` as new money, or ``repays loans``.
        share: of the payments of the year, mean over the paths.
    """

    purpose: str
    use: str
    share: float


@dataclass(frozen=True, slots=True)
class StreamYear:
    """What is called in a calendar year, in cents of euro.

    Attributes:
        year: the calendar year.
        state: "received", "under way" or "projected".
        low: one path in ten lies below; for a year under way one outcome in ten, named assumptions included.
        mean: over the paths.
        high: one in ten lies above, likewise.
        parts: by purpose; their shares add up to one where there are payments.
    """

    year: int
    state: str
    low: float
    mean: float
    high: float
    parts: tuple[Part, ...]

    def share(self, *purposes: str) -> float:
        """Share of the payments for some purposes."""
        return sum(each.share for each in self.parts if each.purpose in purposes)


def stream(view: View) -> tuple[StreamYear, ...]:
    """The stream by year, from the first payment to the horizon.

    Example:
        >>> from usufruct.outlook.scenario import from_key
        >>> short = View(from_key("known=2026-11-22&horizon=2028-12-31&paths=64"), "arrays")
        >>> found = {each.year: each for each in stream(short)}
        >>> found[2024].state, round(found[2024].share(DEFENCE), 3), round(found[2027].share(DEFENCE), 3)
        ('received', 0.9, 0.05)
    """
    projection = view.projection
    amounts = _by_half_year(view, projection)
    found = []
    for flow in projection.yearly_flow:
        labels = [f"{flow.year - 1}-H2", f"{flow.year}-H1"]
        there: dict[tuple[str, str], float] = {}
        for label in labels:
            for key, amount in amounts.get(label, {}).items():
                there[key] = there.get(key, 0.0) + amount
        whole = sum(there.values())
        parts = tuple(Part(*key, amount / whole) for key, amount in there.items() if whole > 0 and amount)
        low, high = _bounds(projection, flow)
        found.append(StreamYear(flow.year, flow.state, low, flow.mean, high, parts))
    return tuple(found)


def _bounds(projection: Projection, flow: YearFlow) -> tuple[float, float]:
    """The bounds of a year; where its payment is under way they are those of the next payment, assumptions included."""
    if flow.state != "under way":
        return flow.low, flow.high
    payment = projection.next_payment
    return flow.low - (payment.central - payment.low), flow.high + (payment.high - payment.central)


def _by_half_year(view: View, projection: Projection) -> dict[str, dict[tuple[str, str], float]]:
    """Mean cents by purpose and use for the payment on the profits of each half-year."""
    mechanism = {row.period: row.mean for row in projection.fan("to-mechanism").rows}
    lenders = {
        name: {row.period: row.mean for row in projection.fan("paid-to", name).rows} for name in projection.lenders()
    }
    found = {}
    for row in projection.fan("payment").rows:
        to_loans = mechanism.get(row.period, 0.0)
        peace = row.mean * float(1 - budget_share(view, payment_number(HalfYear.read(row.period))))
        split = {(DEFENCE, EARMARKED): peace, (FACILITY, EARMARKED): max(row.mean - to_loans - peace, 0.0)}
        paid = {name: rows.get(row.period, 0.0) for name, rows in lenders.items()}
        # Lenders may be paid more than the payment brings, from what waited: the year's own money is what counts here.
        scale = to_loans / sum(paid.values()) if sum(paid.values()) > to_loans else 1.0
        for name, amount in paid.items():
            key = (USES.get(name, (OTHER_LOANS, ""))[0], REPAYS)
            split[key] = split.get(key, 0.0) + amount * scale
        split[UNSPENT, REPAYS] = max(to_loans - sum(paid.values()) * scale, 0.0)
        found[row.period] = {key: amount for key, amount in split.items() if amount > 1}
    return found


def budget_share(view: View, number: int) -> Fraction:
    """The part of a payment that goes to the budget of the Union under the law of the scenario."""
    law = view.projection.ready.law
    row = law.row(law.resolve("budget_key"), number)
    return read_figure(row.figure) if row is not None else Fraction(0)
