"""Words of generated source that become one instruction each: a choice without a branch.

Written as ``a if c else b``, a choice becomes a branch that the compiler has to undo again, a thousand times in one
loop; as an instruction there is nothing to undo.
"""

from __future__ import annotations

from typing import Any

from numba import types
from numba.extending import intrinsic


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
