"""One thing to be done, as an inbox lists it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from usufruct.ledger import State
from usufruct.operations.steps import STEPS


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done.

    Attributes:
        role: who does it; ``custodian`` where it is not one of the ledger's people.
        what: in one line.
        article: what asks for it.
        due: the day by which; None where no act sets one.
        days: days left; below zero when it is overdue; None without a day.
        command: how it is done here; empty where it is not done here.
    """

    role: str
    what: str
    article: str
    due: date | None
    days: int | None
    command: str

    @property
    def overdue(self) -> bool:
        """Whether its day has passed."""
        return self.days is not None and self.days < 0


def task_of(
    role: str, what: str, step: str, today: date, due: date | None, command: str = "", article: str = ""
) -> Task:
    """The task of a step."""
    days = None if due is None else (due - today).days
    return Task(role, what, article or STEPS[step].article, due, days, command)


def custodians(state: State) -> tuple[str, ...]:
    """Every custodian of the ledger."""
    return tuple(sorted({each.party for each in state.accounts.values() if each.book == "principal" and each.party}))


def is_asked(state: State, custodian: str, due: date) -> bool:
    """Whether a deadline is asked of a custodian: not one that passed before the ledger knew the custodian."""
    return due.isoformat() >= state.joined[custodian]


def named(state: State, custodian: str) -> str:
    """The option of a command that says whose it is, where there are several."""
    return f" --custodian {custodian}" if len(custodians(state)) > 1 else ""
