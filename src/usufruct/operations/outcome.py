"""What a command of the operations says it did: records, article, deadline, and whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from usufruct.calendar import HalfYear
from usufruct.ledger import State
from usufruct.ledger.bodies import AllocationRun, Journal
from usufruct.operations.levying import calls_of
from usufruct.operations.office import Done
from usufruct.operations.reconciling import Reading
from usufruct.operations.reporting import Compared
from usufruct.operations.steps import STEPS, Step
from usufruct.operations.tray import Sheet
from usufruct.waterfall.horizon import payment_number


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done.

    Attributes:
        ledger: its name.
        done: the records and the proposal.
        text: what they say, as approvers read it.
        day: the deadline that the law counts from here; None where it counts none.
        lines: a filing beside its recomputation.
        entries: what the entries of a bank statement were taken for.
        written: a file that was written; empty for none.
        instead: the next step where it is not the usual one.
    """

    ledger: str
    done: Done
    text: str
    day: date | None = None
    lines: tuple[Compared, ...] = ()
    entries: tuple[Reading, ...] = ()
    written: str = ""
    instead: str = ""

    @property
    def step(self) -> Step:
        """The step that it is."""
        return STEPS[self.done.step]

    @property
    def deadline(self) -> str:
        """The deadline in words, with its day where there is one."""
        return f"{self.day}: {self.step.deadline}" if self.day else self.step.deadline

    @property
    def following(self) -> str:
        """The next step, and who takes it."""
        if self.done.missing:
            people = "one other person" if self.done.missing == 1 else f"{self.done.missing} other persons"
            return f"approval by {people} (approver): usufruct approve {self.done.proposal}"
        return self.instead or self.step.follows


def after_approval(sheet: Sheet, proposal: int) -> str:
    """What comes next once the orders of a sheet are recorded, where it is not what the step says."""
    runs = [body for body in sheet.bodies if isinstance(body, AllocationRun)]
    if runs:
        number = f" {runs[0].number}" if sheet.step == "split" else ""
        return f"booking of the run (proposer): usufruct propose {sheet.step}{number}"
    if sheet.step == "bank statement":
        return "matching of the entries (payer): usufruct reconcile, the same file again"
    if sheet.step in ("payment", "refund"):
        return f"the message for the bank (payer): usufruct pay --write FILE.xml --proposal {proposal}"
    return ""


def after_verification(state: State, seq: int) -> str:
    """What follows a verified interim report whose half-year was called before; empty where the call is to come."""
    filing = state.filings[seq]
    custodian, half = filing.body.custodian, HalfYear.read(filing.body.period)
    calls = calls_of(state, payment_number(half), custodian)
    if not calls:
        return ""
    basis = state.journals[calls[0]].basis
    before = state.filings.get(basis) if basis is not None else None
    if before is not None and set(before.recomputed) == set(filing.recomputed):
        return f"nothing to call: journal {calls[0]} called what is due"
    return (
        f"reversal of the call, then a new one (proposer): usufruct propose reversal {calls[0]}; once it is paid, the "
        "true-up on audited accounts settles what differs"
    )


def due_in(state: State, seqs: tuple[int, ...]) -> date | None:
    """The day by which what some journals book is due; None where they state none."""
    bodies = (state.journals.get(seq) for seq in seqs)
    days = [body.due for body in bodies if isinstance(body, Journal) and body.due]
    return date.fromisoformat(days[-1]) if days else None
