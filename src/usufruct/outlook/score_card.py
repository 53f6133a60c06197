"""The score card: what this system would have forecast on each day with new figures, against what then happened.

For every day on which a balance, a result or a payment of the custodian became known, each payment still to come is
forecast with the cash, the curves, the spread, the shares and the law of that day alone. Outcomes are what the Union
received. Between forecasts of one payment there is much in common, so few payments stay few, however many days look at
them: ``n`` is given, and no calibration is claimed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from math import erf, exp, pi, sqrt
from typing import Final

from usufruct import facts
from usufruct.calendar import HalfYear
from usufruct.engine.execution.interpreter import Interpreter
from usufruct.engine.order import behind
from usufruct.facts import Facts, Figure
from usufruct.outlook.assumptions import at_value, near_ranges
from usufruct.outlook.cash_plan import CashPlan, cash_plan
from usufruct.outlook.half_year_inputs import world_of
from usufruct.outlook.known_markets import KnownMarkets, known_markets
from usufruct.outlook.lead_in import FIRST, levied_half_years
from usufruct.outlook.projected_law import projected_law
from usufruct.outlook.scenario import Scenario, baseline
from usufruct.waterfall.horizon import payment_number
from usufruct.waterfall.payments import figure_of, half_year_of, payment_numbers
from usufruct.waterfall.tables import Table, euro

EIGHT_OF_TEN: Final = 1.2815515655446004
"""Standard deviations on either side of the mean that hold eight of ten normal outcomes."""
FIRST_DAY: Final = date(2024, 7, 19)
"""The first day on which a balance of the custodian was known under the levy."""
_NEWS: Final = ("balance", "interest", "contribution_payment")


@dataclass(frozen=True, slots=True)
class Forecast:
    """One payment as it would have been forecast on one day, in cents.

    Attributes:
        known: the day of the view.
        payment: number of the payment.
        period: half-year whose profits it is about.
        central: at expected rates and central assumptions.
        low: 8 of 10 outcomes lie above this and below ``high``, if rates and assumptions miss independently.
        high: see ``low``.
        no_change: the last payment received by then, which is what someone without a model would say; None before any.
        outcome: what was received later; None where nothing was yet.
        tolerance: half of the last printed digit of the outcome.
    """

    known: date
    payment: int
    period: str
    central: float
    low: float
    high: float
    no_change: float | None
    outcome: float | None
    tolerance: float

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
        """Continuous ranked probability score of a normal forecast, in cents: less is better, 0 is certain and right.

        Source: Gneiting and Raftery (2007), Strictly Proper Scoring Rules, section 4.2, equation (21).
        """
        if self.outcome is None:
            return None
        deviation = (self.high - self.low) / (2 * EIGHT_OF_TEN)
        if deviation <= 0:
            return abs(self.central - self.outcome)
        z = (self.outcome - self.central) / deviation
        density, below = exp(-z * z / 2) / sqrt(2 * pi), (1 + erf(z / sqrt(2))) / 2
        return deviation * (z * (2 * below - 1) + 2 * density - 1 / sqrt(pi))


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
        no_change: mean size of the error of repeating the last payment.
    """

    n: int
    payments: int
    bias: float
    mean_error: float
    inside: int
    score: float
    no_change: float


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
        return _summary([each for each in self.forecasts if each.outcome is not None])

    def by_lead(self) -> tuple[tuple[str, Summary], ...]:
        """By time from the day of the view to the end of the half-year."""
        bands = (("half-year over", -9999, 0), ("up to six months ahead", 1, 183), ("longer", 184, 99999))
        found = []
        for name, low, high in bands:
            there = [each for each in self.forecasts if each.outcome is not None and low <= _days(each) <= high]
            summary = _summary(there)
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
        published: the facts; the packaged ones when None. They are seen as of each day of a forecast.

    Example:
        >>> card = score_card("2025-09-01")
        >>> card.summary.payments
        2
    """
    from usufruct.facts.collection import read_day

    source = facts.load() if published is None else published
    until = source.latest_known if known is None else read_day(known)
    seen = source.as_of(until)
    found = [each for day in knowledge_days(seen) for each in _forecasts(day, seen)]
    return ScoreCard(until, tuple(found))


def knowledge_days(seen: Facts) -> tuple[date, ...]:
    """Days on which a balance, a result or a payment of the custodian became known under the levy."""
    days = {each.known_on for each in seen if each.series in _NEWS and each.holder == "Euroclear"}
    return tuple(sorted(day for day in days if day >= FIRST_DAY))


def _forecasts(day: date, seen: Facts) -> Iterator[Forecast]:
    view = seen.as_of(day)
    done = {n: figure for n in payment_numbers(view) if (figure := figure_of(n, "received", view))}
    last = max(done.values(), key=lambda figure: figure.known_on, default=None)
    for number in payment_numbers(seen):
        half = half_year_of(number)
        outcome = figure_of(number, "received", seen)
        if number in done or half == FIRST or half.start > day + timedelta(days=550):
            continue
        central, half_width = _payment(day, half)
        yield Forecast(
            day,
            number,
            half.label,
            central,
            max(central - half_width, 0.0),
            central + half_width,
            float(last.amount * 100) if last else None,
            float(outcome.amount * 100) if outcome else None,
            float(_tolerance(outcome)) if outcome else 0.0,
        )


@cache
def _payment(day: date, half: HalfYear) -> tuple[float, float]:
    """The payment forecast on a day, and half the width of the 8-of-10 interval.

    Rates of all currencies move together, as far as the euro's model lets its mean over the months to come stray.
    """
    scenario = baseline(day)
    markets = known_markets(scenario)
    cash = cash_plan(scenario, markets)
    central = _computed(scenario, markets, cash, half)
    higher = replace(scenario, shift=Fraction(1, 100))
    by_point = _computed(higher, replace(markets, scenario=higher), cash, half) - central
    squares = (by_point * 100 * _rate_deviation(markets, half) * EIGHT_OF_TEN) ** 2
    for each in near_ranges(cash):
        ends = [at_value(scenario, each.key, end) for end in (each.low, each.high)]
        moved = [_computed(other, markets, cash_plan(other, markets), half) - central for other in ends]
        squares += max(map(abs, moved)) ** 2
    return central, sqrt(squares)


def _rate_deviation(markets: KnownMarkets, half: HalfYear) -> float:
    """Standard deviation of the mean euro rate over what is left of a half-year, a fraction of one a year."""
    day = markets.scenario.known
    middle = max(half.start, day) + (half.end - max(half.start, day)) / 2
    months = max((middle - day).days / 30.4375, 0.0)
    model = markets.models(date(day.year, day.month, 1), 1)[0]
    return model.deviation * sqrt((1 - model.decay ** (2 * months)) / (1 - model.decay**2)) if months else 0.0


def _computed(scenario: Scenario, markets: KnownMarkets, cash: CashPlan, half: HalfYear) -> float:
    """The payment on a half-year by the law of the day, in cents."""
    world = world_of(levied_half_years(scenario, markets, cash, half), (), {})
    law = projected_law(baseline(scenario.known))
    run = Interpreter(law, world, only=behind(law, ["eu.payment"])).run()
    return float(run.value("eu.payment", "call", payment_number(half) - 1, ()))


def _tolerance(figure: Figure) -> Fraction:
    return figure.tolerance * 100


def _days(each: Forecast) -> int:
    return (HalfYear.read(each.period).end - each.known).days


def _summary(found: list[Forecast]) -> Summary | None:
    if not found:
        return None
    errors = [each.central - (each.outcome or 0.0) for each in found]
    naive = [abs(each.no_change - (each.outcome or 0.0)) for each in found if each.no_change is not None]
    return Summary(
        len(found),
        len({each.payment for each in found}),
        sum(errors) / len(errors),
        sum(map(abs, errors)) / len(errors),
        sum(bool(each.inside) for each in found),
        sum(each.score or 0.0 for each in found) / len(found),
        sum(naive) / len(naive) if naive else 0.0,
    )


def _cells(each: Forecast) -> tuple[str | None, ...]:
    amounts = (each.central, each.low, each.high, each.no_change, each.outcome, each.error)
    inside = None if each.inside is None else "yes" if each.inside else "no"
    cells = (None if amount is None else euro(round(amount)) for amount in amounts)
    return (str(each.known), str(each.payment), each.period, *cells, inside)
