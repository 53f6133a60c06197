"""The stream and the needs as text: by year and purpose, then by need."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from usufruct.cli.layout import NOTHING, WIDTH, columns, million, text_of, wrapped
from usufruct.outlook.answers.needs import Met, UnderRegime
from usufruct.outlook.answers.stream import EARMARKED, StreamYear
from usufruct.outlook.answers.view import View
from usufruct.regimes.needs import per_person, share_of_product
from usufruct.regimes.needs_table import MISSING

_YEARS = 6
_AIMS = ("all", "defence", "resilience", "reconstruction")


def needs_text(
    view: View,
    flows: Sequence[StreamYear],
    met: Sequence[Met],
    people: int | None,
    product: int | None,
    regimes: Sequence[UnderRegime],
) -> str:
    """The stream by year, what it is for, and each need with the part of it that is covered."""
    until = view.scenario.known.year + _YEARS
    shown = [flow for flow in flows if flow.year <= until]
    blocks = [
        wrapped(f"STREAM AND NEEDS as of {view.scenario.known}, scenario {view.scenario}"),
        ["CALLED BY YEAR, in EUR million", *_by_year(shown)],
        ["WHAT IT IS FOR, in EUR million", *_by_purpose(shown)],
        wrapped(
            "Earmarked is new money. What repays loans is not: Ukraine had that money before, for the use that the "
            "loan allowed. Nothing is earmarked for reconstruction alone."
        ),
        ["BESIDE EACH NEED, in EUR billion and %", *_by_need(met)],
        wrapped(
            "Low to high: 8 of 10 paths and the rounding of the need, if all of the stream went there; years are added "
            "bound by bound. Earmarked for it, and repays loans open to it: parts of the mean. A year that is not "
            "whole counts by its months; years beyond the horizon are left out of the need too. Dollars at the "
            "reference rate of the day on which the need became known."
        ),
    ]
    if regimes:
        blocks.append(["UNDER EACH REGIME, % of the need in the mean", *_by_regime(regimes)])
        blocks.append(wrapped("What a regime lends or pays beside the yields is no part of the stream."))
    blocks.append(["PER PERSON AND OF THE PRODUCT", *_by_head(shown, people, product)])
    lacking = _missing(people, product)
    blocks.append(["MISSING", *(line for each in lacking for line in wrapped(f"- {each}", 2, 2))] if lacking else [])
    return text_of(blocks)


def _by_year(shown: Sequence[StreamYear]) -> list[str]:
    rows = [["year", "", "low", "mean", "high"]]
    rows += [[str(each.year), each.state, *(million(_cents(x)) for x in _bounds(each))] for each in shown]
    return columns(rows, "llrrr")


def _by_purpose(shown: Sequence[StreamYear]) -> list[str]:
    """A row for each purpose, a column for each year."""
    keys = list(dict.fromkeys((part.purpose, part.use) for each in shown for part in each.parts))
    keys.sort(key=lambda key: key[1] != EARMARKED)
    rows = [["", *(str(each.year) for each in shown)]]
    for purpose, use in keys:
        name = f"{purpose}, {EARMARKED}" if use == EARMARKED else f"repays {purpose}"
        rows.append([name, *(million(_cents(each.mean * each.share(purpose))) for each in shown)])
    lines = columns(rows, "l" + "r" * len(shown))
    if max(map(len, lines)) <= WIDTH:
        return lines
    short = columns([["", *row[1:]] for row in rows], "l" + "r" * len(shown))
    pairs = zip(rows[1:], short[1:], strict=True)
    return [short[0], *(line for row, cells in pairs for line in (row[0], cells))]


def _by_need(met: Sequence[Met]) -> list[str]:
    rows = [["", "years", "need", "low", "mean", "high", "earm.", "loans", ""]]
    for aim in _AIMS:
        found = [each for each in met if each.need.aim == aim]
        if found:
            rows.append([aim.upper(), *[""] * 8])
        rows += [_need_row(each) for each in found]
    return columns(rows, "lrrrrrrrl", (1,) * 8)


def _need_row(each: Met) -> list[str]:
    shares = (*each.covered, each.earmarked, each.repays)
    sure = each.need.figure.confidence.replace("medium", "mid") + ("" if each.need.figure.verified else "?")
    needed = f"{float(each.needed[1]) / 1e11:.1f}"
    return [each.need.label, each.need.years_text, needed, *(f"{100 * share:.1f}" for share in shares), sure]


def _by_regime(regimes: Sequence[UnderRegime]) -> list[str]:
    """Needs of which some regime covers another part than the rest do."""
    found = [{one.need.figure.id: one for one in each.met} for each in regimes]
    rows = [["", "years", *(each.letter for each in regimes)]]
    for name, first in found[0].items():
        parts = [each.get(name) for each in found]
        shares = [NOTHING if one is None else f"{100 * one.covered[1]:.1f}" for one in parts]
        if len(set(shares)) > 1:
            rows.append([first.need.label, first.need.years_text, *shares])
    lines = columns(rows, "lr" + "r" * len(regimes), (1,) * (len(regimes) + 1))
    if max(map(len, lines)) <= WIDTH:
        return lines
    short = columns([["", *row[2:]] for row in rows], "l" + "r" * len(regimes))
    pairs = zip(rows[1:], short[1:], strict=True)
    return [short[0], *(line for row, cells in pairs for line in (f"{row[0]}, {row[1]}", cells))]


def _by_head(shown: Sequence[StreamYear], people: int | None, product: int | None) -> list[str]:
    if people is None and product is None:
        return wrapped("unknown: neither population nor product of Ukraine is in a source at hand; see below", 2, 2)
    rows = [["year", "EUR a person", "% of the product"]]
    for each in shown:
        cents = round(each.mean)
        head, part = per_person(cents, people), share_of_product(cents, None if product is None else product * 100)
        rows.append(
            [
                str(each.year),
                "unknown" if head is None else f"{float(head) / 100:.2f}",
                "unknown" if part is None else f"{float(part) * 100:.2f}",
            ]
        )
    return columns(rows, "lrr")


def _missing(people: int | None, product: int | None) -> list[str]:
    given = (people is not None, product is not None, False)
    return [each for each, there in zip(MISSING, given, strict=True) if not there]


def _bounds(each: StreamYear) -> tuple[float, float, float]:
    return each.low, each.mean, each.high


def _cents(value: float) -> Fraction:
    return Fraction(round(value))
