"""Source of the parts of a projection that are one long line: correlation, rates, exchange rates, interest earned.

A loop over factors or holders inside the loop over lanes stays scalar, and a view of a row costs more than the
sixty-four sums on it. So these parts are written out, with every row at a place known to the compiler, in
one flat array: the same way in which the law is.

The operations and their order are those of ``usufruct.markets``: without fused multiply-add, the bits are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import factorial

from usufruct.engine.straight.buffer import LANES
from usufruct.engine.straight.real_source import narrowed

RATES, FOREIGN, MONTHS = 6, 5, 6
FACTORS = RATES + FOREIGN
LOADINGS = FACTORS * (FACTORS + 1) // 2
# Rows of the array ``m`` of market figures.
STATES, LOGS, VALUES, MEANS, EURO, INTEREST = 0, 6, 11, 16, 21, 27
CALL = 4 * LANES
"""Normals of a factor from one round of the generator: four months of 64 paths, or eight of 32."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the law reads what the markets give it.

    Attributes:
        revenue: row of the revenue of each levied line: custodian by custodian, currency by currency.
        expenses: row of the expenses of each levied line.
        average_rates: row of each foreign currency's mean rate.
        lender_rates: (row, number of the exchange rate) for each lender abroad.
        interest: row of each lender's interest factor.
        indices: number of the short rate of each lender.
        exact: whether the law reads integers: minor units, and rates on the grid ``1 / grid``.
        grid: steps of one.
        single: whether markets and law are float32.
    """

    revenue: tuple[int, ...]
    expenses: tuple[int, ...]
    average_rates: tuple[int, ...]
    lender_rates: tuple[tuple[int, int], ...]
    interest: tuple[int, ...]
    indices: tuple[int, ...]
    exact: bool
    grid: int
    single: bool = False

    def amount(self, text: str) -> str:
        """How an amount is written for the law."""
        return f"int64(np.floor({text} + 0.5))" if self.exact else text

    def rate(self, text: str) -> str:
        """How a rate is written for the law."""
        return f"int64(np.floor({text} * {float(self.grid)!r} + 0.5))" if self.exact else text


def market_source(layout: Layout, *, mirrored: bool = False) -> str:
    """Return the text of the functions that :mod:`usufruct.outlook.kernel_projection` names.

    Args:
        layout: where the law reads.
        mirrored: whether the upper 32 paths of a block are the images of the lower ones: then only these are drawn.
    """
    text = "\n".join(
        (
            _quote_markets(layout, mirrored=mirrored),
            _earn_levied(layout),
            _in_euro(),
            _close_half_year(layout),
            _give_to_law(layout),
        )
    )
    return narrowed(text) if layout.single else text


def _function(head: str, once: Sequence[str], each: Sequence[str], lanes: str = str(LANES)) -> str:
    body = [f"    {line}" for line in once] + [f"    for l in range({lanes}):"] + [f"        {line}" for line in each]
    return "\n".join([f"def {head}:", *body, ""])


def _m(row: int) -> str:
    return f"m[{row * LANES} + l]"


def _r(month: int, currency: int) -> str:
    return f"r[{(month * RATES + currency) * LANES} + l]"


def _quote_markets(layout: Layout, *, mirrored: bool) -> str:
    """Rates, exchange rates and the loans' interest of a month, from its independent normals.

    ``d`` begins at the month, ``r`` at its rows. Correlated in the loop in which they are used, the draws of a month
    never go through memory; those of an image are the same with the other sign.
    """
    loans = range(len(layout.interest))
    once = [f"c{number} = c[{number}]" for number in range(LOADINGS)]
    once += [f"decay{n} = c[{LOADINGS + n}]" for n in range(RATES)]
    once += [f"deviation{n} = c[{LOADINGS + RATES + n}]" for n in range(RATES)]
    once += [f"level{number} = level[{number}]" for number in range(RATES)]
    once += [f"x{number} = exchange[{number}]" for number in range(3 * FOREIGN)]
    once += [f"slope{n} = terms[{3 * n}]" for n in loans]
    once += [f"margin{n} = terms[{3 * n + 1}]" for n in loans]
    once += [f"part{n} = part[{n}]" for n in loans]
    each = [*_correlated("float32" if layout.single else "float64"), *_path(layout, "", "")]
    if mirrored:
        each += _path(layout, "-", f"{LANES // 2} + ")
    head = "quote_markets(m, r, d, c, level, exchange, terms, part)"
    return _function(head, once, each, str(LANES // 2 if mirrored else LANES))


def _correlated(kind: str) -> list[str]:
    """Correlated normals ``z0`` to ``z10`` of a lane from independent ones."""
    each = [f"n{factor} = {kind}(d[{factor * CALL} + l])" for factor in range(FACTORS)]
    place = 0
    for factor in range(FACTORS):
        terms = [f"n{other} * c{place + other}" for other in range(factor + 1)]
        place += factor + 1
        each.append(f"z{factor} = {' + '.join(terms)}")
    return each


def _path(layout: Layout, sign: str, beyond: str) -> list[str]:
    """The markets of a lane, or of its image: ``beyond`` leads to its lane."""

    def at(row: int) -> str:
        return f"m[{row * LANES} + {beyond}l]"

    each = []
    for number in range(RATES):
        state = at(STATES + number)
        each.append(f"x = {state} * decay{number} + deviation{number} * ({sign}z{number})")
        each += [f"{state} = x", f"r{number} = level{number} + x", f"r[{number * LANES} + {beyond}l] = r{number}"]
    for number in range(FOREIGN):
        deviation, steady, share = (f"x{3 * number + place}" for place in range(3))
        drift = f"{share} * (r{number + 1} - r0) + ({steady} + {deviation} * ({sign}z{RATES + number}))"
        each.append(f"x = {at(LOGS + number)} + ({drift})")
        each.append(f"{at(LOGS + number)} = x")
        each += _single_exponential() if layout.single else _exponential()
        each.append(f"{at(VALUES + number)} = value")
        each.append(f"{at(MEANS + number)} = {at(MEANS + number)} + value")
    for number, index in enumerate(layout.indices):
        row = at(INTEREST + number)
        each.append(f"{row} = {row} + (slope{number} * r{index} + margin{number}) * part{number}")
    return each


def _exponential() -> list[str]:
    """``value = exp(x)``; the power of two is put together from the low bits of a large number."""
    lines = ["e = np.floor(x * 1.4426950408889634 + 0.5)", "y = x - e * LOG_TWO_HIGH - e * LOG_TWO_LOW"]
    inverses = [1 / factorial(n) for n in range(1, 14)]
    lines.append(f"p = y * {inverses[-1]!r}")
    lines += [f"p = (p + {inverse!r}) * y" for inverse in reversed(inverses[:-1])]
    lines.append("power = (np.float64(e + 6755399441055744.0).view(np.int64) + int64(1023)) << int64(52)")
    lines.append("value = (1.0 + p) * np.int64(power).view(np.float64)")
    return lines


def _single_exponential() -> list[str]:
    """The same in single precision; the first nine bits of the logarithm of two leave the product exact."""
    lines = ["e = np.floor(x * 1.4426950408889634 + 0.5)", "y = x - e * 0.693359375 + e * 0.00021219444"]
    inverses = [1 / factorial(n) for n in range(1, 9)]
    lines.append(f"p = y * {inverses[-1]!r}")
    lines += [f"p = (p + {inverse!r}) * y" for inverse in reversed(inverses[:-1])]
    lines.append("power = (np.float32(e + 12582912.0).view(np.int32) + np.int32(127)) << np.int32(23)")
    lines.append("value = (1.0 + p) * np.int32(power).view(np.float32)")
    return lines


def _interest(line: int, currency: int, weights: str) -> str:
    """What a line earned in the half-year: the first of its seven figures is the interest of its spread."""
    terms = [f"{weights}{1 + month} * {_r(month, currency)}" for month in range(MONTHS)]
    return " + ".join([f"{weights}0", *terms])


def _earn_levied(layout: Layout) -> str:
    lines = ["def earn_levied(w, r, g, ratios):"]
    for line, (revenue, expenses) in enumerate(zip(layout.revenue, layout.expenses, strict=True)):
        lines += [f"    g{place} = g[{7 * line + place}]" for place in range(7)]
        lines += [f"    ratio = ratios[{line // RATES}]", f"    for l in range({LANES}):"]
        lines.append(f"        earned = {_interest(line, line % RATES, 'g')}")
        lines.append(f"        w[{revenue * LANES} + l] = {layout.amount('earned')}")
        lines.append(f"        w[{expenses * LANES} + l] = {layout.amount('ratio * earned')}")
    return "\n".join([*lines, "    return", ""])


def _in_euro() -> str:
    """Rates times the euro value of a unit, in single precision: what the holders outside the levy earn on.

    Only sums of many are read, and no law reads them.
    """
    each = []
    for currency in range(RATES):
        each += [f"x = {_m(EURO + currency)}", f"{_q(currency, 0)} = float32(x)"]
        each += [f"{_q(currency, 1 + month)} = float32(x * {_r(month, currency)})" for month in range(MONTHS)]
    return _function("in_euro(m, r, q)", [], each)


def _q(currency: int, place: int) -> str:
    return f"q[{(currency * (1 + MONTHS) + place) * LANES} + l]"


def _close_half_year(layout: Layout) -> str:
    """Mean exchange rates of the half-year: into the law, and turned over for the holders outside the levy."""
    once = [f"scale{number} = scales[{number}]" for number in range(RATES)]
    each = [f"{_m(EURO)} = scale0"]
    for number, row in enumerate(layout.average_rates):
        each += [f"mean = {_m(MEANS + number)} / {float(MONTHS)!r}", f"{_m(MEANS + number)} = 0.0"]
        each += [f"{_m(EURO + 1 + number)} = scale{number + 1} / mean", f"w[{row * LANES} + l] = {layout.rate('mean')}"]
    return _function("close_half_year(w, m, scales)", once, each)


def _give_to_law(layout: Layout) -> str:
    """Exchange rates of the day and the interest since the last settlement, as the law reads them."""
    each = [f"w[{row * LANES} + l] = {layout.rate(_m(VALUES + number))}" for row, number in layout.lender_rates]
    for number, row in enumerate(layout.interest):
        each += [f"w[{row * LANES} + l] = {layout.rate(_m(INTEREST + number))}", f"{_m(INTEREST + number)} = 0.0"]
    return _function("give_to_law(w, m)", [], each)
