"""The score card: what this system would have forecast on each day with new figures, against what then happened.

For every day on which the custodian printed a balance, interest or a payment, each payment still to come is forecast
with the cash, the curves, the spread, the shares and the law of that day alone. Outcomes are what the Union received.

Three things limit what it shows. Forecasts of one payment have much in common, so few payments stay few, however many
days look at them: ``payments`` is the number that counts. The method was written after the outcomes it is held against
were known, and so were its judgements; only its inputs are of the day. And prints of the custodian on the half-year
itself (its interest, its provision, the payment it announces) are not read, since a projection does not read them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import erf, exp, pi, sqrt
from typing import Final

from usufruct import facts
from usufruct.calendar import HalfYear
from usufruct.facts import Facts
from usufruct.facts.collection import read_day
from usufruct.outlook.lead_in import FIRST
from usufruct.outlook.payment_forecast import EIGHT_OF_TEN, payment_forecast
from usufruct.waterfall.payments import figure_of, half_year_of, payment_numbers
from usufruct.waterfall.published import CUSTODIAN
from usufruct.waterfall.tables import Table, euro

FIRST_DAY: Final = date(2024, 7, 19)
"""The first day on which the custodian printed a balance under the levy."""
FARTHEST: Final = timedelta(days=550)
"""From the day of the view to the start of a half-year, at most: a year and a half."""
_NEWS: Final = ("balance", "interest", "contribution_payment")


@dataclass(frozen=True, slots=True)
class Forecast:
    """One payment as it would have been forecast on one day, in cents.

    Attributes:
        known: the day of the view.
        payment: number of the payment.
        period: half-year whose profits it is about.
        central: at expected rates and central assumptions.
        deviation: standard deviation of the outcome about it, if rates and assumptions miss independently.
        no_change: the last payment received by then, which is what someone without a model would say; None before any.
        outcome: what was received later; None where nothing was yet.
        tolerance: half of the last printed digit of the outcome.
    """

    known: date
    payment: int
    period: str
    central: float
    deviation: float
    no_change: float | None
    outcome: float | None
    tolerance: float

    @property
    def low(self) -> float:
        """Eight of ten outcomes lie above this and below :attr:`high`; never below nothing, as a call is."""
        return max(self.central - self.deviation * EIGHT_OF_TEN, 0.0)

    @property
    def high(self) -> float:
        """See :attr:`low`."""
        return self.central + self.deviation * EIGHT_OF_TEN

    @property
    def error(self) -> float | None:
        """Forecast less outcome."""
        return None if self.outcome is None else self.central - self.outcome

    @property
    def inside(self) -> bool | None:
        """Whether the outcome, within its printed digits, lies in the interval."""
        if self.outcome is None:
            return None
        return self.low - self.tolerance <= self.outcome <= self.high + self.tolerance

    @property
    def score(self) -> float | None:
        """Continuous ranked probability score, in cents: less is better, 0 is certain and right."""
        return None if self.outcome is None else ranked_probability_score(self.central, self.deviation, self.outcome)


@dataclass(frozen=True, slots=True)
class Summary:
    """Several forecasts with outcomes, in cents.

    Attributes:
        n: how many forecasts.
        payments: of how many different payments.
        bias: mean of forecast less outcome.
        mean_error: mean of its size.
        inside: how many outcomes lay in the 8-of-10 interval.
        score: mean continuous ranked probability score.
        no_change: mean size of the error of repeating the last payment, over those made after one; None without any.
        beside_no_change: mean size of this system's error over the same ones.
    """

    n: int
    payments: int
    bias: float
    mean_error: float
    inside: int
    score: float
    no_change: float | None
    beside_no_change: float | None


@dataclass(frozen=True)
class ScoreCard:
    """Every forecast of this system, and what others said.

    Attributes:
        known: outcomes are those known on this day.
        forecasts: by day of the view, then payment.
    """

    known: date
    forecasts: tuple[Forecast, ...]

    @property
    def summary(self) -> Summary | None:
        """Over all forecasts with an outcome; None where there is none."""
        return summarised(self.forecasts)

    @property
    def worst(self) -> Forecast | None:
        """The forecast that missed by most."""
        scored = [each for each in self.forecasts if each.error is not None]
        return max(scored, key=lambda each: abs(each.error or 0.0), default=None)

    def by_payment(self) -> tuple[tuple[str, Summary], ...]:
        """By payment, which is what is independent here, if anything."""
        found = []
        for number in sorted({each.payment for each in self.forecasts}):
            summary = summarised(each for each in self.forecasts if each.payment == number)
            if summary:
                found.append((f"payment {number}", summary))
        return tuple(found)

    def by_lead(self) -> tuple[tuple[str, Summary], ...]:
        """By time from the day of the view to the end of the half-year."""
        bands = (("half-year over", -9999, 0), ("up to six months ahead", 1, 183), ("longer", 184, 99999))
        found = []
        for name, low, high in bands:
            summary = summarised(each for each in self.forecasts if low <= _days(each) <= high)
            if summary:
                found.append((name, summary))
        return tuple(found)

    def table(self) -> Table:
        """One row a forecast, amounts in euro."""
        columns = ("known", "payment", "period", "forecast", "low", "high", "no change", "outcome", "error", "inside")
        return Table(columns, tuple(_cells(each) for each in self.forecasts))

    def __repr__(self) -> str:
        found = self.summary
        if found is None:
            return f"<ScoreCard as of {self.known}: no outcome yet>"
        return (
            f"<ScoreCard as of {self.known}: {found.n} forecasts of {found.payments} payments, "
            f"{found.inside} inside, bias EUR {found.bias / 1e11:+.2f}bn>"
        )

    def _repr_html_(self) -> str:
        return self.table().html(repr(self))


def score_card(known: date | str | None = None, published: Facts | None = None) -> ScoreCard:
    """Forecast every payment from every day with news before it, and set outcomes beside.

    Args:
        known: outcomes known on this day count; the latest day of the facts if left out.
        published: the facts; the packaged ones when None. Each forecast sees them as of its own day.

    Example:
        >>> card = score_card("2025-09-01")
        >>> card.summary.payments
        2
    """
    source = facts.load() if published is None else published
    until = source.latest_known if known is None else read_day(known)
    seen = source.as_of(until)
    whole = None if published is None else seen
    found = [each for day in knowledge_days(seen) for each in _forecasts(day, seen, whole)]
    return ScoreCard(until, tuple(found))


def knowledge_days(seen: Facts) -> tuple[date, ...]:
    """Days on which the custodian printed a balance, interest or a payment under the levy."""
    days = {each.known_on for each in seen if each.series in _NEWS and each.holder == CUSTODIAN}
    return tuple(sorted(day for day in days if day >= FIRST_DAY))


def _forecasts(day: date, seen: Facts, published: Facts | None) -> Iterator[Forecast]:
    view = seen.as_of(day)
    done = {n: figure for n in payment_numbers(view) if (figure := figure_of(n, "received", view))}
    last = max(done.values(), key=lambda figure: figure.known_on, default=None)
    for number in payment_numbers(seen):
        half = half_year_of(number)
        outcome = figure_of(number, "received", seen)
        if number in done or half == FIRST or half.start > day + FARTHEST:
            continue
        made = payment_forecast(day, half, published)
        yield Forecast(
            day,
            number,
            half.label,
            made.central,
            made.deviation,
            float(last.amount * 100) if last else None,
            float(outcome.amount * 100) if outcome else None,
            float(outcome.tolerance * 100) if outcome else 0.0,
        )


def _days(each: Forecast) -> int:
    return (HalfYear.read(each.period).end - each.known).days


def ranked_probability_score(central: float, deviation: float, outcome: float) -> float:
    """Return the continuous ranked probability score of a normal forecast, in the unit of its arguments.

    It is the integral of the squared gap between the forecast's distribution function and the step at the outcome.
    Source: Gneiting and Raftery (2007), Strictly Proper Scoring Rules, section 4.2, equation (21).

    Example:
        >>> ranked_probability_score(2.0, 0.0, 5.0), round(ranked_probability_score(0.0, 1.0, 0.0), 6)
        (3.0, 0.233695)
    """
    if deviation <= 0:
        return abs(central - outcome)
    z = (outcome - central) / deviation
    density, below = exp(-z * z / 2) / sqrt(2 * pi), (1 + erf(z / sqrt(2))) / 2
    return deviation * (z * (2 * below - 1) + 2 * density - 1 / sqrt(pi))


def summarised(forecasts: Iterable[Forecast]) -> Summary | None:
    """Sum up the forecasts that have an outcome; None where none has."""
    found = [(each, each.outcome) for each in forecasts if each.outcome is not None]
    if not found:
        return None
    errors = [each.central - outcome for each, outcome in found]
    naive = [abs(each.no_change - outcome) for each, outcome in found if each.no_change is not None]
    beside = [abs(each.central - outcome) for each, outcome in found if each.no_change is not None]
    return Summary(
        len(found),
        len({each.payment for each, _ in found}),
        _mean(errors),
        _mean([abs(error) for error in errors]),
        sum(bool(each.inside) for each, _ in found),
        _mean([each.score or 0.0 for each, _ in found]),
        _mean(naive) if naive else None,
        _mean(beside) if beside else None,
    )


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _cells(each: Forecast) -> tuple[str | None, ...]:
    amounts = (each.central, each.low, each.high, each.no_change, each.outcome, each.error)
    inside = None if each.inside is None else "yes" if each.inside else "no"
    cells = (None if amount is None else euro(round(amount)) for amount in amounts)
    return (str(each.known), str(each.payment), each.period, *cells, inside)
