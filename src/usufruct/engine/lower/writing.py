"""Writing the law of one step as straight-line source: one variable per node, in the order of computation.

The text holds names, never figures of the law: parameters are read from tables while it runs, so that
amending a figure does not change the source. Each block is headed by its article and quantity.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from usufruct.engine.graph import Node, walk
from usufruct.engine.lower.dialects import Dialect, ExactDialect, RealDialect
from usufruct.engine.order import Regime
from usufruct.engine.rulebook import Rulebook
from usufruct.engine.shape import MONETARY
from usufruct.engine.sizes import Sizes

HEADER = "def step(load, store):"


@dataclass(frozen=True, slots=True)
class Text:
    """Generated source.

    Attributes:
        source: a module with one function, ``step(load, store)``.
        owners: for each line, the article and quantity it belongs to.
    """

    source: str
    owners: tuple[str, ...]


@dataclass(slots=True)
class _Line:
    owner: str
    target: str
    code: str
    reads: tuple[str, ...]


def write(law: Rulebook, regime: Regime, execution: str, sizes: Sizes) -> Text:
    """Write one regime of a law for the ``exact`` or the ``real`` execution."""
    return _Writer(law, ExactDialect(sizes) if execution == "exact" else RealDialect()).text(regime)


class _Writer:
    """The lines written so far, and which variable holds which node or quantity."""

    def __init__(self, law: Rulebook, dialect: Dialect) -> None:
        self.law = law
        self.dialect = dialect
        self.lines: list[_Line] = []
        self.held: dict[str, str] = {}
        self.named: dict[str, str] = {}
        self.owner = ""

    def text(self, regime: Regime) -> Text:
        for name, version in regime:
            if version is None:
                continue
            self.owner = f"{version.provision.cite}, {name}"
            for owner, node in (*version.hidden.items(), (name, version.node)):
                variable = self._node(node)
                self.named[owner] = self._write(f"store({owner!r}, {variable})", (variable,))
        return self._assembled()

    def _write(self, code: str, reads: tuple[str, ...]) -> str:
        target = f"x{len(self.lines) + 1}"
        self.lines.append(_Line(self.owner, target, code, reads))
        return target

    def _node(self, root: Node) -> str:
        for node in self._needed(root):
            self.held[node.key] = self._one(node)
        return self.held[root.key]

    def _needed(self, root: Node) -> Iterator[Node]:
        """Nodes still to be computed; products that are rounded at once are skipped."""
        if isinstance(self.dialect, ExactDialect):
            nodes = list(walk(root))
            fused = {node.args[0].key for node in nodes if self.dialect.fusible(node)}
            read = {arg.key for node in nodes if not self.dialect.fusible(node) for arg in node.args} | {root.key}
            yield from (n for n in nodes if n.key not in self.held and not (n.key in fused and n.key not in read))
        else:
            yield from (node for node in walk(root) if node.key not in self.held)

    def _one(self, node: Node) -> str:
        if node.op == "const":
            return self.dialect.constant(node)
        if not node.args:
            return self._leaf(node)
        if isinstance(self.dialect, ExactDialect) and self.dialect.fusible(node):
            product = node.args[0].args
            amount, rate = product if product[0].shape.kind in MONETARY else product[::-1]
            one, other = self.held[amount.key], self.held[rate.key]
            return self._write(self.dialect.rounded_product(node, amount, one, rate, other), (one, other))
        args = tuple(self.held[arg.key] for arg in node.args)
        code = (
            f"load.keyed({node.name!r}, {args[0]})" if node.op == "keyed" else self.dialect.operation(node, list(args))
        )
        return code if code in args else self._write(code, args)

    def _leaf(self, node: Node) -> str:
        match node.op:
            case "ref" if node.name in self.named:
                return self.named[node.name]
            case "ref":
                word = "figure" if node.name in self.law.parameters else "value"
                return self._write(f"load.{word}({node.name!r})", ())
            case "opening":
                return self._write(f"load.opening({node.name!r})", ())
            case "lag":
                name, back, _ = node.data
                return self._write(f"load.lag({name!r}, {back})", ())
            case "over" | "at":
                name, _, cadence = node.data
                return self._write(f"load.{node.op}({name!r}, {cadence!r})", ())
            case "reading":
                name, option = node.data
                return self._write(f"load.reading({name!r}, {option!r})", ())
            case _:
                return self._write(f"load.in_force({node.data!r})", ())

    def _assembled(self) -> Text:
        """Join the lines; a variable is dropped after its last use, so that all stays in the cache."""
        last: dict[str, int] = {}
        for position, line in enumerate(self.lines):
            last.update(dict.fromkeys((*line.reads, line.target), position))
        ends: dict[int, list[str]] = {}
        for variable, position in last.items():
            if variable.startswith("x"):
                ends.setdefault(position, []).append(variable)
        out, owners, owner = [HEADER], [""], ""
        for position, line in enumerate(self.lines):
            if line.owner != owner:
                owner = line.owner
                out.append(f"    # {owner}")
                owners.append(owner)
            out.append(f"    {line.target} = {line.code}")
            out.append(f"    del {', '.join(ends[position])}") if position in ends else None
            owners += [owner] * (1 + (position in ends))
        return Text("\n".join([*out, "    return", ""]), (*owners, ""))
