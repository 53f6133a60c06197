"""An answer, the list of questions, and the score card as documents."""

from __future__ import annotations

from usufruct.outlook.answers import QUESTIONS, Answer, Question
from usufruct.outlook.answers.view import View
from usufruct.outlook.other_forecasts import OtherForecast
from usufruct.outlook.score_card import Forecast, ScoreCard, Summary
from usufruct.publish.document import Document, amount, day_text, envelope
from usufruct.waterfall.tables import Table


def answer_document(question: Question, subject: str, view: View, found: Answer) -> Document:
    """An answer with its figures."""
    return envelope(
        "answer",
        as_of=day_text(view.scenario.known),
        question=question.name,
        alias=question.alias,
        text=question.text,
        subject=subject or question.subject or None,
        scenario=view.scenario.key,
        run_id=found.run_id,
        derivable=not found.missing,
        sentence=found.sentence,
        table=_table(found.table),
        rests_on=list(found.rests_on),
        explain=list(found.explain),
        missing=list(found.missing),
    )


def questions_document() -> Document:
    """Every question by name."""
    return envelope(
        "questions",
        questions=[
            {
                "name": each.name,
                "alias": each.alias,
                "text": each.text,
                "about": each.about or None,
                "subject": each.subject or None,
            }
            for each in QUESTIONS
        ],
    )


def score_card_document(card: ScoreCard, others: tuple[OtherForecast, ...]) -> Document:
    """Every forecast beside its outcome, this system's and those of others."""
    found = card.summary
    return envelope(
        "score-card",
        as_of=day_text(card.known),
        summary=None if found is None else _summary("all", found),
        by_payment=[_summary(name, each) for name, each in card.by_payment()],
        by_lead=[_summary(name, each) for name, each in card.by_lead()],
        forecasts=[_forecast(each) for each in card.forecasts],
        others=[_other(each) for each in others],
    )


def _table(table: Table) -> Document:
    return {
        "columns": list(table.columns),
        "rows": [[None if cell is None else str(cell) for cell in row] for row in table.rows],
    }


def _summary(name: str, found: Summary) -> Document:
    return {
        "forecasts": name,
        "n": found.n,
        "payments": found.payments,
        "bias": _cents(found.bias),
        "mean_error": _cents(found.mean_error),
        "inside": found.inside,
        "score": _cents(found.score),
        "no_change": _cents(found.no_change),
        "beside_no_change": _cents(found.beside_no_change),
    }


def _forecast(each: Forecast) -> Document:
    return {
        "known": day_text(each.known),
        "payment": each.payment,
        "period": each.period,
        "low": _cents(each.low),
        "central": _cents(each.central),
        "high": _cents(each.high),
        "deviation": _cents(each.deviation),
        "no_change": _cents(each.no_change),
        "outcome": _cents(each.outcome),
        "error": _cents(each.error),
        "score": _cents(each.score),
        "inside": each.inside,
    }


def _other(each: OtherForecast) -> Document:
    return {
        "address": each.address,
        "who": each.who,
        "what": each.item,
        "known": day_text(each.known),
        "low": amount(each.low),
        "high": amount(each.high),
        "outcome": amount(each.outcome),
        "error": amount(each.error),
        "held_against": each.basis,
        "inside": each.inside,
    }


def _cents(value: float | None) -> str | None:
    return None if value is None else amount(round(value))
