"""The text of a compiled kernel, put together from modules whose functions are plain Python.

A kernel is one generated file: the constants and functions of its parts, each function compiled in one of
two modes. *Strict* forbids fused multiply-add, so that a result is the same to the last bit on every
processor and in the reference; *fast* allows it and promises the same bits per processor only.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

Mode = Literal["strict", "fast"]

_FAST_MATH: Final = {"strict": "False", "fast": '{"contract"}'}
_IMPORTS: Final = "import math\nfrom typing import Final\n\nimport numpy as np\nfrom numba import njit\n"
# Inlining is forced: a call hides from the compiler that rows do not overlap, and costs a third of the speed.
_INSTRUCTIONS: Final = (
    "from math import floor\n\nfrom numba import float32, float64, int64\n\n"
    "from usufruct.engine.straight.instructions import choose, least, most, row_sum\n"
)
_OPTIONS: Final = 'OPTIONS = {{"nogil": True, "forceinline": True, "error_model": "numpy", "fastmath": {fast_math}}}\n'
_FUNCTION: Final = re.compile("^def ", re.MULTILINE)


def kernel_source(parts: Sequence[str], mode: Mode, generated: str = "") -> str:
    """Return the text of the kernel made of some modules, in their order.

    Docstrings, comments, annotations and imports are left out: a change of wording changes no kernel.

    Args:
        parts: dotted names of the modules; a name that a part imports must stand in an earlier part.
        mode: ``"strict"`` or ``"fast"``.
        generated: text of functions that no module holds, for the last part to call; each is compiled too.

    Example:
        >>> text = kernel_source(["usufruct.markets.draws.coefficients"], "strict")
        >>> "ROUNDS: Final = 10" in text, "njit" in text
        (True, True)
    """
    bodies = [_statements(Path(str(_origin(part))).read_text("utf-8")) for part in parts]
    made = [_INSTRUCTIONS, _FUNCTION.sub("@njit(**OPTIONS)\ndef ", generated)] if generated else []
    text = "\n\n".join([_IMPORTS, _OPTIONS.format(fast_math=_FAST_MATH[mode]), *bodies[:-1], *made, bodies[-1]])
    # Only the last function is called from outside; looking for kept code of the others would cost each process time.
    before, entry, after = text.rpartition("@njit(**OPTIONS)")
    return f"{before}@njit(cache=True, **OPTIONS){after}\n" if entry else f"{text}\n"


def _origin(part: str) -> str | None:
    spec = find_spec(part)
    return spec.origin if spec else None


def _statements(text: str) -> str:
    kept = [
        ast.unparse(_compiled(node) if isinstance(node, ast.FunctionDef) else node)
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef | ast.Assign | ast.AnnAssign)
    ]
    return "\n".join(kept)


def _compiled(function: ast.FunctionDef) -> ast.FunctionDef:
    """Return the function as it is compiled: decorated, without docstring and annotations."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    arguments = ast.arguments([], [ast.arg(one.arg) for one in function.args.args], None, [], [], None, [])
    decorator = ast.parse("njit(**OPTIONS)", mode="eval").body
    plain = ast.FunctionDef(function.name, arguments, body or [ast.Pass()], [decorator], None, None)
    plain.lineno = 0
    return ast.fix_missing_locations(plain)
