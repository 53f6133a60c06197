"""A projection, a comparison, a search and a tornado as documents.

Amounts are decimal strings in euro, means and quantiles of paths rounded to the cent; shares, rates and ratios are
decimal strings too. What no path reaches by the horizon is ``null``, never a date.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from usufruct.outlook.addresses import ProjectedFigure
from usufruct.outlook.assumptions import AssumptionEffect, Reached
from usufruct.outlook.comparison import Comparison
from usufruct.outlook.fan import Fan, FanRow
from usufruct.outlook.projection import BY_LENDER, FIGURES, Projection
from usufruct.outlook.projection_answers import RepaidBy
from usufruct.outlook.recipients import recipients
from usufruct.outlook.scenario import Scenario
from usufruct.outlook.scenario_fields import BY_NAME, number_text
from usufruct.outlook.sensitivity import Bar, Effect, Sensitivity
from usufruct.outlook.solving import Solved
from usufruct.publish.document import Document, amount, day_text, envelope, facts_stamp, law_stamp


def projection_document(projection: Projection) -> Document:
    """Everything a projection answers, with every fan."""
    payment, horizon = projection.next_payment, projection.ready.halves[-1].label
    rate = projection.break_even_rate
    return envelope(
        "projection",
        **_head(projection),
        next_payment={
            "address": f"payment:{payment.number}",
            "number": payment.number,
            "period": payment.period,
            "due": day_text(payment.due),
            "overdue": payment.overdue,
            "low": _cents(payment.low),
            "central": _cents(payment.central),
            "high": _cents(payment.high),
        },
        yearly_flow=[
            {
                "year": flow.year,
                "state": flow.state,
                "mean": _cents(flow.mean),
                "low": _cents(flow.low),
                "median": _cents(flow.median),
                "high": _cents(flow.high),
            }
            for flow in projection.yearly_flow
        ],
        repaid={
            "horizon": horizon,
            **_repaid(projection.repaid),
            "by_half_year": [{"period": label, "share": share(part)} for label, part in projection.repaid.by_half_year],
        },
        break_even_rate=None if rate is None else number_text(rate),
        lenders=[
            {"lender": lender, "repaid": _repaid(projection.repaid_to(lender))} for lender in projection.lenders()
        ],
        coverage=[{"year": year, "ratio": share(ratio)} for year, ratio in projection.coverage()],
        losses=[
            {
                "lender": loss.lender,
                "bearer": loss.bearer,
                "mean": _cents(loss.mean),
                "low": _cents(loss.low),
                "high": _cents(loss.high),
            }
            for loss in projection.loss_by_bearer()
        ],
        recipients=[
            {"recipient": each.name, "mean": _cents(each.cents), "share": share(each.share)}
            for each in recipients(projection)
        ],
        assumptions=[_assumption(each) for each in projection.assumptions],
        fans=[_fan(projection.fan(figure, lender)) for figure, lender in _figures(projection)],
    )


def comparison_document(found: Comparison) -> Document:
    """Answers of several scenarios; the first is what the others are compared with."""
    return envelope(
        "comparison",
        as_of=day_text(found.projections[0].scenario.known),
        scenarios=[{"scenario": scenario_stamp(each.scenario), "run": run_stamp(each)} for each in found.projections],
        rows=[
            {
                "quantity": row.quantity,
                "unit": row.unit,
                "values": [_plain(row.unit, value) for value in row.values],
                "differences": [_plain(row.unit, value) for value in row.differences()],
            }
            for row in found.rows
        ],
    )


def solved_document(scenario: Scenario, found: Solved) -> Document:
    """What a search found."""
    return envelope(
        "solved",
        as_of=day_text(scenario.known),
        scenario=scenario_stamp(scenario),
        sought=found.key,
        value=found.value,
        measure=found.measure,
        target=found.target,
        reached=None if found.reached is None else _number(found.reached),
        before=found.before,
        before_reached=None if found.before_reached is None else _number(found.before_reached),
        trials=found.trials,
    )


def capacity_document(
    projection: Projection, capacity: float, present: float, cover: Fraction, discount: Fraction | None
) -> Document:
    """The debt that the stream to the mechanism could carry."""
    return envelope(
        "capacity",
        **_head(projection),
        cover=number_text(cover),
        discount=None if discount is None else number_text(discount),
        present_value=_cents(present),
        capacity=_cents(capacity),
    )


def sensitivity_document(projection: Projection, found: Sensitivity) -> Document:
    """A tornado; each effect is what the bump changes."""
    return envelope("sensitivity", **_head(projection), bars=[_bar(bar) for bar in found.bars])


def scenario_stamp(scenario: Scenario) -> Document:
    """A scenario: its name, its key, and what it sets."""
    return {
        "name": str(scenario),
        "key": scenario.key,
        "sets": [
            {"key": key, "value": value, "meaning": BY_NAME[key].meaning if key in BY_NAME else ""}
            for key, value in scenario.texts().items()
        ],
    }


def run_stamp(projection: Projection) -> Document:
    """What reproduces a run."""
    return {
        "id": projection.run_id,
        "paths": projection.outcome.paths,
        "seed": projection.scenario.seed,
        "tier": projection.tier,
        "law": law_stamp(projection.ready.law),
        "facts": facts_stamp(projection.ready.known),
    }


def share(value: float) -> str:
    """A share or a ratio with six decimals.

    Example:
        >>> share(0.25)
        '0.250000'
    """
    return f"{value:.6f}"


def _head(projection: Projection) -> Document:
    return {
        "as_of": day_text(projection.scenario.known),
        "scenario": scenario_stamp(projection.scenario),
        "run": run_stamp(projection),
    }


def _cents(value: float) -> str:
    return amount(round(value)) or ""


def _number(value: float) -> str | None:
    return f"{value:.6f}" if abs(value) < float("inf") else None


def _repaid(found: RepaidBy) -> Document:
    return {"early": found.early, "median": found.median, "late": found.late, "never": share(found.never)}


def _figures(projection: Projection) -> Iterable[tuple[str, str]]:
    for figure in FIGURES:
        for lender in projection.lenders() if figure in BY_LENDER else ("",):
            yield figure, lender


def _fan(fan: Fan) -> Document:
    return {
        "figure": fan.figure,
        "lender": fan.member or None,
        "rows": [
            {
                "address": ProjectedFigure(fan.figure, fan.member, row.period).address,
                "period": row.period,
                "state": row.state,
                "mean": _cents(row.mean),
                **_quantiles(row),
            }
            for row in fan.rows
        ],
    }


def _quantiles(row: FanRow) -> Document:
    names = ("p05", "p10", "p25", "p50", "p75", "p90", "p95")
    return {name: _cents(value) for name, value in zip(names, row.quantiles, strict=True)}


def _assumption(effect: AssumptionEffect) -> Document:
    each = effect.assumption
    return {
        "key": each.key,
        "name": each.name,
        "low": share(float(each.low)),
        "value": share(float(each.value)),
        "high": share(float(each.high)),
        "why": each.why,
        "at_low": _reached(effect.at_low),
        "at_high": _reached(effect.at_high),
    }


def _reached(reached: Reached) -> Document:
    return {"flow": _cents(reached.flow), "repaid": reached.repaid, "never": share(reached.never)}


def _plain(unit: str, value: float | str | None) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return _cents(value) if unit == "EUR" else share(value)


def _bar(bar: Bar) -> Document:
    return {
        "moved": bar.name,
        "source": bar.source,
        "step": bar.step,
        "down": _effect(bar.down),
        "up": _effect(bar.up),
    }


def _effect(effect: Effect) -> Document:
    return {
        "flow": _cents(effect.flow),
        "in_all": _cents(effect.in_all),
        "years": share(effect.years),
        "never": share(effect.never),
    }
