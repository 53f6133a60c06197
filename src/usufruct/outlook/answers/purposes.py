"""Questions about needs and purposes: which part of them the stream meets, and what of it is earmarked."""

from __future__ import annotations

from usufruct.outlook.answers.answer import Answer
from usufruct.outlook.answers.needs import Met, needs_met
from usufruct.outlook.answers.stream import (
    ANY_USE,
    BUDGET,
    DEFENCE,
    FACILITY,
    MILITARY,
    NON_MILITARY,
    OTHER_LOANS,
    StreamYear,
    stream,
)
from usufruct.outlook.answers.view import View
from usufruct.outlook.answers.wording import billion, cell, percent
from usufruct.regimes.needs_table import MISSING
from usufruct.waterfall.payments import payment_numbers
from usufruct.waterfall.tables import Table

_SHOWN = 5
_LOANS = (ANY_USE, MILITARY, BUDGET, NON_MILITARY, OTHER_LOANS)
_WIDTH = "8 of 10 paths; for the year under way its named assumptions too, which would widen the later years as well"


def share_of_needs(view: View, _: str) -> Answer:
    """Q22."""
    met = needs_met(view)
    if not met:
        return Answer("No need was published by then.", missing=("needs: Commission, IMF, World Bank",))
    spoken = [_said(each) for each in _headline(met)]
    rows = tuple(
        (
            f"{each.need.label}, {each.need.years_text}",
            cell(each.needed[1]),
            *(percent(share) for share in each.covered),
            percent(each.earmarked),
        )
        for each in met
    )
    return Answer(
        f"If all of it went there, the stream meets {'; '.join(spoken)}. Most of it repays loans that Ukraine has had "
        "already: new money is what is earmarked.",
        Table(("need", "needed", "low", "covered", "high", "earmarked"), rows),
        (
            f"low to high: {_WIDTH}; with the rounding of the need",
            "dollars at the reference rate of the day on which the need became known",
            *(f"unknown: {each}" for each in MISSING),
        ),
        ("usufruct needs", "usufruct facts external_need", "usufruct facts reconstruction_need"),
        view.projection.run_id,
    )


def by_purpose(view: View, _: str) -> Answer:
    """Q23."""
    shown = [each for each in stream(view) if each.year >= view.scenario.known.year][: _SHOWN + 1]
    number = max(payment_numbers(view.published), default=3)
    law = view.replay.law
    row = law.row(law.resolve("budget_key"), number)
    rule = f"{row.figure}, {row.cite}" if row is not None else "no split in force"
    return Answer(
        _purposes_said(next((each for each in shown if each.year > view.scenario.known.year), shown[-1]))
        if shown
        else "Nothing is projected after the day of the view.",
        Table(
            ("year", "low", "payments", "high", "defence", "other earmarked", "repays loans"),
            tuple(_purpose_row(each) for each in shown),
        ),
        (
            f"low to high: {_WIDTH}",
            f"split of payment {number} on to the budget of the Union: {rule}",
            "what a loan was for: the uses that its terms allow, as published; those of the United States are not",
            "no act earmarks anything for reconstruction alone",
        ),
        ("usufruct needs", "usufruct answer one-euro"),
        view.projection.run_id,
        () if shown else ("a horizon after the day of the view",),
    )


def _headline(met: tuple[Met, ...]) -> list[Met]:
    """The newest of the external need as a whole, of the IMF's gap, and of the assessment of reconstruction."""
    series = ("external_need", "imf_programme", "reconstruction_need")
    found = []
    for name in series:
        whole = [each for each in met if each.need.figure.series == name and each.need.aim != "defence"]
        whole = [each for each in whole if "total" in each.need.figure.item or "gap" in each.need.figure.item]
        if whole:
            found.append(max(whole, key=lambda each: (each.need.figure.known_on, each.years)))
    return found


def _said(each: Met) -> str:
    low, mean, high = (percent(share) for share in each.covered)
    return f"{mean} ({low} to {high}) of {each.need.label} {each.need.years_text}, {percent(each.earmarked)} earmarked"


def _purposes_said(each: StreamYear) -> str:
    earmarked = each.share(DEFENCE)
    low, high = billion(each.low * earmarked), billion(each.high * earmarked)
    loans = each.share(*_LOANS)
    parts = ", ".join(
        f"{billion(each.mean * each.share(*purposes))} {what}"
        for purposes, what in (
            ((ANY_USE,), "for any use"),
            ((MILITARY,), "for arms"),
            ((BUDGET, NON_MILITARY), "for the budget and other non-military use"),
            ((OTHER_LOANS,), "for a use not stated"),
        )
    )
    return (
        f"In {each.year} {billion(each.mean * earmarked)} ({low} to {high}) is earmarked for defence, "
        f"{billion(each.mean * each.share(FACILITY))} for resilience and reconstruction together; "
        f"{billion(each.mean * loans)} repays loans, {parts}."
    )


def _purpose_row(each: StreamYear) -> tuple[str, ...]:
    parts = (each.share(DEFENCE), each.share(FACILITY), each.share(*_LOANS))
    return (
        str(each.year),
        *(cell(amount) for amount in (each.low, each.mean, each.high)),
        *(cell(each.mean * part) for part in parts),
    )
