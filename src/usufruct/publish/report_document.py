"""A custodian's own report as a document: every figure of the statement with its address."""

from __future__ import annotations

from usufruct.publish.document import Document, day_text, envelope, law_stamp
from usufruct.waterfall.own_report import OwnReport, ReportLine


def report_document(report: OwnReport) -> Document:
    """Every line, by step, in the order of the money; a condition is a truth value, anything else an amount."""
    filing = report.filing
    return envelope(
        "report",
        law=law_stamp(report.result.law),
        filing={
            "filed_by": filing.filed_by,
            "hash": filing.hash,
            "custodians": [custodian.name for custodian in filing.custodians],
            "currencies": list(filing.currencies),
            "measures_end": day_text(filing.measures_end),
        },
        lines=[_line(line) for line in report.lines],
        notes=list(report.notes),
    )


def _line(line: ReportLine) -> Document:
    return {
        "address": line.address,
        "step": line.step,
        "custodian": line.custodian or None,
        "quantity": line.quantity,
        "amount": None if line.is_condition else line.text,
        "condition": bool(line.amount) if line.is_condition else None,
    }
