"""Faults and the one exception that carries them: what, where, why it matters, what to do.

Checks never stop at the first fault: a pass collects every :class:`Fault` it finds and raises them
together in one :class:`UsufructError`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, said so that its reader can mend it.

    Attributes:
        code: stable identifier such as ``U104``; each code has a page in ``docs/errors.md``.
        what: what is wrong, in one sentence.
        where: the file and line, the article, the quantity or the argument concerned.
        why: why it matters; empty when the sentence in ``what`` says it.
        remedy: what to do about it.

    Example:
        >>> print(Fault("U104", "a binary float stands in law text", "Art. 5a(9)", "", "write '99.7 %'"))
        U104 at Art. 5a(9): a binary float stands in law text. Do: write '99.7 %'.
    """

    code: str
    what: str
    where: str
    why: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        why = f" Why it matters: {_ended(self.why)}" if self.why else ""
        remedy = f" Do: {_ended(self.remedy)}" if self.remedy else ""
        return f"{self.code} at {self.where}: {_ended(self.what)}{why}{remedy}"


def _ended(sentence: str) -> str:
    """A sentence with one full stop, also where its last word brought its own."""
    return sentence if sentence.endswith(".") else f"{sentence}."


class UsufructError(Exception):
    """Raised with every fault that a check found, never with the first one only.

    Example:
        >>> error = UsufructError([Fault("U104", "a float", "Art. 1"), Fault("U105", "a loop", "Art. 2")])
        >>> [fault.code for fault in error.faults]
        ['U104', 'U105']
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


def refuse(code: str, what: str, where: str, why: str = "", remedy: str = "") -> UsufructError:
    """Return the exception for one fault, ready to be raised.

    Example:
        >>> str(refuse("M101", "no currency is called EURO", "currency", remedy="write EUR"))
        'M101 at currency: no currency is called EURO. Do: write EUR.'
    """
    return UsufructError([Fault(code, what, where, why, remedy)])
