"""From arguments to an exit code: the one place that catches what a command may raise.

No traceback ever reaches a user: a refusal says what to do, anything unforeseen is one line with a code.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Sequence
from typing import Final

from usufruct.cli.ending import FAILURE, INTERRUPTED, OK, UsageError, refuse_with
from usufruct.errors import Fault, UsufructError

EXTRAS: Final = {
    "numpy": "fast",
    "numba": "fast",
    "cryptography": "sign",
    "psycopg": "postgres",
    "pyiso20022": "bank",
    "xsdata": "bank",
}
"""Packages that only some commands need, and the extra that brings each."""


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit code.

    Args:
        arguments: what follows the name of the program.
    """
    as_json = "--json" in arguments
    for stream in (sys.stdout, sys.stderr):
        _make_speak(stream)
    try:
        code = _called(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_stdout()
        return FAILURE
    except OSError as error:
        # Files are read elsewhere, each with a fault of its own: what is left is the output, as on a full disk.
        _forget_stdout()
        what = f"the output cannot be written: {error.strerror or error}"
        return refuse_with(
            UsufructError([Fault("X103", what, "usufruct", "", "make room and try again")]), as_json=False
        )
    except KeyboardInterrupt:
        return INTERRUPTED
    except UsufructError as error:
        return refuse_with(error, as_json=as_json)
    except Exception as error:  # noqa: BLE001 - the last resort: one line and an exit code, never a traceback
        return refuse_with(UsufructError([_unforeseen(error)]), as_json=as_json)
    return code


def _called(arguments: Sequence[str]) -> int:
    from usufruct.cli.program import app

    try:
        returned = app(args=list(arguments), prog_name="usufruct", standalone_mode=False)
    except Exception as error:
        message = getattr(error, "format_message", None)
        if message is None:
            raise
        context = getattr(error, "ctx", None)
        where = context.command_path if context else "usufruct"
        fault = Fault("X101", message().rstrip(".").replace("\n", " "), where, "", f"see {where} --help")
        raise UsageError([fault]) from None
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILURE
    return returned if isinstance(returned, int) else OK


def _unforeseen(error: Exception) -> Fault:
    """What is said of an error that no module refused: a package that is missing, or a defect."""
    extra = EXTRAS.get(error.name or "") if isinstance(error, ModuleNotFoundError) else None
    if extra is not None:
        why, remedy = "projections and reports need more than the law does", f"pip install 'usufruct[{extra}]'"
        return Fault("X104", f"{getattr(error, 'name', '')} is not installed", "usufruct", why, remedy)
    what = f"{type(error).__name__}: {error}"
    return Fault("X102", what, "usufruct", "", "this is a defect of the program; please report it")


def _make_speak(stream: object) -> None:
    """Have a stream of a narrow encoding, such as ASCII, write what it lacks as JSON escapes it, and not fail."""
    if isinstance(stream, io.TextIOWrapper):
        codecs.register_error("usufruct", _escaped)
        stream.reconfigure(errors="usufruct")


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    units = (lacking[at : at + 2].hex() for at in range(0, len(lacking), 2))
    return "".join(f"\\u{unit}" for unit in units), error.end


def _forget_stdout() -> None:
    """The reader has gone: nothing more is written, not even by the interpreter when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
