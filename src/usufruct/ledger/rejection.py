"""What a decision answers when it does not record, and the case in which a rule collects its faults."""

from __future__ import annotations

from dataclasses import dataclass, field

from usufruct.errors import Fault, UsufructError
from usufruct.ledger.record import Order
from usufruct.ledger.state import State
from usufruct.ledger.what_to_do import WHAT_TO_DO


@dataclass(frozen=True, slots=True)
class Rejection:
    """An order that was refused; nothing changed.

    Attributes:
        faults: everything that is wrong with it.
    """

    faults: tuple[Fault, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the faults, in order."""
        return tuple(fault.code for fault in self.faults)

    def error(self) -> UsufructError:
        """Return the exception that says the same."""
        return UsufructError(self.faults)


@dataclass(frozen=True, slots=True)
class Already:
    """A retry: the same request was recorded before, under this number."""

    seq: int


@dataclass(slots=True)
class Case:
    """An order before the rules: what they find wrong with it gathers here."""

    state: State
    order: Order
    faults: list[Fault] = field(default_factory=list)

    @property
    def person(self) -> str:
        """The natural person who orders."""
        return self.state.person_of(self.order.by)

    def fault(self, code: str, what: str, why: str = "", remedy: str = "") -> None:
        """Note one thing that is wrong; what to do about it is that of the code where the place says nothing."""
        do = remedy or WHAT_TO_DO.get(code, "")
        self.faults.append(Fault(code, what, f"{self.order.kind} {self.order.idem!r:.60}", why, do))

    def check(self, holds: bool, code: str, what: str, why: str = "", remedy: str = "") -> bool:  # noqa: FBT001
        """Note what is wrong unless a condition holds; return the condition."""
        if not holds:
            self.fault(code, what, why, remedy)
        return holds
