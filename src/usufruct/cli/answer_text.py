"""Answers and the score card as text."""

from __future__ import annotations

import re
from fractions import Fraction

from usufruct.cli.layout import WIDTH, columns, million, text_of, wrapped
from usufruct.outlook.answers import QUESTIONS, Answer, Question
from usufruct.outlook.answers.view import View
from usufruct.outlook.answers.wording import counted
from usufruct.outlook.other_forecasts import OtherForecast
from usufruct.outlook.score_card import ScoreCard, Summary
from usufruct.waterfall.tables import Table

_EURO = re.compile(r"-?[0-9]+\.[0-9]{2}")
_MILLIONS = re.compile(r"-?[0-9]{7,}\.[0-9]{2}")


def answer_text(question: Question, subject: str, view: View, found: Answer) -> str:
    """The sentence, the figures, what it rests on, what is missing."""
    about = subject or question.subject
    asked = " ".join(filter(None, (question.alias, question.name, about)))
    head = wrapped(f"{asked}, as of {view.scenario.known}, in EUR million")
    head += wrapped(question.text)
    notes = [line for each in found.rests_on for line in wrapped(f"- {each}", hanging=2)]
    more = [f"Run {found.run_id}, scenario {view.scenario.key}"] if found.run_id else []
    more += [line for each in found.explain for line in wrapped(f"More: {each}")]
    missing = ["NOT DERIVABLE from public data, for want of"] if found.missing else []
    missing += [line for each in found.missing for line in wrapped(f"- {each}", hanging=2)]
    return text_of((head, wrapped(found.sentence), _table(found.table), missing, notes, more))


def questions_text() -> str:
    """Every question by name."""
    rows = [[each.alias, each.name, each.text] for each in QUESTIONS]
    subjects = [f"{each.name} ({each.about}; {each.subject})" for each in QUESTIONS if each.about]
    return text_of(
        (
            ["QUESTIONS: usufruct answer NAME [ABOUT], or its number"],
            columns(rows, "lll"),
            wrapped(f"Some are about something, with a default: {', '.join(subjects)}."),
        )
    )


def score_card_text(card: ScoreCard, others: tuple[OtherForecast, ...]) -> str:
    """Forecasts beside outcomes, misses first said."""
    found = card.summary
    head = [f"SCORE CARD as of {card.known}, in EUR million"]
    if found is None:
        return text_of((head, ["No payment has been received yet."]))
    rows = [["made with what", "", "8 of 10", "", "", "", "", ""]]
    rows.append(["was known on", "payment", "from", "to", "central", "outcome", "error", "inside"])
    for each in card.forecasts:
        amounts = [_million(value) for value in (each.low, each.high, each.central, each.outcome)]
        inside = {None: "", True: "yes", False: "NO"}[each.inside]
        rows.append([str(each.known), f"payment:{each.payment}", *amounts, _million(each.error, signed=True), inside])
    lines = [["forecasts", "n", "payments", "bias", "mean error", "CRPS", "inside"]]
    lines += [_summary(name, each) for name, each in (("all", found), *card.by_payment(), *card.by_lead())]
    return text_of(
        (
            head,
            wrapped(
                f"Of {found.n} forecasts with an outcome {found.inside} hold it in the 8-of-10 interval. They are of "
                f"{counted(found.payments, 'payment')} only and have much in common: nothing here calls the intervals "
                "calibrated. Their inputs are of the day; their method and judgements were written later."
            ),
            columns(rows, "llrrrrrl", (1, 1, 1, 1, 1, 1, 1)),
            [*columns(lines, "lrrrrrr"), *_no_change(found)],
            _others(others),
        )
    )


def _others(others: tuple[OtherForecast, ...]) -> list[str]:
    """Forecasts of others, under what they are held against."""
    rows = [["OTHERS, beside", "low", "high", "outcome", "error"]]
    for basis in sorted({each.basis for each in others}):
        rows.append([basis, "", "", "", ""])
        for each in others:
            if each.basis == basis:
                amounts = [million(value) for value in (each.low, each.high, each.outcome)]
                rows.append([f"  {each.known} {each.who}"[:46], *amounts, million(each.error, signed=True)])
    return [*columns(rows, "lrrrr"), *wrapped("A sum over several years is given per year, like what it is beside.")]


def _no_change(found: Summary) -> list[str]:
    if found.no_change is None:
        return []
    ours = _million(found.beside_no_change)
    return wrapped(f"Repeating the last payment: mean error {_million(found.no_change)}, of the same forecasts {ours}.")


def _summary(name: str, found: Summary) -> list[str]:
    errors = (_million(found.bias, signed=True), _million(found.mean_error), _million(found.score))
    return [name, str(found.n), str(found.payments), *errors, f"{found.inside} of {found.n}"]


def _million(cents: float | None, *, signed: bool = False) -> str:
    return million(None if cents is None else Fraction(round(cents)), signed=signed)


def _table(table: Table) -> list[str]:
    """Columns where they fit, else a block for each row."""
    if not table.rows:
        return []
    rows = [list(table.columns), *_shown(table)]
    aligned = columns(rows, "l" + "r" * (len(table.columns) - 1))
    if max(map(len, aligned)) <= WIDTH:
        return aligned
    lines = []
    for row in rows[1:]:
        lines += wrapped(row[0])
        for name, cell in zip(table.columns[1:], row[1:], strict=True):
            lines += wrapped(f"{name}: {cell}", indent=4, hanging=2)
    return lines


def _shown(table: Table) -> list[list[str]]:
    """Cells as text; a column with amounts of a million or more is in EUR million, like every table of the command."""
    columns_of = [[_cell(row[place]) for row in table.rows] for place in range(len(table.columns))]
    shown = [
        [million(Fraction(cell) * 100) if _EURO.fullmatch(cell) else cell for cell in column]
        if any(_MILLIONS.fullmatch(cell) for cell in column)
        else column
        for column in columns_of
    ]
    return [list(row) for row in zip(*shown, strict=True)]


def _cell(cell: object) -> str:
    return "-" if cell is None else str(cell)
