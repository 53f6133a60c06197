"""A provision whose text Python itself cannot run: said in the words of whoever wrote it."""

from __future__ import annotations

from traceback import extract_tb
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from usufruct.engine.act import Provision

_REMEDIES: Final = {
    "NameError": "take what it names as an argument, or import the word",
    "RecursionError": "a rule does not call itself; read its opening_ balance, or lag()",
    "ZeroDivisionError": "mend the figure; a quotient of quantities by zero is zero",
}
_WORDS: Final = "use the words of the law: + - * / and when, smaller, larger, at_least_zero, rounded"


def unreadable(provision: Provision, error: Exception) -> tuple[str, str, str, str]:
    """Return code, what, why and remedy for an exception raised by the text of a provision.

    The line is counted from the first line of the rule, its decorator included, so that no path is shown.
    """
    code = provision.rule.__code__
    lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == code.co_filename]
    inside = [line for line in lines if line is not None and line >= code.co_firstlineno]
    where = f"line {inside[0] - code.co_firstlineno + 1} of the rule cannot be read" if inside else "it cannot be read"
    kind = type(error).__name__
    return (
        "U119",
        f"{where}: {kind}, {error}",
        "a rule is called once with symbols, and only the words of the law know what to do with them",
        _REMEDIES.get(kind, _WORDS),
    )
