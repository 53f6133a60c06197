"""Published figures as text: the series, the figures of one, and what became known between two days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from usufruct.cli.layout import columns, text_of, wrapped
from usufruct.facts import Facts, FactsDiff, Figure


def series_text(facts: Facts, as_of: date) -> str:
    """Every series with the number of its figures and gaps."""
    gaps = [figure.series for figure in facts.gaps()]
    rows = [["series", "figures", "gaps"]]
    for name, count in facts.series().items():
        rows.append([name, str(count - gaps.count(name)), str(gaps.count(name) or "")])
    return text_of(
        [
            [f"FACTS as of {as_of}: {len(facts) - len(gaps)} figures, {len(gaps)} gaps, hash {facts.hash[:12]}"],
            columns(rows, "lrr"),
            ["The figures of a series, with their sources: usufruct facts SERIES."],
        ]
    )


def figures_text(series: str, as_of: date, figures: Sequence[Figure]) -> str:
    """Each figure as printed, with what it is about, its source and the day it became known."""
    head = [f"FACTS of the series {series} as of {as_of}: {len(figures)}"]
    return text_of([head, *(_figure(figure) for figure in figures)])


def facts_diff_text(earlier: date, later: date, found: FactsDiff) -> str:
    """What was added, printed anew or corrected."""
    counts = f"{len(found.added)} added, {len(found.revised)} printed anew, {len(found.corrected)} corrected"
    blocks = [[f"FACTS that became known after {earlier} and up to {later}:", counts]]
    for name in found._fields:
        figures: tuple[Figure, ...] = getattr(found, name)
        if figures:
            blocks += [[name.upper()], *(_figure(figure) for figure in figures)]
    return text_of(blocks)


def _figure(figure: Figure) -> list[str]:
    about = [figure.holder, figure.item, figure.period, figure.perimeter, figure.state]
    mark = "" if figure.verified else ", unverified"
    known = f"known {figure.known_on} ({figure.source_kind}, {figure.confidence}{mark})"
    lines = [
        figure.address,
        *wrapped(f"{figure.text()}; {', '.join(word for word in about if word)}", 2, 2),
        *wrapped(f"{known}; {figure.source}", 2, 2),
    ]
    return lines + (wrapped(f"note: {figure.note}", 2, 2) if figure.note else [])
