"""The compiled half-year is the law: straight lines against the reference interpreter, several half-years long."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest

from tests.engine.straight_lines import Unrounded, as_python, evaluated
from tests.outlook.projection_law import HALF_YEARS, half_year, law, long_world, opening
from usufruct.engine.execution.interpreter import Interpreter
from usufruct.engine.straight.adjoint import bar
from usufruct.engine.straight.buffer import LANES
from usufruct.engine.straight.exact_symbols import GRID
from usufruct.engine.straight.half_year import output_label
from usufruct.outlook.settlement import Settlement


def carried(traced: Settlement, start: dict[str, Any], years: list[dict[str, Fraction]]) -> list[dict[str, Any]]:
    """Results of the straight line for half-year after half-year, stocks carried from each to the next."""
    state, found = dict(start), []
    rates = {
        row
        for row, value in years[0].items()
        if traced.layout.exact and (value.denominator > 1 or "rate" in row or "factor" in row or "key" in row)
    }
    for values in years:
        given = {row: value * GRID if row in rates else value for row, value in values.items()}
        results = evaluated(traced.program.program, {**given, **state}, traced.program.results())
        state = {row: results[row] for row in traced.state}
        found.append(results)
    return found


def differences(traced: Settlement, seed: int, arithmetic: Any) -> list[str]:
    rng = Random(seed)
    start = opening(traced, rng)
    years = [half_year(traced, rng) for _ in range(HALF_YEARS)]
    found = carried(traced, start, years)
    reference = Interpreter(traced.law, long_world(traced, start, years), *arithmetic).run()
    return [
        f"{name} {number} {member}: {found[number][output_label((name, cadence, 0, member))]}, not {expected}"
        for number in range(HALF_YEARS)
        for name, cadence, _, member in traced.program.outputs
        if found[number][output_label((name, cadence, 0, member))]
        != (expected := reference.value(name, cadence, number, member))
    ]


@pytest.mark.parametrize("seed", range(8))
def test_the_real_line_is_the_law_unrounded(seed: int) -> None:
    assert differences(law("real"), seed, (Unrounded(),)) == []


@pytest.mark.parametrize("seed", range(8))
def test_the_exact_line_is_the_law_to_the_cent(seed: int) -> None:
    assert differences(law("exact"), seed, ()) == []


def test_the_random_half_years_reach_the_corners() -> None:
    """Else the tests above would prove little: losses, idle calls, lenders paid in full."""
    traced, payments, shares = law("exact"), [], []
    for seed in range(8):
        rng = Random(seed)
        start = opening(traced, rng)
        for results in carried(traced, start, [half_year(traced, rng) for _ in range(HALF_YEARS)]):
            payments.append(results["out eu.payment"])
            shares += [value for row, value in results.items() if row.startswith("out eu.paid_to_lender")]
    assert any(each == 0 for each in payments)
    assert any(each > 10**9 for each in payments)
    assert any(each == 0 for each in shares)
    assert any(each > 0 for each in shares)


def buffer_of(traced: Settlement, values: dict[str, Any]) -> list[Any]:
    """A buffer with values in lane 5 and twice as much in the others: a lane that leaks shows."""
    w: list[Any] = [0] * traced.rows.values
    for row, place in traced.rows.names.items():
        for lane in range(LANES):
            w[place * LANES + lane] = values.get(row, 0) * (1 if lane == 5 else 2)
    return w


def lane(traced: Settlement, w: list[Any], row: str) -> Any:
    return w[traced.rows.names[row] * LANES + 5]


@pytest.mark.parametrize("seed", range(2))
def test_the_text_of_the_real_law_does_what_the_line_says(seed: int) -> None:
    traced, rng = law("real"), Random(seed)
    start, values = opening(traced, rng), half_year(traced, rng)
    w = buffer_of(traced, {row: float(value) for row, value in {**values, **start}.items()})
    as_python(traced.source, "half_year_law")(w, [float(values[name]) for name in traced.uniforms])
    for row, expected in carried(traced, start, [values])[0].items():
        assert lane(traced, w, row) == pytest.approx(float(expected), rel=1e-9, abs=1e-2), row


@pytest.mark.parametrize("seed", range(2))
def test_the_text_of_the_exact_law_does_what_the_line_says(seed: int) -> None:
    traced, rng = law("exact"), Random(seed)
    start, values = opening(traced, rng), half_year(traced, rng)
    scaled = {row: int(value * GRID) if _is_rate(row) else int(value) for row, value in values.items()}
    w = buffer_of(traced, {**scaled, **start})
    as_python(traced.source, "half_year_law", exact=True)(w, [scaled[name] for name in traced.uniforms])
    for row, expected in carried(traced, start, [values])[0].items():
        assert lane(traced, w, row) == expected, row


def _is_rate(row: str) -> bool:
    return any(word in row for word in ("rate", "factor", "key"))


def test_the_adjoint_meets_finite_differences() -> None:
    traced, rng = law("real"), Random(4)
    start, values = opening(traced, rng), half_year(traced, rng)
    for row in [row for row in values if "revenue" in row]:
        values[row] = abs(values[row]) + rng.randint(10**9, 10**10)
    values |= {row: Fraction(0) for row in values if "discontinued" in row or "ban_over" in row or "maturity" in row}
    # Away from every kink: at one, a derivative may be of either side.
    start = {row: value or rng.randint(10**5, 10**8) for row, value in start.items()}
    weights = {row: (place % 7 - 3) / 3 for place, row in enumerate((*traced.outputs, *traced.state))}
    base = values | {row: Fraction(value) for row, value in start.items()}
    assert traced.adjoint, "written when first asked for; its rows follow those of the law"
    w = buffer_of(traced, {row: float(value) for row, value in base.items()})
    for row, weight in weights.items():
        for each in range(LANES):
            w[traced.rows.names[bar(row)] * LANES + each] = weight
    as_python(traced.adjoint, "half_year_law_back")(w, [float(values[name]) for name in traced.uniforms])

    def objective(moved: dict[str, Fraction]) -> Fraction:
        results = evaluated(traced.program.program, moved, traced.program.results())
        return sum((Fraction(weights[row]) * value for row, value in results.items()), Fraction(0))

    checked = 0
    for row in [name for name in base if bar(name) in traced.rows.names]:
        # Exact fractions: the step may be as small as one likes, and no kink is within it but one that is met exactly.
        step = Fraction(1, 10**12)
        up, down = (objective({**base, row: base[row] + sign * step}) for sign in (1, -1))
        middle = objective(base)
        one_sided = sorted(((up - middle) / step, (middle - down) / step))
        slope = lane(traced, w, bar(row))
        slack = 1e-8 * max(1.0, abs(slope))
        assert float(one_sided[0]) - slack <= slope <= float(one_sided[1]) + slack, row
        checked += slope != 0
    assert checked > 20


def test_what_the_law_reads_stands_first_and_no_row_is_shared() -> None:
    traced = law("real")
    program = traced.program.program
    live = [program.operations[index] for index in program.live(traced.program.results().values())]
    lanes = {operation.data for operation in live if operation.op == "lane"}
    assert all(traced.rows.names[row] < traced.kept_rows for row in lanes)
    assert sorted(traced.rows.names.values()) == list(range(len(traced.rows.names)))
