"""A custodian's own report as text: every step of time, every custodian, to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from usufruct.cli.law_text import drafts_in
from usufruct.cli.layout import WIDTH, columns, text_of, wrapped
from usufruct.money import grouped
from usufruct.waterfall.own_report import OwnReport, ReportLine

ALL = "all custodians"


def report_text(report: OwnReport) -> str:
    """Steps in the order in which they fall due; a debit note without any amount is left out."""
    filing = report.filing
    end = f", measures end on {filing.measures_end}" if filing.measures_end else ""
    head = [
        *wrapped(f"OWN REPORT filed by {filing.filed_by}, in euro{end}"),
        f"filing {filing.hash[:12]}, law {report.result.law.hash[:12]}",
        *drafts_in(report.result.law),
        *(f"reading {name}: {option}" for name, option in report.result.law.choices.items()),
        "Addresses are STEP:CUSTODIAN:QUANTITY, or STEP:QUANTITY for all custodians.",
    ]
    notes = [line for note in report.notes for line in wrapped(f"* {note}", 0, 2)]
    return text_of([head, *_steps(report), *([["NOTES", *notes]] if notes else [])])


def _steps(report: OwnReport) -> Iterator[list[str]]:
    for step, lines in groupby(report.lines, key=lambda line: line.step):
        found = list(lines)
        if not step.startswith("debit note") or any(line.amount for line in found):
            yield _step(step, found)


def _step(step: str, lines: list[ReportLine]) -> list[str]:
    """One step as a table: quantities down, custodians across; one below the other where they do not fit."""
    names = list(dict.fromkeys(line.custodian for line in lines if line.custodian))
    shown = columns([[step, *names], *_table(lines, names)], "l" + "r" * len(names))
    if max(map(len, shown)) > WIDTH:
        shown = [step]
        for name in names:
            shown += columns([[f"  {name}", ""], *_table(lines, [name])], "lr")
    whole = [line for line in lines if not line.custodian and (line.amount or line.quantity == "payment")]
    rows = columns([[f"    {line.quantity}", _text(line)] for line in whole], "lr")
    return [*shown, *([f"  {ALL}"] if whole else []), *rows]


def _table(lines: list[ReportLine], names: list[str]) -> list[list[str]]:
    """Quantities down, custodians across; a dash where a custodian has no such line."""
    cells = {(line.quantity, line.custodian): _text(line) for line in lines if line.custodian in names}
    quantities = dict.fromkeys(quantity for quantity, _ in cells)
    return [[f"  {each}", *(cells.get((each, name), "-") for name in names)] for each in quantities]


def _text(line: ReportLine) -> str:
    return line.text if line.is_condition else grouped(line.amount, "EUR")
