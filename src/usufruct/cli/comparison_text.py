"""``usufruct compare``, ``solve`` and ``sensitivity`` as text."""

from __future__ import annotations

from usufruct.cli.layout import columns, million, text_of, wrapped
from usufruct.cli.projection_text import heading, percent
from usufruct.outlook.comparison import Comparison, Row
from usufruct.outlook.projection import Projection
from usufruct.outlook.scenario import Scenario
from usufruct.outlook.scenario_fields import read_number
from usufruct.outlook.sensitivity import Bar, Sensitivity
from usufruct.outlook.solving import Solved

_AN_AMOUNT = 10_000
"""What is larger is euro: no share, ratio or year is."""
_BESIDE = 3
"""More scenarios than that stand below each other: 80 columns hold no more of them."""


def comparison_text(found: Comparison) -> str:
    """One block for each answer that differs, the same ones in a line at the end."""
    first = found.projections[0]
    names = [f"{number}. {each.scenario}" for number, each in enumerate(found.projections, 1)]
    head = wrapped(f"COMPARISON of {len(names)} scenarios, as of {first.scenario.known}, in EUR million")
    for name, each in zip(names, found.projections, strict=True):
        head += wrapped(f"{name}: {each.scenario.key}; run {each.run_id}", hanging=3)
    body = _beside(found) if len(names) <= _BESIDE else _below(found, names)
    return text_of((head, *body, ["The first is what the others are compared with, path by path on the same draws."]))


def _beside(found: Comparison) -> list[list[str]]:
    rows = [["", *(str(number) for number in range(1, len(found.projections) + 1))]]
    rows += [[row.quantity, *(_value(row, value) for value in row.values)] for row in found.rows]
    return [columns(rows, "l" + "r" * len(found.projections))]


def _below(found: Comparison, names: list[str]) -> list[list[str]]:
    blocks = []
    for row in found.rows:
        values = [[f"  {name}", _value(row, value)] for name, value in zip(names, row.values, strict=True)]
        blocks.append([row.quantity, *columns(values, "lr")])
    return blocks


def _value(row: Row, value: float | str | None) -> str:
    if value is None:
        return "never" if row.unit == "half-year" else "-"
    if isinstance(value, str):
        return value
    return {"EUR": million(round(value)), "share": percent(value, 1)}.get(row.unit, f"{value:.2f}")


def solved_text(scenario: Scenario, found: Solved) -> str:
    """What was found, and the last value tried on the other side."""
    aim = f"{found.measure} is {found.target}"
    head = wrapped(f"SOLVE {found.key} such that {aim}, in {scenario}, as of {scenario.known}")
    head += wrapped(f"scenario {scenario.key}")
    before = f"{_input(found.key, found.before)}, gives {_reached(found.before_reached)}"
    if found.value is None:
        lines = wrapped(f"No value does: the nearest, {before}.")
    else:
        lines = wrapped(f"{found.key} = {_input(found.key, found.value)} gives {_reached(found.reached)}.")
        lines += wrapped(f"One step before, {before}." if found.before else "Every value in the range meets the aim.")
    return text_of((head, [*lines, f"{found.trials} projections on the same draws."]))


def _input(key: str, value: str | None) -> str:
    if value is None or key in ("released", "cash", "earlier_profits", "volatility"):
        return str(value)
    return percent(float(read_number(key, value)), 2)


def _reached(value: float | None) -> str:
    if value is None or value == float("inf"):
        return "never"
    return f"{value:.4f}" if abs(value) < _AN_AMOUNT else f"EUR {million(round(value * 100))} million"


def capacity_text(projection: Projection, capacity: float, present: float, cover: str, discount: str) -> str:
    """The debt that the stream could carry."""
    horizon, worth = projection.ready.halves[-1].label, million(round(present))
    told = (
        f"Payments to the mechanism up to {horizon} are worth EUR {worth} million on the day of the view, discounted "
        f"at {discount}; with a cover of {cover} they carry EUR {million(round(capacity))} million of debt. A mean "
        "over the paths: many of them carry less."
    )
    return text_of((heading(projection, "DEBT CAPACITY of"), wrapped(told)))


def sensitivity_text(projection: Projection, found: Sensitivity) -> str:
    """A tornado in figures."""
    rows = [["moved", "by", "flow", "flow", "years", "years"]]
    rows.append(["", "", "down", "up", "down", "up"])
    rows += [_bar(bar) for bar in found.bars]
    sources = wrapped(
        "Law: " + "; ".join(f"{bar.name}, {bar.source}" for bar in found.bars if bar.source not in _NOT_LAW) + "."
    )
    return text_of(
        (
            heading(projection, "SENSITIVITY of"),
            columns(rows, "llrrrr"),
            [
                *sources,
                *wrapped(
                    "flow: mean payments of a year over the first five years. years: mean time until all loans are "
                    "repaid, the horizon where they are not. Everything is moved and run again on the same draws: a "
                    "derivative along a path would miss that dates of repayment jump."
                ),
            ],
        )
    )


_NOT_LAW = ("curve", "market", "assets")


def _bar(bar: Bar) -> list[str]:
    flows = (million(round(effect.flow), signed=True) for effect in (bar.down, bar.up))
    return [bar.name, bar.step, *flows, f"{bar.down.years:+.2f}", f"{bar.up.years:+.2f}"]
