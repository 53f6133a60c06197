"""What others forecast, beside what then happened.

Four kinds can be held against an outcome: profits for the levy, against what the custodian put aside for it; one
payment, forecast by others or announced by the custodian, against what the Union received; interest of the custodian,
against its accounts; and Belgian tax, against the custodian's accounts. A forecast of profits is held against the years
that lie in its own period, per year; the first of them begins on 15 February 2024. What a source meant by profit is
often not said: its own words stand beside the figure. Forecasts in dollars, of yields, or of interest of the central
bank's assets in the whole world have no outcome here and are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from usufruct.calendar import LEVY_START
from usufruct.facts import Facts, Figure
from usufruct.waterfall.payments import figure_of
from usufruct.waterfall.published import CUSTODIAN
from usufruct.waterfall.tables import Table, euro

_CENTRAL_BANK: Final = "central bank only"
_ALL_CLIENTS: Final = "all sanctioned Russian clients"
_NOT_THE_LEVY: Final = ("gross interest", "yield of", "incl. tax")
_FORESEEN: Final = ("planned", "expected")
_PAYMENT: Final = re.compile(r"payment (\d+)")
_FIRST_TRANCHE: Final = "first tranche"
_DAYS_A_YEAR: Final = Fraction(1461, 4)


@dataclass(frozen=True, slots=True)
class OtherForecast:
    """One forecast of somebody else, in cents; per year where it covers several.

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
    """Every forecast of somebody else that an outcome may be held against, by the day of its publication.

    Args:
        seen: the facts, as known.

    Example:
        >>> from usufruct import facts
        >>> said = other_forecasts(facts.load())
        >>> [(each.who, round(float(each.error) / 1e11, 2)) for each in said if each.basis == "payment 2, received"]
        [('Euroclear', -0.1)]
    """
    found = (_forecast(each, seen) for each in seen if not each.is_gap and each.currency == "EUR")
    return tuple(sorted((each for each in found if each), key=lambda each: (each.known, each.who)))


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


def _forecast(figure: Figure, seen: Facts) -> OtherForecast | None:
    found = _outcome(figure, seen)
    if found is None:
        return None
    outcome, basis = found
    low, high = _ends(figure)
    return OtherForecast(figure.holder, figure.item, figure.known_on, low, high, outcome, basis, figure.address)


def _outcome(figure: Figure, seen: Facts) -> tuple[Fraction | None, str] | None:
    """What a figure is held against, and what that is; None where it is no forecast, or none of these kinds."""
    payment = _payment(figure)
    if payment:
        receipt = figure_of(payment, "received", seen)
        return (receipt.amount * 100 if receipt else None), f"payment {payment}, received"
    if figure.series == "tax_receipts" and figure.state in _FORESEEN and figure.item != "part paid within the year":
        return _yearly(figure, seen, "corporate_tax", "tax in the accounts")
    if figure.series != "windfall_forecast":
        return None
    if figure.perimeter == _ALL_CLIENTS:
        return _yearly(figure, seen, "interest", "interest in the accounts")
    if figure.perimeter != _CENTRAL_BANK or any(word in figure.item for word in _NOT_THE_LEVY):
        return None
    return _provided(figure, seen)


def _payment(figure: Figure) -> int:
    """Number of the payment that is forecast or announced; 0 for none."""
    if figure.series == "payment_forecast" and figure.item == _FIRST_TRANCHE:
        return 1
    match = _PAYMENT.fullmatch(figure.item)
    announced = figure.series == "contribution_payment" and figure.state == "announced"
    return int(match[1]) if match and announced else 0


def _provided(figure: Figure, seen: Facts) -> tuple[Fraction | None, str]:
    """The provisions of whole years within the period of a forecast, per year."""
    start, end = figure.period_start or LEVY_START, figure.period_end or date.max
    if end < LEVY_START:
        return None, "before the levy"
    years = [each for each in _years(seen, "contribution_provision", _CENTRAL_BANK) if _within(each, start, end)]
    if not years:
        return None, "no provision of a year was known yet"
    whole = sum((each.amount for each in years), Fraction(0)) * 100
    named = f"provision of {_names(years)}"
    if figure.unit == "billion" and not _is_long(figure):
        return whole, named
    days = sum((_last(each) - max(_first(each), LEVY_START)).days + 1 for each in years)
    return whole / days * _DAYS_A_YEAR, f"{named}, a year"


def _yearly(figure: Figure, seen: Facts, series: str, name: str) -> tuple[Fraction | None, str]:
    """The accounts of whole calendar years within the period of a forecast, per year."""
    start, end = figure.period_start or date.min, figure.period_end or date.max
    years = [each for each in _years(seen, series, _ALL_CLIENTS) if start <= _first(each) and _last(each) <= end]
    if not years:
        return None, f"no {name} of a year was known yet"
    return sum((each.amount for each in years), Fraction(0)) * 100 / len(years), f"{name}, {_names(years)}"


def _years(seen: Facts, series: str, perimeter: str) -> list[Figure]:
    """The latest prints of a custodian's figure of whole years, oldest first."""
    found = seen.latest_vintages(seen.find(series=series, holder=CUSTODIAN, perimeter=perimeter))
    return sorted((each for each in found if each.value and re.fullmatch(r"\d{4}", each.period)), key=_first)


def _within(figure: Figure, start: date, end: date) -> bool:
    return start <= max(_first(figure), LEVY_START) and _last(figure) <= end


def _first(figure: Figure) -> date:
    return figure.period_start or date.min


def _last(figure: Figure) -> date:
    return figure.period_end or date.max


def _names(years: list[Figure]) -> str:
    return " and ".join(each.period for each in years)


def _ends(figure: Figure) -> tuple[Fraction, Fraction]:
    """Cents; a sum over several years is divided by them."""
    low = figure.low if figure.low is not None else figure.amount
    high = figure.high if figure.high is not None else figure.amount
    years = Fraction(1)
    if figure.unit in ("billion", "million") and _is_long(figure):
        years = ((_last(figure) - _first(figure)).days + 1) / _DAYS_A_YEAR
    return low * 100 / years, high * 100 / years


def _is_long(figure: Figure) -> bool:
    start, end = figure.period_start, figure.period_end
    return start is not None and end is not None and (end - start).days > 400
