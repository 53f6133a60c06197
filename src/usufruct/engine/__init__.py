"""How law is read: declared once, kept as one graph, run by several executions."""

from usufruct.engine.act import Act
from usufruct.engine.allocation import Allocation, allocate, divide
from usufruct.engine.assembling import assemble
from usufruct.engine.explanation import Explanation
from usufruct.engine.quantity import Choice, Count, Flag, LocalMoney, Money, Rate
from usufruct.engine.result import Result
from usufruct.engine.rulebook import Rulebook
from usufruct.engine.snapshot import Snapshot
from usufruct.engine.source import Citation, Source
from usufruct.engine.timeline import Step, Timeline, World

__all__ = [
    "Act",
    "Allocation",
    "Choice",
    "Citation",
    "Count",
    "Explanation",
    "Flag",
    "LocalMoney",
    "Money",
    "Rate",
    "Result",
    "Rulebook",
    "Snapshot",
    "Source",
    "Step",
    "Timeline",
    "World",
    "allocate",
    "assemble",
    "divide",
]
