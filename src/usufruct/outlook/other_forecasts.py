"""What others forecast, beside what the custodian then put aside for the contribution.

A forecast of "profits a year" is held against the mean yearly provision so far, one of the year 2024 against the
provision of 2024, which begins on 15 February. What a source meant by profit is often not said; its own words stand
beside the figure. Forecasts of gross interest, of yields or of more than the central bank's assets are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from usufruct.calendar import LEVY_START
from usufruct.facts import Facts, Figure
from usufruct.waterfall.payments import figure_of
from usufruct.waterfall.tables import Table, euro

_PROVISIONS: Final = (
    "euroclear.contribution_provision.central-bank.2024",
    "euroclear.contribution_provision.central-bank.2025",
)
_NOT_THE_LEVY: Final = ("gross interest", "yield of", "revenue", "incl. tax")
_DAYS_A_YEAR: Final = Fraction(1461, 4)


@dataclass(frozen=True, slots=True)
class OtherForecast:
    """One forecast of somebody else, in cents.

    Attributes:
        who: as the source names them.
        item: what they forecast, in the words of the source.
        known: day on which it was published.
        low: least they said.
        high: most they said; equal to ``low`` for one number.
        outcome: what it is held against; None where nothing comparable is known yet.
        basis: what the outcome is.
        address: of the figure.
    """

    who: str
    item: str
    known: date
    low: Fraction
    high: Fraction
    outcome: Fraction | None
    basis: str
    address: str

    @property
    def error(self) -> Fraction | None:
        """Middle of the forecast less outcome."""
        return None if self.outcome is None else (self.low + self.high) / 2 - self.outcome

    @property
    def inside(self) -> bool | None:
        """Whether the outcome lies in a range that was given; None for one number, or without an outcome."""
        if self.outcome is None or self.low == self.high:
            return None
        return self.low <= self.outcome <= self.high


def other_forecasts(seen: Facts) -> tuple[OtherForecast, ...]:
    """Every forecast of the levy or of a payment by somebody else, by the day of its publication.

    Args:
        seen: the facts, as known.

    Example:
        >>> from usufruct import facts
        >>> kse = other_forecasts(facts.load())[-1]
        >>> kse.who, round(float(kse.error) / 1e11, 2)
        ('KSE Institute', -1.14)
    """
    found = [_forecast(each, seen) for each in seen if _is_comparable(each)]
    return tuple(sorted(found, key=lambda each: (each.known, each.who)))


def other_table(found: tuple[OtherForecast, ...]) -> Table:
    """One row a forecast, amounts in euro."""
    columns = ("known", "who", "what", "low", "high", "outcome", "error", "held against")
    return Table(
        columns,
        tuple(
            (
                str(each.known),
                each.who,
                each.item,
                euro(each.low),
                euro(each.high),
                None if each.outcome is None else euro(each.outcome),
                None if each.error is None else euro(round(each.error)),
                each.basis,
            )
            for each in found
        ),
    )


def _is_comparable(figure: Figure) -> bool:
    wanted = figure.series in ("windfall_forecast", "payment_forecast") and figure.perimeter == "central bank only"
    return wanted and figure.currency == "EUR" and not any(word in figure.item for word in _NOT_THE_LEVY)


def _forecast(figure: Figure, seen: Facts) -> OtherForecast:
    low, high = _ends(figure)
    if figure.series == "payment_forecast":
        receipt = figure_of(1, "received", seen)
        outcome = receipt.amount * 100 if receipt else None
        return OtherForecast(
            figure.holder, figure.item, figure.known_on, low, high, outcome, "payment 1", figure.address
        )
    outcome, basis = _outcome(figure, seen)
    return OtherForecast(figure.holder, figure.item, figure.known_on, low, high, outcome, basis, figure.address)


def _ends(figure: Figure) -> tuple[Fraction, Fraction]:
    """Cents a year; a sum over several years is divided by them."""
    if figure.value:
        ends = (figure.amount, figure.amount)
    else:
        ends = (figure.low or Fraction(0), figure.high or figure.low or Fraction(0))
    years = Fraction(1)
    start, end = figure.period_start, figure.period_end
    if figure.unit == "billion" and start and end and (end - start).days > 400:
        years = ((end - start).days + 1) / _DAYS_A_YEAR
    return ends[0] * 100 / years, ends[1] * 100 / years


def _outcome(figure: Figure, seen: Facts) -> tuple[Fraction | None, str]:
    known = {each.id: each for each in seen}
    provisions = [known[name] for name in _PROVISIONS if name in known]
    if figure.period_end and figure.period_end < LEVY_START:
        return None, "before the levy"
    if not provisions:
        return None, "no provision was known yet"
    if figure.period_end and figure.period_end.year == 2024:
        return provisions[0].amount * 100, "provision of 2024, from 15 February"
    last = provisions[-1].period_end
    if last is None:
        return None, "no provision was known yet"
    years = ((last - LEVY_START).days + 1) / _DAYS_A_YEAR
    whole = sum((each.amount for each in provisions), Fraction(0))
    return whole * 100 / years, f"mean yearly provision to {last}"
