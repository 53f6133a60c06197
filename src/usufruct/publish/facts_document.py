"""Published figures, and what became known between two days, as documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from usufruct.facts import Facts, FactsDiff, Figure, FurtherSource
from usufruct.publish.document import Document, day_text, envelope, facts_stamp


def facts_document(facts: Facts, as_of: date, series: str | None, figures: Sequence[Figure]) -> Document:
    """Figures as printed, with unit, source and the day each became known.

    Args:
        facts: the view they are from.
        as_of: the day of the view.
        series: what was asked for; None for everything.
        figures: what was found.
    """
    return envelope(
        "facts",
        as_of=day_text(as_of),
        facts=facts_stamp(facts),
        series=series,
        figures=[_figure(figure, facts.sources_of(figure.id)) for figure in figures],
    )


def facts_diff_document(earlier: date, later: date, found: FactsDiff) -> Document:
    """What was added, printed anew or corrected after one day and up to another."""
    return envelope(
        "facts-diff",
        earlier=day_text(earlier),
        later=day_text(later),
        **{name: [_figure(figure, ()) for figure in getattr(found, name)] for name in found._fields},
    )


def _figure(figure: Figure, further: Sequence[FurtherSource]) -> Document:
    return {
        "address": figure.address,
        "series": figure.series,
        "holder": figure.holder,
        "item": figure.item,
        "perimeter": figure.perimeter,
        "state": figure.state,
        "period": figure.period,
        "value": figure.value or None,
        "low": figure.value_low or None,
        "high": figure.value_high or None,
        "unit": figure.unit,
        "currency": figure.currency or None,
        "published": not figure.is_gap,
        "hedge": figure.precision_note,
        "dated": day_text(figure.dated),
        "known_on": day_text(figure.known_on),
        "known_precision": figure.known_precision,
        "source": figure.source,
        "source_kind": figure.source_kind,
        "confidence": figure.confidence,
        "verified": figure.verified,
        "vintage": figure.vintage,
        "corrects": figure.corrects or None,
        "reason": figure.reason,
        "note": figure.note,
        "further_sources": [source.source for source in further],
    }
