"""What came in on a payment beside what was divided of it, and whether a division may still be booked.

A receipt can be reversed after its division was recorded, and after the booking of the division was proposed. So this
is asked when a booking is proposed and once more when it is approved.
"""

from __future__ import annotations

from collections.abc import Sequence

from usufruct.errors import refuse
from usufruct.ledger import State
from usufruct.ledger.bodies import Body, Journal
from usufruct.money import grouped


def is_note(path: str, number: int) -> bool:
    """Say whether an account is the claim of a debit note of a payment, of any custodian."""
    return path.startswith("proceeds/claim/") and path.endswith(f"/{number}")


def received(state: State, number: int) -> int:
    """What came in on the calls of a payment, in cents; interest on late payment is not part of it."""
    total = 0
    for seq, journal in state.journals.items():
        if journal.entry == "receipt" and seq not in state.reversals:
            total -= sum(amount for path, amount in journal.legs if is_note(path, number))
    return total


def over_divided(state: State, number: int, less: int = 0) -> int:
    """What is divided of a payment beyond what came in less an amount, in cents; zero or below where nothing is."""
    epoch = f"payment-{number}"
    divided = state.epochs[epoch].accrued if epoch in state.epochs else 0
    return divided - received(state, number) + less


def check_covered(state: State, bodies: Sequence[Body]) -> None:
    """Refuse to book the run of a split while more of its payment would be divided than came in.

    Raises:
        UsufructError: ``O208``.
    """
    for body in bodies:
        seq = body.basis if isinstance(body, Journal) else None
        run = state.runs.get(seq) if seq is not None else None
        number = run.body.epoch.removeprefix("payment-") if run is not None and run.booked is None else ""
        if number.isdecimal() and (over := over_divided(state, int(number))) > 0:
            what = f"run {seq} would divide {grouped(over, 'EUR')} EUR more of payment {number} than came in"
            why = "a receipt was reversed after it was divided"
            remedy = (
                f"drop the run (usufruct propose void {seq} --reason TEXT), or have the receipt booked again "
                "(usufruct reconcile, the same statement)"
            )
            raise refuse("O208", what, "split", why, remedy)
