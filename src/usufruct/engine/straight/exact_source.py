"""Source of the exact execution: 64-bit minor units, a block of paths at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from usufruct.engine.straight.buffer import Rows, looped
from usufruct.engine.straight.program import Number, Program, Var
from usufruct.engine.straight.real_source import uniform_head

_FORMS = {
    "add": "{} + {}",
    "sub": "{} - {}",
    "mul": "{} * {}",
    "wrap_mul": "{} * {}",
    "neg": "-{}",
    "lt": "int64({} < {})",
    "le": "int64({} <= {})",
    "and": "{} & {}",
    "or": "{} | {}",
    "not": "1 - {}",
    "odd": "{} & 1",
    "select": "choose({} != 0, {}, {})",
    "mul_div": "mul_div({}, {}, {})",
}

HELPER = '''
def mul_div(a, n, d):
    """Floor of a n / d: a float estimate, corrected by the wrapped remainder."""
    q = int64(floor(float64(a) * float64(n) / float64(d)))
    r = a * n - q * d
    down = int64(r < 0)
    up = int64(r >= d)
    q = q + up - down
    r = r + (down - up) * d
    return q + int64(r >= d) - int64(r < 0)
'''


def exact_source(
    name: str, program: Program, uniforms: Sequence[str], results: Mapping[str, Number], rows: Rows
) -> str:
    """Source of ``def name(w, p)`` in int64; see :func:`usufruct.engine.straight.real_source.real_source`.

    The text of :data:`HELPER` must stand before it.
    """
    live = program.live(results.values())
    body = []
    for index in live:
        operation = program.operations[index]
        if operation.op == "lane":
            body.append(f"t{index} = {rows.at(operation.data)}")
        elif operation.op != "uniform":
            body.append(f"t{index} = {_FORMS[operation.op].format(*map(_operand, operation.args))}")
    body += [f"{rows.at(row)} = {_operand(value)}" for row, value in results.items()]
    return looped(name, uniform_head(program, live, uniforms), body)


def _operand(arg: Number) -> str:
    if isinstance(arg, Var):
        return f"t{arg.index}"
    assert isinstance(arg, Fraction)  # noqa: S101 - the other half of the union
    return f"int64({arg.numerator})"
