"""How a command ends: its exit code, and what it says on stderr when it refuses.

With ``--json`` a refusal is one JSON document on one line of stderr; stdout then stays empty. Without it, each fault
has a line of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from usufruct.errors import Fault, UsufructError

OK: Final = 0
FAILURE: Final = 1
USAGE: Final = 2
VERIFICATION: Final = 3
NOT_DERIVABLE: Final = 4
INTERRUPTED: Final = 130

_EXIT_CODES: Final = {"W220": USAGE, "W221": NOT_DERIVABLE}


class UsageError(UsufructError):
    """The command line itself is wrong."""


def usage(what: str, where: str, remedy: str) -> UsageError:
    """The refusal of a command line."""
    return UsageError([Fault("X101", what, where, "", remedy)])


@contextmanager
def reading_the_command_line() -> Iterator[None]:
    """Whatever is refused inside is a fault of the command line, not of a file or of the data."""
    try:
        yield
    except UsufructError as error:
        raise UsageError(error.faults) from None


def exit_code(error: UsufructError) -> int:
    """The exit code of a refusal.

    Example:
        >>> exit_code(usage("two days", "--as-of", "give one"))
        2
    """
    if isinstance(error, UsageError):
        return USAGE
    codes = {_EXIT_CODES.get(fault.code, FAILURE) for fault in error.faults}
    return codes.pop() if len(codes) == 1 else FAILURE


def refuse_with(error: UsufructError, *, as_json: bool) -> int:
    """Say why on stderr and return the exit code."""
    code = exit_code(error)
    if as_json:
        import json

        from usufruct.publish.error_document import error_document

        _say([json.dumps(error_document(error, code), ensure_ascii=False)])
    else:
        _say(line for fault in error.faults for line in _told(f"usufruct: {fault}"))
    return code


def warn(message: str, *, as_json: bool) -> None:
    """Say something on stderr that does not end the command."""
    if as_json:
        import json

        from usufruct.publish.error_document import warning_document

        _say([json.dumps(warning_document(message), ensure_ascii=False)])
    else:
        _say([f"usufruct: note: {message}"])


def _told(text: str) -> list[str]:
    """A fault as one line, as programs read it; before a terminal in lines of its width."""
    from usufruct.cli.layout import visible, wrapped

    shown = visible(text)
    return wrapped(shown, 0, 4) if sys.stderr.isatty() else [shown.replace("\n", " ")]


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, file=sys.stderr)
