"""Generated source made callable, and shown by tracebacks and debuggers like any other source."""

from __future__ import annotations

import linecache
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from types import TracebackType
from typing import Any

import numpy as np

from usufruct.engine.lower import parts, ratios, reals, wholes
from usufruct.engine.lower.mul_div import guarded
from usufruct.engine.lower.writing import Text


@dataclass(frozen=True, slots=True)
class Kernel:
    """One regime of a law as a function.

    Attributes:
        step: carries out one step: ``step(load, store)``.
        text: its source, with the article behind each line.
        file: the name under which tracebacks find the source.
    """

    step: Callable[[Any, Any], None]
    text: Text
    file: str

    def owner(self, trace: TracebackType | None) -> str:
        """The article and quantity at which an exception left the function."""
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == self.file:
                return self.text.owners[trace.tb_lineno - 1]
            trace = trace.tb_next
        return ""


@lru_cache(maxsize=512)
def compiled(text: Text) -> Kernel:
    """Compile a text once; equal texts share one kernel.

    Example:
        >>> compiled(Text("def step(load, store): pass", ("",))).step(None, None)
    """
    digest = blake2b(text.source.encode(), digest_size=6).hexdigest()
    file = f"<usufruct kernel {digest}>"
    lines = text.source.splitlines(keepends=True)
    linecache.cache[file] = (len(text.source), None, lines, file)
    names: dict[str, Any] = {
        "np": np,
        "parts": parts,
        "ratios": ratios,
        "reals": reals,
        "wholes": wholes,
        "guarded": guarded,
    }
    exec(compile(text.source, file, "exec"), names)  # noqa: S102 - our own text, from a checked graph
    return Kernel(names["step"], text, file)
