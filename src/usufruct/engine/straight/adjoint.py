"""Source of the adjoint: derivatives of a half-year by everything it read, in one sweep backwards.

The straight line is worked out again from its opening stocks, then walked backwards. Every ``min``, ``max`` and
choice passes its derivative to the side that was taken; at a kink that is one of the one-sided derivatives. Conditions
have none: what they decide is a jump, and a jump has no pathwise derivative.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from usufruct.engine.straight.buffer import Rows, looped
from usufruct.engine.straight.program import Number, Operation, Program, Var
from usufruct.engine.straight.real_source import FLAGS, forward, inverse, operand, uniform_head


def adjoint_source(
    name: str, program: Program, uniforms: Sequence[str], results: Mapping[str, Number], rows: Rows
) -> str:
    """Source of ``def name(w, p)`` over one block of paths.

    Args:
        name: of the function.
        program: the straight line, traced in real arithmetic.
        uniforms: names of the elements of ``p``; the rows ``d NAME`` are added to, one for each.
        results: row to result; the rows ``d ROW`` hold the derivative of the objective by each.
        rows: places in the buffer; the rows ``d NAME`` of the values read per path are set.
    """
    live = program.live(results.values())
    body = [*forward(program, live, rows), *_backwards(program, live, results, rows)]
    return looped(name, uniform_head(program, live, uniforms), body)


def bar(name: str) -> str:
    """Row of the derivative by a value.

    Example:
        >>> bar("eu.payment")
        'd eu.payment'
    """
    return f"d {name}"


def _backwards(program: Program, live: Sequence[int], results: Mapping[str, Number], rows: Rows) -> list[str]:
    terms: dict[int, list[str]] = {}
    for row, value in results.items():
        if isinstance(value, Var):
            terms.setdefault(value.index, []).append(rows.at(bar(row)))
    # A result's derivative may lie in the row of the stock it replaces: everything is read before anything is written.
    lines = [f"g{index} = {' + '.join(texts)}" for index, texts in terms.items()]
    terms = {index: [f"g{index}"] for index in terms}
    written, stores = set(), []
    for index in reversed(live):
        operation = program.operations[index]
        if index not in terms or operation.op in FLAGS:
            continue
        lines.append(f"b{index} = {' + '.join(terms[index])}")
        if operation.op == "lane":
            stores.append(f"{rows.at(bar(operation.data))} = b{index}")
            written.add(operation.data)
        elif operation.op == "uniform":
            stores.append(f"{rows.at(bar(operation.data))} += b{index}")
        else:
            for arg, share in _shares(index, operation, program):
                terms.setdefault(arg.index, []).append(share)
    read = [program.operations[index].data for index in live if program.operations[index].op == "lane"]
    return [*lines, *stores, *(f"{rows.at(bar(each))} = 0.0" for each in read if each not in written)]


def _shares(index: int, operation: Operation, program: Program) -> list[tuple[Var, str]]:
    """What an operation passes on to each operand that varies."""
    own, args = f"b{index}", operation.args
    texts = [operand(arg, program, flag=operation.op == "select" and place == 0) for place, arg in enumerate(args)]
    match operation.op:
        case "add":
            shares = [own, own]
        case "sub":
            shares = [own, f"-{own}"]
        case "neg":
            shares = [f"-{own}"]
        case "mul":
            shares = [f"{own} * {texts[1]}", f"{own} * {texts[0]}"]
        case "div":
            share = f"{own} * {inverse(args[1])}"
            shares = [share, f"-{share} * t{index}"]
        case "min" | "max":
            sign = "<" if operation.op == "min" else ">"
            taken = f"{texts[0]} {sign} {texts[1]}"
            shares = [f"choose({taken}, {own}, 0.0)", f"choose({taken}, 0.0, {own})"]
        case _:
            shares = ["", f"choose({texts[0]}, {own}, 0.0)", f"choose({texts[0]}, 0.0, {own})"]
    pairs = zip(args, shares, strict=True)
    return [(arg, share) for arg, share in pairs if isinstance(arg, Var) and share and _passes(arg, program)]


def _passes(arg: Number, program: Program) -> bool:
    return isinstance(arg, Var) and program.operations[arg.index].op not in FLAGS
