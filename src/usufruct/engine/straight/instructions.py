"""Words of generated source that the compiler would not find by itself: a choice without a branch, a sum of a row.

Written as ``a if c else b``, a choice becomes a branch that the compiler has to undo again, a thousand times in one
loop; as an instruction there is nothing to undo. A sum of 64 values in an order of its own stays scalar as a loop, and
takes five times as long.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

_EIGHT = 8
_PAIRS = ((0, 4), (2, 6), (1, 5), (3, 7))


@intrinsic
def choose(typing: Any, condition: Any, one: Any, other: Any) -> Any:
    """``one`` where the condition holds, ``other`` elsewhere."""

    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.select(*args)

    return one(types.boolean, one, one), build


def _extreme(sign: str) -> Any:
    @intrinsic
    def pick(typing: Any, one: Any, other: Any) -> Any:
        def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            real = isinstance(signature.return_type, types.Float)
            compare = builder.fcmp_ordered if real else builder.icmp_signed
            return builder.select(compare(sign, *args), *args)

        return one(one, one), build

    return pick


least = _extreme("<")
most = _extreme(">")


@intrinsic
def row_sum(typing: Any, values: Any, at: Any) -> Any:
    """Sum of 64 values of a flat array from a place on, as a float64: halves upon halves, first what is 32 apart."""

    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        array = context.make_array(values)(context, builder, args[0])
        start = builder.gep(array.data, [args[1]], inbounds=True)
        parts = [_eight(builder, start, number, values.dtype) for number in range(_EIGHT)]
        one, two, other, last = (builder.fadd(parts[low], parts[high]) for low, high in _PAIRS)
        total = builder.fadd(builder.fadd(one, two), builder.fadd(other, last))
        for width in (4, 2, 1):
            low, high = (_part(builder, total, begin, width) for begin in (0, width))
            total = builder.fadd(low, high)
        return builder.extract_element(total, ir.Constant(ir.IntType(32), 0))

    return types.float64(values, at), build


def _eight(builder: Any, start: Any, number: int, kind: Any) -> Any:
    """Eight neighbours as doubles."""
    place = builder.gep(start, [ir.Constant(ir.IntType(64), _EIGHT * number)])
    vector = ir.VectorType(start.type.pointee, _EIGHT)
    loaded = builder.load(builder.bitcast(place, vector.as_pointer()), align=kind.bitwidth // 8)
    doubles = ir.VectorType(ir.DoubleType(), _EIGHT)
    if isinstance(kind, types.Integer):
        return builder.sitofp(loaded, doubles)
    return builder.fpext(loaded, doubles) if kind == types.float32 else loaded


def _part(builder: Any, vector: Any, begin: int, width: int) -> Any:
    places = ir.Constant(ir.VectorType(ir.IntType(32), width), list(range(begin, begin + width)))
    return builder.shuffle_vector(vector, ir.Constant(vector.type, ir.Undefined), places)
