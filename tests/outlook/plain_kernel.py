"""Kernels run as the Python that they are written in: slow, and with the bits of strict mode."""

from __future__ import annotations

import math
from types import ModuleType
from typing import Any

import numpy as np

from usufruct.outlook import gradient, run


def plain(source: str) -> ModuleType:
    """The module that a text would be compiled to, uncompiled."""
    module = ModuleType("plain")
    kept = "\n".join(line for line in source.splitlines() if not line.startswith(("from ", "import ")))
    scope = module.__dict__
    scope |= {"math": math, "np": np, "Final": Any, "njit": lambda **_: lambda function: function}
    scope |= {"floor": math.floor, "float32": np.float32, "float64": np.float64, "int64": np.int64}
    scope |= {"choose": lambda condition, one, other: one if condition else other, "least": min, "most": max}
    exec(compile(kept, "plain kernel", "exec"), scope)  # noqa: S102 - our own text
    scope["row_sum"] = row_sum
    if "mul_div" in scope:
        # As the compiler means it: overflow wraps and is no error.
        scope["mul_div"] = lambda a, n, d: np.int64(int(a) * int(n) // int(d)) if d else np.int64(0)
    return module


def row_sum(values: Any, at: int) -> float:
    """Sum of 64 values, halves upon halves."""
    rest = [float(each) for each in values[at : at + 64]]
    eight = [(rest[n] + rest[32 + n]) + (rest[16 + n] + rest[48 + n]) for n in range(16)]
    eight = [eight[n] + eight[8 + n] for n in range(8)]
    four = [eight[n] + eight[4 + n] for n in range(4)]
    return (four[0] + four[2]) + (four[1] + four[3])


def without_compiler(patch: Any) -> None:
    """Let runs and gradients take the text as it stands."""
    for module in (run, gradient):
        patch.setattr(module, "load_kernel", plain)
    run._kernel.cache_clear()
    gradient._kernel_of.cache_clear()
    patch.setattr(np, "seterr", np.seterr)
