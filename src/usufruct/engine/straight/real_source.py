"""Source of the real execution: float64, a block of paths at a time, no branches inside the loop."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from usufruct.engine.straight.buffer import Rows, looped
from usufruct.engine.straight.program import Number, Program, Var

_FORMS = {
    "add": "{} + {}",
    "sub": "{} - {}",
    "mul": "{} * {}",
    "neg": "-{}",
    "min": "least({}, {})",
    "max": "most({}, {})",
    "lt": "{} < {}",
    "le": "{} <= {}",
    "and": "{} & {}",
    "or": "{} | {}",
    "not": "not {}",
    "select": "choose({}, {}, {})",
}
_FIGURE = re.compile(r"(?<![\w.])(?:\d+(?:\.\d+)?e[+-]?\d+|\d+\.\d+)")
FLAGS = frozenset({"lt", "le", "and", "or", "not"})
"""Operations whose result is a condition."""


def real_source(name: str, program: Program, uniforms: Sequence[str], results: Mapping[str, Number], rows: Rows) -> str:
    """Source of ``def name(w, p)`` over one block of paths, float64.

    Args:
        name: of the function.
        program: the straight line, traced in real arithmetic.
        uniforms: names of the values read once for all paths; element ``i`` of ``p``.
        results: row to result; the values read per path are rows under their own names.
        rows: places in the buffer ``w``; new names are added.
    """
    live = program.live(results.values())
    stores = [f"{rows.at(row)} = {operand(value, program)}" for row, value in results.items()]
    return looped(name, uniform_head(program, live, uniforms), [*forward(program, live, rows), *stores])


def narrowed(source: str) -> str:
    """The same source in single precision: its figures are float32, as the rows that it is run over have to be.

    Example:
        >>> narrowed("t7 = t5 * 0.25 + 1e-07")
        't7 = t5 * float32(0.25) + float32(1e-07)'
    """
    return _FIGURE.sub(r"float32(\g<0>)", source)


def uniform_head(program: Program, live: Sequence[int], uniforms: Sequence[str]) -> list[str]:
    """Statements that read what is the same for all lanes."""
    places = {each: index for index, each in enumerate(uniforms)}
    operations = ((index, program.operations[index]) for index in live)
    return [f"t{index} = p[{places[each.data]}]" for index, each in operations if each.op == "uniform"]


def forward(program: Program, live: Sequence[int], rows: Rows) -> list[str]:
    """The operations of a program as statements for lane ``l``.

    Shares of one total divide by it again and again; it is turned over once.
    """
    statements: list[str] = []
    turned: set[Number] = set()
    for index in live:
        operation = program.operations[index]
        if operation.op == "lane":
            statements.append(f"t{index} = {rows.at(operation.data)}")
        elif operation.op == "div":
            top, bottom = operation.args
            if isinstance(bottom, Var) and bottom not in turned:
                turned.add(bottom)
                text = operand(bottom, program)
                some = f"{text} != 0.0"
                # The divisor is never zero, so that plain Python runs the same line.
                statements.append(f"{inverse(bottom)} = choose({some}, 1.0, 0.0) / choose({some}, {text}, 1.0)")
            statements.append(f"t{index} = {operand(top, program)} * {inverse(bottom)}")
        elif operation.op != "uniform":
            wants = [_wants_flag(operation.op, place) for place in range(len(operation.args))]
            texts = [operand(a, program, flag=flag) for a, flag in zip(operation.args, wants, strict=True)]
            statements.append(f"t{index} = {_FORMS[operation.op].format(*texts)}")
    return statements


def inverse(divisor: Number) -> str:
    """How one over a divisor is written; nothing where the divisor is nothing."""
    if isinstance(divisor, Var):
        return f"i{divisor.index}"
    return repr(float(1 / divisor) if divisor else 0.0)


def _wants_flag(op: str, place: int) -> bool:
    return op in ("and", "or", "not") or (op == "select" and place == 0)


def operand(arg: Number, program: Program, *, flag: bool = False) -> str:
    """How an operand is written where a number, or a condition, is wanted."""
    if not isinstance(arg, Var):
        return str(bool(arg)) if flag else repr(arg.numerator / arg.denominator)
    name = f"t{arg.index}"
    if flag == (program.operations[arg.index].op in FLAGS):
        return name
    return f"({name} != 0.0)" if flag else f"choose({name}, 1.0, 0.0)"
