"""What went wrong, as a document; it needs nothing of the law or of the facts, so that it can always be written."""

from __future__ import annotations

from typing import Any

from usufruct.errors import UsufructError

SCHEMA_VERSION = 1
"""Of every document; it rises when a field changes its meaning or goes away, not when one is added."""


def error_document(error: UsufructError, exit_code: int) -> dict[str, Any]:
    """Every fault of a refusal, with the exit code of the command."""
    names = ("code", "what", "where", "why", "remedy")
    faults = [{name: getattr(fault, name) for name in names} for fault in error.faults]
    return {"schema_version": SCHEMA_VERSION, "document": "error", "exit_code": exit_code, "faults": faults}


def warning_document(message: str) -> dict[str, Any]:
    """Something to know that did not stop the command."""
    return {"schema_version": SCHEMA_VERSION, "document": "warning", "message": message}
