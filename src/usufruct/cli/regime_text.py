"""Regimes as text: one table of all, or one with its articles, bearers, tensions, and the past under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from usufruct.cli.draft_text import amendment_tables
from usufruct.cli.layout import NOTHING, columns, million, text_of, wrapped
from usufruct.engine import Rulebook
from usufruct.outlook.scenario_fields import number_text
from usufruct.regimes import Regime
from usufruct.regimes.regime import Bearer
from usufruct.regimes.switches import tensions
from usufruct.regimes.terms import Term, terms_of
from usufruct.waterfall.amendment import Amendment

_SHOWN = ("payment", "Ukraine Loan Cooperation Mechanism")


def regimes_text(found: Sequence[Regime], past: Sequence[Amendment | None], always: Sequence[Amendment | None]) -> str:
    """All regimes, with what they would have made of the payments so far."""
    rows = [["", "regime", "status", "paid", "to loans", "always", "to loans"]]
    for each, amended, early in zip(found, past, always, strict=True):
        rows.append([each.letter, each.name, each.status, *_totals(amended), *_totals(early)])
    return text_of(
        [
            ["REGIMES, and the payments so far as each would have made them, in EUR million"],
            columns(rows, "lllrrrr", (1, 2, 2, 1, 2, 1)),
            wrapped(
                "Always: had its acts held from 15 February 2024. Inputs that a regime needs and nobody has given, "
                "such as the share of a deal or the spread of a vehicle, are left at nothing. What is not adopted is "
                "described, not recommended. More: usufruct regimes F."
            ),
        ]
    )


def _totals(amended: Amendment | None) -> list[str]:
    if amended is None:
        return [NOTHING] * len(_SHOWN)
    found = {row.quantity: row.after for row in amended.totals}
    return [million(found[name]) for name in _SHOWN]


def regime_text(regime: Regime, law: Rulebook, amended: Amendment | None, always: Amendment | None) -> str:
    """One regime."""
    blocks = [
        [f"REGIME {regime.letter} [{regime.status}]: {regime.name}", *wrapped(regime.meaning)],
        ["ACTS", *(line for act in regime.acts for line in wrapped(f"{act.source.title} [{act.source.status}]", 2, 2))],
        ["RESTS ON", *(line for cite in regime.basis for line in wrapped(str(cite), 2, 2))],
        [
            "BEARS",
            *(line for each in regime.bearers for line in _bearer(each)),
        ],
        ["ENDS", *wrapped(regime.ends, 2, 2)],
        ["SWITCHES", *_switches(regime)],
    ]
    names = sorted({reading.name for act in regime.acts for reading in act.readings})
    if names:
        blocks.append(["READINGS", *(line for name in names for line in wrapped(f"{name} = {law.option(name)}", 2, 2))])
    if terms := terms_of(regime.letter):
        blocks.append(["TERMS, assumed where a scenario gives none", *(line for each in terms for line in _term(each))])
    if regime.open_questions:
        blocks.append(["OPEN", *(line for each in regime.open_questions for line in wrapped(each, 2, 2))])
    if not regime.acts:
        blocks[1] = ["ACTS", "  those in force"]
    if amended is not None and amended.changed:
        blocks.append(["THE PAYMENTS SO FAR UNDER IT, in EUR million"])
        blocks += amendment_tables(amended)
    else:
        blocks.append(wrapped("The payments so far are the same under it, but for inputs that nobody has given."))
        if always is not None and always.changed:
            blocks.append(["HAD ITS ACTS HELD FROM 15 FEBRUARY 2024, in EUR million"])
            blocks += amendment_tables(always)
    return text_of(blocks)


def _bearer(each: Bearer) -> list[str]:
    return wrapped(f"{each.risk}: {each.bearer} <{each.cite}>", 2, 2)


def _term(each: Term) -> list[str]:
    assumed = each.assumed
    low, value, high = (number_text(figure) for figure in (assumed.low, assumed.value, assumed.high))
    return wrapped(
        f"given.{each.name} = {value} ({low} to {high}){' a year' if each.yearly else ''}: {assumed.why}", 2, 2
    )


def _switches(regime: Regime) -> Iterator[str]:
    for ban in (True, False):
        for prohibition in (True, False):
            found = tensions(regime, ban=ban, prohibition=prohibition)
            head = f"ban {'on' if ban else 'off'}, prohibition {'on' if prohibition else 'off'}"
            said = "; ".join(f"{each.what}: needs {each.needs}" for each in found) or "may hold"
            yield from wrapped(f"{head}: {said}", 2, 2)
