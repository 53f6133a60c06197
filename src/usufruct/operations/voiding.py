"""What is taken back before anything of it is booked: a bank statement, and the run of a split or payout."""

from __future__ import annotations

from datetime import date

from usufruct.errors import refuse
from usufruct.ledger import State
from usufruct.ledger.bodies import RunVoid, StatementVoid
from usufruct.operations import chart
from usufruct.operations.levying import euros
from usufruct.operations.steps import cited
from usufruct.operations.tray import Sheet


def void(state: State, seq: int, day: date, reason: str) -> Sheet:
    """Take back a bank statement, or drop an allocation run, of which nothing is booked.

    Raises:
        UsufructError: those of :func:`statement_void` and :func:`run_void`.
    """
    return (run_void if seq in state.runs else statement_void)(state, seq, day, reason)


def statement_void(state: State, seq: int, day: date, reason: str) -> Sheet:
    """Take back a bank statement that should not have been taken, so that the true one can follow.

    Raises:
        UsufructError: ``O168`` when there is no such statement, another follows it, or entries of it are booked.
    """
    known = state.statements.get(seq)
    if known is None or known.void is not None:
        last = state.last_statement.get(chart.BANK)
        remedy = "no statement stands" if last is None else f"the last one that stands is {last}"
        raise refuse("O168", f"{seq} is no statement that stands", "void", "", remedy)
    after = state.last_statement[known.body.account]
    if after != seq:
        why = "each begins where the one before it ended"
        raise refuse("O168", f"statement {after} follows it", "void", why, f"take back {after} first")
    if known.booked:
        journals = ", ".join(map(str, known.booked.values()))
        raise refuse(
            "O168", f"journals {journals} book its entries", "void", "", "reverse them first, if they are wrong"
        )
    body, count = known.body, len(known.lines)
    moved = (
        f"{euros(int(body.opening))} to {euros(int(body.closing))} in {count} {'entry' if count == 1 else 'entries'}"
    )
    undone = [
        f"  payment {number} ({payment.body.end_to_end}) is {payment.shown[-1][1]} again, no longer {payment.status}"
        for number, payment in state.payments.items()
        if payment.shown and payment.shown[-1][0] == seq
    ]
    text = f"statement {body.number}, record {seq}, is taken back: {reason}\n  {body.start} to {body.end}, {moved}"
    order = StatementVoid(seq, reason, cited("statement void", day))
    return Sheet("statement void", "\n".join([text, *undone]), (order,))


def run_void(state: State, seq: int, day: date, reason: str) -> Sheet:
    """Drop a run that is not booked, so that its amount can be divided again.

    Raises:
        UsufructError: ``O209`` when it is booked, or dropped already.
    """
    run = state.runs[seq]
    if run.void is not None:
        raise refuse("O209", f"run {seq} was dropped by record {run.void}", "void", "", "divide again: usufruct inbox")
    if run.booked is not None:
        remedy = f"reverse it first, if it is wrong: usufruct propose reversal {run.booked} --reason TEXT"
        raise refuse("O209", f"journal {run.booked} books run {seq}", "void", "a run that is booked stands", remedy)
    text = f"run {seq} of {euros(int(run.body.amount))} ({run.body.epoch}) is dropped, and nothing is booked: {reason}"
    lines = [f"{euros(share):>28}  {path}" for path, share in run.shares.items()]
    return Sheet("run void", "\n".join([text, *lines]), (RunVoid(seq, reason, cited("run void", day)),))
